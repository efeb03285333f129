"""Coming into a role: the welcome."""

from typing import Any

from bot.content import Content
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import lines, paragraphs
from domain.words import Role


def welcome(t: Translator, role: Role, region: str | None, name: str, keyboard: list[list[dict[str, Any]]]) -> Content:
    """Who somebody is now, and where to begin; the buttons of their work come under the input field."""
    who = lines(
        t.gettext("👋 <b>Welcome to the desk!</b>"),
        t.gettext("Your role: {role}", role=words.role_name(t, role)),
        t.gettext("Region: {region}", region=words.region_name(t, region)) if region else "",
        t.gettext("Colleagues see you as: {name}", name=name),
    )
    return Content(paragraphs(who, _first_step(t, role)), menu=keyboard)


def _first_step(t: Translator, role: Role) -> Html:
    match role:
        case Role.OPERATOR:
            return t.gettext("Requests of the region are in /queue. You will be told when new ones come.")
        case Role.EXECUTOR:
            return t.gettext("Your work is in /tasks. You will be told when a task is given to you.")
        case Role.SUPERVISOR:
            return t.gettext(
                "The queue is in /queue, complaints and appeals are in /complaints, your people are in /team, and "
                "/setup holds deadlines, ready answers and working groups."
            )
        case _:
            return t.gettext("Figures of all regions are in /stats, and /team brings in the heads of the operators.")
