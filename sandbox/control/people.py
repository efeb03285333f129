"""Bots and people: made, listed, changed; the sandbox emptied."""

from __future__ import annotations

from ..model import Json
from .asking import Ask, route


@route("POST", "/reset")
async def reset(ask: Ask) -> Json:
    """Forget everything."""
    ask.state.reset()
    return {}


@route("POST", "/bots")
async def add_bot(ask: Ask) -> Json:
    """Register a bot's token."""
    given = ask.body
    more = {key: bool(given[key]) for key in ("privacy", "can_join_groups") if key in given}
    return ask.state.add_bot(given.get("token"), given.get("username"), given.get("name"), **more).info()


@route("GET", "/bots")
async def bots(ask: Ask) -> list[Json]:
    """All bots."""
    return [bot.info() for bot in ask.state.bots.values()]


@route("POST", "/people")
async def add_person(ask: Ask) -> Json:
    """Make a person."""
    return ask.state.known(ask.state.add_person(ask.body))


@route("GET", "/people")
async def people(ask: Ask) -> list[Json]:
    """All people."""
    return [ask.state.known(person) for person in ask.state.people.values()]


@route("PATCH", "/people/{id}")
async def change_person(ask: Ask) -> Json:
    """Change a person's names or language."""
    return ask.state.known(ask.state.change_person(ask.state.person(ask.path["id"]), ask.body))
