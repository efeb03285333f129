"""Groups and channels: made, joined, left, promoted, migrated; their topics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import ControlError
from ..membership import my_chat_member
from ..model import Chat, Json, Member
from ..posting import post, remove
from ..topics import open_topic, rename_topic, set_closed
from ..views import announce, chat_info
from .asking import Ask, route


def by(ask: Ask, chat: Chat) -> Json | None:
    """Who does it: `by`, the owner, or any member."""
    if ask.body.get("by"):
        return ask.state.person(ask.body["by"])
    for member in sorted(chat.members.values(), key=lambda m: m.status != "creator"):
        if member.id in ask.state.people:
            return ask.state.people[member.id]
    return None


def group(ask: Ask) -> Chat:
    """The group of the path."""
    return ask.state.chat(ask.path["id"], None)


def make(ask: Ask, kind: str) -> Json:
    """A chat of some kind, with the bot in it unless told otherwise."""
    chat = ask.state.add_chat(kind, {**ask.body, "title": ask.need("title")})
    announce(ask.state, chat)
    status = ask.body.get("bot_status", "administrator" if kind == "channel" else "member")
    if status != "left" and (ask.state.bots or ask.body.get("bot")):
        bot = ask.state.bot(ask.body.get("bot"))
        set_member(ask, chat, bot.id, status, ask.body.get("rights") or default_rights(kind, status))
    for name in ask.body.get("topics", []):
        open_topic(ask.state, chat, name, by(ask, chat), None)
    return chat_info(ask.state, chat)


def default_rights(kind: str, status: str) -> Json:
    """A channel's bot may post; a group's administrator has what it is given."""
    return {"can_post_messages": True, "can_edit_messages": True} if kind == "channel" else {}


@route("POST", "/groups")
async def add_group(ask: Ask) -> Json:
    """Make a group or supergroup."""
    kind = ask.body.get("type", "supergroup")
    if kind not in {"group", "supergroup"}:
        raise ControlError("type is group or supergroup")
    return make(ask, kind)


@route("POST", "/channels")
async def add_channel(ask: Ask) -> Json:
    """Make a channel."""
    return make(ask, "channel")


def set_member(ask: Ask, chat: Chat, user_id: int, status: str, rights: Json) -> None:
    """Give somebody a place in the chat, with service message and, for bots, `my_chat_member`."""
    state = ask.state
    member = chat.members.setdefault(user_id, Member(user_id, "left"))
    old = replace(member)
    member.status, member.rights = status, dict(rights)
    bot = state.bots.get(user_id)
    user = state.user(user_id)
    if bot is not None:
        my_chat_member(state, chat, bot, old, member, by(ask, chat))
    if chat.type != "channel" and old.present != member.present:
        fields: Json = {"new_chat_members": [user]} if member.present else {"left_chat_member": user}
        post(state, chat, by(ask, chat), fields)
    announce(state, chat)


@route("POST", "/groups/{id}/members")
async def change_member(ask: Ask) -> Json:
    """Add, promote, restrict or remove somebody."""
    chat = group(ask)
    user_id: Any = ask.body.get("person") or ask.body.get("bot") or ask.state.bot().id
    if ask.state.user(int(user_id)) is None:
        raise ControlError(f"nobody has id {user_id}", 404)
    status = ask.need("status")
    if status not in {"member", "administrator", "creator", "restricted", "left", "kicked"}:
        raise ControlError(f"unknown status {status}")
    set_member(ask, chat, int(user_id), status, ask.body.get("rights") or {})
    return chat_info(ask.state, chat)


@route("POST", "/groups/{id}/migrate")
async def migrate(ask: Ask) -> Json:
    """A group becomes a supergroup with another id."""
    state, old = ask.state, group(ask)
    if old.type != "group" or old.migrated_to is not None:
        raise ControlError("only a group that was not migrated yet becomes a supergroup")
    new = state.add_chat("supergroup", {"title": old.title})
    new.members = {number: replace(member) for number, member in old.members.items()}
    announce(state, new)
    post(state, old, by(ask, old), {"migrate_to_chat_id": new.id})
    old.migrated_to = new.id
    announce(state, old)
    post(state, new, by(ask, new), {"migrate_from_chat_id": old.id})
    return {"migrate_to_chat_id": new.id}


@route("POST", "/groups/{id}/topics")
async def add_topic(ask: Ask) -> Json:
    """A person opens a topic."""
    chat = group(ask)
    if not chat.is_forum:
        raise ControlError("the group is no forum")
    topic, _ = open_topic(ask.state, chat, ask.need("name"), by(ask, chat), None)
    return topic.info()


@route("PATCH", "/groups/{id}/topics/{thread}")
async def change_topic(ask: Ask) -> Json:
    """A person renames, closes, reopens or deletes a topic."""
    chat = group(ask)
    topic = chat.topics.get(int(ask.path["thread"]))
    if topic is None:
        raise ControlError("no such topic", 404)
    if ask.body.get("name"):
        rename_topic(ask.state, chat, topic, ask.body["name"], by(ask, chat))
    if ask.body.get("closed") is not None and bool(ask.body["closed"]) != topic.closed:
        set_closed(ask.state, chat, topic, bool(ask.body["closed"]), by(ask, chat))
    if ask.body.get("deleted"):
        topic.deleted = True
        remove(ask.state, chat, [m.id for m in chat.messages.values() if topic.id in (m.thread, m.id)])
        announce(ask.state, chat)
    return topic.info()
