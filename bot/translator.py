"""Languages: sentences from the catalogues, dates and numbers as each language writes them."""

import gettext
import html
import secrets
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from bot.settings import ROOT

CATALOGUES = ROOT / "locales"
BABEL_NAMES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
NATIVE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class Html(str):
    """Text that is HTML already: `Translator` puts it into sentences as it is."""

    __slots__ = ()


def escape(value: object) -> str:
    """`value` as text fit for Telegram's HTML."""
    return str(value) if isinstance(value, Html) else html.escape(str(value), quote=False)


def compile_catalogue(locale: str) -> None:
    """Bring the compiled catalogue of `locale` up to date with its text."""
    source = CATALOGUES / locale / "LC_MESSAGES" / "messages.po"
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as text:
        catalogue = read_po(text, locale)
    # Processes that start together compile side by side, each into a file of its own; the last one stays.
    ready = target.with_suffix(f".{secrets.token_hex(4)}.new")
    with ready.open("wb") as binary:
        write_mo(binary, catalogue)
    ready.replace(target)


class Translator:
    """Everything a view needs to speak one language. Arguments of a sentence are escaped for Telegram's HTML.

    `gettext` and `ngettext` take the English sentence with `{named}` places, as the catalogues have it.
    """

    def __init__(self, locale: str, zone: ZoneInfo) -> None:
        compile_catalogue(locale)
        self.locale = locale
        self.zone = zone
        self.babel = Locale.parse(BABEL_NAMES[locale])
        self._catalogue = gettext.translation("messages", str(CATALOGUES), [locale])

    def gettext(self, sentence: str, /, **values: object) -> Html:
        """The sentence in this language, with `values` in their places."""
        return self._fill(self._catalogue.gettext(sentence), values)

    def ngettext(self, one: str, many: str, n: int, /, **values: object) -> Html:
        """The sentence in the form that `n` asks for; `{n}` is printed as this language prints numbers."""
        return self._fill(self._catalogue.ngettext(one, many, n), {"n": self.number(n), **values})

    def pgettext(self, context: str, sentence: str, /, **values: object) -> Html:
        """The sentence as it is said in `context`, for words that need more than one translation."""
        return self._fill(self._catalogue.pgettext(context, sentence), values)

    @staticmethod
    def _fill(sentence: str, values: dict[str, Any]) -> Html:
        return Html(sentence.format_map({k: escape(v) for k, v in values.items()}) if values else sentence)

    def date(self, value: date | datetime) -> str:
        """A day, as 22.11.2026. Moments are taken to local time first."""
        if isinstance(value, datetime):
            value = value.astimezone(self.zone)
        return str(format_date(value, "dd.MM.y", locale=self.babel))

    def moment(self, value: datetime) -> str:
        """A day and time, as 22.11.2026 14:05, in local time."""
        return str(format_datetime(value.astimezone(self.zone), "dd.MM.y HH:mm", locale=self.babel))

    def zone_name(self, value: datetime) -> str:
        """The offset of local time at a moment, as UTC+5: zone names in the language data are out of date."""
        offset = value.astimezone(self.zone).strftime("%z")
        return f"UTC{offset[0]}{int(offset[1:3])}" + (f":{offset[3:]}" if offset[3:] != "00" else "")

    def days(self, n: int) -> str:
        """A number of days, as «5 күн»; the long form is missing in the Kazakh language data."""
        return str(format_timedelta(n * 86400, granularity="day", threshold=10**9, format="short", locale=self.babel))

    def number(self, value: float, digits: int = 0) -> str:
        """A number grouped as this language groups it."""
        return str(format_decimal(value, "#,##0" + ("." + "0" * digits if digits else ""), locale=self.babel))

    def percent(self, share: float) -> str:
        """A share of one, as 88.7 % is written in this language; no line ends before its sign."""
        return str(format_percent(share, "#,##0.0\u00a0%", locale=self.babel))


@cache
def translator(locale: str, zone: ZoneInfo) -> Translator:
    """The one translator of a language."""
    return Translator(locale, zone)
