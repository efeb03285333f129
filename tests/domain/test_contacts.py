"""Ways to reach somebody are taken out of what a whole group reads."""

import pytest

from domain.contacts import without_contacts


@pytest.mark.parametrize(
    "written",
    [
        "+7 (701) 234-56-78", "87012345678", "8 701 234 56 78", "7.701.234.56.78", "7012345678", "@zhanar_kz",
        "zhanar@mail.kz", "https://t.me/zhanar_kz", "wa.me/77012345678", "instagram.com/zhanar", "950101300123",
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_go(written: str) -> None:
    """Without it: a citizen who wrote their number to the akimat would be called by everybody in a group."""
    assert without_contacts(f"Хабарласыңыз: {written}, рақмет") == "Хабарласыңыз: …, рақмет"


@pytest.mark.parametrize(
    "written",
    [
        "Абай көшесі 12, 45-үй", "3 дня, 12 контейнеров, 250 м", "с 22.11.2026 18:00 до 19:00", "42.320512, 69.590112",
        "БИН не знаю, дом 8 кв 7", "№ 1234567", "индекс 160000",
    ],
)  # fmt: skip
def test_places_and_times_stay(written: str) -> None:
    """Without it: an address would lose its numbers, and nobody would find the place."""
    assert without_contacts(written) == written
