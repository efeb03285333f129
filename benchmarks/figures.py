"""What a measurement gives: a figure, the goal it is held to, and what was compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.stage import Stage


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `unit` is "×", "%" or "ms"; `least` turns the goal from "at most" into "at least".

    `detail` gives the two times that were compared.
    """

    name: str
    value: float
    goal: float
    unit: str = "×"
    detail: str = ""
    least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.value >= self.goal if self.least else self.value <= self.goal

    def shown(self) -> str:
        """The value with its unit, to three significant digits."""
        return f"{_digits(self.value)} {self.unit}"

    def goal_shown(self) -> str:
        """The goal in words."""
        return f"{'≥' if self.least else '≤'} {_digits(self.goal)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One chapter of the report. `method` says what is compared, `shortfall` why a goal is missed where it is."""

    key: str
    title: str
    method: str
    shortfall: str
    measure: "Callable[[Stage], list[Figure]]"


def _digits(value: float) -> str:
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def time_shown(seconds: float) -> str:
    """A duration in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_digits(seconds / size)} {unit}"
    return f"{_digits(seconds / 1e-9)} ns"
