"""Triage: an undecided request with the ways to decide it, and what is said when none is left."""

from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import card as card_views
from bot.views import words
from bot.views.layout import cut, paragraphs
from domain.permissions import Actor
from services.cards import Card
from services.triage import COUNTED, Round, Suggestion


def card(
    t: Translator, found: Card, actor: Actor, now: datetime, walked: Round, usual: Suggestion | None, index: int = 0
) -> Content:
    """The request before an operator: its card, led by the decision that is probably right."""
    head = t.gettext("⏩ One by one · decided: {number}", number=t.number(walked.decided))
    top = []
    if usual is not None:
        name = " · ".join(cut(part, 30) for part in (usual.name, usual.organisation) if part)
        # Translators: a button; the name is of the executor who gets the work.
        accept = t.gettext("✅ Assign: {name}", name=name)
        seen = found.request.executor_id or 0
        top.append([button(accept, "decide", "assign", found.request.id, f"{usual.id}.{seen}")])
    foot = [[button(t.gettext("⏭ Later"), "triage", "skip", found.request.id), _leave(t)]]
    return card_views.card(t, found, actor, now, index, head=head, top=top, foot=foot)


def finished(t: Translator, walked: Round, waiting: int) -> Content:
    """Nothing is left in this round."""
    head = t.gettext("🌿 <b>Nothing left to decide</b>")
    if waiting:
        head = t.gettext("🏁 <b>You have been through all of them</b>")
    text = paragraphs(
        f"{head}\n{t.gettext('Region: {region}', region=words.region_name(t, walked.region))}",
        t.gettext("Decided in this round: {number}", number=t.number(walked.decided)),
        _waiting(t, waiting) if waiting else "",
    )
    again = [button(t.gettext("🔁 Once more from the beginning"), "triage", "start")] if waiting else []
    return Content(text, [again, [_leave(t)]])


def _waiting(t: Translator, waiting: int) -> Html:
    if waiting >= COUNTED:
        return t.gettext("Still waiting for a decision: {number} or more.", number=t.number(waiting))
    return t.gettext(
        "Still waiting for a decision: {number}. They were skipped, or a colleague is looking at them.",
        number=t.number(waiting),
    )


def taken(t: Translator, request_id: int) -> Html:
    """Somebody else has the request before them by now."""
    return t.gettext("№ {number} is before a colleague now. Here is the next one.", number=request_id)


def back(t: Translator) -> list[list[Button]]:
    """The way from another card back to the round."""
    return [[button(t.gettext("⬅️ One by one"), "triage", "open")]]


def begin(t: Translator) -> Button:
    """Begins a round."""
    return button(t.gettext("⏩ One by one"), "triage", "start")


def _leave(t: Translator) -> Button:
    return button(t.gettext("🏁 Enough"), "triage", "leave")
