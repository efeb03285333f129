"""Counters, from which every figure is read, and the geocoder's cache."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import Kind, Outcome
from models.base import Base, word

ALL_TIME = date(1, 1, 1)
"""The `day` of the rows that count since the start."""


class Counter(Base):
    """How many requests sent on `day` stand in `outcome` now; changed in the same transaction as the request."""

    __tablename__ = "counters"

    day: Mapped[date] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Empty while the category is open."""
    kind: Mapped[Kind] = mapped_column(word(Kind), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(word(Outcome), primary_key=True)
    number: Mapped[int]


class GeocodedPlace(Base):
    """An address found by the geocoder, by coordinates rounded to about 10 metres and by language."""

    __tablename__ = "geocoded_places"

    spot: Mapped[str] = mapped_column(String(24), primary_key=True)
    locale: Mapped[str] = mapped_column(String(5), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(500))
    """None: asked, and there is no address."""
    asked_at: Mapped[datetime]
