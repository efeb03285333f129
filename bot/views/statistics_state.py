"""What somebody looks at on the screen of figures, as its buttons carry it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.content import Button, button
from domain import spans
from domain.spans import Span
from domain.words import CITIZENS_KINDS, Kind
from services.statistics import Scope

AREA = "stats"
_OPEN = "-"
"""Stands for requests whose category is open."""
_KINDS = {"": CITIZENS_KINDS, "r": (Kind.REQUEST,), "s": (Kind.SUGGESTION,)}


class Mode(StrEnum):
    """What is shown of the figures."""

    TABLE = "t"
    WAITS = "w"
    VERDICTS = "v"
    DUMPS = "d"
    RANKING = "r"
    CATEGORIES = "b"
    """Bars."""
    COURSE = "l"
    """A line through time."""
    MAP_PER_HEAD = "m"
    MAP_ON_TIME = "n"
    MAP_EXECUTED = "o"
    MAP_OVERDUE = "p"


MAPS = (Mode.MAP_PER_HEAD, Mode.MAP_ON_TIME, Mode.MAP_EXECUTED, Mode.MAP_OVERDUE)
OF_THE_COUNTRY = frozenset({*MAPS, Mode.RANKING})
"""What compares regions, and so is shown of the country only."""


@dataclass(frozen=True, slots=True)
class View:
    """A span, a place, a category, a kind, and what is shown of them."""

    span: Span
    region: str = ""
    """ISO code; empty for the country."""
    district: str = ""
    category: str | None = None
    kind: str = ""
    mode: Mode = Mode.TABLE

    @property
    def scope(self) -> Scope:
        """Which requests are meant."""
        return Scope(self.region or None, self.district, self.category, _KINDS[self.kind])

    def pack(self) -> str:
        """As the last part of a button, at most 54 bytes with the keys of data/categories.csv."""
        category = "" if self.category is None else self.category or _OPEN
        place = f"{self.region[3:]}.{self.district}"
        return f"{self.span.pack()}.{place}.{category}.{self.kind}.{self.mode}"

    def shown_as(self, mode: Mode) -> "View":
        """The same, shown otherwise."""
        return replace(self, mode=mode)

    def in_time(self, number: int) -> "View":
        """So many spans later or earlier."""
        return replace(self, span=self.span.shifted(number))

    def of_next_kind(self) -> "View":
        """All kinds, then requests alone, then suggestions alone, then all again."""
        order = list(_KINDS)
        return replace(self, kind=order[(order.index(self.kind) + 1) % len(order)])

    def at(self, region: str, district: str = "") -> "View":
        """The same of another place; what compares regions gives way to the table."""
        mode = Mode.TABLE if region and self.mode in OF_THE_COUNTRY else self.mode
        return replace(self, region=region, district=district, mode=mode)


def parse(packed: str, today: date) -> View | None:
    """Read a button; None for one that we never made. Whether the place is theirs to see is for the service to say."""
    parts = packed.split(".")
    if len(parts) != 6:
        return None
    period, region, district, category, kind, mode = parts
    span = spans.parse(period, today)
    if span is None or kind not in _KINDS or mode not in set(Mode) or (district and not region):
        return None
    iso = f"KZ-{region}" if region else ""
    if iso and Mode(mode) in OF_THE_COUNTRY:
        return None
    return View(span, iso, district, {"": None, _OPEN: ""}.get(category, category), kind, Mode(mode))


def to(text: str, view: View, verb: str = "s", *, chosen: bool = False) -> Button:
    """A button that leads to a view. `verb` "s" shows it; "p", "l" and "g" choose its period, place and category, and a
    digit turns to that page of categories; "o" and "w" have it as the official paragraph and as a Word file: one letter
    each, for the view fills a button to its last byte."""
    return button(f"• {text}" if chosen else text, AREA, verb, arg=view.pack())
