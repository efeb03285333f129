"""Why not, and where else: rejecting, duplicates, other regions; questions and notes. Words come in `wording`."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import deciding as views
from bot.views import prompts
from domain.errors import NotFound
from domain.permissions import Actor
from domain.sphere import distance_km
from domain.words import Action, RejectReason
from handlers.operator.deciding import await_words
from handlers.operator.looking import index_in
from handlers.operator.queue import known
from handlers.operator.readying import ready_rows
from handlers.operator.showing import SCREEN, draw_card, first_photo, unless_stale
from models import CitizenRequest
from services import cards, deciding, geography
from services.steps import takeable_request

router = Router(name="refusing")
router.callback_query.filter(Area("decide"))

ASKED = {"ask": Action.ASK, "note": Action.NOTE}


@router.callback_query(Verb(*ASKED))
async def ask_for_words(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A question to the citizen, or a note for colleagues."""
    await ask_what(session, talk, actor, press.id, press.verb)


async def ask_what(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, what: str, page: int = 0) -> None:
    """Ask for the words of a question or a note; beside a question stand ready ones."""
    asked = takeable_request(session, actor, request_id, ASKED[what])
    request = await unless_stale(session, talk, actor, request_id, asked)
    if request is not None:
        if what == "ask":
            await deciding.check_citizen(session, request)
        await_words(talk, what, request_id)
        photo = await first_photo(session, request_id)
        ready = await ready_rows(session, talk, request, "ask", page) if what == "ask" else ()
        talk.show(SCREEN, prompts.prompt(talk.t, what, request_id, "card", photo, ready=ready))


@router.callback_query(Verb("reject"))
async def reject(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Why?"""
    asked = takeable_request(session, actor, press.id, Action.REJECT)
    if await unless_stale(session, talk, actor, press.id, asked):
        talk.person.expecting = None
        talk.show(SCREEN, views.reason_choice(talk.t, press.id, await first_photo(session, press.id)))


@router.callback_query(Verb("reason"))
async def reason(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """With words, or without?"""
    await ask_why(session, talk, actor, press.id, known(views.REASONS, press.arg))


async def ask_why(
    session: AsyncSession, talk: Talk, actor: Actor, request_id: int, chosen: RejectReason, page: int = 0
) -> None:
    """Ask for the words of a rejection; ready ones stand beside."""
    asked = takeable_request(session, actor, request_id, Action.REJECT)
    request = await unless_stale(session, talk, actor, request_id, asked)
    if request is not None:
        await_words(talk, "reject", request_id, chosen)
        ready = await ready_rows(session, talk, request, f"reject.{chosen}", page)
        photo = await first_photo(session, request_id)
        talk.show(SCREEN, views.rejection(talk.t, request_id, chosen, photo, ready))


@router.callback_query(Verb("rejected"))
async def rejected(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Reject it without words."""
    step = deciding.reject(session, actor, press.id, known(views.REASONS, press.arg), None, talk.now)
    if await unless_stale(session, talk, actor, press.id, step):
        await draw_card(session, talk, actor, press.id)


@router.callback_query(Verb("duplicate"))
async def duplicate(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Of which?"""
    asked = takeable_request(session, actor, press.id, Action.MARK_DUPLICATE)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is not None:
        await_words(talk, "duplicate", press.id)
        near, photo = await cards.near(session, request), await first_photo(session, press.id)
        talk.show(SCREEN, views.duplicate_choice(talk.t, press.id, near, photo))


@router.callback_query(Verb("original"))
async def original(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One nearby was chosen: is it the same?"""
    await check_original(session, talk, actor, press.id, index_in(press))


async def check_original(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, original_id: int) -> None:
    """Show the original and ask whether it is the same. Raises NotFound for one that cannot be it."""
    asked = takeable_request(session, actor, request_id, Action.MARK_DUPLICATE)
    request = await unless_stale(session, talk, actor, request_id, asked)
    if request is None:
        return
    found = await deciding.original_of(session, request, original_id)
    talk.person.expecting = None
    metres, photo = _metres(request, found), await first_photo(session, found.id)
    talk.show(SCREEN, views.duplicate_check(talk.t, request_id, found, metres, photo))


def _metres(one: CitizenRequest, other: CitizenRequest) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(one.lat, one.lon, other.lat, other.lon) * 1000


@router.callback_query(Verb("same"))
async def same(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Yes: close it as a duplicate."""
    step = deciding.mark_duplicate(session, actor, press.id, index_in(press), talk.now)
    if await unless_stale(session, talk, actor, press.id, step):
        await draw_card(session, talk, actor, press.id)


@router.callback_query(Verb("forward"))
async def forward(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """To which region?"""
    asked = takeable_request(session, actor, press.id, Action.FORWARD)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is not None:
        talk.person.expecting = None
        talk.show(SCREEN, views.region_choice(talk.t, request, await first_photo(session, press.id), index_in(press)))


@router.callback_query(Verb("region"))
async def region(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """And why?"""
    if press.arg not in {r.iso for r in geography.regions()}:
        raise NotFound
    asked = takeable_request(session, actor, press.id, Action.FORWARD)
    if await unless_stale(session, talk, actor, press.id, asked):
        await_words(talk, "forward", press.id, press.arg)
        photo = await first_photo(session, press.id)
        talk.show(SCREEN, prompts.prompt(talk.t, "forward", press.id, "card", photo, region=press.arg))
