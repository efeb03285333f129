"""The inbox: updates are written down before they are acknowledged, and handled each in one transaction."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import orjson
import structlog
from sqlalchemy import bindparam, delete, exists, literal_column, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from domain.errors import Refused
from models import InboxUpdate
from models.database import Database
from models.upsert import prepared_insert

log = structlog.get_logger("inbox")

ATTEMPTS = 3
"""After so many failures an update is parked and the person is told."""
PAUSES = (timedelta(0), timedelta(seconds=1))
"""Pause after the first and the second failure. The lane waits, so it is short."""
LOOK_AGAIN = 0.3
"""Seconds between looks for updates that another process has written down."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update taken for handling, inside the transaction that will mark it done."""

    update_id: int
    lane: int
    body: dict[str, Any]


Handle = Callable[[AsyncSession, Claimed], Awaitable[str]]
"""Handles an update inside a transaction; returns what became of it: `done`, `ignored`, or `held` for later."""
Explain = Callable[[AsyncSession, Claimed, Refused], Awaitable[None]]
"""Tells a person why a rule said no."""
Apologise = Callable[[Claimed], Awaitable[None]]
"""Tells a person that their update was parked."""


def lane_of(body: dict[str, Any]) -> int:
    """The chat an update belongs to, so that updates of a chat stay in order; 0 for updates without one."""
    for part in body.values():
        if isinstance(part, dict):
            chat = part.get("chat") or (part.get("message") or {}).get("chat") or part.get("from") or {}
            if "id" in chat:
                return int(chat["id"])
    return 0


async def store(session: AsyncSession, updates: Sequence[dict[str, Any]]) -> int:
    """Write updates down; what Telegram delivers twice is dropped. Returns how many were new."""
    if not updates:
        return 0
    now = datetime.now(UTC)
    rows = [
        {
            "update_id": body["update_id"], "lane": lane_of(body), "body": orjson.dumps(body).decode(),
            "state": "pending", "attempts": 0, "not_before": now, "received_at": now,
        }
        for body in updates
    ]  # fmt: skip
    insert = prepared_insert(session, InboxUpdate, _new)
    return len((await session.execute(insert, rows)).all())


def _new(insert: Any) -> Any:
    return insert.on_conflict_do_nothing().returning(insert.table.c.update_id)


_inbox: Any = InboxUpdate.__table__
_earlier = _inbox.alias("earlier")


def _claim() -> Any:
    """Take the oldest update whose lane has none before it: marked done here, and truly so when the handler commits.

    A row locked by another worker is skipped, and those behind it are not the oldest of their lane: order holds.
    """
    mine, before = _inbox.c, _earlier.c
    oldest = (
        select(mine.update_id)
        .where(
            mine.state == literal_column("'pending'"),
            mine.not_before <= bindparam("now"),
            ~exists().where(
                before.state == literal_column("'pending'"),
                before.lane == mine.lane,
                before.update_id < mine.update_id,
            ),
        )
        .order_by(mine.update_id)
        .limit(literal_column("1"))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(_inbox)
        .where(mine.update_id == oldest)
        .values(state=literal_column("'done'"))
        .returning(mine.update_id, mine.lane, mine.body)
    )


_CLAIM = _claim()


def _mark(update_id: int, state: str) -> Any:
    return (
        update(InboxUpdate)
        .where(InboxUpdate.update_id == update_id)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


async def release_held(session: AsyncSession, lane: int) -> None:
    """Let the updates that waited for a person's consent be handled now."""
    await session.execute(
        update(InboxUpdate).where(InboxUpdate.lane == lane, InboxUpdate.state == "held").values(state="pending")
    )


async def empty_done(session: AsyncSession) -> None:
    """Forget what handled updates said: the inbox is nobody's archive. Their ids stay to recognise repeats."""
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.state == "done", InboxUpdate.body.is_not(None))
        .values(body=None)
        .execution_options(synchronize_session=False)
    )


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete handled updates received before a moment; Telegram repeats nothing older than 24 hours."""
    await session.execute(
        delete(InboxUpdate)
        .where(InboxUpdate.received_at < before, InboxUpdate.state.in_(("done", "held")))
        .execution_options(synchronize_session=False)
    )


class _FailingElsewhere(Exception):
    """Another worker has just failed with this update and is writing that down."""


class InboxRunner:
    """Handles what is in the inbox, each update in one transaction, lanes side by side and each in order."""

    def __init__(
        self, database: Database, handle: Handle, explain: Explain, apologise: Apologise, *, workers: int = 1
    ) -> None:
        self.database = database
        self.handle = handle
        self.explain = explain
        self.apologise = apologise
        # SQLite has one writer, so one worker; more would only queue behind it.
        self.workers = 1 if database.is_sqlite else workers
        self.arrived = asyncio.Event()
        self.handled = asyncio.Event()
        self._failing: set[int] = set()

    async def run(self) -> None:
        """Handle updates until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.workers):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            self.arrived.clear()
            try:
                while await self.handle_one():
                    pass
            except (DBAPIError, OSError) as error:
                log.error("database unavailable", error=type(error).__name__)
                await asyncio.sleep(1)
            # Not `wait_for`: before Python 3.12 it may swallow a cancellation.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await self.arrived.wait()

    async def handle_one(self) -> bool:
        """Handle one update; False where there is none to handle."""
        claimed: Claimed | None = None
        start = perf_counter()
        try:
            async with self.database.begin() as session:
                row = (await session.execute(_CLAIM, {"now": datetime.now(UTC)})).first()
                if row is None:
                    return False
                if row.update_id in self._failing:
                    raise _FailingElsewhere
                claimed = Claimed(row.update_id, row.lane, orjson.loads(row.body))
                state = await self._within(session, claimed)
        except _FailingElsewhere:
            return False
        except Refused as refusal:
            if claimed is None:
                raise
            state = await self._refused(claimed, refusal)
            if state == "failed":
                return True
        except Exception as error:
            # Whatever a handler does, its update is kept and its chat goes on.
            if claimed is None:
                raise
            await self._failed(claimed, error)
            return True
        finally:
            if claimed is not None:
                self._failing.discard(claimed.update_id)
        self.handled.set()
        kind = next((k for k in claimed.body if k != "update_id"), "nothing")
        log.info("update", id=claimed.update_id, kind=kind, outcome=state, ms=round((perf_counter() - start) * 1000, 1))
        return True

    async def _within(self, session: AsyncSession, claimed: Claimed) -> str:
        """Handle an update; one that fails is kept from the other workers until its failure has been written down."""
        try:
            state = await self.handle(session, claimed)
            # What was ignored is done, too: its body goes as soon.
            if state == "held":
                await session.execute(_mark(claimed.update_id, state))
        except BaseException:
            self._failing.add(claimed.update_id)
            raise
        return state

    async def _refused(self, claimed: Claimed, refusal: Refused) -> str:
        """A rule said no and everything was undone: say why, in a transaction of its own."""
        try:
            async with self.database.begin() as session:
                pending = (InboxUpdate.update_id == claimed.update_id, InboxUpdate.state == "pending")
                mine = update(InboxUpdate).where(*pending).values(state="done").returning(InboxUpdate.update_id)
                if (await session.execute(mine)).first() is not None:
                    await self.explain(session, claimed, refusal)
        except Exception as error:
            log.warning("refusal not explained", id=claimed.update_id, exc_info=error)
            await self._failed(claimed, error)
            return "failed"
        return f"refused: {type(refusal).__name__}"

    async def _failed(self, claimed: Claimed, error: Exception) -> None:
        """Count the failure; park the update after the last attempt and apologise."""
        async with self.database.begin() as session:
            # Another process may have been luckier with it meanwhile.
            pending = (InboxUpdate.update_id == claimed.update_id, InboxUpdate.state == "pending")
            row = await session.scalar(select(InboxUpdate).where(*pending).with_for_update())
            if row is None:
                return
            row.attempts += 1
            row.error = f"{type(error).__name__}: {error}"[:2000]
            parked = row.attempts >= ATTEMPTS
            if parked:
                row.state = "parked"
            else:
                row.not_before = datetime.now(UTC) + PAUSES[row.attempts - 1]
        if parked:
            log.error("update parked", id=claimed.update_id, exc_info=error)
            try:
                await self.apologise(claimed)
            except Exception as second:
                log.error("no apology", id=claimed.update_id, exc_info=second)
            self.handled.set()
        else:
            expected = isinstance(error, StaleDataError | DBAPIError)
            log.warning("update failed", id=claimed.update_id, error=type(error).__name__,
                        exc_info=None if expected else error)  # fmt: skip
