"""Kazakh endings against tables written down by hand, not by the rules under test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kazakh import (
    LARGEST_NUMBER,
    Case,
    attributive,
    inflected,
    is_front,
    last_word,
    owned,
    so_many,
    so_many_of_them,
    together,
)
from services import geography

# Digit or round number: possession, then genitive, dative, accusative, locative, ablative of the bare number.
NUMBERS = {
    0: "і дің ге ді де ден", 1: "і дің ге ді де ден", 2: "сі нің ге ні де ден", 3: "і тің ке ті те тен",
    4: "і тің ке ті те тен", 5: "і тің ке ті те тен", 6: "сы ның ға ны да дан", 7: "сі нің ге ні де ден",
    8: "і дің ге ді де ден", 9: "ы дың ға ды да дан", 10: "ы ның ға ды да нан", 20: "сы ның ға ны да дан",
    30: "ы дың ға ды да дан", 40: "ы тың қа ты та тан", 50: "і дің ге ді де ден", 60: "ы тың қа ты та тан",
    70: "і тің ке ті те тен", 80: "і нің ге ді де нен", 90: "ы ның ға ды да нан", 100: "і дің ге ді де ден",
    1000: "ы ның ға ды да нан", 10**6: "ы ның ға ды да нан", 10**9: "ы тың қа ты та тан", 10**12: "ы ның ға ды да нан",
}  # fmt: skip
CASES = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.LOCATIVE, Case.ABLATIVE)
MONTHS = {
    "қаңтар": "қаңтар мен, қаңтарда, қаңтардан, қаңтарға, қаңтардағы",
    "ақпан": "ақпан мен, ақпанда, ақпаннан, ақпанға, ақпандағы",
    "наурыз": "наурыз бен, наурызда, наурыздан, наурызға, наурыздағы",
    "сәуір": "сәуір мен, сәуірде, сәуірден, сәуірге, сәуірдегі",
    "мамыр": "мамыр мен, мамырда, мамырдан, мамырға, мамырдағы",
    "маусым": "маусым мен, маусымда, маусымнан, маусымға, маусымдағы",
    "шілде": "шілде мен, шілдеде, шілдеден, шілдеге, шілдедегі",
    "тамыз": "тамыз бен, тамызда, тамыздан, тамызға, тамыздағы",
    "қыркүйек": "қыркүйек пен, қыркүйекте, қыркүйектен, қыркүйекке, қыркүйектегі",
    "қазан": "қазан мен, қазанда, қазаннан, қазанға, қазандағы",
    "қараша": "қараша мен, қарашада, қарашадан, қарашаға, қарашадағы",
    "желтоқсан": "желтоқсан мен, желтоқсанда, желтоқсаннан, желтоқсанға, желтоқсандағы",
}
REGION_FORMS = {
    "облысы": ["облысының", "облысына", "облысын", "облысында", "облысынан"],
    "қаласы": ["қаласының", "қаласына", "қаласын", "қаласында", "қаласынан"],
}


def by_table(number: int) -> list[str]:
    """The endings of a number as the table gives those of what it is read out with at the end."""
    powers = [n for n in sorted(NUMBERS, reverse=True) if n >= 100 and number % n == 0]
    last = number % 10 or number % 100 or (powers[0] if number else 0)
    return NUMBERS[last].split()


def check(number: int) -> None:
    possession, *cases = by_table(number)
    assert so_many_of_them(number) == f"-{possession}"
    assert [so_many(number, case) for case in CASES] == [f"-{ending}" for ending in cases]
    assert so_many(number, Case.NOMINATIVE) == ""


@pytest.mark.parametrize("number", [*range(101), *NUMBERS])
def test_numbers_to_a_hundred_and_round_ones(number: int) -> None:
    """Without it «102-і» or «70-дан» would stand in a paper that goes up to the President's office."""
    check(number)


@given(st.integers(0, LARGEST_NUMBER))
def test_any_number(number: int) -> None:
    """Without it a number nobody tried could end the weekly report with an error or a wrong ending."""
    check(number)


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        (10_050, "-і"), (9_680, "-і"), (102, "-сі"), (4_335, "-і"), (2_981, "-і"), (268, "-і"), (476, "-сы"),
        (1_900, "-і"), (15_000, "-ы"), (2_000_000, "-ы"), (2_000_100, "-і"), (120, "-сы"), (1_040, "-ы"),
    ],
)  # fmt: skip
def test_numbers_as_papers_write_them(number: int, ending: str) -> None:
    """Without it the table above could be read wrongly by test and rule alike."""
    assert so_many_of_them(number) == ending


def test_possession_takes_cases_of_its_own() -> None:
    """Without it «41-дің мерзімі» would say of 41, not of 41 of them."""
    assert so_many_of_them(41, Case.GENITIVE) == "-інің"
    assert so_many_of_them(6, Case.GENITIVE) == "-сының"
    assert so_many_of_them(20, Case.ACCUSATIVE) == "-сын"
    assert so_many_of_them(102, Case.ABLATIVE) == "-сінен"
    assert so_many_of_them(1_000, Case.DATIVE) == "-ына"


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_numbers_without_a_name_are_refused(number: int) -> None:
    """Without it such a number would silently get the ending of another."""
    with pytest.raises(ValueError, match="no Kazakh name"):
        last_word(number)


@pytest.mark.parametrize("month", MONTHS)
def test_months(month: str) -> None:
    """Without it the period at the head of the paper would be ungrammatical in some month."""
    found = [together(month), *(inflected(month, c) for c in (Case.LOCATIVE, Case.ABLATIVE, Case.DATIVE))]
    assert ", ".join([*found, attributive(month)]) == MONTHS[month]


@pytest.mark.parametrize("region", geography.regions(), ids=lambda r: r.iso)
def test_all_regions_in_all_cases(region: geography.Region) -> None:
    """Without it a region could stand in a wrong case; the locative is the one of the data file too."""
    name, _, noun = region.names.kk.rpartition(" ")
    assert [inflected(region.names.kk, case, possessed=True) for case in CASES] == [
        f"{name} {form}" for form in REGION_FORMS[noun]
    ]
    assert inflected(region.names.kk, Case.LOCATIVE, possessed=True) == region.name_kk_locative
    assert inflected(region.names.kk, Case.NOMINATIVE, possessed=True) == region.names.kk


@pytest.mark.parametrize(
    ("word", "genitive", "dative", "ablative"),
    [
        ("Астана", "Астананың", "Астанаға", "Астанадан"), ("Шымкент", "Шымкенттің", "Шымкентке", "Шымкенттен"),
        ("Ақтөбе", "Ақтөбенің", "Ақтөбеге", "Ақтөбеден"), ("Қостанай", "Қостанайдың", "Қостанайға", "Қостанайдан"),
        ("Павлодар", "Павлодардың", "Павлодарға", "Павлодардан"), ("Орал", "Оралдың", "Оралға", "Оралдан"),
        ("Атырау", "Атыраудың", "Атырауға", "Атыраудан"), ("Тараз", "Тараздың", "Таразға", "Тараздан"),
        ("Түркістан", "Түркістанның", "Түркістанға", "Түркістаннан"), ("Семей", "Семейдің", "Семейге", "Семейден"),
    ],
)  # fmt: skip
def test_bare_names(word: str, genitive: str, dative: str, ablative: str) -> None:
    """Without it the rules could be right for numbers only, and wrong for the next name they are used with."""
    forms = [inflected(word, case) for case in (Case.GENITIVE, Case.DATIVE, Case.ABLATIVE)]
    assert forms == [genitive, dative, ablative]


def test_possession_softens() -> None:
    """Without it «қырықы» would be written where the word stands for its number."""
    assert [owned(w) for w in ("қырық", "жиырма", "елу", "үйінді", "қап")] == [
        "қырығы", "жиырмасы", "елуі", "үйіндісі", "қабы",
    ]  # fmt: skip


def test_words_without_a_side_are_back() -> None:
    """Without it a word of «у» alone would be an error instead of «судан»."""
    assert not is_front("су")
    assert inflected("су", Case.ABLATIVE) == "судан"
