"""Making a text fit: what is fixed stays whole, what people wrote takes the room that is left."""

import html
import re
from collections.abc import Sequence

from bot.translator import Html
from bot.views.layout import lines, quoted
from domain.text import utf16_units

CAPTION = 1024
"""The longest text under a photo, by the Bot API; counted without tags, in UTF-16 units."""
MESSAGE = 4096
_TAG = re.compile(r"<[^>]*>")


def visible(text: str) -> int:
    """The length of an HTML text as Telegram counts it: without tags, each entity as its character."""
    return utf16_units(html.unescape(_TAG.sub("", text)))


def fitted(before: Sequence[str], words: str | None, after: Sequence[str], limit: int = CAPTION) -> Html:
    """Lines, somebody's words as a quotation cut to the room between them, and more lines.

    Where the lines alone are too long, the last ones go.
    """
    kept = [part for part in after if part]
    while kept and visible(lines(*before, *kept)) > limit:
        kept.pop()
    # Two line breaks and the ellipsis.
    room = limit - visible(lines(*before, *kept)) - 3
    return Html(lines(*before, quoted(words, room) if words and room > 20 else "", *kept))


def is_cut(whole: str | None, shown: str) -> bool:
    """Whether a text was cut when it was fitted into `shown`."""
    return bool(whole) and html.escape(whole or "", quote=False) not in shown
