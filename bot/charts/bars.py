"""Horizontal bars, one for each row, with their values as words and perhaps the intervals they lie in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.scales import number, ticks
from bot.charts.sheet import GREY, INK, LINE, MARGIN, SMALL, TEXT, WIDTH, Sheet, width_of, wrapped
from bot.charts.specs import MOST_ROWS, Bars

BAR, PALE = "#1f6fa8", "#a8cbe3"
ROW, LOWEST_ROW = 92.0, 62.0
"""Height of a row at most and at least, in pixels."""
LOWEST = 480
"""Height of a picture at least; a lower one would be cut at its sides in a chat."""
LABEL, LINE_HEIGHT = 24, 28
SCALE_HEIGHT = 44.0
_WIDTHS = range(200, 561, 40)


@dataclass(frozen=True)
class _Plan:
    """Where things stand, in pixels: labels end at `left` less a gap, the scale runs from `left` to `right`."""

    top: float
    row: float
    left: float
    right: float
    high: float
    labels: Sequence[Sequence[str]]

    def x(self, value: float) -> float:
        """Where a value lies; what is beyond the scale lies at its end."""
        return self.left + (self.right - self.left) * min(max(value / self.high, 0.0), 1.0)


def draw(spec: Bars) -> bytes:
    """The picture as PNG. Raises ValueError for more rows than `MOST_ROWS`."""
    if len(spec.rows) > MOST_ROWS:
        raise ValueError(f"{len(spec.rows)} rows, at most {MOST_ROWS}")
    sheet = Sheet(spec.title, spec.subtitle, spec.credit)
    scale = SCALE_HEIGHT if spec.marks else 0.0
    room = sheet.bottom - scale - sheet.top
    fitting = min(max(room, len(spec.rows) * LOWEST_ROW), len(spec.rows) * ROW)
    if fitting != room:
        height = max(LOWEST, round(sheet.height + fitting - room))
        sheet = Sheet(spec.title, spec.subtitle, spec.credit, height)
    plan = _plan(spec, sheet, scale)
    if spec.marks:
        _scale(sheet, spec, plan)
    for place in range(len(spec.rows)):
        _row(sheet, spec, plan, place)
    return sheet.png()


def _plan(spec: Bars, sheet: Sheet, scale: float) -> _Plan:
    row = min(ROW, (sheet.bottom - scale - sheet.top) / max(1, len(spec.rows)))
    # The narrowest column in which every label has room.
    for column in _WIDTHS:
        labels = [wrapped(label, column, LABEL, lines=2) for label, _, _ in spec.rows]
        if not any(line.endswith("…") or width_of(line, LABEL) > column for label in labels for line in label):
            break
    left = MARGIN + max((width_of(line, LABEL) for label in labels for line in label), default=0.0) + 18
    right = WIDTH - MARGIN - max((width_of(shown, TEXT, True) for _, _, shown in spec.rows), default=0.0) - 14
    known = [value for _, value, _ in spec.rows if value is not None]
    ends = [mark[1] for mark in spec.marks or () if mark is not None]
    high = spec.limit or max([*known, *ends], default=0.0) or 1.0
    if spec.marks and not spec.limit:
        high = ticks(0, high)[-1]
    return _Plan(sheet.top, row, left, right, high, labels)


def _row(sheet: Sheet, spec: Bars, plan: _Plan, place: int) -> None:
    _, value, shown = spec.rows[place]
    middle = plan.top + plan.row * (place + 0.5)
    lines = plan.labels[place]
    for number_of_line, line in enumerate(lines):
        y = middle + (number_of_line - (len(lines) - 1) / 2) * LINE_HEIGHT
        sheet.text(plan.left - 18, y, line, LABEL, ha="right")
    thick = min(plan.row * 0.56, 40.0)
    mark = spec.marks[place] if spec.marks else None
    end = plan.left
    if value is not None:
        end = plan.x(value)
        # Of a value that is not nothing something is to be seen.
        sheet.box(plan.left, middle - thick / 2, max(end - plan.left, 3.0 if value else 0.0), thick,
                  PALE if spec.marks else BAR)  # fmt: skip
    if mark is not None:
        low, high = plan.x(mark[0]), plan.x(mark[1])
        sheet.line([low, high], [middle, middle], INK, 4)
        for x in (low, high):
            sheet.line([x, x], [middle - 9, middle + 9], INK, 3)
        if value is not None:
            sheet.line([end], [middle], INK, marker="o", markersize=13)
    sheet.line([plan.left, plan.left], [middle - plan.row / 2, middle + plan.row / 2], GREY, 2)
    colour = INK if value is not None else GREY
    if spec.marks:
        sheet.text(WIDTH - MARGIN, middle, shown, TEXT, bold=True, colour=colour, ha="right")
    else:
        sheet.text(end + 12, middle, shown, TEXT, bold=True, colour=colour)


def _scale(sheet: Sheet, spec: Bars, plan: _Plan) -> None:
    bottom = plan.top + plan.row * len(spec.rows)
    for tick in ticks(0, plan.high):
        if tick <= plan.high:
            x = plan.x(tick)
            sheet.line([x, x], [plan.top, bottom + 6], LINE, zorder=0.5)
            sheet.text(x, bottom + 24, number(tick, spec.locale, spec.unit), SMALL, colour=GREY, ha="center")
