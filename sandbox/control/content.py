"""The content of a message a person sends, by kind."""

from __future__ import annotations

import random
from typing import Any

from ..entities import clean, find_entities, trim, utf16_len
from ..errors import ApiError, ControlError
from ..files import Source
from ..model import Json
from .asking import Ask

_FILES = frozenset({"photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker"})
_INVENTED = {
    "video": ("clip.mp4", "video/mp4"),
    "animation": ("move.mp4", "video/mp4"),
    "audio": ("song.mp3", "audio/mpeg"),
    "voice": (None, "audio/ogg"),
    "video_note": (None, "video/mp4"),
    "sticker": (None, "image/webp"),
    "document": ("file.bin", "application/octet-stream"),
}
_ABOUT: dict[str, Json] = {
    "video": {"duration": 5, "width": 640, "height": 360},
    "animation": {"duration": 3, "width": 320, "height": 240},
    "audio": {"duration": 120},
    "voice": {"duration": 4},
    "video_note": {"duration": 6, "length": 240},
    "sticker": {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"},
}
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def worded(body: Json, name: str) -> Json:
    """`text` or `caption` with its entities, found automatically unless given."""
    raw = body.get(name)
    if raw is None:
        return {}
    entities_name = "entities" if name == "text" else "caption_entities"
    given = body.get("entities") or []
    text, known = trim(clean(str(raw)), given)
    if not text:
        return {}
    entities = known if given else find_entities(text)
    return {name: text, entities_name: entities} if entities else {name: text}


def text(body: Json) -> Json:
    """A text message; what a client could not send is refused."""
    fields = worded(body, "text")
    if not fields:
        raise ControlError("text is empty: no client sends that")
    if utf16_len(fields["text"]) > 4096:
        raise ControlError("text is longer than 4096: clients split it")
    return fields


async def file(ask: Ask, kind: str, body: Json) -> Json:
    """A message with one file; small ones are invented where none is given."""
    if body.get("file") is None and kind != "photo":
        name, mime = _INVENTED[kind]
        data = f"{kind} {ask.state.number('invented', 1)}".encode()
        source = Source(data, len(data), name, mime)
    else:
        source = ask.source(body.get("file"))
    about = {key: body.get(key, value) for key, value in _ABOUT.get(kind, {}).items()}
    try:
        media = await ask.state.files.media(kind, source, **about)
    except ApiError as error:
        raise ControlError(error.description) from None
    fields: Json = {kind: media}
    if kind == "animation":
        fields["document"] = media
    return fields | worded(body, "caption")


def place(body: Json) -> Json:
    """A point, live with `live_period`."""
    location = {"latitude": float(body["latitude"]), "longitude": float(body["longitude"])}
    for key in ("horizontal_accuracy", "live_period", "heading"):
        if body.get(key) is not None:
            location[key] = body[key]
    return location


def venue(body: Json) -> Json:
    """A named point; the location stands beside it, as in Telegram."""
    location = place(body)
    named = {"location": location, "title": body.get("title", ""), "address": body.get("address", "")}
    return {"venue": named, "location": location}


def contact(body: Json) -> Json:
    """A phone number with a name."""
    about = {"phone_number": str(body["phone_number"]), "first_name": body.get("first_name", "")}
    if body.get("user_id"):
        about["user_id"] = body["user_id"]
    return {"contact": about}


def poll(ask: Ask, body: Json) -> Json:
    """A poll."""
    options = [{"persistent_id": str(n), "text": o, "voter_count": 0} for n, o in enumerate(body["options"])]
    return {
        "poll": {
            "id": str(ask.state.number("poll", 5_000_000_000_000_000)),
            "question": body["question"],
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }


def dice(body: Json) -> Json:
    """A throw of the dice."""
    emoji = body.get("emoji", "🎲")
    return {"dice": {"emoji": emoji, "value": body.get("value") or random.randint(1, _DICE.get(emoji, 6))}}


def story(ask: Ask) -> Json:
    """A forwarded story."""
    user = ask.person()
    return {"story": {"chat": {"id": user["id"], "type": "private", "first_name": user["first_name"]}, "id": 1}}


async def content(ask: Ask, kind: str, body: Json) -> Json:
    """Message fields of one kind; ControlError for an unknown one."""
    if kind in _FILES:
        return await file(ask, kind, body)
    makers: dict[str, Any] = {
        "text": lambda: text(body),
        "location": lambda: {"location": place(body)},
        "venue": lambda: venue(body),
        "contact": lambda: contact(body),
        "poll": lambda: poll(ask, body),
        "dice": lambda: dice(body),
        "story": lambda: story(ask),
        "paid_media": lambda: {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}},
        "raw": lambda: dict(body["fields"]),
    }
    if kind not in makers:
        raise ControlError(f"unknown kind {kind}")
    fields: Json = makers[kind]()
    return fields
