"""What a supervisor has chosen so far while binding a group: carried by the buttons themselves, kept nowhere."""

from dataclasses import dataclass, replace
from typing import Self

from services import categories
from services.groups import BY_CATEGORY, BY_DISTRICT, Scope

_TOPICS = {BY_DISTRICT: "d", BY_CATEGORY: "c", None: "n"}
_LETTERS = {letter: topics for topics, letter in _TOPICS.items()}


@dataclass(frozen=True, slots=True)
class Choice:
    """A region, what of it, what topics are for, and a language; on a button `KZ-79.c1F.d.kk`.

    Categories are bits in the order of `categories.all_categories`. Nothing of it is trusted: `groups.bind` looks.
    """

    region: str
    organisation_id: int | None = None
    categories: tuple[str, ...] | None = None
    topics: str | None = None
    locale: str = ""

    def pack(self) -> str:
        """As it stands on a button."""
        scope = "a"
        if self.organisation_id is not None:
            scope = f"o{self.organisation_id}"
        elif self.categories is not None:
            keys = [c.key for c in categories.all_categories()]
            scope = f"c{sum(1 << n for n, key in enumerate(keys) if key in self.categories):X}"
        return f"{self.region}.{scope}.{_TOPICS[self.topics]}.{self.locale}"

    @classmethod
    def parse(cls, packed: str) -> Self | None:
        """What `pack` made; None for anything else."""
        parts = packed.split(".")
        if len(parts) < 4 or parts[2] not in _LETTERS or not parts[1]:
            return None
        kind, value = parts[1][0], parts[1][1:]
        made = cls(parts[0], topics=_LETTERS[parts[2]], locale=parts[3])
        if kind == "o" and value.isascii() and value.isdigit() and len(value) < 19:
            return replace(made, organisation_id=int(value))
        if kind == "c" and 0 < len(value) < 16 and not set(value) - set("0123456789ABCDEF"):
            bits = int(value, 16)
            chosen = tuple(c.key for n, c in enumerate(categories.all_categories()) if bits >> n & 1)
            return replace(made, categories=chosen)
        return made if kind == "a" and not value else None

    def toggled(self, key: str) -> Self:
        """With this category, or without it if it was chosen."""
        chosen = self.categories or ()
        changed = tuple(k for k in chosen if k != key) if key in chosen else (*chosen, key)
        return replace(self, organisation_id=None, categories=changed)

    @property
    def scope(self) -> Scope:
        """What the group is for."""
        return Scope(self.region, self.organisation_id, self.categories)
