"""What the log lines look like, and that no secret is ever in one."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from bot.settings import Settings

TOKEN = "4200000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc"
SECRETS = {
    "bot_token": TOKEN,
    "webhook_secret": "webhook-secret-of-ours",
    "database_url": 'postgresql://desk:p%40ss"word@localhost/desk',
}


SPELLINGS = [
    TOKEN,
    TOKEN.partition(":")[2],
    TOKEN.replace(":", "%3A"),
    SECRETS["webhook_secret"],
    'p@ss"word',
    'p%40ss"word',
    "p%40ss%22word",
]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave the process's logging as it was."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    logging.captureWarnings(False)
    structlog.reset_defaults()


def configured(form: str) -> tuple[io.StringIO, Settings]:
    """Logging set up into a buffer, with all secrets set."""
    stream = io.StringIO()
    settings = Settings(_env_file=None, log_format=form, **SECRETS)
    logs.configure(settings, stream)
    return stream, settings


def test_a_json_line_is_complete() -> None:
    """Without it log collectors might not be able to read our lines."""
    stream, _ = configured("json")
    structlog.get_logger("inbox").info("update", id=7, outcome="done", ms=1.5)
    line = json.loads(stream.getvalue())
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(0)
    assert line == {"event": "update", "id": 7, "outcome": "done", "ms": 1.5, "level": "info", "logger": "inbox"}


def test_a_text_line_is_one_line() -> None:
    """Without it a person could not read what happened at a glance."""
    stream, _ = configured("text")
    structlog.get_logger("inbox").info("update", id=7)
    assert stream.getvalue().count("\n") == 1
    assert "update" in stream.getvalue() and "inbox" in stream.getvalue() and "id=7" in stream.getvalue()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", SPELLINGS)
@pytest.mark.parametrize("way", ["event", "field", "exception", "library", "warning", "uncaught"])
def test_no_secret_is_logged(form: str, secret: str, way: str) -> None:
    """Without it a token could be read by whoever reads the log: aiohttp's errors carry the address with it."""
    stream, _ = configured(form)
    speak(way, f"cannot reach https://api.telegram.org/bot{secret}/getUpdates")
    written = stream.getvalue()
    assert "cannot reach" in written and logs.MASK in written
    assert secret not in written and json.dumps(secret)[1:-1] not in written


def speak(way: str, text: str) -> None:
    """Let `text` be logged in one of the ways there are."""
    log = structlog.get_logger("poller")
    error = OSError(text)
    said: dict[str, Any] = {
        "event": lambda: log.error(text),
        "field": lambda: log.error("failed", said=text),
        "exception": lambda: log.error("failed", exc_info=error),
        "library": lambda: logging.getLogger("aiogram.event").error("failed: %s", text),
        "warning": lambda: _warn(text),
        "uncaught": lambda: sys.excepthook(OSError, error, None),
    }
    said[way]()


def _warn(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(text, stacklevel=1)


def test_libraries_speak_from_warning_and_we_from_info() -> None:
    """Without it every poll and every statement would fill the log."""
    stream, _ = configured("json")
    for name in ("aiogram.event", "sqlalchemy.engine", "apscheduler", "uvicorn.error"):
        logging.getLogger(name).info("chatter of a library")
        logging.getLogger(name).warning("trouble in %s", name)
    structlog.get_logger("sender").debug("chatter of ours")
    structlog.get_logger("sender").info("news of ours")
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert events[:-1] == [
        f"trouble in {n}" for n in ("aiogram.event", "sqlalchemy.engine", "apscheduler", "uvicorn.error")
    ]
    assert events[-1] == "news of ours"


def test_settings_do_not_print_secrets() -> None:
    """Without it printing the settings would give everything away."""
    _, settings = configured("json")
    shown = f"{settings!r} {settings} {settings.model_dump_json()}"
    assert not any(secret in shown for secret in SECRETS.values())
