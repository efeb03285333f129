"""What executors, operators and supervisors are told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import triage, words
from bot.views.layout import cut, lines, quoted
from domain.words import Action
from models import CitizenRequest
from services.steps import Step
from services.templates import words_of

ADDRESS = 200
"""UTF-16 units of an address or description in a notice; the whole is a tap away."""


class Dated(Protocol):
    """A request with its deadline, as far as a line of a notice needs it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def category(self) -> str | None:
        """Its category."""

    @property
    def due_at(self) -> datetime:
        """Its deadline."""


def _what_and_where(t: Translator, request: CitizenRequest) -> str:
    return lines(
        t.gettext("Category: {category}", category=words.category_name(t, request.category)),
        t.gettext("Place: {address}", address=cut(request.address, ADDRESS)) if request.address else "",
        quoted(request.description, ADDRESS),
        t.gettext("Deadline: {deadline}", deadline=words.due(t, request.due_at)),
    )


def task(t: Translator, step: Step) -> Content:
    """To an executor: work was given to them, anew or again, got a date or another category."""
    request, number = step.request, step.request.id
    if step.action is Action.REOPEN:
        head = t.gettext("⚖️ <b>Task № {number}: to be done again after a complaint</b>", number=number)
    elif step.action is Action.PLAN and request.planned_for is not None:
        date = t.date(request.planned_for)
        head = t.gettext("📅 <b>Task № {number} is planned for {date}</b>", number=number, date=date)
    elif step.action is Action.RECATEGORISE:
        head = t.gettext("🏷 <b>Task № {number} has another category now</b>", number=number)
    elif step.action is Action.START:
        head = t.gettext("🔧 <b>Task № {number}: the planned day has come</b>", number=number)
    else:
        head = t.gettext("👷 <b>A new task for you: № {number}</b>", number=number)
    said = quoted(words_of(step.entry, t.locale)) if step.action is Action.REOPEN else Html("")
    return Content(lines(head, said, _what_and_where(t, request)), [[_open_task(t, number)]])


def tasks(t: Translator, given: Sequence[Step]) -> Content:
    """To an executor: work was given to them; one task, or several at once."""
    if len(given) == 1:
        return task(t, given[0])
    text = t.ngettext("👷 <b>{n} new task for you</b>", "👷 <b>{n} new tasks for you</b>", len(given))
    return Content(text, [[button(t.gettext("Open my tasks"), "tasks", "open")]])


def taken_away(t: Translator, lost: Sequence[Step]) -> Content:
    """To an executor: the work is somebody else's now; of one request, or of several at once."""
    if len(lost) == 1:
        number = lost[0].request.id
        return Content(t.gettext("Task № {number} is no longer yours: it was given to others.", number=number))
    return Content(
        t.ngettext(
            "{n} task is no longer yours: it was given to others.",
            "{n} tasks are no longer yours: they were given to others.",
            len(lost),
        )
    )


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
    return Content(text, [[_open_queue(t), triage.begin(t)]])


SHOWN = 10
"""Requests of a notice about several that are listed one by one."""


def near(t: Translator, tasks: Sequence[Dated], number: int) -> Content:
    """To an executor: the deadlines of so many tasks are near; the first of them."""
    head = t.ngettext(
        "⏳ <b>The deadline of {n} task of yours is near</b>", "⏳ <b>The deadlines of {n} tasks of yours are near</b>",
        number,
    )  # fmt: skip
    return _several(t, head, tasks, number)


def passed(t: Translator, tasks: Sequence[Dated], number: int) -> Content:
    """To an executor: the deadlines of so many tasks have passed; the first of them."""
    head = t.ngettext(
        "⏰ <b>The deadline of {n} task of yours has passed</b>",
        "⏰ <b>The deadlines of {n} tasks of yours have passed</b>",
        number,
    )
    return _several(t, head, tasks, number)


def _several(t: Translator, head: Html, tasks: Sequence[Dated], number: int) -> Content:
    rows = [[task_button(t, task, "task")] for task in tasks]
    more = number - len(tasks)
    text = lines(head, *(dated(t, task) for task in tasks), t.gettext("… and {n} more", n=more) if more else "")
    return Content(text, [*rows, [button(t.gettext("All my tasks"), "tasks", "open")]] if more else rows)


def dated(t: Translator, task: Dated) -> Html:
    """A request in one line: number, category, deadline."""
    return t.gettext(
        "№ {number} · {category} · by {deadline}",
        number=task.id, category=words.category_name(t, task.category), deadline=t.moment(task.due_at),
    )  # fmt: skip


def task_button(t: Translator, task: Dated, area: str) -> Button:
    """The button that opens a request, named by number and category."""
    return button(cut(f"№ {task.id} · {words.category_name(t, task.category)}", 40), area, "open", task.id)


def escalated(t: Translator, region: str, numbers: Sequence[int]) -> Content:
    """To a supervisor or the ministry: these requests have been overdue for too long."""
    text = lines(
        t.ngettext(
            "🔺 <b>{n} request has been overdue for too long</b>",
            "🔺 <b>{n} requests have been overdue for too long</b>",
            len(numbers),
        ),
        t.gettext("Region: {region}", region=words.region_name(t, region)),
    )  # fmt: skip
    shown = [button(f"№ {number}", "card", "open", number) for number in numbers[:SHOWN]]
    return Content(text, [shown[n : n + 5] for n in range(0, len(shown), 5)])


def _open_queue(t: Translator) -> dict[str, str]:
    # Whole: under a filter of last time, what the notice speaks of might not be seen.
    return button(t.gettext("Open the queue"), "queue", "all")
