"""The screen of figures: it adds up, says how it was reckoned, stays one message, and shows nobody what is others'."""

from datetime import date, datetime, timedelta

import pytest

from bot.content import DATA_LIMIT
from bot.settings import LOCALES, Settings
from bot.translator import Translator, translator
from bot.views import statistics_choices as choosing
from bot.views import statistics_pictures as pictures
from bot.views import statistics_tables as tables
from bot.views.statistics import CAPTION, Frame, picture, screen
from bot.views.statistics_state import MAPS, Mode, View, parse
from domain import durations, measures, spans
from domain.measures import Wait
from domain.spans import Span, Unit, containing
from domain.text import utf16_units
from domain.words import Kind, Outcome, Role
from models import SYNTHETIC
from services import categories, counters, geography
from services.figures import Dumps, Figures, Waits
from services.ranking import Place
from services.statistics import Overview
from tests.conftest import Desk
from tests.stories.acting import press
from tests.stories.behind import filed

pytestmark = pytest.mark.by_turns

TODAY = date(2026, 11, 25)


async def counted(
    desk: Desk, region: str, day: date, category: str, outcome: Outcome, number: int, **more: int
) -> None:
    async with desk.database.begin() as session:
        marks = ((str(outcome), number), *more.items())
        await counters.move(session, None, counters.Standing(region, "", category, Kind.REQUEST, day, marks))


def table_of(words: str) -> dict[str, int]:
    """The numbers of the table by their names."""
    rows = [line.partition("  ") for line in words.split("\n") if "  " in line]
    return {name.strip(" ·"): int(numbers.split()[0].replace(",", "")) for name, _, numbers in rows}


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
    await counted(
        desk, "KZ-79", containing(Unit.WEEK, day).shifted(-1).last - timedelta(days=6), "park", Outcome.WORK, 9
    )
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/stats")
    shown = await operator.wait_for("Figures")
    table = table_of(shown.words)
    assert table["Received"] == 1100
    parts = ("Executed", "In work", "Returned", "Rejected", "Duplicates", "Withdrawn")
    assert sum(table[part] for part in parts) == table["Received"]
    assert (table["Executed"], table["of which late"], table["of which overdue"]) == (1023, 43, 7)
    assert "+1,091" in shown.words and "+28" in shown.words, "the week before had nine"
    plain = shown.words.replace("\xa0", " ").replace(" %", "%")
    assert "Executed: 1,023 of 1,100 = 93.0%" in plain and "On time: 980 of 1,030 = 95.1%" in plain
    assert "executed on time / (executed + overdue and open)" in shown.words
    assert "Cleaning of an area — 1,100" in shown.words and "Road repair" not in shown.words


async def test_everything_is_one_message_edited_in_place(desk: Desk) -> None:
    """Without it: looking around would fill the chat with tables and pictures."""
    today = datetime.now(desk.settings.zone).date()
    await counted(desk, "KZ-75", today - timedelta(days=400), "road_repair", Outcome.EXECUTED, 12, stars_5=3)
    await counted(desk, "KZ-75", today, "road_repair", Outcome.WORK, 2)
    citizen = await desk.citizen()
    await filed(desk, citizen.id, region="KZ-75", category="road_repair", queued=False)
    await citizen.send_text("/stats")
    first = await citizen.wait_for("Figures: Almaty")
    assert table_of(first.words)["Received"] == 3
    assert "Executed: 0 of 3" in first.words and "%" not in first.words.partition("received =")[0]
    await press(desk, citizen, "📅")
    ever = await press(desk, citizen, "Since the start")
    assert ever.id == first.id and table_of(ever.words)["Received"] == 15
    assert "Mean of the stars: 5.0 of 3" in (await press(desk, citizen, "Verdicts")).words
    assert "Nothing came in this period" in (await press(desk, citizen, "Waits")).words
    assert "No illegal dumps" in (await press(desk, citizen, "Dumps")).words
    for drawn in ("Bars", "Course"):
        seen = await press(desk, citizen, drawn)
        assert seen["photo"] and "Figures: Almaty" in seen.words
    await press(desk, citizen, "📍")
    mapped = await press(desk, citizen, "Kazakhstan")
    assert "Map" in "".join(mapped.buttons) and not [b for b in mapped.buttons if "Regions" in b]
    for button in ("🗺 Map", "Done on time", "Overdue by"):
        assert (await press(desk, citizen, button))["photo"]
    await press(desk, citizen, "🗂")
    some = await press(desk, citizen, "Road repair")
    assert some["photo"] and "Road repair" in some.words
    last = await press(desk, citizen, "📋 Figures")
    # Telegram puts no words in the place of a picture: there the message is another one, and the old one gone.
    assert table_of(last.words)["Received"] == 15
    assert "Only requests" in "".join((await press(desk, citizen, "All kinds")).buttons)
    assert len(await citizen.messages(by_bot=True)) == 1


async def test_two_days_may_be_typed(desk: Desk) -> None:
    """Without it: a quarter that begins in May could be asked for by nobody."""
    await counted(desk, "KZ-79", date(2026, 5, 3), "park", Outcome.EXECUTED, 4)
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/stats")
    await desk.idle()
    await press(desk, operator, "📅")
    await operator.send_text("when it was warm")
    again = await operator.wait_for("could not make out")
    assert "Which period?" in again.words
    await operator.send_text("01.05.2026 – 31.05.2026")
    found = await operator.wait_for("Sent from 01.05.2026 to 31.05.2026")
    assert table_of(found.words)["Received"] == 4


async def test_the_ministry_compares_and_others_do_not(desk: Desk) -> None:
    """Without it: an akimat could read its neighbour's figures by a made-up button, or the ministry see no ranking."""
    today = datetime.now(desk.settings.zone).date()
    await counted(desk, "KZ-75", today, "park", Outcome.EXECUTED, 40)
    await counted(desk, "KZ-79", today, "park", Outcome.OVERDUE, 5)
    ministry = await desk.staff(Role.NATIONAL, region=None)
    await ministry.send_text("/stats")
    assert "Figures: Kazakhstan" in (await ministry.wait_for("Figures")).words
    ranked = (await press(desk, ministry, "Regions")).words
    assert ranked.index("Almaty") < ranked.index("Shymkent") and "0 of 5" in ranked and "(91." in ranked
    await press(desk, ministry, "📍")
    assert "Astana" in (await press(desk, ministry, "Astana")).words
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/stats")
    shown = await operator.wait_for("Figures: Shymkent")
    assert "Regions" not in "".join(shown.buttons)
    week = containing(Unit.WEEK, today)
    for forged in (View(week, "KZ-75"), View(week, "KZ-75", "751210000"), View(week, mode=Mode.RANKING)):
        answer = await operator.forge(shown, f"stats:s:0:{forged.pack()}")
        await desk.idle()
        told, last = (answer["answer"] or {}).get("text", ""), await operator.last()
        assert last is not None and "Almaty" not in last.words.replace("Almaty Region", "")
        assert told or "Figures: Kazakhstan" in last.words
    assert "Almaty" not in "".join((await press(desk, operator, "📍")).buttons)


async def test_staff_find_the_official_paragraph_of_any_days(desk: Desk) -> None:
    """Without it: whoever writes the report of a year would put its numbers into sentences by hand."""
    await counted(desk, "KZ-79", date(2024, 3, 1), "park", Outcome.EXECUTED, 70)
    ministry = await desk.staff(Role.NATIONAL, region=None, locale="ru")
    await ministry.send_text("/stats")
    await desk.idle()
    await press(desk, ministry, "📅")
    await ministry.send_text("01.01.2024 - 31.12.2024")
    await desk.idle()
    shown = await press(desk, ministry, "📜")
    plain = shown.words.replace("\xa0", " ")
    assert "В 2024 году" in plain and "70 заявок" in plain and "2024 жылы" in plain and "70 өтінім" in plain
    await ministry.press("Word")
    await desk.idle()
    paper = await ministry.wait_for(lambda m: "document" in m)
    assert paper["document"]["file_name"] == "tazalyq-KZ-2024-12-31.docx"
    await ministry.press("Назад", message=shown)
    await desk.idle()
    citizen = await desk.citizen()
    await citizen.send_text("/stats")
    seen = await citizen.wait_for("Figures")
    assert "📜" not in "".join(seen.buttons)
    for verb in "ow":
        answer = await citizen.forge(seen, f"stats:{verb}:0:y20240101.....t")
        assert (answer["answer"] or {}).get("text"), verb


async def test_forged_buttons_show_nothing(desk: Desk) -> None:
    """Without it: a made-up region or period would end in an error."""
    citizen = await desk.citizen()
    await citizen.send_text("/stats")
    shown = await citizen.wait_for("Figures")
    for data in (
        "w20261116.99....t", "decade.KZ", "", "week", "w20261116.....z", "w20261116..751310000...t", "s.'; --....t",
        "w20261116.79....m", "w20261116...gold..t",
    ):  # fmt: skip
        answer = await citizen.forge(shown, f"stats:s:0:{data}")
        assert "nothing here" in answer["answer"]["text"], data


async def test_made_up_requests_are_said_to_be(desk: Desk) -> None:
    """Without it: a demonstration's figures could be taken for a country's."""
    citizen = await desk.citizen()
    await citizen.send_text("/stats")
    assert "Synthetic" not in (await citizen.wait_for("Figures")).words
    await filed(desk, None, source=SYNTHETIC, external="2024-000001")
    await citizen.send_text("/stats")
    await desk.idle()
    assert "Synthetic" in ((await citizen.last()) or {}).words  # type: ignore[union-attr]
    assert "Synthetic" in (await press(desk, citizen, "Bars")).words


def speaking(locale: str) -> Translator:
    return translator(locale, Settings(_env_file=None).zone)


HUGE = Figures(dict.fromkeys(measures.COUNTS, 12_345))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("before", [0, 1, 12_000, 3_000_000])
def test_the_table_stays_aligned_on_a_phone(locale: str, before: int) -> None:
    """Without it: long words, large numbers or large differences would break the columns where people read them."""
    for now in (HUGE, Figures(dict.fromkeys(measures.COUNTS, 3)), Figures(dict.fromkeys(measures.COUNTS, 1_234_567))):
        for earlier in (None, Figures(dict.fromkeys(measures.COUNTS, before))):
            text = str(tables.table(speaking(locale), now, earlier))
            rows = text.partition("<pre>")[2].partition("</pre>")[0].split("\n")
            assert len(rows) == 9 and len({len(row) for row in rows}) == 1
            assert len(rows[0]) <= tables.WIDE


@pytest.mark.parametrize("locale", LOCALES)
def test_waits_stay_aligned_on_a_phone(locale: str) -> None:
    """Without it: waits of years in Kazakh would break the columns."""
    full = Waits({what: dict.fromkeys(range(0, durations.LAST), 1000) for what in Wait})
    keys = {c.key: full for c in categories.all_categories()}
    text = tables.waits(speaking(locale), full, keys)
    rows = text.partition("<pre>")[2].partition("</pre>")[0].split("\n")
    assert len(rows) == 4 and len({len(row) for row in rows}) == 1 and len(rows[0]) <= tables.WIDE


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_fits(locale: str) -> None:
    """Without it: a long name could burst a button's 64 bytes, a caption's length or a message's."""
    t = speaking(locale)
    frame = Frame(TODAY, True, True, Span(Unit.OTHER, date(2025, 12, 1), date(2026, 1, 30)))
    spans_ = [
        Span(Unit.OTHER, date(2025, 10, 1), date(2026, 3, 31)),
        *(containing(unit, TODAY) for unit in list(Unit)[:6]),
    ]
    overview = Overview(HUGE, {c.key: HUGE for c in categories.all_categories()} | {"": HUGE}, {Kind.SUGGESTION: HUGE})
    places = [Place(region.iso, HUGE) for region in geography.regions()]
    bodies = [
        tables.shares(t, overview) + tables.top(t, overview) + tables.table(t, HUGE, HUGE),
        tables.verdicts(t, HUGE), tables.dumps(t, Dumps(HUGE)), tables.ranking(t, places),
    ]  # fmt: skip
    for span in spans_:
        for region in ("", *(r.iso for r in geography.regions())):
            district = (d.kato for d in geography.districts(region)) if region else iter(())
            view = View(span, region, next(district, ""), "business_adjacent", "r")
            assert parse(view.pack(), TODAY) == view
            for body in bodies:
                content = screen(t, view, body, frame)
                assert utf16_units(content.text) < 4096
                packed = [b["callback_data"] for row in content.rows for b in row]
                assert max(len(data.encode()) for data in packed) <= DATA_LIMIT
            assert utf16_units(picture(t, view, {}, frame).text) <= CAPTION
            assert choosing.periods(t, view, TODAY).rows and choosing.category_list(t, view, 1).rows
    regions = dict.fromkeys((r.iso for r in geography.regions()), HUGE)
    for mode in MAPS:
        drawn = pictures.country_map(t, mode, spans_[0], regions, "")
        assert len(drawn["values"]) == 20 and None not in drawn["values"].values()
    assert pictures.country_map(t, Mode.MAP_ON_TIME, spans_[0], {}, "")["values"]["KZ-79"] is None
    assert len(pictures.bars(t, View(spans_[0]), overview, "")["rows"]) == pictures.BARS
    series = list(spans.series(spans_[1], 5))
    assert len(pictures.course(t, View(series[-1]), series, [HUGE] * 5, "")["ticks"]) == 5
