"""Lines over time: one to three, told apart by colour, dashes and points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.charts.scales import number, ticks
from bot.charts.sheet import GREY, INK, LINE, MARGIN, SMALL, TEXT, WIDTH, Sheet, width_of, wrapped
from bot.charts.specs import MOST_LINES, Trend

LOOKS = (("#0072b2", "-", "o"), ("#d55e00", (0, (4, 2)), "s"), ("#009e73", (0, (1, 1.2)), "^"))
"""Colour, dashes and points of each line; the colours are Okabe and Ito's for the colour-blind."""
MOST_POINTS = 36
"""Of more points than these only those that stand alone are drawn: they would run into each other."""


@dataclass(frozen=True)
class _Plan:
    """The area of the lines in pixels, the number at its upper end, and how many points lie side by side."""

    top: float
    bottom: float
    left: float
    right: float
    high: float
    count: int

    def x(self, place: int) -> float:
        """Where a point stands; a single one in the middle."""
        share = place / (self.count - 1) if self.count > 1 else 0.5
        return self.left + (self.right - self.left) * share

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.bottom - (self.bottom - self.top) * value / self.high


def draw(spec: Trend) -> bytes:
    """The picture as PNG. Raises ValueError for no line, more than `MOST_LINES`, or lines longer than the ticks."""
    if not 1 <= len(spec.lines) <= MOST_LINES or any(len(values) > len(spec.ticks) for _, values in spec.lines):
        raise ValueError("lines do not fit the ticks or are too many")
    sheet = Sheet(spec.title, spec.subtitle, spec.credit)
    top = _legend(sheet, spec) + 24
    highest = max((v for _, values in spec.lines for v in values if v is not None), default=0.0)
    scale = ticks(0, highest or 4, 6)
    marks = [number(tick, spec.locale, spec.unit) for tick in scale]
    left = MARGIN + max(width_of(mark, SMALL) for mark in marks) + 26
    plan = _Plan(top, sheet.bottom - 56, left, WIDTH - MARGIN - 36, scale[-1], len(spec.ticks))
    for tick, mark in zip(scale, marks, strict=True):
        y = plan.y(tick)
        sheet.line([left - 12, WIDTH - MARGIN], [y, y], LINE if tick else GREY, 2)
        sheet.text(left - 20, y, mark, SMALL, colour=GREY, ha="right")
    _below(sheet, spec, plan)
    for (_, values), look in zip(spec.lines, LOOKS, strict=False):
        _line(sheet, plan, values, look)
    return sheet.png()


def _legend(sheet: Sheet, spec: Trend) -> float:
    """The names beside samples of their lines, one line of text for each; returns where they end."""
    y = sheet.top + 8
    for (name, _), (colour, dashes, point) in zip(spec.lines, LOOKS, strict=False):
        sheet.line([MARGIN, MARGIN + 80], [y, y], colour, 5, linestyle=dashes)
        sheet.line([MARGIN + 40], [y], colour, marker=point, markersize=14)
        for words in wrapped(name, WIDTH - 2 * MARGIN - 100, TEXT, lines=1):
            sheet.text(MARGIN + 98, y, words, TEXT)
        y += 38
    return y - 19


def _below(sheet: Sheet, spec: Trend, plan: _Plan) -> None:
    """The words under the points, the last always, before it as many as there is room for."""
    if not spec.ticks:
        return
    widest = max(width_of(words, SMALL) for words in spec.ticks) + 24
    apart = (plan.right - plan.left) / max(1, plan.count - 1)
    step = max(1, -int(-widest // apart))
    for place in range(plan.count - 1, -1, -step):
        x = plan.x(place)
        sheet.line([x, x], [plan.bottom, plan.bottom + 8], GREY)
        half = width_of(spec.ticks[place], SMALL) / 2
        middle = min(max(x, half + 8), WIDTH - half - 8)
        sheet.text(middle, plan.bottom + 30, spec.ticks[place], SMALL, colour=INK, ha="center")


def _line(sheet: Sheet, plan: _Plan, values: Sequence[float | None], look: tuple[str, object, str]) -> None:
    colour, dashes, point = look
    for piece in _pieces(values):
        xs = [plan.x(place) for place, _ in piece]
        ys = [plan.y(value) for _, value in piece]
        sheet.line(xs, ys, colour, 5, linestyle=dashes, solid_joinstyle="round")
        if plan.count <= MOST_POINTS or len(piece) == 1:
            sheet.line(xs, ys, colour, 0, marker=point, markersize=14, markeredgecolor="#ffffff", markeredgewidth=2)


def _pieces(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches between gaps, as (place, value)."""
    piece: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            piece.append((place, value))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece
