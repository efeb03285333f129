"""How the installation is: what waits in the inbox and the outbox, for how long, and whether somebody sends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import InboxUpdate, Lease, OutboxMessage

LONGEST_WAIT = timedelta(seconds=60)
"""An update that has waited longer than this means that nobody handles updates."""
SENDER_MISSED = timedelta(seconds=15)
"""A lease that ran out this long ago means that no process has taken over the sending."""


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """Numbers of rows, and seconds; `sender_missed_s` is negative while a process leads, None when none ever has."""

    inbox_pending: int
    inbox_oldest_s: float
    outbox_pending: int
    outbox_oldest_s: float
    outbox_failed: int
    sender_missed_s: float | None

    def problems(self) -> list[str]:
        """What somebody should look into; empty when all is well."""
        found = []
        if self.inbox_oldest_s > LONGEST_WAIT.total_seconds():
            found.append(f"an update has been waiting for {self.inbox_oldest_s:.0f} seconds")
        if self.sender_missed_s is None:
            found.append("no process has ever been sending")
        elif self.sender_missed_s > SENDER_MISSED.total_seconds():
            found.append(f"no process has been sending for {self.sender_missed_s:.0f} seconds")
        return found


async def take(session: AsyncSession, now: datetime) -> VitalSigns:
    """Look once; three short queries on indexes."""
    waiting = select(func.count(), func.min(InboxUpdate.received_at)).where(InboxUpdate.state == "pending")
    inbox_pending, inbox_since = (await session.execute(waiting)).one()
    parcels = select(OutboxMessage.state, func.count(), func.min(OutboxMessage.not_before)).group_by(
        OutboxMessage.state
    )
    outbox = {row[0]: row[1:] for row in await session.execute(parcels)}
    outbox_pending, outbox_since = outbox.get("pending", (0, None))
    lease_end = await session.scalar(select(Lease.expires_at).where(Lease.name == "sender"))
    return VitalSigns(
        inbox_pending=inbox_pending,
        inbox_oldest_s=_age(inbox_since, now),
        outbox_pending=outbox_pending,
        outbox_oldest_s=_age(outbox_since, now),
        outbox_failed=outbox.get("failed", (0, None))[0],
        sender_missed_s=None if lease_end is None else (now - lease_end).total_seconds(),
    )


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds since a moment, 0 for none and for moments to come."""
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
