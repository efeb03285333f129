"""Everything that runs in one process of the bot, and the order in which it starts and stops."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import inbox
from bot.cleaning import clean
from bot.clock import Clock, TimerHandler
from bot.commands import default_commands
from bot.delivery import Delivery
from bot.downloads import Downloads, MediaReady
from bot.front import Front
from bot.geocoding import Geocoder
from bot.inbox import InboxRunner
from bot.leases import LeaseHolder
from bot.poller import Poller
from bot.sender import Sender
from bot.session import Session
from bot.settings import Settings
from bot.workshop import Maker, Workshop
from models.database import Database
from services.makings import SLOW
from services.storage import FolderStore

log = structlog.get_logger("runtime")


def make_bot(settings: Settings) -> Bot:
    """The bot of the settings. Raises ValueError without a token."""
    if settings.bot_token is None:
        raise ValueError("BOT_TOKEN is not set")
    session = Session(api=TelegramAPIServer.from_base(settings.telegram_api_url), timeout=30)
    default = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    return Bot(settings.bot_token.get_secret_value(), session=session, default=default)


class Runtime:
    """One process of the bot: inbox, front, sender, clock, downloads and workshop, wired to each other.

    `poll` False leaves the fetching of updates to a webhook, whose endpoint calls `receive`. `makers` make what people
    order in the workshop, `artists` documents at their delivery (`bot.studio.Artist`, given the database besides).
    """

    def __init__(
        self,
        settings: Settings,
        routers: Iterable[Router],
        timers: Mapping[str, TimerHandler],
        *,
        poll: bool = True,
        media_ready: MediaReady | None = None,
        makers: Mapping[str, Maker] | None = None,
        artists: Mapping[str, Callable[[Database, dict[str, Any]], Awaitable[bytes]]] | None = None,
    ) -> None:
        self.settings = settings
        self.poll = poll
        url = settings.database_url.get_secret_value()
        self.database = Database(url, pool=settings.workers + 8, zone=settings.zone)
        self.bot = make_bot(settings)
        self.store = FolderStore(settings.media_dir)
        self.front = Front(self.bot, self.database, settings, routers)
        self.inbox = InboxRunner(
            self.database, self.front.handle, self.front.explain, self.front.apologise, workers=settings.workers
        )
        own_artists = {name: partial(artist, self.database) for name, artist in (artists or {}).items()}
        delivery = Delivery(self.bot, self.store, own_artists)
        self.sender = Sender(self.database, delivery, LeaseHolder(self.database, "sender"))
        self.inbox.handled = self.sender.wake
        self.clock = Clock(self.database, settings, timers)
        self.clock.handled = self.sender.wake.set
        self.downloads = Downloads(self.database, self.bot, self.store, settings)
        self.downloads.handled = self.sender.wake.set
        self.downloads.ready = media_ready
        self.benches = self._benches(makers or {})
        self.scheduler = AsyncIOScheduler(timezone=settings.timezone)
        self._stop = asyncio.Event()

    def _benches(self, makers: Mapping[str, Maker]) -> list[Workshop]:
        """One for what is made in seconds, one for what may take minutes: nobody waits for a page behind a million."""
        slow = {name: maker for name, maker in makers.items() if name in SLOW}
        quick = {name: maker for name, maker in makers.items() if name not in SLOW}
        benches = [Workshop(self.database, self.store, self.settings, of_bench) for of_bench in (quick, slow)]
        for bench in benches:
            bench.handled = self.sender.wake.set
        return benches

    async def receive(self, update: dict[str, object]) -> None:
        """Write down one update that came by webhook; returns when it is safe."""
        async with self.database.begin() as session:
            await inbox.store(session, [update])
        self.inbox.arrived.set()

    def stop(self) -> None:
        """Ask the process to end."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`, SIGINT or SIGTERM; what is on its way is finished first."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(name, self.stop)
        self._schedule()
        try:
            async with asyncio.TaskGroup() as group:
                sender = group.create_task(self.sender.run())
                others = [group.create_task(self.inbox.run()), group.create_task(self.downloads.run())]
                others += [group.create_task(bench.run()) for bench in self.benches]
                others.append(group.create_task(self._introduce()))
                if self.poll:
                    others.append(group.create_task(self._poller().run()))
                if self.settings.nominatim_url:
                    others.append(group.create_task(self._geocoder().run()))
                # What was imported and built by now stays; the collector need not look at it again.
                gc.collect()
                gc.freeze()
                gc.enable()
                log.info("started", polling=self.poll, database=self.database.engine.dialect.name)
                await self._stop.wait()
                for task in others:
                    task.cancel()
                self.sender.stop()
                await sender
        finally:
            self.scheduler.shutdown(wait=False)
            await self.bot.session.close()
            await self.database.close()
            log.info("stopped")

    async def _introduce(self) -> None:
        """Ask Telegram for the bot's own name and tell it the commands, until both have worked."""
        while not self.front.username:
            try:
                await default_commands(self.bot, self.settings)
                self.front.username = (await self.bot.get_me()).username or ""
            except (AiogramError, OSError, TimeoutError) as error:
                log.warning("own name unknown", error=type(error).__name__)
                await asyncio.sleep(5)

    def _poller(self) -> Poller:
        token = self.bot.token
        lease = LeaseHolder(self.database, "poller")
        return Poller(self.settings.telegram_api_url, token, self.database, lease, self.inbox.arrived.set)

    def _geocoder(self) -> Geocoder:
        geocoder = Geocoder(self.database, self.settings)
        geocoder.handled = self.sender.wake.set
        return geocoder

    def _schedule(self) -> None:
        """What happens again and again: the clock's tick, emptying the inbox and SQLite's log, the nightly cleaning."""
        self.scheduler.add_job(
            self._until_stopped, args=[self.clock.tick], trigger="interval", seconds=1, max_instances=1, coalesce=True
        )
        self.scheduler.add_job(
            self._until_stopped,
            args=[self._empty_inbox],
            trigger="interval",
            seconds=30,
            max_instances=1,
            coalesce=True,
        )
        self.scheduler.add_job(
            self._until_stopped,
            args=[self.database.carry_over],
            trigger="interval",
            seconds=2,
            max_instances=1,
            coalesce=True,
        )
        self.scheduler.add_job(
            self._until_stopped, args=[self._clean], trigger="cron", hour=3, max_instances=1, coalesce=True
        )
        self.scheduler.start()

    async def _until_stopped(self, job: Callable[[], Awaitable[object]]) -> None:
        """What the end of the process cuts short was rolled back and is done at the next start: no error."""
        try:
            await job()
        except asyncio.CancelledError:
            if not self._stop.is_set():
                raise

    async def _empty_inbox(self) -> None:
        async with self.database.begin() as session:
            await inbox.empty_done(session)

    async def _clean(self) -> None:
        await clean(self.database, datetime.now(UTC))
