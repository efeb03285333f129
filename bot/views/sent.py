"""Before and after sending: a similar request nearby, and the receipt."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import places, words
from bot.views.draft import foot
from bot.views.layout import lines, paragraphs
from domain.words import Kind
from models import CitizenRequest
from services.similar import Similar


def similar(t: Translator, draft_id: int, found: Sequence[Similar], at: int) -> Content:
    """An open request nearby that may be the same: with its photo, how far it is and how it stands."""
    at = min(max(at, 0), len(found) - 1)
    near, request = found[at], found[at].request
    text = paragraphs(
        t.gettext("👀 <b>Is this the same problem?</b>"),
        lines(
            words.title(t, request),
            f"🏷 {escape(words.category_name(t, request.category))}",
            t.gettext("📏 {metres} m from your point", metres=t.number(near.metres)),
            t.gettext("📅 Sent on {date}", date=t.date(request.sent_at)),
            t.gettext("👤 You sent it yourself.") if near.own else "",
        ),
    )
    yes = t.gettext("✅ The same, delete the draft") if near.own else t.gettext("🔔 This is it, keep me posted")
    rows: list[Sequence[Button]] = [[button(yes, "draft", "same", draft_id, request.id)]]
    if len(found) > 1:
        rows.append([button(t.gettext("▶️ Another nearby"), "draft", "similar", draft_id, (at + 1) % len(found))])
    rows.append([button(t.gettext("➕ Mine is another one: send"), "draft", "another", draft_id)])
    return Content(text, [*rows, foot(t, draft_id)[:2]], media_id=near.photo)


def receipt(t: Translator, request: CitizenRequest, *, first: bool) -> Content:
    """What was sent, by when, and what happens next; the first time also what it is not."""
    text = paragraphs(
        _headline(t, request),
        lines(
            f"📍 {places.place(t, request)}",
            f"🏷 {escape(words.category_name(t, request.category))}",
            t.gettext("⏱ Deadline: {deadline}", deadline=words.due(t, request.due_at)),
        ),
        _next(t, request),
        _not_an_appeal(t) if first else "",
    )
    return Content(text, [[button(t.gettext("🔎 Open it"), "my", "open", request.id)]])


def _headline(t: Translator, request: CitizenRequest) -> Html:
    if request.kind is Kind.SUGGESTION:
        return t.gettext("✅ <b>Your suggestion № {number} is sent</b>", number=request.id)
    return t.gettext("✅ <b>Your request № {number} is sent</b>", number=request.id)


def _next(t: Translator, request: CitizenRequest) -> Html:
    if request.category is None:
        return t.gettext(
            "What happens next: the akimat checks it, chooses the category and names the final deadline; until "
            "then the shortest one holds. I will write to you at every step."
        )
    return t.gettext(
        "What happens next: the akimat checks it and appoints who does the work. I will write to you at every step."
    )


def _not_an_appeal(t: Translator) -> Html:
    return t.gettext(
        "ℹ️ This is not a formal appeal under the law. For one, use {link}.",
        link=Html('<a href="https://eotinish.kz">eOtinish</a>'),
    )


def sent_before(t: Translator, number: int) -> Html:
    """Send was pressed twice."""
    return t.gettext("👌 This was sent already. Its number is № {number}.", number=number)


def followed(t: Translator, found: Similar) -> Content:
    """The citizen follows a similar request instead of sending their own."""
    number = found.request.id
    if found.own:
        text = t.gettext("👌 The draft is deleted. You will get the news of your request № {number}.", number=number)
    else:
        text = t.gettext("🔔 You follow request № {number} now and will get its news. Thank you!", number=number)
    return Content(text, [[button(t.gettext("🔎 Open it"), "my", "open", number)]])
