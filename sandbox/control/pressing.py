"""People press buttons: inline ones, forged ones, those of the reply keyboard."""

from __future__ import annotations

import asyncio

from ..errors import ControlError
from ..model import Chat, Json, Message, Query
from ..posting import post
from ..render import chat_json, for_bot
from ..sending import set_keyboard
from .asking import Ask, route
from .content import contact, place, text
from .sending import enter, message_of, sent


def buttons(message: Message) -> list[Json]:
    """All inline buttons of a message."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def find(chat: Chat, ask: Ask) -> tuple[Message, Json]:
    """The newest visible message with the wanted button: equal text before text that contains it."""
    wanted, data = ask.body.get("text"), ask.body.get("data")
    if wanted is None and data is None:
        raise ControlError("press needs text or data")
    if ask.body.get("message_id") is not None:
        messages = [message_of(chat, ask.body["message_id"])]
    else:
        messages = [m for m in reversed(chat.messages.values()) if not m.deleted and m.markup]
    if data is not None:
        found = next(((m, b) for m in messages for b in buttons(m) if b.get("callback_data") == data), None)
    else:
        found = next(((m, b) for m in messages for b in buttons(m) if b["text"] == wanted), None)
        if found is None and not ask.body.get("exact"):
            found = next(((m, b) for m in messages for b in buttons(m) if str(wanted) in b["text"]), None)
    if found is None:
        there = [button["text"] for message in messages[:3] for button in buttons(message)]
        raise ControlError(f"no button {wanted or data!r}; there are {there}", 404)
    return found


def query(ask: Ask, chat: Chat, bot_id: int, message_id: int, data: str, content: Json) -> Query:
    """Send a callback query to a bot."""
    state, person = ask.state, ask.person()
    number = str(state.number("query", 4_380_000_000_000_000_001))
    press = Query(number, bot_id, person["id"], chat, message_id, data, state.now())
    state.queries[number] = press
    instance = str(-abs(chat.id * 7_919 + bot_id))
    update = {"id": number, "from": person, "message": content, "chat_instance": instance, "data": data}
    state.bots[bot_id].queue.add("callback_query", update)
    return press


async def answered(press: Query, timeout: float) -> Json:
    """The press once the bot has answered, or when time is up."""
    if timeout > 0:
        try:
            async with asyncio.timeout(timeout):
                await press.done.wait()
        except TimeoutError:
            return press.info()
    return press.info()


@route("POST", "/press")
async def press(ask: Ask) -> Json:
    """Press an inline button and wait for the bot's answer."""
    person = ask.person()
    chat = ask.chat(person["id"])
    message, button = find(chat, ask)
    if "callback_data" not in button:
        return {key: value for key, value in button.items() if key != "text"} | {"message_id": message.id}
    if message.bot_id is None:
        raise ControlError("the message is of no bot")
    enter(ask, chat, person)
    content = for_bot(ask.state, message, message.bot_id)
    made = query(ask, chat, message.bot_id, message.id, button["callback_data"], content)
    return await answered(made, float(ask.body.get("timeout", 5)))


@route("POST", "/press/forged")
async def forged(ask: Ask) -> Json:
    """Any data on any message, as a tampering client could send it."""
    chat = ask.chat(ask.person()["id"])
    number = int(ask.need("message_id"))
    bot_id = chat.bot_id or ask.state.bot(ask.body.get("bot")).id
    message = chat.messages.get(number)
    if message is None or message.deleted or ask.body.get("inaccessible"):
        content: Json = {"chat": chat_json(ask.state, chat), "message_id": number, "date": 0}
    else:
        content = for_bot(ask.state, message, bot_id)
    made = query(ask, chat, bot_id, number, str(ask.need("data")), content)
    return await answered(made, float(ask.body.get("timeout", 5)))


@route("GET", "/press/{query_id}")
async def later(ask: Ask) -> Json:
    """How a press stands."""
    made = ask.state.queries.get(ask.path["query_id"])
    if made is None:
        raise ControlError("no such press", 404)
    return await answered(made, float(ask.body.get("timeout", 0)))


@route("POST", "/keyboard")
async def keyboard(ask: Ask) -> Json:
    """Press a button of the reply keyboard: its text is sent, or the contact or location it asks for."""
    person = ask.person()
    chat = ask.chat(person["id"])
    markup = chat.keyboards.get(person["id"])
    rows = markup["keyboard"] if markup else []
    there = {button["text"]: button for row in rows for button in row}
    wanted = ask.need("text")
    if wanted not in there:
        raise ControlError(f"no button {wanted!r} in the reply keyboard; there are {list(there)}")
    enter(ask, chat, person)
    body, button = ask.body, there[wanted]
    if button.get("request_contact"):
        name = {"first_name": person["first_name"], "user_id": person["id"]}
        fields = contact({"phone_number": body.get("phone_number", "+77010000000"), **name})
    elif button.get("request_location"):
        fields = {"location": place(body)}
    else:
        fields = text({"text": wanted})
    result = sent(ask, [post(ask.state, chat, person, fields)])
    if markup and markup.get("one_time_keyboard") and chat.is_private:
        set_keyboard(ask.state, chat, None)
    return result
