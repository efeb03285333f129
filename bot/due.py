"""A parcel whose time has come, what it shows, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from bot.charts import VERSION

MADE = 0
"""Stands among a parcel's pictures, beside the numbers of media, for what is made at its delivery."""


def artefact_key(*parts: object) -> str:
    """The key of what is made of these: the SHA-256 of them as JSON, whatever the order of names in it."""
    return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or video that can be shown, or a document: by the id of a file Telegram has, from our store, or made."""

    media_id: int
    kind: str
    file_id: str | None
    key: str | None
    """Of the file in our store, or with `spec` of the artefact."""
    spec: dict[str, Any] | None = None
    """What it is made of when it is sent: a chart, or what the document's artist wants to know."""


@dataclass(slots=True)
class Due:
    """A parcel whose time has come, with the message that shows its screen now and the pictures it needs."""

    id: int
    chat_id: int
    form: str
    screen: str | None
    payload: dict[str, Any]
    version: int
    priority: int
    attempts: int
    created_at: datetime
    message_id: int | None
    has_media: bool | None
    last_message_id: int | None
    pictures: dict[int, Picture] = field(default_factory=dict)
    thread: int | None = None
    """The topic it goes to (`payload["topic"]`); None while there is none yet."""

    @property
    def in_group(self) -> bool:
        """Whether it goes to a group rather than to a person."""
        return self.chat_id < 0

    @property
    def cost(self) -> int:
        """Messages it counts as towards Telegram's limits; answers and deletions count as none."""
        if self.form == "album":
            return max(1, len(self.payload["media_ids"]))
        return 0 if self.form in ("answer", "commands", "clear") else 1

    def to_be_made(self) -> Picture | None:
        """What is made for it at its delivery: a drawing or a document."""
        drawing = self.payload.get("content", {}).get("drawing")
        if drawing:
            return Picture(MADE, "photo", None, artefact_key(VERSION, drawing), drawing)
        if "make" in self.payload:
            spec = self.payload["make"]
            # Telegram keeps a document with its name.
            return Picture(MADE, "document", None, artefact_key(self.payload["name"], spec), spec)
        return None

    def wanted_media(self) -> list[int]:
        """Ids of the pictures it shows."""
        if self.form == "album":
            return list(self.payload["media_ids"])
        media_id = self.payload.get("content", {}).get("media_id")
        return [media_id] if media_id else []


@dataclass(slots=True)
class Delivered:
    """What became of a parcel: `sent`, `later`, `unreachable`, `moved` (to `new_chat`), `failed`, `unmade` (its
    document could not be made now), or in a group `trouble`: nothing can be sent there until somebody mends it."""

    due: Due
    outcome: str = "sent"
    message_id: int | None = None
    has_media: bool = False
    error: str = ""
    wait: float = 0.0
    """Seconds Telegram told us to wait (`later`)."""
    new_chat: int = 0
    uploaded: dict[int, str] = field(default_factory=dict)
    """Pictures that Telegram now has: our id to its file id."""
    made: tuple[str, str] | None = None
    """What was made for it and Telegram now has: the artefact's key and the file id."""
    trouble: str = ""
    """One of the troubles of `services.groups`."""
    thread: int | None = None
    """The topic that was made for it."""
