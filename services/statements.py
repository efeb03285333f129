"""Statements: the figures of a scope and a span put together once, as a summary keeps and a workbook prints them.

A statement is plain data and comes back from JSON as it was, so that what was told can be told again unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.measures import Wait
from domain.spans import Span, Unit
from domain.words import Kind
from services import geography, statistics
from services.figures import Dumps, Figures, Waits, together
from services.ranking import Place, ranked
from services.statistics import Scope


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that is printed of a scope and a span, as it stood at `as_of`."""

    scope: Scope
    span: Span
    as_of: datetime
    by_category: Mapping[str, Figures] = field(default_factory=dict)
    """The empty key is for those whose category is open."""
    by_region: Mapping[str, Figures] = field(default_factory=dict)
    """Of the country only."""
    by_district: Mapping[str, Figures] = field(default_factory=dict)
    """Of a region with districts on our list only, by KATO code; what lies in none of them is missing here."""
    suggestions: int = 0
    """How many of what was received were suggestions."""
    before: Figures | None = None
    """Of the span it is compared with (`Span.before`), as that stood at `as_of`; None where there is none."""
    waits: Waits = field(default_factory=Waits)
    waits_by_category: Mapping[str, Waits] = field(default_factory=dict)
    waits_by_region: Mapping[str, Waits] = field(default_factory=dict)
    dumps: Dumps = field(default_factory=lambda: Dumps(Figures()))
    dumps_by_region: Mapping[str, Dumps] = field(default_factory=dict)
    synthetic: bool = False
    """Some of what is counted is made up."""

    @property
    def total(self) -> Figures:
        """All together."""
        return together(self.by_category.values())

    @property
    def ranking(self) -> list[Place]:
        """All regions, the best first; of a region's statement nothing."""
        if self.scope.region is not None:
            return []
        return ranked(Place(r.iso, self.by_region.get(r.iso, Figures())) for r in geography.regions())

    def top(self, number: int) -> list[tuple[str, int]]:
        """See `Overview.top`."""
        return statistics.Overview(by_category=self.by_category).top(number)

    def to_json(self) -> dict[str, Any]:
        """As JSON's own types."""
        scope, span = self.scope, self.span
        return {
            "scope": [scope.region, scope.district, scope.category, [str(kind) for kind in scope.kinds]],
            "span": [str(span.unit), span.first and span.first.isoformat(), span.last.isoformat()],
            "as_of": self.as_of.isoformat(),
            "by_category": _numbers(self.by_category), "by_region": _numbers(self.by_region),
            "by_district": _numbers(self.by_district), "suggestions": self.suggestions,
            "before": None if self.before is None else dict(self.before.numbers),
            "waits": _histograms(self.waits),
            "waits_by_category": {key: _histograms(found) for key, found in self.waits_by_category.items()},
            "waits_by_region": {key: _histograms(found) for key, found in self.waits_by_region.items()},
            "dumps": dict(self.dumps.figures.numbers),
            "dumps_by_region": _numbers({key: found.figures for key, found in self.dumps_by_region.items()}),
            "synthetic": self.synthetic,
        }  # fmt: skip


def from_json(stored: Mapping[str, Any]) -> Statement:
    """The statement that `to_json` gave."""
    region, district, category, kinds = stored["scope"]
    unit, first, last = stored["span"]
    return Statement(
        Scope(region, district, category, tuple(map(Kind, kinds))),
        Span(Unit(unit), first and date.fromisoformat(first), date.fromisoformat(last)),
        datetime.fromisoformat(stored["as_of"]),
        _figures(stored["by_category"]), _figures(stored["by_region"]), _figures(stored["by_district"]),
        stored["suggestions"],
        None if stored["before"] is None else Figures(stored["before"]),
        _waits(stored["waits"]),
        {key: _waits(found) for key, found in stored["waits_by_category"].items()},
        {key: _waits(found) for key, found in stored["waits_by_region"].items()},
        Dumps(Figures(stored["dumps"])),
        {key: Dumps(found) for key, found in _figures(stored["dumps_by_region"]).items()},
        stored["synthetic"],
    )  # fmt: skip


def _numbers(parts: Mapping[str, Figures]) -> dict[str, dict[str, int]]:
    return {key: dict(figures.numbers) for key, figures in parts.items()}


def _figures(stored: Mapping[str, Mapping[str, int]]) -> dict[str, Figures]:
    return {key: Figures(dict(numbers)) for key, numbers in stored.items()}


def _histograms(waits: Waits) -> dict[str, dict[str, int]]:
    """JSON's keys are strings."""
    return {str(what): {str(step): n for step, n in found.items()} for what, found in waits.histograms.items()}


def _waits(stored: Mapping[str, Mapping[str, int]]) -> Waits:
    return Waits({Wait(what): {int(step): n for step, n in found.items()} for what, found in stored.items()})


async def draw_up(session: AsyncSession, scope: Scope, span: Span, now: datetime) -> Statement:
    """Put a statement together from the counters, in some queries whatever the number of requests.

    The caller's session should see one moment (`services.recount.snapshot`), else what is counted meanwhile may stand
    in one part and not yet in another.
    """
    overview = await statistics.overview(session, scope, span)
    country = scope.region is None
    today = now.astimezone(session.info["zone"]).date()
    earlier = span.before(today)
    return Statement(
        scope, span, now, overview.by_category,
        await statistics.parted(session, scope, span, "region") if country else {},
        await _by_district(session, scope, span),
        overview.by_kind.get(Kind.SUGGESTION, Figures()).received,
        None if earlier is None else await statistics.figures(session, scope, earlier),
        await statistics.waits(session, scope, span),
        await statistics.waits_by(session, scope, span, "category"),
        await statistics.waits_by(session, scope, span, "region") if country else {},
        await statistics.dump_figures(session, scope, span),
        await statistics.dumps_by_region(session, span) if country else {},
        await statistics.has_synthetic(session),
    )  # fmt: skip


async def _by_district(session: AsyncSession, scope: Scope, span: Span) -> dict[str, Figures]:
    if scope.region is None or scope.district or not geography.districts(scope.region):
        return {}
    return await statistics.parted(session, scope, span, "district")
