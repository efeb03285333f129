"""A bot of a few lines under the real edge: sends to many at once, and answers in between.

    python -m benchmarks.bulk_bot

"broadcast FIRST NUMBER" puts a message to each of NUMBER people from id FIRST into the outbox; any other text is
answered with the reading of the clock at which the answer was written.
"""

import gc
from time import monotonic

import uvloop
from aiogram import Router
from aiogram.types import Message

from bot import configuration, logs
from bot.content import Content
from bot.filters import Has
from bot.outbox import Parcel, Priority
from bot.runtime import Runtime
from bot.talk import Talk

router = Router()


@router.message(Has("text"))
async def text(message: Message, talk: Talk) -> None:
    """Start a broadcast, or answer."""
    words = (message.text or "").split()
    if words[0] != "broadcast":
        talk.say(Content(f"written at {monotonic()}"))
        return
    first, number = int(words[1]), int(words[2])
    for chat_id in range(first, first + number):
        payload = {"content": Content("bulk").payload()}
        talk.outbox.put(Parcel(chat_id, "message", payload, talk.now, Priority.BULK))


if __name__ == "__main__":
    gc.disable()
    settings = configuration.load()
    logs.configure(settings)
    uvloop.run(Runtime(settings, [router], {}).run())
