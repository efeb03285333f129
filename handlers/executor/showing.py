"""Drawing the executors' screens. A step that came too late redraws the task as it is.

`person.expecting` of an executor is {"for": TASKS | REPORT | LEFT | RETURN, …}; "near" in it is the place from which
they look at their tasks, the rest of a report is `services.reports.Said`.
"""

from collections.abc import Awaitable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import ALBUM_PAUSE, Talk
from bot.views import report as report_views
from bot.views import tasks as views
from domain.permissions import Actor
from handlers.staff_showing import stop_words, unless_late
from models import Person
from services import cards, reports, tasks
from services.paging import Key
from services.reports import Said

SCREEN = "tasks"
TASKS = "tasks"
"""`person.expecting["for"]` while the tasks are on the screen: a location sent then orders them by distance."""
REPORT = "report"
LEFT = "report left"
"""What was said for a report whose writer looks at something else meanwhile."""
RETURN = "return"
"""`person.expecting["for"]` while photos of a report, or words on a return, are awaited."""

Done = TypeVar("Done")


async def draw_tasks(
    session: AsyncSession, talk: Talk, actor: Actor, key: Key | None = None, *, back: bool = False
) -> None:
    """Show the tasks, the most urgent first. Raises NotFound for people who work for no region."""
    page = await tasks.tasks_of(session, actor, key, back=back)
    await_place(talk)
    talk.show(SCREEN, views.listing(talk.t, page, talk.now))


async def draw_nearest(session: AsyncSession, talk: Talk, actor: Actor, page: int = 0) -> None:
    """Show the tasks by distance from the place they sent; by deadline where that is not known any more."""
    near = near_of(talk.person)
    if near is None:
        await draw_tasks(session, talk, actor)
        return
    found = await tasks.nearest_of(session, actor, near[0], near[1], page)
    await_place(talk, near)
    talk.show(SCREEN, views.nearest(talk.t, found, talk.now))


async def draw_task(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, index: int = 0) -> None:
    """Show one task. Raises NotFound for those who may not see it."""
    set_aside(talk.person)
    found = await cards.task_card(session, actor, request_id)
    talk.show(SCREEN, views.card(talk.t, found, actor, talk.now, index))


async def draw_report(
    session: AsyncSession, talk: Talk, actor: Actor, said: Said, note: str = "", *, album: bool = False
) -> None:
    """Show the report in the making, and await more for it. Raises as `reports.report_in_the_making`."""
    made = await reports.report_in_the_making(session, actor, said)
    keep(talk.person, made.said)
    talk.show(REPORT, report_views.report(talk.t, made, note), pause=ALBUM_PAUSE if album else timedelta(0))


async def unless_gone(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, deed: Awaitable[Done]
) -> Done | None:
    """Do it; where the task has moved on or is somebody else's now, say so, show what is there and return None."""
    task, mine = partial(draw_task, session, talk, actor, request_id), partial(draw_tasks, session, talk, actor)
    return await unless_late(talk, deed, task, mine)


def _awaits(person: Person, *purposes: str) -> dict[str, Any] | None:
    expecting = person.expecting
    return expecting if expecting is not None and expecting.get("for") in purposes else None


def near_of(person: Person) -> tuple[float, float] | None:
    """The place from which somebody looks at their tasks."""
    near = (_awaits(person, TASKS, REPORT, LEFT, RETURN) or {}).get("near")
    return (near[0], near[1]) if near else None


def await_place(talk: Talk, near: tuple[float, float] | None = None) -> None:
    """The tasks are on the screen: a location that comes next orders them by distance from there.

    A report begun meanwhile is set aside with all that was said for it.
    """
    set_aside(talk.person)
    left = _awaits(talk.person, LEFT) or {"for": TASKS}
    kept = {key: value for key, value in left.items() if key not in ("near", "asked")}
    talk.person.expecting = kept | ({"near": list(near)} if near else {})


def said_for(person: Person, request_id: int) -> Said:
    """What somebody has said for their report on this request so far."""
    expecting = _awaits(person, REPORT, LEFT)
    if expecting is None or expecting.get("id") != request_id:
        return Said(request_id)
    return Said.read(expecting)


def keep(person: Person, said: Said) -> None:
    """Remember what was said for a report; what comes next is for it."""
    near = near_of(person)
    person.expecting = {"for": REPORT, **said.store()} | ({"near": list(near)} if near else {})


def set_aside(person: Person) -> None:
    """The executor went elsewhere: what comes next is not for the report, but what was said for it is kept."""
    if _awaits(person, REPORT):
        person.expecting = (person.expecting or {}) | {"for": LEFT}
    elif returning := _awaits(person, RETURN):
        person.expecting = {"for": TASKS, "near": returning["near"]} if "near" in returning else None
    else:
        stop_words(person)


def end(person: Person) -> None:
    """A report or a return is sent; the place from which the tasks are looked at stays."""
    near = near_of(person)
    person.expecting = {"for": TASKS, "near": list(near)} if near else None
