"""The official paragraph of a summary or of what /stats shows, in the state's two languages, to be copied."""

from bot.content import Content, Rows, button
from bot.translator import Translator, escape
from bot.views.layout import paragraphs
from bot.views.official import paragraph
from bot.views.statistics_state import View, to
from bot.views.summary import AREA
from domain.official import OfficialFigures

LANGUAGES = ("kk", "ru")


def texts(t: Translator, number: int, figures: OfficialFigures) -> Content:
    """Those of a summary, and the way to the file."""
    rows = [
        [button(t.gettext("📄 As a Word file"), AREA, "docx", number)],
        [button(t.gettext("⬅️ Back"), AREA, "hide", number)],
    ]
    return _both(t, figures, rows)


def of_view(t: Translator, view: View, figures: OfficialFigures) -> Content:
    """Those of what somebody looks at in /stats."""
    return _both(t, figures, [[to(t.gettext("📄 As a Word file"), view, "w")], [to(t.gettext("⬅️ Back"), view)]])


def _both(t: Translator, figures: OfficialFigures, rows: Rows) -> Content:
    """Both texts, each to be copied with one tap."""
    said = [f"<blockquote>{escape(paragraph(locale, figures))}</blockquote>" for locale in LANGUAGES]
    return Content(paragraphs(t.gettext("📜 <b>For the report</b>"), *said), rows)


def file_name(region: str, day: str) -> str:
    """The name of the Word file."""
    return f"tazalyq-{region or 'KZ'}-{day}.docx"
