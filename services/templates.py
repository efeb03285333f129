"""Ready answers in three languages: the ones we ship (data/templates.csv) and what a region has made of them.

A region's row stands in for the shipped one it names; a row without any text hides it. Rows that name none are the
region's own. A text that is missing in a language is read in another, so that nobody is sent an empty answer.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import Missing, NotAllowed, NotFound, TooLong, TooMany
from domain.permissions import Actor, may
from domain.text import clean
from domain.words import Duty, RejectReason, TemplateUse
from models import Template
from services.geography import DATA
from services.steps import Step

Texts = Mapping[str, str]
"""The same words by language."""
LOCALES = ("kk", "ru", "en")
LIMIT = 30
"""Ready answers of one region for one use, the shipped ones included."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready answer as a region has it. `texts` maps languages to texts; empty where nothing is written yet."""

    ref: str
    """What buttons call it: the key of the shipped one it is or stands in for, or the number of the region's own."""
    use: TemplateUse
    texts: Texts
    shipped: bool
    changed: bool = False
    """A shipped one that the region has put in its own words."""
    hidden: bool = False
    """A shipped one that the region does not want to be offered."""

    def text(self, locale: str) -> str:
        """What somebody who reads `locale` is sent."""
        return next((said for at in (locale, *LOCALES) if (said := self.texts[at])), "")

    def whole(self) -> dict[str, str]:
        """The text for readers of each language."""
        return {locale: self.text(locale) for locale in LOCALES}


class Said(Protocol):
    """A step of the history, whose words may come from a ready answer."""

    @property
    def comment(self) -> str | None:
        """The words, in the language of whoever said them."""
        ...

    @property
    def data(self) -> Mapping[str, Any] | None:
        """What else is known of the step; `template` holds the words in each language."""
        ...


def words_of(said: Said | None, locale: str) -> str | None:
    """The words of a step for a reader of `locale`: a ready answer in that language, other words as they were said."""
    if said is None:
        return None
    ready = (said.data or {}).get("template")
    return str(ready[locale]) if isinstance(ready, dict) and ready.get(locale) else said.comment


def in_each_language(step: Step, template: Texts | None) -> None:
    """Note that the words of a step are a ready answer, so that everybody reads them in their own language."""
    if template is not None:
        step.data["template"] = dict(template)


@cache
def _shipped() -> dict[TemplateUse, dict[str, Ready]]:
    with (DATA / "templates.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found: dict[TemplateUse, dict[str, Ready]] = {use: {} for use in TemplateUse}
    for row in rows:
        use = TemplateUse(row["use"])
        found[use][row["key"]] = Ready(row["key"], use, {at: row[at] for at in LOCALES}, shipped=True)
    return found


FITTING = {
    RejectReason.MEANINGLESS: ("unclear",),
    RejectReason.NOT_AKIMAT: ("utilities", "police", "housing"),
    RejectReason.PRIVATE_LAND: ("private",),
    RejectReason.ALREADY_DONE: ("done",),
}
"""Which shipped answers say a reason for rejecting."""


def fitting_first(offered: Iterable[Ready], reason: RejectReason) -> list[Ready]:
    """Those that say the reason, then a region's own, then those that say another one."""
    said = {ref: reason for reason, refs in FITTING.items() for ref in refs}
    return sorted(offered, key=lambda ready: 0 if said.get(ready.ref) is reason else 1 if ready.ref not in said else 2)


async def for_use(session: AsyncSession, region: str, use: TemplateUse) -> list[Ready]:
    """The ready answers that a region offers for a use: the shipped ones first, then its own in order of their making.

    Who may use them is told by the step they are for.
    """
    return [ready for ready in await _all(session, region, use) if not ready.hidden]


async def find(session: AsyncSession, region: str, use: TemplateUse, ref: str) -> Ready:
    """One that is offered. Raises NotFound for what is hidden, deleted, another region's or was never there."""
    for ready in await for_use(session, region, use):
        if ready.ref == ref:
            return ready
    raise NotFound


async def listing(session: AsyncSession, actor: Actor, region: str, use: TemplateUse) -> list[Ready]:
    """All of a use for those who keep them, hidden ones included. Raises NotAllowed for others."""
    _check(actor, region)
    return await _all(session, region, use)


async def kept(session: AsyncSession, actor: Actor, region: str, use: TemplateUse, ref: str) -> Ready:
    """One of them, hidden or not, for those who keep them. Raises NotAllowed, or NotFound where it has gone."""
    for ready in await listing(session, actor, region, use):
        if ready.ref == ref:
            return ready
    raise NotFound


async def room_for_another(session: AsyncSession, actor: Actor, region: str, use: TemplateUse) -> None:
    """Raises TooMany(templates) where a region has as many as it may, NotAllowed for those who do not keep them."""
    if len(await listing(session, actor, region, use)) >= LIMIT:
        raise TooMany("templates", LIMIT)


async def add(
    session: AsyncSession, actor: Actor, region: str, use: TemplateUse, locale: str, text: str, now: datetime
) -> Ready:
    """A new one of the region, with its text in one language. Raises TooMany(templates), TooLong, Missing."""
    await room_for_another(session, actor, region, use)
    texts = dict.fromkeys(LOCALES, "") | {_known(locale): _typed(text)}
    row = Template(region=region, use=use, shipped=None, changed_by=actor.id, changed_at=now, **texts)
    session.add(row)
    await session.flush()
    return _ready(row)


async def change(
    session: AsyncSession, actor: Actor, region: str, use: TemplateUse, ref: str, locale: str, text: str, now: datetime
) -> Ready:
    """Put it in other words in one language; a shipped one gets a row of the region that stands in for it."""
    ready = await kept(session, actor, region, use, ref)
    return await _store(session, actor, region, ready, {**ready.texts, _known(locale): _typed(text)}, now)


async def remove(
    session: AsyncSession, actor: Actor, region: str, use: TemplateUse, ref: str, now: datetime
) -> Ready | None:
    """Delete one of the region's own (None), or hide a shipped one, which `restore` brings back."""
    ready = await kept(session, actor, region, use, ref)
    if ready.shipped:
        return await _store(session, actor, region, ready, dict.fromkeys(LOCALES, ""), now)
    await _drop(session, actor, region, ready, now)
    return None


async def restore(session: AsyncSession, actor: Actor, region: str, use: TemplateUse, ref: str, now: datetime) -> Ready:
    """A shipped one as it was shipped. Raises NotFound for any other."""
    ready = await kept(session, actor, region, use, ref)
    if not ready.shipped:
        raise NotFound
    await _drop(session, actor, region, ready, now)
    return _shipped()[use][ref]


def _check(actor: Actor, region: str) -> None:
    if not may(actor, Duty.TEMPLATES, region):
        raise NotAllowed


def _known(locale: str) -> str:
    if locale not in LOCALES:
        raise NotFound
    return locale


def _typed(text: str) -> str:
    cleaned = clean(text, terms.COMMENT)
    if cleaned.too_long:
        raise TooLong(terms.COMMENT, cleaned.units)
    if not cleaned.text:
        raise Missing("comment")
    return cleaned.text


async def _all(session: AsyncSession, region: str, use: TemplateUse) -> list[Ready]:
    rows = await session.scalars(_rows(region, use).order_by(Template.id))
    found = dict(_shipped()[use])
    for row in rows:
        # What stands in for something that is no longer shipped is nobody's.
        if row.shipped is None or row.shipped in found:
            ready = _ready(row)
            found[ready.ref] = ready
    return list(found.values())


def _rows(region: str, use: TemplateUse) -> Any:
    return select(Template).where(Template.region == region, Template.use == use, Template.deleted_at.is_(None))


def _ready(row: Template) -> Ready:
    texts = {"kk": row.kk, "ru": row.ru, "en": row.en}
    if row.shipped is None:
        return Ready(str(row.id), row.use, texts, shipped=False)
    if not any(texts.values()):
        return replace(_shipped()[row.use][row.shipped], hidden=True)
    return Ready(row.shipped, row.use, texts, shipped=True, changed=True)


async def _row(session: AsyncSession, region: str, ready: Ready) -> Template | None:
    """The region's row behind it, locked; None for a shipped one that it has left as it is."""
    query = _rows(region, ready.use).where(_is(ready)).order_by(Template.id.desc()).limit(1)
    row: Template | None = await session.scalar(query.with_for_update())
    return row


def _is(ready: Ready) -> ColumnElement[bool]:
    return Template.id == int(ready.ref) if ready.ref.isdigit() else Template.shipped == ready.ref


async def _drop(session: AsyncSession, actor: Actor, region: str, ready: Ready, now: datetime) -> None:
    """Delete the region's row; two where two supervisors changed a shipped one at the same moment."""
    gone = update(Template).where(
        Template.region == region, Template.use == ready.use, Template.deleted_at.is_(None), _is(ready)
    )
    values = {"deleted_at": now, "changed_by": actor.id, "changed_at": now}
    await session.execute(gone.values(values).execution_options(synchronize_session=False))


async def _store(session: AsyncSession, actor: Actor, region: str, ready: Ready, texts: Texts, now: datetime) -> Ready:
    row = await _row(session, region, ready)
    if row is None:
        row = Template(region=region, use=ready.use, shipped=ready.ref)
        session.add(row)
    row.kk, row.ru, row.en = texts["kk"], texts["ru"], texts["en"]
    row.changed_by, row.changed_at = actor.id, now
    await session.flush()
    return _ready(row)
