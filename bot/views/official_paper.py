"""The official paragraph as a Word file to paste from: each language's text, then the figures with their formulas."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.translator import Translator
from bot.views import official, official_en, official_kk, official_ru
from bot.views.official_words import PaperWords, percent
from bot.word_file import Said, WordFile
from domain.official import OfficialFigures
from services import geography

_WORDS: Mapping[str, PaperWords] = {"kk": official_kk.PAPER, "ru": official_ru.PAPER, "en": official_en.PAPER}
_AS_OF: Mapping[str, Callable[[date], str]] = {
    "kk": official_kk.as_of,
    "ru": official_ru.as_of,
    "en": official_en.as_of,
}
_WIDTHS = (11.0, 64.0, 27.0, 48.0, 20.0)
"""Millimetres of the table's columns."""
_CENTRED = (0, 2, 3, 4)
_NONE = "–"
_WHOLES = {"executed": "received", "in_work": "received", "overdue": "in_work", "other": "received",
           "dumps_removed": "dumps_found"}  # fmt: skip
"""What each figure is a share of."""
_PARTS = ("executed", "in_work", "other")
"""What was received is their sum."""


def docx(
    locales: Sequence[str],
    figures: OfficialFigures,
    titles: Mapping[str, str] | None = None,
    service: str = official.SERVICE,
) -> bytes:
    """The file, in several languages one below the other. `titles`: by locale, where ours do not fit."""
    heads = {locale: Said(_title(locale, figures, titles or {}, service), _WORDS[locale].tag) for locale in locales}
    file = WordFile(heads[locales[0]], figures.last)
    for locale, title in heads.items():
        file.title(title)
        file.under_title(Said(_AS_OF[locale](figures.last), title.language))
        file.paragraph(Said(official.paragraph(locale, figures, service), title.language))
    file.table(_table(locales, figures), _WIDTHS, _CENTRED)
    return file.content()


def _title(locale: str, f: OfficialFigures, titles: Mapping[str, str], service: str) -> str:
    if locale in titles:
        return titles[locale]
    title = _WORDS[locale].title.format(service=service)
    return f"{title} ({geography.region(f.region).name(locale)})" if f.region else title


def _named(locales: Sequence[str], name: str) -> list[Said]:
    """A word in all languages, a line for each."""
    return [Said(getattr(_WORDS[locale], name), _WORDS[locale].tag) for locale in locales]


def _table(locales: Sequence[str], f: OfficialFigures) -> list[list[list[Said]]]:
    """Numbered figures; each share with the rows and the numbers it comes from."""
    t, tag = official.speaker(locales[0]), _WORDS[locales[0]].tag
    heads = [_named(locales, name) for name in ("figure", "number", "formula", "share")]
    rows = [[[Said("№", tag)], *heads]]
    numbers = _numbers(f)
    for row, (name, n) in enumerate(numbers.items(), 1):
        formula, share = _formula(t, numbers, row), _NONE
        if name in _WHOLES and numbers[_WHOLES[name]]:
            share = percent(t, n, numbers[_WHOLES[name]]) or _NONE
        cells = [[Said(text, tag)] for text in (t.number(n), formula, share)]
        rows.append([[Said(f"({row})", tag)], _named(locales, name), *cells])
    return rows


def _numbers(f: OfficialFigures) -> dict[str, int]:
    """The figures in the order of the rows, by their names in `PaperWords`."""
    names = ["received", "executed", "in_work", "overdue", "other"]
    if f.dumps_found:
        names += ["dumps_found", "dumps_removed"]
    return {name: getattr(f, name) for name in names}


def _formula(t: Translator, numbers: dict[str, int], row: int) -> str:
    """«(2) ÷ (1) = 9 680 ÷ 10 050»; what was received is the sum of what became of it."""
    order = list(numbers)
    name = order[row - 1]
    parts: tuple[str, ...]
    if name == "received":
        parts, sign = _PARTS, " + "
    elif name in _WHOLES and numbers[_WHOLES[name]]:
        parts, sign = (name, _WHOLES[name]), " ÷ "
    else:
        return _NONE
    rows = sign.join(f"({order.index(part) + 1})" for part in parts)
    return f"{rows} = {sign.join(t.number(numbers[part]) for part in parts)}"
