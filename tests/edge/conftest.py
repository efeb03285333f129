"""The edge alone, under the echo bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import Desk, running_desk
from tests.edge import echo


@pytest.fixture
async def edge(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A running echo bot, on each kind of database."""
    echo.SEEN.clear()
    async with running_desk(database_url, tmp_path, routers=echo.routers, timers=dict, paced=True) as desk:
        yield desk
