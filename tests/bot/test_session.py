"""The connection to Telegram: what aiogram would do over and over is done once."""

import gc
import weakref

from aiogram import Bot
from aiogram.methods import Response, SetMyCommands

from bot.session import Session
from tests.conftest import TOKEN


def test_the_model_of_an_answer_outlives_the_garbage_collector() -> None:
    """Without it: after every collection the whole bot would stand still until pydantic has made the model anew."""
    session = Session()
    method = SetMyCommands(commands=[])
    assert session.check_response(Bot(TOKEN, session=session), method, 200, '{"ok": true, "result": true}').result
    model = weakref.ref(Response[bool])
    gc.collect()
    assert model() is not None
