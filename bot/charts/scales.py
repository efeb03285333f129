"""Numbers on scales: round ticks, how a language writes them, and which colour a number has."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

_THOUSANDS = {"en": ","}
_POINT = {"en": "."}
_LITTLE, _MUCH = 0.06, 0.94
"""The ends of the palette that are used: the very lightest is lost on white, the very darkest swallows borders."""
PALETTE = "YlGnBu"
"""ColorBrewer's yellow to blue, which colour-blind people tell apart as well as others."""


def number(value: float, locale: str, unit: str = "") -> str:
    """A round number as the language writes it: 12 500 or 12,500."""
    words = f"{value:,.10g}".replace(",", "\0").replace(".", _POINT.get(locale, ","))
    return words.replace("\0", _THOUSANDS.get(locale, "\u00a0")) + unit


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at most `low` up to at least `high`."""
    if high <= low:
        high = low + 1
    # Of what is counted there is no half, and small numbers are counts.
    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10], integer=high - low >= 2).tick_values(low, high)
    return [round(float(tick), 10) for tick in found]


@dataclass(frozen=True)
class Colours:
    """Colours for numbers from `low` to `high`. `power` below 1 spreads the small ones where a few are far above."""

    low: float
    high: float
    power: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Colours":
        """The scale on which the middle value lies at least at a third, so that one giant leaves the rest apart."""
        low, high = min(values), max(values)
        if low == high:
            # All alike: in the middle, or at the light end where there is nothing.
            return cls(0.0, 2 * high or 2.0, 1.0)
        middle = (statistics.median(values) - low) / (high - low)
        power = 1.0 if middle >= 1 / 4 else max(0.25, math.log(1 / 3) / math.log(middle or 1e-9))
        return cls(low, high, power)

    def place(self, value: float) -> float:
        """Where a number lies on the scale, 0 to 1."""
        return float(((value - self.low) / (self.high - self.low)) ** self.power)

    def at(self, place: float) -> str:
        """The colour of a place on the scale, as #rrggbb."""
        return to_hex(colormaps[PALETTE](_LITTLE + (_MUCH - _LITTLE) * place))

    def ticks(self) -> list[float]:
        """Round numbers within the scale, more than there may be room for; the first matter most."""
        found = [0.0] if self.low == 0 else []
        if self.power == 1 or self.high < 10 * self.low:
            found += reversed(ticks(self.low, self.high))
        else:
            most = math.floor(math.log10(self.high))
            found += [n * 10.0**power for power in range(most, most - 4, -1) for n in (5, 3, 2, 1)]
        return [tick for tick in found if self.low <= tick <= self.high]


def is_dark(colour: str) -> bool:
    """Whether white letters are read better on a colour (#rrggbb) than black ones."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
