"""The tables between Telegram and us: inbox, outbox, screens, timers, leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, partial_index


class InboxUpdate(Base):
    """One update from Telegram, written before it is acknowledged. Its key drops what Telegram delivers twice."""

    __tablename__ = "inbox"
    __table_args__ = (
        partial_index("ix_inbox_pending", "update_id", where="state = 'pending'"),
        partial_index("ix_inbox_lane", "lane", "update_id", where="state = 'pending'"),
        partial_index("ix_inbox_held", "lane", where="state = 'held'"),
        partial_index("ix_inbox_to_empty", "update_id", where="state = 'done' AND body IS NOT NULL"),
        Index("ix_inbox_received", "received_at"),
    )

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lane: Mapped[int] = mapped_column(BigInteger)
    """The chat; updates of one lane are handled in order."""
    state: Mapped[str] = mapped_column(String(8), default="pending")
    """`pending`, `done`, `held` (waits for consent) or `parked` (kept failing)."""
    body: Mapped[str | None] = mapped_column(Text)
    """The update as JSON; emptied soon after it is done: the inbox is nobody's archive."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]


class OutboxMessage(Base):
    """Something that somebody should see. The row goes when it has been sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index("ix_outbox_due", "priority", "id", where="state = 'pending'"),
        partial_index("ix_outbox_chat", "chat_id", "priority", "id", where="state = 'pending'"),
        # Of several pending versions of a screen only the last is sent: a new one replaces the row's content.
        partial_index(
            "uq_outbox_screen", "chat_id", "screen", unique=True, where="screen IS NOT NULL AND state = 'pending'"
        ),
        # An id in flight must never be given to another parcel.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    priority: Mapped[int]
    """0 reply, 1 notice, 2 bulk."""
    form: Mapped[str] = mapped_column(String(16))
    """`screen`, `message`, `album`, `document`, `picture`, `location`, `answer` (to a button press), `clear` (a screen
    that is over) or `commands`."""
    screen: Mapped[str | None] = mapped_column(String(48))
    payload: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    """Grows when a newer version of the screen replaces the content while the old one is on its way."""
    not_before: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="pending")
    """`pending` or `failed` (kept for the admin to look at)."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class Screen(Base):
    """A place in a chat, and the message that shows it now."""

    __tablename__ = "screens"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    message_id: Mapped[int]
    has_media: Mapped[bool] = mapped_column(default=False)


class Timer(Base):
    """Something to be done when its time comes, in one transaction like an update."""

    __tablename__ = "timers"
    __table_args__ = (partial_index("ix_timers_due", "due_at", where="state = 'pending'"),)

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    """What is to be done: a handler in `handlers.clock`."""
    subject: Mapped[str] = mapped_column(String(48), primary_key=True)
    """To what, e.g. a request's number. A name and subject have at most one timer."""
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="pending")
    """`pending` or `parked` (kept failing)."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


class Artefact(Base):
    """A picture or file that was made for a message and that Telegram keeps: made once, sent often."""

    __tablename__ = "artefacts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what it was made of."""
    file_id: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime]


class Lease(Base):
    """The right to be the only one who does something (`sender`, `poller`), until it runs out."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
