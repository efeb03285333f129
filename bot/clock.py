"""Time passes: timers whose moment has come are handled, each in one transaction, once."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from bot.news import announce
from bot.settings import Settings
from bot.talk import Teller
from domain.errors import Refused
from models import Timer
from models.database import Database

log = structlog.get_logger("clock")

TimerHandler = Callable[[Teller, str], Awaitable[None]]
"""What is done when a timer's moment has come; gets the timer's subject."""


class Claimed(NamedTuple):
    """A timer taken for handling, inside the transaction that will delete it."""

    name: str
    subject: str
    due_at: datetime


ATTEMPTS = 5
PAUSE = timedelta(seconds=30)


class Clock:
    """Handles due timers; `handlers` maps a timer's name to what is done."""

    def __init__(self, database: Database, settings: Settings, handlers: Mapping[str, TimerHandler]) -> None:
        self.database = database
        self.settings = settings
        self.handlers = handlers
        self.handled: Callable[[], Any] = lambda: None
        """Called after each timer, to wake the sender."""

    async def tick(self, now: datetime | None = None) -> int:
        """Handle everything that is due; returns how many timers were handled."""
        number = 0
        while await self.handle_one(now or datetime.now(UTC)):
            number += 1
        return number

    async def handle_one(self, now: datetime) -> bool:
        """Handle one due timer; False where there is none. What fails is tried again later, then parked."""
        claimed: Claimed | None = None
        try:
            async with self.database.begin() as session:
                row = (await session.execute(_claim(now))).first()
                if row is None:
                    return False
                claimed = Claimed(*row)
                teller = Teller(session, self.settings, now)
                await self.handlers[row.name](teller, row.subject)
                await announce(teller)
                await teller.finish()
        except Refused as refusal:
            # The request has moved on by itself; the timer has nothing left to do.
            if claimed is None:
                raise
            log.info("timer refused", timer=claimed[:2], refusal=type(refusal).__name__)
            await self._drop(claimed)
        except Exception as error:
            if claimed is None:
                raise
            await self._failed(claimed, error, now)
        else:
            log.info("timer", timer=claimed and claimed[:2])
            self.handled()
        return True

    async def _drop(self, claimed: Claimed) -> None:
        async with self.database.begin() as session:
            await session.execute(delete(Timer).where(*_is(claimed)))

    async def _failed(self, claimed: Claimed, error: Exception, now: datetime) -> None:
        expected = isinstance(error, StaleDataError | DBAPIError)
        log.warning("timer failed", timer=claimed[:2], error=type(error).__name__, exc_info=None if expected else error)
        async with self.database.begin() as session:
            timer = await session.scalar(select(Timer).where(*_is(claimed)).with_for_update())
            if timer is None:
                return
            timer.attempts += 1
            timer.error = f"{type(error).__name__}: {error}"[:2000]
            timer.due_at = now + PAUSE * timer.attempts
            if timer.attempts >= ATTEMPTS:
                timer.state = "parked"
                log.error("timer parked", timer=claimed[:2])


def _is(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    """The very timer that was claimed: one set anew since then has its own moment, and stays."""
    return Timer.name == claimed.name, Timer.subject == claimed.subject, Timer.due_at == claimed.due_at


def _claim(now: datetime) -> Any:
    """Take the timer that has been due longest: deleted here, and truly so when its handler commits."""
    due = (
        select(Timer.name, Timer.subject)
        .where(Timer.state == "pending", Timer.due_at <= now)
        .order_by(Timer.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .subquery()
    )
    return (
        delete(Timer)
        .where(tuple_(Timer.name, Timer.subject).in_(select(due.c.name, due.c.subject)))
        .returning(Timer.name, Timer.subject, Timer.due_at)
        .execution_options(synchronize_session=False)
    )
