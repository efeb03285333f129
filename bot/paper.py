"""Sheets of A4 as PDF: headings, facts, people's words, photos in two columns, numbered pages. No sentences of its own.

Set in DejaVu Sans, which has every letter of Kazakh; what the font lacks (emoji) is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from io import BytesIO
from re import compile as pattern

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont
from PIL import Image

from bot.settings import ROOT

FONTS = ROOT / "data" / "fonts"
MARGIN = 16.0
"""Millimetres; so are all lengths here but sizes of letters, which are points."""
GAP = 6.0
LABEL = 46.0
"""Width of the names of facts."""
PHOTO_HEIGHT = 70.0
LARGEST_PIXEL = 0.3
"""A tiny photo is not blown up beyond this size of its dots."""
LINES = 40
"""Words of more lines than this are printed as one paragraph."""
PHOTO_PIXELS = 1100
"""The longer side of a printed photo: 300 dots an inch at 92 mm."""
JPEG_QUALITY = 80
INK, GREY, GREEN, AMBER = (28, 33, 38), (105, 112, 118), (0, 110, 92), (255, 244, 214)

_TAG = pattern(r"<[^>]*>")


def plain(html: str) -> str:
    """A translated sentence as plain text; not for what people wrote."""
    return unescape(_TAG.sub("", html))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as JPEG, small enough to print, with the words under it."""

    jpeg: bytes
    width: int
    height: int
    caption: str


def printable(data: bytes, caption: str) -> Photo | None:
    """Scale a photo of the media store down to what paper shows; None for one that cannot be read."""
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.draft("RGB", (PHOTO_PIXELS, PHOTO_PIXELS))
            small = opened.convert("RGB")
    except (OSError, ValueError):
        return None
    small.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS))
    packed = BytesIO()
    small.save(packed, "JPEG", quality=JPEG_QUALITY)
    return Photo(packed.getvalue(), small.width, small.height, caption)


class Paper(FPDF):
    """A document being written from top to bottom. The same calls give the same bytes."""

    def __init__(self, title: str, locale: str, foot: str, made_at: datetime) -> None:
        """`foot` stands at the bottom of each page, with `{page}` and `{pages}` in it."""
        super().__init__(format="A4")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 6)
        self.add_font("text", "", FONTS / "DejaVuSans.ttf")
        self.add_font("text", "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_lang(locale)
        self._foot = foot
        self.set_text_color(*INK)
        self.add_page()

    def footer(self) -> None:
        """Called by the library at the end of each page."""
        self.set_y(-MARGIN)
        self._letters(7.5, GREY)
        self.cell(self.epw, 4, self._foot.format(page=self.page_no(), pages="{nb}"), align="C")
        self.set_text_color(*INK)

    def _letters(self, size: float, colour: tuple[int, int, int] = INK, *, bold: bool = False) -> None:
        self.set_font("text", "B" if bold else "", size)
        self.set_text_color(*colour)

    def known(self, text: str) -> str:
        """The text without the characters that the font lacks."""
        font = self.fonts["text"]
        assert isinstance(font, TTFFont)
        return "".join(c for c in text if c == "\n" or ord(c) in font.cmap).strip(" ")

    def room(self, height: float) -> None:
        """Begin a new page unless so much is left on this one."""
        if self.will_page_break(height):
            self.add_page()

    def title_line(self, text: str, under: str) -> None:
        """The heading of the document, and a line below it."""
        self._letters(18, GREEN, bold=True)
        self.multi_cell(self.epw, 9, self.known(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._letters(11, GREY)
        self.multi_cell(self.epw, 6, self.known(under), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(3)

    def heading(self, text: str, needs: float = 20.0) -> None:
        """The heading of a section; it goes to the next page together with what `needs` so much room."""
        self.room(12 + needs)
        self.ln(4)
        self._letters(12, GREEN, bold=True)
        self.cell(self.epw, 7, self.known(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*GREEN)
        self.set_line_width(0.3)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
        self.ln(2)
        self._letters(9.5)

    def fact(self, label: str, value: str) -> None:
        """A name and what it stands for, side by side; nothing where there is nothing to say."""
        value = self.known(value)
        if not value:
            return
        self._letters(9.5, bold=True)
        height = self._height(self.epw - LABEL, value)
        self.room(min(height, 40))
        top, page = self.get_y(), self.page
        self._letters(9, GREY)
        self.multi_cell(LABEL - 3, 5, self.known(label), align="L")
        under = self.get_y()
        if self.page == page:
            self.set_xy(self.l_margin + LABEL, top)
        self._letters(9.5)
        self.multi_cell(self.epw - LABEL, 5, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if self.page == page:
            self.set_y(max(self.get_y(), under))
        self.ln(0.8)

    def words(self, text: str, *, left: float = 0.0) -> None:
        """People's words as they wrote them, over as many pages as they need."""
        self._letters(9.5)
        text = " ".join(text.split()) if text.count("\n") > LINES else text
        self.set_left_margin(MARGIN + left)
        self.set_x(MARGIN + left)
        self.multi_cell(self.epw, 5, self.known(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)

    def note(self, text: str) -> None:
        """A small grey line."""
        self._letters(8, GREY)
        self.multi_cell(self.epw, 4.2, self.known(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def step(self, when: str, what: str, mark: str, said: str) -> None:
        """A step of the history: when, what and by whom; `mark` is set off in amber; then what was said."""
        what, said, mark = self.known(what), self.known(said), self.known(mark)
        self._letters(9.5, bold=True)
        height = self._height(self.epw - LABEL, what) + (5 if mark else 0)
        self._letters(9.5)
        height += self._height(self.epw - LABEL, said) if said else 0
        self.room(min(height, 60))
        top = self.get_y()
        self._letters(9, GREY)
        self.cell(LABEL, 5, self.known(when))
        self.set_xy(self.l_margin + LABEL, top)
        self._letters(9.5, bold=True)
        self.multi_cell(self.epw - LABEL, 5, what, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if mark:
            self._mark(mark)
        if said:
            self.words(said, left=LABEL)
        self.ln(2)

    def _mark(self, mark: str) -> None:
        self.set_x(self.l_margin + LABEL)
        self._letters(8)
        self.set_fill_color(*AMBER)
        self.cell(self.get_string_width(mark) + 4, 5, mark, fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _height(self, width: float, text: str) -> float:
        height = self.multi_cell(width, 5, text, align="L", dry_run=True, output=MethodReturnValue.HEIGHT)
        assert isinstance(height, float | int)
        return float(height)

    def photos(self, photos: Sequence[Photo]) -> None:
        """Photos in two columns, each whole and with its caption; a row never breaks over two pages."""
        for first in range(0, len(photos), 2):
            self._photo_row(photos[first : first + 2])

    def _photo_row(self, pair: Sequence[Photo]) -> None:
        width = (self.epw - GAP) / 2
        sizes = [_fitted(photo, width, PHOTO_HEIGHT) for photo in pair]
        tallest = max(height for _, height in sizes)
        self._letters(8, GREY)
        captions = [self.known(photo.caption) for photo in pair]
        self.room(tallest + 9)
        top = self.get_y()
        for n, (photo, (w, h)) in enumerate(zip(pair, sizes, strict=True)):
            left = self.l_margin + n * (width + GAP)
            self.image(BytesIO(photo.jpeg), left + (width - w) / 2, top + tallest - h, w, h, alt_text=captions[n])
            self.set_xy(left, top + tallest + 1)
            self.cell(width, 4, captions[n], align="C")
        self.set_xy(self.l_margin, top + tallest + 9)


def _fitted(photo: Photo, width: float, height: float) -> tuple[float, float]:
    scale = min(width / photo.width, height / photo.height, LARGEST_PIXEL)
    return photo.width * scale, photo.height * scale
