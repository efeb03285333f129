"""The official paragraph in Russian, in the manner of state reports.

Composed by rule, not from the catalogues: verbs and nouns follow each number, regions stand in cases.
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
from domain.official import OfficialFigures, PeriodKind, Ranked, kind_of
from domain.russian import genitive, prepositional
from services import geography

AND = "и"
SYNTHETIC = "Примечание: данные синтетические, подготовлены для демонстрации системы."
_MONTHS_IN = ("январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре",
              "ноябре", "декабре")  # fmt: skip
PAPER = PaperWords(
    tag="ru-RU",
    title="Информация о заявках, поступивших через телеграм-бот {service}",
    figure="Показатель",
    number="Количество",
    formula="Формула",
    share="Доля",
    received="Поступило",
    executed="Исполнено",
    in_work="В работе",
    overdue="в том числе просрочено",
    other="Возвращено, отклонено, повторные, отозвано",
    dumps_found="Выявлено свалок",
    dumps_removed="Ликвидировано свалок",
)


def paragraph(t: Translator, f: OfficialFigures, service: str) -> str:
    """The whole paragraph; what there is nothing to say of is left out."""
    sentences = (_received(t, f, service), _categories(t, f), _regions(t, f), _dumps(t, f))
    return " ".join([*filter(None, sentences), *([SYNTHETIC] if f.synthetic else [])])


def day(value: date) -> str:
    """«31 декабря 2024 года»."""
    return f"{_day_of_month(value)} {value.year} года"


def _day_of_month(value: date) -> str:
    return format_date(value, "d MMMM", locale="ru_KZ")


def as_of(last: date) -> str:
    """«по состоянию на 31 декабря 2024 года»."""
    return f"по состоянию на {day(last)}"


def period(first: date | None, last: date) -> str:
    """When: «в 2024 году», «с 12 по 18 ноября 2026 года»."""
    kind = kind_of(first, last)
    if first is None or kind is PeriodKind.START:
        return f"с момента запуска по {day(last)}"
    if kind is PeriodKind.YEAR:
        return f"в {last.year} году"
    if kind is PeriodKind.TO_DATE:
        return f"с начала {last.year} года по {_day_of_month(last)} включительно"
    if kind is PeriodKind.MONTH:
        return f"в {_MONTHS_IN[last.month - 1]} {last.year} года"
    if kind is PeriodKind.DAY:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        begin = str(first.day)
    else:
        begin = _day_of_month(first) if first.year == last.year else day(first)
    # Before «второго» the preposition has a vowel of its own.
    return f"{'со' if first.day == 2 else 'с'} {begin} по {day(last)}"


def agreed(t: Translator, n: int, one: str, few: str, many: str) -> str:
    """The form that goes with a number: «1 заявка», «3 заявки», «5 заявок»."""
    return {"one": one, "few": few}.get(t.babel.plural_form(n), many)


def _verb(t: Translator, n: int, stem: str) -> str:
    """A past or participle in «-а» with one, in «-о» with more: «поступила 1», «поступило 3», «исполнена 21»."""
    return stem + agreed(t, n, "а", "о", "о")


def _received(t: Translator, f: OfficialFigures, service: str) -> str:
    where = f"в {prepositional(geography.region(f.region).names.ru)}" if f.region else ""
    opening = capital(" ".join(filter(None, (where, period(f.first, f.last), "через телеграм-бот", service))))
    if not f.received:
        return f"{opening} заявок не поступало."
    requests = agreed(t, f.received, "заявка", "заявки", "заявок")
    came = f"{_verb(t, f.received, 'поступил')} {t.number(f.received)} {requests}"
    return f"{opening} {came}, {_outcomes(t, f)}."


def _outcomes(t: Translator, f: OfficialFigures) -> str:
    late = _overdue(t, f)
    only = f.received in (f.executed, f.in_work, f.other)
    if only and f.received == 1:
        return f"она {f'в работе{late}' if f.in_work else 'исполнена' if f.executed else _other(t, 1)}"
    if only:
        other = "возвращены, отклонены, отозваны или признаны повторными"
        return f"все {f'в работе{late}' if f.in_work else 'исполнены' if f.executed else other}"
    told = [
        f"{_verb(t, f.executed, 'исполнен')} {t.number(f.executed)}" if f.executed else "",
        f"в работе – {t.number(f.in_work)}{late}" if f.in_work else "",
        f"{_other(t, f.other)} – {t.number(f.other)}" if f.other else "",
    ]
    return f"из них {', '.join(filter(None, told))}"


def _other(t: Translator, n: int) -> str:
    repeated = agreed(t, n, "признана повторной", "признано повторными", "признано повторными")
    return f"{_verb(t, n, 'возвращен')}, {_verb(t, n, 'отклонен')}, {_verb(t, n, 'отозван')} или {repeated}"


def _overdue(t: Translator, f: OfficialFigures) -> str:
    if not f.overdue:
        return ""
    if f.in_work == 1:
        return " (просрочена)"
    return f" (в том числе {_verb(t, f.overdue, 'просрочен')} {t.number(f.overdue)})"


def _most(f: OfficialFigures, told: Ranked) -> str:
    """Whose numbers follow: of the leading ones, or of all there are."""
    if sum(n for _, n in told) < f.received:
        return "больше всего заявок поступило"
    return "заявка поступила" if f.received == 1 else "заявки поступили"


def _categories(t: Translator, f: OfficialFigures) -> str:
    leading = leading_categories(f)
    told = listed([ranked(t, category(t, key), n) for key, n in leading], AND)
    kinds = "категориям" if len(leading) > 1 else "категории"
    return f"{capital(_most(f, leading))} по {kinds} {told}." if leading else ""


def _regions(t: Translator, f: OfficialFigures) -> str:
    most, fewest = leading_regions(f), last_regions(f)
    if not most:
        return ""
    least = f", меньше всего – из {_from(t, fewest)}" if fewest else ""
    return f"В разрезе регионов {_most(f, most)} из {_from(t, most)}{least}."


def _from(t: Translator, regions: Ranked) -> str:
    return listed([ranked(t, genitive(geography.region(iso).names.ru), n) for iso, n in regions], AND)


def _dumps(t: Translator, f: OfficialFigures) -> str:
    if not f.dumps_found:
        return ""
    dumps = agreed(t, f.dumps_found, "несанкционированная свалка", "несанкционированные свалки",
                   "несанкционированных свалок")  # fmt: skip
    found = f"{_verb(t, f.dumps_found, 'Выявлен')} {t.number(f.dumps_found)} {dumps}"
    if not f.dumps_removed:
        return f"{found}, пока не {'ликвидирована' if f.dumps_found == 1 else 'ликвидированы'}."
    if f.dumps_removed == f.dumps_found:
        return f"{found}, {'она ликвидирована' if f.dumps_found == 1 else 'все ликвидированы'}."
    removed = f"{_verb(t, f.dumps_removed, 'ликвидирован')} {t.number(f.dumps_removed)}"
    return f"{found}, из них {removed}{bracketed(t, f.dumps_removed, f.dumps_found)}."
