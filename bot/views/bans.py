"""Bans: what the person is told and may object; the supervisors' list, and the way to banning and lifting."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import cut, lines, paragraphs, quoted
from bot.views.prompts import needs_words
from bot.views.setup import back_to_hub
from domain.errors import Banned
from models import Ban
from services.bans import BanPage, Sender

_SHORT = 40


def told(t: Translator, ban: Ban) -> Content:
    """To the person: a ban was laid on them."""
    text = paragraphs(
        t.gettext("🚫 <b>The akimat takes no requests from you for now</b>"),
        lines(_region(t, ban.region), _why(t, ban.reason)),
        _elsewhere(t),
    )
    return Content(text, [[_object(t, ban.id)]])


def refused(t: Translator, ban: Banned) -> Content:
    """To the person who pressed Send: why it was not sent, and what can be done."""
    text = paragraphs(
        t.gettext("🚫 <b>This could not be sent: the akimat takes no requests from you for now</b>"),
        lines(_region(t, ban.region), _why(t, ban.reason)),
        lines(t.gettext("Your draft is kept."), _elsewhere(t)),
        "" if ban.may_object else t.gettext("Your objection is with a supervisor, or was answered already."),
    )
    return Content(text, [[_object(t, ban.ban_id)]] if ban.may_object else [])


def _region(t: Translator, region: str) -> Html:
    return t.gettext("Region: {region}", region=words.region_name(t, region))


def _why(t: Translator, reason: str) -> str:
    if not reason:
        return t.gettext("The reason was erased together with your data.")
    return lines(t.gettext("The supervisor's reason:"), quoted(reason))


def _elsewhere(t: Translator) -> Html:
    return t.gettext("Requests to other regions are taken as before.")


def _object(t: Translator, ban_id: int) -> Button:
    return button(t.gettext("✋ Object"), "objection", "open", ban_id)


def objecting(t: Translator, ban: Ban, written: str | None, *, only_words: bool = False) -> Content:
    """What the person is writing against the ban."""
    hint = (
        t.gettext("You can object once. Write again to replace your words, or send them.")
        if written
        else t.gettext("Write in a message why this is wrong. You can object once.")
    )
    text = lines(
        t.gettext("✋ <b>Your objection</b>"),
        _region(t, ban.region),
        quoted(written),
        t.gettext("⚠️ Words are needed here.") if only_words else "",
        hint,
    )
    rows = [[button(t.gettext("📨 Send the objection"), "objection", "send", ban.id)]] if written else []
    return Content(text, [*rows, [button(t.gettext("✖️ Cancel"), "objection", "cancel", ban.id)]])


def objection_sent(t: Translator) -> Content:
    """A supervisor has it now."""
    return Content(t.gettext("✅ Your objection is with a supervisor. You will hear what was decided."))


def lifted(t: Translator, ban: Ban) -> Content:
    """To the person: they may send again."""
    text = lines(
        t.gettext("🌿 <b>The akimat takes your requests again</b>"), _region(t, ban.region), quoted(ban.answer)
    )
    return Content(text)


def stays(t: Translator, ban: Ban) -> Content:
    """To the person: the answer to their objection."""
    text = lines(
        t.gettext("🚫 <b>A supervisor has looked at your objection: for now it stays as it is</b>"),
        _region(t, ban.region),
        quoted(ban.answer),
    )
    return Content(text)


def objection(t: Translator, ban: Ban) -> Content:
    """To a supervisor: somebody objects to a ban."""
    text = lines(t.gettext("✋ <b>An objection against a ban</b>"), _request(t, ban), quoted(ban.appeal))
    return Content(text, [[button(t.gettext("Open"), "bans", "one", ban.id)]])


def _request(t: Translator, ban: Ban) -> str:
    return t.gettext("Request: № {number}", number=ban.request_id) if ban.request_id else ""


def listing(t: Translator, page: BanPage) -> Content:
    """One page of the bans in force, the newest first."""
    rows: list[Sequence[Button]] = [[button(_label(t, ban), "bans", "one", ban.id)] for ban in page.rows]
    turn: list[Button] = []
    if page.newer is not None:
        turn.append(button(t.gettext("◀️ Newer"), "bans", "newer", page.newer, page.region))
    if page.older is not None:
        turn.append(button(t.gettext("Older ▶️"), "bans", "older", page.older, page.region))
    text = lines(
        t.gettext("🚫 <b>Banned people</b> · {region}", region=words.region_name(t, page.region)),
        t.gettext("They can send nothing to the region until it is lifted. ✋ marks an objection.")
        if page.rows
        else t.gettext("Nobody is banned. 🌿"),
    )
    return Content(text, [*rows, turn, [back_to_hub(t, page.region)]])


def _label(t: Translator, ban: Ban) -> str:
    sign = "✋ " if ban.appealed_at is not None and ban.answered_at is None else ""
    number = t.gettext("№ {number}", number=ban.request_id) if ban.request_id else "№ —"
    return f"{sign}{number} · {t.date(ban.banned_at)} · {cut(ban.reason, _SHORT)}"


def one(t: Translator, ban: Ban, officer: str | None) -> Content:
    """One ban: why, since when, by whom, what was objected, and what can be done."""
    objects = ban.appealed_at is not None and ban.answered_at is None
    text = lines(
        t.gettext("🚫 <b>A ban</b> · {region}", region=words.region_name(t, ban.region)),
        _request(t, ban),
        t.gettext("Since: {moment}", moment=t.moment(ban.banned_at)),
        t.gettext("By: {name}", name=officer) if officer else "",
        t.gettext("Reason:") if ban.reason else "",
        quoted(ban.reason),
        t.gettext("✋ The person objects:") if ban.appeal else "",
        quoted(ban.appeal),
        t.gettext("The answer:") if ban.answer else "",
        quoted(ban.answer),
        t.gettext("🌿 Lifted on {date}", date=t.date(ban.lifted_at)) if ban.lifted_at else "",
    )
    rows: list[Sequence[Button]] = []
    if ban.lifted_at is None:
        rows.append([button(t.gettext("🌿 Lift the ban"), "bans", "lift", ban.id)])
    if ban.lifted_at is None and objects:
        rows.append([button(t.gettext("🚫 Leave it, with an answer"), "bans", "leave", ban.id)])
    if ban.request_id:
        rows.append([button(t.gettext("Open the request"), "card", "open", ban.request_id)])
    return Content(text, [*rows, [button(t.gettext("⬅️ To the list"), "bans", "open", 0, ban.region)]])


def ask_reason(t: Translator, sender: Sender, *, only_words: bool = False) -> Content:
    """Before banning: what is known of the sender, and why shall nothing of theirs be taken?"""
    text = paragraphs(
        t.gettext("🚫 <b>Ban the sender of request № {number}?</b>", number=sender.request_id),
        lines(
            t.gettext("Requests sent: {n}", n=t.number(sender.sent)),
            t.gettext("Of them meaningless: {n}", n=t.number(sender.meaningless)),
        ),
        t.gettext(
            "They will send nothing to the region until a supervisor lifts it, and can object once. "
            "Write the reason in a message: they will read it."
        ),
        needs_words(t) if only_words else "",
    )
    return Content(text, [[button(t.gettext("⬅️ Back"), "card", "open", sender.request_id)]])


def ask_answer(t: Translator, ban: Ban, what: str, *, only_words: bool = False) -> Content:
    """Before lifting a ban, or leaving it after an objection: words for the person."""
    text = lines(
        t.gettext("🌿 To lift the ban, write a few words to the person.")
        if what == "lift"
        else t.gettext("🚫 The ban stays. Write your answer to the objection."),
        quoted(ban.appeal),
        needs_words(t) if only_words else "",
    )
    return Content(text, [[button(t.gettext("⬅️ Back"), "bans", "one", ban.id)]])


def settled(t: Translator) -> Html:
    """A colleague was faster."""
    return t.gettext("A colleague has settled this already.")
