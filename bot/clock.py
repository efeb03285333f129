"""Time passes: timers whose moment has come are handled, once, each in one transaction or many of a kind together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from bot.news import announce
from bot.settings import Settings
from bot.talk import Teller
from domain.errors import Refused
from models import Timer
from models.database import Database
from services import summary_clock
from services.digest import keep_all_going

log = structlog.get_logger("clock")


@dataclass(frozen=True, slots=True)
class InBatches:
    """A handler that takes many timers of its name at once, by their subjects, in one transaction.

    For what may fall due by the thousand after a downtime. Where a batch fails, its timers are handled one by one.
    """

    handle: Callable[[Teller, list[str]], Awaitable[None]]
    size: int = 500


TimerHandler = Callable[[Teller, str], Awaitable[None]] | InBatches
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
        self._one_by_one = 0
        """How many timers are to be handled singly: those of a batch that failed."""
        self._begun = False

    async def tick(self, now: datetime | None = None) -> int:
        """Handle everything that is due; returns how many timers were handled."""
        number = 0
        if not self._begun:
            async with self.database.begin() as session:
                await keep_all_going(session, now or datetime.now(UTC), self.settings.zone)
                if summary_clock.NAME in self.handlers:
                    await summary_clock.keep_all(session, now or datetime.now(UTC), self.settings.zone)
            self._begun = True
        while (handled := await self.handle_due(now or datetime.now(UTC))) is not None:
            number += handled
        return number

    async def handle_due(self, now: datetime) -> int | None:
        """Handle one due timer, or a batch; returns how many, None where nothing is due.

        What fails is tried again later, then parked.
        """
        claimed: list[Claimed] = []
        try:
            async with self.database.begin() as session:
                claimed = await self._claim(session, now)
                if not claimed:
                    return None
                teller = Teller(session, self.settings, now, due_at=claimed[0].due_at)
                await self._handle(teller, claimed)
                await announce(teller)
                await teller.finish()
        except Refused as refusal:
            if not claimed:
                raise
            if len(claimed) > 1:
                return self._single_out(claimed, refusal)
            # The request has moved on by itself; the timer has nothing left to do.
            log.info("timer refused", timer=claimed[0][:2], refusal=type(refusal).__name__)
            await self._drop(claimed[0])
        except Exception as error:
            if not claimed:
                raise
            if len(claimed) > 1:
                return self._single_out(claimed, error)
            await self._failed(claimed[0], error, now)
        else:
            log.info("timer", timer=claimed[0][:2], number=len(claimed))
            self.handled()
        return len(claimed)

    async def _claim(self, session: AsyncSession, now: datetime) -> list[Claimed]:
        """Take the timer that has been due longest, and where its kind is handled in batches more of them."""
        first = [Claimed(*row) for row in await session.execute(_claim(now, 1))]
        handler = self.handlers.get(first[0].name) if first else None
        if self._one_by_one:
            self._one_by_one -= 1
        elif isinstance(handler, InBatches):
            rows = await session.execute(_claim(now, handler.size - 1, first[0].name))
            return first + [Claimed(*row) for row in rows]
        return first

    async def _handle(self, teller: Teller, claimed: list[Claimed]) -> None:
        handler = self.handlers[claimed[0].name]
        if isinstance(handler, InBatches):
            await handler.handle(teller, [timer.subject for timer in claimed])
        else:
            await handler(teller, claimed[0].subject)

    def _single_out(self, claimed: list[Claimed], error: Exception) -> int:
        """A batch failed, and with it all of its timers: which of them it was is found by taking them one by one."""
        log.warning("batch failed", timer=claimed[0].name, number=len(claimed), error=type(error).__name__)
        self._one_by_one = len(claimed)
        return 0

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


def _claim(now: datetime, limit: int, name: str | None = None) -> Any:
    """Take the timers that have been due longest: deleted here, and truly so when their handler commits.

    They are looked for in a CTE, since PostgreSQL looks into a subquery once for each row it compares: then every
    timer that is due can be the first of those not deleted yet, and `limit` holds none back.
    """
    due = (
        select(Timer.name, Timer.subject)
        .where(Timer.state == "pending", Timer.due_at <= now, *([] if name is None else [Timer.name == name]))
        .order_by(Timer.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        delete(Timer)
        .where(tuple_(Timer.name, Timer.subject).in_(select(due.c.name, due.c.subject)))
        .returning(Timer.name, Timer.subject, Timer.due_at)
        .execution_options(synchronize_session=False)
    )
