"""One call of the control API, and the register of its routes."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from ..botapi import STATE, reply
from ..errors import ControlError
from ..files import Source
from ..model import Chat, Json
from ..state import State

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic")


@dataclass(slots=True)
class Ask:
    """What was asked: `body` (JSON, or the query of a GET), uploaded `parts`, `path` variables."""

    state: State
    body: Json
    parts: dict[str, Source]
    path: dict[str, str]

    def need(self, name: str) -> Any:
        """A field that must be there."""
        if self.body.get(name) is None:
            raise ControlError(f"{name} is missing")
        return self.body[name]

    def number(self, name: str, default: int) -> int:
        """A whole number, also from a query."""
        return int(self.body.get(name) or default)

    def person(self, name: str = "from") -> Json:
        """The person who acts."""
        return self.state.person(self.need(name))

    def chat(self, person_id: Any = None) -> Chat:
        """The chat of `chat` and `bot`, by default the person's private conversation."""
        return self.state.chat(self.body.get("chat"), self.body.get("bot"), person_id)

    def source(self, spec: Json | None) -> Source:
        """The bytes of a FILE."""
        if not isinstance(spec, dict):
            raise ControlError("a file is an object with picture, base64, upload or size")
        name, mime = spec.get("name"), spec.get("mime")
        if "picture" in spec:
            path = find_picture(self.state.pictures, spec["picture"])
            data = path.read_bytes()
            return Source(data, len(data), name or path.name, mime or mimetypes.guess_type(path.name)[0])
        if "base64" in spec:
            try:
                data = base64.b64decode(spec["base64"], validate=True)
            except (binascii.Error, ValueError):
                raise ControlError("base64 does not decode") from None
            return Source(data, len(data), name, mime)
        if "upload" in spec:
            part = self.parts.get(spec["upload"])
            if part is None:
                raise ControlError(f"no part {spec['upload']} in the form")
            return Source(part.data, part.size, name or part.name, mime or part.mime)
        if "size" in spec:
            return Source(None, int(spec["size"]), name or "big.bin", mime)
        raise ControlError("a file is an object with picture, base64, upload or size")


def find_picture(folder: Path, name: str) -> Path:
    """A picture of the folder by name, with or without suffix."""
    for candidate in (name, *(name + suffix for suffix in SUFFIXES)):
        path = folder / candidate
        if path.parent == folder and path.is_file():
            return path
    raise ControlError(f"no picture {name}", 404)


Answer = Callable[[Ask], Awaitable[Any]]
ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.StreamResponse]]]] = []


def route(verb: str, path: str) -> Callable[[Answer], Answer]:
    """Register a function for a path below `/control`."""

    def register(function: Answer) -> Answer:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                result = await function(await read(request))
            except ControlError as error:
                return reply({"error": error.message}, error.status)
            except (ValueError, TypeError, KeyError) as error:
                return reply({"error": f"{type(error).__name__}: {error}"}, 400)
            return web.Response(body=orjson.dumps(result), content_type="application/json")

        ROUTES.append((verb, f"/control{path}", handle))
        return function

    return register


async def read(request: web.Request) -> Ask:
    """The request's fields: query, JSON body, or multipart with a `json` field."""
    body: Json = dict(request.query)
    parts: dict[str, Source] = {}
    if request.content_type.startswith("multipart/"):
        for name, field in (await request.post()).items():
            if isinstance(field, web.FileField):
                data = field.file.read()
                parts[name] = Source(data, len(data), field.filename, field.content_type)
            elif name == "json":
                body |= orjson.loads(field)
    elif request.can_read_body:
        given = orjson.loads(await request.read() or b"{}")
        if not isinstance(given, dict):
            raise ControlError("the body must be a JSON object")
        body |= given
    return Ask(request.app[STATE], body, parts, dict(request.match_info))
