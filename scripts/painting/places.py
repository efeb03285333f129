"""Places that things lie in: skies, steppe, yards, roads. They fill the canvas from the horizon to the foot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from painting.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from painting.things import SHADOW

STRAW: tuple[Colour, ...] = ((214, 184, 108), (190, 158, 84), (228, 204, 138), (158, 132, 72))
LAWN: tuple[Colour, ...] = ((88, 138, 58), (70, 118, 48), (112, 160, 72), (130, 170, 84))


def sky(canvas: Canvas, horizon: float, above: Colour = (96, 154, 214), below: Colour = (218, 232, 240)) -> None:
    """A daytime sky with a few clouds."""
    canvas.band(0, horizon, above, below)
    for _ in range(5):
        x, y = canvas.rng.uniform(0, WIDTH), canvas.rng.uniform(horizon * 0.12, horizon * 0.7)
        wide = canvas.rng.uniform(120, 240)
        for _ in range(9):
            canvas.soft(
                x + canvas.rng.uniform(-wide, wide),
                y + canvas.rng.uniform(-14, 14),
                wide * 0.5,
                34,
                (255, 255, 255),
                0.5,
            )


def ridge(canvas: Canvas, foot: float, high: float, colour: Colour) -> None:
    """A line of far hills."""
    step, points = 80, [(0.0, foot)]
    level = canvas.rng.uniform(0.4, 0.7)
    for x in range(0, WIDTH + step, step):
        level = min(1.0, max(0.25, level + canvas.rng.uniform(-0.2, 0.2)))
        points.append((float(x), foot - high * level))
    points.append((float(WIDTH), foot))
    canvas.polygon(points, mix(colour, (255, 255, 255), 0.2), colour)
    canvas.blur(foot - high - 10, foot, 0.8)


def mountains(canvas: Canvas, foot: float, high: float, colour: Colour) -> None:
    """A snowy range: each peak has a lit and a shaded flank and a ragged snow line."""
    for _ in range(16):
        x, tall = canvas.rng.uniform(-40, WIDTH + 40), high * canvas.rng.uniform(0.5, 1)
        top, wide = foot - tall, tall * canvas.rng.uniform(1.1, 1.5)
        rock = mix(colour, (216, 226, 236), 0.55 * (1 - tall / high) + 0.1)
        canvas.polygon([(x - wide, foot), (x, top), (x + wide, foot)], mix(rock, (255, 255, 255), 0.15), rock)
        canvas.polygon(
            [(x, top), (x + wide, foot), (x + wide * 0.2, foot), (x - wide * 0.06, top + tall * 0.5)],
            mix(rock, (40, 54, 84), 0.3),
            mix(rock, (40, 54, 84), 0.1),
        )
        snow = [(x, top)]
        for share in (0.36, 0.2, 0.04, -0.12, -0.3, -0.42):
            down = abs(share) + canvas.rng.uniform(0.06, 0.2)
            snow.append((x + wide * share, top + tall * max(down, abs(share))))
        canvas.polygon(snow, (250, 252, 255), (222, 232, 244), 0)
    canvas.blur(foot - high - 10, foot, 1.0)


def steppe(canvas: Canvas, horizon: float) -> None:
    """Dry grassland with a dirt track that runs to the horizon."""
    canvas.band(horizon, HEIGHT, (206, 190, 132), (170, 138, 74))
    canvas.tufts(horizon + 4, HEIGHT, 2600, STRAW, 18)
    for left, right, far in ((140, 262, 652), (420, 560, 668)):
        track = [(far, horizon), (far + 5, horizon), (right, HEIGHT), (left, HEIGHT)]
        canvas.polygon(track, (214, 196, 158), (188, 160, 114))
    canvas.specks((150, horizon + 150, 560, HEIGHT), 500, ((164, 138, 98), (226, 208, 170), (146, 122, 88)), 2)


def power_line(canvas: Canvas, horizon: float) -> None:
    """Wooden poles with wires, going away to the right."""
    heads = []
    for x, scale in ((1160, 1.0), (1010, 0.62), (916, 0.4), (852, 0.27), (808, 0.18)):
        foot, head = horizon + 46 * scale, horizon + 46 * scale - 300 * scale
        canvas.line([(x, foot), (x, head)], (96, 82, 70), 7 * scale + 1)
        canvas.line([(x - 34 * scale, head + 22 * scale), (x + 34 * scale, head + 22 * scale)], (96, 82, 70), 4 * scale)
        heads.append((x, head + 20 * scale, scale))
    for (x1, y1, s1), (x2, y2, s2) in pairwise(heads):
        for side in (-30, 30):
            middle = ((x1 + side * s1 + x2 + side * s2) / 2, (y1 + y2) / 2 + 16 * s1)
            canvas.line([(x1 + side * s1, y1), middle, (x2 + side * s2, y2)], (88, 84, 84), 1)


def panel_house(canvas: Canvas, left: float, right: float, top: float, foot: float, wall: Colour) -> None:
    """A panel apartment house: seams, windows with reflections, balconies."""
    canvas.box(left, top, right, foot, mix(wall, (255, 255, 255), 0.15), mix(wall, (90, 84, 80), 0.2), 60)
    columns, storeys = round((right - left) / 74), round((foot - top) / 84)
    wide, high = (right - left) / columns, (foot - top) / storeys
    for row in range(storeys):
        y = top + row * high
        canvas.line([(left, y), (right, y)], mix(wall, (70, 66, 64), 0.35), 1.4)
        for column in range(columns):
            x = left + column * wide
            canvas.line([(x, y), (x, y + high)], mix(wall, (70, 66, 64), 0.25), 1)
            glass = canvas.vary((98, 122, 140), 22)
            canvas.box(x + wide * 0.24, y + high * 0.22, x + wide * 0.78, y + high * 0.74, (244, 244, 240))
            canvas.box(
                x + wide * 0.27,
                y + high * 0.26,
                x + wide * 0.75,
                y + high * 0.7,
                mix(glass, (240, 248, 255), 0.4),
                mix(glass, (20, 30, 40), 0.45),
                50,
            )
            canvas.line([(x + wide * 0.51, y + high * 0.26), (x + wide * 0.51, y + high * 0.7)], (240, 240, 236), 2)
            if column % 3 == 1 and row < storeys - 1:
                canvas.box(
                    x + wide * 0.1,
                    y + high * 0.56,
                    x + wide * 0.92,
                    y + high * 0.95,
                    mix(wall, (70, 90, 110), 0.3),
                    mix(wall, (40, 50, 60), 0.5),
                )


def asphalt(canvas: Canvas, top: float, tone: int = 116) -> None:
    """Worn asphalt with grit and a few cracks."""
    canvas.band(top, HEIGHT, (tone + 26, tone + 26, tone + 24), (tone - 16, tone - 16, tone - 14))
    canvas.specks((0, top, WIDTH, HEIGHT), 3600, ((tone + 42,) * 3, (tone - 36,) * 3, (tone + 14,) * 3), 1.9)
    for _ in range(5):
        x, y = canvas.rng.uniform(0, WIDTH), canvas.rng.uniform(top + 30, HEIGHT)
        crack = [(x, y)]
        for _ in range(9):
            x, y = x + canvas.rng.uniform(10, 44), y + canvas.rng.uniform(-14, 14)
            crack.append((x, y))
        canvas.line(crack, (tone - 52,) * 3, 2)


def kerb(canvas: Canvas, y: float, thick: float = 22) -> None:
    """A concrete kerb across the picture, cut into stones."""
    canvas.box(0, y, WIDTH, y + thick, (206, 204, 196), (138, 136, 130))
    canvas.soft(WIDTH / 2, y + thick + 4, WIDTH * 0.8, 12, SHADOW, 0.8)
    for x in range(70, WIDTH, 170):
        canvas.line([(x, y), (x - 6, y + thick)], (112, 110, 104), 2)


def fence(canvas: Canvas, left: float, right: float, top: float, foot: float, colours: Sequence[Colour]) -> None:
    """A corrugated metal fence."""
    x, wide = left, 24.0
    while x < right:
        tone = canvas.vary(colours[0], 4)
        canvas.box(x, top, min(x + wide, right), foot, mix(tone, (255, 255, 255), 0.22), mix(tone, (0, 0, 0), 0.3), 0)
        x += wide
    canvas.box(left, top - 7, right, top + 3, mix(colours[0], (0, 0, 0), 0.35))
