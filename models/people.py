"""People, the roles they hold and the invitations that gave them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
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
    """Whether they hold a role that works; spares citizens, who are nearly everybody, the look-up at every update."""
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
    hat: Mapped[str | None] = mapped_column(String(24))
    """Staff: the role whose menu they see, as `role` or `role:region`, or `citizen`; None: all of their roles'.

    It changes what is offered, never what is allowed."""
    seen_at: Mapped[datetime | None]
    """When they last wrote or pressed something; of staff exact to some minutes."""
    banned: Mapped[bool] = mapped_column(default=False)
    """Spares everybody else the look-up of bans when sending."""
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
        Index("ix_memberships_region", "region", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(word(Role))
    region: Mapped[str | None] = mapped_column(String(5))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    active: Mapped[bool] = mapped_column(default=True)
    """Whether it gives any rights now."""
    suspended_at: Mapped[datetime | None]
    """Set while the role rests and may be taken up again; a role that is not active and not suspended is over."""
    created_at: Mapped[datetime]


class Ban(Base):
    """Somebody who may send no requests to a region until it is lifted: who said so, why, and what became of it."""

    __tablename__ = "bans"
    __table_args__ = (
        partial_index("uq_bans_in_force", "person_id", "region", unique=True, where="lifted_at IS NULL"),
        partial_index("ix_bans_region", "region", "id", where="lifted_at IS NULL"),
        Index("ix_bans_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    region: Mapped[str] = mapped_column(String(5))
    reason: Mapped[str] = mapped_column(Text)
    banned_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    banned_at: Mapped[datetime]
    request_id: Mapped[int | None] = mapped_column(BigInteger)
    """The request that gave rise to it."""
    appeal: Mapped[str | None] = mapped_column(Text)
    """What the person objects, once."""
    appealed_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str | None] = mapped_column(Text)
    """The supervisor's words on lifting it, or on leaving it after an appeal."""
    answered_at: Mapped[datetime | None]


class AreaAlert(Base):
    """Somebody who wants to hear, at most once a day, what was sent in a region, a district or around a point."""

    __tablename__ = "area_alerts"
    __table_args__ = (Index("ix_area_alerts_person", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    region: Mapped[str] = mapped_column(String(5))
    district: Mapped[str | None] = mapped_column(String(100))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius: Mapped[int | None]
    """Metres around the point; None: the whole district or region."""
    told_to: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest request of which they were told, or the newest of all when they began."""
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
