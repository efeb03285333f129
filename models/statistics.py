"""Counters, from which every figure is read, the summaries made of them, and the geocoder's cache."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import Kind
from models.base import Base, BigId, partial_index, word

EVER = "all"
"""The `period` of the rows that count since the start."""


class Counter(Base):
    """How many requests sent in a period stand where; changed in the same transaction as the request.

    Waits (`domain.measures.WAITS`) alone count by the day they ended, and for whole regions only.
    The rows without a district count the whole region, those of requests in a district on our list too.
    """

    __tablename__ = "counters"
    __table_args__ = ({"sqlite_with_rowid": False},)

    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    """The day of sending as in 2026-11-22, its month 2026-11, its year 2026, and `EVER`."""
    district: Mapped[str] = mapped_column(String(9), primary_key=True)
    """KATO code; empty for the whole region."""
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    """One of `domain.measures.EVERY`."""
    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    """Empty for the whole country, so that its figures are as near as those of a region."""
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Empty while the category is open."""
    kind: Mapped[Kind] = mapped_column(word(Kind), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class Summary(Base):
    """The figures of a region's or the country's week as they were told; never changed, corrected by a new version."""

    __tablename__ = "summaries"
    __table_args__ = (
        UniqueConstraint("region", "first_day", "last_day", "version"),
        Index("ix_summaries_week", "region", "last_day"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region: Mapped[str] = mapped_column(String(5))
    """Empty: the country."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    version: Mapped[int]
    """1 for the first; each correction is one more."""
    figures: Mapped[dict[str, Any]]
    """As `services.summaries.Week` stores itself."""
    slot_at: Mapped[datetime]
    """When it was due."""
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who had it corrected; None: the clock made it."""
    remark: Mapped[str | None] = mapped_column(Text)
    """What a correction corrects, in the words of whoever had it made."""
    recipients: Mapped[list[int]] = mapped_column(JSON)
    """The chats it went to."""


class Channel(Base):
    """A public channel in which a region's weekly summary is published, because a supervisor said so."""

    __tablename__ = "channels"
    __table_args__ = (partial_index("uq_channels_region", "region", unique=True, where="state = 'active'"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(255))
    region: Mapped[str] = mapped_column(String(5))
    locale: Mapped[str] = mapped_column(String(5))
    """The language it is written in."""
    state: Mapped[str] = mapped_column(String(8))
    """`offered` (the bot is in, nobody has said yes), `active`, or `gone`."""
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    bound_at: Mapped[datetime]


class GeocodedPlace(Base):
    """An address found by the geocoder, by coordinates rounded to about 10 metres and by language."""

    __tablename__ = "geocoded_places"

    spot: Mapped[str] = mapped_column(String(24), primary_key=True)
    locale: Mapped[str] = mapped_column(String(5), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(500))
    """None: asked, and there is no address."""
    asked_at: Mapped[datetime]
