"""The sender: the only code that makes Telegram show something.

It takes parcels from the outbox in order of priority, one at a time for each chat, within Telegram's limits, and marks
what became of them. A parcel is sent at least once: a kill between sending and marking sends it again.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, delete, literal_column, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import Delivery
from bot.due import MADE, Delivered, Due, Picture
from bot.leases import LeaseHolder
from bot.limiter import Limiter
from bot.outbox import Priority
from models import Artefact, Media, OutboxMessage, Person, Screen, Topic
from models.database import Database
from models.upsert import prepared_insert
from services import channels, groups

log = structlog.get_logger("sender")

AT_A_LOOK = 60
"""Parcels read at once; twice what may be sent in a second."""
PACE = 0.02
"""Seconds from one look to the next at least: what arrives and what is written meanwhile shares one transaction."""
IDLE = 0.25
"""Seconds between looks for what other processes have put into the outbox."""
GIVE_UP = timedelta(hours=24)
"""For how long a parcel is retried while Telegram is away or answers with errors of its own."""
LONGEST_PAUSE = 5.0
"""Seconds between attempts while Telegram is away."""

MAKE_AGAIN = timedelta(seconds=30)
"""After a document could not be made; each further pause is three times as long."""
MAKINGS = 5
"""How often a document is tried before it is left to the administrator."""

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
                begun = monotonic()
                try:
                    wait = await self._round(group)
                except (DBAPIError, OSError) as error:
                    log.error("database unavailable", error=type(error).__name__)
                    wait = 1.0
                if not self._results and not self._stopping:
                    self.wake.clear()
                    # Not `wait_for`: before Python 3.12 it may swallow a cancellation.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(wait):
                            await self.wake.wait()
                await asyncio.sleep(begun + PACE - monotonic())
            while self._sending:
                await asyncio.sleep(PACE)
                await self._settle_and_look(look=False)
        await self.lease.give_up()

    def stop(self) -> None:
        """Ask the sender to end."""
        self._stopping = True
        self.wake.set()

    async def _round(self, group: asyncio.TaskGroup) -> float:
        """Mark what has arrived, start what may go now; returns the seconds until there may be more to do."""
        leads = await self.lease.hold()
        paused = self.limiter.paused_for(monotonic())
        parcels = await self._settle_and_look(look=leads and paused <= 0)
        if not leads or paused > 0:
            return min(paused or 1.0, 1.0)
        wait, now = IDLE, monotonic()
        held_back: set[int] = set()
        for due in parcels:
            delay = self._delay(due, now)
            if delay > 0:
                wait = min(wait, max(delay, 0.005))
                held_back.add(due.chat_id)
            if delay > 0 or (due.chat_id in held_back and due.form != "answer"):
                # What waits is not overtaken by what was said after it.
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

    async def _settle_and_look(self, *, look: bool) -> list[Due]:
        """Write down what has arrived since the last time, and read what is to go next, in one transaction."""
        results, self._results = self._results, []
        if not results and not look:
            return []
        settled = {result.due.chat_id for result in results if result.due.form != "answer"}
        try:
            async with self.database.begin() as session:
                if results:
                    await _mark(session, results)
                parcels = await self._due(session, self._busy - settled) if look else []
        except BaseException:
            self._results = results + self._results
            raise
        self._sending.difference_update(result.due.id for result in results)
        self._busy -= settled
        # Answers on their way do not make their chat busy, so they are told apart by their id.
        return [due for due in parcels if due.id not in self._sending]

    async def _due(self, session: AsyncSession, busy: set[int]) -> list[Due]:
        """The next parcels in order of priority, leaving out chats that can get nothing just now."""
        unready = [*busy, *self.limiter.unready(monotonic())]
        rows = await session.execute(_DUE, {"now": datetime.now(UTC), "unready": unready})
        parcels = [Due(*row) for row in rows]
        await _find_pictures(session, parcels)
        await _find_artefacts(session, parcels)
        await _find_topics(session, parcels)
        return parcels

    async def _carry(self, due: Due) -> None:
        result = await self.delivery.carry(due)
        if due.cost:
            self.limiter.end(due.chat_id, monotonic(), due.cost)
        self._learn(result)
        self._results.append(result)
        self.wake.set()

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


_DUE = (
    select(
        OutboxMessage.id, OutboxMessage.chat_id, OutboxMessage.form, OutboxMessage.screen, OutboxMessage.payload,
        OutboxMessage.version, OutboxMessage.priority, OutboxMessage.attempts, OutboxMessage.created_at,
        Screen.message_id, Screen.has_media, Person.last_message_id,
    )
    .outerjoin(Screen, and_(Screen.chat_id == OutboxMessage.chat_id, Screen.name == OutboxMessage.screen))
    .outerjoin(Person, Person.id == OutboxMessage.chat_id)
    .where(
        OutboxMessage.state == literal_column("'pending'"),
        OutboxMessage.not_before <= bindparam("now"),
        or_(OutboxMessage.form == "answer", OutboxMessage.chat_id.not_in(bindparam("unready", expanding=True))),
    )
    .order_by(OutboxMessage.priority, OutboxMessage.id)
    .limit(AT_A_LOOK)
)  # fmt: skip


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


async def _find_artefacts(session: AsyncSession, parcels: Iterable[Due]) -> None:
    """What is made at delivery, with the file ids under which Telegram has it already."""
    wanted = [(due, picture) for due in parcels if (picture := due.to_be_made())]
    if not wanted:
        return
    query = select(Artefact.key, Artefact.file_id).where(Artefact.key.in_({picture.key for _, picture in wanted}))
    found = {row.key: row.file_id for row in await session.execute(query)}
    for due, picture in wanted:
        due.pictures[MADE] = replace(picture, file_id=found.get(picture.key or ""))


async def _find_topics(session: AsyncSession, parcels: Iterable[Due]) -> None:
    """The topics of groups to which parcels go."""
    wanted = [due for due in parcels if "topic" in due.payload]
    if not wanted:
        return
    query = select(Topic.chat_id, Topic.key, Topic.thread_id).where(Topic.chat_id.in_({d.chat_id for d in wanted}))
    found = {(chat_id, key): thread for chat_id, key, thread in await session.execute(query)}
    for due in wanted:
        due.thread = found.get((due.chat_id, due.payload["topic"]))


async def _mark(session: AsyncSession, results: list[Delivered]) -> None:
    """Take away what was sent, keep what was not, remember which message shows which screen."""
    await _mark_sent(session, [r for r in results if r.outcome == "sent"])
    for result in results:
        due = result.due
        mine = OutboxMessage.id == due.id
        if result.thread is not None:
            topic = {"chat_id": due.chat_id, "key": due.payload["topic"], "thread_id": result.thread}
            await session.execute(prepared_insert(session, Topic, _made_anew), [topic])
        if result.outcome == "later" and datetime.now(UTC) - due.created_at > GIVE_UP:
            result.outcome = "failed"
        if result.outcome == "unmade" and due.attempts + 1 >= MAKINGS:
            result.outcome = "failed"
        if result.outcome == "failed":
            log.error("not sent", chat=due.chat_id, form=due.form, screen=due.screen, error=result.error)
            await session.execute(
                update(OutboxMessage)
                .where(mine, OutboxMessage.version == due.version)
                .values(state="failed", error=result.error, attempts=due.attempts + 1)
            )
        elif result.outcome == "unmade":
            again = datetime.now(UTC) + MAKE_AGAIN * 3**due.attempts
            await session.execute(update(OutboxMessage).where(mine).values(not_before=again, attempts=due.attempts + 1))
        elif result.outcome == "unreachable":
            log.info("unreachable", chat=due.chat_id, error=result.error)
            await session.execute(update(Person).where(Person.id == due.chat_id).values(reachable=False))
            await session.execute(
                delete(OutboxMessage).where(OutboxMessage.chat_id == due.chat_id, OutboxMessage.state == "pending")
            )
        elif result.outcome == "trouble":
            log.warning("group in trouble", chat=due.chat_id, trouble=result.trouble, error=result.error)
            await groups.note_trouble(session, due.chat_id, result.trouble, datetime.now(UTC))
            await channels.note_trouble(session, due.chat_id, datetime.now(UTC))
        elif result.outcome == "moved":
            await groups.moved(session, due.chat_id, result.new_chat, datetime.now(UTC))


_outbox: Any = OutboxMessage.__table__
_screens: Any = Screen.__table__
_DELETE = delete(_outbox).where(
    _outbox.c.id == bindparam("sent"), _outbox.c.version == bindparam("sent_version")
)  # fmt: skip
_TAKEN = delete(_screens).where(
    _screens.c.chat_id == bindparam("chat"),
    or_(_screens.c.message_id == bindparam("at"), _screens.c.message_id == bindparam("message")),
    _screens.c.name != bindparam("screen"),
)


def _now_shown(insert: Any) -> Any:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["chat_id", "name"], set_={"message_id": new.message_id, "has_media": new.has_media}
    )


def _now_kept(insert: Any) -> Any:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["key"], set_={"file_id": new.file_id, "made_at": new.made_at}
    )  # fmt: skip


def _made_anew(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["chat_id", "key"], set_={"thread_id": insert.excluded.thread_id}
    )


async def _mark_sent(session: AsyncSession, sent: list[Delivered]) -> None:
    if not sent:
        return
    # A parcel whose version has grown meanwhile holds newer content and stays.
    await session.execute(_DELETE, [{"sent": r.due.id, "sent_version": r.due.version} for r in sent])
    shown = [r for r in sent if r.due.form == "screen"]
    if shown:
        rows = [
            {"chat_id": r.due.chat_id, "name": r.due.screen, "message_id": r.message_id, "has_media": r.has_media}
            for r in shown
        ]
        await session.execute(prepared_insert(session, Screen, _now_shown), rows)
    # A button of another screen led here: the message is no longer that one's, to be deleted or edited by it.
    taken = [
        {"chat": r.due.chat_id, "at": r.due.payload["at"], "message": r.message_id, "screen": r.due.screen}
        for r in shown
        if "at" in r.due.payload
    ]
    if taken:
        await session.execute(_TAKEN, taken)
    made = dict(r.made for r in sent if r.made is not None)
    if made:
        now = datetime.now(UTC)
        artefacts = [{"key": key, "file_id": file_id, "made_at": now} for key, file_id in sorted(made.items())]
        await session.execute(prepared_insert(session, Artefact, _now_kept), artefacts)
    for result in sent:
        if result.due.form == "clear":
            await session.execute(
                delete(Screen).where(Screen.chat_id == result.due.chat_id, Screen.name == result.due.screen)
            )
        for media_id, file_id in result.uploaded.items():
            await session.execute(update(Media).where(Media.id == media_id).values(show_file_id=file_id))
