"""Several requests together: picking them from the queue, what to do with them, and what became of each."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import refusals, staff_words, words
from bot.views.choices import paged
from bot.views.deciding import executor_label, unheard
from bot.views.layout import cut, lines, paragraphs
from bot.views.queue import shown_lines, turning
from domain.errors import NotFound, Refused, Stale
from services.bulk import MOST, Summary
from services.queue import QueuePage
from services.tasks import Executor

REFUSALS = 15
"""Refusals that a message has room for, one to a line."""


def listing(t: Translator, page: QueuePage, picked: Collection[int], now: datetime) -> Content:
    """One page of the queue on which requests are picked."""
    text = paragraphs(
        lines(
            t.gettext("☑️ <b>Several at once</b> · {region}", region=words.region_name(t, page.place.region)),
            *shown_lines(t, page.place),
        ),
        t.gettext("Picked: {number} of at most {limit}. Press a request to pick it or to put it back.",
                  number=t.number(len(picked)), limit=t.number(MOST)),
        "" if page.rows else t.gettext("Nothing here now. 🌿"),
    )  # fmt: skip
    rows: list[Sequence[Button]] = []
    for r in page.rows:
        said = staff_words.label(t, r.id, r.category, r.state, r.due_at, now)
        rows.append([button(f"{'☑️' if r.id in picked else '▫️'} {said}", "bulk", "pick", r.id)])
    rows.append(turning("queue", page.previous, page.next))
    if picked:
        rows.append([
            button(t.gettext("👷 Assign to…"), "bulk", "executors"),
            button(t.gettext("🔗 Duplicates of…"), "bulk", "originals"),
        ])  # fmt: skip
    return Content(text, [*rows, [button(t.gettext("✖️ Stop picking"), "queue", "open")]])


def executors(t: Translator, picked: Sequence[int], found: Sequence[Executor], page: int) -> Content:
    """Who shall do all of them?"""
    buttons = [button(executor_label(t, e), "bulk", "assign", e.id) for e in found]
    hint = t.gettext("👷 Who will do them? The number says how many open tasks they have.")
    if not found:
        hint = t.gettext("👷 There are no executors in this region yet. A supervisor invites them: /team")
    rows = paged(buttons, page, lambda label, to: button(label, "bulk", "executors", to))
    return Content(paragraphs(_picked(t, picked), lines(hint, unheard(t, found))), [*rows, _back(t)])


def originals(t: Translator, picked: Sequence[int]) -> Content:
    """Which of them do the others repeat?"""
    hint = t.gettext("🔗 Which request do they repeat? Choose one of them, or type another number.")
    numbers = [button(t.gettext("№ {number}", number=n), "bulk", "original", n) for n in picked]
    rows = [numbers[n : n + 4] for n in range(0, len(numbers), 4)]
    return Content(paragraphs(_picked(t, picked), hint), [*rows, _back(t)])


def check(t: Translator, picked: Sequence[int], original: int) -> Content:
    """The last question before closing them."""
    others = [number for number in picked if number != original]
    text = paragraphs(
        t.gettext("🔗 Close these as duplicates of № {original}?", original=original),
        _picked(t, others),
        t.gettext("Their citizens will follow № {original} from now on.", original=original),
    )
    yes = [button(t.gettext("🔗 Yes, close them"), "bulk", "same", original)] if others else []
    back = [button(t.gettext("⬅️ Back"), "bulk", "originals")]
    return Content(text, [yes, back])


def assigned(t: Translator, summary: Summary) -> Content:
    """What became of those that were to be assigned."""
    head = t.gettext("👷 <b>Assigned: {done} of {total}</b>", done=len(summary.done), total=summary.total)
    return _summary(t, head, summary)


def closed(t: Translator, summary: Summary) -> Content:
    """What became of those that were to be closed."""
    head = t.gettext("🔗 <b>Closed as duplicates: {done} of {total}</b>", done=len(summary.done), total=summary.total)
    return _summary(t, head, summary)


def _summary(t: Translator, head: Html, summary: Summary) -> Content:
    refused = [_why(t, number, refusal) for number, refusal in summary.refused[:REFUSALS]]
    if len(summary.refused) > REFUSALS:
        refused.append(t.gettext("… and {n} more", n=len(summary.refused) - REFUSALS))
    rows = [[button(t.gettext("☑️ Pick again"), "bulk", "open")], [button(t.gettext("⬅️ To the queue"), "queue", "open")]]
    return Content(paragraphs(head, lines(*refused)), rows)


def _why(t: Translator, number: int, refusal: Refused) -> Html:
    if isinstance(refusal, Stale):
        return Html(f"• {refusals.sentence(t, refusal)}")
    if isinstance(refusal, NotFound):
        return Html(f"• {t.gettext('№ {number}: not in this region, or not to be found.', number=number)}")
    return Html(f"• {t.gettext('№ {number}: {why}', number=number, why=refusals.sentence(t, refusal))}")


def _picked(t: Translator, picked: Sequence[int]) -> Html:
    listed = ", ".join(t.gettext("№ {number}", number=n) for n in picked)
    return t.gettext("Picked: {requests}", requests=Html(cut(listed, 400)))


def _back(t: Translator) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "bulk", "list")]
