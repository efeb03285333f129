"""Text that is safe in a table: nothing anybody has written can become a formula or break the file."""

import html
import re

from bot.translator import Html

LONGEST = 32_767
"""Characters in a cell, by Excel's limits."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow, and DEL."""
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What programs take for the beginning of a formula when they open a CSV file; the wide forms count too (OWASP, "CSV
Injection")."""


def plain(text: str) -> str:
    """A sentence of a view as it reads, without the escapes of Telegram's HTML; as long as a cell can hold."""
    return clean(html.unescape(text) if isinstance(text, Html) else text)


def clean(text: str) -> str:
    """Without the characters that XML forbids, which would make the whole file unreadable; as long as a cell holds."""
    return _FORBIDDEN.sub("", text)[:LONGEST]


def inert(text: str) -> str:
    """As a cell of a CSV file, which has no types: an apostrophe goes before what a program would run as a formula."""
    text = clean(text)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
