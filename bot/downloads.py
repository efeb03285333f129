"""Downloads: photos and videos are fetched, checked and stored outside any transaction, again and again if need be."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from bot.talk import Teller
from models import Media
from models.database import Database
from services import images, videos
from services.image_metadata import CaptureTime
from services.media_errors import MediaRefused
from services.storage import MediaStore

log = structlog.get_logger("downloads")

TAKEN_FOR = timedelta(minutes=2)
"""A file being fetched is nobody else's for this long; after a kill it is fetched again."""
ATTEMPTS = 300
"""How often a file is asked for: with the pauses between, about a day, as long as messages are tried."""
BROKEN_ATTEMPTS = 3
"""How often a file is opened that breaks what opens it."""
LONGEST_PAUSE = 300
"""Seconds between attempts at the most."""
SIDE_BY_SIDE = 2
"""Files at a time: decoding takes a core each."""
LOOK_AGAIN = 0.5


MediaReady = Callable[[Teller, Media], Awaitable[None]]
"""What is done when a file has been fetched and checked, or refused."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch."""

    id: int
    kind: str
    file_id: str
    attempts: int


class Downloads:
    """Fetches media that are `pending`. `ready` is told of each file in the transaction that stores the findings."""

    def __init__(self, database: Database, bot: Bot, store: MediaStore, settings: Settings) -> None:
        self.database = database
        self.bot = bot
        self.store = store
        self.settings = settings
        self.ready: MediaReady | None = None
        self.handled: Callable[[], Any] = lambda: None

    async def run(self) -> None:
        """Fetch until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(SIDE_BY_SIDE):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            try:
                if await self.fetch_one():
                    continue
            except (DBAPIError, OSError) as error:
                log.error("cannot store", error=type(error).__name__)
            except Exception as error:
                # The file stays taken for a while and is then tried again; the others go on.
                log.error("cannot finish", exc_info=error)
            await asyncio.sleep(LOOK_AGAIN)

    async def fetch_one(self) -> bool:
        """Fetch one file; False where there is none to fetch."""
        wanted = await self._take()
        if wanted is None:
            return False
        try:
            found = await self._fetch(wanted)
        except MediaRefused as refusal:
            found = {"state": "refused", "problem": type(refusal).__name__}
        except (AiogramError, ClientError, TimeoutError, OSError) as error:
            # The error itself may hold the file's address, and with it the token: only its kind is printed.
            gone = _is_gone(error) or wanted.attempts + 1 >= ATTEMPTS
            log.warning("download failed", media=wanted.id, error=type(error).__name__, gone=gone)
            if not gone:
                await self._later(wanted)
                return True
            found = {"state": "refused", "problem": "unavailable"}
        except Exception as error:
            # A stranger's file may break a decoder in any way; the next file must not suffer from it.
            log.error("file not opened", media=wanted.id, exc_info=error)
            if wanted.attempts + 1 < BROKEN_ATTEMPTS:
                await self._later(wanted)
                return True
            found = {"state": "refused", "problem": "Truncated"}
        await self._finish(wanted, found)
        return True

    async def _take(self) -> Wanted | None:
        """Take a file for a while, so that it is fetched once."""
        now = datetime.now(UTC)
        async with self.database.reading() as session:
            due = select(Media.id).where(Media.state == "pending", Media.not_before <= now)
            if await session.scalar(due.limit(1)) is None:
                return None
        async with self.database.begin() as session:
            query = (
                select(Media.id, Media.kind, Media.file_id, Media.attempts)
                .where(Media.state == "pending", Media.not_before <= now)
                .order_by(Media.not_before)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            row = (await session.execute(query)).first()
            if row is None:
                return None
            await session.execute(update(Media).where(Media.id == row.id).values(not_before=now + TAKEN_FOR))
            return Wanted(*row)

    async def _fetch(self, wanted: Wanted) -> dict[str, Any]:
        file = await self.bot.get_file(wanted.file_id)
        buffer = BytesIO()
        await self.bot.download_file(file.file_path or "", buffer, timeout=60)
        data = buffer.getvalue()
        if wanted.kind == "video":
            video = await videos.process_video(data)
            key = await self.store.save(video.content, f".{video.container}")
            return {"state": "stored", "key": key, "sha256": video.sha256, "size": len(data)}
        image = await images.process(data)
        key = await self.store.save(image.jpeg, ".jpg")
        return {
            "state": "stored", "key": key, "sha256": image.sha256, "dhash": image.dhash,
            "glance": image.glance, "width": image.width, "height": image.height, "size": len(data),
            "lat": image.position[0] if image.position else None,
            "lon": image.position[1] if image.position else None, "taken_at": self._moment(image.taken),
        }  # fmt: skip

    def _moment(self, taken: CaptureTime | None) -> datetime | None:
        """A camera that does not know its zone is taken to show the installation's time."""
        if taken is None:
            return None
        return taken.at if taken.zone_known else taken.at.replace(tzinfo=self.settings.zone)

    async def _later(self, wanted: Wanted) -> None:
        pause = timedelta(seconds=min(2 ** min(wanted.attempts + 1, 16), LONGEST_PAUSE))
        async with self.database.begin() as session:
            await session.execute(
                update(Media)
                .where(Media.id == wanted.id)
                .values(attempts=wanted.attempts + 1, not_before=datetime.now(UTC) + pause)
            )

    async def _finish(self, wanted: Wanted, found: dict[str, Any]) -> None:
        """Write down what was found, and let the edge react to it."""
        async with self.database.begin() as session:
            # Locked: its draft may be on its way to the akimat this very moment.
            media = await session.get(Media, wanted.id, with_for_update=True)
            if media is None:
                return
            for name, value in found.items():
                setattr(media, name, value)
            if self.ready is not None:
                teller = Teller(session, self.settings, datetime.now(UTC))
                with contextlib.suppress(LookupError):
                    await self.ready(teller, media)
                await teller.finish()
        self.handled()


def _is_gone(error: Exception) -> bool:
    """Whether Telegram says that it will never give out this file."""
    return isinstance(error, TelegramBadRequest) and "temporarily unavailable" not in error.message
