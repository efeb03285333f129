"""Ruling on complaints and appeals: /complaints, one case, and the ruling with its answer to the citizen."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Holds, Verb
from bot.settings import Settings
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import complaints as views
from bot.views import deciding as deciding_views
from bot.views import prompts, refusals
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from handlers.operator.looking import index_in
from handlers.operator.showing import first_photo
from handlers.operator.wording import typed
from handlers.supervisor.showing import (
    RULING,
    SCREEN,
    draw_case,
    draw_list,
    open_or_tell,
    regions_of,
    unless_ruled,
)
from models import Person
from services import judging, tasks
from services.cards import shots
from services.complaints import Case
from services.histories import names_of
from services.steps import Step, visible_request

router = Router(name="complaints")
router.callback_query.filter(Area("complaint", "complaints"))
words_router = Router(name="rulings")
words_router.message.filter(Expecting(RULING))


@router.message(Command("complaints"), Holds(Role.SUPERVISOR))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """What waits for a ruling."""
    await leave_off(session, person, talk.now)
    await draw_list(session, talk, actor, regions_of(actor)[0])


@router.callback_query(Area("complaints"), Verb("open", "from", "before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The list, or another page of it; the service refuses regions of others."""
    region = press.arg or regions_of(actor)[0]
    await draw_list(session, talk, actor, region, press.id or None, back=press.verb == "before")


@router.callback_query(Area("complaints"), Verb("regions"))
async def regions(event: CallbackQuery, talk: Talk, actor: Actor) -> None:
    """Of which region?"""
    talk.show(SCREEN, views.region_choice(talk.t, regions_of(actor)))


@router.callback_query(Area("complaint"), Verb("open"))
async def open_case(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One complaint, at one of the photos."""
    await draw_case(session, talk, actor, press.id, index_in(press))


@router.callback_query(Area("complaint"), Verb("both"))
async def both(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A photo before and one after, side by side."""
    request = await visible_request(session, actor, press.id)
    pair = views.pair(await shots(session, request.id))
    if not pair:
        raise NotFound
    talk.album(pair, views.pair_caption(talk.t, request.id))


@router.callback_query(Area("complaint"), Verb("uphold", "grant", "refuse"))
async def ask_answer(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A ruling needs words for the citizen."""
    if await open_or_tell(session, talk, actor, press.id):
        await _await_answer(session, talk, press.verb, press.id)


async def _await_answer(
    session: AsyncSession, talk: Talk, what: str, request_id: int, executor_id: int = 0, *, same: bool = False
) -> None:
    talk.person.expecting = {"for": RULING, "do": what, "id": request_id, "executor": executor_id, "same": same}
    photo = await first_photo(session, request_id)
    talk.show(SCREEN, prompts.prompt(talk.t, what, request_id, "complaint", photo))


@router.callback_query(Area("complaint"), Verb("executors"))
async def executors(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Who does it again? The one whose work is disputed is marked."""
    found = await open_or_tell(session, talk, actor, press.id)
    if found is not None:
        request = found.card.request
        choice = await tasks.executors_of(session, actor, request.region)
        photo = await first_photo(session, press.id)
        talk.show(
            SCREEN,
            deciding_views.executor_choice(
                talk.t, press.id, choice, index_in(press), photo, area="complaint", former=request.executor_id
            ),
        )


@router.callback_query(Area("complaint"), Verb("assign"))
async def choose(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """An executor was chosen; the same one as before only when that is said once more."""
    found = await open_or_tell(session, talk, actor, press.id)
    if found is None:
        return
    executor_id = index_in(press)
    if executor_id == found.card.request.executor_id:
        name = (await names_of(session, [executor_id])).get(executor_id, "")
        photo = await first_photo(session, press.id)
        talk.show(SCREEN, views.same_executor(talk.t, press.id, executor_id, name, photo))
    else:
        await _await_answer(session, talk, "reopen", press.id, executor_id)


@router.callback_query(Area("complaint"), Verb("again"))
async def same_again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Yes, the same executor."""
    if await open_or_tell(session, talk, actor, press.id):
        await _await_answer(session, talk, "reopen", press.id, index_in(press), same=True)


@words_router.message(Words())
async def rule(
    message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person, settings: Settings
) -> None:
    """The answer to the citizen: with it the ruling is given."""
    expecting, said = person.expecting or {}, typed(message)
    request_id = int(expecting["id"])
    found = await _case_asked_about(session, talk, actor, request_id)
    if found is None:
        return
    if not said:
        await ask_again(message, session, talk, actor, person)
        return
    if await unless_ruled(session, talk, actor, request_id, _rule(session, talk, actor, expecting, said, settings)):
        person.expecting = None
        talk.show(SCREEN, views.ruled(talk.t, request_id, found.card.request.region))


async def _rule(
    session: AsyncSession, talk: Talk, actor: Actor, expecting: dict[str, Any], said: str, settings: Settings
) -> Step:
    what, request_id = expecting["do"], int(expecting["id"])
    if what == "uphold":
        return await judging.uphold(session, actor, request_id, said, talk.now)
    if what == "grant":
        return await judging.grant_appeal(session, actor, request_id, said, talk.now)
    if what == "refuse":
        return await judging.refuse_appeal(session, actor, request_id, said, talk.now)
    return await judging.reopen(
        session, actor, request_id, int(expecting["executor"]), said, talk.now, settings.zone,
        same_executor=bool(expecting["same"]),
    )  # fmt: skip


async def _case_asked_about(session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> Case | None:
    """The case that awaits an answer; None, with the question dropped, where it is no longer theirs to rule on."""
    try:
        return await open_or_tell(session, talk, actor, request_id)
    except NotFound as refusal:
        talk.person.expecting = None
        talk.say(Content(refusals.sentence(talk.t, refusal)))
        return None


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: ask once more."""
    expecting = person.expecting or {}
    request_id = int(expecting["id"])
    if await _case_asked_about(session, talk, actor, request_id):
        photo = await first_photo(session, request_id)
        content = prompts.prompt(talk.t, expecting["do"], request_id, "complaint", photo, only_words=True)
        talk.show(SCREEN, content, pause=ALBUM_PAUSE)
