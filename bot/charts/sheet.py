"""The sheet on which charts are drawn: pixels counted from the top left corner, letters, heading and credit."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import IdentityTransform
from PIL import Image

from bot.settings import ROOT

# What the machine's owner prefers in their own drawings must not change ours.
matplotlib.rcdefaults()

WIDTH, HEIGHT, MARGIN = 1280, 960, 44
INK, GREY, LINE, PAPER = "#1c2833", "#566573", "#d5d8dc", "#ffffff"
TITLE, TEXT, SMALL, CREDIT = 40, 25, 22, 19
"""Heights of letters in pixels: at a phone's width, a third of the picture's, the smallest are still read."""
FONTS = {bold: ROOT / "data" / "fonts" / f"DejaVuSans{'-Bold' if bold else ''}.ttf" for bold in (False, True)}
"""DejaVu Sans has every letter of Kazakh and the sign of the tenge."""
_DPI = 72
"""At 72 dots an inch matplotlib's points are pixels."""


class Sheet:
    """A white sheet with a heading; `top` is where the heading ends, `bottom` where the credit begins."""

    def __init__(self, title: str, subtitle: str, credit: str, height: int = HEIGHT) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=PAPER)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.top, self.bottom = 30.0, height - 24.0
        for words, size, bold, colour in ((title, TITLE, True, INK), (subtitle, TEXT, False, GREY)):
            for line in wrapped(words, WIDTH - 2 * MARGIN, size, lines=2, bold=bold):
                self.text(MARGIN, self.top, line, size, bold=bold, colour=colour, va="top")
                self.top += size * 1.25
            self.top += 4
        self.top += 12
        if credit:
            self.bottom -= CREDIT
            self.text(WIDTH - MARGIN, height - 18, credit, CREDIT, colour=GREY, ha="right", va="bottom")

    def add(self, artist: Artist) -> None:
        """Put something on the sheet whose coordinates are matplotlib's own: pixels from the bottom left corner."""
        artist.set_transform(IdentityTransform())
        self.figure.add_artist(artist)

    def text(
        self, x: float, y: float, words: str, size: float = TEXT, *,
        bold: bool = False, colour: str = INK, halo: str | None = None, ha: Any = "left", va: Any = "center",
    ) -> None:  # fmt: skip
        """Write one line; `halo` is the colour of a rim around the letters."""
        written = self.figure.text(
            x, self.height - y, printable(words), fontproperties=letters(size, bold), color=colour, ha=ha,
            va="center_baseline" if va == "center" else va, transform=IdentityTransform(), parse_math=False, zorder=9,
        )  # fmt: skip
        if halo:
            written.set_path_effects([withStroke(linewidth=size / 5, foreground=halo)])

    def box(self, x: float, y: float, width: float, height: float, colour: Any, **look: Any) -> None:
        """Fill a rectangle; `x`, `y` are its top left corner."""
        self.add(Rectangle((x, self.height - y - height), width, height, facecolor=colour, **({"linewidth": 0} | look)))

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str = LINE, width: float = 2, **look: Any) -> None:
        """Draw a line through points."""
        self.add(Line2D(xs, [self.height - y for y in ys], color=colour, linewidth=width, **look))

    def png(self) -> bytes:
        """The finished picture."""
        self.canvas.draw()
        size = self.canvas.get_width_height()
        picture = Image.frombuffer("RGBA", size, self.canvas.buffer_rgba()).convert("RGB")
        # 256 colours are enough for flat areas with soft edges, and take a third of the bytes.
        few = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette, white = few.getpalette() or [], few.getpixel((0, 0))
        if isinstance(white, int):
            palette[3 * white : 3 * white + 3] = [255, 255, 255]  # not nearly white
            few.putpalette(palette)
        out = BytesIO()
        few.save(out, "PNG")
        return out.getvalue()


@cache
def letters(size: float, bold: bool = False) -> FontProperties:
    """The font, at a height in pixels."""
    return FontProperties(fname=str(FONTS[bold]), size=size)


_JOINERS = frozenset([0x200D, *range(0xFE00, 0xFE10)])
"""What belongs to emoji; the font shows it as dotted circles."""


@cache
def _known_letters() -> frozenset[int]:
    return frozenset(get_font(str(FONTS[False])).get_charmap())


def printable(words: str) -> str:
    """The words without what the font lacks (emoji), which would be printed as boxes."""
    known = _known_letters() - _JOINERS
    return "".join(char for char in words if ord(char) in known).strip()


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Pixels that a line of words takes."""
    font = get_font(str(FONTS[bold]))
    font.set_size(size, _DPI)
    font.set_text(printable(words), 0.0)
    return float(font.get_width_height()[0]) / 64


def wrapped(words: str, width: float, size: float, *, lines: int = 3, bold: bool = False) -> list[str]:
    """The words in lines of at most `width` pixels, broken at spaces and hyphens; ends in an ellipsis where they are
    more than `lines`. A word that is wider than that stays whole."""
    found: list[str] = []
    for part in printable(words).replace("-", "-\u200b").replace(" ", " \u200b").split("\u200b"):
        if found and width_of((found[-1] + part).rstrip(), size, bold) <= width:
            found[-1] += part
        elif part:
            found.append(part)
    found = [line.rstrip() for line in found]
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1].rstrip(",. -") + " …"]
    return found
