"""What executors, operators and supervisors are told."""

from bot.content import Content, button
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import cut, lines, quoted
from domain.words import Action
from models import CitizenRequest
from services.steps import Step
from services.templates import words_of

ADDRESS = 200
"""UTF-16 units of an address or description in a notice; the whole is a tap away."""


def _what_and_where(t: Translator, request: CitizenRequest) -> str:
    return lines(
        t.gettext("Category: {category}", category=words.category_name(t, request.category)),
        t.gettext("Place: {address}", address=cut(request.address, ADDRESS)) if request.address else "",
        quoted(request.description, ADDRESS),
        t.gettext("Deadline: {deadline}", deadline=words.due(t, request.due_at)),
    )


def task(t: Translator, step: Step) -> Content:
    """To an executor: work was given to them, anew or again, or got a date."""
    request, number = step.request, step.request.id
    if step.action is Action.REOPEN:
        head = t.gettext("⚖️ <b>Task № {number}: to be done again after a complaint</b>", number=number)
    elif step.action is Action.PLAN and request.planned_for is not None:
        date = t.date(request.planned_for)
        head = t.gettext("📅 <b>Task № {number} is planned for {date}</b>", number=number, date=date)
    elif step.action is Action.START:
        head = t.gettext("🔧 <b>Task № {number}: the planned day has come</b>", number=number)
    else:
        head = t.gettext("👷 <b>A new task for you: № {number}</b>", number=number)
    said = quoted(words_of(step.entry, t.locale)) if step.action is Action.REOPEN else Html("")
    return Content(lines(head, said, _what_and_where(t, request)), [[_open_task(t, number)]])


def taken_away(t: Translator, step: Step) -> Content:
    """To an executor: the work is somebody else's now."""
    return Content(t.gettext("Task № {number} is no longer yours: it was given to others.", number=step.request.id))


def task_overdue(t: Translator, request: CitizenRequest) -> Content:
    """To an executor: the deadline has passed."""
    head = t.gettext("⏰ <b>Task № {number}: the deadline has passed</b>", number=request.id)
    return Content(lines(head, _what_and_where(t, request)), [[_open_task(t, request.id)]])


def _open_task(t: Translator, number: int) -> dict[str, str]:
    return button(t.gettext("Open"), "task", "open", number)


def complaint(t: Translator, step: Step) -> Content:
    """To a supervisor: a complaint or an appeal waits for a ruling."""
    request, filed = step.request, step.complaint
    if step.action is Action.APPEAL:
        head = t.gettext("⚖️ <b>An appeal against the rejection of request № {number}</b>", number=request.id)
    else:
        head = t.gettext("⚖️ <b>A complaint about the work on request № {number}</b>", number=request.id)
    ground = filed.ground if filed else None
    text = lines(
        head,
        t.gettext("Ground: {ground}", ground=words.ground_name(t, ground)) if ground else "",
        quoted(filed.comment if filed else None),
    )
    return Content(text, [[button(t.gettext("Open"), "complaint", "open", request.id)]])


def arrivals(t: Translator, new: int, waiting: int) -> Content:
    """To an operator: requests have come into the queue since the last notice."""
    text = t.ngettext("🆕 <b>{n} new request in your queue</b>", "🆕 <b>{n} new requests in your queue</b>", new)
    if waiting > new:
        more = t.ngettext("{n} request waits there for a decision.", "{n} requests wait there for a decision.", waiting)
        text = Html(f"{text}\n{more}")
    return Content(text, [[_open_queue(t)]])


def queue_overdue(t: Translator, request: CitizenRequest, overdue: int) -> Content:
    """To an operator: a deadline has passed, and how many there are of that kind."""
    text = lines(
        t.gettext("⏰ <b>Request № {number}: the deadline has passed</b>", number=request.id),
        _what_and_where(t, request),
        t.ngettext("Overdue in the region: {n} request.", "Overdue in the region: {n} requests.", overdue),
    )
    return Content(text, [[button(t.gettext("Open"), "card", "open", request.id), _open_queue(t)]])


def _open_queue(t: Translator) -> dict[str, str]:
    # Whole: under a filter of last time, what the notice speaks of might not be seen.
    return button(t.gettext("Open the queue"), "queue", "all")
