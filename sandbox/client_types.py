"""What the client hands around: messages as seen, files as given, errors."""

from __future__ import annotations

import base64
import mimetypes
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Keyboard = list[list[str]]
Picture = str | bytes | Path | Json


class SandboxError(Exception):
    """The sandbox refused, or what was waited for did not come."""


class Seen(dict[str, Any]):
    """A message as people see it: a dict in Bot API shape with a few shortcuts."""

    @property
    def id(self) -> int:
        """`message_id`."""
        return int(self["message_id"])

    @property
    def chat_id(self) -> int:
        """Id of the chat."""
        return int(self["chat"]["id"])

    @property
    def words(self) -> str:
        """Text or caption, "" without either."""
        return words_of(self)

    @property
    def buttons(self) -> list[str]:
        """Texts of the inline buttons."""
        return buttons_of(self)


def words_of(message: Json) -> str:
    """Text or caption of a message."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[str]:
    """Texts of a message's inline buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def file_spec(file: Picture) -> Json:
    """The FILE of a picture's name, a path, bytes, or a FILE itself."""
    if isinstance(file, dict):
        return file
    if isinstance(file, str):
        return {"picture": file}
    if isinstance(file, Path):
        data = file.read_bytes()
        mime = mimetypes.guess_type(file.name)[0]
        return {"base64": base64.b64encode(data).decode(), "name": file.name, "mime": mime}
    return {"base64": base64.b64encode(file).decode()}
