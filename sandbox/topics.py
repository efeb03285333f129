"""Topics of a forum: opened, renamed, closed, each with its service message."""

from __future__ import annotations

from .model import Chat, Json, Topic
from .posting import post
from .state import State
from .views import announce


def open_topic(
    state: State, chat: Chat, name: str, by: Json | None, bot_id: int | None, color: int = 7322096
) -> tuple[Topic, list[int]]:
    """A new topic named after its first message; returns it with the ids of the updates made."""
    number = chat.last_id + 1
    topic = chat.topics[number] = Topic(number, name, icon_color=color)
    fields = {"forum_topic_created": {"name": name, "icon_color": color}}
    _, made = post(state, chat, by, fields, thread=number, bot_id=bot_id)
    announce(state, chat)
    return topic, made


def rename_topic(
    state: State, chat: Chat, topic: Topic, name: str, by: Json | None, bot_id: int | None = None
) -> list[int]:
    """Another name for a topic."""
    topic.name = name
    _, made = post(state, chat, by, {"forum_topic_edited": {"name": name}}, thread=topic.id, bot_id=bot_id)
    announce(state, chat)
    return made


def set_closed(
    state: State, chat: Chat, topic: Topic, closed: bool, by: Json | None, bot_id: int | None = None
) -> list[int]:
    """Close or reopen a topic."""
    topic.closed = closed
    fields: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    _, made = post(state, chat, by, fields, thread=topic.id, bot_id=bot_id)
    announce(state, chat)
    return made
