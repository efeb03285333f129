"""Leases: the right to be the only process that does something, held for a few seconds at a time."""

import os
import secrets
import socket
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import or_, select, update

from models import Lease
from models.database import Database
from models.upsert import insert_into

TERM = timedelta(seconds=6)
"""How long a lease lasts unrenewed: how soon another process takes over from one that died."""
RENEW_AFTER = 2.0
"""Seconds after which a holder renews."""


def _has_died(holder: str) -> bool:
    """Whether a holder on this very machine is gone: its lease need not run out first."""
    host, pid, _ = holder.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    if int(pid) == os.getpid():
        # In a container every first process has the same number: the one that had it before us is gone.
        return holder not in _OURS
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


_OURS: set[str] = set()
"""The holders of this process."""


class LeaseHolder:
    """Holds, renews and gives up one lease on behalf of this process."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.name = name
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._renewed: float | None = None
        _OURS.add(self.holder)

    async def hold(self) -> bool:
        """Whether the lease is ours now; takes it where it is free or has run out, renews it where it is ours."""
        if self._renewed is not None and monotonic() - self._renewed < RENEW_AFTER:
            return True
        asked = monotonic()
        now = datetime.now(UTC)
        async with self.database.begin() as session:
            await session.execute(
                insert_into(session, Lease)
                .values(name=self.name, holder=self.holder, expires_at=now + TERM)
                .on_conflict_do_nothing()
            )
            holder = await session.scalar(select(Lease.holder).where(Lease.name == self.name))
            dead = [holder] if holder is not None and _has_died(holder) else []
            taken = await session.execute(
                update(Lease)
                .where(Lease.name == self.name, or_(Lease.holder.in_([self.holder, *dead]), Lease.expires_at < now))
                .values(holder=self.holder, expires_at=now + TERM)
                .returning(Lease.name)
                .execution_options(synchronize_session=False)
            )
            ours = taken.first() is not None
        self._renewed = asked if ours else None
        return ours

    async def give_up(self) -> None:
        """Free the lease at once, so that the next process need not wait for its end.

        Asks the database even where we know of no lease: a cancellation may have come between taking and knowing.
        """
        self._renewed = None
        async with self.database.begin() as session:
            await session.execute(
                update(Lease)
                .where(Lease.name == self.name, Lease.holder == self.holder)
                .values(expires_at=datetime.now(UTC) - TERM)
            )
