"""Search: what to look for, and what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import staff_words, words
from bot.views.layout import cut, lines, paragraphs
from services.search import Found

SHOWN = 100
"""UTF-16 units of a question that is repeated above what was found."""


def prompt(t: Translator, region: str) -> Content:
    """What shall be looked for?"""
    text = paragraphs(
        lines(t.gettext("🔍 <b>Search</b>"), t.gettext("Region: {region}", region=words.region_name(t, region))),
        t.gettext("Type a number, words of the description, or an address. Endings of words do not matter."),
        t.gettext("For example: <i>№ 123</i> or <i>Abai street garbage</i>"),
    )
    return Content(text, [_queue(t)])


def results(t: Translator, asked: Mapping[str, Any], found: Found, now: datetime) -> Content:
    """One page of what was found, each request a button that opens its card; open and closed ones alike."""
    text = paragraphs(
        lines(
            t.gettext("🔍 <b>Found for “{query}”</b>", query=cut(asked["text"], SHOWN)),
            t.gettext("Region: {region}", region=words.region_name(t, asked["region"])),
        ),
        _hint(t, asked, found),
    )
    rows: list[Sequence[Button]] = [[button(label(t, row, now), "card", "open", row.id)] for row in found.rows]
    turn = [button("◀️", "search", "back")] if asked["trail"] else []
    if found.next is not None:
        turn.append(button("▶️", "search", "from", found.next))
    return Content(text, [*rows, turn, [button(t.gettext("🔍 Search for something else"), "search", "ask")], _queue(t)])


def _hint(t: Translator, asked: Mapping[str, Any], found: Found) -> str:
    if found.rows:
        return t.gettext("The newest come first.")
    if found.next is not None:
        return t.gettext("Nothing among the newer requests. Older ones: ▶️")
    if asked["trail"]:
        return t.gettext("That was all.")
    return t.gettext("Nothing was found. Fewer or other words may help.")


def label(t: Translator, row: Any, now: datetime) -> str:
    """A request on a button: while it is open with the time left, then with how it ended."""
    if row.is_open:
        return staff_words.label(t, row.id, row.category, row.state, row.due_at, now)
    name, ended = cut(words.category_name(t, row.category), 40), staff_words.state_name(t, row.state)
    return f"{words.STATE_SIGNS[row.state]} № {row.id} · {ended} · {name}"


def back(t: Translator) -> list[list[Button]]:
    """The way from a card back to what was found."""
    return [[button(t.gettext("⬅️ To what was found"), "search", "open")]]


def begin(t: Translator) -> Button:
    """Asks what to look for."""
    return button(t.gettext("🔍 Search"), "search", "ask")


def _queue(t: Translator) -> list[Button]:
    return [button(t.gettext("⬅️ To the queue"), "queue", "open")]
