"""What happens when …: the handlers, and the order in which they are asked."""

from collections.abc import Mapping

from aiogram import Router

from bot.clock import TimerHandler
from handlers import clock, invites, statistics
from handlers.citizen import composing, verdict


def routers() -> list[Router]:
    """All routers. The first that takes an update has it, so the order is: onboarding, presses, text, the rest."""
    found = [
        # Commands.
        invites.router,
        statistics.router,
        # Buttons.
        verdict.router,
        # Words and photos that are awaited.
        composing.router,
    ]
    for router in found:
        # A process may open several front desks one after the other; the newest has the routers.
        router._parent_router = None
    return found


def timers() -> Mapping[str, TimerHandler]:
    """What is done when a timer's moment has come, by the timer's name."""
    return {
        "news": clock.news,
        "overdue": clock.overdue,
        "no_answer": clock.no_answer,
        "silence": clock.silence,
        "planned": clock.planned,
    }
