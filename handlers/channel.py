"""Public channels: the bot is brought in, asked, bound to a region, and let go."""

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated
from aiogram.types.chat_member_union import ChatMemberUnion
from sqlalchemy.ext.asyncio import AsyncSession

from bot import summary_sending
from bot.content import Press
from bot.filters import Area, Verb
from bot.routing import ChannelRouter
from bot.settings import LOCALES
from bot.talk import Talk
from bot.views import channels as views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.showing import leave_off
from handlers.supervisor.setup import SCREEN
from services import channels, groups, summaries, weeks

router = Router(name="channels")
router.callback_query.filter(Area(views.AREA))
members = ChannelRouter(name="channel membership")


def may_post(member: ChatMemberUnion) -> bool:
    """Whether this place in a channel lets the bot publish."""
    return member.status == "creator" or bool(getattr(member, "can_post_messages", False))


@members.my_chat_member()
async def place_changed(change: ChatMemberUpdated, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """The bot may publish now: a supervisor is asked. Or it may not any more: those whom it concerns hear of it."""
    chat = change.chat
    if not may_post(change.new_chat_member):
        await channels.note_trouble(session, chat.id, talk.now)
        return
    regions = actor.regions(Role.SUPERVISOR)
    if not regions:
        await channels.renamed(session, chat.id, chat.title or "")
        return
    channel = await channels.offer(session, actor, chat.id, chat.title or "", talk.t.locale, talk.now)
    if channel.state != channels.OFFERED:
        return
    if channel.region in regions or len(regions) == 1:
        region = channel.region if channel.region in regions else regions[0]
        before = await channels.of_region(session, region)
        content = views.ask(talk.t, channel, region, channel.locale, before)
    else:
        content = views.which_region(talk.t, channel, regions)
    talk.tell(talk.person, content, screen=_screen(chat.id))


def _screen(chat_id: int) -> str:
    return f"channel:{chat_id}"


def _choice(press: Press) -> tuple[str, str]:
    """Region and language of a button. Raises NotFound for a forged one."""
    region, _, locale = press.arg.partition(".")
    if locale not in LOCALES:
        raise NotFound
    return region, locale


@router.callback_query(Verb("ask"))
async def ask(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another region or language."""
    region, locale = _choice(press)
    groups.check_duty(actor, region)
    channel = await channels.offered(session, actor, press.id)
    before = await channels.of_region(session, region)
    talk.show(_screen(press.id), views.ask(talk.t, channel, region, locale, before))


@router.callback_query(Verb("yes"))
async def bind(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Publish there from now on."""
    region, locale = _choice(press)
    channel = await channels.bind(session, actor, press.id, region, locale, talk.now)
    has_summary = await summaries.newest(session, region) is not None
    talk.show(_screen(press.id), views.bound(talk.t, channel, has_summary=has_summary))


@router.callback_query(Verb("no"))
async def decline(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """Do not publish there."""
    talk.show(_screen(press.id), views.declined(talk.t))


@router.callback_query(Verb("now"))
async def publish_now(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The last summary is published at once, as it was told: again where it stands there already, in its place."""
    groups.check_duty(actor, press.arg)
    channel = await channels.of_region(session, press.arg)
    newest = await summaries.newest(session, press.arg)
    if channel is None or newest is None or channel.chat_id != press.id:
        raise NotFound
    summary_sending.to_channel(talk, channel, newest, weeks.from_json(newest.figures))
    talk.answer(views.published(talk.t))


@router.callback_query(Verb("open", "stop"))
async def setting(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """The channel of a region in /setup; or the question whether to stop."""
    await leave_off(session, talk.person, talk.now)
    groups.check_duty(actor, press.arg)
    await _show(session, talk, press.arg, bot_username, asking=press.verb == "stop")


async def _show(session: AsyncSession, talk: Talk, region: str, bot_username: str, *, asking: bool = False) -> None:
    link = f"https://t.me/{bot_username}?startchannel&admin=post_messages"
    channel = await channels.of_region(session, region)
    talk.show(SCREEN, views.setting(talk.t, region, channel, link, asking=asking and channel is not None))


@router.callback_query(Verb("unbind"))
async def unbind(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """Publish no more."""
    await channels.unbind(session, actor, press.arg)
    await _show(session, talk, press.arg, bot_username)
