"""Tazalyq on the command line, and the only place that puts its parts together.

Parts are imported by the command that needs them: looking up a region should not wait for a Telegram library.
"""

import argparse
import asyncio
import gc
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import CommandError, parse
from bot.errands import ERRANDS

if TYPE_CHECKING:
    import socket

    from bot.runtime import Runtime
    from bot.settings import Settings
    from sandbox.client import SandboxClient

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one command; returns the exit status. Whatever cannot be done is told in one line."""
    try:
        options = parse(arguments)
        return COMMANDS[options.command](options)
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        return INTERRUPTED


def run(_options: argparse.Namespace) -> int:
    """Run the bot until SIGINT or SIGTERM."""
    # Looking for garbage among what is being loaded finds none and takes a sixth of the start. `Runtime.run`
    # switches it on again.
    gc.disable()
    import uvloop

    from bot import configuration, logs

    settings = configuration.load()
    logs.configure(settings)
    uvloop.run(_run(settings))
    return 0


async def _run(settings: "Settings") -> None:
    # Whatever is missing is said before the bot is loaded, which takes seconds.
    _require_identity(settings)
    from bot.opening import opened, require_migrated

    async with opened(settings) as database:
        await require_migrated(database)
    from web.server import listen

    try:
        door = listen(settings.http_host, settings.http_port)
    except OSError as error:
        where = f"{settings.http_host}:{settings.http_port}"
        raise CommandError(f"cannot listen on {where} ({error.strerror}): set HTTP_HOST and HTTP_PORT") from None
    with door:
        await _serve(_runtime(settings, poll=not settings.webhook_url), door)


def _require_identity(settings: "Settings") -> None:
    """Raise CommandError without a token or with a webhook open to anybody."""
    from bot.telegram import token_of

    token_of(settings)
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise CommandError("WEBHOOK_URL is set without WEBHOOK_SECRET: make one with `openssl rand -hex 32`")


def _runtime(settings: "Settings", *, poll: bool) -> "Runtime":
    """The bot with its handlers."""
    from bot.runtime import Runtime
    from handlers import ARTISTS, MAKERS, media_ready, routers, timers

    return Runtime(settings, routers(), timers(), poll=poll, media_ready=media_ready, makers=MAKERS, artists=ARTISTS)


async def _serve(runtime: "Runtime", door: "socket.socket") -> None:
    """The bot and its web part side by side; when the bot ends, the web part answers what it has begun and ends too."""
    from bot.webhook import announce
    from web.app import make_app
    from web.server import Server
    from web.webhook import address

    url, secret = runtime.settings.webhook_url, runtime.settings.webhook_secret.get_secret_value()
    server = Server(make_app(runtime.database.reading, None if runtime.poll else runtime.receive, secret))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[door]))
        telling = [] if runtime.poll else [group.create_task(announce(runtime.bot, address(url), secret))]
        await runtime.run()
        for task in telling:
            task.cancel()
        server.stop()


def demo(options: argparse.Namespace) -> int:
    """Play with the bot in the browser until Ctrl-C."""
    import uvloop

    with tempfile.TemporaryDirectory(prefix="tazalyq-demo-") as folder:
        uvloop.run(_demo(options, Path(folder)))
    return 0


async def _demo(options: argparse.Namespace, folder: Path) -> None:
    from bot import logs
    from bot.demo import BOT, settings_for
    from bot.settings import ROOT
    from sandbox.client import SandboxClient
    from sandbox.server import start

    try:
        box = await start(options.host, options.port, limits=True, borders=ROOT / "data" / "kz-regions.geojson")
    except OSError as error:
        where = f"{options.host}:{options.port}"
        raise CommandError(f"cannot listen on {where} ({error.strerror}): choose another --port") from None
    async with box, SandboxClient(box.url) as telegram:
        bot = await telegram.bot(**BOT)
        settings = settings_for(box.url, bot["token"], folder)
        logs.configure(settings, level=logging.WARNING)
        await _play(settings, telegram)


async def _play(settings: "Settings", telegram: "SandboxClient") -> None:
    """The bot runs while the people of the demo come in; then it is the visitor's turn."""
    from bot.demo import how_to_play, stage
    from bot.opening import opened
    from bot.past.seeding import SEEDED_YEAR, seeding_apart
    from migrations import upgrade

    async with opened(settings) as database:
        await upgrade(database)
    print("One moment: the year 2024 is being made up …", flush=True)
    async with seeding_apart(settings.database_url.get_secret_value(), SEEDED_YEAR, settings.zone):
        # Loading the bot takes as long as making up half a year.
        runtime = _runtime(settings, poll=True)

    async def raise_the_curtain() -> None:
        await stage(telegram, runtime.database)
        print(how_to_play(telegram.url), flush=True)

    async with asyncio.TaskGroup() as group:
        opening = group.create_task(raise_the_curtain())
        await runtime.run()
        opening.cancel()


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"demo": demo, "run": run, **ERRANDS}

if __name__ == "__main__":
    sys.exit(main())
