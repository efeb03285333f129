"""The pass over the routers: the first handler that wants an event has it, with all that its filters found."""

from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Filter

from bot.routing import Routes


class Says(Filter):
    """Yes, no, or something found; notes that it was asked."""

    def __init__(self, answer: Any, asked: list[Any]) -> None:
        self.answer, self.asked = answer, asked

    async def __call__(self, event: str, word: str) -> Any:
        self.asked.append(self.answer)
        return self.answer


async def test_the_first_handler_that_wants_an_event_has_it() -> None:
    """Without it: an update could reach two handlers, or the fallback instead of the one it is meant for."""
    asked: list[Any] = []
    seen: list[tuple[str, str]] = []
    closed, opened, last = Router(), Router(), Router()
    closed.message.filter(Says(False, asked))

    @closed.message(Says("never asked", asked))
    async def behind_a_closed_door(event: str) -> None:
        seen.append(("closed", event))

    opened.message.filter(Says({"number": 1}, asked))

    @opened.message(Says(None, asked))
    async def unwilling(event: str) -> None:
        seen.append(("unwilling", event))

    @opened.message(Says({"more": 2}, asked))
    async def willing(event: str, number: int, more: int, word: str) -> None:
        seen.append((f"willing {number} {more} {word}", event))

    @last.message()
    async def fallback(event: str) -> None:
        seen.append(("fallback", event))

    data = {"word": "w"}
    assert await Routes([closed, opened, last]).feed("message", "hello", data)
    assert seen == [("willing 1 2 w", "hello")]
    assert asked == [False, {"number": 1}, None, {"more": 2}]
    assert data == {"word": "w"}, "what one filter found must not reach the next update"


async def test_an_event_that_nobody_wants_is_told() -> None:
    """Without it: the log would call every update done."""
    router = Router()
    router.message.filter(Says(False, []))

    @router.message()
    async def unwilling(event: str) -> None:
        raise AssertionError("not wanted")

    routes = Routes([router])
    assert not await routes.feed("message", "hello", {"word": ""})
    assert not await routes.feed("callback_query", "hello", {"word": ""})


def test_what_is_not_async_is_refused_at_the_start() -> None:
    """Without it: one synchronous filter would cost a thread at every update, and nobody would notice."""
    router = Router()

    @router.message(lambda event: True)
    async def handler(event: str) -> None:
        return None

    with pytest.raises(TypeError):
        Routes([router])
