"""Filters of the routers. All are asynchronous: aiogram runs synchronous ones through a thread, which costs more than
the rest of the routing."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.content import Press
from domain.permissions import Actor
from domain.words import Role
from models import Person


class Area(Filter):
    """Presses of one area's buttons; stands at the router, so that others skip it whole."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, event: CallbackQuery, press: Press | None) -> bool:
        return press is not None and press.area in self.names


class Verb(Filter):
    """One button of an area."""

    def __init__(self, *verbs: str) -> None:
        self.verbs = verbs

    async def __call__(self, event: CallbackQuery, press: Press) -> bool:
        return press.verb in self.verbs


class Has(Filter):
    """Messages that carry any of the named parts: photo, document, location, venue, text …"""

    def __init__(self, *parts: str) -> None:
        self.parts = parts

    async def __call__(self, message: Message) -> bool:
        return any(getattr(message, part) is not None for part in self.parts)


class Expecting(Filter):
    """Messages of somebody from whom just this is awaited (`Person.expecting["for"]`)."""

    def __init__(self, *purposes: str) -> None:
        self.purposes = purposes

    async def __call__(self, message: Message, person: Person) -> bool:
        return person.expecting is not None and person.expecting.get("for") in self.purposes


class Holds(Filter):
    """People who hold any of the roles, anywhere. What they may do to a request is for the service to say."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, event: Any, actor: Actor) -> bool:
        return any(actor.holds(role) for role in self.roles)
