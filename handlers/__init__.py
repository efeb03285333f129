"""What happens when …: the handlers, and the order in which they are asked."""

from collections.abc import Mapping

from aiogram import Router

from bot.clock import TimerHandler


def routers() -> list[Router]:
    """All routers. The first that takes an update has it, so the order is: onboarding, presses, text, the rest."""
    return []


def timers() -> Mapping[str, TimerHandler]:
    """What is done when a timer's moment has come, by the timer's name."""
    return {}
