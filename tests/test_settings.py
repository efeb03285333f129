"""Settings: what is understood, what is refused and how, and that the page about them is true."""

import re
from pathlib import Path

import pytest

from bot import configuration
from bot.cli import CommandError
from bot.settings import ROOT, Settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variables and no .env of the machine that tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing(tmp_path: Path) -> None:
    """Without it a first run would ask for settings before it shows anything."""
    settings = configuration.load()
    assert settings.bot_token is None
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:///")
    assert str(settings.zone) == "Asia/Almaty" and settings.default_locale == "kk"


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("sqlite:///desk.db", "sqlite+aiosqlite:///desk.db"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgres://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgresql+asyncpg://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
    ],
)
def test_common_database_urls(monkeypatch: pytest.MonkeyPatch, given: str, understood: str) -> None:
    """Without it people would have to know the names of our drivers."""
    monkeypatch.setenv("DATABASE_URL", given)
    assert configuration.load().database_url.get_secret_value() == understood


def test_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without it the documented way to configure would not work."""
    (tmp_path / ".env").write_text("HTTP_PORT=9001\nADMIN_IDS=1, 2,3\nLOG_FORMAT=json\nWEBHOOK_URL=\n")
    monkeypatch.setenv("HTTP_PORT", "9002")
    settings = configuration.load()
    assert (settings.http_port, settings.admin_ids, settings.log_format) == (9002, [1, 2, 3], "json")
    assert settings.webhook_url == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root:hunter22@h/n"),
        ("TIMEZONE", "Asia/Atlantis"),
        ("DEFAULT_LOCALE", "hunter22"),
        ("ADMIN_IDS", "hunter22"),
        ("HTTP_PORT", "70000"),
        ("LOG_FORMAT", "hunter22"),
        ("REQUESTS_PER_DAY", "0"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Without it a typing error would end in a traceback that may print a password."""
    monkeypatch.setenv(name, value)
    with pytest.raises(CommandError) as caught:
        configuration.load()
    sentence = str(caught.value)
    assert name in sentence and "\n" not in sentence and "hunter22" not in sentence


def test_the_page_is_what_the_settings_say() -> None:
    """Without it docs/configuration.md would go its own way."""
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == configuration.page()


def test_the_example_file_names_every_setting() -> None:
    """Without it somebody who copies .env.example would miss settings."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z_]+)=", text, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_example_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    """Without it the copy to begin with might be refused."""
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert configuration.load() == Settings(_env_file=None)
