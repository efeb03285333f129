"""A canvas with soft light: shaded shapes, shadows, glows and grain on top of Pillow.

Coordinates are in pixels of the finished picture (1280 × 960); everything is painted at twice that size and scaled
down at the end, which is what makes the edges smooth. Chance comes from one seeded generator: the same seed gives the
same picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 960
_SCALE = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0…1) of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def turned(points: Sequence[Point], centre: Point, degrees: float) -> list[Point]:
    """The points turned about `centre`, clockwise on the picture."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    cx, cy = centre
    return [(cx + (x - cx) * cosine - (y - cy) * sine, cy + (x - cx) * sine + (y - cy) * cosine) for x, y in points]


class Canvas:
    """One picture being painted; `rng` is the only source of chance."""

    def __init__(self, seed: int) -> None:
        """Start white, with chance seeded by `seed`."""
        self.rng = random.Random(seed)
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def vary(self, colour: Colour, by: int = 12) -> Colour:
        """The colour made a little lighter or darker by chance."""
        shift = self.rng.randint(-by, by)
        red, green, blue = (max(0, min(255, part + shift)) for part in colour)
        return red, green, blue

    def band(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """A strip over the whole width, shading from one colour to the other: a sky, a field."""
        first, last = round(top * _SCALE), round(bottom * _SCALE)
        for y in range(first, last):
            colour = mix(above, below, (y - first) / max(1, last - first))
            self._draw.line([(0, y), (WIDTH * _SCALE, y)], fill=colour)

    def polygon(self, points: Sequence[Point], light: Colour, dark: Colour | None = None, angle: float = 90) -> None:
        """A filled shape; with `dark`, shaded towards it in the direction `angle` (0 = right, 90 = down)."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        if dark is None:
            self._draw.polygon(scaled, fill=light)
            return
        left, top = math.floor(min(x for x, _ in scaled)), math.floor(min(y for _, y in scaled))
        right, bottom = math.ceil(max(x for x, _ in scaled)), math.ceil(max(y for _, y in scaled))
        size = (max(2, right - left + 1), max(2, bottom - top + 1))
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        ramp = self._ramp(size, angle)
        paint = Image.composite(Image.new("RGB", size, dark), Image.new("RGB", size, light), ramp)
        self._image.paste(paint, (left, top), mask)

    @staticmethod
    def _ramp(size: tuple[int, int], angle: float) -> Image.Image:
        side = math.ceil(math.hypot(*size))
        ramp = Image.linear_gradient("L").resize((side, side)).rotate(90 - angle, resample=Image.Resampling.BILINEAR)
        inset = round(side * 0.15)
        ramp = ramp.crop((inset, inset, side - inset, side - inset))
        return ramp.resize(size)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        light: Colour,
        dark: Colour | None = None,
        angle: float = 90,
    ) -> None:
        """An upright rectangle, shaded like `polygon`."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], light, dark, angle)

    def oval(
        self, x: float, y: float, rx: float, ry: float, light: Colour, dark: Colour | None = None, angle: float = 60
    ) -> None:
        """An ellipse about (x, y), shaded like `polygon`."""
        steps = 48
        ring = [
            (x + rx * math.cos(2 * math.pi * n / steps), y + ry * math.sin(2 * math.pi * n / steps))
            for n in range(steps)
        ]
        self.polygon(ring, light, dark, angle)

    def blob(self, x: float, y: float, rx: float, ry: float, rough: float = 0.16) -> list[Point]:
        """The outline of a soft lump about (x, y): an ellipse with waves of chance, `rough` of its radius."""
        waves = [(n, self.rng.uniform(0, 2 * math.pi), self.rng.uniform(0.3, 1) / n) for n in (2, 3, 5, 7)]
        outline = []
        for step in range(64):
            angle = 2 * math.pi * step / 64
            swell = 1 + rough * sum(weight * math.sin(n * angle + phase) for n, phase, weight in waves)
            outline.append((x + rx * swell * math.cos(angle), y + ry * swell * math.sin(angle)))
        return outline

    def line(self, points: Sequence[Point], colour: Colour, width: float = 1) -> None:
        """A line through the points, `width` pixels wide."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=max(1, round(width * _SCALE)), joint="curve")

    def soft(self, x: float, y: float, rx: float, ry: float, colour: Colour, strength: float) -> None:
        """A soft spot fading outwards: a shadow (dark colour), a cloud or a glow (light colour)."""
        width, height = max(4, round(rx * 2 * _SCALE)), max(4, round(ry * 2 * _SCALE))
        fade = Image.radial_gradient("L").point(lambda far: round(255 * strength * max(0.0, 1 - far / 180) ** 1.2))
        spot = fade.resize((width, height), Image.Resampling.BILINEAR)
        corner = (round(x * _SCALE) - width // 2, round(y * _SCALE) - height // 2)
        self._image.paste(Image.new("RGB", (width, height), colour), corner, spot)

    def tufts(self, top: float, bottom: float, count: int, colours: Sequence[Colour], tall: float = 16) -> None:
        """Blades of grass over a strip, smaller towards its top, which is farther away."""
        for y in sorted(self.rng.uniform(top, bottom) for _ in range(count)):
            near = 0.25 + 0.75 * (y - top) / (bottom - top)
            x, lean = self.rng.uniform(0, WIDTH), self.rng.uniform(-0.5, 0.5)
            height = tall * near * self.rng.uniform(0.6, 1.4)
            self.line([(x, y), (x + lean * height, y - height)], self.rng.choice(colours), 0.6 + 1.2 * near)

    def specks(self, area: Sequence[float], count: int, colours: Sequence[Colour], size: float = 2) -> None:
        """Small flat grains over the area (left, top, right, bottom): gravel, crumbs, leaves."""
        left, top, right, bottom = area
        for _ in range(count):
            y = self.rng.uniform(top, bottom)
            near = 0.4 + 0.6 * (y - top) / max(1, bottom - top)
            radius = size * near * self.rng.uniform(0.5, 1.5)
            self.oval(self.rng.uniform(left, right), y, radius, radius * 0.6, self.rng.choice(colours))

    def blur(self, top: float, bottom: float, radius: float) -> None:
        """Soften what is far away: everything between two heights."""
        area = (0, round(top * _SCALE), WIDTH * _SCALE, round(bottom * _SCALE))
        self._image.paste(self._image.crop(area).filter(ImageFilter.GaussianBlur(radius * _SCALE)), area)

    def finish(self, grain: int = 7, vignette: float = 0.3) -> Image.Image:
        """The picture at its final size, with a lens's darker corners and a sensor's grain."""
        picture = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        corners = Image.radial_gradient("L").resize((WIDTH * 5 // 4, HEIGHT * 5 // 4))
        corners = corners.crop((WIDTH // 8, HEIGHT // 8, WIDTH * 9 // 8, HEIGHT * 9 // 8))
        corners = corners.point(lambda far: round(255 * vignette * (far / 255) ** 3))
        picture.paste(Image.new("RGB", picture.size, (12, 14, 20)), (0, 0), corners)
        size = (WIDTH // 2, HEIGHT // 2)
        noise = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1])).resize(picture.size)
        noise = noise.point(lambda value: 128 + round((value - 128) * grain / 128))
        return ImageChops.add(picture, Image.merge("RGB", (noise,) * 3), scale=1, offset=-128)
