"""What followers are told: the news of a request without a word of its citizen's."""

from bot.content import Content, button
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import lines
from domain.words import Action
from services.steps import Step

FOLLOWED = frozenset(
    {
        Action.ASSIGN, Action.PLAN, Action.REPORT, Action.REJECT, Action.MARK_DUPLICATE, Action.FORWARD,
        Action.UPHOLD, Action.REOPEN, Action.GRANT_APPEAL, Action.WITHDRAW,
    }
)  # fmt: skip
"""The steps followers hear of. What was said to and by the citizen is not theirs to read."""


def for_follower(t: Translator, step: Step, organisation: str | None, picture: int | None) -> Content:
    """What a follower is told: the same news without anybody's words."""
    request = step.request
    followed = request.duplicate_of if step.action is Action.MARK_DUPLICATE else request.id
    text = lines(
        words.title(t, request),
        t.gettext("Category: {category}", category=words.category_name(t, request.category)),
        _detail(t, step, organisation),
        t.gettext("You follow this request."),
    )
    rows = [
        [button(t.gettext("🔎 Open it"), "my", "open", followed or 0)],
        [button(t.gettext("🔕 Unfollow № {number}", number=followed), "follow", "stop", followed or 0)],
    ]
    return Content(text, rows, media_id=picture)


def _detail(t: Translator, step: Step, organisation: str | None) -> Html:
    request = step.request
    if step.action is Action.ASSIGN and organisation:
        return t.gettext("Executor: {organisation}", organisation=organisation)
    if step.action is Action.PLAN and request.planned_for:
        return t.gettext("The work is planned for {date}.", date=t.date(request.planned_for))
    if step.action is Action.REJECT and request.reason:
        return t.gettext("Reason: {reason}", reason=words.reason_name(t, request.reason))
    if step.action is Action.MARK_DUPLICATE:
        return t.gettext("It goes on as request № {original}.", original=request.duplicate_of)
    if step.action is Action.FORWARD:
        return t.gettext("Region: {region}", region=words.region_name(t, request.region))
    if step.action is Action.REOPEN:
        return t.gettext("A complaint was found right: the work will be done again.")
    return Html("")
