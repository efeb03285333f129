"""`python -m sandbox`: a sandbox of its own, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from .errors import ControlError
from .server import start


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A local Telegram Bot API server with a chat page.",
        epilog="example: python -m sandbox --port 8081 --bot 42:token-of-my-bot",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8081, help="port to listen on (default 8081, 0 = any)")
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's sending limits")
    parser.add_argument("--bot", metavar="TOKEN", action="append", default=[], help="register a bot's token")
    parser.add_argument("--borders", type=Path, help="GeoJSON file for the page's map")
    parser.add_argument("--pictures", type=Path, help="folder of built-in pictures")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    """Run until cancelled."""
    sandbox = await start(
        options.host, options.port, limits=options.limits, borders=options.borders, pictures=options.pictures
    )
    async with sandbox:
        for token in options.bot:
            sandbox.state.add_bot(token, None, None)
        print(sandbox.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    given = arguments()
    try:
        asyncio.run(serve(given))
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    except (OSError, ControlError) as problem:
        raise SystemExit(f"sandbox: {problem}") from None
