"""Binding a group to a region: /bind and /unbind in the group, and the questions after them.

The buttons carry who began and what has been chosen so far; whether it may be done is asked at every press.
"""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, Message
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.group_choice import Choice
from bot.routing import GroupRouter
from bot.settings import LOCALES
from bot.talk import GroupTalk
from bot.views import groups_binding as views
from domain.errors import NotAllowed, NotFound
from domain.permissions import Actor
from handlers.operator.looking import number_in
from models import Organisation, WorkingGroup
from services import groups

SCREEN = "bind"


class GroupCommand(Filter):
    """A command to us; one that names another bot is not. /start with a parameter of that name counts, too."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, message: Message, bot_username: str) -> bool:
        command, _, argument = (message.text or "")[1:].partition(" ")
        name, _, addressed = command.lower().partition("@")
        if addressed and bot_username and addressed != bot_username.lower():
            return False
        return name == self.name or (name == "start" and argument.strip() == self.name)


class Beginner(Filter):
    """Presses of the one who wrote the command."""

    async def __call__(self, event: CallbackQuery, press: Press) -> bool:
        return press.id == event.from_user.id


router = GroupRouter(name="binding")
presses = GroupRouter(name="binding, presses")
presses.callback_query.filter(Area("bind"), Beginner())
others = GroupRouter(name="binding, presses of others")
others.callback_query.filter(Area("bind"))


@router.message(GroupCommand("bind"))
async def bind(message: Message, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat) -> None:
    """A supervisor wants this group to be a working group."""
    if message.sender_chat is not None:
        talk.say(views.anonymous(talk.t))
        return
    try:
        regions = await groups.may_bind(session, actor, chat.id)
    except NotAllowed:
        talk.say(views.refused(talk.own))
        return
    by = talk.person.id
    talk.post(SCREEN, views.scopes(talk.own, by, regions[0]) if len(regions) == 1 else
              views.regions(talk.own, by, regions))  # fmt: skip


@router.message(GroupCommand("unbind"))
async def unbind(
    message: Message, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, group: WorkingGroup | None
) -> None:
    """A supervisor wants to let this group go."""
    if message.sender_chat is not None:
        talk.say(views.anonymous(talk.t))
        return
    if group is None:
        talk.say(views.not_bound(talk.own))
        return
    try:
        await groups.own_group(session, actor, chat.id)
    except NotFound:
        talk.say(views.refused(talk.own))
        return
    talk.post(SCREEN, views.unbind(talk.own, talk.person.id))


async def _check(session: AsyncSession, actor: Actor, chat: Chat, region: str) -> None:
    if region not in await groups.may_bind(session, actor, chat.id):
        raise NotAllowed


async def _choice(session: AsyncSession, actor: Actor, chat: Chat, press: Press) -> Choice:
    """What the button carries. Raises NotFound for a forged one, NotAllowed for regions of others."""
    choice = Choice.parse(press.arg)
    if choice is None:
        raise NotFound
    await _check(session, actor, chat, choice.region)
    return choice


@presses.callback_query(Verb("region"))
async def region(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """The region is known: which of its requests?"""
    await _check(session, actor, chat, press.arg)
    talk.show(SCREEN, views.scopes(talk.own, press.id, press.arg))


@presses.callback_query(Verb("organisations"))
async def organisations(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """Which organisation?"""
    chosen, _, page = press.arg.partition(".")
    await _check(session, actor, chat, chosen)
    query = select(Organisation).where(Organisation.region == chosen).order_by(Organisation.name, Organisation.id)
    found = list(await session.scalars(query.limit(200)))
    talk.show(SCREEN, views.organisations(talk.own, press.id, chosen, found, number_in(page)))


@presses.callback_query(Verb("categories"))
async def categories(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """Which categories?"""
    choice = await _choice(session, actor, chat, press)
    page = press.arg.split(".")[4:]
    talk.show(SCREEN, views.category_choice(talk.own, press.id, choice, number_in(page[0]) if page else 0))


@presses.callback_query(Verb("topics"))
async def topics(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """What the topics are for, where there are any; else the language comes next."""
    choice = await _choice(session, actor, chat, press)
    ask = views.topics if chat.is_forum else views.languages
    talk.show(SCREEN, ask(talk.own, press.id, choice))


@presses.callback_query(Verb("language"))
async def language(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """In which language?"""
    talk.show(SCREEN, views.languages(talk.own, press.id, await _choice(session, actor, chat, press)))


@presses.callback_query(Verb("confirm"))
async def confirm(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """Is everything right?"""
    choice = await _choice(session, actor, chat, press)
    found = await session.get(Organisation, choice.organisation_id) if choice.organisation_id else None
    name = found.name if found is not None and found.region == choice.region else None
    talk.show(SCREEN, views.confirm(talk.own, press.id, choice, name))


@presses.callback_query(Verb("done"))
async def done(
    event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat, press: Press
) -> None:
    """Bind it."""
    choice = await _choice(session, actor, chat, press)
    if choice.locale not in LOCALES:
        raise NotFound
    topics_for = choice.topics if chat.is_forum else None
    group = await groups.bind(
        session, actor, chat.id, chat.title or "", choice.scope, topics_for, choice.locale, talk.now
    )
    names = await groups.organisations_named(session, [group])
    talk.locale = group.locale
    told = views.summary(
        talk.t, group.region, names.get(group.organisation_id or 0), group.categories, group.topics, group.locale
    )
    talk.show(SCREEN, views.bound(talk.t, told))


@presses.callback_query(Verb("cancel"))
async def cancel(event: CallbackQuery, talk: GroupTalk) -> None:
    """Leave everything as it is."""
    talk.show(SCREEN, views.cancelled(talk.own))


@presses.callback_query(Verb("unbind"))
async def unbind_now(event: CallbackQuery, session: AsyncSession, talk: GroupTalk, actor: Actor, chat: Chat) -> None:
    """Let it go."""
    await groups.unbind(session, actor, chat.id, talk.now)
    talk.show(SCREEN, views.unbound(talk.t))


@presses.callback_query(Verb("keep"))
async def keep(event: CallbackQuery, talk: GroupTalk) -> None:
    """Leave it bound."""
    talk.show(SCREEN, views.kept(talk.t))


@others.callback_query()
async def not_theirs(event: CallbackQuery, talk: GroupTalk) -> None:
    """Somebody else presses."""
    talk.answer(views.not_yours(talk.own), alert=True)
