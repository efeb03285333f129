"""People, the roles they hold and the invitations that gave them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import Role
from models.base import Base, BigId, partial_index, word


class Person(Base):
    """Anybody who has written to the bot. The key is the Telegram user id, which is also their private chat's id."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    locale: Mapped[str | None] = mapped_column(String(5))
    """kk, ru or en; None until chosen."""
    name: Mapped[str | None] = mapped_column(String(128))
    """Only of staff: the name colleagues see."""
    is_staff: Mapped[bool] = mapped_column(default=False)
    """Spares citizens, who are nearly everybody, the look-up of roles at every update."""
    consent_version: Mapped[int | None]
    consent_at: Mapped[datetime | None]
    reachable: Mapped[bool] = mapped_column(default=True)
    """False after the person has blocked the bot; nothing is sent until they write again."""
    expecting: Mapped[dict[str, Any] | None]
    """What the next free text or photo is for, e.g. {"for": "description"}; None: nothing in particular."""
    last_message_id: Mapped[int] = mapped_column(default=0)
    """The newest message of theirs that we have seen: a screen above it is posted anew at the bottom."""
    news_from: Mapped[datetime | None]
    """Staff: requests sent after this moment have not been announced to them yet."""
    desk: Mapped[dict[str, Any] | None]
    """Operators: the filter and place of their queue, so that Back leads to where they were."""
    created_at: Mapped[datetime]


class Organisation(Base):
    """A department or contractor of a region, to which executors belong."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("region", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(200))


class Membership(Base):
    """One role that a person holds."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "region"),
        partial_index("ix_memberships_staff_of_region", "region", "role", where="active"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(word(Role))
    region: Mapped[str | None] = mapped_column(String(5))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Invite(Base):
    """A one-time link into a role. Only the hash of its token is kept."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(word(Role))
    region: Mapped[str | None] = mapped_column(String(5), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: made on the command line."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
