"""getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from __future__ import annotations

from dataclasses import replace

from ..access import find_chat
from ..calling import Call, method
from ..errors import bad
from ..membership import MEMBER_RIGHTS, member_json, my_chat_member
from ..model import Json, Member
from ..posting import post
from ..render import chat_json, for_bot


@method("getChat")
async def get_chat(call: Call) -> Json:
    """The chat in full."""
    chat = find_chat(call)
    about = chat_json(call.state, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if not chat.is_private:
        about["permissions"] = dict.fromkeys(MEMBER_RIGHTS, True)
    if chat.pinned:
        about["pinned_message"] = for_bot(call.state, chat.messages[chat.pinned[-1]], call.bot.id, deep=False)
    return about


@method("getChatMember")
async def get_chat_member(call: Call) -> Json:
    """Somebody's place in the chat."""
    chat = find_chat(call)
    number = call.params.integer("user_id")
    if not number or call.state.user(number) is None:
        raise bad("PARTICIPANT_ID_INVALID" if number else "invalid user_id specified")
    if chat.is_private:
        return member_json(call.state, Member(number, "member" if number in {chat.id, call.bot.id} else "left"))
    return member_json(call.state, chat.members.get(number) or Member(number, "left"))


@method("getChatAdministrators")
async def get_chat_administrators(call: Call) -> list[Json]:
    """The owner and the administrators, without other bots."""
    chat = find_chat(call)
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.is_admin]
    return [
        member_json(call.state, member)
        for member in admins
        if member.id == call.bot.id or member.id not in call.state.bots
    ]


@method("getChatMemberCount")
async def get_chat_member_count(call: Call) -> int:
    """How many are in the chat."""
    chat = find_chat(call)
    return 2 if chat.is_private else sum(member.present for member in chat.members.values())


@method("leaveChat")
async def leave_chat(call: Call) -> bool:
    """Leave a group or channel."""
    chat = find_chat(call)
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    member = chat.members[call.bot.id]
    old = replace(member)
    member.status, member.rights = "left", {}
    my_chat_member(call.state, chat, call.bot, old, member, call.bot.user())
    if chat.type != "channel":
        fields = {"left_chat_member": call.bot.user(), "left_chat_participant": call.bot.user()}
        post(call.state, chat, call.bot.user(), fields, bot_id=call.bot.id)
    return True
