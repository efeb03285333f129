"""The demo: who takes part, and how they come in by the same door as everybody else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.settings import Settings
from domain.words import Role

BOT = {"username": "tazalyq_demo_bot", "name": "Tazalyq"}
PATIENCE = 60
"""Seconds for everybody to come in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the staff: who they are, the language they choose, the role they are invited into."""

    first_name: str
    last_name: str
    locale: str
    role: Role
    region: str
    organisation: str | None = None


CITIZENS = (("Айгерім", "kk"), ("Ирина", "ru"))
STAFF = (
    Part("Нұрлан", "Әбенов", "kk", Role.OPERATOR, "KZ-79"),
    Part("Сергей", "Ким", "ru", Role.EXECUTOR, "KZ-79", "Жасыл қала"),
    Part("Сәуле", "Оразова", "kk", Role.SUPERVISOR, "KZ-79"),
    Part("Daniyar", "Akhmetov", "en", Role.OPERATOR, "KZ-75"),
)


class Player(Protocol):
    """Somebody in the sandbox."""

    id: int

    async def send_text(self, text: str) -> Any:
        """Write to the bot."""

    async def press(self, text: str | None = None, *, data: str | None = None) -> Any:
        """Press a button of the newest message that has it."""

    async def wait_for(self, wanted: Any, *, timeout: float) -> Any:
        """Wait for a message of the bot."""


class Stage(Protocol):
    """The sandbox, as far as the demo needs it."""

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
