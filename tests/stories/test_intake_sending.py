"""From the draft to a request: what is needed, what is told, and that it happens once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from domain.periods import periods_of
from domain.words import Action, Kind, Outcome, State
from models import EVER, CitizenRequest, Counter, Draft, Follow, HistoryEntry, Media, Timer
from services import calendar, categories
from tests.conftest import Desk, running_desk
from tests.stories.acting import ALMATY, SHYMKENT, card, press, send_request, told, write_request
from tests.stories.behind import filed
from tests.stories.behind import photo as stored_photo


async def test_a_request_is_sent(desk: Desk) -> None:
    """The whole point: number, region, deadline, what comes next, and everything in its place behind the scenes."""
    resident = await desk.citizen()
    await resident.send_text("Bags by the fence")
    before = datetime.now(UTC)
    receipt = await send_request(desk, resident)
    (request,) = await desk.rows(CitizenRequest)
    assert f"№ {request.id} is sent" in receipt.words and "Shymkent" in receipt.words
    assert "UTC+5" in receipt.words and "What happens next" in receipt.words and "eOtinish" in receipt.words
    assert (request.state, request.region, request.category) == (State.NEW, "KZ-79", "territory")
    assert (request.citizen_id, request.description) == (resident.id, "Bags by the fence")
    assert request.due_at == request.first_due_at > before
    assert [m.draft_id for m in await desk.rows(Media, request_id=request.id)] == [None]
    assert [h.action for h in await desk.rows(HistoryEntry)] == [Action.SEND]
    counted = {(c.period, c.measure, c.number) for c in await desk.rows(Counter)}
    assert counted == {(period, Outcome.WORK, 1) for period in (EVER, *periods_of(request.day))}
    assert {t.name for t in await desk.rows(Timer)} >= {"overdue", "news"}
    assert await desk.rows(Draft) == []


async def test_the_hint_at_formal_appeals_comes_once(desk: Desk) -> None:
    """Said every time it would not be read; never said, people would think they have filed an appeal."""
    resident = await desk.citizen()
    assert "eOtinish" in (await send_request(desk, resident)).words
    assert "eOtinish" not in (await send_request(desk, resident, ALMATY, "open_manhole")).words


async def test_send_tells_what_is_missing(desk: Desk) -> None:
    """Send is always in reach, so pressing it early must explain itself and lose nothing."""
    resident = await desk.citizen()
    await resident.tap("📝 New request") if await resident.keyboard() else await resident.send_text("/new")
    await desk.idle()
    assert "photo is still missing" in await told(resident, "📤 Send")
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    assert "place is still missing" in await told(resident, "📤 Send")
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    assert "category is still missing" in await told(resident, "📤 Send")
    assert "✅ 📍 Shymkent" in (await card(desk, resident)).words


async def test_two_taps_make_one_request(desk: Desk) -> None:
    """An impatient thumb must not give the akimat the same problem twice."""
    resident = await desk.citizen()
    seen = await write_request(desk, resident)
    (draft,) = await desk.rows(Draft)
    first = await resident.press("Send to the akimat", timeout=0)
    second = await resident.forge(seen, f"draft:send:{draft.id}:")
    await desk.idle()
    (request,) = await desk.rows(CitizenRequest)
    assert f"№ {request.id}" in second["answer"]["text"] and first["query_id"] != second["query_id"]


async def test_the_same_update_again_makes_one_request(desk: Desk) -> None:
    """Telegram delivers an update again when it is not sure that we have it."""
    resident = await desk.citizen()
    await send_request(desk, resident)
    await desk.tg.call("POST", "/updates/redeliver", {"last": 5})
    await desk.idle()
    assert len(await desk.rows(CitizenRequest)) == 1 and await desk.rows(Draft) == []


async def test_an_open_category_takes_the_shortest_deadline(desk: Desk) -> None:
    """Until the akimat chooses, the citizen is promised the soonest term, and told that it may change."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    await press(desk, resident, "Choose a category")
    assert "the akimat will choose" in (await press(desk, resident, "I don’t know")).words
    receipt = await press(desk, resident, "Send to the akimat")
    assert "names the final deadline" in receipt.words
    (request,) = await desk.rows(CitizenRequest)
    assert request.category is None
    assert request.due_at == calendar.deadline(categories.by_key("open_hatch"), request.sent_at, desk.settings.zone)


async def test_a_suggestion(desk: Desk) -> None:
    """Ideas are sent the same way, and are counted and told apart."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    await press(desk, resident, "Choose a category")
    await press(desk, resident, "It is a suggestion")
    seen = await press(desk, resident, "Parks and alleys")
    assert "New suggestion" in seen.words
    assert "Your suggestion" in (await press(desk, resident, "Send to the akimat")).words
    (request,) = await desk.rows(CitizenRequest)
    assert request.kind is Kind.SUGGESTION


async def test_a_category_is_found_by_a_word(desk: Desk) -> None:
    """Nobody reads twenty categories on a phone; a misspelt word in another language must do."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "Category")
    await resident.send_text("лампочка фонарь")
    assert any("Street lighting" in b for b in (await card(desk, resident)).buttons)
    await resident.send_text("xyzzy")
    seen = await card(desk, resident)
    assert "Nothing found" in seen.words and "📋 The whole list" in seen.buttons
    assert any("Snow" in b or "Other" in b for b in await _all_categories(desk, resident))


async def _all_categories(desk: Desk, player) -> list[str]:
    seen = await press(desk, player, "The whole list")
    found = list(seen.buttons)
    while "▶️ More" in seen.buttons:
        seen = await press(desk, player, "More")
        found += seen.buttons
    return found


async def test_an_open_request_nearby_can_be_followed_instead(desk: Desk) -> None:
    """Ten reports of one dump are ten times the work; nine citizens want only to know when it is gone."""
    number = await filed(desk, None, lat=SHYMKENT[0] + 0.0004, lon=SHYMKENT[1])
    marat = await desk.citizen()
    await stored_photo(desk, marat.id, number, "before")
    resident = await desk.citizen()
    await write_request(desk, resident)
    seen = await press(desk, resident, "Send to the akimat")
    assert "Is this the same problem?" in seen.words and "44 m" in seen.words and seen["photo"]
    assert f"follow request № {number}" in (await press(desk, resident, "keep me posted")).words
    assert [(f.request_id, f.person_id) for f in await desk.rows(Follow)] == [(number, resident.id)]
    assert await desk.rows(Draft) == [] and len(await desk.rows(CitizenRequest)) == 1
    assert f"№ {number}" in (await press(desk, resident, "Open it")).words


async def test_mine_is_another_one(desk: Desk) -> None:
    """Two problems may lie side by side; the citizen has the last word, with one tap."""
    await filed(desk, None, lat=SHYMKENT[0] + 0.0004, lon=SHYMKENT[1])
    await filed(desk, None, lat=SHYMKENT[0] + 0.0020, lon=SHYMKENT[1])
    await filed(desk, None, lat=SHYMKENT[0], lon=SHYMKENT[1], category="lighting")
    resident = await desk.citizen()
    await write_request(desk, resident)
    seen = await press(desk, resident, "Send to the akimat")
    assert "▶️ Another nearby" not in seen.buttons
    assert "is sent" in (await press(desk, resident, "Mine is another one")).words
    assert len(await desk.rows(CitizenRequest, citizen_id=resident.id)) == 1


async def test_only_a_similar_request_can_be_followed(desk: Desk) -> None:
    """A forged number must not open the news of any request in the country."""
    number = await filed(desk, None, lat=50.0, lon=70.0)
    resident = await desk.citizen()
    seen = await write_request(desk, resident)
    (draft,) = await desk.rows(Draft)
    answer = await resident.forge(seen, f"draft:same:{draft.id}:{number}")
    assert "nothing here for you" in answer["answer"]["text"]
    assert await desk.rows(Follow) == [] and len(await desk.rows(Draft)) == 1


async def test_a_day_s_requests_have_a_limit(database_url: str, tmp_path) -> None:
    """One person could fill a region's queue; yesterday's requests do not count, and the draft is kept."""
    async with running_desk(database_url, tmp_path, requests_per_day=2) as desk:
        resident = await desk.citizen()
        for lat in (42.1, 42.2):
            await filed(desk, resident.id, lat=lat)
        await write_request(desk, resident)
        assert "2 requests a day" in await told(resident, "Send to the akimat")
        assert len(await desk.rows(Draft)) == 1
        async with desk.database.begin() as session:
            yesterday = datetime.now(UTC) - timedelta(days=2)
            await session.execute(update(CitizenRequest).values(day=yesterday.date()))
        assert "is sent" in (await press(desk, resident, "Send to the akimat")).words
