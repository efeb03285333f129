"""What kinds of problem there are, and finding one by a word. The list is data/categories.csv."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from typing import Literal

from domain.names import Names
from domain.text import search_key
from domain.words import Kind
from domain.working_time import DeadlineUnit
from services.geography import DATA

# Inflected words ("мусора" for "мусор", "қоқыстар" for "қоқыс") score about 0.8, unrelated ones below 0.7.
_CLOSE = 0.75
_SHORTEST_FOR_CLOSE = 4
_SHORTEST_AMONG_OTHERS = 3
# A whole story may be typed; its first words decide.
_MOST_WORDS = 8
_PREFIX, _WORD_START, _SUBSTRING, _CLOSE_MATCH, _NO_MATCH = range(5)


@dataclass(frozen=True)
class Category:
    """A kind of problem.

    `origin` tells whether the wording is the national service's ("source") or ours ("addition"). The time limit is a
    default for an installation to change, never an official figure: `deadline_amount` in `deadline_unit`s.
    """

    key: str
    names: Names
    emoji: str
    origin: Literal["source", "addition"]
    deadline_amount: int
    deadline_unit: DeadlineUnit
    kinds: frozenset[Kind]
    search_words: tuple[str, ...]

    def name(self, locale: str) -> str:
        """The name in a locale."""
        return self.names.name(locale)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Everything this category is found by, folded for searching."""
        return tuple(search_key(text) for text in (*self._all_names, *self.search_words))

    @property
    def _all_names(self) -> tuple[str, str, str]:
        return self.names.kk, self.names.ru, self.names.en


def all_categories() -> tuple[Category, ...]:
    """All categories, the most used first, "other" last."""
    return tuple(_by_key().values())


def all_for(kind: Kind) -> tuple[Category, ...]:
    """The categories that make sense for a request or for a suggestion, the most used first."""
    return tuple(c for c in all_categories() if kind in c.kinds)


def by_key(key: str) -> Category:
    """A category by its key. Raises KeyError for an unknown one."""
    return _by_key()[key]


def search(query: str, locale: str, kind: Kind | None = None) -> list[Category]:
    """Categories that a typed text may mean, the best first; empty where nothing fits, all of them for an empty text.

    Names and search words of every language are looked through, since people mix them. A match at the beginning of a
    name goes before one at the beginning of a word, inside a word, and a merely similar word; then comes the reader's
    own language, then the order of use. Of several words one is enough, but more are better.
    """
    categories = all_categories() if kind is None else all_for(kind)
    words = _telling(search_key(query).split())
    if not words:
        return list(categories)
    ranked = [(_rank(words, category, locale), order, category) for order, category in enumerate(categories)]
    return [category for rank, _, category in sorted(ranked, key=lambda r: r[:2]) if rank[0] < len(words)]


def _telling(words: list[str]) -> list[str]:
    """The words to look for: among several, "не" and "во" say nothing."""
    long_enough = [word for word in words if len(word) >= _SHORTEST_AMONG_OTHERS] if len(words) > 1 else words
    return (long_enough or words)[:_MOST_WORDS]


def _rank(words: list[str], category: Category, locale: str) -> tuple[int, int, int]:
    """Words not found, the best kind of match, and whether it is a match in another language; lower is better."""
    own = search_key(category.name(locale))
    whole = (_match(" ".join(words), own), 0)
    found = [min(_matches(word, category, own)) for word in words]
    missing = sum(match == _NO_MATCH for match, _ in found)
    return (missing, *min(whole, *found))


def _matches(word: str, category: Category, own: str) -> Iterable[tuple[int, int]]:
    for key in category.keys:
        yield _match(word, key), int(key != own)


def _match(word: str, key: str) -> int:
    """How a folded word is found in a folded name."""
    if key.startswith(word):
        return _PREFIX
    if f" {word}" in key:
        return _WORD_START
    if len(word) >= _SHORTEST_AMONG_OTHERS and word in key:
        return _SUBSTRING
    if len(word) >= _SHORTEST_FOR_CLOSE and any(_is_close(word, part) for part in key.split()):
        return _CLOSE_MATCH
    return _NO_MATCH


def _is_close(word: str, part: str) -> bool:
    matcher = SequenceMatcher(None, word, part, autojunk=False)
    return matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE


@cache
def _by_key() -> dict[str, Category]:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: _category(row) for row in csv.DictReader(lines)}


def _kinds(names: str) -> frozenset[Kind]:
    """What the state finds itself is a problem, as a request is."""
    kinds = {Kind(name) for name in names.split("|")}
    return frozenset(kinds | {Kind.FINDING} if Kind.REQUEST in kinds else kinds)


def _category(row: dict[str, str]) -> Category:
    origin = row["origin"]
    if origin not in ("source", "addition"):
        raise ValueError(f"category {row['key']}: origin is {origin!r}, not source or addition")
    return Category(
        key=row["key"],
        names=Names(row["kk"], row["ru"], row["en"]),
        emoji=row["emoji"],
        origin="source" if origin == "source" else "addition",
        deadline_amount=int(row["deadline_amount"]),
        deadline_unit=DeadlineUnit(row["deadline_unit"]),
        kinds=_kinds(row["kinds"]),
        search_words=tuple(row["search"].split("|")) if row["search"] else (),
    )
