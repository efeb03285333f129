"""The workshop: files that people ordered are made outside any transaction and outside the event loop, then sent.

An order is taken for a while, so that one process works at it, and for longer while its maker shows signs of life; when
that process is killed, another takes over. A file is sent at least once and never lost: only what hands it to the
outbox takes the order from the bench.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.job import TAKEN_FOR, TIME_LIMIT, Job, Made, Maker, Overtaken, Progress, open_order, take_away
from bot.settings import Settings
from bot.talk import Teller
from bot.translator import Html, Translator
from bot.views import makings as views
from bot.views import refusals
from domain.errors import Refused
from models import Making, Person
from models.database import Database
from services import makings
from services.storage import FolderStore
from services.timers import set_timer

__all__ = ["ATTEMPTS", "TAKEN_FOR", "Job", "Made", "Maker", "Workshop"]

log = structlog.get_logger("workshop")

ATTEMPTS = 4
"""How often it is tried, kills included, before the person is told that it cannot be made."""
PAUSE = timedelta(seconds=20)
"""Before the second attempt; each further pause is three times as long."""
LOOK_AGAIN = 0.5


class Workshop:
    """Makes what was ordered, one file at a time; `makers` maps the name of an order to its maker."""

    def __init__(self, database: Database, store: FolderStore, settings: Settings, makers: Mapping[str, Maker]) -> None:
        self.database = database
        self.store = store
        self.settings = settings
        self.makers = makers
        self.handled: Callable[[], Any] = lambda: None
        """Called after each order, to wake the sender."""

    async def run(self) -> None:
        """Make files until cancelled."""
        while True:
            try:
                if await self.make_one():
                    continue
            except (DBAPIError, OSError) as error:
                log.error("cannot store", error=type(error).__name__)
            except Exception as error:
                # The order stays taken for a while and is then tried again; the others go on.
                log.error("cannot finish", exc_info=error)
            await asyncio.sleep(LOOK_AGAIN)

    async def make_one(self, now: datetime | None = None) -> bool:
        """Make one file that is due; False where there is none."""
        job = await self._take(now or datetime.now(UTC))
        if job is None:
            return False
        if job.attempts > ATTEMPTS:
            # Whoever worked at it was killed each time, perhaps by it.
            await self._park(job, "given up by every process that took it")
            return True
        try:
            await self._work(job)
        except Overtaken:
            log.info("order overtaken", order=job.name, id=job.id)
        except Refused as refusal:
            log.info("order refused", order=job.name, refusal=type(refusal).__name__)
            await self._dismiss(job, refusal)
        except (DBAPIError, OSError) as error:
            await self._failed(job, error)
        except Exception as error:
            # Whatever a maker may stumble over; the next order must not suffer from it.
            log.error("file not made", order=job.name, exc_info=error)
            await self._failed(job, error)
        self.handled()
        return True

    async def _work(self, job: Job) -> None:
        """Make what was ordered, keep it, and hand it over."""
        async with self.store.workspace() as folder:
            async with asyncio.timeout(TIME_LIMIT) as limit:
                made = await self.makers[job.name](
                    replace(job, folder=folder, progress=Progress(job, limit, lambda: self.handled()))
                )
            files = [made] if isinstance(made, Made) else made
            keys = [await self._keep(one) for one in files]
        await self._hand_over(job, files, keys)

    async def _keep(self, made: Made) -> str:
        if made.path is None:
            return await self.store.save(made.content, made.suffix)
        return await self.store.save_file(made.path, made.suffix)

    async def _take(self, now: datetime) -> Job | None:
        """Take the order that has waited longest for a while; a look without a lock finds that there is none."""
        # What only a newer version can make is left to the processes that run it.
        known = Making.name.in_(list(self.makers))
        due = select(Making).where(Making.state == "pending", Making.not_before <= now, known).limit(1)
        async with self.database.reading() as session:
            if await session.scalar(due.with_only_columns(Making.id)) is None:
                return None
        async with self.database.begin() as session:
            query = due.order_by(Making.not_before, Making.id).with_for_update(skip_locked=True)
            making = await session.scalar(query)
            if making is None:
                return None
            making.not_before, making.attempts = now + TAKEN_FOR, making.attempts + 1
            return Job(
                making.id, making.name, making.person_id, making.details, making.created_at, making.attempts,
                self.database, self.store, self.settings,
            )  # fmt: skip

    async def _hand_over(self, job: Job, files: Sequence[Made], keys: Sequence[str]) -> None:
        """In one transaction: the files go to the outbox, and the order from the bench."""
        now = datetime.now(UTC)
        async with self.database.begin() as session:
            making = await open_order(session, job)
            if making is None:
                # Erased meanwhile, or made by another process.
                for key in keys:
                    await makings.drop_file(session, self.store, key, but=0)
                return
            making.state, making.key = "made", keys[0]
            others = [makings.made_too(making, key) for key in keys[1:]]
            session.add_all(others)
            await session.flush()
            for one in (making, *others):
                await set_timer(session, "forget_made", one.id, now + makings.KEPT)
            teller = Teller(session, self.settings, now)
            person = await session.get_one(Person, job.person_id)
            for made, key in zip(files, keys, strict=True):
                teller.tell_document(person, key, made.name, made.caption)
            await take_away(teller, job)
            await teller.finish()
        log.info("file made", order=job.name, files=len(files))

    async def _failed(self, job: Job, error: Exception) -> None:
        """Later, then never."""
        said = f"{type(error).__name__}: {error}"[:2000]
        if job.attempts >= ATTEMPTS:
            await self._park(job, said)
            return
        log.warning("file not made", order=job.name, error=type(error).__name__, attempts=job.attempts)
        async with self.database.begin() as session:
            making = await open_order(session, job)
            if making is not None:
                making.not_before = datetime.now(UTC) + PAUSE * 3 ** (job.attempts - 1)
                making.error = said

    async def _park(self, job: Job, error: str) -> None:
        """Keep it for the administrator to look at, and tell the person."""
        log.error("order parked", order=job.name, id=job.id)
        async with self.database.begin() as session:
            making = await open_order(session, job)
            if making is not None:
                making.state, making.error = "parked", error
                await self._tell(session, job, views.not_made)

    async def _dismiss(self, job: Job, refusal: Refused) -> None:
        """They may not have it (any more): say so."""
        async with self.database.begin() as session:
            making = await open_order(session, job)
            if making is not None:
                await session.delete(making)
                await self._tell(session, job, lambda t: refusals.sentence(t, refusal))

    async def _tell(self, session: AsyncSession, job: Job, say: Callable[[Translator], Html]) -> None:
        teller = Teller(session, self.settings, datetime.now(UTC))
        person = await session.get_one(Person, job.person_id)
        teller.tell(person, Content(say(teller.translator_for(person))))
        await take_away(teller, job)
        await teller.finish()
