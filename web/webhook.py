"""Telegram's webhook: an update is acknowledged only when it has been written down."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger("webhook")

Receive = Callable[[dict[str, Any]], Awaitable[None]]
PATH = "/telegram/webhook"
BODY_LIMIT = 1024 * 1024
"""Bytes; Telegram's updates are a few kilobytes."""
LARGEST_ID = 2**63 - 1


def address(url: str) -> str:
    """Where Telegram is to deliver, from the public address in the settings: `PATH` on it, unless it has a path."""
    parts = urlsplit(url)
    return url if parts.path.strip("/") else f"{parts.scheme}://{parts.netloc}{PATH}"


def router(receive: Receive, secret: str) -> APIRouter:
    """The webhook's route. Telegram repeats an update until it is answered 200, so a failure of ours loses nothing."""
    if not secret:
        raise ValueError("a webhook needs WEBHOOK_SECRET")
    expected = secret.encode()
    routes = APIRouter()

    @routes.post(PATH)
    async def take_update(request: Request) -> Response:
        shown = request.headers.get("x-telegram-bot-api-secret-token", "").encode()
        if not hmac.compare_digest(shown, expected):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        try:
            await receive(update)
        except (SQLAlchemyError, OSError) as error:
            log.error("update not taken", id=update["update_id"], error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    return routes


async def _body(request: Request) -> bytes | None:
    """The body; None where it is over the limit, without reading on."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    """The update in a body; None for what is none."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(update, dict):
        return None
    number = update.get("update_id")
    return update if type(number) is int and 0 <= number <= LARGEST_ID else None
