"""Words by which requests are found: the same stem for every form of a word, in either language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.stems import LENGTH, LONGEST_NUMBER, MOST_TERMS, MOST_WORDS, asked_for, stems, stems_of
from domain.text import search_key

FORMS = [
    "мусор мусора мусором мусорный мусорных", "снег снега снегом снегу", "двор двора дворе дворов дворами",
    "урна урны урну урной урнами", "яма ямы ямой ямах", "дом дома домов домом", "люк люка люки люком люков",
    "бак баки баков", "парк парка парке парком", "улица улице улицы улицей", "дорога дороги дорогой",
    "свалка свалки свалку свалкой", "труба трубы труб", "Абай Абая Абаю", "школа школы школе школой",
    "қоқыс қоқыстар қоқысты қоқыстың қоқыстарды", "қар қарды қардың қарға қары",
    "көше көшесі көшесінде көшеде көшеден көшелер көшенің", "аула ауласы ауласында аулада ауланы",
    "үй үйдің үйге үйде үйлер", "су суды судың", "ағаш ағаштар ағашты", "жол жолы жолда жолдар жолдың",
]  # fmt: skip
ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіabcxyz0123456789 .,-№#\n"


@pytest.mark.parametrize("forms", FORMS)
def test_every_form_of_a_word_finds_the_word(forms: str) -> None:
    """Without it: "снегом" would not find the request that says "снег", nor "көшеде" the one on "көше"."""
    word, *others = (search_key(form) for form in forms.split())
    assert [other for other in others if not stems(word) & stems(other)] == []


@pytest.mark.parametrize(("one", "other"), [("снег", "трава"), ("қоқыс", "қар"), ("двор", "дорога"), ("12", "21")])
def test_other_words_are_others(one: str, other: str) -> None:
    """Without it: a stemmer that cuts everything off would pass the test above and find everything."""
    assert not stems(search_key(one)) & stems(search_key(other))


@given(st.text(ALPHABET, max_size=200), st.data())
def test_every_word_of_a_text_is_kept(text: str, data: st.DataObject) -> None:
    """Without it: some word of a description, with a number or a sign in it, would never find its request."""
    kept = set(stems_of(text))
    assert len(kept) <= MOST_TERMS and all(0 < len(term) <= max(LENGTH, LONGEST_NUMBER) for term in kept)
    for asked in asked_for(text):
        assert asked <= kept
    words = text.split()
    if words:
        for asked in asked_for(data.draw(st.sampled_from(words))):
            assert asked <= kept


@given(st.text(max_size=300))
def test_whatever_is_asked_has_bounds(question: str) -> None:
    """Without it: a pasted story could make a query with hundreds of conditions, or break on an odd letter."""
    assert len(asked_for(question)) <= MOST_WORDS
    assert stems_of(question, None)[:MOST_TERMS] == stems_of(question)
