"""Text as Telegram keeps it: cleaned, trimmed, measured in UTF-16 code units, links and commands found."""

from __future__ import annotations

import re

from .model import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024

# Telegram turns control characters into spaces and drops CR and the direction overrides.
_CLEAN: dict[int, str | None] = {code: " " for code in range(32) if code != 10}
_CLEAN |= {13: None, **dict.fromkeys(range(0x2028, 0x202F))}

_AUTO = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,!?;:)\]»]|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:kz|ru|com|org|net|me)(?:/[^\s<>\"']*)?\b)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d_]\w*)",
    re.IGNORECASE,
)
_QUIET = frozenset({"pre", "code", "text_link", "text_mention"})


def utf16_len(text: str) -> int:
    """Length in UTF-16 code units, the unit of every limit and offset of the Bot API."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for char in text if char > "\uffff")


def clean(text: str) -> str:
    """The text without what Telegram removes before looking at it."""
    return text.translate(_CLEAN)


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Strip white space at both ends and move the entities along; those left empty are dropped."""
    stripped = text.lstrip()
    shift = utf16_len(text) - utf16_len(stripped)
    stripped = stripped.rstrip()
    size = utf16_len(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] - shift + entity["length"], size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


def find_entities(text: str, known: list[Json] | None = None) -> list[Json]:
    """`known` entities and those Telegram finds by itself: commands, links, mentions, hashtags, e-mails."""
    entities = list(known or [])
    if not any(mark in text for mark in "/.@#"):
        return entities
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _QUIET]
    for match in _AUTO.finditer(text):
        start = utf16_len(text[: match.start()])
        length = utf16_len(match.group())
        if not any(start < end and begin < start + length for begin, end in taken):
            entities.append({"offset": start, "length": length, "type": match.lastgroup})
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return entities
