"""Parameters of a Bot API call, whatever they came in: query, urlencoded, multipart or JSON."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from .errors import ApiError, bad
from .files import MAX_UPLOAD, Source
from .model import Json

_TRUE = frozenset({"true", "yes", "1"})


class Params:
    """Typed access to parameters; those of another type are refused as Telegram does."""

    def __init__(self, values: Json, uploads: dict[str, Source]) -> None:
        self.values = values
        self.uploads = uploads

    def text(self, name: str) -> str | None:
        """A string, or None where it was not given."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` where it is missing or none."""
        value = self.values.get(name)
        try:
            return int(value) if value is not None else default
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float | None:
        """A finite number, or None."""
        value = self.values.get(name)
        try:
            return float(value) if value is not None else None
        except (TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """A boolean."""
        value = self.values.get(name)
        return value is True or str(value).lower() in _TRUE

    def decoded(self, name: str, what: str) -> Any:
        """A JSON value, given as such or as text; None where missing, "can't parse <what>" where broken."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad(f"can't parse {what} JSON object") from None


async def read_params(request: web.Request) -> Params:
    """The parameters of a request; 413 for bodies beyond Telegram's limit."""
    values: Json = dict(request.query)
    uploads: dict[str, Source] = {}
    kind = request.content_type
    if request.method != "POST" or not request.can_read_body:
        return Params(values, uploads)
    if kind == "application/json":
        body = await request.read()
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise bad("can't parse JSON object") from None
        if isinstance(given, dict):
            values |= given
        return Params(values, uploads)
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    for name, field in form.items():
        if isinstance(field, web.FileField):
            data = field.file.read()
            if len(data) > MAX_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            uploads[name] = Source(data, len(data), field.filename, field.content_type)
        else:
            values[name] = field if isinstance(field, str) else bytes(field).decode("utf-8", "replace")
    return Params(values, uploads)
