"""Words shortened to what stays when they are inflected, so that "снега" finds "снегом" and "көшесінде" "көше".

Russian and Kazakh put the meaning first and the grammar last: the first `LENGTH` letters of a word are its meaning, and
of a shorter one the ending has to go. Which language a word is in nobody says, and people mix them; so each word has
the stem it would have in either, mostly the same. Two words that share a stem find each other. Everything is in the
folded alphabet of `domain.text.search_key`, since people leave out the Kazakh letters.
"""

from functools import lru_cache

from domain.text import search_key

LENGTH = 5
"""Letters of a stem. With six "мусорный" would miss "мусор"; with four "парк" and "парковка" would be one."""
LONGEST_NUMBER = 16
"""Of a word with digits in it, such as the number of a house or car, which is kept as it is."""
MOST_TERMS = 150
"""Stems kept of one request; the address comes first. A description of ordinary words has fewer."""
MOST_WORDS = 8
"""Words of a question that are looked for; a whole story may be pasted."""
_SHORTEST = 2
"""Letters that an ending must leave: "үй" and "су" are words, one letter is none."""

_ADJECTIVE = ("ого", "его", "ому", "ему", "ыми", "ими", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю")
"""These leave a letter more: "Абая" is no adjective but of "Абай"."""
_RUSSIAN = (
    *("иями", "иях", "иям", "ями", "ами", *_ADJECTIVE[:6]),
    *("ах", "ях", "ов", "ев", "ей", "ой", "ий", "ый", "ом", "ем", "ам", "ям", "ых", "их", "ым", "им", "ью", "ья", "ьи"),
    *(*_ADJECTIVE[6:], "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й"),
)
"""Endings, the longest first."""
_KAZAKH = (
    *("лар", "лер", "дар", "дер", "тар", "тер", "нын", "нин", "дын", "дин", "тын", "тин", "нда", "нде", "дан", "ден"),
    *("тан", "тен", "нан", "нен", "мен", "бен", "пен", "сын", "син", "да", "де", "та", "те", "га", "ге", "ка", "ке"),
    *("на", "не", "ны", "ни", "ды", "ди", "ты", "ти", "сы", "си"),
)
_KAZAKH_CHAIN = 3
"""Plural, possession and case: endings that a Kazakh noun can carry one after another."""


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """The stems of one folded word: one or two; none of a single letter, which says nothing."""
    if any(character.isdigit() for character in word):
        return frozenset({word[:LONGEST_NUMBER]})
    if len(word) < 2:
        return frozenset()
    return frozenset({_without(word, _RUSSIAN)[:LENGTH], _bare_kazakh(word)[:LENGTH]})


def stems_of(*texts: str | None) -> list[str]:
    """The stems by which these texts are found, each once, in their order; at most `MOST_TERMS`."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _words(text or ""):
            found.update(dict.fromkeys(sorted(stems(word))))
    return list(found)[:MOST_TERMS]


def asked_for(question: str) -> list[frozenset[str]]:
    """What must be found for a question, all of it: the stems of each of its words, at most `MOST_WORDS` of them."""
    words = dict.fromkeys(found for word in _words(question) if (found := stems(word)))
    return list(words)[:MOST_WORDS]


def _words(text: str) -> list[str]:
    # Folded, the sign itself would become the letters "no".
    return search_key(text.replace("№", " ")).split()


def _bare_kazakh(word: str) -> str:
    for _ in range(_KAZAKH_CHAIN):
        word = _without(word, _KAZAKH)
    return word


def _without(word: str, endings: tuple[str, ...]) -> str:
    """The word without the longest of these endings that leaves enough of it."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST + (ending in _ADJECTIVE):
            return word[: -len(ending)]
    return word
