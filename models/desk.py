"""How an akimat sets up its desk: templates, deadlines, working groups; and who looks at what just now."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import TemplateUse
from domain.working_time import DeadlineUnit
from models.base import Base, BigId, partial_index, word


class Template(Base):
    """A ready answer of a region in three languages, beside the ones we ship (data/templates.csv)."""

    __tablename__ = "templates"
    __table_args__ = (partial_index("ix_templates_region", "region", "use", "id", where="deleted_at IS NULL"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region: Mapped[str] = mapped_column(String(5))
    use: Mapped[TemplateUse] = mapped_column(word(TemplateUse))
    shipped: Mapped[str | None] = mapped_column(String(32))
    """The key of the shipped template that it stands in for."""
    kk: Mapped[str] = mapped_column(Text)
    ru: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Look(Base):
    """An operator who has a request before them in triage: until then nobody else is shown it."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_person", "person_id"),)

    request_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    until: Mapped[datetime]


class DeadlineRule(Base):
    """The deadline of a category where it differs from data/categories.csv."""

    __tablename__ = "deadline_rules"

    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    """Empty: for the whole country, set by an admin."""
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    amount: Mapped[int]
    unit: Mapped[DeadlineUnit] = mapped_column(word(DeadlineUnit))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class RegionSettings(Base):
    """What a region has set otherwise than the defaults in `services.region_settings`."""

    __tablename__ = "region_settings"

    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    """Empty: for the whole country, set by an admin."""
    chosen: Mapped[dict[str, Any]]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class WorkingGroup(Base):
    """A Telegram group that is shown the requests of a region, an organisation or some categories."""

    __tablename__ = "working_groups"
    __table_args__ = (partial_index("ix_working_groups_region", "region", where="state <> 'gone'"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(255))
    region: Mapped[str] = mapped_column(String(5))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    categories: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """None: all."""
    locale: Mapped[str] = mapped_column(String(5))
    """The language its cards are in."""
    topics: Mapped[str | None] = mapped_column(String(8))
    """`district` or `category`: what a forum's topics are for; None: no topics."""
    state: Mapped[str] = mapped_column(String(8))
    """`active`, `trouble` (cards wait until it is mended) or `gone` (unbound)."""
    trouble: Mapped[str | None] = mapped_column(String(32))
    """What is wrong: `muted`, `no_topics`, `topic_closed` or `removed` (the bot is no longer there)."""
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    bound_at: Mapped[datetime]


class Topic(Base):
    """A topic of a working group: one for each district or set of categories, never one for each request."""

    __tablename__ = "topics"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The district or category; empty for what has none."""
    thread_id: Mapped[int | None]
    """Telegram's number of it; None while there is none (yet, or since it was deleted)."""


class GroupCard(Base):
    """A request that a working group is shown.

    Its screen in that chat is `request:NUMBER`, with topics `request:NUMBER:TOPIC`.
    """

    __tablename__ = "group_cards"
    __table_args__ = (
        Index("ix_group_cards_request", "request_id"),
        partial_index("ix_group_cards_stale", "chat_id", "request_id", where="stale"),
    )

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    topic: Mapped[str | None] = mapped_column(String(32))
    """The key of the topic where it was drawn last; None in a group without topics."""
    stale: Mapped[bool] = mapped_column(default=False)
    """It could not be drawn while the group was in trouble: it is drawn anew once that is mended."""


class Making(Base):
    """A file that somebody asked for: made outside any transaction, then sent, and forgotten some time later."""

    __tablename__ = "makings"
    __table_args__ = (
        partial_index("ix_makings_due", "not_before", "id", where="state = 'pending'"),
        Index("ix_makings_person", "person_id"),
        # To find whether another making has the same file before it is deleted.
        partial_index("ix_makings_key", "key", where="key IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    """What is made, e.g. `case_file`: a maker in `handlers.makers`."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    details: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8), default="pending")
    """`pending`, `made` (handed to the outbox; the file is kept for a while) or `parked` (kept failing)."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    """While somebody works at it: when they are given up."""
    key: Mapped[str | None] = mapped_column(String(80))
    """Where the file lies in the media store, once it is made."""
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
