"""Words of files understood: our keys, and the names of things as they are shown in Kazakh, Russian and English."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.settings import LOCALES
from bot.translator import Translator, translator
from bot.views import dumps as dump_words
from bot.views import staff_words, words
from domain.text import search_key
from domain.words import Article, DumpOutcome, Ground, Kind, RejectReason, State
from services import categories, geography
from services.past_requests import RIGHT, WRONG

Named = Callable[[Translator, str], str]
MORE_STATES: Mapping[str, State] = {
    "executed": State.CONFIRMED, "completed": State.CONFIRMED, "closed": State.CONFIRMED, "исполнена": State.CONFIRMED,
    "исполнено": State.CONFIRMED, "выполнена": State.CONFIRMED, "выполнено": State.CONFIRMED,
    "орындалды": State.CONFIRMED, "закрыта": State.CONFIRMED, "закрыто": State.CONFIRMED, "in work": State.IN_PROGRESS,
    "жұмыста": State.IN_PROGRESS, "received": State.NEW, "поступила": State.NEW, "түсті": State.NEW,
    "returned": State.REJECTED, "возвращена": State.REJECTED, "қайтарылды": State.REJECTED,
    "отказано": State.REJECTED, "дубль": State.DUPLICATE,
}  # fmt: skip
"""What other systems call the states."""
RETURNED = frozenset(map(search_key, ("returned", "возвращена", "қайтарылды")))
"""States that say why, too: without a reason of its own it was meaningless."""
_RULINGS = {
    RIGHT: ("right", "found right", "justified", "негізді", "подтвердилась", "обоснована"),
    WRONG: ("wrong", "found not right", "unjustified", "негізсіз", "не подтвердилась", "не обоснована"),
    "": ("open", "under review", "қаралуда", "на рассмотрении"),
}


def understood(table: Mapping[str, str], text: str) -> str | None:
    """What a word means; None where nobody knows it."""
    return table.get(_folded(text))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return search_key(text)


def _table(meant: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {search_key(name): key for key, names in meant for name in (key, key.replace("_", " "), *names)}


@cache
def _translators() -> tuple[Translator, ...]:
    return tuple(translator(locale, ZoneInfo("UTC")) for locale in LOCALES)


def _words(wanted: type[StrEnum], *named: Callable[[Translator, "StrEnum"], str]) -> dict[str, str]:
    return _table((str(w), [name(t, w) for t in _translators() for name in named]) for w in wanted)


@cache
def states() -> Mapping[str, str]:
    """States by their names for citizens and for staff, and by what others call them."""
    silent = {search_key(words.by_silence(t)): str(State.CONFIRMED) for t in _translators()}
    others = {search_key(name): str(state) for name, state in MORE_STATES.items()}
    return others | silent | _words(State, words.state_name, staff_words.state_name)  # type: ignore[arg-type]


@cache
def kinds() -> Mapping[str, str]:
    """Requests, suggestions, findings."""
    return _words(Kind, words.kind_name) | _table([(Kind.REQUEST, ("обращение", "жолданым", "жалоба"))])  # type: ignore[arg-type]


@cache
def reasons() -> Mapping[str, str]:
    """Why something was rejected."""
    return _words(RejectReason, words.reason_name)  # type: ignore[arg-type]


@cache
def grounds() -> Mapping[str, str]:
    """What was complained of."""
    return _words(Ground, words.ground_name)  # type: ignore[arg-type]


@cache
def rulings() -> Mapping[str, str]:
    """How a complaint was ruled on; empty for not yet."""
    return {search_key(name): ruling for ruling, names in _RULINGS.items() for name in names}


@cache
def dump_outcomes() -> Mapping[str, str]:
    """What became of a dump."""
    return _words(DumpOutcome, dump_words.outcome_name)  # type: ignore[arg-type]


@cache
def articles() -> Mapping[str, str]:
    """Articles, with or without the word."""
    said = ("article", "art", "бап", "ст", "статья")
    return _table((str(a), [f"{word} {a}" for word in said] + [f"{a} бап"]) for a in Article)


@cache
def regions() -> Mapping[str, str]:
    """Regions by ISO and KATO code and by their names; a city's alone means the city, "обл." is short for "область"."""
    return _table((r.iso, (r.kato, r.kato[:2], *_names(r))) for r in geography.regions())


def _names(region: geography.Region) -> Iterable[str]:
    for name in (region.names.kk, region.names.ru, region.names.en):
        yield name
        for word, short in (("область", "обл"), ("город", "г"), ("город", ""), ("қаласы", ""), ("облысы", "обл")):
            if word in name:
                yield name.replace(word, short)


@cache
def category_keys() -> Mapping[str, str]:
    """Categories by their names, and by what else they are published as."""
    more = {"territory": ("аумақты жинау",)}
    return _table(
        (c.key, (c.names.kk, c.names.ru, c.names.en, *more.get(c.key, ()))) for c in categories.all_categories()
    )
