"""The HTTP side of the Bot API: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from . import methods as methods  # registers them
from .dispatch import execute
from .errors import ApiError
from .faults import ConnectionCut, GatewayDown
from .model import Bot, Json
from .params import read_params
from .state import TOKEN, State

STATE = web.AppKey("state", State)
BODY_LIMIT = 60 * 1024 * 1024
_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


def reply(body: Json, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def failure(error: ApiError) -> web.Response:
    """`ok: false` in Telegram's shape."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return reply(body, error.code)


def find_bot(state: State, token: str) -> Bot:
    """The bot of a registered token; 401 for others, 404 for what is no token."""
    bot = state.tokens.get(token)
    if bot is None:
        raise ApiError(401, "Unauthorized") if TOKEN.match(token) else ApiError(404, "Not Found")
    return bot


def cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def guarded(request: web.Request, work: Any) -> web.StreamResponse:
    """Run `work` and turn whatever goes wrong into what a client of Telegram would see."""
    try:
        response: web.StreamResponse = await work
        return response
    except ApiError as error:
        return failure(error)
    except ConnectionCut:
        return cut(request)
    except GatewayDown:
        return web.Response(text=_BAD_GATEWAY, status=502, content_type="text/html")


async def call_method(request: web.Request) -> web.StreamResponse:
    """One call of a method."""

    async def work() -> web.Response:
        state = request.app[STATE]
        params = await read_params(request)
        bot = find_bot(state, request.match_info["token"])
        return reply({"ok": True, "result": await execute(state, bot, request.match_info["method"], params)})

    return await guarded(request, work())


async def download(request: web.Request) -> web.StreamResponse:
    """The bytes of a file that getFile told the path of."""

    async def work() -> web.StreamResponse:
        state = request.app[STATE]
        bot = find_bot(state, request.match_info["token"])
        path = request.match_info["path"]
        broken = bool(state.faults.rules) and await state.faults.before("file", None, bot.id, path)
        file = state.files.by_path.get(path)
        if file is None:
            raise ApiError(404, "Not Found")
        body = content(file.data, file.size)
        if broken:
            await send_half(request, body)
        return web.Response(body=body, content_type="application/octet-stream")

    return await guarded(request, work())


async def send_half(request: web.Request, body: bytes) -> None:
    """Begin a download and cut it in the middle."""
    response = web.StreamResponse(headers={"Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    raise ConnectionCut


def content(data: bytes | None, size: int) -> bytes:
    """A file's bytes; those that only have a size are zeros."""
    return data if data is not None else bytes(size)


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_route("*", "/bot{token}/{method}", call_method)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
