"""What figures are made of: how many requests count for each measure, and everything reckoned from that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from domain import durations, measures
from domain.intervals import wilson
from domain.measures import Wait
from domain.words import Article, DumpOutcome, Ground, Outcome

CLOSED_OTHERWISE = (Outcome.RETURNED, Outcome.REJECTED, Outcome.DUPLICATE, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, to be printed with both numbers."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Part of one; None where there is no whole."""
        return self.part / self.whole if self.whole > 0 else None

    @property
    def interval(self) -> tuple[float, float]:
        """In which the true share lies with 95 % certainty."""
        return wilson(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many requests count for each measure of `domain.measures.COUNTS`; outcomes add up to what was received."""

    numbers: Mapping[str, int] = field(default_factory=dict)

    def count(self, *measured: str) -> int:
        """How much the measures of these names come to together."""
        return sum(self.numbers.get(measure, 0) for measure in measured)

    def of(self, *outcomes: Outcome) -> int:
        """How many stand in any of these outcomes."""
        return self.count(*map(str, outcomes))

    @property
    def received(self) -> int:
        """All."""
        return self.of(*Outcome)

    @property
    def executed(self) -> int:
        """Done in time or late."""
        return self.of(Outcome.EXECUTED, Outcome.EXECUTED_LATE)

    @property
    def in_work(self) -> int:
        """Still owed, overdue ones among them."""
        return self.of(Outcome.WORK, Outcome.OVERDUE)

    @property
    def overdue(self) -> int:
        """Still owed though their first deadline has passed."""
        return self.of(Outcome.OVERDUE)

    @property
    def executed_share(self) -> Share:
        """Executed of received."""
        return Share(self.executed, self.received)

    @property
    def on_time_share(self) -> Share:
        """Executed on time of all executed and all that are overdue and open."""
        return Share(self.of(Outcome.EXECUTED), self.executed + self.overdue)

    def complaints(self, ground: Ground | None = None, *rulings: str) -> int:
        """Complaints about work: of one ground or all, with these rulings (`domain.measures.RULINGS`) or any."""
        grounds = tuple(Ground) if ground is None else (ground,)
        return self.count(*(measures.complaint(g, r) for g in grounds for r in rulings or measures.RULINGS))

    @property
    def appeals(self) -> int:
        """Appeals against rejections."""
        return self.count(*map(measures.appeal, measures.RULINGS))

    @property
    def judged(self) -> int:
        """Requests that got stars."""
        return self.count(*map(measures.stars, measures.STARS))

    @property
    def mean_stars(self) -> float | None:
        """The mean of the stars; None where there are none."""
        judged = self.judged
        return sum(n * self.count(measures.stars(n)) for n in measures.STARS) / judged if judged else None

    def __add__(self, other: "Figures") -> "Figures":
        """Both together."""
        return together((self, other))


def together(parts: Iterable[Figures]) -> Figures:
    """All of them as one."""
    numbers: dict[str, int] = {}
    for part in parts:
        for measure, number in part.numbers.items():
            numbers[measure] = numbers.get(measure, 0) + number
    return Figures(numbers)


@dataclass(frozen=True, slots=True)
class Dumps:
    """Illegal dumps, whoever found them: reported by citizens, seen from space, met on a raid."""

    figures: Figures

    @property
    def found(self) -> int:
        """Those that are dumps indeed: neither returned, rejected, duplicates nor withdrawn."""
        return self.figures.executed + self.figures.in_work

    @property
    def removed(self) -> int:
        """Removed whole, as reported, and no complaint against that found right."""
        return self.figures.count(measures.dump(DumpOutcome.REMOVED))

    @property
    def removed_share(self) -> Share:
        """Removed of found."""
        return Share(self.removed, self.found)

    @property
    def cubic_metres(self) -> float:
        """Volume taken away."""
        return self.figures.count(measures.LITRES) / 1000

    def protocols(self, article: Article) -> int:
        """Protocols drawn up under an article."""
        return self.figures.count(measures.protocols(article))

    def fines(self, article: Article) -> int:
        """Tenge of fines under an article."""
        return self.figures.count(measures.fines(article))


@dataclass(frozen=True, slots=True)
class Waits:
    """How long was waited for what came: histograms by step of `domain.durations`."""

    histograms: Mapping[Wait, Mapping[int, int]] = field(default_factory=dict)

    def number(self, what: Wait) -> int:
        """How many came."""
        return sum(self.histograms.get(what, {}).values())

    def median(self, what: Wait) -> timedelta | None:
        """Half waited no longer; at most `durations.ERROR` off. None where nothing came."""
        return durations.percentile(self.histograms.get(what, {}), 0.5)

    def ninetieth(self, what: Wait) -> timedelta | None:
        """Nine in ten waited no longer; at most `durations.ERROR` off."""
        return durations.percentile(self.histograms.get(what, {}), 0.9)
