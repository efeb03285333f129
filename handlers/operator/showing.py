"""Drawing the operators' screen: the queue, a card in it, the next one of a round. A step too late redraws what is."""

from collections.abc import Awaitable
from functools import partial
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Talk
from bot.views import bulk as bulk_views
from bot.views import card as card_views
from bot.views import doubts as doubts_views
from bot.views import queue as queue_views
from bot.views import search as search_views
from bot.views import triage as triage_views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import State
from handlers.operator import picks
from handlers.staff_showing import stop_words, unless_late
from services import cards, desks, doubts, queue, search, triage
from services.cards import Card
from services.queue import Place
from services.steps import Step
from services.triage import Round

SCREEN = "desk"
WORDS_FOR = "decide"
"""`person.expecting["for"]` while an operator's words are awaited; "do", "id" and "arg" say what for."""
SEARCH = "search"
PICK = "pick"
"""The same while a question to search for, or the number of an original, is awaited."""

Done = TypeVar("Done")


async def draw_queue(
    session: AsyncSession, talk: Talk, actor: Actor, place: Place | None = None, *, back: bool = False
) -> None:
    """Show the queue at `place`, or where the person left it, as they pick from it or not; remember the place."""
    stop_expecting(talk)
    person = talk.person
    place = place or queue.remembered_place(actor, person.desk)
    page = await queue.page(session, actor, place, talk.now, back=back, zone=talk.settings.zone)
    desks.remember(person, **page.place.store())
    if desks.mode_of(person) == "picked":
        talk.show(SCREEN, bulk_views.listing(talk.t, page, picks.of(person), talk.now))
        return
    several = len(queue.regions_of(actor)) > 1
    more = doubts_views.queue_row(talk.t, await doubts.count(session, queue.regions_of(actor)))
    talk.show(SCREEN, queue_views.listing(talk.t, page, talk.now, several_regions=several, more=more))


async def draw_home(session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Show what the person was at: the next of their round, what they found, or the queue."""
    walked = triage.round_of(talk.person)
    if walked is not None:
        await go_on(session, talk, actor, walked)
    elif desks.mode_of(talk.person) == "search":
        await draw_found(session, talk, actor)
    else:
        await draw_queue(session, talk, actor)


async def draw_card(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, index: int = 0, *, asked: bool = False
) -> None:
    """Show a request's card; in a round the next one where this has been decided, unless it was `asked` for itself.

    Raises NotFound for those who may not see it.
    """
    stop_expecting(talk)
    walked = triage.round_of(talk.person)
    found = await cards.card(session, actor, request_id)
    in_round = walked is not None and walked.request_id == request_id
    if walked is not None and in_round and not (asked and found.request.state is not State.NEW):
        await _draw_in_round(session, talk, actor, walked, found, index)
        return
    foot = {"triage": triage_views.back, "search": search_views.back}.get(desks.mode_of(talk.person) or "")
    talk.show(SCREEN, card_views.card(talk.t, found, actor, talk.now, index, foot=foot and foot(talk.t)))


async def _draw_in_round(
    session: AsyncSession, talk: Talk, actor: Actor, walked: Round, found: Card, index: int = 0
) -> None:
    """The card of the request before them, as long as it is to be decided and theirs to look at; else the next."""
    request = found.request
    if request.state is not State.NEW:
        await go_on(session, talk, actor, walked)
    elif not await triage.look(session, actor, request.id, talk.now):
        talk.answer(triage_views.taken(talk.t, request.id), alert=True)
        await go_on(session, talk, actor, walked)
    else:
        usual = await triage.suggested_executor(session, actor, request.region, request.category)
        talk.show(SCREEN, triage_views.card(talk.t, found, actor, talk.now, walked, usual, index))


async def go_on(session: AsyncSession, talk: Talk, actor: Actor, walked: Round) -> None:
    """Show the next undecided request of a round, or that nothing is left. Raises NotFound as `triage.take_next`."""
    stop_expecting(talk)
    walked = await triage.take_next(session, actor, walked, talk.now)
    desks.enter(talk.person, "triage", walked.store())
    if walked.request_id is None:
        waiting = await triage.undecided(session, walked.region)
        talk.show(SCREEN, triage_views.finished(talk.t, walked, waiting))
    else:
        found = await cards.card(session, actor, walked.request_id)
        await _draw_in_round(session, talk, actor, walked, found)


async def draw_found(session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Show the page of the search that the person is at. Raises NotFound where they are at none."""
    stop_expecting(talk)
    asked = (talk.person.desk or {}).get("search")
    if not asked:
        raise NotFound
    before = asked["trail"][-1] if asked["trail"] else None
    found = await search.find(session, actor, asked["region"], asked["text"], before)
    if talk.person.expecting is None:
        # The next words are the next question: nobody has to press a button between two.
        talk.person.expecting = {"for": SEARCH}
    talk.show(SCREEN, search_views.results(talk.t, asked, found, talk.now))


async def unless_stale(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, deed: Awaitable[Done]
) -> Done | None:
    """Do it; where somebody else was faster, say who, show what is there now and return None."""
    card, home = partial(draw_card, session, talk, actor, request_id), partial(draw_home, session, talk, actor)
    done = await unless_late(talk, deed, card, home)
    walked = triage.round_of(talk.person)
    if done is None or walked is None:
        return done
    if isinstance(done, Step) and request_id == walked.request_id and _is_decided(done, walked):
        desks.enter(talk.person, "triage", triage.counted(walked).store())
    else:
        await triage.keep_looking(session, actor, talk.now)
    return done


def _is_decided(step: Step, walked: Round) -> bool:
    return step.request.state is not State.NEW or step.request.region != walked.region


def stop_expecting(talk: Talk) -> None:
    """The operator went elsewhere: what is typed next is no longer for the question asked before."""
    stop_words(talk.person)
    if (talk.person.expecting or {}).get("for") in (SEARCH, PICK):
        talk.person.expecting = None


async def first_photo(session: AsyncSession, request_id: int) -> int | None:
    """The photo that stays on the screen while questions about the request are answered."""
    shots = await cards.shots(session, request_id)
    return shots[0].id if shots else None
