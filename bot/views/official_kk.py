"""The official paragraph in Kazakh, in the manner of state reports.

Composed by rule, not from the catalogues: endings follow each name and number as it is read aloud (`domain.kazakh`).
"""

from datetime import date

from babel.dates import format_date

from bot.translator import Translator
from bot.views.official_words import (
    PaperWords,
    bracketed,
    capital,
    category,
    last_regions,
    leading_categories,
    leading_regions,
    listed,
    ranked,
)
from domain.kazakh import Case, attributive, inflected, so_many_of_them, together
from domain.official import OfficialFigures, PeriodKind, Ranked, kind_of
from services import geography

AND = "және"
SYNTHETIC = "Ескерту: деректер шынайы емес, жүйенің жұмысын көрсету үшін үлгі ретінде жасалған."
PAPER = PaperWords(
    tag="kk-KZ",
    title="{service} телеграм-ботына түскен өтінімдер туралы ақпарат",
    figure="Көрсеткіш",
    number="Саны",
    formula="Формуласы",
    share="Үлесі",
    received="Түсті",
    executed="Орындалды",
    in_work="Жұмыста",
    overdue="оның ішінде мерзімі өткен",
    other="Қайтарылды, қабылданбады, қайталанған, қайтарып алынды",
    dumps_found="Қоқыс үйінділері анықталды",
    dumps_removed="Қоқыс үйінділері жойылды",
)


def paragraph(t: Translator, f: OfficialFigures, service: str) -> str:
    """The whole paragraph; what there is nothing to say of is left out."""
    sentences = (_received(t, f, service), _categories(t, f), _regions(t, f), _dumps(t, f))
    return " ".join([*filter(None, sentences), *([SYNTHETIC] if f.synthetic else [])])


def day(value: date) -> str:
    """«2024 жылғы 31 желтоқсан»."""
    return f"{value.year} жылғы {value.day} {month(value)}"


def month(value: date) -> str:
    """«желтоқсан»."""
    return format_date(value, "MMMM", locale="kk_KZ")


def as_of(last: date) -> str:
    """«2024 жылғы 31 желтоқсандағы жағдай бойынша»."""
    return f"{attributive(day(last))} жағдай бойынша"


def period(first: date | None, last: date) -> str:
    """When: «2024 жылы», «2026 жылғы 12–18 қараша аралығында»."""
    kind = kind_of(first, last)
    if first is None or kind is PeriodKind.START:
        return f"телеграм-бот іске қосылғаннан бері {attributive(day(last))} жағдай бойынша"
    if kind is PeriodKind.YEAR:
        return f"{last.year} жылы"
    if kind is PeriodKind.TO_DATE:
        return f"{last.year} жылдың басынан бері {last.day} {attributive(month(last))} жағдай бойынша"
    if kind is PeriodKind.MONTH:
        return f"{last.year} жылғы {inflected(month(last), Case.LOCATIVE)}"
    if kind is PeriodKind.DAY:
        return inflected(day(last), Case.LOCATIVE)
    if (first.year, first.month) == (last.year, last.month):
        return f"{last.year} жылғы {first.day}–{last.day} {month(last)} аралығында"
    end = f"{last.day} {month(last)}" if first.year == last.year else day(last)
    return f"{together(day(first))} {end} аралығында"


def region(iso: str, case: Case) -> str:
    """A region in a case: «Қарағанды облысынан». All their names end in a possessed noun."""
    return inflected(geography.region(iso).names.kk, case, possessed=True)


def of_them(t: Translator, n: int, case: Case = Case.NOMINATIVE) -> str:
    """So many of a whole: «102-сі»."""
    return t.number(n) + so_many_of_them(n, case)


def _received(t: Translator, f: OfficialFigures, service: str) -> str:
    where = region(f.region, Case.LOCATIVE) if f.region else ""
    bot = service if f.first is None else f"{service} телеграм-боты"
    opening = capital(" ".join(filter(None, (where, period(f.first, f.last), bot, "арқылы"))))
    if not f.received:
        return f"{opening} өтінім түскен жоқ."
    return f"{opening} {t.number(f.received)} өтінім түсті, {_outcomes(t, f)}."


def _outcomes(t: Translator, f: OfficialFigures) -> str:
    clauses = [(f.executed, " орындалды"), (f.in_work, f" жұмыста{_overdue(t, f)}"), (f.other, f" – {_other(f.other)}")]
    told = [(n, clause) for n, clause in clauses if n]
    if len(told) == 1:
        return ("ол" if f.received == 1 else "олардың барлығы") + told[0][1]
    parts = [of_them(t, n) + clause for n, clause in told]
    left = "қалған " if f.other else ""
    return "оның " + ", ".join([*parts[:-1], left + parts[-1]])


def _other(n: int) -> str:
    who, what = ("азамат", "өтінім") if n == 1 else ("азаматтар", "өтінімдер")
    return f"қайтарылған, қабылданбаған, қайталанған немесе {who} қайтарып алған {what}"


def _overdue(t: Translator, f: OfficialFigures) -> str:
    if not f.overdue:
        return ""
    if f.in_work == 1:
        return " (мерзімі өткен)"
    return f" (оның ішінде {of_them(t, f.overdue, Case.GENITIVE)} мерзімі өткен)"


def _most(f: OfficialFigures, told: Ranked) -> str:
    """Whose numbers follow: of the leading ones, or of all there are."""
    if sum(n for _, n in told) < f.received:
        return "ең көп өтінім"
    return "өтінім" if f.received == 1 else "өтінімдер"


def _categories(t: Translator, f: OfficialFigures) -> str:
    leading = leading_categories(f)
    told = listed([ranked(t, category(t, key), n) for key, n in leading], AND)
    kinds = "санаттары" if len(leading) > 1 else "санаты"
    return f"{capital(_most(f, leading))} {told} {kinds} бойынша түсті." if leading else ""


def _regions(t: Translator, f: OfficialFigures) -> str:
    most, fewest = leading_regions(f), last_regions(f)
    if not most:
        return ""
    least = f", ең азы – {_from(t, fewest)}" if fewest else ""
    return f"Өңірлер бөлінісінде {_most(f, most)} {_from(t, most)} түсті{least}."


def _from(t: Translator, regions: Ranked) -> str:
    return listed([ranked(t, region(iso, Case.ABLATIVE), n) for iso, n in regions], AND)


def _dumps(t: Translator, f: OfficialFigures) -> str:
    if not f.dumps_found:
        return ""
    found = f"Рұқсат етілмеген {t.number(f.dumps_found)} қоқыс үйіндісі"
    if not f.dumps_removed:
        return f"{found} анықталды, {'ол' if f.dumps_found == 1 else 'олар'} әлі жойылған жоқ."
    if f.dumps_removed == f.dumps_found:
        return f"{found} анықталып, {'ол' if f.dumps_found == 1 else 'барлығы'} жойылды."
    removed = of_them(t, f.dumps_removed) + bracketed(t, f.dumps_removed, f.dumps_found)
    return f"{found} анықталып, оның {removed} жойылды."
