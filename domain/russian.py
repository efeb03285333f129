"""Russian cases of the names of Kazakhstan's regions, by the three patterns there are.

«Карагандинская область» is an adjective with its noun, «область Абай» keeps its second word as it is, and «город
Астана» declines both, where the name allows it: «Алматы» does not.
"""

_OBLAST, _CITY = "область", "город"
_ADJECTIVE = "ая"


def genitive(region: str) -> str:
    """From or of where: «Карагандинской области», «области Абай», «города Астаны». Raises ValueError for no region."""
    return _declined(region, "области", "города", ("ы", "а"))


def prepositional(region: str) -> str:
    """In where: «Карагандинской области», «области Абай», «городе Астане». Raises ValueError for no region."""
    return _declined(region, "области", "городе", ("е", "е"))


def _declined(region: str, oblast: str, city: str, endings: tuple[str, str]) -> str:
    first, _, second = region.partition(" ")
    if second == _OBLAST and first.endswith(_ADJECTIVE):
        return f"{first.removesuffix(_ADJECTIVE)}ой {oblast}"
    if first == _OBLAST and second:
        return f"{oblast} {second}"
    if first == _CITY and second:
        return f"{city} {_city(second, endings)}"
    raise ValueError(f"not the name of a region: {region!r}")


def _city(name: str, endings: tuple[str, str]) -> str:
    """The name of a city with the ending for names in «-а» or for those in a hard consonant; others stay."""
    if name.endswith("а"):
        return name[:-1] + endings[0]
    return name + endings[1] if name[-1] in "бвгджзклмнпрстфхцчшщ" else name
