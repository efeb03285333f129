"""What citizens are told of the steps in the life of their request."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import dumps, words
from bot.views.layout import lines, quoted
from domain import terms
from domain.words import Action
from models import CitizenRequest
from services.dumps import Dump
from services.steps import Step
from services.templates import words_of


def for_citizen(t: Translator, step: Step, organisation: str | None) -> Content | None:
    """What the citizen is told of a step; None where they need not hear of it."""
    view = _FOR_CITIZEN.get(step.action)
    return view(t, step, organisation) if view is not None else None


def _open(t: Translator, request_id: int) -> list[list[Button]]:
    """The button to the request itself, for notices that ask nothing."""
    return [[button(t.gettext("🔎 Open it"), "my", "open", request_id)]]


def _assigned(t: Translator, step: Step, organisation: str | None) -> Content:
    request = step.request
    return Content(
        lines(
            words.title(t, request),
            t.gettext("Category: {category}", category=words.category_name(t, request.category)),
            t.gettext("Executor: {organisation}", organisation=organisation) if organisation else "",
            t.gettext("Deadline: {deadline}", deadline=words.due(t, request.due_at)),
        ),
        _open(t, request.id),
    )


def _recategorised(t: Translator, step: Step, _organisation: str | None) -> Content:
    request = step.request
    return Content(
        lines(
            t.gettext("🏷 <b>Your request № {number} has another category now</b>", number=request.id),
            t.gettext("Category: {category}", category=words.category_name(t, request.category)),
            t.gettext("Deadline: {deadline}", deadline=words.due(t, request.due_at)),
        ),
        _open(t, request.id),
    )


def _asked(t: Translator, step: Step, _organisation: str | None) -> Content:
    return question(t, step.request.id, words_of(step.entry, t.locale), step.now)


def question(t: Translator, request_id: int, asked: str | None, asked_at: datetime) -> Content:
    """The operator's question, with the button to answer it."""
    text = lines(
        t.gettext("❓ <b>A question about your request № {number}</b>", number=request_id),
        quoted(asked),
        t.gettext(
            "Please answer by {date}: without an answer the request will be closed.",
            date=t.date(asked_at + terms.NO_ANSWER),
        ),
    )
    return Content(text, [[button(t.gettext("✍️ Answer"), "question", "answer", request_id)]])


def question_again(t: Translator, request_id: int, asked: str | None, asked_at: datetime, *, quiet: bool) -> Content:
    """The reminder of a question that nobody has answered yet."""
    once_more = question(t, request_id, asked, asked_at)
    text = lines(t.gettext("🔔 We are still waiting for your answer."), once_more.text)
    return replace(once_more, text=text, quiet=quiet)


def _planned(t: Translator, step: Step, _organisation: str | None) -> Content:
    planned_for = step.request.planned_for or step.now
    return Content(
        lines(words.title(t, step.request), t.gettext("The work is planned for {date}.", date=t.date(planned_for))),
        _open(t, step.request.id),
    )


def _done(t: Translator, step: Step, _organisation: str | None) -> Content:
    data = step.entry.data if step.entry else None
    return verdict(t, step.request.id, words_of(step.entry, t.locale), step.now, data=data)


def verdict(
    t: Translator, request_id: int, comment: str | None, done_at: datetime, *, reminder: bool = False,
    data: dict[str, Any] | None = None,
) -> Content:  # fmt: skip
    """The finished work for the citizen to judge: one tap for stars, or a complaint.

    `data` is that of the report's step: of a dump it says what became of it.
    """
    dump = Dump.read((data or {}).get("dump"))
    text = lines(
        t.gettext("✅ <b>Your request № {number} is done</b>", number=request_id),
        t.gettext("🔔 A reminder: your word on the work is still missing.") if reminder else "",
        *dumps.public_lines(t, dump.outcome, dump.litres),
        quoted(comment),
        t.gettext("How well was it done? One tap on the stars is enough."),
        t.gettext("Without your word it will count as accepted on {date}.", date=t.date(done_at + terms.SILENCE)),
    )
    return Content(text, verdict_rows(t, request_id))


def verdict_rows(t: Translator, request_id: int) -> list[list[Button]]:
    """What a citizen may say of finished work: stars, or a complaint."""
    stars = [button(f"{n} ⭐", "verdict", "stars", request_id, n) for n in range(1, 6)]
    return [stars, [button(t.gettext("⚖️ Complain"), "verdict", "complain", request_id)]]


def before_and_after(t: Translator, request_id: int) -> str:
    """What is written under the photos of finished work."""
    return t.gettext("Request № {number}: before and after", number=request_id)


def _rejected(t: Translator, step: Step, _organisation: str | None) -> Content:
    return rejection(t, step.request, words_of(step.entry, t.locale))


def rejection(t: Translator, request: CitizenRequest, comment: str | None) -> Content:
    """Why the request was rejected; the button to appeal is there as long as an appeal is possible."""
    rows = [] if request.appealed else [[button(t.gettext("⚖️ Appeal"), "appeal", "open", request.id)]]
    may_appeal = t.gettext("If you do not agree, appeal: a supervisor will look at it again.")
    return Content(
        lines(
            words.title(t, request),
            t.gettext("Reason: {reason}", reason=words.reason_name(t, request.reason)) if request.reason else "",
            quoted(comment),
            may_appeal if rows else "",
        ),
        rows,
    )


def _duplicate(t: Translator, step: Step, _organisation: str | None) -> Content:
    original = step.request.duplicate_of or 0
    follows = [[button(t.gettext("🔕 Unfollow № {number}", number=original), "follow", "stop", original)]]
    return Content(
        lines(
            words.title(t, step.request),
            t.gettext(
                "The same problem is already being solved as request № {original}. "
                "You will get the news of it: nothing is lost.",
                original=original,
            ),
        ),
        _open(t, original) if step.data.get("own") else follows,
    )


def _forwarded(t: Translator, step: Step, _organisation: str | None) -> Content:
    return Content(
        lines(
            t.gettext("➡️ <b>Your request № {number} was handed over</b>", number=step.request.id),
            t.gettext("Region: {region}", region=words.region_name(t, step.request.region)),
            quoted(words_of(step.entry, t.locale)),
        ),
        _open(t, step.request.id),
    )


def _confirmed(t: Translator, step: Step, _organisation: str | None) -> Content:
    return Content(
        lines(
            words.title(t, step.request),
            t.gettext("We have not heard from you, so the work counts as accepted. Thank you for your request!"),
        ),
        _open(t, step.request.id),
    )


def _ruled(sentence: Callable[[Translator], Html]) -> Callable[[Translator, Step, str | None], Content]:
    def view(t: Translator, step: Step, organisation: str | None) -> Content:
        work = step.action is Action.REOPEN
        return Content(
            lines(
                words.title(t, step.request),
                sentence(t),
                quoted(words_of(step.entry, t.locale)),
                t.gettext("Executor: {organisation}", organisation=organisation) if organisation else "",
                t.gettext("Deadline: {deadline}", deadline=words.due(t, step.request.due_at)) if work else "",
            ),
            _open(t, step.request.id),
        )

    return view


_FOR_CITIZEN: dict[Action, Callable[[Translator, Step, str | None], Content]] = {
    Action.RECATEGORISE: _recategorised,
    Action.ASSIGN: _assigned,
    Action.ASK: _asked,
    Action.PLAN: _planned,
    Action.REPORT: _done,
    Action.REJECT: _rejected,
    Action.MARK_DUPLICATE: _duplicate,
    Action.FORWARD: _forwarded,
    Action.CONFIRM: _confirmed,
    Action.UPHOLD: _ruled(lambda t: t.gettext("A supervisor has looked at your complaint. The work stands.")),
    Action.REOPEN: _ruled(lambda t: t.gettext("Your complaint is right. The work will be done again.")),
    Action.GRANT_APPEAL: _ruled(lambda t: t.gettext("Your appeal is right. The request is in the queue again.")),
    Action.REFUSE_APPEAL: _ruled(lambda t: t.gettext("A supervisor has looked at your appeal. The rejection stands.")),
}
