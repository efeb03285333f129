"""The demo: who takes part, and how the staff come in by the same door as everybody else."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from bot.content import Press
from bot.group_choice import Choice
from bot.settings import Settings
from bot.translator import NATIVE_NAMES
from domain.words import Role
from models import Person, RegionSettings
from models.database import Database
from services import geography, invites
from services.scopes import COUNTRY

BOT = {"username": "tazalyq_demo_bot", "name": "Tazalyq"}
PATIENCE = 60.0
"""Seconds for everybody to come in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast, called by their part in their own language; for staff, the role they are invited into."""

    name: str
    locale: str
    role: Role = Role.CITIZEN
    region: str = ""
    organisation: str | None = None

    @property
    def note(self) -> str:
        """What the page shows under the name."""
        return geography.region(self.region).name(self.locale) if self.region else NATIVE_NAMES[self.locale]


CAST = (
    Part("Азамат", "kk"),
    Part("Житель", "ru"),
    Part("Оператор", "kk", Role.OPERATOR, "KZ-79"),
    Part("Исполнитель", "ru", Role.EXECUTOR, "KZ-79", "Жасыл қала"),
    Part("Басшы", "kk", Role.SUPERVISOR, "KZ-79"),
    Part("Operator", "en", Role.OPERATOR, "KZ-75"),
    Part("Министерство", "ru", Role.NATIONAL),
)


GROUP = "Шымкент · Таза қала"
"""The working group of the city in which the scene is laid."""


class Place(Protocol):
    """Somebody in a chat of the sandbox."""

    async def send_text(self, text: str) -> Any:
        """Write to the bot."""

    async def press(self, *, data: str) -> Any:
        """Press the button that says `data`."""

    async def wait_for(self, wanted: Callable[[dict[str, Any]], bool], *, timeout: float) -> Any:
        """Wait for a message of the bot."""


class Player(Place, Protocol):
    """Somebody in the sandbox, in their private chat with the bot."""

    id: int

    def at(self, group: Any) -> Place:
        """The same person in a group."""


class Stage(Protocol):
    """The sandbox, as far as the demo needs it."""

    async def group(self, title: str, *, members: Any, **fields: Any) -> Any:
        """Make a group with the bot in it."""

    async def person(self, first_name: str, **fields: Any) -> Any:
        """Make a person (`Player`)."""


def settings_for(url: str, token: str, folder: Path) -> Settings:
    """The settings of a demo: everything in `folder`, nothing from the environment."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    own = {
        "bot_token": token, "telegram_api_url": url, "database_url": f"sqlite:///{folder}/demo.db",
        "media_dir": folder / "media",
    }  # fmt: skip
    return Settings(_env_file=None, **(defaults | own))


async def stage(sandbox: Stage, database: Database) -> None:
    """Put everybody on the stage. Citizens have not begun yet; staff have a language, have consented and are in."""
    players: dict[Part, Player] = {}
    async with database.begin() as session:
        # Whoever plays at night or on a Sunday wants to see the operators being told.
        chosen = {"quiet_from": "08:00", "quiet_to": "08:00", "days_off": False}
        await session.merge(RegionSettings(region=COUNTRY, chosen=chosen, changed_at=datetime.now(UTC)))
    async with asyncio.timeout(PATIENCE):
        async with asyncio.TaskGroup() as group:
            for part in CAST:
                players[part] = await sandbox.person(part.name, language_code=part.locale, note=part.note)
                if part.role is not Role.CITIZEN:
                    group.create_task(_come_in(players[part], part, database))
        await _gather(sandbox, players)


async def _gather(sandbox: Stage, players: Mapping[Part, Player]) -> None:
    """The staff of the supervisor's region meet in a group, and the supervisor binds it."""
    part, supervisor = next((part, player) for part, player in players.items() if part.role is Role.SUPERVISOR)
    staff = [player for p, player in players.items() if p.region == part.region]
    group = await sandbox.group(GROUP, members=staff, creator=supervisor.id)
    place, choice = supervisor.at(group), Choice(part.region)
    await place.send_text(f"/bind@{BOT['username']}")
    complete = replace(choice, locale=part.locale)
    for verb, chosen in (("topics", choice), ("confirm", complete), ("done", complete)):
        press = Press("bind", verb, supervisor.id, chosen.pack()).pack()
        await place.wait_for(_offers(press), timeout=PATIENCE)
        await place.press(data=press)


async def _come_in(player: Player, part: Part, database: Database) -> None:
    """Open the invitation link, choose the language, consent."""
    await player.send_text(f"/start {await _invitation(part, database)}")
    for press in (Press("start", "language", arg=part.locale), Press("start", "agree")):
        await player.wait_for(_offers(press.pack()), timeout=PATIENCE)
        await player.press(data=press.pack())
    # It is the bot's own transaction that lets them in, and nothing tells us of it.
    while not await _is_in(player.id, database):  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def _invitation(part: Part, database: Database) -> str:
    now = datetime.now(UTC)
    async with database.begin() as session:
        organisation_id = None
        if part.organisation is not None:
            organisation_id = (await invites.organisation(session, part.region, part.organisation)).id
        return await invites.invite(session, None, part.role, part.region or None, now, organisation_id=organisation_id)


def _offers(data: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a message has the button that says `data`."""

    def look(message: dict[str, Any]) -> bool:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return any(button.get("callback_data") == data for row in rows for button in row)

    return look


async def _is_in(person_id: int, database: Database) -> bool:
    async with database.reading() as session:
        person = await session.get(Person, person_id)
        return person is not None and person.is_staff


def how_to_play(url: str) -> str:
    """What is printed when the curtain rises."""
    return f"""
  Open  {url}

  Азамат (Kazakh) and Житель (Russian) are citizens: press Start, send a photo and a place in Shymkent, choose what it
  is about, send. Оператор runs Shymkent's queue: /queue, open the request, assign it. Исполнитель does the work:
  /tasks, start, report with a photo of the result. Then the citizen judges. Басшы supervises: /complaints, /stats,
  /team, /setup, /summary. The three share the working group “{GROUP}”, where each request of the city is a card.
  Operator works for Almaty and sees nothing of all this. Министерство compares regions: /stats, /summary, /export.

  There is a year of figures besides, 2024: made up, and in its totals just what the state reported for that year. In
  /stats press the period and write 01.01.2024 – 31.12.2024. Its last requests are still open in the queues.

  Everything lives in a temporary folder and is gone when you press Ctrl-C.
"""
