"""A bot of a few lines under the real edge: what the edge promises must hold for any handlers."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.content import Content, Press, button
from bot.filters import Area, Has
from bot.outbox import Parcel, Priority
from bot.talk import ALBUM_PAUSE, Talk
from domain.errors import NotAllowed
from models import Person

SEEN: list[str] = []
"""Texts in the order the handlers met them, failed attempts too."""


def routers() -> list[Router]:
    """`boom` always fails, `no` is refused, `card` shows a screen, a photo redraws it; other text is echoed."""
    router = Router()

    @router.message(Has("photo"))
    async def photo(message: Message, talk: Talk, person: Person) -> None:
        expecting = person.expecting or {"photos": 0}
        person.expecting = {"photos": expecting["photos"] + 1}
        pause = {"pause": ALBUM_PAUSE} if message.media_group_id else {}
        talk.show("card", Content(f"photos: {person.expecting['photos']}"), **pause)

    @router.message(Has("text"))
    async def text(message: Message, talk: Talk) -> None:
        words = message.text or ""
        SEEN.append(words)
        if words == "boom":
            talk.say(Content("never seen"))
            raise RuntimeError("this handler always fails")
        if words == "no":
            raise NotAllowed
        if words == "card":
            talk.show("card", Content("card", [[button("Press", "echo", "press")]]))
        elif words.startswith("broadcast "):
            for chat_id in range(9_000_001, 9_000_001 + int(words.split()[1])):
                parcel = {"content": Content("bulk").payload()}
                talk.outbox.put(Parcel(chat_id, "message", parcel, talk.now, Priority.BULK))
        else:
            talk.say(Content(f"echo {words}"))

    @router.callback_query(Area("echo"))
    async def press(callback: CallbackQuery, talk: Talk, press: Press) -> None:
        talk.show("card", Content("pressed"))

    return [router]
