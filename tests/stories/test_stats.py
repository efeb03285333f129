"""The figures on the screen: they add up, say how they were reckoned, and stay on one message."""

from datetime import date, datetime, timedelta

import pytest

from bot.settings import LOCALES, Settings
from bot.translator import translator
from bot.views.statistics import COUNTRY, View, screen
from domain.words import Kind, Outcome, Role
from services import counters, geography
from services.statistics import Figures, Period
from tests.conftest import Desk
from tests.stories.behind import filed, press

COLUMNS = 32
"""Letters of one width on the narrowest phones."""


async def counted(desk: Desk, region: str, day: date, category: str, outcome: Outcome, number: int) -> None:
    async with desk.database.begin() as session:
        standing = counters.Standing(region, "", category, Kind.REQUEST, day, ((str(outcome), number),))
        await counters.move(session, None, standing)


def table_of(words: str) -> dict[str, int]:
    """The numbers of the table by their names."""
    rows = [line.rsplit("  ", 1) for line in words.split("\n") if "  " in line]
    return {name.strip(" ·"): int(number.replace(",", "")) for name, number in rows}


async def test_the_figures_add_up_and_show_their_formula(desk: Desk) -> None:
    """Without it: percentages could be printed that nobody can check, and requests be lost between columns."""
    day = datetime.now(desk.settings.zone).date()
    numbers = {
        Outcome.EXECUTED: 980, Outcome.EXECUTED_LATE: 43, Outcome.WORK: 30, Outcome.OVERDUE: 7, Outcome.RETURNED: 11,
        Outcome.REJECTED: 19, Outcome.DUPLICATE: 6, Outcome.WITHDRAWN: 4,
    }  # fmt: skip
    for outcome, number in numbers.items():
        await counted(desk, "KZ-79", day, "territory", outcome, number)
    await counted(desk, "KZ-75", day, "road_repair", Outcome.WORK, 5)
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/stats")
    shown = await operator.wait_for("Figures")
    table = table_of(shown.words)
    assert table["Received"] == 1100
    parts = ("Executed", "In work", "Returned", "Rejected", "Duplicates", "Withdrawn")
    assert sum(table[part] for part in parts) == table["Received"]
    assert (table["Executed"], table["of which late"], table["of which overdue"]) == (1023, 43, 7)
    assert "Executed: 1,023 of 1,100 = 93.0%" in shown.words.replace(" %", "%").replace("\xa0%", "%")
    assert "On time: 980 of 1,030 = 95.1%" in shown.words.replace(" %", "%").replace("\xa0%", "%")
    assert "executed on time / (executed + overdue and open)" in shown.words
    assert "Cleaning of an area — 1,100" in shown.words and "Road repair" not in shown.words


async def test_the_screen_is_edited_in_place(desk: Desk) -> None:
    """Without it: looking around would fill the chat with tables."""
    today = datetime.now(desk.settings.zone).date()
    await counted(desk, "KZ-75", today - timedelta(days=400), "road_repair", Outcome.EXECUTED, 12)
    await counted(desk, "KZ-75", today, "road_repair", Outcome.WORK, 2)
    citizen = await desk.citizen()
    await filed(desk, citizen.id, region="KZ-75", category="road_repair", queued=False)
    await citizen.send_text("/stats")
    first = await citizen.wait_for("Figures: Almaty")
    assert table_of(first.words)["Received"] == 3
    assert "Executed: 0 of 3" in first.words and "%" not in first.words.partition("received =")[0]
    await press(citizen, "Since the start")
    later = await citizen.wait_for("Sent since the start")
    assert table_of(later.words)["Received"] == 15
    await press(citizen, "Another region")
    await press(citizen, "Astana")
    empty = await citizen.wait_for("Nothing was sent")
    await press(citizen, "Kazakhstan")
    country = await citizen.wait_for("Figures: Kazakhstan")
    assert {first.id, later.id, empty.id} == {country.id}
    assert len(await citizen.messages(by_bot=True)) == 1


async def test_forged_buttons_show_nothing(desk: Desk) -> None:
    """Without it: a made-up region or period would end in an error."""
    citizen = await desk.citizen()
    await citizen.send_text("/stats")
    shown = await citizen.wait_for("Figures")
    for data in ("week.KZ-99", "decade.KZ", "", "week", "week.KZ-75.x", "start.'; --"):
        answer = await citizen.forge(shown, f"stats:show:0:{data}")
        assert "nothing here" in answer["answer"]["text"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_table_stays_aligned_on_a_phone(locale: str) -> None:
    """Without it: long words or large numbers would break the columns where people read them."""
    t = translator(locale, Settings(_env_file=None).zone)
    figures = Figures(dict.fromkeys(Outcome, 12_345), {"territory": 98_760, "": 7}, 3)
    view = View(Period.YEAR, COUNTRY)
    text = screen(t, view, figures, date(2026, 11, 22), ["KZ-79"]).text
    rows = text.partition("<pre>")[2].partition("</pre>")[0].split("\n")
    assert len(rows) == 9 and len({len(row) for row in rows}) == 1
    assert len(rows[0]) <= COLUMNS


@pytest.mark.parametrize("locale", LOCALES)
def test_every_region_and_period_can_be_shown(locale: str) -> None:
    """Without it: a long name could burst a button's 64 bytes or a message's length."""
    t = translator(locale, Settings(_env_file=None).zone)
    for region in [COUNTRY, *(r.iso for r in geography.regions())]:
        for period in Period:
            content = screen(t, View(period, region), Figures(), date(2026, 3, 1), [])
            assert len(content.text) < 4096


def test_periods_begin_where_the_calendar_says() -> None:
    """Without it: a week could begin on a Sunday."""
    sunday = date(2026, 11, 22)
    first = [period.first_day(sunday) for period in Period]
    assert first == [sunday, date(2026, 11, 16), date(2026, 11, 1), date(2026, 1, 1), None]
