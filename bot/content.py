"""What a message shows: text, buttons, perhaps a picture. Plain data, so that it can wait in the outbox as JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

DATA_LIMIT = 64
"""Bytes of callback data, by the Bot API."""
_NUMBER = re.compile("-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button says when pressed: area and verb name the handler, `id` and `arg` what it is about.

    On the wire `area:verb:id:arg`, at most 64 bytes. Nothing in it is trusted: whether the person may do it is for the
    service to say.
    """

    area: str
    verb: str
    id: int = 0
    arg: str = ""

    def pack(self) -> str:
        """The callback data; ValueError where it would not fit."""
        data = f"{self.area}:{self.verb}:{self.id}:{self.arg}"
        if len(data.encode()) > DATA_LIMIT:
            raise ValueError(f"callback data over {DATA_LIMIT} bytes: {data}")
        return data

    @classmethod
    def parse(cls, data: str | None) -> "Press | None":
        """Read callback data; None for anything we never sent."""
        parts = (data or "").split(":", 3)
        if len(parts) != 4 or not _NUMBER.fullmatch(parts[2]):
            return None
        return cls(parts[0], parts[1], int(parts[2]), parts[3])


Button = dict[str, Any]
Rows = Sequence[Sequence[Button]]


def button(text: str, area: str, verb: str, id: int = 0, arg: str | int = "") -> Button:
    """A button that sends a `Press`."""
    return {"text": text, "callback_data": Press(area, verb, id, str(arg)).pack()}


def link(text: str, url: str) -> Button:
    """A button that opens an address."""
    return {"text": text, "url": url}


@dataclass(frozen=True, slots=True)
class Content:
    """One message. With `media_id` it is a photo or video with the text as caption (at most 1,024 characters)."""

    text: str
    rows: Rows = field(default_factory=list)
    media_id: int | None = None
    menu: Sequence[Sequence[dict[str, Any]]] | None = None
    """Reply keyboard under the input field, for messages that are not edited later; an empty one takes it away."""
    quiet: bool = False
    """No sound."""
    protect: bool = False
    """Cannot be forwarded or saved."""
    drawing: dict[str, Any] | None = None
    """A chart to be drawn (`bot.charts.specs`, as JSON): a photo with the text as caption, as with `media_id`."""

    def payload(self) -> dict[str, Any]:
        """As JSON for the outbox, leaving out what is not there."""
        whole: dict[str, Any] = {
            "text": self.text, "rows": [list(row) for row in self.rows if row], "media_id": self.media_id,
            "menu": self.menu, "quiet": self.quiet, "protect": self.protect,
            "drawing": self.drawing,
        }  # fmt: skip
        return {k: v for k, v in whole.items() if v or (k == "menu" and v is not None)}
