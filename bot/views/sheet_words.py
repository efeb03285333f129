"""Words that several sheets of a workbook share."""

from bot.sheets.plan import Formula, Value
from bot.sheets.safe import plain
from bot.translator import Html, Translator
from bot.views import amounts, words
from domain.spans import Span
from services import categories, geography
from services.figures import Share
from services.statements import Statement
from services.statistics import Scope


def place(t: Translator, scope: Scope) -> str:
    """The country, a region, or a district of it."""
    if scope.region is None:
        return plain(t.gettext("Kazakhstan"))
    district = geography.district_name(scope.district or None, t.locale)
    region = words.region_name(t, scope.region)
    return f"{region}, {district}" if district else region


def category(t: Translator, key: str) -> str:
    """A category without its sign, which a printed table has no use for; the empty key is an open one."""
    if not key:
        return plain(t.gettext("Category not chosen yet"))
    return categories.by_key(key).name(t.locale)


def period(t: Translator, span: Span) -> str:
    """The days meant."""
    if span.first is None:
        return plain(t.gettext("Sent since the start, as it stands on {date}", date=t.date(span.last)))
    if span.first == span.last:
        return plain(t.gettext("Sent on {date}", date=t.date(span.first)))
    return plain(t.gettext("Sent from {first} to {last}", first=t.date(span.first), last=t.date(span.last)))


def lines(t: Translator, statement: Statement) -> list[str]:
    """Under the title of every sheet: the period, what else narrows the figures, as of when they stand."""
    moment = t.gettext(
        "As of {moment} ({zone})", moment=t.moment(statement.as_of), zone=t.zone_name(statement.as_of)
    )  # fmt: skip
    key = statement.scope.category
    only = t.gettext("Only the category: {category}", category=category(t, key)) if key is not None else ""
    return [part for part in (period(t, statement.span), plain(only), plain(moment)) if part]


def warning(t: Translator, *, synthetic: bool) -> str:
    """On every sheet where anything counted is made up."""
    return plain(t.gettext("SYNTHETIC DATA: made up for demonstration, no real requests")) if synthetic else ""


def share(t: Translator, value: Share, pattern: str) -> Value:
    """A share as a live formula; of fewer than `amounts.FEW` cases only the counts, of none a dash."""
    if value.whole >= amounts.FEW:
        return Formula(f"={pattern}", value.part / value.whole)
    return plain(t.gettext("{part} of {whole}", part=value.part, whole=value.whole)) if value.whole else "—"


def few(t: Translator) -> str:
    """Why some shares are no percentages."""
    return plain(t.gettext("Shares of fewer than {n} cases are given as counts only.", n=amounts.FEW))


def executed_formula(t: Translator) -> Html:
    """What is executed of what."""
    return t.gettext("executed / received")


def on_time_formula(t: Translator) -> Html:
    """What is on time of what."""
    return t.gettext("executed on time / (executed + overdue and open)")


def sums(t: Translator) -> str:
    """What the figures add up to."""
    return plain(
        t.gettext("received = executed + in work + returned + rejected + duplicates + withdrawn")
    )  # fmt: skip
