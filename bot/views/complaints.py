"""The supervisors' list of complaints and appeals, one of them, and the questions on the way to a ruling."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import card as card_views
from bot.views import doubts, staff_words, whereabouts, words
from bot.views.fitting import fitted
from bot.views.layout import cut, lines
from domain.permissions import Actor, may_take
from domain.words import Action, Ground, MediaPurpose
from models import CitizenRequest
from services.cards import Card, Shot
from services.complaints import Case, ComplaintPage
from services.steps import facts_of

STORY = 150
"""UTF-16 units of the request's description on the card of a complaint, whose own words matter more."""


def listing(t: Translator, page: ComplaintPage, now: datetime, *, several_regions: bool) -> Content:
    """One page of open complaints, the oldest first."""
    rows: list[Sequence[Button]] = [
        [button(_label(t, r.request_id, r.ground, r.created_at, now), "complaint", "open", r.request_id)]
        for r in page.rows
    ]
    turn = []
    if page.previous is not None:
        turn.append(button("◀️", "complaints", "before", page.previous, page.region))
    if page.next is not None:
        turn.append(button("▶️", "complaints", "from", page.next, page.region))
    rows += [turn, [button(t.gettext("🔄 Refresh"), "complaints", "open", 0, page.region)]]
    if several_regions:
        rows.append([button(t.gettext("🌍 Another region"), "complaints", "regions")])
    text = lines(
        t.gettext("⚖️ <b>Complaints and appeals</b> · {region}", region=words.region_name(t, page.region)),
        t.gettext("Those who have waited longest come first.") if page.rows else t.gettext("Nothing to rule on. 🌿"),
    )
    return Content(text, rows)


def _label(t: Translator, request_id: int, ground: Ground | None, since: datetime, now: datetime) -> str:
    what = t.gettext("Appeal") if ground is None else words.ground_name(t, ground)
    days = (now.astimezone(t.zone).date() - since.astimezone(t.zone).date()).days
    waited = t.days(days) if days else t.gettext("today")
    return f"№ {request_id} {cut(what, 40)} · {waited}"


def region_choice(t: Translator, regions: Sequence[str]) -> Content:
    """The regions of somebody who supervises several."""
    rows = [[button(words.region_name(t, iso), "complaints", "open", 0, iso)] for iso in regions]
    return Content(t.gettext("🌍 <b>Complaints of which region?</b>"), rows)


def case(t: Translator, found: Case, actor: Actor, now: datetime, index: int = 0) -> Content:
    """A complaint with the photos before and after, and the rulings there are."""
    card, complaint = found.card, found.complaint
    request = card.request
    if complaint.ground is None:
        head = t.gettext("📣 <b>Appeal against the rejection</b>")
    else:
        head = t.gettext("⚖️ <b>Complaint: {ground}</b>", ground=words.ground_name(t, complaint.ground))
    before = [
        staff_words.title(t, request),
        head,
        *card_views.summary(t, card, now),
        _kept(t, request),
        _executor(t, card),
        *doubts.card_lines(t, found.report),
        *whereabouts.lines_of(t, request),
    ]
    rows = [
        *card_views.shot_row(t, "complaint", request.id, card.shots, index),
        *_side_by_side(t, card),
        doubts.card_row(t, found.report),
        card_views.look_row(t, "complaint", card, full=True),
        [card_views.file_button(t, request.id)],
        *_rulings(t, found, actor),
        [button(t.gettext("⬅️ To the complaints"), "complaints", "open", 0, request.region)],
    ]
    story = t.gettext("📝 The request: {words}", words=cut(request.description, STORY)) if request.description else ""
    text = fitted(before, complaint.comment, [story])
    return Content(text, rows, media_id=card_views.media_at(card.shots, index))


def _kept(t: Translator, request: CitizenRequest) -> str:
    """Whether the work was done within the deadline the akimat was first held to, and how often it was done again."""
    if request.done_at is None:
        return ""
    on = t.moment(request.done_at)
    kept = request.done_at <= request.first_due_at
    said = t.gettext("🟢 Done in time: {moment}", moment=on) if kept else t.gettext("🔴 Done late: {moment}", moment=on)
    again = t.ngettext("Done again before: {n} time", "Done again before: {n} times", request.reopened)
    return lines(said, again if request.reopened else "")


def _side_by_side(t: Translator, card: Card) -> list[list[Button]]:
    """The button to a picture before beside one after, where there are both."""
    if {MediaPurpose.BEFORE, MediaPurpose.AFTER} <= {shot.purpose for shot in card.shots}:
        return [[button(t.gettext("🖼 Before and after, side by side"), "complaint", "both", card.request.id)]]
    return []


def pair(shots: Sequence[Shot]) -> list[int]:
    """The first photo before and the newest after, which Telegram shows side by side in one album."""
    before = [shot.id for shot in shots if shot.purpose is MediaPurpose.BEFORE]
    after = [shot.id for shot in shots if shot.purpose is MediaPurpose.AFTER]
    return [before[0], after[-1]] if before and after else []


def pair_caption(t: Translator, request_id: int) -> str:
    """Under the two photos."""
    return t.gettext("№ {number}: on the left before, on the right after", number=request_id)


def _executor(t: Translator, card: Card) -> str:
    name = ", ".join(cut(part, staff_words.NAME) for part in (card.executor, card.organisation) if part)
    return t.gettext("👷 Executor: {name}", name=name) if name else ""


def _rulings(t: Translator, found: Case, actor: Actor) -> list[list[Button]]:
    request = found.card.request
    facts = facts_of(request)
    offers = [
        [(Action.UPHOLD, t.gettext("🌿 The work stands"), "uphold")],
        [(Action.REOPEN, t.gettext("🔁 Do it again"), "executors")],
        [(Action.GRANT_APPEAL, t.gettext("👍 Grant the appeal"), "grant")],
        [(Action.REFUSE_APPEAL, t.gettext("👎 The rejection stands"), "refuse")],
    ]
    return [
        [button(text, "complaint", verb, request.id) for action, text, verb in row if may_take(actor, action, facts)]
        for row in offers
    ]


def same_executor(t: Translator, request_id: int, executor_id: int, name: str, photo: int | None) -> Content:
    """The one whose work is disputed was chosen: really the same?"""
    text = t.gettext(
        "⚠️ {name} did the work that is disputed. Shall the same executor do it again?", name=cut(name, staff_words.NAME)
    )
    yes = button(t.gettext("Yes, the same"), "complaint", "again", request_id, executor_id)
    return Content(text, [[yes], [button(t.gettext("⬅️ Back"), "complaint", "executors", request_id)]], media_id=photo)


def ruled(t: Translator, request_id: int, region: str) -> Content:
    """The ruling is given."""
    text = t.gettext("✅ The ruling on № {number} is given. The citizen has been told.", number=request_id)
    return Content(text, [[_to_list(t, region)], [button(t.gettext("Open the request"), "card", "open", request_id)]])


def already_ruled(t: Translator) -> Html:
    """Somebody else was faster."""
    return t.gettext("This complaint has been ruled on already.")


def nothing_open(t: Translator, request_id: int, region: str) -> Content:
    """There is no open complaint about this request."""
    text = f"<b>{escape(t.gettext('№ {number}', number=request_id))}</b>\n{already_ruled(t)}"
    return Content(text, [[_to_list(t, region)]])


def _to_list(t: Translator, region: str) -> Button:
    return button(t.gettext("⬅️ To the complaints"), "complaints", "open", 0, region)
