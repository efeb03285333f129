"""The command line as a person meets it: in a process of its own, with nothing but what they typed."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import insert, select

from bot.demo import CAST
from bot.settings import ROOT, Settings
from models import Counter, Invite, Organisation
from models.database import Database
from sandbox.client import SandboxClient
from sandbox.server import Sandbox, start
from tests.conftest import TOKEN

COMMANDS = ["demo", "run", "migrate", "check", "invite", "regions", "import", "seed", "regions lookup"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment that knows nothing of the machine's own installation."""
    settings = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    return kept | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/var/desk.db",
        "MEDIA_DIR": str(tmp_path / "media"),
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "HTTP_PORT": str(_free_port()),
        "COLUMNS": "100",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main_py(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python main.py …`, from an empty folder so that no .env is found."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env=environment, cwd=Path(environment["MEDIA_DIR"]).parent, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture
def migrated(environment: dict[str, str], sqlite_template: Path) -> None:
    """The database of `environment` as `migrate` makes it; `migrate` itself has tests of its own."""
    file = Path(environment["DATABASE_URL"].removeprefix("sqlite:///"))
    file.parent.mkdir()
    shutil.copy(sqlite_template, file)


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    """A Telegram that knows the token."""
    async with await start("127.0.0.1", 0) as box:
        box.state.add_bot(TOKEN, "tazalyq_test_bot", "Tazalyq")
        yield box


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(environment: dict[str, str], command: str) -> None:
    """Without it people would have to read the code to find out what to type."""
    told = main_py(environment, *command.split(), "--help")
    assert told.returncode == 0 and told.stderr == ""
    assert re.search(rf"example: python main\.py {command.split()[0]}", told.stdout)


def test_the_help_lists_every_command(environment: dict[str, str]) -> None:
    """Without it a command could stay unknown."""
    told = main_py(environment, "--help")
    assert all(re.search(rf"^    {command}\b", told.stdout, re.MULTILINE) for command in COMMANDS[:-1])


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("", "COMMAND"),
        ("frobnicate", "frobnicate"),
        ("run --fast", "--fast"),
        ("invite", "ROLE"),
        ("invite emperor", "emperor"),
        ("invite citizen", "citizen"),
        ("invite operator", "--region"),
        ("invite operator --region KZ-99", "KZ-99"),
        ("invite national --region KZ-79", "--region"),
        ("invite operator --region KZ-79 --org Green", "--org"),
        ("regions", "QUESTION"),
        ("regions lookup 43", "LON"),
        ("regions lookup north 76", "north"),
        ("regions lookup nan 76", "nan"),
        ("regions lookup 91 76", "91"),
        ("demo --port 99999", "99999"),
        ("import", "FILE"),
        ("import old.csv --encoding klingon", "klingon"),
        ("import old.csv --source ", "--source"),
        ("seed --year 1999", "1999"),
        ("seed --scale many", "many"),
        ("seed --scale 0", "0.01"),
    ],
)
def test_a_mistake_is_told_in_one_line(environment: dict[str, str], typed: str, named: str) -> None:
    """Without it a typing error would end in a page of usage or in a traceback."""
    told = main_py(environment, *typed.split())
    assert told.returncode == 2 and told.stdout == ""
    assert told.stderr.count("\n") == 1 and named in told.stderr


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("43.238", "76.945"), "KZ-75  Almaty"),
        (("42,315", "69,59"), "KZ-79  Shymkent"),
        (("45.92", "63.31"), "Baikonur"),
    ],
)
def test_looking_up_a_region(environment: dict[str, str], place: tuple[str, str], expected: str) -> None:
    """Without it nobody could ask why a request went where it went."""
    told = main_py(environment, "regions", "lookup", *place)
    assert told.returncode == 0 and expected in told.stdout


def test_a_point_abroad_has_no_region(environment: dict[str, str]) -> None:
    """Without it a script could take another country for ours."""
    told = main_py(environment, "regions", "lookup", "-33.86", "151.2")
    assert told.returncode == 1 and "no region" in told.stdout


def test_looking_up_a_region_loads_no_telegram_library(environment: dict[str, str]) -> None:
    """Without it a look-up of a millisecond would take seconds to start."""
    code = (
        "import sys, main; main.main(['regions', 'lookup', '43.2', '76.9']);"
        "print([m for m in ('aiogram', 'sqlalchemy', 'fastapi', 'babel') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert told.stdout.splitlines()[-1] == "[]", told.stderr


def test_migrating_twice(environment: dict[str, str]) -> None:
    """Without it a new installation would have no tables, and a second run would frighten."""
    first, second = main_py(environment, "migrate"), main_py(environment, "migrate")
    assert first.returncode == second.returncode == 0
    assert "empty →" in first.stdout and "up to date" in second.stdout


def test_a_wrong_setting_is_told_in_one_line(environment: dict[str, str]) -> None:
    """Without it a password could be printed by the library that reads the settings."""
    told = main_py(environment | {"DATABASE_URL": "mysql://root:hunter22@h/n"}, "migrate")
    assert told.returncode == 1 and told.stderr.count("\n") == 1
    assert "DATABASE_URL" in told.stderr and "hunter22" not in told.stderr


def test_an_unreachable_database_is_told_in_one_line(environment: dict[str, str]) -> None:
    """Without it a stopped server would look like a fault of ours, and the password would be in the log."""
    told = main_py(environment | {"DATABASE_URL": "postgresql://desk:hunter22@127.0.0.1:9/desk"}, "migrate")
    assert told.returncode == 1 and told.stderr.count("\n") == 1
    assert "cannot use the database" in told.stderr and "hunter22" not in told.stderr


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "rubbish"}, "BOT_TOKEN"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://bot.example.kz"}, "WEBHOOK_SECRET"),
    ],
)
def test_running_without_what_is_needed(environment: dict[str, str], extra: dict[str, str], named: str) -> None:
    """Without it the bot would run and be deaf, or open to anybody."""
    told = main_py(environment | extra, "run")
    assert told.returncode == 1 and told.stderr.count("\n") == 1 and named in told.stderr


def test_running_on_an_old_database(environment: dict[str, str]) -> None:
    """Without it every update would fail, one after the other."""
    told = main_py(environment | {"BOT_TOKEN": TOKEN}, "run")
    assert told.returncode == 1 and "migrate" in told.stderr and told.stderr.count("\n") == 1


@pytest.mark.usefixtures("migrated")
def test_running_where_the_port_is_taken(environment: dict[str, str]) -> None:
    """Without it the second of two processes would die with a traceback."""
    with socket.create_server(("127.0.0.1", int(environment["HTTP_PORT"]))):
        told = main_py(environment | {"BOT_TOKEN": TOKEN}, "run")
    assert told.returncode == 1 and "HTTP_PORT" in told.stderr and told.stderr.count("\n") == 1


@contextlib.asynccontextmanager
async def running(environment: dict[str, str], *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that goes on until it is told to stop; gone in any case at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "main.py"), *arguments,
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
def installed(environment: dict[str, str], telegram: Sandbox) -> Iterator[dict[str, str]]:
    """The environment of an installation that is in order."""
    yield environment | {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}


@pytest.mark.usefixtures("migrated")
async def test_an_invitation_is_one_link(installed: dict[str, str]) -> None:
    """Without it the first supervisor could not come in."""
    told = await asyncio.to_thread(main_py, installed, "invite", "executor", "--region", "kz-79", "--org", "Green City")
    assert re.fullmatch(r"https://t\.me/tazalyq_test_bot\?start=inv_[A-Za-z0-9_-]{20,60}\n", told.stdout), told.stderr
    database = Database(installed["DATABASE_URL"].replace("sqlite:", "sqlite+aiosqlite:"))
    async with database.reading() as session:
        invite = (await session.scalars(select(Invite))).one()
        organisation = (await session.scalars(select(Organisation))).one()
    await database.close()
    assert (invite.role, invite.region, invite.organisation_id) == ("executor", "KZ-79", organisation.id)
    assert organisation.name == "Green City"
    assert told.stdout.strip().partition("inv_")[2] not in invite.token_hash


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"BOT_TOKEN": ""}, "BOT_TOKEN is not set"),
        ({"BOT_TOKEN": "4200000002:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-xyz"}, "does not accept BOT_TOKEN"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "cannot reach"),
    ],
)
async def test_no_invitation_without_a_bot(installed: dict[str, str], extra: dict[str, str], named: str) -> None:
    """Without it invitations would pile up whose links lead nowhere, or the token would be in an error."""
    told = await asyncio.to_thread(main_py, installed | extra, "invite", "admin")
    assert told.returncode == 1 and told.stdout == ""
    assert told.stderr.count("\n") == 1 and named in told.stderr and "AAEhBO" not in told.stderr


@pytest.mark.usefixtures("migrated")
async def test_a_check_of_what_is_in_order(installed: dict[str, str]) -> None:
    """Without it nobody would know that an installation is complete."""
    told = await asyncio.to_thread(main_py, installed, "check")
    lines = told.stdout.splitlines()
    assert told.returncode == 0 and told.stderr == "" and len(lines) == 6
    assert all(line.startswith("ok ") for line in lines)
    assert "@tazalyq_test_bot" in told.stdout and TOKEN not in told.stdout


@pytest.mark.usefixtures("migrated")
async def test_a_deep_check_counts_everything_again(installed: dict[str, str]) -> None:
    """Without it nobody could show a ministry that its figures are those of the requests."""
    told = await asyncio.to_thread(main_py, installed, "check", "--deep")
    assert told.returncode == 0 and told.stdout.endswith("counters, requests and histories agree\n")
    database = Database(installed["DATABASE_URL"].replace("sqlite:", "sqlite+aiosqlite:"))
    async with database.begin() as session:
        cell = {"district": "", "measure": "work", "region": "KZ-79", "category": "", "kind": "request", "number": 1}
        await session.execute(insert(Counter), [{"period": period} | cell for period in ("all", "2026", "2026-11")])
    await database.close()
    told = await asyncio.to_thread(main_py, installed, "check", "--deep", "--limit", "2")
    assert told.returncode == 1
    assert told.stdout.splitlines()[-4:] == [
        "counter 2026 KZ-79 (no category) request work: is 1, counted 0",
        "counter 2026-11 KZ-79 (no category) request work: is 1, counted 0",
        "… and 1 more",
        "wrong  figures       3 disagree",
    ]


async def test_a_check_tells_how_to_mend(installed: dict[str, str], tmp_path: Path) -> None:
    """Without it somebody whose bot is silent would have to guess."""
    (tmp_path / "media").write_text("a file where the folder should be")
    wrong = {"BOT_TOKEN": "", "WEBHOOK_URL": "http://bot.example.kz", "WEBHOOK_SECRET": "hunter 22"}
    told = await asyncio.to_thread(main_py, installed | wrong, "check")
    assert told.returncode == 1
    lines = [line for line in told.stdout.splitlines() if line.startswith("wrong ")]
    advice = {line.split()[1]: line for line in lines}
    assert "python main.py migrate" in advice["database"]
    assert "@BotFather" in advice["token"]
    assert "MEDIA_DIR" in advice["media"]
    assert "https://" in advice["webhook"]
    assert "hunter" not in told.stdout


@pytest.mark.parametrize("secret", ["", "hunter 22", "x" * 257])
async def test_a_check_of_the_webhook_secret(installed: dict[str, str], secret: str) -> None:
    """Without it Telegram would refuse the webhook at the worst moment."""
    wrong = {"WEBHOOK_URL": "https://bot.example.kz", "WEBHOOK_SECRET": secret}
    told = await asyncio.to_thread(main_py, installed | wrong, "check")
    assert re.search(r"^wrong +webhook +WEBHOOK_SECRET", told.stdout, re.MULTILINE)


@pytest.mark.usefixtures("migrated")
async def test_running_until_asked_to_stop(installed: dict[str, str]) -> None:
    """Without it `run` might not answer, not be healthy, or leave something half done when the machine stops."""
    async with running(installed, "run") as bot:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{installed['HTTP_PORT']}") as client:
            assert await healthy(client)
        bot.send_signal(signal.SIGTERM)
        _, written = await asyncio.wait_for(bot.communicate(), 30)
    assert bot.returncode == 0, written.decode()
    assert "started" in written.decode() and "stopped" in written.decode() and TOKEN not in written.decode()


@pytest.mark.usefixtures("migrated")
async def test_running_behind_a_webhook(installed: dict[str, str], telegram: Sandbox) -> None:
    """Without it the other way to get updates would be known by its parts only."""
    site = f"http://127.0.0.1:{installed['HTTP_PORT']}"
    behind = installed | {"WEBHOOK_URL": site, "WEBHOOK_SECRET": "a-secret", "HTTP_HOST": "127.0.0.1"}
    async with running(behind, "run") as bot:
        async with SandboxClient(telegram.url) as tg, aiohttp.ClientSession(site) as client:
            assert await healthy(client)
            resident = await tg.person("Тұрғын", language_code="kk")
            await resident.send_text("/start")
            await resident.wait_for("Tazalyq", timeout=30)
            assert (await tg.webhook())["url"] == f"{site}/telegram/webhook"
            assert (await tg.webhook())["delivered"] >= 1
        bot.send_signal(signal.SIGTERM)
        _, written = await asyncio.wait_for(bot.communicate(), 30)
    assert bot.returncode == 0, written.decode()
    assert "a-secret" not in written.decode()


async def healthy(client: aiohttp.ClientSession) -> bool:
    """Wait until the process answers, and answers that all is well."""
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with client.get("/health") as answer:
                    if answer.status == 200:
                        return True
            await asyncio.sleep(0.1)


async def test_the_demo_puts_its_people_on_the_stage(environment: dict[str, str]) -> None:
    """Without it the first thing a stranger tries could be broken."""
    async with running(environment, "demo", "--port", "0") as demo:
        assert demo.stdout is not None
        told = b""
        async with asyncio.timeout(90):
            while b"Ctrl-C" not in told:
                line = await demo.stdout.readline()
                assert line, "the demo ended by itself"
                told += line
        addresses = re.findall(r"http://\S+", told.decode())
        assert len(addresses) == 1
        async with aiohttp.ClientSession() as http, http.get(addresses[0] + "/control/people") as answer:
            people = await answer.json()
        assert b"2024" in told and len(people) == len(CAST)
        async with aiohttp.ClientSession() as http, http.get(addresses[0] + "/control/chats") as answer:
            groups = [chat for chat in await answer.json() if chat["type"] == "supergroup"]
        assert [len(group["members"]) for group in groups] == [4] and groups[0]["last_message"]["by_bot"]
        demo.send_signal(signal.SIGINT)
        _, written = await asyncio.wait_for(demo.communicate(), 30)
    assert (demo.returncode, written.decode()) == (0, "")


def test_a_database_that_does_not_exist_is_told_in_one_line(environment: dict[str, str], postgres_url: str) -> None:
    """Without it the driver's own errors, which are of another family, would end in a traceback."""
    url = re.sub(r"/desk_\d+", "/nowhere", postgres_url)
    told = main_py(environment | {"DATABASE_URL": url}, "migrate")
    assert told.returncode == 1 and told.stderr.count("\n") == 1
    assert "cannot use the database" in told.stderr and "nowhere" in told.stderr
