"""Long choices page by page, one button to a row: a phone shows about 35 letters of it, half of that beside another."""

from collections.abc import Callable, Sequence

from bot.content import Button

ON_A_PAGE = 8


def paged(choices: Sequence[Button], page: int, turn: Callable[[str, int], Button]) -> list[list[Button]]:
    """The rows of one page, and below them what `turn(label, page)` makes for its neighbours; any `page` will do."""
    last = max(0, (len(choices) - 1) // ON_A_PAGE)
    page = min(max(page, 0), last)
    rows = [[choice] for choice in choices[page * ON_A_PAGE :][:ON_A_PAGE]]
    arrows = [turn("◀️", page - 1)] if page > 0 else []
    if page < last:
        arrows.append(turn("▶️", page + 1))
    return [*rows, arrows]
