"""The official paragraph in English, for readers abroad; plainer than its Kazakh and Russian models."""

from datetime import date

from babel.dates import format_date

from bot.translator import Translator
from bot.views.official_words import (
    PaperWords,
    bracketed,
    capital,
    last_regions,
    leading_categories,
    leading_regions,
    listed,
    ranked,
)
from domain.official import OfficialFigures, PeriodKind, Ranked, kind_of
from services import categories, geography

AND = "and"
SYNTHETIC = "Note: the figures are made up, as a sample to demonstrate the system."
PAPER = PaperWords(
    tag="en-GB",
    title="Requests received through the Telegram bot {service}",
    figure="Figure",
    number="Number",
    formula="Formula",
    share="Share",
    received="Received",
    executed="Executed",
    in_work="In work",
    overdue="of which overdue",
    other="Returned, rejected, duplicates, withdrawn",
    dumps_found="Dumps found",
    dumps_removed="Dumps removed",
)


def paragraph(t: Translator, f: OfficialFigures, service: str) -> str:
    """The whole paragraph; what there is nothing to say of is left out."""
    sentences = (_received(t, f, service), _categories(t, f), _regions(t, f), _dumps(t, f))
    return " ".join([*filter(None, sentences), *([SYNTHETIC] if f.synthetic else [])])


def day(value: date) -> str:
    """"31 December 2024"."""  # fmt: skip
    return format_date(value, "d MMMM y", locale="en_GB")


def as_of(last: date) -> str:
    """"as of 31 December 2024"."""  # fmt: skip
    return f"as of {day(last)}"


def period(first: date | None, last: date) -> str:
    """When: "in 2024", "from 12 November 2026 to 18 November 2026"."""
    kind = kind_of(first, last)
    if first is None or kind is PeriodKind.START:
        return f"since the start, as of {day(last)},"
    if kind is PeriodKind.YEAR:
        return f"in {last.year},"
    if kind is PeriodKind.TO_DATE:
        return f"since the beginning of {last.year}, as of {format_date(last, 'd MMMM', locale='en_GB')},"
    if kind is PeriodKind.MONTH:
        return f"in {format_date(last, 'MMMM y', locale='en_GB')},"
    return f"on {day(last)}," if kind is PeriodKind.DAY else f"from {day(first)} to {day(last)},"


def counted(t: Translator, n: int, one: str, many: str) -> str:
    """The number with its noun or verb: "1 request", "2 requests"."""
    return f"{t.number(n)} {one if n == 1 else many}"


def region(iso: str) -> str:
    """A region as it stands in a sentence: "the Abai Region", "the city of Almaty"."""
    found = geography.region(iso)
    return f"the city of {found.names.en}" if found.kind == "city" else f"the {found.names.en}"


def _received(t: Translator, f: OfficialFigures, service: str) -> str:
    opening = capital(f"in {region(f.region)}, {period(f.first, f.last)}" if f.region else period(f.first, f.last))
    through = f"through the Telegram bot {service}"
    if not f.received:
        return f"{opening} no requests were received {through}."
    came = counted(t, f.received, "request was", "requests were")
    return f"{opening} {came} received {through}: {_outcomes(t, f)}."


def _outcomes(t: Translator, f: OfficialFigures) -> str:
    late = f" ({t.number(f.overdue)} overdue)" if f.overdue else ""
    told = [
        f"{counted(t, f.executed, 'has', 'have')} been executed" if f.executed else "",
        f"{counted(t, f.in_work, 'is', 'are')} in work{late}" if f.in_work else "",
        f"{counted(t, f.other, 'was', 'were')} returned, rejected, withdrawn or a duplicate" if f.other else "",
    ]
    return listed([*filter(None, told)], AND)


def _most(f: OfficialFigures, told: Ranked) -> str:
    """Whose numbers follow: of the leading ones, or of all there are."""
    if sum(n for _, n in told) < f.received:
        return "most requests"
    return "the request" if f.received == 1 else "the requests"


def _categories(t: Translator, f: OfficialFigures) -> str:
    leading = leading_categories(f)
    told = listed([ranked(t, f"“{categories.by_key(key).names.en}”", n) for key, n in leading], AND)
    kinds = "categories" if len(leading) > 1 else "category"
    return f"{capital(_most(f, leading))} fell into the {kinds} {told}." if leading else ""


def _regions(t: Translator, f: OfficialFigures) -> str:
    most, fewest = leading_regions(f), last_regions(f)
    if not most:
        return ""
    least = f", fewest from {_names(t, fewest)}" if fewest else ""
    return f"By region, {_most(f, most)} came from {_names(t, most)}{least}."


def _names(t: Translator, regions: Ranked) -> str:
    return listed([ranked(t, region(iso), n) for iso, n in regions], AND)


def _dumps(t: Translator, f: OfficialFigures) -> str:
    if not f.dumps_found:
        return ""
    found = f"{counted(t, f.dumps_found, 'illegal dump was', 'illegal dumps were')} found"
    if not f.dumps_removed:
        return f"{found}, none of which has been removed yet." if f.dumps_found > 1 else f"{found}, not yet removed."
    if f.dumps_removed == f.dumps_found:
        return f"{found}, {'all of them' if f.dumps_found > 1 else 'and'} removed."
    share = bracketed(t, f.dumps_removed, f.dumps_found)
    return f"{found}, {t.number(f.dumps_removed)} of them{share} removed."
