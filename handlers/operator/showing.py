"""Drawing the operators' screen: the queue and a card in it. A step that came too late redraws the card as it is."""

from collections.abc import Awaitable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Talk
from bot.views import card as card_views
from bot.views import queue as queue_views
from bot.views import refusals
from domain.errors import NotFound, Stale
from domain.permissions import Actor
from services import cards, queue
from services.queue import Place

SCREEN = "desk"
WORDS_FOR = "decide"
"""`person.expecting["for"]` while an operator's words are awaited; "do", "id" and "arg" say what for."""

Done = TypeVar("Done")


async def draw_queue(
    session: AsyncSession, talk: Talk, actor: Actor, place: Place | None = None, *, back: bool = False
) -> None:
    """Show the queue at `place`, or where the person left it; remember the place."""
    stop_expecting(talk)
    page = await queue.page(
        session, actor, place or queue.remembered_place(actor, talk.person.desk), talk.now, back=back
    )
    stored = page.place.store()
    if stored != talk.person.desk:
        talk.person.desk = stored
    several = len(queue.regions_of(actor)) > 1
    talk.show(SCREEN, queue_views.listing(talk.t, page, talk.now, several_regions=several))


async def draw_card(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, index: int = 0) -> None:
    """Show a request's card. Raises NotFound for those who may not see it."""
    stop_expecting(talk)
    found = await cards.card(session, actor, request_id)
    talk.show(SCREEN, card_views.card(talk.t, found, actor, talk.now, index))


async def unless_stale(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, deed: Awaitable[Done]
) -> Done | None:
    """Do it; where somebody else was faster, say who, show what is there now and return None.

    A step is refused before anything has been changed, so the transaction may go on.
    """
    try:
        return await deed
    except Stale as stale:
        talk.answer(refusals.sentence(talk.t, stale), alert=True)
        await draw_card(session, talk, actor, request_id)
    except NotFound as refusal:
        if not queue.regions_of(actor):
            raise
        # Perhaps it is another region's by now.
        talk.answer(refusals.sentence(talk.t, refusal), alert=True)
        await draw_queue(session, talk, actor)
    return None


def stop_expecting(talk: Talk) -> None:
    """The operator went elsewhere: what is typed next is no longer for the question asked before."""
    expecting = talk.person.expecting
    if expecting is not None and expecting.get("for") == WORDS_FOR:
        talk.person.expecting = None


async def first_photo(session: AsyncSession, request_id: int) -> int | None:
    """The photo that stays on the screen while questions about the request are answered."""
    shots = await cards.shots(session, request_id)
    return shots[0].id if shots else None
