"""Pictures of figures: what they show (`specs`) and how it is drawn. They know no database and no sentences."""

from bot.charts.specs import Bars, Chart, CountryMap, Trend, from_json

__all__ = ["VERSION", "Bars", "Chart", "CountryMap", "Trend", "draw", "from_json"]

VERSION = 1
"""Grows with every change of how pictures look: those that Telegram keeps are then drawn anew."""


def draw(spec: Chart) -> bytes:
    """The picture as PNG, 1280 pixels wide; the same bytes for the same spec. Takes a fifth of a second.

    For one thread at a time, for matplotlib is not made for more. It is loaded by the first call, not by the import of
    this module, which the bot's start would wait for.
    """
    from bot.charts import bars, country, trend

    if isinstance(spec, CountryMap):
        return country.draw(spec)
    return bars.draw(spec) if isinstance(spec, Bars) else trend.draw(spec)
