"""A small map on paper: the region with the place in it, and where in the country it lies."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.paper import GREY, INK, MARGIN, Paper
from domain.sphere import KAZAKHSTAN, KM_PER_DEGREE, Bounds
from services.outlines import CREDIT, Ring, largest_towns, outlines

HEIGHT = 62.0
"""Millimetres."""
REGION_WIDTH = 84.0
FINEST = 0.12
"""Points of an outline nearer to each other than this on paper are drawn as one."""
TOWNS = 6
_LAND, _OTHER, _HERE = (232, 240, 236), (246, 247, 247), (150, 195, 180)
_EDGE, _PIN = (120, 150, 140), (200, 30, 30)
_SMALL = 5.0
"""A region smaller than this on the map of the country gets a ring around it."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where degrees fall on paper: an equirectangular view whose middle parallel is true to scale."""

    bounds: Bounds
    left: float
    top: float
    scale: float
    """Millimetres a degree of latitude."""
    squeeze: float
    """How much shorter a degree of longitude is."""

    @classmethod
    def around(cls, bounds: Bounds, left: float, top: float, width: float, height: float) -> "Frame":
        """The largest view of `bounds` that fits into a box, in its middle."""
        squeeze = math.cos(math.radians((bounds.south + bounds.north) / 2))
        across, along = (bounds.east - bounds.west) * squeeze, bounds.north - bounds.south
        scale = min(width / across, height / along)
        return cls(bounds, left + (width - across * scale) / 2, top + (height - along * scale) / 2, scale, squeeze)

    def on_paper(self, lon: float, lat: float) -> Point:
        """A point in degrees, in millimetres."""
        x = self.left + (lon - self.bounds.west) * self.squeeze * self.scale
        return x, self.top + (self.bounds.north - lat) * self.scale


def draw(paper: Paper, region: str, pin: Point | None, locale: str, *, no_pin: str, km: str) -> None:
    """Both maps side by side, with their credit; `pin` is (latitude, longitude). Without one `no_pin` is written.

    `km` is the short word for kilometres.
    """
    paper.room(HEIGHT + 11)
    top = paper.get_y() + 1
    here = Frame.around(_bounds(outlines()[region]), MARGIN, top, REGION_WIDTH, HEIGHT)
    # Only of its own region is the map drawn: a point outside (handed over since) has no place on it.
    pin = pin if pin is not None and _margin(here.bounds).contains(*pin) else None
    _region(paper, here, region, locale)
    country = Frame.around(KAZAKHSTAN, MARGIN + REGION_WIDTH + 8, top, paper.epw - REGION_WIDTH - 8, HEIGHT - 8)
    for rings in outlines().values():
        _shape(paper, country, rings, _OTHER)
    # The last, for a city lies on the oblast around it.
    _shape(paper, country, outlines()[region], _HERE)
    if pin is None:
        _ring_around(paper, country, here.bounds)
    if pin is not None:
        _mark(paper, here.on_paper(pin[1], pin[0]), 1.6)
        _mark(paper, country.on_paper(pin[1], pin[0]), 1.0)
    # Under the region's map, for the country's has another scale.
    _scale_bar(paper, here, MARGIN, top + HEIGHT + 2.5, km)
    paper.set_xy(MARGIN, top + HEIGHT + 4)
    paper.note(" · ".join(part for part in (CREDIT, "" if pin is not None else no_pin) if part))


def _margin(bounds: Bounds) -> Bounds:
    return Bounds(bounds.south - 0.05, bounds.west - 0.05, bounds.north + 0.05, bounds.east + 0.05)


def _bounds(rings: Sequence[Ring]) -> Bounds:
    points = [point for ring in rings for point in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def _region(paper: Paper, frame: Frame, region: str, locale: str) -> None:
    _shape(paper, frame, outlines()[region], _LAND)
    paper.set_font("text", "", 6.5)
    paper.set_text_color(*GREY)
    for name, (x, y) in _labels(paper, frame, region, locale):
        paper.set_fill_color(*GREY)
        paper.circle(x, y, 0.5, style="F")
        paper.text(x + 2, y + 0.9, name)
    paper.set_text_color(*INK)


def _labels(paper: Paper, frame: Frame, region: str, locale: str) -> Iterator[tuple[str, Point]]:
    """The largest towns, leaving out those whose names would run over another's or off the map."""
    taken: list[tuple[float, float, float]] = []
    for town in largest_towns(region, TOWNS):
        x, y = frame.on_paper(town.lon, town.lat)
        name = town.name(locale)
        end = x + 2 + paper.get_string_width(name)
        free = all(abs(y - other) > 3 or x > until or end < since for since, until, other in taken)
        if free and end < MARGIN + REGION_WIDTH + 6:
            taken.append((x, end, y))
            yield name, (x, y)


def _shape(paper: Paper, frame: Frame, rings: Iterable[Ring], fill: tuple[int, int, int]) -> None:
    paper.set_draw_color(*_EDGE)
    paper.set_fill_color(*fill)
    paper.set_line_width(0.12)
    for ring in rings:
        points = _thinned(frame.on_paper(lon, lat) for lon, lat in ring)
        if len(points) > 2:
            paper.polygon(points, style="DF")


def _thinned(points: Iterable[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or math.dist(kept[-1], point) >= FINEST:
            kept.append((round(point[0], 2), round(point[1], 2)))
    return kept


def _ring_around(paper: Paper, frame: Frame, bounds: Bounds) -> None:
    west, north = frame.on_paper(bounds.west, bounds.north)
    east, south = frame.on_paper(bounds.east, bounds.south)
    if max(east - west, south - north) < _SMALL:
        paper.set_draw_color(*_PIN)
        paper.set_line_width(0.3)
        paper.circle((west + east) / 2, (north + south) / 2, _SMALL / 2)


def _mark(paper: Paper, at: Point, size: float) -> None:
    x, y = at
    paper.set_draw_color(255, 255, 255)
    paper.set_fill_color(*_PIN)
    paper.set_line_width(0.25)
    paper.circle(x, y, size, style="DF")


def _scale_bar(paper: Paper, frame: Frame, left: float, y: float, unit: str) -> None:
    """A bar of 1, 2 or 5 times a power of ten kilometres, about a fifth of the region's map."""
    mm_per_km = frame.scale / KM_PER_DEGREE
    wanted = REGION_WIDTH / 5 / mm_per_km
    power = 10 ** math.floor(math.log10(wanted))
    length = max(n * power for n in (1, 2, 5) if n * power <= wanted)
    paper.set_draw_color(*GREY)
    paper.set_line_width(0.4)
    paper.line(left, y, left + length * mm_per_km, y)
    paper.set_font("text", "", 6.5)
    paper.set_text_color(*GREY)
    paper.text(left + length * mm_per_km + 1.5, y + 0.8, f"{length:g} {unit}")
