"""What every screen of staff does when a step comes too late: say so, and show what is there now."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.talk import Talk
from bot.views import refusals
from domain.errors import NotFound, Stale
from models import Person

Done = TypeVar("Done")

TOLD_AT_ONCE = ("decide", "ruling", "ban", "return")
"""`person.expecting["for"]` of words that somebody else is told as soon as they are typed."""


def stop_words(person: Person) -> None:
    """Another screen of staff is opened: what is typed next is not for the question that stands on an earlier one."""
    if (person.expecting or {}).get("for") in TOLD_AT_ONCE:
        person.expecting = None


async def unless_late(
    talk: Talk, deed: Awaitable[Done], moved: Callable[[], Awaitable[None]], gone: Callable[[], Awaitable[None]]
) -> Done | None:
    """Do it; where the request has `moved` on, or is `gone` from the person's sight, say so, show that, return None.

    A step is refused before anything has been changed, so the transaction may go on.
    """
    try:
        return await deed
    except Stale as stale:
        talk.answer(refusals.sentence(talk.t, stale), alert=True)
        await moved()
    except NotFound as refusal:
        talk.answer(refusals.sentence(talk.t, refusal), alert=True)
        await gone()
    return None
