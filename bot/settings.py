"""Settings from the environment and `.env`; the table of them all is docs/configuration.md."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain import terms

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("kk", "ru", "en")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise ValueError(f"unknown time zone {name!r}; try Asia/Almaty") from error
    return name


def _async_driver(url: object) -> object:
    """Accept the common spelling of a URL and name the asynchronous driver we use."""
    if not isinstance(url, str):
        return url
    for plain, full in (("sqlite:", "sqlite+aiosqlite:"), ("postgresql:", "postgresql+asyncpg:"),
                        ("postgres:", "postgresql+asyncpg:")):  # fmt: skip
        if url.startswith(plain):
            return full + url[len(plain) :]
    if not url.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def _id_list(value: object) -> object:
    return [part for part in value.replace(" ", "").split(",") if part] if isinstance(value, str) else value


def _no_slash(url: str) -> str:
    return url.rstrip("/")


class Settings(BaseSettings):
    """How this installation is set up. Secrets are `SecretStr`: they print as asterisks."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr | None = Field(None, description="Token of the bot, from @BotFather.")
    telegram_api_url: Annotated[str, AfterValidator(_no_slash)] = Field(
        "https://api.telegram.org", description="Bot API server: Telegram's, or any other that speaks the same."
    )
    database_url: Annotated[SecretStr, BeforeValidator(lambda v: _async_driver(v) if isinstance(v, str) else v)] = (
        Field(
            SecretStr(f"sqlite+aiosqlite:///{ROOT / 'var' / 'tazalyq.db'}"),
            description="SQLite file or PostgreSQL: `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/NAME`.",
        )
    )
    media_dir: Path = Field(ROOT / "var" / "media", description="Folder for photos and videos.")
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        "Asia/Almaty", description="Time zone in which days are counted and times are shown."
    )
    default_locale: Literal["kk", "ru", "en"] = Field("kk", description="Language before a person has chosen one.")
    admin_ids: Annotated[list[int], NoDecode, BeforeValidator(_id_list)] = Field(
        [], description="Telegram ids of those who run the installation, separated by commas."
    )
    webhook_url: str = Field(
        "",
        description="Public https address of this server; updates come to `/telegram/webhook`. Empty: long polling.",
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="What Telegram must show with each update: 1-256 of A-Z a-z 0-9 _ -."
    )
    http_host: str = Field("127.0.0.1", description="Address the web part listens on.")
    http_port: int = Field(8080, ge=1, le=65535, description="Port the web part listens on.")
    nominatim_url: Annotated[str, AfterValidator(_no_slash)] = Field(
        "", description="Nominatim server that finds addresses; empty: no addresses are looked up."
    )
    nominatim_contact: str = Field("", description="E-mail or page put into the User-Agent, as Nominatim asks.")
    log_format: Literal["text", "json"] = Field("text", description="Form of the log lines.")
    requests_per_day: int = Field(10, ge=1, description="How many requests a citizen may send in a day.")
    meaningless_limit: int = Field(
        terms.MEANINGLESS_LIMIT,
        ge=1,
        description="Requests returned as meaningless in 30 days after which a citizen must wait between requests.",
    )
    workers: int = Field(4, ge=1, le=64, description="Updates handled side by side in a process (PostgreSQL only).")

    @property
    def zone(self) -> ZoneInfo:
        """The installation's time zone."""
        return ZoneInfo(self.timezone)
