"""What the official paragraph needs in every language: lists, shares, names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.translator import Translator
from bot.views.amounts import FEW
from domain.official import OfficialFigures, Ranked
from services import categories

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What stands around the paragraph on paper."""

    tag: str
    """The language, for the spelling checker."""
    title: str
    """With {service} in it."""
    figure: str
    number: str
    formula: str
    share: str
    """Heads of the table's columns."""
    received: str
    executed: str
    in_work: str
    overdue: str
    other: str
    dumps_found: str
    dumps_removed: str


def listed(parts: Sequence[str], conjunction: str) -> str:
    """«a, b and c»."""
    return ", ".join(parts[:-1]) + f" {conjunction} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def capital(sentence: str) -> str:
    """With a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def percent(t: Translator, part: int, whole: int) -> str:
    """A share as a percentage that never breaks over two lines; empty where it is a share of too few cases.

    Only all of them are 100 %, and only none 0 %: what rounding would make of 9,999 of 10,000 is not true.
    """
    if whole < FEW:
        return ""
    share = part / whole
    if 0 < part < whole:
        share = min(max(share, 0.001), 0.999)
    return t.percent(share)


def bracketed(t: Translator, part: int, whole: int) -> str:
    """The percentage to be put after a number: « (88,7 %)»; empty where there is none."""
    said = percent(t, part, whole)
    return f"{NO_BREAK}({said})" if said else ""


def ranked(t: Translator, name: str, n: int) -> str:
    """A name with its number, which never stand on two lines."""
    return f"{name}{NO_BREAK}({t.number(n)})"


def leading_categories(figures: OfficialFigures) -> Ranked:
    """The categories to be named; requests whose category is open have none."""
    return tuple((key, n) for key, n in figures.categories if key and n)


def category(t: Translator, key: str) -> str:
    """A category as the official list has it, within quotation marks."""
    return f"«{categories.by_key(key).name(t.locale)}»"


def leading_regions(figures: OfficialFigures) -> Ranked:
    """The regions with most requests; none in a region's own paragraph."""
    return () if figures.region else tuple((iso, n) for iso, n in figures.most if n)


def last_regions(figures: OfficialFigures) -> Ranked:
    """The regions with fewest requests; where few regions have any, none is named twice."""
    leading = {iso for iso, _ in figures.most}
    return () if figures.region else tuple((iso, n) for iso, n in figures.fewest if iso not in leading)
