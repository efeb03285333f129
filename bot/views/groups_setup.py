"""The working groups of a region, as its supervisors look after them in their private chat."""

from collections.abc import Mapping, Sequence

from bot.content import Content, button, link
from bot.translator import Html, Translator, escape
from bot.views.groups_binding import summary
from bot.views.layout import cut, lines, paragraphs
from bot.views.setup import back_to_hub
from models import WorkingGroup
from services.groups import MUTED, NO_TOPICS, PAGE, REMOVED, TOPIC_CLOSED, TROUBLE

TITLE = 60
"""UTF-16 units of a group's title."""


def listing(t: Translator, region: str, found: Sequence[WorkingGroup], link_to_add: str, *, first: bool) -> Content:
    """The groups of a region, and how to add one. `found` holds one more than a page where there are more."""
    shown = found[:PAGE]
    rows = [
        [button(f"{'⚠️ ' if g.state == TROUBLE else '👥 '}{cut(g.title, TITLE)}", "groups", "one", g.chat_id, region)]
        for g in shown
    ]
    if len(found) > PAGE:
        rows.append([button(t.gettext("More ▶️"), "groups", "from", shown[-1].chat_id, region)])
    if not first:
        rows.append([button(t.gettext("⏮ To the beginning"), "groups", "open", 0, region)])
    how = t.gettext(
        "To add one: bring the bot into a Telegram group with the button below, write /bind there and answer its "
        "questions. In a forum make the bot an administrator who may manage topics."
    )
    none = "" if shown else t.gettext("No group is bound yet.")
    text = paragraphs(t.gettext("👥 <b>Working groups</b>"), none, how)
    return Content(text, [*rows, [link(t.gettext("➕ Add the bot to a group"), link_to_add)], [back_to_hub(t, region)]])


def one(t: Translator, group: WorkingGroup, names: Mapping[int, str], *, asking: bool = False) -> Content:
    """One group: what it is for, how it fares; with `asking` whether it shall really be unbound."""
    told = summary(t, group.region, names.get(group.organisation_id or 0), group.categories, group.topics, group.locale)
    number, region = group.chat_id, group.region
    rows = [[button(t.gettext("⬅️ Back"), "groups", "open", 0, region)]]
    ask = t.gettext("New requests will no longer appear here, and the cards lose their buttons. Unbind this group?")
    if asking:
        rows.insert(0, [button(t.gettext("🔓 Unbind the group"), "groups", "unbind", number, region)])
    else:
        rows.insert(0, [button(t.gettext("🔓 Unbind"), "groups", "ask", number, region)])
    if group.state == TROUBLE and not asking:
        rows.insert(0, [button(t.gettext("🔄 Try again"), "groups", "again", number, region)])
    head = Html(f"👥 <b>{escape(cut(group.title, TITLE))}</b>")
    wrong = Html(f"⚠️ {trouble(t, group)}") if group.state == TROUBLE else ""
    return Content(paragraphs(lines(head, told), wrong, ask if asking else ""), rows)


def trouble(t: Translator, group: WorkingGroup) -> Html:
    """What is wrong with a group, and how it is mended."""
    sentences = {
        REMOVED: t.gettext(
            "The bot is no longer in this group. Add it again and the cards will be brought up to date."
        ),
        MUTED: t.gettext("The bot may not write in this group. Allow it to, or make it an administrator."),
        NO_TOPICS: t.gettext(
            "The bot may not make topics in this group. Make it an administrator who may manage topics."
        ),
        TOPIC_CLOSED: t.gettext("A topic is closed for the bot. Open it, or let the bot manage topics."),
    }
    return sentences.get(group.trouble or "", sentences[MUTED])


def trouble_notice(t: Translator, group: WorkingGroup) -> Content:
    """To a supervisor: a group cannot be written to."""
    head = t.gettext("⚠️ <b>Working group “{title}” has a problem</b>", title=cut(group.title, TITLE))
    after = t.gettext("Nothing is lost: what has changed meanwhile will appear there afterwards.")
    rows = [[button(t.gettext("Open"), "groups", "one", group.chat_id, group.region)]]
    return Content(paragraphs(head, trouble(t, group), after), rows)
