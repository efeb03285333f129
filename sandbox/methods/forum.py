"""createForumTopic, editForumTopic, closeForumTopic, reopenForumTopic, deleteForumTopic."""

from __future__ import annotations

from ..access import find_chat, need_right
from ..calling import Call, method
from ..errors import bad
from ..model import Chat, Json, Topic
from ..posting import remove
from ..topics import open_topic, rename_topic, set_closed

_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def forum(call: Call) -> Chat:
    """The forum of the call, in which the bot may manage topics."""
    chat = find_chat(call)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    need_right(call, chat, "can_manage_topics", "not enough rights to manage topics in the chat")
    return chat


def topic_of(call: Call, chat: Chat) -> Topic:
    """The topic named by `message_thread_id`."""
    topic = chat.topics.get(call.params.integer("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad("message thread not found")
    return topic


def topic_name(call: Call) -> str:
    """A topic's name of 1–128 characters."""
    name = (call.params.text("name") or "").strip()
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


@method("createForumTopic")
async def create_forum_topic(call: Call) -> Json:
    """Open a topic."""
    name = topic_name(call)
    chat = forum(call)
    color = call.params.integer("icon_color", 7322096)
    if color not in _COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    topic, _ = open_topic(call.state, chat, name, call.bot.user(), call.bot.id, color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@method("editForumTopic")
async def edit_forum_topic(call: Call) -> bool:
    """Rename a topic."""
    chat = forum(call)
    topic = topic_of(call, chat)
    if call.params.text("name") is None:
        return True
    name = topic_name(call)
    if name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    rename_topic(call.state, chat, topic, name, call.bot.user(), call.bot.id)
    return True


def switch(call: Call, closed: bool) -> bool:
    """Close or reopen; TOPIC_NOT_MODIFIED where it is so already."""
    chat = forum(call)
    topic = topic_of(call, chat)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    set_closed(call.state, chat, topic, closed, call.bot.user(), call.bot.id)
    return True


@method("closeForumTopic")
async def close_forum_topic(call: Call) -> bool:
    """Close a topic: only those who manage topics may write there."""
    return switch(call, True)


@method("reopenForumTopic")
async def reopen_forum_topic(call: Call) -> bool:
    """Open a closed topic again."""
    return switch(call, False)


@method("deleteForumTopic")
async def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with all its messages."""
    chat = find_chat(call)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    need_right(call, chat, "can_delete_messages", "not enough rights to delete a topic")
    topic = topic_of(call, chat)
    topic.deleted = True
    remove(call.state, chat, [m.id for m in chat.messages.values() if m.thread == topic.id or m.id == topic.id])
    return True
