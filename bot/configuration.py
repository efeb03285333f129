"""Reading the settings, telling what is wrong with them, and the table of them all for docs/configuration.md."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from bot.cli import CommandError
from bot.settings import ROOT, Settings

HEAD = """# Configuration

Every setting is an environment variable, or a line in the file `.env` in the folder the bot is started from; the
environment wins. `.env.example` is a copy to begin with. `python main.py check` tells what is wrong and how to mend it.
This page is made from `bot/settings.py` by `python scripts/configuration_table.py`.

| variable | default | meaning |
|---|---|---|
"""


def load(**given: Any) -> Settings:
    """The settings. Raises CommandError that names the wrong ones, without their values: they may be secret."""
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{str(e['loc'][0]).upper()}: {_reason(e['msg'])}" for e in error.errors(include_input=False))
        raise CommandError(f"wrong configuration: {wrong} (docs/configuration.md)") from None


def _reason(message: str) -> str:
    """pydantic's words without its prefix, in one line."""
    return " ".join(message.removeprefix("Value error, ").split())


def page() -> str:
    """The text of docs/configuration.md."""
    rows = [
        f"| `{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value().replace("+aiosqlite", "").replace(f"{ROOT}/", "")
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    return "" if value in (None, "", []) else f"`{value}`"
