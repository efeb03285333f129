"""Things that lie or stand about: rubbish, trees, bins, lamps. Each is painted with its foot at (x, y)."""

from __future__ import annotations

import math
from collections.abc import Callable

from painting.canvas import Canvas, Colour, mix, turned

SHADOW: Colour = (18, 16, 14)
BAG_COLOURS: tuple[Colour, ...] = ((38, 40, 46), (52, 54, 60), (44, 74, 122), (226, 226, 222), (34, 96, 84))
PLASTICS: tuple[Colour, ...] = ((84, 168, 214), (92, 182, 112), (214, 226, 232), (206, 72, 58), (232, 190, 64))
CARDBOARD: Colour = (186, 142, 92)


def bag(canvas: Canvas, x: float, y: float, size: float, colour: Colour | None = None) -> None:
    """A tied rubbish bag, `size` pixels wide."""
    colour = colour or canvas.rng.choice(BAG_COLOURS)
    lift = size * 0.42
    canvas.soft(x + size * 0.12, y, size * 0.85, size * 0.24, SHADOW, 0.75)
    canvas.polygon(
        canvas.blob(x, y - lift * 0.92, size * 0.5, lift),
        mix(colour, (255, 255, 255), 0.25),
        mix(colour, (0, 0, 0), 0.45),
        65,
    )
    knot = y - lift * 1.85
    canvas.polygon(
        [
            (x - size * 0.07, knot + size * 0.08),
            (x - size * 0.15, knot - size * 0.1),
            (x, knot - size * 0.03),
            (x + size * 0.13, knot - size * 0.12),
            (x + size * 0.07, knot + size * 0.09),
        ],
        mix(colour, (255, 255, 255), 0.2),
        mix(colour, (0, 0, 0), 0.3),
    )
    for turn in (-0.8, -0.35, 0.15, 0.6):
        fold = [
            (x + turn * size * 0.1, knot + size * 0.08),
            (x + turn * size * 0.34, y - lift * 1.15),
            (x + turn * size * 0.46, y - lift * 0.6),
        ]
        canvas.line(fold, mix(colour, (255, 255, 255), 0.32 if turn < 0 else 0.06), size / 60)
    canvas.soft(x - size * 0.2, y - lift * 1.3, size * 0.16, size * 0.12, (255, 255, 255), 0.42)


def bottle(canvas: Canvas, x: float, y: float, size: float, tilt: float | None = None) -> None:
    """A plastic bottle lying down, `size` pixels long."""
    colour = canvas.rng.choice(PLASTICS)
    tilt = canvas.rng.uniform(-35, 35) if tilt is None else tilt
    canvas.soft(x, y + size * 0.12, size * 0.62, size * 0.16, SHADOW, 0.6)
    r = size * 0.15
    body = [(-0.5, -1), (0.18, -1), (0.34, -0.36), (0.46, -0.36), (0.46, 0.36), (0.34, 0.36), (0.18, 1), (-0.5, 1)]
    outline = [(x + px * size, y + py * r) for px, py in body]
    canvas.polygon(turned(outline, (x, y), tilt), mix(colour, (255, 255, 255), 0.45), mix(colour, (0, 0, 0), 0.25))
    label = [(x - 0.26 * size, y - r), (x + 0.02 * size, y - r), (x + 0.02 * size, y + r), (x - 0.26 * size, y + r)]
    canvas.polygon(turned(label, (x, y), tilt), mix(colour, (255, 255, 255), 0.75), mix(colour, (90, 90, 90), 0.5))
    cap = [(x + px * size, y + py * r) for px, py in ((0.45, -0.42), (0.53, -0.42), (0.53, 0.42), (0.45, 0.42))]
    canvas.polygon(turned(cap, (x, y), tilt), canvas.rng.choice(PLASTICS))


def paper(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A crumpled sheet or wrapper."""
    colour = canvas.rng.choice(((236, 234, 226), (222, 214, 198), *PLASTICS[2:]))
    canvas.soft(x, y + size * 0.1, size * 0.7, size * 0.22, SHADOW, 0.5)
    outline = canvas.blob(x, y - size * 0.12, size * 0.5, size * 0.24, 0.5)
    canvas.polygon(outline, colour, mix(colour, (60, 60, 66), 0.5), 50)
    canvas.line([outline[4], (x, y - size * 0.14), outline[36]], mix(colour, (60, 60, 66), 0.35), size / 40)
    canvas.line([outline[20], (x, y - size * 0.14), outline[54]], mix(colour, (255, 255, 255), 0.5), size / 40)


def carton(canvas: Canvas, x: float, y: float, size: float) -> None:
    """An open cardboard box."""
    tone = canvas.vary(CARDBOARD, 18)
    w, h, d = size * 0.62, size * 0.46, size * 0.3
    canvas.soft(x + size * 0.15, y, size * 0.85, size * 0.2, SHADOW, 0.7)
    canvas.polygon(
        [(x - w / 2, y - h), (x - w / 2 + d, y - h - d * 0.5), (x + w / 2 + d, y - h - d * 0.5), (x + w / 2, y - h)],
        mix(tone, (0, 0, 0), 0.55),
    )
    canvas.polygon(
        [(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2, y), (x - w / 2, y)], tone, mix(tone, (70, 44, 20), 0.35)
    )
    canvas.polygon(
        [(x + w / 2, y - h), (x + w / 2 + d, y - h - d * 0.5), (x + w / 2 + d, y - d * 0.5), (x + w / 2, y)],
        mix(tone, (60, 36, 16), 0.35),
        mix(tone, (40, 24, 10), 0.55),
    )
    canvas.polygon(
        [(x - w / 2, y - h), (x + w / 2, y - h), (x + w * 0.42, y - h * 0.7), (x - w * 0.62, y - h * 0.72)],
        mix(tone, (255, 240, 210), 0.3),
        tone,
    )
    canvas.box(x - w * 0.05, y - h * 0.7, x + w * 0.07, y, mix(tone, (255, 245, 225), 0.3))


def tyre(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A worn tyre lying flat."""
    canvas.soft(x + size * 0.08, y, size * 0.75, size * 0.3, SHADOW, 0.75)
    for rise, light in ((0.0, 44), (0.14, 62)):
        canvas.oval(x, y - size * (0.16 + rise), size * 0.5, size * 0.24, (light + 26,) * 3, (light - 22,) * 3, 60)
    for step in range(22):
        angle = math.pi * step / 21
        px, py = x + size * 0.5 * math.cos(angle), y - size * 0.16 + size * 0.24 * math.sin(angle)
        canvas.line([(px, py - size * 0.13), (px, py - size * 0.03)], (26, 26, 28), size / 60)
    canvas.oval(x, y - size * 0.3, size * 0.29, size * 0.13, (20, 20, 20), (88, 78, 62), 90)


def plank(canvas: Canvas, x: float, y: float, size: float, tilt: float, colour: Colour = (150, 116, 78)) -> None:
    """A board, `size` pixels long, turned by `tilt` degrees."""
    tone = canvas.vary(colour, 16)
    canvas.soft(x, y + size * 0.05, size * 0.55, size * 0.08, SHADOW, 0.5)
    edge = [
        (x - size / 2, y - size * 0.035),
        (x + size / 2, y - size * 0.035),
        (x + size / 2, y + size * 0.035),
        (x - size / 2, y + size * 0.035),
    ]
    canvas.polygon(turned(edge, (x, y), tilt), mix(tone, (255, 240, 210), 0.25), mix(tone, (30, 20, 10), 0.4))
    grain = [(x - size * 0.46, y), (x + size * 0.45, y + size * 0.008)]
    canvas.line(turned(grain, (x, y), tilt), mix(tone, (30, 20, 10), 0.4), size / 160)


def brick(canvas: Canvas, x: float, y: float, size: float, tilt: float) -> None:
    """A broken brick with a lit top."""
    tone = canvas.vary(canvas.rng.choice(((178, 84, 58), (160, 76, 56), (196, 182, 164), (150, 146, 142))), 14)
    top = [
        (x - size * 0.5, y - size * 0.3),
        (x - size * 0.24, y - size * 0.52),
        (x + size * 0.5, y - size * 0.5),
        (x + size * 0.3, y - size * 0.28),
    ]
    front = [top[0], top[3], (x + size * 0.3, y), (x - size * 0.5, y - size * 0.02)]
    side = [top[3], top[2], (x + size * 0.5, y - size * 0.22), (x + size * 0.3, y)]
    for points, share in ((front, 0.2), (side, 0.5)):
        canvas.polygon(turned(points, (x, y), tilt), mix(tone, (20, 10, 8), share), mix(tone, (20, 10, 8), share + 0.2))
    canvas.polygon(turned(top, (x, y), tilt), mix(tone, (255, 235, 215), 0.22), tone)


def heap(canvas: Canvas, x: float, y: float, wide: float, high: float, count: int) -> None:
    """A heap of mixed rubbish, far things first, so that near ones cover them."""
    makers: list[Callable[[float, float, float], None]] = [
        lambda px, py, s: bag(canvas, px, py, s),
        lambda px, py, s: bag(canvas, px, py, s * 0.9),
        lambda px, py, s: carton(canvas, px, py, s),
        lambda px, py, s: paper(canvas, px, py, s * 0.55),
        lambda px, py, s: bottle(canvas, px, py, s * 0.5),
        lambda px, py, s: tyre(canvas, px, py, s),
        lambda px, py, s: plank(canvas, px, py, s * 1.5, canvas.rng.uniform(-40, 40)),
    ]
    canvas.soft(x, y, wide * 0.62, high * 0.55, SHADOW, 0.7)
    for step in range(count):
        down = step / count
        reach = wide * 0.5 * (0.25 + 0.75 * down) * canvas.rng.uniform(-1, 1)
        foot = y - high * (1 - down) * (1 - (abs(reach) / (wide * 0.62)) ** 1.5)
        weights = (5, 3, 2, 2, 2, 1, 1)
        canvas.rng.choices(makers, weights)[0](x + reach, foot, canvas.rng.uniform(0.75, 1.2) * wide * 0.13)


def litter(canvas: Canvas, left: float, top: float, right: float, bottom: float, count: int) -> None:
    """Bottles, papers and small bags strewn over an area, smaller when farther away."""
    for y in sorted(canvas.rng.uniform(top, bottom) for _ in range(count)):
        size = 26 + 52 * (y - top) / max(1, bottom - top)
        x, what = canvas.rng.uniform(left, right), canvas.rng.random()
        if what < 0.4:
            bottle(canvas, x, y, size)
        elif what < 0.93:
            paper(canvas, x, y, size * 0.8)
        else:
            bag(canvas, x, y, size * 1.2, (226, 226, 222))


def tree(canvas: Canvas, x: float, y: float, tall: float, leaf: Colour = (84, 128, 62), slim: float = 1) -> None:
    """A leafy tree, `tall` pixels high; `slim` < 1 makes a poplar."""
    bark = (92, 74, 58)
    canvas.soft(x + tall * 0.12, y, tall * 0.42 * slim, tall * 0.06, SHADOW, 0.65)
    canvas.polygon(
        [
            (x - tall * 0.035, y),
            (x - tall * 0.02, y - tall * 0.55),
            (x + tall * 0.02, y - tall * 0.55),
            (x + tall * 0.035, y),
        ],
        mix(bark, (255, 255, 255), 0.2),
        mix(bark, (0, 0, 0), 0.4),
        0,
    )
    for _ in range(70):
        angle, reach = canvas.rng.uniform(0, 2 * math.pi), canvas.rng.random() ** 0.6
        px = x + tall * 0.3 * slim * reach * math.cos(angle)
        py = y - tall * 0.63 + tall * 0.34 * reach * math.sin(angle)
        light = 0.5 - 0.35 * math.sin(angle) * reach - 0.2 * math.cos(angle) * reach
        tone = canvas.vary(mix(mix(leaf, (16, 30, 16), 0.5), mix(leaf, (236, 240, 150), 0.35), light), 8)
        size = tall * 0.085 * (0.6 + 0.4 * slim)
        canvas.polygon(canvas.blob(px, py, size, size * 0.85, 0.4), mix(tone, (255, 255, 220), 0.12), tone, 55)
