"""The official paragraph: a period's figures as text in the form of Kazakhstan's state reports.

Kazakh and Russian build such sentences so differently that each language has its own module instead of one sentence in
the catalogues; all say the same numbers.
"""

from zoneinfo import ZoneInfo

from bot.translator import Translator, translator
from bot.views import official_en, official_kk, official_ru
from domain.official import OfficialFigures

SERVICE = "TazaQazBot"
"""What the public knows the bot as."""
_COUNTRY_ZONE = ZoneInfo("Asia/Almaty")
_COMPOSERS = {"kk": official_kk.paragraph, "ru": official_ru.paragraph, "en": official_en.paragraph}


def paragraph(locale: str, figures: OfficialFigures, service: str = SERVICE) -> str:
    """The paragraph as plain text, without HTML: what adds up is told so, what is zero or empty is left out."""
    return _COMPOSERS[locale](speaker(locale), figures, service)


def speaker(locale: str) -> Translator:
    """Who writes numbers for official papers. Their days are whole ones, so the installation's zone does not matter."""
    return translator(locale, _COUNTRY_ZONE)
