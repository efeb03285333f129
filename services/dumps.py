"""Illegal dumps: what a report on one has to say besides the photos."""

import re
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from domain.errors import Missing
from domain.words import Article, DumpOutcome

CATEGORY = "illegal_dump"
LEAST_LITRES, MOST_LITRES = 100, 100_000_000
"""0.1 m³, a wheelbarrow, to 100,000 m³."""
COMMON_LITRES = (1_000, 3_000, 6_000, 10_000, 15_000, 30_000)
"""Volumes to choose from: a trailer to some lorries."""
COMMON_FINE = 43_250
"""Tenge: ten monthly calculation indices of 2026 (4,325 ₸ each)."""
MOST_FINE = 1_000_000_000
"""Tenge; far above what the code knows, but no slip of the finger by three digits."""
_VOLUME = re.compile(
    r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,6})(?:[.,]([0-9]{1,3}))?\s*(?:[мm][3³]|куб[а-я]*\.?)?"
)
_FINE = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,10})\s*(?:₸|тг\.?|тенге|теңге|kzt|tenge)?")
_BLANKS = re.compile(r"[ \u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Dump:
    """What an executor says of a dump: what became of it, how much was taken away, who was made to answer for it."""

    outcome: DumpOutcome | None = None
    litres: int | None = None
    article: Article | None = None
    fine: int | None = None
    """Tenge; None: not (yet) known."""

    @property
    def needs_volume(self) -> bool:
        """Whether something was taken away."""
        return self.outcome in (DumpOutcome.REMOVED, DumpOutcome.PARTLY)

    def missing(self) -> list[str]:
        """What has to be said before the report can be sent."""
        if self.outcome is None:
            return ["outcome"]
        return ["volume"] if self.needs_volume and self.litres is None else []

    def settled(self) -> "Dump":
        """Without what does not go together: a fine without a protocol, a volume of what nobody took away."""
        litres = self.litres if self.needs_volume else None
        return replace(self, litres=litres, fine=self.fine if self.article else None)

    def store(self) -> dict[str, Any]:
        """As JSON."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def read(cls, stored: dict[str, Any] | None) -> "Dump":
        """From JSON that `store` has made."""
        found = stored or {}
        return cls(
            DumpOutcome(found["outcome"]) if "outcome" in found else None,
            found.get("litres"),
            Article(found["article"]) if "article" in found else None,
            found.get("fine"),
        )


def check(category: str | None, dump: Dump) -> Dump | None:
    """What is to be kept of a report's words on a dump; None where the request is about something else.

    Raises Missing for what has not been said.
    """
    if category != CATEGORY:
        return None
    for what in dump.missing():
        raise Missing(what)
    return checked_limits(dump.settled())


def checked_limits(dump: Dump) -> Dump:
    """The same, unless a number is out of its limits: then that counts as Missing."""
    if dump.litres is not None and not LEAST_LITRES <= dump.litres <= MOST_LITRES:
        raise Missing("volume")
    if dump.fine is not None and not 0 < dump.fine <= MOST_FINE:
        raise Missing("fine")
    return dump


def parse_volume(text: str) -> int | None:
    """Litres from typed cubic metres, e.g. 12.5, 12,5, 1 200, 3 м³; None for anything else or out of limits."""
    found = _VOLUME.fullmatch(text.strip().lower())
    if found is None:
        return None
    whole, part = _BLANKS.sub("", found[1]), found[2] or "0"
    litres = int(Decimal(f"{whole}.{part}") * 1000)
    return litres if LEAST_LITRES <= litres <= MOST_LITRES else None


def parse_fine(text: str) -> int | None:
    """Tenge from typed digits, e.g. 43250, 43 250 ₸; None for anything else or out of limits."""
    found = _FINE.fullmatch(text.strip().lower())
    tenge = int(_BLANKS.sub("", found[1])) if found else 0
    return tenge if 0 < tenge <= MOST_FINE else None
