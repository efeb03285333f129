"""The catalogues of sentences: `python scripts/catalogues.py update` or `… check`.

update  finds the sentences in bot/views, writes locales/messages.pot, brings every messages.po up to date, compiles
check   fails where a sentence is missing, fuzzy, left over, without one of its plural forms, or has other {places} or
        tags than the English one; and where messages.pot is not what the code says
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import LOCALES, ROOT
from bot.translator import CATALOGUES, compile_catalogue

TEMPLATE = CATALOGUES / "messages.pot"
VIEWS = ROOT / "bot" / "views"
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
SOURCE = "en"
"""The language of the sentences in the code: an empty translation there means the sentence itself."""
TAG = re.compile(r"</?[a-z][^>]*>")


def extract() -> Catalog:
    """The sentences that the code asks for, with the translators' comments."""
    catalogue = Catalog(project="Tazalyq", copyright_holder="The Tazalyq authors", charset="utf-8")
    catalogue.header_comment = "# Sentences of Tazalyq.\n# Copyright (c) 2026 The Tazalyq authors. MIT licence."
    for file, line, sentence, comments, context in extract_from_dir(
        VIEWS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalogue.add(sentence, None, [(f"bot/views/{file}", line)], auto_comments=comments, context=context)
    for path in sorted(VIEWS.glob("*.py")):
        for sentence, context in within_f_strings(path.read_text(encoding="utf-8")):
            catalogue.add(sentence, None, [(f"bot/views/{path.name}", 1)], context=context)
    return catalogue


def within_f_strings(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The sentences asked for inside f-strings, with their context: before Python 3.12 Babel does not see them."""
    strings = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    for call in [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name == "gettext":
            yield words[0], None
        elif name == "pgettext":
            yield words[1], words[0]
        elif name == "ngettext":
            yield (words[0], words[1]), None


def path_of(locale: str) -> Path:
    """The catalogue of a language."""
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.po"


def read(path: Path, locale: str | None = None) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale)


def write(path: Path, catalogue: Catalog) -> None:
    """A catalogue into its file: sorted, with files but no line numbers, so that a diff shows sentences only."""
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True,
                 omit_header=False)  # fmt: skip


def update() -> int:
    """Bring the template and all catalogues up to date with the code. Translations are kept; new ones are empty."""
    template = extract()
    if not TEMPLATE.exists() or keys(read(TEMPLATE)) != keys(template):
        write(TEMPLATE, template)
    for locale in LOCALES:
        catalogue = read(path_of(locale), locale)
        # No guesses from similar sentences: a wrong translation is worse than none.
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        write(path_of(locale), catalogue)
        compile_catalogue(locale)
    return 0


def keys(catalogue: Catalog) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """What identifies the sentences of a catalogue."""
    return {(m.context, m.id if isinstance(m.id, str) else tuple(m.id)) for m in catalogue if m.id}


def sentences(message: Message) -> tuple[str, ...]:
    """The English forms of a message."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    """The translated forms of a message; empty ones included."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def places(text: str) -> set[str] | None:
    """The {names} in a sentence; None where its braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def faults(message: Message, forms: int, is_source: bool) -> Iterator[str]:
    """What is wrong with a translated message. `forms`: how many plural forms the language has."""
    if message.fuzzy:
        yield "fuzzy"
    strings = translations(message)
    if not any(strings):
        if not is_source:
            yield "missing"
        return
    if not all(strings) or len(strings) != (forms if message.pluralizable else 1):
        yield "a plural form is left out"
    wanted = places(sentences(message)[-1]) or set()
    tags = sorted(TAG.findall(sentences(message)[-1]))
    for text in filter(None, strings):
        found = places(text)
        # A plural form may say the number in words, as «бір».
        spare = {"n"} if message.pluralizable else set()
        if found is None or found - wanted or (wanted - found) - spare:
            yield f"other {{places}} than in English: {text!r}"
        if sorted(TAG.findall(text)) != tags:
            yield f"other tags than in English: {text!r}"


def check() -> int:
    """Print everything that is wrong; returns 1 if anything is."""
    wanted = keys(extract())
    problems = []
    if not TEMPLATE.exists() or keys(read(TEMPLATE)) != wanted:
        problems.append("locales/messages.pot is not what the code says: run `make messages`")
    for locale in LOCALES:
        catalogue = read(path_of(locale), locale)
        have = keys(catalogue)
        problems += [f"{locale}: not in the catalogue: {key[1]!r}" for key in sorted(wanted - have, key=str)]
        problems += [f"{locale}: left over: {key[1]!r}" for key in sorted(have - wanted, key=str)]
        for message in catalogue:
            if message.id:
                found = faults(message, catalogue.num_plurals, locale == SOURCE)
                problems += [f"{locale}: {fault}: {sentences(message)[0]!r}" for fault in found]
    print("\n".join(problems) or f"{len(wanted)} sentences complete in {', '.join(LOCALES)}")
    return 1 if problems else 0


if __name__ == "__main__":
    commands = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
