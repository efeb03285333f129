"""The list of categories and the search in it."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import Kind
from domain.working_time import DeadlineUnit
from services import categories
from services.categories import all_for, by_key, search

# The wording of the national service, word for word, but for road_repair, of which only the beginning is known.
SOURCE = {
    "park": ("Саябақтар мен аллеяларды жинау", "Уборка парков и аллей"),
    "road_cleaning": ("Жолдарды (трассаларды) жинау", "Уборка дорог (трасс)"),
    "territory": ("Аумақты тазалау", "Уборка территорий"),
    "lighting": ("Жарықтандыру", "Освещение"),
    "street_improvement": ("Көшелерді абаттандыру", "Благоустройство улиц"),
    "construction_waste": ("Құрылыс қоқыстарын шығару", "Вывоз строительного мусора"),
    "household_waste": ("Тұрмыстық қоқыстарды шығару", "Вывоз бытового мусора"),
    "yard": ("Аула алаңдары", "Дворовые площадки"),
    "entrance": ("Кіреберістердің санитарлық жағдайы", "Санитарное состояние подъездов"),
    "facade": ("Ғимараттардың қасбеттері", "Фасады зданий"),
    "open_hatch": ("Ашық люктер", "Открытые люки"),
    "greening": ("Көгалдандыру", "Озеленение"),
    "water_body": ("Су айдындарын тазарту", "Очистка водоёмов"),
    "business_adjacent": (
        "Шаруашылық субъектілерінің іргелес аумақтарының санитарлық жай-күйі",
        "Санитарное состояние прилегающих территорий хозяйствующих субъектов",
    ),
    "road_repair": ("Жолдарды жөндеу", "Ремонт дорог"),
}


def test_the_sources_wording_is_kept() -> None:
    """Without it an edit could pass our words for the state's, or the state's for ours."""
    kept = {c.key: (c.names.kk, c.names.ru) for c in categories.all_categories() if c.origin == "source"}
    assert kept == SOURCE


def test_every_row_is_whole() -> None:
    """Without it a half-filled row would show as an empty button, or never fall due."""
    found = categories.all_categories()
    assert len(found) == 21
    assert len({c.emoji for c in found}) == 21
    for c in found:
        assert all((c.names.kk, c.names.ru, c.names.en, c.emoji, c.search_words)), c.key
        assert c.deadline_amount >= 1
        assert Kind.REQUEST in c.kinds
        # Callback data holds 64 bytes; the key is one part of it.
        assert len(c.key.encode()) <= 20
        # A button with more is cut off on a phone, but for the source's own long names.
        assert c.origin == "source" or len(c.name("kk")) <= 40
    with (categories.DATA / "categories.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["key"] for row in csv.DictReader(lines)] == [c.key for c in found]


def test_what_endangers_people_runs_in_hours() -> None:
    """Without it an open manhole would wait for Monday."""
    hatch = by_key("open_hatch")
    assert (hatch.deadline_amount, hatch.deadline_unit) == (24, DeadlineUnit.CALENDAR_HOURS)
    assert by_key("illegal_dump").deadline_unit is DeadlineUnit.WORKING_DAYS


def test_the_most_used_come_first_and_other_last() -> None:
    """Without it most people would have to page to the category they need."""
    keys = [c.key for c in all_for(Kind.REQUEST)]
    assert keys[:4] == ["territory", "household_waste", "illegal_dump", "street_improvement"]
    assert keys[-1] == "other"


def test_suggestions_have_fewer_categories() -> None:
    """Without it a person with an idea would be asked whether it is an open manhole."""
    keys = {c.key for c in all_for(Kind.SUGGESTION)}
    assert "bench" in keys
    assert "open_hatch" not in keys


def test_an_unknown_key_is_an_error() -> None:
    """Without it forged callback data could file a request under nothing."""
    with pytest.raises(KeyError):
        by_key("nonsense")


@pytest.mark.parametrize(
    ("query", "locale", "first"),
    [
        ("Жарық", "kk", "lighting"),
        ("жарык", "kk", "lighting"),
        ("освещ", "ru", "lighting"),
        ("фонари не горят", "ru", "lighting"),
        ("люк", "ru", "open_hatch"),
        ("свалку", "ru", "illegal_dump"),
        ("гололед", "ru", "snow_ice"),
        ("яма", "ru", "road_repair"),
        ("шункыр", "kk", "road_repair"),
        ("pothole", "en", "road_repair"),
        ("manholes", "en", "open_hatch"),
        ("bench", "en", "bench"),
        ("арык", "ru", "irrigation_ditch"),
        ("аула", "kk", "yard"),
        ("Аумақты жинау", "kk", "territory"),
        ("большая свалка мусора во дворе", "ru", "illegal_dump"),
        ("басқа", "kk", "other"),
        ("jarnosyty lighting", "en", "lighting"),
    ],
)
def test_search_finds_what_people_mean(query: str, locale: str, first: str) -> None:
    """Without it typing would be slower than paging, and people would choose "other"."""
    assert search(query, locale)[0].key == first


def test_kinds_of_match_in_order() -> None:
    """Without it a word's middle could go before a name's beginning."""
    keys = [c.key for c in search("қар", "kk")]
    assert keys.index("snow_ice") < keys.index("lighting")
    keys = [c.key for c in search("мусор", "ru")]
    assert {"household_waste", "construction_waste", "illegal_dump", "territory"} <= set(keys)


def test_search_keeps_to_the_kind() -> None:
    """Without it a suggestion could be filed under a category that has none."""
    assert search("люк", "ru", Kind.SUGGESTION) == []
    assert [c.key for c in search("люк", "ru", Kind.REQUEST)] == ["open_hatch"]


def test_nothing_and_nonsense() -> None:
    """Without it an empty search would show an empty list, and nonsense the whole of it."""
    assert search(" !? ", "ru") == list(categories.all_categories())
    assert search("zzzqqq", "ru") == []


@given(st.text(max_size=50), st.sampled_from(["kk", "ru", "en", "xx"]))
def test_search_never_raises_and_never_repeats(query: str, locale: str) -> None:
    """Without it a strange text could fail an update, or show one button twice."""
    keys = [c.key for c in search(query, locale)]
    assert len(keys) == len(set(keys))
