"""Drawing the executors' screens. A step that came too late redraws the task as it is."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import ALBUM_PAUSE, Talk
from bot.views import refusals
from bot.views import tasks as views
from domain.errors import NotFound, Stale
from domain.permissions import Actor
from services import cards, reports, tasks
from services.paging import Key

SCREEN = "tasks"
REPORT = "report"
RETURN = "return"
"""What `person.expecting["for"]` says while photos of a report, or words on a return, are awaited."""

Done = TypeVar("Done")


async def draw_tasks(
    session: AsyncSession, talk: Talk, actor: Actor, key: Key | None = None, *, back: bool = False
) -> None:
    """Show the tasks, the most urgent first. Raises NotFound for people who work for no region."""
    stop_expecting(talk)
    page = await tasks.tasks_of(session, actor, key, back=back)
    talk.show(SCREEN, views.listing(talk.t, page, talk.now))


async def draw_task(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, index: int = 0) -> None:
    """Show one task. Raises NotFound for those who may not see it."""
    stop_expecting(talk)
    found = await cards.task_card(session, actor, request_id)
    talk.show(SCREEN, views.card(talk.t, found, actor, talk.now, index))


async def draw_report(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, note: str = "", *, album: bool = False
) -> None:
    """Show the report in the making. Raises as `reports.report_in_the_making`."""
    made = await reports.report_in_the_making(session, actor, request_id)
    comment = (talk.person.expecting or {}).get("comment")
    pause = ALBUM_PAUSE if album else timedelta(0)
    talk.show(REPORT, views.report(talk.t, made, comment, note), pause=pause)


async def unless_gone(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, deed: Awaitable[Done]
) -> Done | None:
    """Do it; where the task has moved on or is somebody else's now, say so, show what is there and return None.

    A step is refused before anything has been changed, so the transaction may go on.
    """
    try:
        return await deed
    except Stale as stale:
        talk.answer(refusals.sentence(talk.t, stale), alert=True)
        await draw_task(session, talk, actor, request_id)
    except NotFound as refusal:
        talk.answer(refusals.sentence(talk.t, refusal), alert=True)
        await draw_tasks(session, talk, actor)
    return None


def stop_expecting(talk: Talk) -> None:
    """The executor went elsewhere: what comes next is no longer for what was asked before."""
    expecting = talk.person.expecting
    if expecting is not None and expecting.get("for") in (REPORT, RETURN):
        talk.person.expecting = None
