"""Figures of a region or the country for a span of days, read from the counters: never from the requests.

Everything counts for the day on which the request was sent, as it stands now; waits count for the day they ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed, NotFound
from domain.measures import COUNTS, WAITS, Wait
from domain.periods import periods_between
from domain.permissions import Actor
from domain.spans import Span
from domain.words import CITIZENS_KINDS, REGIONAL_ROLES, Kind, Role
from models import EVER, SYNTHETIC, CitizenRequest, Counter
from services import categories, counters, dumps, geography
from services.figures import Dumps, Figures, Waits, together
from services.scopes import COUNTRY

By = Literal["region", "district", "category", "kind"]
"""What figures may be parted by."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which requests are meant: of a region (None: the country), one of its districts, a category, some kinds."""

    region: str | None = None
    district: str = ""
    """KATO code of a district on our list; empty for the whole region."""
    category: str | None = None
    """None: all of them."""
    kinds: tuple[Kind, ...] = CITIZENS_KINDS


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures of a scope as a whole and parted by category and kind, all from one look."""

    total: Figures = field(default_factory=Figures)
    by_category: Mapping[str, Figures] = field(default_factory=dict)
    """The empty key is for those whose category is open."""
    by_kind: Mapping[Kind, Figures] = field(default_factory=dict)

    def top(self, number: int) -> list[tuple[str, int]]:
        """The categories of which most was received, the largest first; of equal ones in the order of their keys."""
        received = [(key, figures.received) for key, figures in self.by_category.items() if figures.received > 0]
        return sorted(received, key=lambda item: (-item[1], item[0]))[:number]


def check_scope(actor: Actor, scope: Scope, own: str | None) -> None:
    """Citizens see their `own` region and the country, staff where they work too, the ministry everything.

    Raises NotFound for what there is not, NotAllowed for what is others' to see.
    """
    if scope.region is not None and scope.region not in {r.iso for r in geography.regions()}:
        raise NotFound
    if scope.district and counters.district_code(scope.region or "", scope.district) != scope.district:
        raise NotFound
    if scope.category and scope.category not in {c.key for c in categories.all_categories()}:
        raise NotFound
    if scope.region is not None and scope.region != own and not sees_region(actor, scope.region):
        raise NotAllowed


def sees_region(actor: Actor, region: str) -> bool:
    """Whether the figures of a region are this person's to see by the roles they hold."""
    return sees_all(actor) or any(actor.holds(role, region) for role in REGIONAL_ROLES)


def sees_all(actor: Actor) -> bool:
    """Whether somebody compares regions: the ministry and whoever runs the installation."""
    return actor.holds(Role.NATIONAL) or actor.holds(Role.ADMIN)


def may_report(actor: Actor, region: str) -> bool:
    """Whether somebody gets the official paragraph of a region, or of the country (""): who reads its summaries."""
    keeps = any(actor.holds(role, region) for role in (Role.SUPERVISOR, Role.OPERATOR))
    return sees_all(actor) or (region != COUNTRY and keeps)


def check_reporter(actor: Actor, region: str) -> None:
    """Raises NotAllowed for those who may not (`may_report`)."""
    if not may_report(actor, region):
        raise NotAllowed


async def overview(session: AsyncSession, scope: Scope, span: Span) -> Overview:
    """The figures of a scope for what was sent in a span. One query."""
    rows = await _read(session, scope, span, COUNTS, (Counter.category, Counter.kind))
    by_category: defaultdict[str, dict[str, int]] = defaultdict(dict)
    by_kind: defaultdict[Kind, dict[str, int]] = defaultdict(dict)
    for category, kind, measure, number in rows:
        for numbers in (by_category[category], by_kind[kind]):
            numbers[measure] = numbers.get(measure, 0) + int(number)
    parts = {key: Figures(numbers) for key, numbers in by_category.items()}
    return Overview(together(parts.values()), parts, {kind: Figures(numbers) for kind, numbers in by_kind.items()})


async def figures(session: AsyncSession, scope: Scope, span: Span) -> Figures:
    """The figures of a scope for what was sent in a span, as a whole."""
    return Figures({measure: int(number) for measure, number in await _read(session, scope, span, COUNTS, ())})


async def parted(session: AsyncSession, scope: Scope, span: Span, by: By) -> dict[str, Figures]:
    """The figures of a scope parted by one of its sides; what has none is left out. One query."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key, measure, number in await _read(session, scope, span, COUNTS, (getattr(Counter, by),), parted_by=by):
        found[str(key)][measure] = int(number)
    return {key: Figures(numbers) for key, numbers in found.items()}


async def dump_figures(session: AsyncSession, scope: Scope, span: Span) -> Dumps:
    """Illegal dumps of a scope, those that the state found itself too."""
    return Dumps(await figures(session, replace(scope, category=dumps.CATEGORY, kinds=tuple(Kind)), span))


async def dumps_by_region(session: AsyncSession, span: Span) -> dict[str, Dumps]:
    """Illegal dumps of each region that has any."""
    scope = Scope(category=dumps.CATEGORY, kinds=tuple(Kind))
    return {region: Dumps(found) for region, found in (await parted(session, scope, span, "region")).items()}


async def waits(session: AsyncSession, scope: Scope, span: Span) -> Waits:
    """How long was waited for what came in a span, whenever it had been sent. Districts are not told apart."""
    rows = await _read(session, replace(scope, district=""), span, WAITS, ())
    return _waits(rows)


async def waits_by(
    session: AsyncSession, scope: Scope, span: Span, by: Literal["region", "category"]
) -> dict[str, Waits]:
    """`waits`, parted."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    whole = replace(scope, district="")
    for key, measure, number in await _read(session, whole, span, WAITS, (getattr(Counter, by),), parted_by=by):
        found[key].append((measure, number))
    return {key: _waits(rows) for key, rows in found.items()}


def _waits(rows: Iterable[Sequence[Any]]) -> Waits:
    histograms: dict[Wait, dict[int, int]] = {}
    for measure, number in rows:
        _, what, step = measure.split(":")
        histograms.setdefault(Wait(what), {})[int(step)] = int(number)
    return Waits(histograms)


async def course(session: AsyncSession, scope: Scope, spans: Sequence[Span]) -> list[Figures]:
    """The figures of several spans, for a line through time. One query, whatever their number."""
    wanted = {period: n for n, span in enumerate(spans) for period in _periods(span)}
    rows = await _read(session, scope, spans[-1], COUNTS, (Counter.period,), periods=list(wanted))
    found: list[dict[str, int]] = [{} for _ in spans]
    for period, measure, number in rows:
        numbers = found[wanted[period]]
        numbers[measure] = numbers.get(measure, 0) + int(number)
    return [Figures(numbers) for numbers in found]


async def _read(
    session: AsyncSession,
    scope: Scope,
    span: Span,
    measured: Sequence[str],
    columns: Sequence[Any],
    *,
    parted_by: By | None = None,
    periods: Sequence[str] | None = None,
) -> Sequence[Any]:
    """Rows of (columns …, measure, number): sums of counters that are not zero."""
    query = (
        select(*columns, Counter.measure, func.sum(Counter.number))
        .where(Counter.period.in_(_periods(span) if periods is None else periods), Counter.measure.in_(measured))
        .where(Counter.kind.in_(scope.kinds))
        .group_by(*columns, Counter.measure)
        .having(func.sum(Counter.number) != 0)
    )
    if parted_by == "district":
        query = query.where(Counter.district.in_([d.kato for d in geography.districts(scope.region or "")]))
    else:
        query = query.where(Counter.district == scope.district)
    if parted_by == "region":
        query = query.where(Counter.region != COUNTRY)
    else:
        query = query.where(Counter.region == (scope.region or COUNTRY))
    if scope.category is not None:
        query = query.where(Counter.category == scope.category)
    return (await session.execute(query)).all()


def _periods(span: Span) -> list[str]:
    return [EVER] if span.first is None else periods_between(span.first, span.last)


async def own_region(session: AsyncSession, person_id: int) -> str | None:
    """The region of somebody's newest request; None where they have sent none."""
    query = select(CitizenRequest.region).where(CitizenRequest.citizen_id == person_id)
    found: str | None = await session.scalar(query.order_by(CitizenRequest.id.desc()).limit(1))
    return found


async def has_synthetic(session: AsyncSession) -> bool:
    """Whether any request here is made up: then every figure says so. One look-up in an index."""
    made_up = select(CitizenRequest.id).where(CitizenRequest.source == SYNTHETIC, CitizenRequest.external.is_not(None))
    return await session.scalar(made_up.limit(1)) is not None
