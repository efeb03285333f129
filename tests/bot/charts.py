"""Specs of charts as the bot makes them: a map, bars with and without intervals, a trend."""

from bot.charts import Bars, Chart, CountryMap, Trend
from services.categories import all_categories
from services.geography import regions
from services.outlines import CREDIT

TITLES = {
    "kk": ("Өңірлер бойынша өтінімдер", "2026 жылғы 19–25 қараша"),
    "ru": ("Заявки по регионам", "19–25 ноября 2026 года"),
    "en": ("Requests by region", "19–25 November 2026"),
}


def country(locale: str = "kk", **values: float | None) -> CountryMap:
    """A map on which the regions have 100, 200, 300 …, but for those given."""
    numbers: dict[str, float | None] = {region.iso: 100.0 * n for n, region in enumerate(regions(), 1)}
    numbers |= {iso.replace("_", "-"): value for iso, value in values.items()}
    return CountryMap(
        *TITLES[locale],
        values=numbers,
        shown={iso: "—" if value is None else f"{value:g}" for iso, value in numbers.items()},
        names={region.iso: region.name(locale).split()[0] for region in regions()},
        legend=TITLES[locale][0],
        credit=CREDIT,
        locale=locale,
    )


def bars(locale: str = "kk", rows: int = 12) -> Bars:
    """The longest names of categories, and the last without a figure."""
    names = sorted((category.name(locale) for category in all_categories()), key=len, reverse=True)[:rows]
    last = len(names) - 1
    return Bars(*TITLES[locale], [(name, None if n == last else 7.0**n, str(n)) for n, name in enumerate(names)])


def ranking(locale: str = "kk") -> Bars:
    """All regions by a share, each with its interval."""
    rows = [(region.name(locale), 90.0 - n, f"{90 - n} %") for n, region in enumerate(regions())]
    marks = [(value - 5, value + 5) for _, value, _ in rows]
    return Bars(*TITLES[locale], rows, marks=marks, limit=100, locale=locale, unit=" %")


def trend(locale: str = "kk") -> Trend:
    """Two lines over a year of weeks, one with a gap."""
    ticks = [f"{week}" for week in range(52)]
    lines = [("₸", [float(week) for week in range(52)]), ("ә", [5.0] * 20 + [None] * 10 + [7.0])]
    return Trend(*TITLES[locale], lines, ticks, locale=locale)


def every(locale: str = "kk") -> list[Chart]:
    """One of each."""
    return [country(locale), bars(locale), ranking(locale), trend(locale)]
