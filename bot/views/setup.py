"""Setting up the desk: what there is to set, for a region or for the whole country."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import places, words
from bot.views.layout import lines, paragraphs
from domain.words import Duty
from services.scopes import COUNTRY

COUNTRY_CODE = "KZ"
"""The whole country on a button, whose argument must not be empty."""


def code_of(scope: str) -> str:
    """A region or the country as it stands on a button."""
    return scope or COUNTRY_CODE


def scope_of(code: str) -> str:
    """What `code_of` was made of; anything else is given back as it came, for the service to refuse."""
    return COUNTRY if code == COUNTRY_CODE else code


def scope_name(t: Translator, scope: str) -> Html:
    """A region's name, or the country's."""
    return t.gettext("Whole country") if scope == COUNTRY else Html(words.region_name(t, scope))


def scope_choice(t: Translator, scopes: Sequence[str]) -> Content:
    """For which region? Rows of two, since an admin sees all twenty."""
    known = set(scopes)
    buttons = [button(r.name(t.locale), "setup", "open", 0, r.iso) for r in places.sorted_regions(t) if r.iso in known]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    if COUNTRY in known:
        rows.insert(0, [button(t.gettext("🇰🇿 Whole country"), "setup", "open", 0, COUNTRY_CODE)])
    return Content(t.gettext("⚙️ <b>Set up the desk of which region?</b>"), rows)


def hub(t: Translator, scope: str, duties: Sequence[Duty], *, several: bool) -> Content:
    """What can be set up here."""
    code = code_of(scope)
    rows: list[list[Button]] = []
    if Duty.TEMPLATES in duties:
        rows.append([button(t.gettext("📝 Ready answers"), "templates", "open", 0, code)])
    if Duty.DEADLINES in duties:
        rows.append([button(t.gettext("⏳ Deadlines"), "deadlines", "open", 0, code)])
        rows.append([button(t.gettext("🔔 Notices and hours"), "hours", "open", 0, code)])
    if Duty.GROUPS in duties:
        rows.append([button(t.gettext("👥 Working groups"), "groups", "open", 0, code)])
        rows.append([button(t.gettext("📢 Public channel"), "channel", "open", 0, code)])
    if Duty.BANS in duties:
        rows.append([button(t.gettext("🚫 Banned people"), "bans", "open", 0, code)])
    if several:
        rows.append([button(t.gettext("🌍 Another region"), "setup", "regions")])
    text = paragraphs(
        lines(t.gettext("⚙️ <b>Setting up the desk</b>"), scope_name(t, scope)),
        t.gettext("What would you like to change?"),
    )
    return Content(text, rows)


def back_to_hub(t: Translator, scope: str) -> Button:
    """The button that leads back to the hub."""
    return button(t.gettext("⬅️ Back"), "setup", "open", 0, code_of(scope))
