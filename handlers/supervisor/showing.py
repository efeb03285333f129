"""Drawing the supervisors' list of complaints and one of them."""

from collections.abc import Awaitable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Talk
from bot.views import complaints as views
from bot.views import refusals
from domain.errors import NotFound, Stale
from domain.permissions import Actor
from domain.words import Role
from handlers.staff_showing import stop_words
from services import complaints
from services.complaints import Case
from services.steps import visible_request

SCREEN = "complaints"
RULING = "ruling"
"""`person.expecting["for"]` while the answer to a complaint is awaited; "do", "id", "executor" and "same" say which."""

Done = TypeVar("Done")


def regions_of(actor: Actor) -> list[str]:
    """The regions somebody supervises. Raises NotFound where there is none."""
    regions = actor.regions(Role.SUPERVISOR)
    if not regions:
        raise NotFound
    return regions


async def draw_list(
    session: AsyncSession, talk: Talk, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> None:
    """Show open complaints, those who have waited longest first."""
    stop_expecting(talk)
    page = await complaints.open_complaints(session, actor, region, start, back=back)
    several = len(regions_of(actor)) > 1
    talk.show(SCREEN, views.listing(talk.t, page, talk.now, several_regions=several))


async def draw_case(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, index: int = 0) -> None:
    """Show the open complaint about a request, or that it has been ruled on."""
    stop_expecting(talk)
    found = await complaints.open_case(session, actor, request_id)
    if found is None:
        request = await visible_request(session, actor, request_id)
        talk.show(SCREEN, views.nothing_open(talk.t, request_id, request.region))
    else:
        talk.show(SCREEN, views.case(talk.t, found, actor, talk.now, index))


async def open_or_tell(session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> Case | None:
    """The open complaint; where a colleague has ruled on it meanwhile, None once that was said."""
    found = await complaints.open_case(session, actor, request_id)
    if found is None:
        talk.answer(views.already_ruled(talk.t), alert=True)
        await draw_case(session, talk, actor, request_id)
    return found


async def unless_ruled(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, ruling: Awaitable[Done]
) -> Done | None:
    """Rule; where somebody else was faster, say who, show what is there now and return None."""
    try:
        return await ruling
    except Stale as stale:
        talk.answer(refusals.sentence(talk.t, stale), alert=True)
        await draw_case(session, talk, actor, request_id)
        return None


def stop_expecting(talk: Talk) -> None:
    """The supervisor went elsewhere: what is typed next is no ruling."""
    stop_words(talk.person)
