"""Addresses from a Nominatim server: one request a second for the whole application, never in anybody's way.

Wishes wait in the database (`services.geocoding`); the process that holds the lease fulfils them one by one.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import DBAPIError

from bot.leases import LeaseHolder
from bot.settings import Settings
from bot.talk import Teller
from bot.views import draft as views
from models import Person
from models.database import Database
from services import drafts, geocoding
from services.geocoding import Wish

log = structlog.get_logger("geocoding")

SPACING = 1.1
"""Seconds between requests: the usage policy of the public server allows one a second."""
LOOK_AGAIN = 1.0
TIMEOUT = 10.0
LONGEST = 460
"""Of an address; the column holds 500 with the credit."""
_STREET = ("road", "pedestrian", "footway", "residential")
_QUARTER = ("neighbourhood", "quarter", "suburb", "city_district")
_TOWN = ("city", "town", "village", "hamlet", "municipality", "county")


class Geocoder:
    """Fulfils wishes for addresses while this process holds the lease."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.lease = LeaseHolder(database, "geocoder")
        self.handled: Callable[[], Any] = lambda: None
        self._last = 0.0

    async def run(self) -> None:
        """Fulfil wishes until cancelled."""
        # Loaded here, since most installations have no geocoder.
        from geopy.adapters import AioHTTPAdapter
        from geopy.geocoders import Nominatim

        address = urlsplit(self.settings.nominatim_url)
        options = {
            "domain": address.netloc + address.path, "scheme": address.scheme, "timeout": TIMEOUT,
            "user_agent": f"Tazalyq/0.1 ({self.settings.nominatim_contact or 'contact not set'})",
        }  # fmt: skip
        async with Nominatim(**options, adapter_factory=AioHTTPAdapter) as nominatim:
            while True:
                try:
                    busy = await self.lease.hold() and await self.fulfil_one(nominatim)
                except (DBAPIError, OSError) as error:
                    log.error("database unavailable", error=type(error).__name__)
                    busy = False
                if not busy:
                    await asyncio.sleep(LOOK_AGAIN)

    async def fulfil_one(self, nominatim: Any) -> bool:
        """Find one address; False where none is wished for. No transaction is open while the server is asked."""
        async with self.database.begin() as session:
            wanted = await geocoding.next_wish(session, datetime.now(UTC))
            known = await geocoding.known_address(session, wanted) if wanted is not None else None
        if wanted is None:
            return False
        if known is not None:
            await self._write(wanted, known.address)
            return True
        await asyncio.sleep(max(0.0, self._last + SPACING - monotonic()))
        self._last = monotonic()
        try:
            found = await self._ask(nominatim, wanted)
        except _geopy_error() as error:
            log.warning("geocoder failed", error=type(error).__name__, attempt=wanted.attempts + 1)
            async with self.database.begin() as session:
                await geocoding.postpone(session, wanted, datetime.now(UTC))
            return True
        await self._write(wanted, found)
        return True

    async def _ask(self, nominatim: Any, wanted: Wish) -> str | None:
        found = await nominatim.reverse(
            (wanted.lat, wanted.lon), exactly_one=True, language=wanted.locale, zoom=18, addressdetails=True
        )
        return None if found is None else short_address(found.raw.get("address", {}))

    async def _write(self, wanted: Wish, address: str | None) -> None:
        """Keep the address, and redraw the card it belongs to unless the citizen is busy on another screen of it."""
        now = datetime.now(UTC)
        async with self.database.begin() as session:
            if not await geocoding.remember(session, wanted, address, now):
                return
            sketch = await drafts.find_by_id(session, wanted.draft_id)
            person = await session.get(Person, sketch.draft.person_id) if sketch is not None else None
            if sketch is None or person is None or person.expecting is not None:
                return
            teller = Teller(session, self.settings, now)
            teller.tell(person, views.card(teller.translator_for(person), sketch), screen="draft", sound=False)
            await teller.finish()
        self.handled()


def _geopy_error() -> type[Exception]:
    from geopy.exc import GeopyError

    error: type[Exception] = GeopyError
    return error


def short_address(parts: dict[str, str]) -> str | None:
    """Street and house, quarter and town of Nominatim's address, with the credit; None where there is neither."""
    street = _first(parts, _STREET)
    house = parts.get("house_number")
    told = [f"{street}, {house}" if street and house else street, _first(parts, _QUARTER), _first(parts, _TOWN)]
    address = ", ".join(dict.fromkeys(part for part in told if part))[:LONGEST]
    return f"{address} ({geocoding.CREDIT})" if address else None


def _first(parts: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((parts[name] for name in names if parts.get(name)), None)
