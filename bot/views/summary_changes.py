"""What a correction of a summary changes: old figures and new ones."""

from bot.translator import Translator, escape
from bot.views import words
from domain.words import Outcome
from services.weeks import Week

SHOWN = 6
"""Changes named under the picture; all stand where the correction is confirmed."""


def changes(t: Translator, old: Week, new: Week) -> list[str]:
    """One line for each figure that is another now, the most important first."""
    then, now = old.total, new.total
    pairs = [
        (t.pgettext("figures", "Received"), then.received, now.received),
        (t.pgettext("figures", "Executed"), then.executed, now.executed),
        (t.pgettext("figures", "In work"), then.in_work, now.in_work),
        (t.pgettext("figures", "Overdue"), then.overdue, now.overdue),
        (t.pgettext("figures", "Returned"), then.of(Outcome.RETURNED), now.of(Outcome.RETURNED)),
        (t.pgettext("figures", "Rejected"), then.of(Outcome.REJECTED), now.of(Outcome.REJECTED)),
        (t.pgettext("figures", "Duplicates"), then.of(Outcome.DUPLICATE), now.of(Outcome.DUPLICATE)),
        (t.pgettext("figures", "Withdrawn"), then.of(Outcome.WITHDRAWN), now.of(Outcome.WITHDRAWN)),
        (t.gettext("Complaints"), then.complaints(), now.complaints()),
        (t.gettext("Illegal dumps found"), old.statement.dumps.found, new.statement.dumps.found),
        (t.gettext("Illegal dumps removed"), old.statement.dumps.removed, new.statement.dumps.removed),
    ]
    found = [_line(t, name, before, after) for name, before, after in pairs if before != after]
    return found + _by_category(t, old, new)


def _by_category(t: Translator, old: Week, new: Week) -> list[str]:
    then, now = old.statement.by_category, new.statement.by_category
    counts = {
        key: tuple(figures[key].received if key in figures else 0 for figures in (then, now))
        for key in sorted({*then, *now})
    }
    return [
        _line(t, words.category_name(t, key or None), before, after)
        for key, (before, after) in counts.items()
        if before != after
    ]


def _line(t: Translator, name: str, before: int, after: int) -> str:
    return f"{escape(name)}: {t.number(before)} → {t.number(after)}"
