"""Deadlines of the categories: which are in force, where they come from, and setting another."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import cut, lines, paragraphs
from bot.views.setup import back_to_hub, code_of, scope_name
from domain.working_time import DeadlineUnit
from services.calendar import Limit
from services.deadline_rules import LONGEST, Rule

_AMOUNTS = {"d": (1, 2, 3, 5, 7, 10, 15, 20, 30), "h": (2, 4, 8, 12, 24, 36, 48, 72, 120)}
_UNITS = {"d": DeadlineUnit.WORKING_DAYS, "h": DeadlineUnit.CALENDAR_HOURS}
_SIGNS = {"region": "📍", "country": "🇰🇿", "default": ""}
_LABEL = 34
"""UTF-16 units of a category's name on a button, beside its deadline."""


def limit_words(t: Translator, limit: Limit) -> Html:
    """A time limit in words."""
    n = limit.deadline_amount
    if limit.deadline_unit is DeadlineUnit.WORKING_DAYS:
        return t.ngettext("{n} working day", "{n} working days", n)
    return t.ngettext("{n} hour", "{n} hours", n)


def limit_of(amount: int, letter: str) -> Limit:
    """The limit a button speaks of. Raises KeyError for a unit that is none."""
    return Limit(amount, _UNITS[letter])


def listing(t: Translator, scope: str, rules: Sequence[Rule]) -> Content:
    """All categories with the deadline in force."""
    rows = [[button(_label(t, rule), "deadlines", "category", 0, _arg(scope, rule.category))] for rule in rules]
    text = paragraphs(
        lines(t.gettext("⏳ <b>Deadlines</b>"), scope_name(t, scope)),
        t.gettext("Choose a category to set another deadline."),
        t.gettext("📍 set by the region · 🇰🇿 set for the whole country · no sign: as delivered"),
    )
    return Content(text, [*rows, [back_to_hub(t, scope)]])


def _label(t: Translator, rule: Rule) -> str:
    name = cut(words.category_name(t, rule.category), _LABEL)
    return " ".join(part for part in (f"{name} · {limit_words(t, rule.limit)}", _SIGNS[rule.where]) if part)


def _arg(scope: str, category: str, letter: str = "") -> str:
    return ".".join(part for part in (code_of(scope), category, letter) if part)


def rule_screen(t: Translator, scope: str, rule: Rule, letter: str, note: str = "") -> Content:
    """One category: its deadline, who set it, and the amounts to choose from in days ("d") or hours ("h")."""
    key = rule.category
    amounts = [button(str(n), "deadlines", "amount", n, _arg(scope, key, letter)) for n in _AMOUNTS[letter]]
    rows: list[list[Button]] = [amounts[n : n + 5] for n in range(0, len(amounts), 5)]
    other, said = ("h", t.gettext("🕐 In hours")) if letter == "d" else ("d", t.gettext("📅 In working days"))
    rows.append([button(said, "deadlines", "category", 0, _arg(scope, key, other))])
    if rule.below is not None:
        back = t.gettext("↩️ As before: {limit}", limit=limit_words(t, rule.below))
        rows.append([button(back, "deadlines", "reset", 0, _arg(scope, key))])
    rows.append([button(t.gettext("⬅️ Back"), "deadlines", "open", 0, code_of(scope))])
    how_many = (
        t.gettext("How many working days? Choose, or type a number.")
        if letter == "d"
        else t.gettext("How many hours, day and night? Choose, or type a number.")
    )
    text = paragraphs(note, _about(t, scope, rule), how_many)
    return Content(text, rows)


def _about(t: Translator, scope: str, rule: Rule) -> str:
    return lines(
        f"<b>{words.category_name(t, rule.category)}</b>",
        scope_name(t, scope),
        t.gettext("Deadline: {deadline}", deadline=limit_words(t, rule.limit)),
        origin(t, rule.where, rule.by, None if rule.at is None else t.moment(rule.at)),
    )


def origin(t: Translator, where: str, by: str | None, at: str | None) -> Html:
    """Where something that is in force comes from, who set it and when."""
    if where == "default":
        return t.gettext("As delivered; nobody has changed it.")
    who = {"name": by or "—", "moment": at or "—"}
    if where == "country":
        return t.gettext("🇰🇿 Set for the whole country: {name}, {moment}", **who)
    return t.gettext("📍 Set by the region: {name}, {moment}", **who)


def confirmation(t: Translator, scope: str, rule: Rule, limit: Limit) -> Content:
    """What will change, before it does."""
    arg = _arg(scope, rule.category, limit.letter)
    text = paragraphs(
        _about(t, scope, rule),
        t.gettext("➡️ New deadline: <b>{deadline}</b>", deadline=limit_words(t, limit)),
        t.gettext("It will hold for requests sent from now on. Deadlines that are running already stay as they are."),
    )
    yes = button(t.gettext("✅ Set"), "deadlines", "set", limit.deadline_amount, arg)
    return Content(text, [[yes], [button(t.gettext("⬅️ Back"), "deadlines", "category", 0, arg)]])


def saved(t: Translator, limit: Limit) -> Html:
    """The short answer to a change."""
    return t.gettext("The deadline is {deadline} now.", deadline=limit_words(t, limit))


def not_a_number(t: Translator, letter: str) -> Html:
    """What was typed is no amount."""
    return t.gettext("⚠️ A whole number from 1 to {most}, please.", most=LONGEST[_UNITS[letter]])
