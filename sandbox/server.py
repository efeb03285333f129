"""The sandbox as a running server: `start()` for tests, `python -m sandbox` for people."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from aiohttp import web

from . import botapi
from . import control as control  # registers its routes
from .botapi import BODY_LIMIT, STATE, reply
from .control.asking import ROUTES
from .state import State

PAGE = Path(__file__).parent / "page"


class Sandbox:
    """A running sandbox: `url` to talk to, `state` to look into, `close()` to end it."""

    def __init__(self, state: State, runner: web.AppRunner, url: str) -> None:
        self.state = state
        self.url = url
        self._runner = runner
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Take in background work (webhooks); its group is left in `close`."""
        await self._group.__aenter__()
        self.state.spawn = self._spawn

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End streams, webhooks and the server."""
        for queue in self.state.events.listeners:
            queue.put_nowait({"seq": 0, "type": "closed", "viewers": []})
        for bot in self.state.bots.values():
            bot.queue.webhook = None
            bot.queue.turn += 1
            bot.queue.wake.set()
        for task in list(self._tasks):
            task.cancel()
        await self._group.__aexit__(None, None, None)
        await self._runner.cleanup()

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()


async def index(request: web.Request) -> web.StreamResponse:
    """The chat page."""
    return static(PAGE / "index.html")


async def page_file(request: web.Request) -> web.StreamResponse:
    """A file of the chat page."""
    path = (PAGE / request.match_info["path"]).resolve()
    if not path.is_relative_to(PAGE):
        return reply({"error": "not found"}, 404)
    return static(path)


async def borders(request: web.Request) -> web.StreamResponse:
    """The border file the sandbox was started with."""
    path = request.app[STATE].borders
    if path is None:
        return reply({"error": "no border file was given"}, 404)
    response = static(path)
    response.content_type = "application/json"
    return response


def static(path: Path) -> web.StreamResponse:
    """A file, or 404."""
    if not path.is_file():
        return reply({"error": "not found"}, 404)
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


def make_app(state: State) -> web.Application:
    """The web application with all routes."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[STATE] = state
    botapi.setup(app)
    for verb, path, handler in ROUTES:
        app.router.add_route(verb, path, handler)
    app.router.add_get("/", index)
    app.router.add_get("/page/borders.json", borders)
    app.router.add_get("/page/{path:.+}", page_file)
    return app


async def start(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    limits: bool = False,
    borders: Path | None = None,
    pictures: Path | None = None,
) -> Sandbox:
    """Start a sandbox; port 0 takes a free one. `pictures` defaults to the built-in ones."""
    state = State(limits=limits, borders=borders)
    if pictures is not None:
        state.pictures = pictures
    runner = web.AppRunner(make_app(state), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, host, port, backlog=1024)
    await site.start()
    bound = runner.addresses[0][1]
    sandbox = Sandbox(state, runner, f"http://{host}:{bound}")
    await sandbox.open()
    return sandbox
