"""sendMessage, sendLocation, sendVenue, sendContact, sendDice, sendChatAction."""

from __future__ import annotations

import random

from ..access import find_chat, may_write, thread_for
from ..calling import Call, method
from ..errors import bad
from ..model import Json
from ..sending import send
from ..texts import text_fields

# Actions and the seconds Telegram shows them.
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@method("sendMessage", sends=True)
async def send_message(call: Call) -> Json:
    """Text of 1–4096 UTF-16 units."""
    return send(call, text_fields(call))


def point(call: Call) -> Json:
    """`latitude` and `longitude` of a call, in degrees."""
    latitude, longitude = call.params.number("latitude"), call.params.number("longitude")
    if latitude is None or longitude is None:
        raise bad("latitude and longitude must be specified" if latitude is None else "longitude is empty")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation", sends=True)
async def send_location(call: Call) -> Json:
    """A point, live for `live_period` seconds (60–86400) if given."""
    location = point(call)
    period = call.params.integer("live_period")
    if period:
        if not 60 <= period <= 86_400 and period != 0x7FFFFFFF:
            raise bad("wrong live location period specified")
        location["live_period"] = period
    accuracy = call.params.number("horizontal_accuracy")
    if accuracy is not None:
        location["horizontal_accuracy"] = accuracy
    return send(call, {"location": location})


@method("sendVenue", sends=True)
async def send_venue(call: Call) -> Json:
    """A named point."""
    location = point(call)
    title, address = call.params.text("title"), call.params.text("address")
    if not title:
        raise bad("venue title must be non-empty")
    if not address:
        raise bad("venue address must be non-empty")
    return send(call, {"location": location, "venue": {"location": location, "title": title, "address": address}})


@method("sendContact", sends=True)
async def send_contact(call: Call) -> Json:
    """A phone number with a name."""
    phone, name = call.params.text("phone_number"), call.params.text("first_name")
    if not phone:
        raise bad("contact phone number must be non-empty")
    if not name:
        raise bad("contact first name must be non-empty")
    contact = {"phone_number": phone, "first_name": name}
    if last := call.params.text("last_name"):
        contact["last_name"] = last
    return send(call, {"contact": contact})


@method("sendDice", sends=True)
async def send_dice(call: Call) -> Json:
    """A throw of the dice."""
    emoji = call.params.text("emoji") or "🎲"
    if emoji not in _DICE:
        raise bad("DICE_EMOJI_INVALID")
    return send(call, {"dice": {"emoji": emoji, "value": random.randint(1, _DICE[emoji])}})


@method("sendChatAction")
async def send_chat_action(call: Call) -> bool:
    """ "… is typing", for five seconds."""
    action = call.params.text("action")
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat = find_chat(call)
    may_write(call, chat)
    thread_for(call, chat)
    call.state.events.publish("typing", call.state.viewers(chat), chat=chat.id, bot=call.bot.id, action=action)
    return True
