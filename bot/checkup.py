"""`python main.py check`: what is in order, what is not, and how to mend it."""

import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from bot import opening, telegram
from bot.cli import CommandError
from bot.settings import LOCALES, Settings
from bot.translator import compile_catalogue

SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `text` says how it is, or what is wrong and how to mend it."""

    what: str
    ok: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok' if self.ok else 'wrong':<6} {self.what:<13} {self.text}"


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, one thing after the other."""
    yield Finding("configuration", True, "every setting can be read")
    looks: tuple[tuple[str, Callable[[Settings], Awaitable[str]]], ...] = (
        ("database", _database), ("token", _token), ("media folder", _media), ("webhook", _webhook),
        ("languages", _languages),
    )  # fmt: skip
    for what, look in looks:
        try:
            yield Finding(what, True, await look(settings))
        except CommandError as error:
            yield Finding(what, False, str(error))


async def report(settings: Settings) -> bool:
    """Print each finding as it is made; whether all is well."""
    well = True
    async for finding in examine(settings):
        print(finding, flush=True)
        well = well and finding.ok
    return well


async def _database(settings: Settings) -> str:
    file = opening.sqlite_file(settings)
    if file is not None and not file.exists():
        raise CommandError(f"there is no {file} yet: run `python main.py migrate`")
    async with opening.opened(settings) as database:
        await opening.require_migrated(database)
    return f"{opening.kind(settings)}, up to date"


async def _token(settings: Settings) -> str:
    return f"@{await telegram.username(settings)}"


async def _media(settings: Settings) -> str:
    folder = settings.media_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        raise CommandError(f"cannot write to {folder} ({error.strerror}): check MEDIA_DIR and its owner") from None
    return str(folder)


async def _webhook(settings: Settings) -> str:
    secret = settings.webhook_secret.get_secret_value()
    if not settings.webhook_url:
        return "off: updates are fetched by long polling"
    if not settings.webhook_url.startswith("https://"):
        raise CommandError("WEBHOOK_URL must begin with https://: Telegram delivers to nothing else")
    if not SECRET_FORM.fullmatch(secret):
        raise CommandError("WEBHOOK_SECRET must be 1-256 of A-Z a-z 0-9 _ -: make one with `openssl rand -hex 32`")
    return f"{settings.webhook_url}, with a secret"


async def _languages(settings: Settings) -> str:
    for locale in LOCALES:
        try:
            compile_catalogue(locale)
        except OSError as error:
            raise CommandError(
                f"cannot compile locales/{locale} ({error.strerror}): check the folder's owner"
            ) from None
    return ", ".join(LOCALES)
