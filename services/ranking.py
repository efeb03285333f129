"""Regions compared fairly: by inhabitants, and by shares with the interval in which they may as well lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from domain.spans import Span
from services import geography, statistics
from services.figures import Figures, Share
from services.statistics import Scope

PER = 100_000
"""Inhabitants to which requests are related."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region in a ranking."""

    region: str
    figures: Figures

    @property
    def per_head(self) -> float:
        """Requests received for every `PER` inhabitants (populations: data/regions.json)."""
        return self.figures.received * PER / geography.region(self.region).population

    @property
    def on_time(self) -> Share:
        """See `Figures.on_time_share`; its interval tells how sure it is."""
        return self.figures.on_time_share


async def ranking(session: AsyncSession, scope: Scope, span: Span) -> list[Place]:
    """All regions, the best first."""
    found = await statistics.parted(session, Scope(category=scope.category, kinds=scope.kinds), span, "region")
    return ranked(Place(region.iso, found.get(region.iso, Figures())) for region in geography.regions())


def ranked(places: Iterable[Place]) -> list[Place]:
    """By what is certain of the share on time, the lower end of its interval: so one case done in time does not go
    before ninety-nine of a hundred. Regions without any case come last.
    """
    return sorted(places, key=lambda p: (p.on_time.whole == 0, -p.on_time.interval[0], -p.on_time.whole, p.region))
