"""Places in a chat: the Bot API's `ChatMember` and the news that a bot's own place changed."""

from __future__ import annotations

from .model import ANONYMOUS_ADMIN, Bot, Chat, Json, Member
from .render import chat_json
from .state import State

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def member_json(state: State, member: Member) -> Json:
    """The Bot API's `ChatMember`."""
    about: Json = {"user": state.user(member.id), "status": member.status}
    if member.status == "administrator":
        about |= {right: bool(member.rights.get(right)) for right in ADMIN_RIGHTS}
        about |= {"can_be_edited": False, "is_anonymous": bool(member.rights.get("is_anonymous"))}
    elif member.status == "creator":
        about["is_anonymous"] = bool(member.rights.get("is_anonymous"))
    elif member.status == "restricted":
        about |= {right: bool(member.rights.get(right, True)) for right in MEMBER_RIGHTS}
        about |= {"is_member": True, "until_date": 0}
    elif member.status == "kicked":
        about["until_date"] = 0
    return about


def my_chat_member(state: State, chat: Chat, bot: Bot, old: Member, new: Member, by: Json | None) -> list[int]:
    """Tell a bot that its own place in a chat changed; returns the ids of the updates made."""
    content = {
        "chat": chat_json(state, chat),
        "from": by or state.user(ANONYMOUS_ADMIN),
        "date": int(state.now()),
        "old_chat_member": member_json(state, old),
        "new_chat_member": member_json(state, new),
    }
    update_id = bot.queue.add("my_chat_member", content)
    return [] if update_id is None else [update_id]
