"""The buttons of requests in a group. Who may is for the services to say; whoever may not is told so in a window."""

from collections.abc import Awaitable

from aiogram.types import CallbackQuery, Chat
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.group_news import draw
from bot.outbox import Priority
from bot.routing import GroupRouter
from bot.settings import Settings
from bot.talk import GroupTalk
from bot.views import fallback, groups_card, refusals
from domain.errors import Missing, NotAllowed, NotFound, Stale
from domain.permissions import Actor, may_see
from domain.words import Action
from handlers.operator.looking import index_in, number_in
from handlers.operator.showing import first_photo
from models import CitizenRequest, GroupCard, WorkingGroup
from services import deciding, group_cards, groups, tasks, working
from services.steps import facts_of, takeable_request

router = GroupRouter(name="group cards")
router.callback_query.filter(Area("group"))
last = GroupRouter(name="group, the rest")


async def _shown(
    session: AsyncSession, actor: Actor, chat: Chat, request_id: int, *, to_executor: bool = False
) -> GroupCard:
    """The card whose button was pressed. Raises NotFound where the chat is not shown it.

    Raises NotAllowed for people of the group whose business the request is not, and where the button is the executor's
    (`to_executor`) for all others: they see that it is there, and that nothing has changed.
    """
    card = await group_cards.card_in(session, chat.id, request_id)
    request = await session.get_one(CitizenRequest, request_id)
    if not may_see(actor, facts_of(request)) or (to_executor and request.executor_id != actor.id):
        raise NotAllowed
    return card


async def _unless_stale(
    session: AsyncSession, talk: GroupTalk, group: WorkingGroup | None, request_id: int, step: Awaitable[object]
) -> None:
    """Take a step, which draws the card; where somebody else was faster, say who and draw it as it is."""
    try:
        await step
    except Stale as stale:
        talk.answer(refusals.sentence(talk.own, stale), alert=True)
        await _draw(session, talk, group, request_id)


async def _draw(session: AsyncSession, talk: GroupTalk, group: WorkingGroup | None, request_id: int) -> None:
    """The card as it is now; locked, so that nobody's newer one is replaced by it."""
    request = await session.get_one(CitizenRequest, request_id, with_for_update=True)
    if group is not None:
        await draw(talk, [group], [request], priority=Priority.REPLY)


def link_to(bot_username: str, parameter: str) -> str:
    """The address that opens our private chat with a parameter."""
    return f"https://t.me/{bot_username}?start={parameter}"


@router.callback_query(Verb("take"))
async def take(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    settings: Settings,
    group: WorkingGroup | None,
) -> None:
    """Somebody does it themselves."""
    await _shown(session, actor, chat, press.id)
    if actor.id is None:
        raise NotFound
    seen = number_in(press.arg)
    step = deciding.assign(session, actor, press.id, actor.id, talk.now, settings.zone, seen=seen)
    await _unless_stale(session, talk, group, press.id, step)


@router.callback_query(Verb("executors"))
async def executors(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """Who will do it?"""
    card = await _shown(session, actor, chat, press.id)
    request = await takeable_request(session, actor, press.id, Action.ASSIGN)
    if request.category is None:
        raise Missing("category")
    found = await tasks.executors_of(session, actor, request.region)
    photo = await first_photo(session, press.id)
    content = groups_card.executor_choice(talk.t, request, found, index_in(press), photo)
    talk.show(groups.screen_of(press.id, card.topic), content)


@router.callback_query(Verb("assign"))
async def assign(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    settings: Settings,
    group: WorkingGroup | None,
) -> None:
    """Give the work to an executor."""
    await _shown(session, actor, chat, press.id)
    chosen, _, seen = press.arg.partition(".")
    step = deciding.assign(session, actor, press.id, number_in(chosen), talk.now, settings.zone, seen=number_in(seen))
    await _unless_stale(session, talk, group, press.id, step)


@router.callback_query(Verb("back"))
async def back(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    group: WorkingGroup | None,
) -> None:
    """The card again, instead of the choice of executors."""
    await _shown(session, actor, chat, press.id)
    await _draw(session, talk, group, press.id)


@router.callback_query(Verb("start"))
async def start(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    group: WorkingGroup | None,
) -> None:
    """The executor begins."""
    await _shown(session, actor, chat, press.id, to_executor=True)
    step = working.start(session, actor, press.id, talk.now)
    await _unless_stale(session, talk, group, press.id, step)


_PRIVATE = {"done": Action.REPORT, "return": Action.RETURN}
_PARAMETERS = {"done": "report", "return": "return"}


@router.callback_query(Verb("done", "return"))
async def in_private(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    bot_username: str,
) -> None:
    """What takes photos or words is done in the private chat, and only by those who may."""
    await _shown(session, actor, chat, press.id, to_executor=True)
    await takeable_request(session, actor, press.id, _PRIVATE[press.verb])
    talk.lead(link_to(bot_username, f"{_PARAMETERS[press.verb]}_{press.id}"))


@router.callback_query(Verb("open"))
async def open_card(
    event: CallbackQuery,
    session: AsyncSession,
    talk: GroupTalk,
    actor: Actor,
    chat: Chat,
    press: Press,
    bot_username: str,
) -> None:
    """The whole card, with all that can be done, in the private chat."""
    await _shown(session, actor, chat, press.id)
    talk.lead(link_to(bot_username, f"card_{press.id}"))


@last.callback_query()
async def stale_press(event: CallbackQuery, talk: GroupTalk) -> None:
    """A button of another time, or one that never was."""
    talk.answer(fallback.stale_button(talk.own), alert=True)
