"""What people type, made safe to keep, to show and to search.

Telegram counts a message's length in UTF-16 code units, so an emoji outside the Basic Multilingual Plane counts as
two; every length here is in those units.
"""

import re
import unicodedata
from dataclasses import dataclass

# Marks that can stand before VS15/VS16 and ZWJ in an emoji (Unicode TR 51; ranges are a superset of its emoji).
_EMOJI = "©®‼⁉™ℹ\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff〰〽㊗㊙\U0001f000-\U0001faff"
_KEYCAP = "0-9#*"
_FLAG_OF_A_PLACE = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters; the line breaks among them are handled before
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"  # zero width and direction marks
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb"  # bidi overrides, isolates, fillers
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and noncharacters: not storable everywhere
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # format controls, tags, selectors
)
_REMOVED = re.compile(
    f"({_FLAG_OF_A_PLACE})|[{_UNSEEN}]"
    f"|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"
    f"|(?<![{_EMOJI}{_KEYCAP}])[\ufe0e\ufe0f]"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_SPACES_AT_LINE_END = re.compile(" +\n")
_BLANK_LINES = re.compile("\n{3,}")
_NOT_A_WORD = re.compile(r"[\W_]+")
_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text with its length.

    `units` is the length in UTF-16 code units; `limit` is what it was measured against, None for no limit.
    """

    text: str
    units: int
    limit: int | None = None

    @property
    def too_long(self) -> bool:
        """Whether the text exceeds its limit; it is never cut on its writer's behalf."""
        return self.limit is not None and self.units > self.limit


def utf16_units(text: str) -> int:
    """The length of `text` as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str, limit: int | None = None) -> CleanText:
    """Clean a typed text and measure it against `limit` UTF-16 units.

    Control characters, NUL, bidi overrides, isolates, and zero-width characters go; emoji sequences (ZWJ, variation
    selectors, flags) and line breaks stay. Unicode NFC, at most one blank line in a row, no space at line ends or
    around the whole. Cleaning a cleaned text changes nothing. Never raises.
    """
    text = _SPACE.sub(" ", _LINE_BREAK.sub("\n", text))
    text = unicodedata.normalize("NFC", _REMOVED.sub(r"\1", text))
    text = _BLANK_LINES.sub("\n\n", _SPACES_AT_LINE_END.sub("\n", text)).strip(" \n")
    return CleanText(text, utf16_units(text), limit)


def search_key(text: str) -> str:
    """Fold `text` for searching: case, ё, and the Kazakh letters people leave out on a Russian keyboard.

    Words are joined by single spaces; everything that is neither letter nor digit separates words.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFC", folded).translate(_FOLDED)
    return _NOT_A_WORD.sub(" ", folded).strip()
