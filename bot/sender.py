"""The sender: the only code that makes Telegram show something.

It takes parcels from the outbox in order of priority, one at a time for each chat, within Telegram's limits, and marks
what became of them. A parcel is sent at least once: a kill between sending and marking sends it again.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import and_, delete, or_, select, tuple_, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import Delivered, Delivery, Due, Picture
from bot.leases import LeaseHolder
from bot.limiter import Limiter
from bot.outbox import Priority
from models import Media, OutboxMessage, Person, Screen
from models.database import Database
from models.upsert import insert_into

log = structlog.get_logger("sender")

AT_A_LOOK = 60
"""Parcels read at once; twice what may be sent in a second."""
IDLE = 0.25
"""Seconds between looks for what other processes have put into the outbox."""
GIVE_UP = timedelta(hours=24)
"""For how long a parcel is retried while Telegram is away or answers with errors of its own."""
LONGEST_PAUSE = 5.0
"""Seconds between attempts while Telegram is away."""

SINGLE_FAILURES = 3
"""After more failures in a row it is Telegram that is away, not one message that is unlucky."""


class Sender:
    """Sends what is in the outbox while this process holds the lease."""

    def __init__(self, database: Database, delivery: Delivery, lease: LeaseHolder) -> None:
        self.database = database
        self.delivery = delivery
        self.lease = lease
        self.limiter = Limiter()
        self.wake = asyncio.Event()
        self._busy: set[int] = set()
        self._sending: set[int] = set()
        self._results: list[Delivered] = []
        self._away = 0
        self._stopping = False

    async def run(self) -> None:
        """Send until told to stop; what is on its way is waited for and marked."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                try:
                    wait = await self._round(group)
                except (DBAPIError, OSError) as error:
                    log.error("database unavailable", error=type(error).__name__)
                    wait = 1.0
                if not self._results:
                    self.wake.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self.wake.wait(), wait)
            while self._sending:
                await asyncio.sleep(0.02)
                await self._settle()
        await self.lease.give_up()

    def stop(self) -> None:
        """Ask the sender to end."""
        self._stopping = True
        self.wake.set()

    async def _round(self, group: asyncio.TaskGroup) -> float:
        """Mark what has arrived, start what may go now; returns the seconds until there may be more to do."""
        await self._settle()
        if not await self.lease.hold():
            return 1.0
        now = monotonic()
        paused = self.limiter.paused_for(now)
        if paused > 0:
            return min(paused, 1.0)
        wait = IDLE
        for due in await self._due(now):
            delay = self._delay(due, now)
            if delay > 0:
                wait = min(wait, max(delay, 0.005))
                continue
            if due.form != "answer":
                self._busy.add(due.chat_id)
            self.limiter.begin(now, due.cost, bulk=due.priority == Priority.BULK)
            self._sending.add(due.id)
            group.create_task(self._carry(due))
        return wait

    def _delay(self, due: Due, now: float) -> float:
        if due.form == "answer":
            return 0.0
        if due.chat_id in self._busy:
            return IDLE
        bulk = due.priority == Priority.BULK
        overall = self.limiter.overall_wait(now, bulk=bulk, cost=due.cost)
        return max(overall, self.limiter.chat_wait(due.chat_id, now, due.cost))

    async def _due(self, now: float) -> list[Due]:
        """The next parcels in order of priority, leaving out chats that can get nothing just now."""
        unready = [*self._busy, *self.limiter.unready(now)]
        columns = (
            OutboxMessage.id, OutboxMessage.chat_id, OutboxMessage.form, OutboxMessage.screen, OutboxMessage.payload,
            OutboxMessage.version, OutboxMessage.priority, OutboxMessage.attempts, OutboxMessage.created_at,
            Screen.message_id, Screen.has_media, Person.last_message_id,
        )  # fmt: skip
        query = (
            select(*columns)
            .outerjoin(Screen, and_(Screen.chat_id == OutboxMessage.chat_id, Screen.name == OutboxMessage.screen))
            .outerjoin(Person, Person.id == OutboxMessage.chat_id)
            .where(
                OutboxMessage.state == "pending",
                OutboxMessage.not_before <= datetime.now(UTC),
                or_(OutboxMessage.form == "answer", OutboxMessage.chat_id.not_in(unready)),
            )
            .order_by(OutboxMessage.priority, OutboxMessage.id)
            .limit(AT_A_LOOK)
        )
        async with self.database.reading() as session:
            parcels = [Due(*row) for row in await session.execute(query)]
            await _find_pictures(session, parcels)
        # Answers on their way do not make their chat busy, so they are told apart by their id.
        return [due for due in parcels if due.id not in self._sending]

    async def _carry(self, due: Due) -> None:
        result = await self.delivery.carry(due)
        if due.cost:
            self.limiter.end(due.chat_id, monotonic(), due.cost)
        self._results.append(result)
        self.wake.set()

    async def _settle(self) -> None:
        """Write down what became of the parcels that have arrived since the last time, in one transaction."""
        results, self._results = self._results, []
        if not results:
            return
        try:
            async with self.database.begin() as session:
                await _mark(session, results)
        except BaseException:
            self._results = results + self._results
            raise
        for result in results:
            self._learn(result)
            self._sending.discard(result.due.id)
            self._busy.discard(result.due.chat_id)

    def _learn(self, result: Delivered) -> None:
        """Slow down where Telegram asks for it or is away, speed up when it is back."""
        now = monotonic()
        if result.outcome != "later":
            self._away = 0
            return
        if result.wait:
            # In a group the limit is the group's; in a private chat it is the whole bot that is too fast.
            self.limiter.pause(now + result.wait, result.due.chat_id if result.due.chat_id < 0 else None)
            log.warning("told to wait", seconds=result.wait, chat=result.due.chat_id)
            return
        self._away += 1
        pause = min(0.25 * 2 ** min(self._away, 8), LONGEST_PAUSE)
        self.limiter.pause(now + pause, result.due.chat_id)
        if self._away > SINGLE_FAILURES:
            self.limiter.pause(now + pause)
        log.warning("telegram unavailable", error=result.error, pause=round(pause, 1))


async def _find_pictures(session: AsyncSession, parcels: Iterable[Due]) -> None:
    wanted = {media_id for due in parcels for media_id in due.wanted_media()}
    if not wanted:
        return
    rows = await session.execute(
        select(Media.id, Media.kind, Media.show_file_id, Media.key).where(Media.id.in_(wanted))
    )
    found = {row.id: Picture(*row) for row in rows}
    for due in parcels:
        due.pictures = {i: found[i] for i in due.wanted_media() if i in found}


async def _mark(session: AsyncSession, results: list[Delivered]) -> None:
    """Take away what was sent, keep what was not, remember which message shows which screen."""
    await _mark_sent(session, [r for r in results if r.outcome == "sent"])
    for result in results:
        due = result.due
        mine = OutboxMessage.id == due.id
        if result.outcome == "later" and datetime.now(UTC) - due.created_at > GIVE_UP:
            result.outcome = "failed"
        if result.outcome == "failed":
            log.error("not sent", chat=due.chat_id, form=due.form, screen=due.screen, error=result.error)
            await session.execute(
                update(OutboxMessage)
                .where(mine, OutboxMessage.version == due.version)
                .values(state="failed", error=result.error, attempts=due.attempts + 1)
            )
        elif result.outcome == "unreachable":
            log.info("unreachable", chat=due.chat_id, error=result.error)
            await session.execute(update(Person).where(Person.id == due.chat_id).values(reachable=False))
            await session.execute(
                delete(OutboxMessage).where(OutboxMessage.chat_id == due.chat_id, OutboxMessage.state == "pending")
            )
        elif result.outcome == "moved":
            for table in (OutboxMessage, Screen):
                await session.execute(update(table).where(table.chat_id == due.chat_id).values(chat_id=result.new_chat))


async def _mark_sent(session: AsyncSession, sent: list[Delivered]) -> None:
    if not sent:
        return
    # A parcel whose version has grown meanwhile holds newer content and stays.
    await session.execute(
        delete(OutboxMessage)
        .where(tuple_(OutboxMessage.id, OutboxMessage.version).in_([(r.due.id, r.due.version) for r in sent]))
        .execution_options(synchronize_session=False)
    )
    shown = [r for r in sent if r.due.form == "screen"]
    if shown:
        insert = insert_into(session, Screen).values(
            [
                {"chat_id": r.due.chat_id, "name": r.due.screen, "message_id": r.message_id, "has_media": r.has_media}
                for r in shown
            ]
        )
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["chat_id", "name"],
                set_={"message_id": insert.excluded.message_id, "has_media": insert.excluded.has_media},
            )
        )
    for result in shown:
        if "at" in result.due.payload:
            # A button of another screen led here: the message is no longer that one's, to be deleted or edited by it.
            await session.execute(
                delete(Screen).where(
                    Screen.chat_id == result.due.chat_id,
                    Screen.message_id.in_((result.due.payload["at"], result.message_id)),
                    Screen.name != result.due.screen,
                )
            )
    for result in sent:
        if result.due.form == "clear":
            await session.execute(
                delete(Screen).where(Screen.chat_id == result.due.chat_id, Screen.name == result.due.screen)
            )
        for media_id, file_id in result.uploaded.items():
            await session.execute(update(Media).where(Media.id == media_id).values(show_file_id=file_id))
