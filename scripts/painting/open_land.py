"""Pictures of open land: steppe, park, ditch; some found littered and then cleaned."""

from __future__ import annotations

from painting.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from painting.places import LAWN, STRAW, mountains, power_line, ridge, sky, steppe
from painting.things import SHADOW, heap, litter, paper, tree


def steppe_dump(canvas: Canvas, clean: bool) -> None:
    """An illegal dump beside a dirt track in the steppe."""
    horizon = 400
    sky(canvas, horizon)
    ridge(canvas, horizon + 2, 62, (132, 140, 148))
    ridge(canvas, horizon + 3, 34, (160, 150, 118))
    steppe(canvas, horizon)
    power_line(canvas, horizon)
    if clean:
        canvas.soft(860, 720, 400, 110, (166, 130, 80), 0.9)
        canvas.specks((660, 675, 1060, 770), 420, ((146, 114, 70), (196, 166, 114)), 2.2)
        for tooth in range(26):
            x = 640 + tooth * 17
            canvas.line(
                [(x, 684 + 20 * abs(tooth - 13) / 13), (x - 34, 762 - 20 * abs(tooth - 13) / 13)], (150, 118, 74), 1.6
            )
    else:
        heap(canvas, 870, 760, 560, 190, 74)
        litter(canvas, 560, 640, 1240, 900, 26)
    canvas.tufts(820, HEIGHT + 20, 260, STRAW, 46)


def park_litter(canvas: Canvas, clean: bool) -> None:
    """A bench by a park path, with or without what the picnic left."""
    sky(canvas, 360, (128, 180, 224), (232, 240, 238))
    canvas.band(350, HEIGHT, (146, 178, 92), (84, 130, 52))
    for stem in range(-20, WIDTH + 80, 92):
        tree(canvas, stem + canvas.rng.uniform(-24, 24), 392, canvas.rng.uniform(190, 270), (92, 136, 76))
    canvas.blur(0, 400, 1.6)
    canvas.polygon([(700, 392), (760, 392), (900, HEIGHT), (330, HEIGHT)], (214, 202, 180), (176, 160, 134))
    canvas.specks((380, 520, 880, HEIGHT), 240, ((150, 136, 112), (230, 222, 204)), 2)
    canvas.tufts(398, 700, 1500, LAWN, 14)
    canvas.polygon([(706, 392), (752, 392), (872, HEIGHT), (360, HEIGHT)], (214, 202, 180), (182, 166, 140))
    canvas.specks((470, 560, 800, HEIGHT), 240, ((150, 136, 112), (230, 222, 204)), 2)
    tree(canvas, 160, 640, 560, (86, 134, 58))
    tree(canvas, 1150, 580, 440, (106, 146, 66))
    _bench(canvas, 1010, 740)
    _urn(canvas, 1200, 760, full=not clean)
    if clean:
        canvas.soft(185, 850, 260, 120, (58, 46, 30), 0.8)
        for _ in range(110):
            x, y = canvas.rng.uniform(40, 330), canvas.rng.uniform(770, 900)
            canvas.line([(x, y), (x, y + 24)], (58, 104, 44), 2)
            canvas.oval(
                x, y, 8, 7, canvas.rng.choice(((232, 84, 90), (248, 200, 76), (240, 240, 248), (222, 120, 188)))
            )
    else:
        litter(canvas, 30, 660, 1240, 930, 54)
        heap(canvas, 1160, 800, 190, 50, 14)
    canvas.tufts(880, HEIGHT + 24, 110, LAWN, 34)


def _bench(canvas: Canvas, x: float, y: float) -> None:
    wood: Colour = (168, 112, 64)
    canvas.soft(x, y, 190, 26, SHADOW, 0.8)
    for leg in (-118, 118):
        canvas.polygon(
            [(x + leg - 7, y - 170), (x + leg + 7, y - 170), (x + leg + 9, y), (x + leg - 9, y)],
            (70, 72, 76),
            (34, 36, 38),
            0,
        )
    for rise in (166, 138, 110, 74, 60):
        canvas.box(
            x - 146,
            y - rise,
            x + 146,
            y - rise + (20 if rise > 80 else 11),
            mix(wood, (255, 240, 210), 0.25),
            mix(wood, (30, 14, 4), 0.35),
        )


def _urn(canvas: Canvas, x: float, y: float, full: bool) -> None:
    canvas.soft(x + 6, y, 62, 16, SHADOW, 0.8)
    if full:
        for _ in range(9):
            paper(canvas, x + canvas.rng.uniform(-30, 30), y - 98 + canvas.rng.uniform(-22, 8), 44)
    canvas.polygon([(x - 42, y - 96), (x + 42, y - 96), (x + 34, y), (x - 34, y)], (112, 122, 128), (52, 58, 62), 0)
    canvas.oval(x, y - 96, 42, 9, (40, 44, 46) if not full else (150, 150, 146))


def ditch_litter(canvas: Canvas) -> None:
    """A roadside irrigation ditch in the south, choked with plastic; mountains behind."""
    sky(canvas, 380, (88, 158, 222), (222, 236, 242))
    mountains(canvas, 392, 210, (112, 130, 160))
    ridge(canvas, 392, 56, (126, 144, 112))
    canvas.band(388, HEIGHT, (156, 176, 96), (110, 142, 62))
    for x, scale in ((120, 1.0), (300, 0.8), (440, 0.62), (540, 0.5), (612, 0.4)):
        tree(canvas, x, 400 + 200 * scale, 540 * scale, (92, 142, 64), slim=0.42)
    canvas.tufts(400, HEIGHT, 1900, LAWN, 20)
    canvas.polygon(
        [(830, 392), (1010, 392), (WIDTH, 640), (WIDTH, HEIGHT), (1130, HEIGHT)], (140, 138, 136), (104, 102, 100)
    )
    canvas.line([(940, 420), (1240, 800)], (224, 222, 214), 7)
    canvas.polygon([(736, 396), (812, 396), (960, HEIGHT), (290, HEIGHT)], (198, 194, 184), (162, 158, 148))
    canvas.polygon([(748, 402), (800, 402), (850, HEIGHT), (400, HEIGHT)], (92, 104, 100), (58, 70, 64))
    canvas.soft(640, 860, 220, 60, (176, 204, 214), 0.4)
    for y in range(470, HEIGHT, 70):
        left = 748 - 348 * (y - 402) / (HEIGHT - 402)
        canvas.line([(left - 8, y), (left - 46 - y / 30, y + 3)], (146, 142, 132), 2)
    for y in range(470, 940, 26):
        share = (y - 402) / (HEIGHT - 402)
        litter(canvas, 762 - 330 * share, y - 8, 788 + 40 * share, y + 8, 2 + round(3 * share))
    heap(canvas, 640, 830, 330, 74, 26)
    litter(canvas, 60, 760, 330, 930, 9)
    canvas.tufts(860, HEIGHT + 20, 120, LAWN, 42)
