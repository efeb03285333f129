"""How amounts are said: shares with their numbers, differences, waits, days of a span."""

from datetime import date, timedelta

from bot.translator import Html, Translator
from domain.spans import Span, Unit
from services.figures import Share

FEW = 10
"""A share of fewer cases is no percentage."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def share(t: Translator, value: Share) -> Html:
    """A share with both its numbers, and as a percentage where there are enough cases."""
    part, whole = t.number(value.part), t.number(value.whole)
    if value.whole < FEW:
        return t.gettext("{part} of {whole}", part=part, whole=whole)
    return t.gettext(
        "{part} of {whole} = {percent}", part=part, whole=whole, percent=t.percent(value.part / value.whole)
    )


def difference(t: Translator, number: int) -> str:
    """A number with its sign: +12, −3, or ± for no change."""
    return "±0" if number == 0 else f"{'+' if number > 0 else '−'}{t.number(abs(number))}"


def wait(t: Translator, value: timedelta | None) -> Html:
    """A wait in the unit that suits it; a dash where nobody has waited."""
    if value is None:
        return Html("—")
    if value < _HOUR:
        return t.gettext("{number} min", number=t.number(value / timedelta(minutes=1)))
    if value < 2 * _DAY:
        return t.gettext("{number} h", number=t.number(value / _HOUR, int(value < 10 * _HOUR)))
    return t.gettext("{number} d", number=t.number(value / _DAY, int(value < 100 * _DAY)))


def span(t: Translator, value: Span) -> str:
    """The days of a span, as short as they are clear: 16.11–22.11.2026."""
    if value.first is None:
        return t.pgettext("period", "Since the start")
    if value.unit is Unit.YEAR:
        return str(value.first.year)
    if value.unit is Unit.MONTH:
        return f"{value.first:%m.%Y}"
    if value.first == value.last:
        return t.date(value.last)
    return days(t, value.first, value.last)


def days(t: Translator, first: date, last: date) -> str:
    """From one day to another."""
    begin = t.date(first) if first.year != last.year else f"{first:%d.%m}"
    return f"{begin}–{t.date(last)}"
