"""The official paragraph: golden texts for 2024, and grammar wherever numbers are few, one or none."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.views import official_kk, official_ru
from bot.views.official import paragraph
from domain.official import OfficialFigures
from services import categories, geography

YEAR = OfficialFigures(
    first=date(2024, 1, 1), last=date(2024, 12, 31), region=None, received=10_050, executed=9_680, in_work=102,
    overdue=0, categories=(("territory", 2_981), ("road_repair", 1_005), ("household_waste", 842)),
    most=(("KZ-75", 2_014), ("KZ-71", 1_587), ("KZ-35", 757), ("KZ-39", 623)),
    fewest=(("KZ-62", 70), ("KZ-10", 105), ("KZ-23", 117), ("KZ-15", 126)),
    dumps_found=4_886, dumps_removed=4_335, synthetic=True,
)  # fmt: skip
WEEK = OfficialFigures(
    first=date(2026, 11, 12), last=date(2026, 11, 18), region="KZ-35", received=21, executed=1, in_work=20, overdue=3,
    categories=(("territory", 11),), most=(), fewest=(), dumps_found=3, dumps_removed=1, synthetic=False,
)  # fmt: skip
NOTHING = replace(WEEK, received=0, executed=0, in_work=0, overdue=0, categories=(), dumps_found=0, dumps_removed=0)
GOLDEN = {
    "kk": (
        "2024 жылы TazaQazBot телеграм-боты арқылы 10 050 өтінім түсті, оның 9 680-і орындалды, 102-сі жұмыста, қалған "
        "268-і – қайтарылған, қабылданбаған, қайталанған немесе азаматтар қайтарып алған өтінімдер. Ең көп өтінім "
        "«Аумақты тазалау» (2 981), «Жолдарды жөндеу» (1 005) және «Тұрмыстық қоқыстарды шығару» (842) санаттары "
        "бойынша түсті. Өңірлер бөлінісінде ең көп өтінім Алматы қаласынан (2 014), Астана қаласынан (1 587), "
        "Қарағанды облысынан (757) және Қостанай облысынан (623) түсті, ең азы – Ұлытау облысынан (70), Абай "
        "облысынан (105), Атырау облысынан (117) және Ақтөбе облысынан (126). Рұқсат етілмеген 4 886 қоқыс үйіндісі "
        "анықталып, оның 4 335-і (88,7 %) жойылды. Ескерту: деректер шынайы емес, жүйенің жұмысын көрсету үшін үлгі "
        "ретінде жасалған."
    ),
    "ru": (
        "В 2024 году через телеграм-бот TazaQazBot поступило 10 050 заявок, из них исполнено 9 680, в работе – 102, "
        "возвращено, отклонено, отозвано или признано повторными – 268. Больше всего заявок поступило по категориям "
        "«Уборка территорий» (2 981), «Ремонт дорог» (1 005) и «Вывоз бытового мусора» (842). В разрезе регионов "
        "больше всего заявок поступило из города Алматы (2 014), города Астаны (1 587), Карагандинской области (757) и "
        "Костанайской области (623), меньше всего – из области Ұлытау (70), области Абай (105), Атырауской "
        "области (117) и Актюбинской области (126). Выявлено 4 886 несанкционированных свалок, из них ликвидировано "
        "4 335 (88,7 %). Примечание: данные синтетические, подготовлены для демонстрации системы."
    ),
    "en": (
        "In 2024, 10,050 requests were received through the Telegram bot TazaQazBot: 9,680 have been executed, 102 are "
        "in work and 268 were returned, rejected, withdrawn or a duplicate. Most requests fell into the categories "
        "“Cleaning of an area” (2,981), “Road repair” (1,005) and “Household waste removal” (842). By region, most "
        "requests came from the city of Almaty (2,014), the city of Astana (1,587), the Karaganda Region (757) and the "
        "Kostanay Region (623), fewest from the Ulytau Region (70), the Abai Region (105), the Atyrau Region (117) and "
        "the Aktobe Region (126). 4,886 illegal dumps were found, 4,335 of them (88.7 %) removed. Note: the figures "
        "are made up, as a sample to demonstrate the system."
    ),
}
PERIODS = [
    (None, date(2026, 11, 18), "Телеграм-бот іске қосылғаннан бері 2026 жылғы 18 қарашадағы жағдай бойынша",
     "С момента запуска по 18 ноября 2026 года"),
    (date(2026, 1, 1), date(2026, 9, 18), "2026 жылдың басынан бері 18 қыркүйектегі жағдай бойынша",
     "С начала 2026 года по 18 сентября включительно"),
    (date(2026, 8, 1), date(2026, 8, 31), "2026 жылғы тамызда", "В августе 2026 года"),
    (date(2026, 5, 2), date(2026, 5, 2), "2026 жылғы 2 мамырда", "2 мая 2026 года"),
    (date(2026, 11, 12), date(2026, 11, 18), "2026 жылғы 12–18 қараша аралығында", "С 12 по 18 ноября 2026 года"),
    (date(2026, 7, 2), date(2026, 7, 8), "2026 жылғы 2–8 шілде аралығында", "Со 2 по 8 июля 2026 года"),
    (date(2026, 9, 24), date(2026, 10, 1), "2026 жылғы 24 қыркүйек пен 1 қазан аралығында",
     "С 24 сентября по 1 октября 2026 года"),
    (date(2025, 12, 29), date(2026, 1, 4), "2025 жылғы 29 желтоқсан мен 2026 жылғы 4 қаңтар аралығында",
     "С 29 декабря 2025 года по 4 января 2026 года"),
]  # fmt: skip


def said(locale: str, figures: OfficialFigures) -> str:
    """The paragraph with plain spaces."""
    return paragraph(locale, figures).replace("\N{NO-BREAK SPACE}", " ")


def test_the_year_2024() -> None:
    """Without it the published truth could come out changed, or ungrammatical, and be signed."""
    assert {locale: said(locale, YEAR) for locale in GOLDEN} == GOLDEN


def test_both_languages_say_the_same_numbers() -> None:
    """Without it a number could be lost in one of the languages."""
    found = [sorted(re.findall(r"\d+(?:[ ,]\d+)*", said(locale, YEAR))) for locale in ("kk", "ru")]
    assert found[0] == found[1]
    # All that was received is accounted for.
    assert {"10 050", "9 680", "102", "268", "2 981", "1 005", "4 886", "4 335", "88,7"} < set(found[0])


def test_numbers_never_break_over_lines() -> None:
    """Without it «9» could end a line and «680» begin the next, or a percentage lose its sign."""
    for locale in ("kk", "ru"):
        text = paragraph(locale, YEAR)
        assert "9\N{NO-BREAK SPACE}680" in text
        assert "\N{NO-BREAK SPACE}(88,7\N{NO-BREAK SPACE}%)" in text


def test_a_region_and_its_week() -> None:
    """Without it one request, or an overdue one, would be told in the grammar of many."""
    assert said("kk", WEEK) == (
        "Қарағанды облысында 2026 жылғы 12–18 қараша аралығында TazaQazBot телеграм-боты арқылы 21 өтінім түсті, оның "
        "1-і орындалды, 20-сы жұмыста (оның ішінде 3-інің мерзімі өткен). Ең көп өтінім «Аумақты тазалау» (11) санаты "
        "бойынша түсті. Рұқсат етілмеген 3 қоқыс үйіндісі анықталып, оның 1-і жойылды."
    )
    assert said("ru", WEEK) == (
        "В Карагандинской области с 12 по 18 ноября 2026 года через телеграм-бот TazaQazBot поступила 21 заявка, из "
        "них исполнена 1, в работе – 20 (в том числе просрочено 3). Больше всего заявок поступило по категории «Уборка "
        "территорий» (11). Выявлено 3 несанкционированные свалки, из них ликвидирована 1."
    )


def test_nothing_received() -> None:
    """Without it a quiet week would read «0 заявок» and go on about leading categories."""
    assert said("kk", NOTHING).endswith("аралығында TazaQazBot телеграм-боты арқылы өтінім түскен жоқ.")
    assert said("ru", NOTHING).endswith("через телеграм-бот TazaQazBot заявок не поступало.")
    assert said("en", NOTHING).endswith("no requests were received through the Telegram bot TazaQazBot.")


def test_one_request() -> None:
    """Without it a single request would be «the most» of its category and one «of them»."""
    one = replace(NOTHING, received=1, in_work=1, overdue=1, categories=(("park", 1),))
    assert "1 өтінім түсті, ол жұмыста (мерзімі өткен). Өтінім «Саябақтар" in said("kk", one)
    assert "поступила 1 заявка, она в работе (просрочена). Заявка поступила по категории «Уборка" in said("ru", one)
    executed = replace(one, executed=1, in_work=0, overdue=0)
    assert "1 өтінім түсті, ол орындалды." in said("kk", executed)
    assert "поступила 1 заявка, она исполнена." in said("ru", executed)
    refused = replace(executed, executed=0)
    assert "ол – қайтарылған, қабылданбаған, қайталанған немесе азамат қайтарып алған өтінім." in said("kk", refused)
    assert "она возвращена, отклонена, отозвана или признана повторной." in said("ru", refused)


def test_all_of_one_outcome() -> None:
    """Without it «из них исполнено 23» of 23 would leave readers looking for the others."""
    every = replace(NOTHING, received=23, executed=23, categories=(("park", 13), ("yard", 10)))
    assert "23 өтінім түсті, олардың барлығы орындалды. Өтінімдер «Саябақтар" in said("kk", every)
    assert "поступило 23 заявки, все исполнены. Заявки поступили по категориям «Уборка" in said("ru", every)


@pytest.mark.parametrize(
    ("n", "ru"),
    [
        (1, "поступила 1 заявка"), (2, "поступило 2 заявки"), (5, "поступило 5 заявок"), (11, "поступило 11 заявок"),
        (22, "поступило 22 заявки"), (31, "поступила 31 заявка"), (1_001, "поступила 1 001 заявка"),
        (112, "поступило 112 заявок"),
    ],
)  # fmt: skip
def test_russian_follows_the_number(n: int, ru: str) -> None:
    """Without it «поступило 21 заявка» would be printed under a coat of arms."""
    assert ru in said("ru", replace(NOTHING, received=n, executed=n))


@pytest.mark.parametrize(
    ("found", "removed", "kk", "ru"),
    [
        (1, 0, "анықталды, ол әлі жойылған жоқ.", "1 несанкционированная свалка, пока не ликвидирована."),
        (1, 1, "1 қоқыс үйіндісі анықталып, ол жойылды.", "Выявлена 1 несанкционированная свалка, она ликвидирована."),
        (4, 0, "анықталды, олар әлі жойылған жоқ.", "Выявлено 4 несанкционированные свалки, пока не ликвидированы."),
        (9, 6, "анықталып, оның 6-сы жойылды.", "Выявлено 9 несанкционированных свалок, из них ликвидировано 6."),
        (10, 6, "оның 6-сы (60,0 %) жойылды.", "из них ликвидировано 6 (60,0 %)."),
        (20, 20, "анықталып, барлығы жойылды.", "Выявлено 20 несанкционированных свалок, все ликвидированы."),
        (10_000, 9_999, "оның 9 999-ы (99,9 %) жойылды.", "из них ликвидировано 9 999 (99,9 %)."),
        (10_000, 1, "оның 1-і (0,1 %) жойылды.", "из них ликвидирована 1 (0,1 %)."),
    ],
)  # fmt: skip
def test_dumps(found: int, removed: int, kk: str, ru: str) -> None:
    """Without it few dumps would get a percentage, one left standing pass for 100 %, and none removed for silence."""
    figures = replace(NOTHING, dumps_found=found, dumps_removed=removed)
    assert said("kk", figures).endswith(kk)
    assert said("ru", figures).endswith(ru)


@pytest.mark.parametrize(("first", "last", "kk", "ru"), PERIODS)
def test_periods(first: date | None, last: date, kk: str, ru: str) -> None:
    """Without it a week across two months would be given dates that nobody says so."""
    figures = replace(NOTHING, region=None, first=first, last=last)
    assert said("kk", figures).startswith(f"{kk} TazaQazBot ")
    assert said("ru", figures).startswith(f"{ru} через телеграм-бот TazaQazBot ")


def test_dates_of_the_file() -> None:
    """Without it the line under the title could disagree with the text."""
    assert official_kk.as_of(date(2026, 6, 30)) == "2026 жылғы 30 маусымдағы жағдай бойынша"
    assert official_ru.as_of(date(2026, 6, 30)) == "по состоянию на 30 июня 2026 года"


def test_no_region_is_named_first_and_last() -> None:
    """Without it a country with four regions at work would have the same ones as best and worst."""
    few = replace(YEAR, received=30, executed=30, in_work=0, categories=(), most=(("KZ-75", 20), ("KZ-10", 10)),
                  fewest=(("KZ-10", 10), ("KZ-75", 20)), dumps_found=0, dumps_removed=0, synthetic=False)  # fmt: skip
    assert said("kk", few).endswith(
        "Өңірлер бөлінісінде өтінімдер Алматы қаласынан (20) және Абай облысынан (10) түсті."
    )
    assert said("ru", few).endswith("В разрезе регионов заявки поступили из города Алматы (20) и области Абай (10).")


def test_what_is_empty_is_left_out() -> None:
    """Without it sentences would end in the air where there is nothing to tell."""
    bare = replace(YEAR, categories=(("", 9_000),), most=(), fewest=(), dumps_found=0, dumps_removed=0, synthetic=False)
    assert [said(locale, bare).count(". ") for locale in GOLDEN] == [0, 0, 0]


@pytest.mark.parametrize("locale", GOLDEN)
def test_every_category_and_region_can_lead(locale: str) -> None:
    """Without it an unlucky name would stop the weekly summary, or the text outgrow a message."""
    for category in categories.all_categories():
        assert f"{category.name(locale)}" in paragraph(locale, replace(YEAR, categories=((category.key, 5),)))
    longest = sorted(
        (c.key for c in categories.all_categories()), key=lambda k: -len(categories.by_key(k).name(locale))
    )
    for region in geography.regions():
        rows = tuple((region.iso, 10**9 + n) for n in range(4))
        huge = replace(YEAR, received=10**12, executed=10**11, in_work=10**11, overdue=10**10, most=rows, fewest=rows,
                       categories=tuple((key, 10**9) for key in longest[:3]))  # fmt: skip
        assert len(paragraph(locale, huge)) < 2_500
        assert len(paragraph(locale, replace(huge, region=region.iso))) < 2_500
