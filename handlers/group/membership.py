"""News of a group itself: the bot comes, goes, may write or may not; the group gets a new name or number."""

from aiogram.filters import Filter
from aiogram.types import ChatMemberUpdated, Message
from aiogram.types.chat_member_union import ChatMemberUnion
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Has
from bot.routing import GroupRouter
from bot.talk import GroupTalk
from bot.views import groups_binding as views
from domain.permissions import Actor
from domain.words import Role
from models import WorkingGroup
from services import groups

router = GroupRouter(name="group membership")


class Bound(Filter):
    """News of chats that are working groups."""

    async def __call__(self, event: object, group: WorkingGroup | None) -> bool:
        return group is not None


def _is_there(member: ChatMemberUnion) -> bool:
    return member.status in ("member", "administrator", "creator") or getattr(member, "is_member", False)


def trouble_of(member: ChatMemberUnion) -> str | None:
    """What the bot's own place in a group keeps it from; None where it may write."""
    if not _is_there(member):
        return groups.REMOVED
    if member.status == "restricted" and not getattr(member, "can_send_messages", False):
        return groups.MUTED
    return None


def _mends(trouble: str | None, member: ChatMemberUnion) -> bool:
    """Whether this place in the group may have ended a trouble."""
    if trouble in (groups.NO_TOPICS, groups.TOPIC_CLOSED):
        return bool(getattr(member, "can_manage_topics", False))
    return True


@router.my_chat_member(Bound())
async def place_changed(change: ChatMemberUpdated, session: AsyncSession, talk: GroupTalk, group: WorkingGroup) -> None:
    """In a working group: a trouble begins, or is over."""
    trouble = trouble_of(change.new_chat_member)
    group.title = (change.chat.title or group.title)[:255]
    if trouble is not None:
        await groups.note_trouble(session, group.chat_id, trouble, talk.now)
    elif _mends(group.trouble, change.new_chat_member):
        await groups.mend(session, group, talk.now)


@router.my_chat_member()
async def added(change: ChatMemberUpdated, talk: GroupTalk, actor: Actor) -> None:
    """A supervisor has brought the bot into a group: how to go on. For others it stays silent."""
    came = _is_there(change.new_chat_member) and not _is_there(change.old_chat_member)
    if came and actor.holds(Role.SUPERVISOR) and trouble_of(change.new_chat_member) is None:
        talk.say(views.hello(talk.own))


@router.message(Has("migrate_to_chat_id"))
async def became_supergroup(message: Message, session: AsyncSession, talk: GroupTalk) -> None:
    """The old chat says where it went."""
    if message.migrate_to_chat_id is not None:
        await groups.moved(session, message.chat.id, message.migrate_to_chat_id, talk.now)


@router.message(Has("migrate_from_chat_id"))
async def was_group(message: Message, session: AsyncSession, talk: GroupTalk) -> None:
    """The new chat says where it came from."""
    if message.migrate_from_chat_id is not None:
        await groups.moved(session, message.migrate_from_chat_id, message.chat.id, talk.now)


@router.message(Has("new_chat_title"), Bound())
async def renamed(message: Message, group: WorkingGroup) -> None:
    """Another name."""
    group.title = (message.new_chat_title or group.title)[:255]


@router.message(Has("forum_topic_reopened"), Bound())
async def topic_opened(message: Message, session: AsyncSession, talk: GroupTalk, group: WorkingGroup) -> None:
    """Somebody has opened a topic again."""
    if group.trouble == groups.TOPIC_CLOSED:
        await groups.mend(session, group, talk.now)
