"""The studio: what is made at the moment of its delivery, charts and documents, and made once for everybody.

Telegram keeps what it was sent, and `artefacts` its file id; here is what lies between: who makes it, that nobody makes
it at the same time again, and what has just been made.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from math import inf
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot import charts
from bot.due import Picture

log = structlog.get_logger("studio")

Artist = Callable[[dict[str, Any]], Awaitable[bytes]]
"""Makes a document of a spec, whose `make` is the artist's name; the same spec should give the same bytes. It keeps
long work out of the event loop, and no transaction open meanwhile."""

TIME_LIMIT = 120.0
"""Seconds a document may take; what takes longer is ordered in the workshop."""
KEPT = 16
"""Pictures and documents kept in memory: for those whose sending has to be repeated."""
LARGEST_KEPT = 2_000_000
"""Bytes; a larger document is made anew where its sending has to be repeated."""
REMEMBERED = 500
"""File ids kept in memory, until the sender has written them down and read them again."""
NOT_AGAIN = 20.0
"""Seconds in which a document that failed is not tried for the next of its recipients."""

# matplotlib is made for one thread at a time, however many bots one process runs.
_hand = ThreadPoolExecutor(1, thread_name_prefix="charts")


class NotMade(Exception):
    """It could not be made; why is in the log."""


class Studio:
    """Makes pictures and documents; `artists` are those of the documents, by name."""

    def __init__(self, artists: Mapping[str, Artist]) -> None:
        self.artists = artists
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._file_ids: OrderedDict[str, str] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, key: str) -> asyncio.Lock:
        """Whoever holds it makes the artefact and gives it to Telegram; the others wait and find it there."""
        lock = self._turns.get(key)
        if lock is None:
            lock = self._turns[key] = asyncio.Lock()
        return lock

    def file_id(self, key: str) -> str | None:
        """Under which id Telegram has it, as far as this process has seen."""
        return self._file_ids.get(key)

    def remember(self, key: str, file_id: str) -> None:
        """Telegram has it now."""
        _keep(self._file_ids, key, file_id, REMEMBERED)

    def forget(self, key: str, file_id: str) -> None:
        """Telegram does not know this id any more; a newer one stays."""
        if self._file_ids.get(key) == file_id:
            del self._file_ids[key]

    async def make(self, picture: Picture) -> bytes:
        """The bytes of a picture or document that has a spec. Raises NotMade."""
        key, spec = picture.key or "", picture.spec or {}
        if self._failed.get(key, 0.0) > monotonic():
            raise NotMade
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        made = await (self._draw(spec) if picture.kind == "photo" else self._compose(spec))
        if made is None:
            # A drawing that fails will fail again; a document may have wanted for a database that comes back.
            until = inf if picture.kind == "photo" else monotonic() + NOT_AGAIN
            _keep(self._failed, key, until, REMEMBERED)
            raise NotMade
        if len(made) <= LARGEST_KEPT:
            _keep(self._made, key, made, KEPT)
        return made

    async def _draw(self, spec: dict[str, Any]) -> bytes | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(_hand, _drawn, spec)
        except Exception as error:
            # Whatever a drawing may stumble over: the words are worth more than their picture.
            log.error("not drawn", chart=spec.get("chart"), exc_info=error)
            return None

    async def _compose(self, spec: dict[str, Any]) -> bytes | None:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return await self.artists[spec["make"]](spec)
        except Exception as error:
            # Whatever an artist may stumble over; other parcels must not suffer from it.
            log.error("document not made", make=spec.get("make"), exc_info=error)
            return None


def _drawn(spec: dict[str, Any]) -> bytes:
    return charts.draw(charts.from_json(spec))


def _keep(shelf: OrderedDict[str, Any], key: str, value: object, most: int) -> None:
    shelf[key] = value
    shelf.move_to_end(key)
    if len(shelf) > most:
        shelf.popitem(last=False)
