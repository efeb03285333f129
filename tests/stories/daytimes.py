"""A desk where it is noon, or the middle of the night, whenever the test runs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Desk, running_desk


def zone_where(hour: int) -> str:
    """A time zone in which it is about `hour` o'clock now; the signs of these zones are the wrong way round."""
    ahead = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


@pytest.fixture
async def noon_desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk where it is noon, on each kind of database."""
    async with running_desk(database_url, tmp_path, timezone=zone_where(12)) as desk:
        yield desk


@pytest.fixture
async def night_desk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk where it is three in the morning; what the hour is does not depend on the database."""
    async with running_desk(sqlite_url, tmp_path, timezone=zone_where(3)) as desk:
        yield desk
