"""Kazakh endings: case and possession of nouns, and of numbers written in digits, by the sounds they end in.

Vowels of an ending follow the last vowel of the word that has a side (back «а», front «ә»); its first consonant follows
the last sound. A number takes the ending of its last word when read aloud: 102 is «жүз екі», so «102-сі». For words
that obey these rules, which names of months and regions («… облысы», «… қаласы») do; a compound such as «Жетісу»,
whose last part has a side of its own, is not one of them.
"""

from enum import StrEnum

BACK, FRONT = "аоұыёя", "әеөүіэ"
VOWELS = BACK + FRONT
"""«у», «и» and «ю» are of no side and, at the end of a word, count as consonants."""
_NASAL = "мнң"
_VOICED = "рлйуиюзж"
_HUSHING = "зж"
_SOFTENED = {"қ": "ғ", "к": "г", "п": "б"}

_UNITS = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_POWERS = ((12, "триллион"), (9, "миллиард"), (6, "миллион"), (3, "мың"), (2, "жүз"))
LARGEST_NUMBER = 10**15 - 1
"""Of which we know the name."""


class Case(StrEnum):
    """The cases of Kazakh that reports are written in."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    """Whose."""
    DATIVE = "dative"
    """Where to."""
    ACCUSATIVE = "accusative"
    """Whom, what."""
    LOCATIVE = "locative"
    """Where, when."""
    ABLATIVE = "ablative"
    """Where from."""


# «а» stands for а or е, «ы» for ы or і. After vowels, «м н ң», voiced and voiceless sounds, in this order; and after
# the third person's possession, «облысы», which puts an «н» before cases.
_ENDINGS = {
    Case.NOMINATIVE: ("", "", "", "", ""),
    Case.GENITIVE: ("ның", "ның", "дың", "тың", "ның"),
    Case.DATIVE: ("ға", "ға", "ға", "қа", "на"),
    Case.ACCUSATIVE: ("ны", "ды", "ды", "ты", "н"),
    Case.LOCATIVE: ("да", "да", "да", "та", "нда"),
    Case.ABLATIVE: ("дан", "нан", "дан", "тан", "нан"),
}
_TO_FRONT = str.maketrans("аығқ", "еігк")


def is_front(word: str) -> bool:
    """Whether endings take front vowels."""
    return next((letter in FRONT for letter in reversed(word.lower()) if letter in VOWELS), False)


def ending(word: str, case: Case, *, possessed: bool = False) -> str:
    """The ending of a case. `possessed`: the word carries the third person's possession already, as «облысы» does."""
    return _in_harmony(word, _ENDINGS[case][4 if possessed else _sound(word)])


def inflected(word: str, case: Case, *, possessed: bool = False) -> str:
    """The word in a case."""
    return word + ending(word, case, possessed=possessed)


def attributive(word: str) -> str:
    """What is of that time or place: «31 желтоқсан» → «31 желтоқсандағы»."""
    located = inflected(word, Case.LOCATIVE)
    return located + _in_harmony(word, "ғы")


def together(word: str) -> str:
    """The word with «мен» (and, with) as it is written after it: «қаңтар мен», «тамыз бен», «қыркүйек пен»."""
    # The one ending whose vowel never changes.
    particle = "бен" if word[-1] in _HUSHING else "пен" if _sound(word) == 3 else "мен"
    return f"{word} {particle}"


def owned(word: str) -> str:
    """The word with the third person's possession: «алты» → «алтысы», «қырық» → «қырығы»."""
    stem = word[:-1] + _SOFTENED.get(word[-1], word[-1])
    return stem + owned_ending(word)


def owned_ending(word: str) -> str:
    """The ending of that possession alone: «сы» after vowels, «ы» after all else."""
    return _in_harmony(word, "сы" if word[-1] in VOWELS else "ы")


def last_word(number: int) -> str:
    """The word a number ends with when read aloud. Raises ValueError for one without a name here."""
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"no Kazakh name for {number}")
    if number % 10:
        return _UNITS[number % 10]
    if number % 100:
        return _TENS[number // 10 % 10]
    return next((name for power, name in _POWERS if number and number % 10**power == 0), "нөл")


def so_many(number: int, case: Case) -> str:
    """What is put to a number in digits in a case: 70 → "-тен", as in «70-тен» (from 70)."""
    return _hyphenated(ending(last_word(number), case))


def so_many_of_them(number: int, case: Case = Case.NOMINATIVE) -> str:
    """What is put to a number in digits that is part of a whole: 102 → "-сі", as in «оның 102-сі» (102 of them)."""
    word = last_word(number)
    return _hyphenated(owned_ending(word) + ending(owned(word), case, possessed=True))


def _hyphenated(suffix: str) -> str:
    return f"-{suffix}" if suffix else ""


def _sound(word: str) -> int:
    """The column of `_ENDINGS` that the last sound asks for."""
    last = word[-1].lower()
    if last in VOWELS:
        return 0
    return 1 if last in _NASAL else 2 if last in _VOICED else 3


def _in_harmony(word: str, suffix: str) -> str:
    return suffix.translate(_TO_FRONT) if is_front(word) else suffix
