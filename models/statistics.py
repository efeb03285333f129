"""Counters, from which every figure is read, and the geocoder's cache."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import Kind
from models.base import Base, word

EVER = "all"
"""The `period` of the rows that count since the start."""


class Counter(Base):
    """How many requests sent in a period stand where; changed in the same transaction as the request.

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
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Empty while the category is open."""
    kind: Mapped[Kind] = mapped_column(word(Kind), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class GeocodedPlace(Base):
    """An address found by the geocoder, by coordinates rounded to about 10 metres and by language."""

    __tablename__ = "geocoded_places"

    spot: Mapped[str] = mapped_column(String(24), primary_key=True)
    locale: Mapped[str] = mapped_column(String(5), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(500))
    """None: asked, and there is no address."""
    asked_at: Mapped[datetime]
