"""Log lines: one form for ours and the libraries', UTC times, and no secret in any of them."""

import logging
import sys
import traceback
from collections.abc import Iterable
from typing import TextIO
from urllib.parse import quote, urlsplit

import orjson
import structlog
from sqlalchemy import make_url
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import Settings

MASK = "***"
SHORTEST = 4
"""Secrets shorter than this are not looked for: they would blot out ordinary words."""


def secrets_of(settings: Settings) -> list[str]:
    """Every secret of an installation, in each spelling in which it may turn up in a text; the longest first."""
    plain = [settings.webhook_secret.get_secret_value()]
    if settings.bot_token is not None:
        token = settings.bot_token.get_secret_value()
        plain += [token, token.partition(":")[2]]
    url = make_url(settings.database_url.get_secret_value())
    # The address of a SQLite file is no secret, and people need to read it.
    if url.get_backend_name() != "sqlite":
        address = settings.database_url.get_secret_value()
        as_written = urlsplit(address).password or ""
        plain += [address, as_written, url.password or "", str(url.query.get("password", ""))]
    spelled = {
        form for secret in plain for form in (secret, quote(secret, safe=""), orjson.dumps(secret).decode()[1:-1])
    }
    return sorted((form for form in spelled if len(form) >= SHORTEST), key=lambda form: (-len(form), form))


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` with asterisks in the place of each secret."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


class LineLogger:
    """Writes finished lines to a stream, at once; `name` says which part of the program speaks."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name = name
        self._stream = stream

    def msg(self, line: str) -> None:
        """Write one line."""
        self._stream.write(line + "\n")
        self._stream.flush()

    log = debug = info = warning = warn = error = critical = exception = failure = fatal = msg


class Forward(logging.Handler):
    """Hands what libraries log to structlog, so that it gets the same form and the same masking."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on under the name of its logger."""
        log = structlog.get_logger(record.name)
        log.log(record.levelno, record.getMessage(), exc_info=record.exc_info or None)


def configure(settings: Settings, stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Set logging up for the whole process: text or JSON as the settings say.

    Ours from `level`, the libraries' from WARNING. An exception that nobody caught is printed masked, too.
    """
    secrets = secrets_of(settings)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _add_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
            _renderer(settings.log_format, stream),
            lambda _logger, _method, line: masked(str(line), secrets),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda name="main": LineLogger(name, stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [Forward()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, error, trace: stream.write(
        masked("".join(traceback.format_exception(kind, error, trace)), secrets)
    )


def _add_name(logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["logger"] = logger.name
    return event


def _renderer(form: str, stream: TextIO) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(
            serializer=lambda event, **_: orjson.dumps(event, default=str).decode()
        )
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), timestamp_key="time", exception_formatter=structlog.dev.plain_traceback, pad_event_to=24
    )
