"""Cleaning and folding of what people type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import clean, search_key, utf16_units

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
NASTY = st.lists(
    st.sampled_from(
        [
            "a",
            "1",
            "👩",
            "👩🏽",
            "❤",
            "\u200d",
            "\ufe0f",
            "\ufe0e",
            "\u202e",
            "\x00",
            "\n",
            "\r",
            " ",
            "\u0306",
            "и",
            "🏴",
        ]
    )
    | st.sampled_from(["\U000e0067", "\U000e007f", "\u200b", "\t", "\ud800", "\x85", "=", "\u0338", "#", "\u20e3"]),
    max_size=30,
).map("".join)


@given(ANY_TEXT | NASTY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Without it a text could change at every edit, and a search key differ from the stored text's."""
    once = clean(text).text
    assert clean(once).text == once


@given(ANY_TEXT | NASTY)
def test_a_clean_text_can_be_stored_and_shown(text: str) -> None:
    """Without it PostgreSQL would refuse a NUL or a lone surrogate, and bidi marks would turn a card's text round."""
    cleaned = clean(text).text
    cleaned.encode("utf-8")
    assert not set(cleaned) & set(
        "\x00\r\u2028\u2029\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
    assert {c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n"}
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip(" \n")


@pytest.mark.parametrize(
    "text",
    [
        "Қоқыс жәшігі толып кетті — 3 күн!",
        "<b>bold</b> {name} %s %(x)d \\n",
        "👩‍🚀 👨‍👩‍👧‍👦 ❤️ 🏳️‍🌈 👍🏽 1️⃣ #️⃣ 🇰🇿",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "бір\n\nекі\nүш",
    ],
)
def test_what_people_mean_stays(text: str) -> None:
    """Without it a hygiene rule could take emoji apart, or eat what looks like markup and formats."""
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\x00b\x1bc\x7f", "abc"),
        ("\u202egnp.exe\u2066x\u2069", "gnp.exex"),
        ("a\u200bb\u200dc\ufeffd\u00ade\u2060", "abcde"),
        ("a\ufe0f b\u200d👩", "a b👩"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("  a \n \n\t\n\n b  ", "a\n\n b"),
        ("и\u0306", "й"),
        ("a\xa0b\u3000c\td", "a b c d"),
        ("x\U000e0061\U000e0062y", "xy"),
        ("\u3164\u115f\u2800", ""),
        ("\ud800a\udfff", "a"),
        ("\n\n", ""),
    ],
)
def test_what_is_taken_out(dirty: str, expected: str) -> None:
    """Without it invisible characters would pass for a description, or spoof what an operator reads."""
    assert clean(dirty).text == expected


def test_length_is_telegrams() -> None:
    """Without it a text of emoji would be accepted here and refused by Telegram."""
    assert utf16_units("aә👩") == 4
    cleaned = clean("👩" * 500, limit=1000)
    assert (cleaned.units, cleaned.too_long) == (1000, False)
    assert clean("👩" * 500 + "a", limit=1000).too_long
    assert not clean("x" * 100_000).too_long


def test_length_is_that_of_the_clean_text() -> None:
    """Without it padding would make a short text too long."""
    assert clean(" \u200b" * 1000 + "ok", limit=2).too_long is False


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("кокыс", "Қоқыс"),
        ("жарыктандыру", "Жарықтандыру"),
        ("КОГАЛДАНДЫРУ", "Көгалдандыру"),
        ("аудын уйи", "Әудың үйі"),
        ("гимарат", "Ғимарат"),
        ("гололед", "Гололёд"),
        ("хахаха", "һаһаһа"),
        ("жумыс", "Жұмыс"),
        ("бойы", "бои\u0306ы"),
    ],
)
def test_kazakh_is_found_without_its_own_letters(typed: str, written: str) -> None:
    """Without it a person with a Russian keyboard would not find a Kazakh name."""
    assert search_key(typed) == search_key(written)


def test_punctuation_separates_words() -> None:
    """Without it "дорог (трасс)" would not be found by "дорог трасс"."""
    assert search_key(" Уборка дорог (трасс)! ") == "уборка дорог трасс"


@given(ANY_TEXT)
def test_folding_never_raises(text: str) -> None:
    """Without it a strange character in a search would end in an error."""
    key = search_key(text)
    assert key == key.strip()
    assert "  " not in key
