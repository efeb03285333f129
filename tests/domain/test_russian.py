"""Names of regions in Russian cases, against a table written down by hand."""

import pytest

from domain.russian import genitive, prepositional
from services import geography

# From or of where, and in where.
FORMS = {
    "KZ-10": ("области Абай", "области Абай"),
    "KZ-11": ("Акмолинской области", "Акмолинской области"),
    "KZ-15": ("Актюбинской области", "Актюбинской области"),
    "KZ-19": ("Алматинской области", "Алматинской области"),
    "KZ-23": ("Атырауской области", "Атырауской области"),
    "KZ-27": ("Западно-Казахстанской области", "Западно-Казахстанской области"),
    "KZ-31": ("Жамбылской области", "Жамбылской области"),
    "KZ-33": ("области Жетісу", "области Жетісу"),
    "KZ-35": ("Карагандинской области", "Карагандинской области"),
    "KZ-39": ("Костанайской области", "Костанайской области"),
    "KZ-43": ("Кызылординской области", "Кызылординской области"),
    "KZ-47": ("Мангистауской области", "Мангистауской области"),
    "KZ-55": ("Павлодарской области", "Павлодарской области"),
    "KZ-59": ("Северо-Казахстанской области", "Северо-Казахстанской области"),
    "KZ-61": ("Туркестанской области", "Туркестанской области"),
    "KZ-62": ("области Ұлытау", "области Ұлытау"),
    "KZ-63": ("Восточно-Казахстанской области", "Восточно-Казахстанской области"),
    "KZ-71": ("города Астаны", "городе Астане"),
    "KZ-75": ("города Алматы", "городе Алматы"),
    "KZ-79": ("города Шымкента", "городе Шымкенте"),
}


@pytest.mark.parametrize("region", geography.regions(), ids=lambda r: r.iso)
def test_all_regions(region: geography.Region) -> None:
    """Without it «из область Абай» would stand in a paper of the state."""
    assert (genitive(region.names.ru), prepositional(region.names.ru)) == FORMS[region.iso]


@pytest.mark.parametrize("name", ["Абай", "область", "город ", "Карагандинский край", ""])
def test_other_names_are_refused(name: str) -> None:
    """Without it a name of another pattern would be printed in a case that nobody has looked at."""
    with pytest.raises(ValueError, match="not the name of a region"):
        genitive(name)
