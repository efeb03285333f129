"""Binding a group: the questions asked in it, one after another, in one message."""

from collections.abc import Sequence
from dataclasses import replace

from bot.content import Button, Content, button
from bot.group_choice import Choice
from bot.translator import NATIVE_NAMES, Html, Translator, escape
from bot.views import words
from bot.views.choices import paged
from bot.views.layout import cut, lines, paragraphs
from models import Organisation
from services import categories
from services.groups import BY_CATEGORY, BY_DISTRICT

NAME = 60
"""UTF-16 units of an organisation's name."""


def _asked(t: Translator, *parts: str) -> str:
    return paragraphs(t.gettext("👥 <b>A working group of the akimat</b>"), *parts)


def _cancel(t: Translator, by: int) -> Button:
    return button(t.gettext("✖️ Cancel"), "bind", "cancel", by)


def regions(t: Translator, by: int, known: Sequence[str]) -> Content:
    """Which region? For supervisors of several."""
    rows = [[button(words.region_name(t, region), "bind", "region", by, region)] for region in known]
    return Content(_asked(t, t.gettext("The requests of which region belong here?")), [*rows, [_cancel(t, by)]])


def scopes(t: Translator, by: int, region: str) -> Content:
    """All requests, those of an organisation, or some categories?"""
    choice = Choice(region)
    rows = [
        [button(t.gettext("🌍 All requests of the region"), "bind", "topics", by, choice.pack())],
        [button(t.gettext("🏢 Those of one organisation"), "bind", "organisations", by, region)],
        [button(t.gettext("🏷 Some categories"), "bind", "categories", by, replace(choice, categories=()).pack())],
        [_cancel(t, by)],
    ]
    named = t.gettext("Region: {region}", region=words.region_name(t, region))
    return Content(_asked(t, named, t.gettext("Which requests shall be shown here?")), rows)


def organisations(t: Translator, by: int, region: str, found: Sequence[Organisation], page: int) -> Content:
    """Which organisation?"""
    buttons = [
        button(cut(o.name, NAME), "bind", "topics", by, Choice(region, organisation_id=o.id).pack()) for o in found
    ]
    rows = paged(buttons, page, lambda label, to: button(label, "bind", "organisations", by, f"{region}.{to}"))
    hint = t.gettext("Which organisation is this group's? It sees the requests that are assigned to its people.")
    if not found:
        hint = t.gettext("There are no organisations in this region yet. They are made in /team.")
    return Content(_asked(t, hint), [*rows, [_back(t, by, region)], [_cancel(t, by)]])


def _back(t: Translator, by: int, region: str) -> Button:
    return button(t.gettext("⬅️ Back"), "bind", "region", by, region)


def category_choice(t: Translator, by: int, choice: Choice, page: int) -> Content:
    """Which categories? Each is a switch."""
    chosen = choice.categories or ()

    def switch(key: str, n: int) -> Button:
        sign = "✅ " if key in chosen else ""
        packed = choice.toggled(key).pack()
        return button(f"{sign}{words.category_name(t, key)}", "bind", "categories", by, f"{packed}.{n // 8}")

    buttons = [switch(c.key, n) for n, c in enumerate(categories.all_categories())]
    rows = paged(buttons, page, lambda label, to: button(label, "bind", "categories", by, f"{choice.pack()}.{to}"))
    ready = [button(t.gettext("Continue ▶️"), "bind", "topics", by, choice.pack())] if chosen else []
    hint = t.gettext("Which categories shall be shown here?")
    return Content(_asked(t, hint), [*rows, ready, [_back(t, by, choice.region)], [_cancel(t, by)]])


def topics(t: Translator, by: int, choice: Choice) -> Content:
    """What are the forum's topics for?"""
    named = {
        BY_DISTRICT: t.gettext("🏘 A topic for each district"),
        BY_CATEGORY: t.gettext("🏷 A topic for each category"),
        None: t.gettext("No topics"),
    }
    rows = [
        [button(label, "bind", "language", by, replace(choice, topics=kind).pack())] for kind, label in named.items()
    ]
    hint = t.gettext(
        "This group has topics. The bot can make one for each district or category; for that it has to be an "
        "administrator who may manage topics."
    )
    return Content(_asked(t, hint), [*rows, [_back(t, by, choice.region)], [_cancel(t, by)]])


def languages(t: Translator, by: int, choice: Choice) -> Content:
    """In which language are the cards?"""
    row = [
        button(name, "bind", "confirm", by, replace(choice, locale=locale).pack())
        for locale, name in NATIVE_NAMES.items()
    ]
    hint = t.gettext("In which language shall the requests be shown here?")
    return Content(_asked(t, hint), [row, [_back(t, by, choice.region)], [_cancel(t, by)]])


def confirm(t: Translator, by: int, choice: Choice, organisation: str | None) -> Content:
    """Everything once more, and the button that binds."""
    told = summary(t, choice.region, organisation, choice.categories, choice.topics, choice.locale)
    warning = t.gettext(
        "Everybody in this group will see the requests with their photos and addresses, but nothing of the citizens."
    )
    rows = [
        [button(t.gettext("✅ Bind the group"), "bind", "done", by, choice.pack())],
        [_back(t, by, choice.region), _cancel(t, by)],
    ]
    return Content(_asked(t, told, warning), rows)


def summary(
    t: Translator,
    region: str,
    organisation: str | None,
    chosen: Sequence[str] | None,
    topics: str | None,
    locale: str,
) -> str:
    """What a group is for, line by line."""
    known = {c.key for c in categories.all_categories()}
    kinds = ", ".join(escape(words.category_name(t, key)) for key in chosen or () if key in known)
    return lines(
        t.gettext("Region: {region}", region=words.region_name(t, region)),
        t.gettext("Organisation: {name}", name=cut(organisation, NAME)) if organisation else "",
        t.gettext("Categories: {categories}", categories=Html(kinds)) if kinds else "",
        t.gettext("All requests of the region") if not kinds and not organisation else "",
        t.gettext("Topics by district") if topics == BY_DISTRICT else "",
        t.gettext("Topics by category") if topics == BY_CATEGORY else "",
        t.gettext("Language: {language}", language=NATIVE_NAMES.get(locale, "")),
    )


def bound(t: Translator, told: str) -> Content:
    """The group is bound."""
    return Content(
        paragraphs(
            t.gettext("✅ <b>This is a working group now</b>"),
            told,
            t.gettext("New requests will appear here. To end it, a supervisor writes /unbind."),
        )
    )


def cancelled(t: Translator) -> Content:
    """Nothing was changed."""
    return Content(t.gettext("Nothing was changed. A supervisor can write /bind at any time."))


def unbind(t: Translator, by: int) -> Content:
    """Really?"""
    rows = [[
        button(t.gettext("🔓 Unbind the group"), "bind", "unbind", by),
        button(t.gettext("Keep it"), "bind", "keep", by),
    ]]  # fmt: skip
    text = t.gettext("New requests will no longer appear here, and the cards lose their buttons. Unbind this group?")
    return Content(_asked(t, text), rows)


def unbound(t: Translator) -> Content:
    """The group is nobody's now."""
    return Content(t.gettext("🔓 This group is no longer a working group."))


def kept(t: Translator) -> Content:
    """It stays as it was."""
    return Content(t.gettext("👥 This stays a working group."))


def hello(t: Translator) -> Content:
    """To a supervisor who has added the bot."""
    return Content(
        t.gettext(
            "👋 To make this a working group of your akimat, write /bind here. Everything else is done by buttons."
        )
    )


def refused(t: Translator) -> Content:
    """To somebody who cannot bind this group."""
    return Content(
        t.gettext(
            "Only a supervisor of an akimat can bind a group, and a group that is bound already only a supervisor of "
            "that region. Please ask them."
        )
    )


def not_bound(t: Translator) -> Content:
    """There is nothing to unbind."""
    return Content(t.gettext("This group is not bound to any akimat."))


def anonymous(t: Translator) -> Content:
    """To an administrator who writes in the group's name."""
    return Content(
        t.gettext(
            "You write here as the group, so I cannot see who you are. Please switch off “Remain anonymous” in your "
            "administrator rights, and write again under your own name."
        )
    )


def not_yours(t: Translator) -> Html:
    """Somebody else began to bind the group."""
    return t.gettext("These buttons are for the supervisor who wrote the command. Write /bind yourself to begin.")
