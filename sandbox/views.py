"""Chats as the control API shows them."""

from __future__ import annotations

from .model import Chat, Json
from .render import for_people
from .state import State


def chat_info(state: State, chat: Chat, *, full: bool = True) -> Json:
    """A chat with its members, topics and last message."""
    last = next((m for m in reversed(chat.messages.values()) if not m.deleted), None) if full else None
    title = state.bots[chat.bot_id].first_name if chat.bot_id is not None else chat.title
    members = [{"id": m.id, "status": m.status, "rights": m.rights} for m in chat.members.values()]
    return {
        "chat": chat.id,
        "bot": chat.bot_id,
        "type": chat.type,
        "title": title,
        "is_forum": chat.is_forum,
        "username": chat.username,
        "members": members,
        "topics": [topic.info() for topic in chat.topics.values() if not topic.deleted],
        "blocked": chat.blocked,
        "started": chat.started,
        "migrated_to": chat.migrated_to,
        "last_message": for_people(state, last) if last is not None else None,
    }


def announce(state: State, chat: Chat) -> None:
    """Tell the page that a chat is new or changed."""
    state.events.publish("chat", state.viewers(chat), chat=chat.id, bot=chat.bot_id, info=chat_info(state, chat))
