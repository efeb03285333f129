"""People send, forward, edit, delete, move their live location."""

from __future__ import annotations

from typing import Any

from ..errors import ControlError
from ..methods.copying import origin_of
from ..model import ANONYMOUS_ADMIN, CHANNEL_BOT, SERVICE_USER, Chat, Json, Message
from ..posting import edited, post, remove
from ..render import chat_json, for_people
from ..views import announce
from .asking import Ask, route
from .content import content, worded

_ALBUM = frozenset({"photo", "video", "document", "audio"})


def enter(ask: Ask, chat: Chat, person: Json | None) -> None:
    """Whether a client would let this person write there; writing to a bot starts the conversation."""
    if chat.migrated_to is not None:
        raise ControlError(f"the group became the supergroup {chat.migrated_to}")
    if chat.is_private:
        if chat.blocked:
            raise ControlError("the person has blocked the bot: unblock first")
        if not chat.started:
            chat.started = True
            announce(ask.state, chat)
        return
    if person is None:
        return
    member = chat.members.get(person["id"])
    if member is None or not member.present:
        raise ControlError("the person is not in this chat")
    if chat.type == "channel" and not member.is_admin:
        raise ControlError("only administrators post in a channel")


def author(ask: Ask, chat: Chat, person: Json | None) -> Json:
    """`sender` and `sender_chat` of a new message, by `as`."""
    state, guise = ask.state, ask.body.get("as", "self")
    if chat.type == "channel":
        return {"sender": None, "sender_chat": chat_json(state, chat)}
    if guise == "anonymous":
        return {"sender": state.user(ANONYMOUS_ADMIN), "sender_chat": chat_json(state, chat)}
    if guise in {"channel", "auto_forward"}:
        channel = state.chat(ask.need("sender_chat"), None)
        user = CHANNEL_BOT if guise == "channel" else SERVICE_USER
        return {"sender": state.user(user), "sender_chat": chat_json(state, channel)}
    if person is None:
        raise ControlError("from is missing")
    return {"sender": person}


def threaded(ask: Ask, chat: Chat, person: Json | None) -> dict[str, Any]:
    """`thread` and `reply_to` of a new message."""
    thread = ask.body.get("thread")
    reply = ask.body.get("reply_to")
    if thread is not None:
        topic = chat.topics.get(int(thread))
        if topic is None or topic.deleted:
            raise ControlError(f"no topic {thread}", 404)
        member = chat.members.get(person["id"]) if person else None
        if topic.closed and not (member is not None and member.is_admin):
            raise ControlError("the topic is closed")
    target = message_of(chat, reply) if reply is not None else None
    return {"thread": int(thread) if thread is not None else None, "reply_to": target}


def message_of(chat: Chat, number: Any) -> Message:
    """A message that is there."""
    message = chat.messages.get(int(number))
    if message is None or message.deleted:
        raise ControlError(f"no message {number} in this chat", 404)
    return message


def sent(ask: Ask, results: list[tuple[Message, list[int]]]) -> Json:
    """The answer of everything that sends."""
    return {
        "messages": [for_people(ask.state, message) for message, _ in results],
        "updates": [number for _, made in results for number in made],
    }


@route("POST", "/send")
async def send(ask: Ask) -> Json:
    """A message of any kind, or an album."""
    person = ask.person() if ask.body.get("from") is not None else None
    chat = ask.chat(person and person["id"])
    kind = ask.need("kind")
    contents = await album(ask) if kind == "album" else [await content(ask, kind, ask.body)]
    enter(ask, chat, person)
    who, where = author(ask, chat, person), threaded(ask, chat, person)
    sender, sender_chat = who["sender"], who.get("sender_chat")
    if ask.body.get("as") == "auto_forward":
        origin = {"type": "channel", "chat": sender_chat, "message_id": 1, "date": int(ask.state.now())}
        contents = [{**fields, "is_automatic_forward": True, "forward_origin": origin} for fields in contents]
    return sent(ask, [post(ask.state, chat, sender, fields, sender_chat=sender_chat, **where) for fields in contents])


async def album(ask: Ask) -> list[Json]:
    """The contents of an album: 2–10 items with one media_group_id."""
    files = ask.need("files")
    if not 2 <= len(files) <= 10:
        raise ControlError("an album has 2–10 files")
    group = str(ask.state.number("album", 13_900_000_000_000_001))
    contents = []
    for number, spec in enumerate(files):
        kind = spec.get("kind", "photo")
        if kind not in _ALBUM:
            raise ControlError(f"no {kind} in an album")
        caption = spec.get("caption", ask.body.get("caption") if number == 0 else None)
        fields = await content(ask, kind, {"file": spec, "caption": caption})
        contents.append({"media_group_id": group, **fields})
    return contents


@route("POST", "/forward")
async def forward(ask: Ask) -> Json:
    """Forward messages, albums kept together."""
    person, source = ask.person(), ask.need("source")
    chat = ask.chat(person["id"])
    origin_chat = ask.state.chat(source.get("chat"), source.get("bot"), person["id"])
    messages = [message_of(origin_chat, number) for number in source["message_ids"]]
    if any(message.protected for message in messages):
        raise ControlError("protected content cannot be forwarded")
    enter(ask, chat, person)
    albums: dict[str, str] = {}
    results = []
    for message in messages:
        fields = {**message.fields, "forward_origin": chosen_origin(ask, message)}
        group = fields.get("media_group_id")
        if group:
            fresh = albums.setdefault(group, str(ask.state.number("album", 13_900_000_000_000_001)))
            fields["media_group_id"] = fresh
        results.append(post(ask.state, chat, person, fields, **threaded(ask, chat, person)))
    return sent(ask, results)


def chosen_origin(ask: Ask, message: Message) -> Json:
    """`forward_origin`: as asked, or as it is."""
    wanted = ask.body.get("origin")
    if isinstance(wanted, dict):
        return wanted
    if wanted == "hidden_user":
        name = (message.sender or {}).get("first_name") or "Somebody"
        return {"type": "hidden_user", "sender_user_name": name, "date": message.date}
    return origin_of(ask.state, message)


@route("POST", "/edit")
async def edit(ask: Ask) -> Json:
    """A person changes text, caption or media of their own message."""
    person = ask.person()
    message = message_of(ask.chat(person["id"]), ask.need("message_id"))
    if message.sender is None or message.sender["id"] != person["id"]:
        raise ControlError("people edit only their own messages")
    body = ask.body
    if "text" in body:
        message.fields = await content(ask, "text", body)
    else:
        kind = body.get("kind") or next((key for key in message.fields if key in _ALBUM), "photo")
        old = message.fields
        new = await content(ask, kind, body) if body.get("file") else {k: old[k] for k in (kind,) if k in old}
        group = {"media_group_id": old["media_group_id"]} if "media_group_id" in old else {}
        caption = captioned(ask, old)
        message.fields = {**group, **new, **caption}
    return sent(ask, [(message, edited(ask.state, message))])


def captioned(ask: Ask, old: Json) -> Json:
    """The new caption, or the old one where none is given."""
    if "caption" in ask.body:
        return worded(ask.body, "caption")
    return {key: old[key] for key in ("caption", "caption_entities") if key in old}


@route("POST", "/delete")
async def delete(ask: Ask) -> Json:
    """A person deletes messages; bots are not told."""
    chat = ask.chat(ask.person()["id"])
    remove(ask.state, chat, [int(number) for number in ask.need("message_ids")])
    return {}


@route("POST", "/live")
async def live(ask: Ask) -> Json:
    """A live location moves or ends."""
    message = message_of(ask.chat(ask.person()["id"]), ask.need("message_id"))
    location = dict(message.fields.get("location") or {})
    if "live_period" not in location:
        raise ControlError("this is no live location, or it has ended")
    for key in ("latitude", "longitude", "heading", "horizontal_accuracy"):
        if ask.body.get(key) is not None:
            location[key] = ask.body[key]
    if ask.body.get("stop"):
        location.pop("live_period")
        location.pop("heading", None)
    message.fields = {**message.fields, "location": location}
    return sent(ask, [(message, edited(ask.state, message))])
