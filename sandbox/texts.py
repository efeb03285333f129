"""The text or caption of a call: parsed, cleaned, measured, its entities found."""

from __future__ import annotations

from typing import Any

from .calling import Call
from .entities import MAX_CAPTION, MAX_TEXT, clean, find_entities, trim, utf16_len
from .errors import bad
from .html import parse_html
from .model import Json

_ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


def formatted(call: Call, raw: Any, parse_mode: str | None, entities: Any) -> tuple[str, list[Json]]:
    """Plain text and entities of what a bot wrote; ApiError where Telegram refuses it."""
    text = raw if isinstance(raw, str) else "" if raw is None else str(raw)
    if any(0xD800 <= ord(char) < 0xE000 for char in text):
        raise bad("strings must be encoded in UTF-8")
    text = clean(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, known = parse_html(text)
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        known = given_entities(text, entities)
    known = [entity for entity in (with_user(call, entity) for entity in known) if entity is not None]
    text, known = trim(text, known)
    return text, find_entities(text, known)


def given_entities(text: str, entities: Any) -> list[Json]:
    """Entities that came as such; those outside the text are refused."""
    if not entities:
        return []
    if not isinstance(entities, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    size = utf16_len(text)
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in _ENTITY_TYPES:
            raise bad("can't parse entities: unsupported MessageEntity type")
        start, length = entity.get("offset", -1), entity.get("length", -1)
        if start < 0 or length < 0 or start > size:
            raise bad(f"entity begins after the end of the message at UTF-16 offset {start}")
        if start + length > size:
            raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at {start + length}")
    return [dict(entity) for entity in entities]


def with_user(call: Call, entity: Json) -> Json | None:
    """A text mention gets its user; one of nobody vanishes, as in Telegram."""
    if entity["type"] != "text_mention":
        return entity
    number = entity.get("user_id") or entity.get("user", {}).get("id")
    user = call.state.user(int(number)) if number else None
    if user is None:
        return None
    return {"offset": entity["offset"], "length": entity["length"], "type": "text_mention", "user": user}


def text_fields(call: Call) -> Json:
    """`text` and `entities` of sendMessage and editMessageText, 1–4096 UTF-16 units after parsing."""
    params = call.params
    given = params.decoded("entities", "entities")
    text, entities = formatted(call, params.text("text"), params.text("parse_mode"), given)
    if not text:
        raise bad("message text is empty")
    if utf16_len(text) > MAX_TEXT:
        raise bad("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_fields(call: Call, source: Json | None = None) -> Json:
    """`caption` and `caption_entities` of a media message or of one item of an album; empty without a caption."""
    if source is None:
        params = call.params
        raw, mode = params.text("caption"), params.text("parse_mode")
        given = params.decoded("caption_entities", "caption entities")
    else:
        raw, mode, given = source.get("caption"), source.get("parse_mode"), source.get("caption_entities")
    caption, entities = formatted(call, raw, mode, given)
    if utf16_len(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": entities} if entities else {"caption": caption}
