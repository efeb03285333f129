"""Pictures of the town: yard, roadway, street, building site; the yard before and after."""

from __future__ import annotations

import math

from painting.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from painting.places import LAWN, STRAW, asphalt, fence, kerb, panel_house, sky
from painting.things import SHADOW, brick, carton, heap, litter, plank, tree


def yard_bins(canvas: Canvas, clean: bool) -> None:
    """Four containers on their pad in a courtyard."""
    sky(canvas, 330, (140, 176, 214), (226, 232, 234))
    panel_house(canvas, 0, 840, 40, 470, (206, 196, 180))
    panel_house(canvas, 900, WIDTH, 130, 470, (190, 172, 158))
    tree(canvas, 872, 488, 300, (98, 134, 62))
    canvas.band(470, 560, (126, 156, 84), (96, 130, 64))
    canvas.tufts(474, 560, 700, LAWN, 10)
    asphalt(canvas, 556)
    fence(canvas, 130, 1150, 430, 610, ((92, 124, 108),))
    canvas.polygon([(90, 700), (1190, 700), (1270, 850), (10, 850)], (188, 186, 178), (152, 150, 144))
    for number in range(4):
        _container(canvas, 262 + number * 250, 730, not clean)
    if clean:
        canvas.soft(640, 880, 420, 30, (236, 240, 244), 0.25)
        return
    heap(canvas, 500, 806, 420, 84, 30)
    heap(canvas, 1010, 800, 300, 74, 22)
    litter(canvas, 40, 780, 1240, 930, 26)


def _container(canvas: Canvas, x: float, y: float, full: bool) -> None:
    green: Colour = (44, 116, 74)
    canvas.soft(x + 20, y + 4, 170, 34, SHADOW, 0.8)
    if full:
        for _ in range(8):
            heap(canvas, x + canvas.rng.uniform(-50, 50), y - 148 + canvas.rng.uniform(-10, 10), 150, 46, 4)
    body = [(x - 98, y - 156), (x + 98, y - 156), (x + 84, y), (x - 84, y)]
    canvas.polygon(body, mix(green, (255, 255, 255), 0.2), mix(green, (0, 0, 0), 0.45), 30)
    for rib in (-56, -18, 20, 58):
        canvas.line([(x + rib, y - 140), (x + rib * 0.86, y - 6)], mix(green, (0, 0, 0), 0.35), 4)
        canvas.line([(x + rib + 4, y - 140), (x + rib * 0.86 + 4, y - 6)], mix(green, (255, 255, 255), 0.2), 1.5)
    canvas.box(x - 106, y - 164, x + 106, y - 148, mix(green, (255, 255, 255), 0.1), mix(green, (0, 0, 0), 0.5))
    for wheel in (-66, 66):
        canvas.oval(x + wheel, y + 4, 13, 13, (62, 62, 62), (18, 18, 18))
    if not full:
        lid = [(x - 106, y - 164), (x - 84, y - 196), (x + 84, y - 196), (x + 106, y - 164)]
        canvas.polygon(lid, (84, 88, 94), (44, 46, 50))
        canvas.line([(x - 30, y - 172), (x + 30, y - 172)], (26, 28, 30), 5)


def open_manhole(canvas: Canvas) -> None:
    """A manhole without its cover in the roadway."""
    canvas.band(0, 150, (120, 150, 92), (104, 134, 78))
    canvas.tufts(20, 150, 700, LAWN, 16)
    canvas.box(0, 120, WIDTH, 236, (192, 186, 176), (172, 166, 156))
    for x in range(-40, WIDTH, 96):
        canvas.line([(x, 120), (x - 24, 236)], (150, 146, 138), 2)
    asphalt(canvas, 250, 98)
    kerb(canvas, 234, 26)
    canvas.polygon([(120, 330), (470, 330), (440, 352), (70, 352)], (216, 216, 208))
    canvas.polygon([(820, 330), (1190, 330), (1230, 352), (840, 352)], (216, 216, 208))
    canvas.oval(600, 640, 274, 150, (74, 74, 74), (56, 56, 58))
    canvas.oval(600, 636, 250, 134, (150, 148, 142), (96, 94, 90))
    canvas.oval(600, 640, 216, 112, (78, 70, 62), (8, 8, 10), 100)
    canvas.oval(604, 668, 196, 86, (16, 14, 14))
    for rung in range(3):
        y = 600 + rung * 32
        canvas.line(
            [(690 - rung * 6, y), (742 - rung * 14, y + 6)], (122 - rung * 34, 92 - rung * 26, 70 - rung * 20), 7
        )
    for step in range(40):
        angle = 2 * math.pi * step / 40
        px, py = 600 + 234 * math.cos(angle), 638 + 123 * math.sin(angle)
        canvas.line(
            [
                (px - 7 * math.cos(angle), py - 4 * math.sin(angle)),
                (px + 7 * math.cos(angle), py + 4 * math.sin(angle)),
            ],
            (88, 86, 82),
            3,
        )
    _cover(canvas, 1000, 560)
    for spot in range(14):
        canvas.polygon(
            canvas.blob(240 + spot * 62, 850 + canvas.rng.uniform(-70, 60), 14, 8, 0.5), (132, 130, 126), (70, 70, 70)
        )


def _cover(canvas: Canvas, x: float, y: float) -> None:
    canvas.soft(x + 14, y + 30, 230, 110, SHADOW, 0.85)
    canvas.oval(x, y + 16, 196, 98, (52, 44, 40))
    canvas.oval(x, y, 196, 98, (132, 118, 108), (72, 62, 56))
    canvas.oval(x, y, 176, 86, (102, 90, 82), (84, 74, 68))
    for row in range(-4, 5):
        for column in range(-5, 6):
            px, py = x + column * 31 + (row % 2) * 15, y + row * 17
            if ((px - x) / 160) ** 2 + ((py - y) / 76) ** 2 < 1:
                canvas.oval(px, py, 9, 5, (150, 136, 124), (92, 80, 72))


def broken_light(canvas: Canvas) -> None:
    """A street at dusk where the nearest lamp is dark and hangs broken."""
    horizon = 560
    canvas.band(0, horizon, (26, 36, 74), (232, 142, 96))
    for x, level, rx in ((300, 430, 340), (900, 470, 420), (640, 340, 260)):
        canvas.soft(x, level, rx, 26, (248, 176, 140), 0.5)
    for west, high in ((0, 200), (150, 130), (290, 240), (470, 120), (600, 170), (980, 150), (1120, 230)):
        canvas.box(west, horizon - high, west + 150, horizon, (46, 44, 66), (30, 30, 46))
        for row in range(high // 34):
            for column in range(5):
                if canvas.rng.random() < 0.4:
                    canvas.box(
                        west + 14 + column * 28,
                        horizon - high + 12 + row * 34,
                        west + 26 + column * 28,
                        horizon - high + 30 + row * 34,
                        canvas.vary((240, 196, 110), 20),
                    )
    canvas.band(horizon, HEIGHT, (58, 52, 62), (26, 26, 34))
    canvas.polygon([(640, horizon), (690, horizon), (1200, HEIGHT), (60, HEIGHT)], (70, 66, 76), (36, 36, 44))
    for step in range(7):
        near = (step / 7) ** 2
        y = horizon + 12 + 380 * near
        canvas.polygon(
            [
                (664 - 3 - 9 * near, y),
                (666 + 3 + 9 * near, y),
                (667 + 14 * near, y + 12 + 50 * near),
                (661 - 14 * near, y + 12 + 50 * near),
            ],
            (168, 164, 160),
        )
    for at, scale in ((742, 0.2), (782, 0.32), (850, 0.5)):
        _lamp(canvas, at, horizon + 300 * scale, 560 * scale, lit=True)
    for at, scale in ((590, 0.2), (540, 0.32), (462, 0.5)):
        _lamp(canvas, at, horizon + 300 * scale, 560 * scale, lit=True, side=1)
    _lamp(canvas, 1030, 880, 780, lit=False)


def _lamp(canvas: Canvas, x: float, y: float, tall: float, lit: bool, side: int = -1) -> None:
    steel: Colour = (92, 92, 104)
    head, reach = y - tall, tall * 0.2 * side
    canvas.polygon(
        [(x - tall * 0.014, y), (x - tall * 0.008, head), (x + tall * 0.008, head), (x + tall * 0.014, y)],
        steel,
        (34, 34, 44),
        0,
    )
    canvas.line(
        [(x, head), (x + reach * 0.5, head - tall * 0.035), (x + reach, head - tall * 0.03)], steel, tall * 0.013
    )
    hx, hy = x + reach, head - tall * 0.02
    if lit:
        canvas.soft(hx, hy, tall * 0.75, tall * 0.6, (255, 206, 128), 0.55)
        canvas.soft(hx, y + tall * 0.04, tall * 0.6, tall * 0.09, (255, 206, 128), 0.5)
        canvas.oval(hx, hy, tall * 0.07, tall * 0.026, (255, 250, 226), (255, 220, 150))
        return
    hood = [
        (hx + tall * 0.05, hy - tall * 0.02),
        (hx + tall * 0.062, hy + tall * 0.02),
        (hx - tall * 0.07, hy + tall * 0.085),
        (hx - tall * 0.085, hy + tall * 0.05),
    ]
    canvas.polygon(hood, (112, 112, 124), (48, 48, 58))
    canvas.polygon([hood[1], hood[2], (hx - tall * 0.03, hy + tall * 0.075)], (26, 26, 34))
    for drop in (0.0, 0.015):
        canvas.line(
            [
                (hx + tall * drop, hy + tall * 0.04),
                (hx + tall * (drop - 0.012), hy + tall * 0.09),
                (hx + tall * (drop + 0.01), hy + tall * (0.13 + drop)),
            ],
            (18, 18, 22),
            2.5,
        )


def construction_waste(canvas: Canvas) -> None:
    """Bricks, boards and sacks dumped beside a fence."""
    sky(canvas, 330, (150, 172, 194), (228, 230, 228))
    panel_house(canvas, 60, 520, 30, 380, (198, 186, 176))
    panel_house(canvas, 700, 1220, 90, 380, (178, 168, 164))
    canvas.blur(0, 380, 1.2)
    fence(canvas, 0, WIDTH, 250, 520, ((74, 112, 150),))
    canvas.band(516, HEIGHT, (178, 164, 138), (140, 122, 96))
    canvas.soft(WIDTH / 2, 522, 900, 26, SHADOW, 0.8)
    canvas.specks((0, 530, WIDTH, HEIGHT), 2600, ((122, 106, 82), (204, 192, 168), (160, 150, 138)), 3)
    canvas.soft(640, 800, 620, 160, SHADOW, 0.7)
    canvas.soft(640, 720, 640, 190, (186, 176, 164), 0.9)
    for step in range(230):
        down = step / 230
        reach = 500 * (0.2 + 0.8 * down) * canvas.rng.uniform(-1, 1)
        foot = 800 - 260 * (1 - down) * (1 - (abs(reach) / 540) ** 1.6)
        brick(canvas, 640 + reach, foot, canvas.rng.uniform(40, 84), canvas.rng.uniform(-38, 38))
        if step % 37 == 20:
            plank(canvas, 640 + reach * 0.7, foot, 330, canvas.rng.uniform(-34, 34))
        if step % 60 == 44:
            _sack(canvas, 640 + reach * 0.8, foot)
    for _ in range(26):
        brick(
            canvas,
            canvas.rng.uniform(60, 1220),
            canvas.rng.uniform(810, 920),
            canvas.rng.uniform(34, 66),
            canvas.rng.uniform(-40, 40),
        )
    carton(canvas, 1110, 800, 170)
    canvas.tufts(880, HEIGHT + 20, 90, STRAW, 36)


def _sack(canvas: Canvas, x: float, y: float) -> None:
    canvas.soft(x + 10, y, 110, 26, SHADOW, 0.7)
    canvas.polygon(canvas.blob(x, y - 40, 88, 44, 0.22), (236, 234, 226), (150, 146, 138), 60)
    canvas.line([(x - 40, y - 62), (x + 40, y - 58)], (170, 166, 156), 3)
    canvas.box(x - 26, y - 50, x + 30, y - 34, (120, 146, 176), (96, 120, 150))
