"""The map of the country: 20 regions coloured by a figure, each with its name and number."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from bot.charts.scales import Colours, is_dark, number
from bot.charts.sheet import GREY, INK, MARGIN, SMALL, TEXT, WIDTH, Sheet, width_of, wrapped
from bot.charts.specs import CountryMap
from services.outlines import outlines

NO_DATA, HATCH, EDGE = "#ececec", "#b3b6b7", "#ffffff"
DOT = 15.0
"""Radius of a city's dot in pixels: cities are 6 to 12 pixels wide and would not be seen."""
MAP_HEIGHT, LEGEND_HEIGHT = 664.0, 96.0
NAME = 23
"""Height of names."""
FIGURES = {6: 32, 8: 26}
"""Height of numbers by how many letters they have at most; longer ones are `SMALL`."""


@dataclass(frozen=True)
class Label:
    """Where a region's name and number stand: a point in degrees, and the pixels there are for the name."""

    lon: float
    lat: float
    room: float
    dot: tuple[float, float] | None = None
    """Of a city: where it lies. A line leads from the dot to the label."""
    side: str = "center"


# Set by hand, looking at the picture in three languages.
LABELS: Mapping[str, Label] = {
    "KZ-10": Label(79.6, 48.9, 150),
    "KZ-11": Label(69.6, 52.35, 150),
    "KZ-15": Label(58.1, 48.7, 200),
    "KZ-19": Label(76.3, 44.5, 130),
    "KZ-23": Label(53.4, 47.7, 150),
    "KZ-27": Label(51.2, 50.0, 200),
    "KZ-31": Label(72.2, 43.95, 140),
    "KZ-33": Label(79.0, 45.5, 140),
    "KZ-35": Label(74.0, 48.6, 190),
    "KZ-39": Label(63.5, 51.6, 160),
    "KZ-43": Label(63.5, 45.2, 200),
    "KZ-47": Label(53.9, 43.6, 150),
    "KZ-55": Label(76.3, 52.4, 150),
    "KZ-59": Label(69.8, 54.3, 200),
    "KZ-61": Label(67.35, 43.55, 140),
    "KZ-62": Label(67.4, 47.8, 170),
    "KZ-63": Label(84.05, 48.8, 150),
    "KZ-71": Label(72.3, 50.8, 140, (71.45, 51.14), "left"),
    "KZ-75": Label(78.8, 42.0, 200, (76.92, 43.24), "left"),
    "KZ-79": Label(64.8, 41.9, 200, (69.58, 42.33), "right"),
}


def draw(spec: CountryMap) -> bytes:
    """The picture as PNG."""
    sheet = Sheet(spec.title, spec.subtitle, spec.credit)
    known = {iso: value for iso, value in spec.values.items() if value is not None}
    colours = Colours.of(list(known.values())) if known else None
    fills = {iso: colours.at(colours.place(known[iso])) if colours and iso in known else None for iso in LABELS}
    frame = _Frame(sheet)
    # The cities last, for they lie upon the oblasts around them.
    for iso in sorted(LABELS, key=lambda iso: LABELS[iso].dot is not None):
        sheet.add(PathPatch(frame.path(iso), **_look(fills[iso]), linewidth=1.6))
    for iso, label in LABELS.items():
        _write(sheet, frame, spec, iso, label, fills[iso])
    _legend(sheet, spec, colours, gaps=None in fills.values())
    return sheet.png()


def _look(fill: str | None) -> dict[str, Any]:
    if fill is None:
        return {"facecolor": NO_DATA, "edgecolor": HATCH, "hatch": "//"}
    return {"facecolor": fill, "edgecolor": EDGE}


def _write(sheet: Sheet, frame: "_Frame", spec: CountryMap, iso: str, label: Label, fill: str | None) -> None:
    """Name and number of a region, and the dot of a city."""
    x, y = frame.pixel(label.lon, label.lat)
    outside = label.dot is not None
    colour = "#ffffff" if fill and is_dark(fill) and not outside else INK
    halo = "#ffffff" if outside else fill or NO_DATA
    shown = spec.shown.get(iso, "—")
    size = next((height for letters, height in FIGURES.items() if len(shown) <= letters), SMALL)
    lines = wrapped(spec.names.get(iso, iso), label.room, NAME, lines=2)
    height = len(lines) * (NAME + 2) + size
    if label.dot:
        _dot(sheet, frame.pixel(*label.dot), (x, y), label.side, fill)
    at = y - height / 2 + NAME / 2
    for line in lines:
        sheet.text(x, at, line, NAME, colour=colour, halo=halo, ha=label.side)
        at += NAME + 2
    sheet.text(x, at + (size - NAME) / 2 + 2, shown, size, bold=True, colour=colour, halo=halo, ha=label.side)


def _dot(sheet: Sheet, at: tuple[float, float], label: tuple[float, float], side: str, fill: str | None) -> None:
    end = label[0] + {"left": -6.0, "right": 6.0}.get(side, 0.0)
    sheet.line([at[0], end], [at[1], label[1]], INK, 2)
    centre = (at[0], sheet.height - at[1])
    sheet.add(Circle(centre, DOT, facecolor=fill or NO_DATA, edgecolor=INK, linewidth=2.5, zorder=5))


def _legend(sheet: Sheet, spec: CountryMap, colours: Colours | None, *, gaps: bool) -> None:
    top, left, width, height = sheet.bottom - LEGEND_HEIGHT, float(MARGIN), 560.0, 24.0
    sheet.text(left, top, spec.legend, TEXT, colour=INK)
    top += 22
    if colours is not None:
        steps = 20
        for step in range(steps):
            sheet.box(left + width * step / steps, top, width / steps + 1, height, colours.at((step + 0.5) / steps))
        _ticks(sheet, spec, colours, left, top + height, width)
        left += width + 60
    if gaps:
        sheet.box(left, top, 44, height, NO_DATA, edgecolor=HATCH, hatch="//", linewidth=1)
        sheet.text(left + 56, top + height / 2, spec.no_data, SMALL, colour=GREY)


def _ticks(sheet: Sheet, spec: CountryMap, colours: Colours, left: float, top: float, width: float) -> None:
    """The numbers under the bar of colours, as many as there is room for."""
    taken: list[tuple[float, float]] = []
    for tick in colours.ticks():
        x, words = left + width * colours.place(tick), number(tick, spec.locale, spec.unit)
        half = width_of(words, SMALL) / 2
        middle = max(x, left + half)  # not over the edge of the sheet
        if all(abs(middle - other) > half + its_half + 14 for other, its_half in taken):
            taken.append((middle, half))
            sheet.line([x, x], [top, top + 6], GREY)
            sheet.text(middle, top + 22, words, SMALL, colour=GREY, ha="center")


class _Frame:
    """Where degrees fall on the sheet."""

    def __init__(self, sheet: Sheet) -> None:
        west, south, east, north = _extent()
        room = sheet.bottom - LEGEND_HEIGHT - 20 - sheet.top
        self.scale = min((WIDTH - MARGIN) / (east - west), min(room, MAP_HEIGHT) / (north - south))
        self.left = (WIDTH - (east - west) * self.scale) / 2 - west * self.scale
        middle = sheet.top + room / 2
        self.base = middle + (north + south) / 2 * self.scale
        self.height = sheet.height

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """A point in pixels from the top left corner."""
        x, y = albers(np.array([lon]), np.array([lat]))
        return self.left + float(x[0]) * self.scale, self.base - float(y[0]) * self.scale

    def path(self, iso: str) -> Path:
        """The outline of a region, in matplotlib's pixels."""
        path = _paths()[iso]
        vertices = np.asarray(path.vertices) * self.scale + np.array([self.left, self.height - self.base])
        return Path(vertices, path.codes)


def albers(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Degrees in the plane, in Earth radii: Albers' conic, true on 44° and 52° N, upright on 67° E.

    Equal areas look equal, which colours need; the country looks as in its atlases.
    """
    first, second, middle = math.radians(44), math.radians(52), math.radians(48)
    n = (math.sin(first) + math.sin(second)) / 2
    c = math.cos(first) ** 2 + 2 * n * math.sin(first)
    radius = np.sqrt(c - 2 * n * np.sin(np.radians(lat))) / n
    angle = n * np.radians(lon - 67.0)
    return radius * np.sin(angle), math.sqrt(c - 2 * n * math.sin(middle)) / n - radius * np.cos(angle)


@cache
def _paths() -> dict[str, Path]:
    """The outlines in the plane."""
    found = {}
    for iso, rings in outlines().items():
        shapes = []
        for ring in rings:
            points = np.array(ring)
            shapes.append(Path(np.column_stack(albers(points[:, 0], points[:, 1])), closed=True))
        found[iso] = Path.make_compound_path(*shapes)
    return found


@cache
def _extent() -> tuple[float, float, float, float]:
    """West, south, east and north of the country in the plane."""
    every = np.concatenate([path.vertices for path in _paths().values()])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    return float(west), float(south), float(east), float(north)
