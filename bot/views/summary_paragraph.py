"""The official paragraph of a summary, in the state's two languages, to be copied."""

from bot.content import Content, button
from bot.translator import Translator, escape
from bot.views.layout import paragraphs
from bot.views.official import paragraph
from bot.views.summary import AREA
from domain.official import OfficialFigures

LANGUAGES = ("kk", "ru")


def texts(t: Translator, number: int, figures: OfficialFigures) -> Content:
    """Both texts, each to be copied with one tap, and the way to the file."""
    said = [f"<blockquote>{escape(paragraph(locale, figures))}</blockquote>" for locale in LANGUAGES]
    rows = [
        [button(t.gettext("📄 As a Word file"), AREA, "docx", number)],
        [button(t.gettext("⬅️ Back"), AREA, "hide", number)],
    ]
    return Content(paragraphs(t.gettext("📜 <b>For the report</b>"), *said), rows)


def file_name(region: str, day: str) -> str:
    """The name of the Word file."""
    return f"tazalyq-{region or 'KZ'}-{day}.docx"
