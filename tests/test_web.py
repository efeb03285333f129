"""The web part over real HTTP: the webhook, health and numbers."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot import inbox
from bot.leases import LeaseHolder
from models import InboxUpdate, Lease, OutboxMessage
from models.database import Database
from web.app import make_app
from web.server import Server, listen
from web.webhook import BODY_LIMIT, LARGEST_ID, PATH, Receive, address

SECRET = "a-secret_of_ours"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE: dict[str, Any] = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 9, "type": "private"}}}


@contextlib.asynccontextmanager
async def served(database: Database, receive: Receive | None) -> AsyncIterator[aiohttp.ClientSession]:
    """The web part on a free port, and a client that talks to it."""
    door = listen("127.0.0.1", 0)
    server = Server(make_app(database.reading, receive, SECRET))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[door]))
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{door.getsockname()[1]}") as client:
                yield client
        finally:
            server.stop()


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[aiohttp.ClientSession]:
    """Telegram's side of a webhook whose updates go into the inbox."""

    async def receive(update: dict[str, Any]) -> None:
        async with database.begin() as session:
            await inbox.store(session, [update])

    async with served(database, receive) as client:
        yield client


async def kept(database: Database) -> int:
    """How many updates have been written down."""
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(InboxUpdate)) or 0


async def test_an_update_is_written_down_before_the_200(telegram: aiohttp.ClientSession, database: Database) -> None:
    """Without it Telegram would forget an update that a crash then loses."""
    async with telegram.post(PATH, json=UPDATE, headers={HEADER: SECRET}) as answer:
        assert answer.status == 200
    async with database.reading() as session:
        row = await session.get_one(InboxUpdate, 5)
    assert (row.state, row.lane) == ("pending", 9)


async def test_a_repeated_update_is_kept_once(telegram: aiohttp.ClientSession, database: Database) -> None:
    """Without it a lost 200 would make two requests of one."""
    for _ in range(2):
        async with telegram.post(PATH, json=UPDATE, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
    assert await kept(database) == 1


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "ключ"}])
async def test_strangers_are_turned_away(
    telegram: aiohttp.ClientSession, database: Database, headers: dict[str, str]
) -> None:
    """Without it anybody could speak in the name of any person."""
    async with telegram.post(PATH, json=UPDATE, headers=headers) as answer:
        assert answer.status == 403
    assert await kept(database) == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"5", b'"update_id"', b"{}", b'{"update_id": "5"}', b'{"update_id": true}',
     b'{"update_id": -1}', b'{"update_id": %d}' % (LARGEST_ID + 1), b"\xff\xfe", b"[" * 100_000],
)  # fmt: skip
async def test_what_is_no_update_is_refused(telegram: aiohttp.ClientSession, database: Database, body: bytes) -> None:
    """Without it garbage would end in an error of ours, or in the inbox for ever."""
    async with telegram.post(PATH, data=body, headers={HEADER: SECRET}) as answer:
        assert answer.status == 400
    assert await kept(database) == 0


async def test_a_huge_body_is_not_read(telegram: aiohttp.ClientSession, database: Database) -> None:
    """Without it one call could fill the memory."""
    async with telegram.post(PATH, data=io.BytesIO(bytes(BODY_LIMIT + 1)), headers={HEADER: SECRET}) as answer:
        assert answer.status == 413
    assert await kept(database) == 0


async def test_an_update_that_cannot_be_written_is_not_acknowledged(sqlite_url: str) -> None:
    """Without it an update that came while the database was away would be lost."""

    async def receive(update: dict[str, Any]) -> None:
        raise OperationalError("INSERT", {}, OSError("gone"))

    database = Database(sqlite_url)
    async with served(database, receive) as client, client.post(PATH, json=UPDATE, headers={HEADER: SECRET}) as answer:
        assert answer.status == 503
    await database.close()


async def test_without_a_webhook_there_is_no_door(database: Database) -> None:
    """Without it a bot that polls could be fed updates from the network."""
    async with served(database, None) as client, client.post(PATH, json=UPDATE, headers={HEADER: SECRET}) as answer:
        assert answer.status == 404


def test_a_webhook_needs_a_secret(database: Database) -> None:
    """Without it an empty secret would match an absent header."""

    async def receive(update: dict[str, Any]) -> None: ...

    with pytest.raises(ValueError, match="WEBHOOK_SECRET"):
        make_app(database.reading, receive, "")


async def test_healthy_while_somebody_sends(database: Database) -> None:
    """Without it a watchdog would restart a bot that is well."""
    await LeaseHolder(database, "sender").hold()
    async with served(database, None) as client, client.get("/health") as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True, "problems": []})


async def test_unwell_when_nobody_sends(database: Database) -> None:
    """Without it a bot that has gone silent would look well."""
    async with served(database, None) as client:
        async with client.get("/health") as answer:
            assert answer.status == 503
        now = datetime.now(UTC)
        async with database.begin() as session:
            session.add(Lease(name="sender", holder="somebody", expires_at=now - timedelta(minutes=5)))
        async with client.get("/health") as answer:
            assert answer.status == 503
            assert "sending" in (await answer.json())["problems"][0]


async def test_unwell_when_updates_wait(database: Database) -> None:
    """Without it a bot that takes updates and handles none would look well."""
    await LeaseHolder(database, "sender").hold()
    async with database.begin() as session:
        await inbox.store(session, [UPDATE])
        (await session.get_one(InboxUpdate, 5)).received_at = datetime.now(UTC) - timedelta(minutes=3)
    async with served(database, None) as client, client.get("/health") as answer:
        assert answer.status == 503
        assert "waiting" in (await answer.json())["problems"][0]


async def test_unwell_without_a_database(tmp_path: Any) -> None:
    """Without it a load balancer would keep sending updates to a process that cannot keep them."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/absent/desk.db")
    async with served(database, None) as client:
        async with client.get("/health") as answer:
            assert answer.status == 503
            assert (await answer.json())["problems"] == ["the database cannot be read"]
        async with client.get("/metrics") as answer:
            assert answer.status == 503
    await database.close()


async def test_metrics_count_what_waits(database: Database) -> None:
    """Without it nobody could draw how busy the desk is."""
    now = datetime.now(UTC)
    parcel = {"chat_id": 9, "priority": 1, "form": "message", "payload": {}, "not_before": now, "created_at": now}
    async with database.begin() as session:
        await inbox.store(session, [UPDATE, UPDATE | {"update_id": 6}])
        session.add_all([OutboxMessage(**parcel), OutboxMessage(**parcel, state="failed")])
    async with served(database, None) as client, client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        lines = [line for line in (await answer.text()).splitlines() if not line.startswith("#")]
    numbers = {name: float(value) for name, value in (line.split(" ") for line in lines)}
    assert numbers["tazalyq_inbox_pending"] == 2
    assert (numbers["tazalyq_outbox_pending"], numbers["tazalyq_outbox_failed"]) == (1, 1)
    assert numbers["tazalyq_sender_leads"] == 0
    assert numbers["tazalyq_inbox_oldest_seconds"] >= 0


async def test_nothing_about_the_interface_is_shown(database: Database) -> None:
    """Without it the framework would publish a description of every route."""
    async with served(database, None) as client:
        for path in ("/docs", "/redoc", "/openapi.json", "/"):
            async with client.get(path) as answer:
                assert answer.status == 404


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://bot.example.kz", f"https://bot.example.kz{PATH}"),
        ("https://bot.example.kz/", f"https://bot.example.kz{PATH}"),
        ("https://example.kz:8443/bots/one", "https://example.kz:8443/bots/one"),
    ],
)
def test_the_address_told_to_telegram(given: str, expected: str) -> None:
    """Without it Telegram would deliver to a page that is not there."""
    assert address(given) == expected
