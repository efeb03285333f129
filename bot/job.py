"""What a maker of files is given, what it gives back, and how it says how far it is."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox import Parcel, Priority
from bot.settings import Settings
from bot.talk import Teller
from bot.translator import Translator, translator
from bot.views import makings as views
from domain.permissions import Actor
from models import Making, OutboxMessage, Person, Screen
from models.database import Database
from services import people
from services.storage import FolderStore

TAKEN_FOR = timedelta(minutes=5)
"""An order that somebody works at is nobody else's for this long after the last sign of life."""
TIME_LIMIT = 240.0
"""Seconds a maker may take without a sign of life; less than it is taken for, so that two do not work at it."""
TOLD_EVERY = 3.0
"""Seconds between two signs that the person sees: Telegram lets one message be edited so often."""


class Overtaken(Exception):
    """The order is not this maker's any more: erased with its person, or made by another process meanwhile."""


async def _silent(share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a maker is given: for whom, of what, since when, and where to look."""

    id: int
    name: str
    person_id: int
    details: dict[str, Any]
    ordered_at: datetime
    attempts: int
    database: Database
    store: FolderStore
    settings: Settings
    folder: Path = Path()
    """For files in the making; gone when those that were made are kept."""
    progress: Callable[[float], Awaitable[None]] = _silent
    """Say how much is done, 0 to 1: makers of what takes long call it at least every minute, however often."""

    async def customer(self, session: AsyncSession) -> tuple[Person, Actor]:
        """The person it is made for, with the roles they hold now."""
        person = await session.get_one(Person, self.person_id)
        return person, await people.actor_for(session, person, self.settings.admin_ids)

    def translator_for(self, person: Person) -> Translator:
        """The language it is made in."""
        return translator(person.locale or self.settings.default_locale, self.settings.zone)

    @property
    def screen(self) -> str:
        """The place where the person sees how far it is."""
        return screen_of(self.id)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its bytes, the suffix they are stored under (`.pdf`), its name and caption in the chat.

    A large one is a file in the job's folder instead, and `content` is empty.
    """

    content: bytes
    suffix: str
    name: str
    caption: str
    path: Path | None = None


Maker = Callable[[Job], Awaitable[Made | Sequence[Made]]]
"""Makes a file, or several that belong together. It reads in short sessions of its own, keeps long work out of the loop
(`asyncio.to_thread`), and may raise a `Refused`, which the person is told. The same order made again should give the
same bytes."""


def screen_of(making_id: int) -> str:
    """The place where the person sees how far an order is."""
    return f"making{making_id}"


class Progress:
    """The signs of life of a maker: they keep the order its own, hold off the time limit, and are shown to the person.

    Calling it raises Overtaken where the order is nobody's to make any more.
    """

    def __init__(self, job: Job, limit: asyncio.Timeout, shown: Callable[[], Any]) -> None:
        self._job = job
        self._limit = limit
        self._shown = shown
        self._last = monotonic()

    async def __call__(self, share: float) -> None:
        self._limit.reschedule(asyncio.get_running_loop().time() + TIME_LIMIT)
        if monotonic() - self._last < TOLD_EVERY:
            return
        self._last = monotonic()
        job, now = self._job, datetime.now(UTC)
        async with job.database.begin() as session:
            making = await open_order(session, job)
            if making is None:
                raise Overtaken
            making.not_before = now + TAKEN_FOR
            teller = Teller(session, job.settings, now)
            person = await session.get_one(Person, job.person_id)
            content = views.progress(teller.translator_for(person), share)
            teller.tell(person, content, screen=job.screen, priority=Priority.REPLY, sound=False)
            await teller.finish()
        self._shown()


async def open_order(session: AsyncSession, job: Job) -> Making | None:
    """The order, locked; None where it is no longer this job's to make."""
    making = await session.get(Making, job.id, with_for_update=True)
    mine = making is not None and making.state == "pending" and making.attempts == job.attempts
    return making if mine else None


async def take_away(teller: Teller, job: Job) -> None:
    """The file is made, or never will be: take away what said how far it was."""
    shown = select(Screen.name).where(Screen.chat_id == job.person_id, Screen.name == job.screen)
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.chat_id == job.person_id, OutboxMessage.screen == job.screen, OutboxMessage.state == "pending"
    )
    if await teller.session.scalar(shown) is None and await teller.session.scalar(waiting) is None:
        return
    teller.outbox.put(Parcel(job.person_id, "clear", {}, teller.now, Priority.REPLY, job.screen))
