"""Native charts, so that whoever gets the workbook can change them."""

from typing import Any

from bot.sheets.plan import Chart, Formula, Table

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Told apart by colour-blind people too (M. Okabe and K. Ito, "Color Universal Design", 2008)."""
WIDTH, BAR, FRAME, HIGHEST = 1000, 24, 130, 1400
"""Pixels: of a chart, of one bar, of everything else, at most."""


def insert(book: Any, page: Any, chart: Chart, table: Table, first: int, bars: int, at: int) -> None:
    """Put a chart into row `at`, below the table whose body begins in row `first`."""
    places = {column.key: n for n, column in enumerate(table.columns)}
    drawn = book.add_chart({"type": "bar", **({"subtype": "stacked"} if chart.stacked else {})})

    def cells(key: str) -> list[Any]:
        return [page.get_name(), first, places[key], first + bars - 1, places[key]]

    for number, key in enumerate(chart.values):
        series: dict[str, Any] = {
            "name": [page.get_name(), first - 1, places[key]], "categories": cells(chart.names), "values": cells(key),
            "fill": {"color": COLOURS[number]}, "gap": 60,
        }  # fmt: skip
        if chart.reach is not None:
            series["x_error_bars"] = series["y_error_bars"] = _error_bars(chart, table, places, bars)
        if not chart.stacked and len(chart.values) == 1 and chart.reach is None:
            series["data_labels"] = {"value": True}
        drawn.add_series(series)
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    # The first row of the table is the highest bar, as one reads.
    drawn.set_y_axis({"reverse": True, "crossing": "max", "num_font": {"size": 9}, "major_tick_mark": "none"})
    scale = {"min": 0, "max": 1, "num_format": "0%"} if chart.percent else {"min": 0, "num_format": "#,##0"}
    drawn.set_x_axis({**scale, "major_gridlines": {"visible": True, "line": {"color": "#E2E8F0"}}})
    drawn.set_legend({"none": True} if len(chart.values) == 1 else {"position": "bottom"})
    height = min(HIGHEST, FRAME + BAR * bars * (1 if chart.stacked else max(1, len(chart.values))))
    drawn.set_size({"width": WIDTH, "height": height})
    page.insert_chart(at, 0, drawn)


def _error_bars(chart: Chart, table: Table, places: dict[str, int], bars: int) -> dict[str, Any]:
    """From the lower to the upper end of the interval. A bar that has none gets none."""
    low, high = chart.reach or ("", "")
    up, down = [], []
    for row in table.rows[:bars]:
        middle, least, most = (_number(row.values[places[key]]) for key in (chart.values[0], low, high))
        known = middle is not None and least is not None and most is not None
        up.append(round((most or 0) - (middle or 0), 6) if known else 0)
        down.append(round((middle or 0) - (least or 0), 6) if known else 0)
    return {"type": "custom", "plus_values": up, "minus_values": down, "line": {"color": "#1F2937"}}


def _number(value: Any) -> float | None:
    if isinstance(value, Formula):
        return value.result
    return float(value) if isinstance(value, int | float) else None
