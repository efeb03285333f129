"""What citizens see of their requests, and of what is kept of them."""

from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import update

from bot.views.onboarding import menu_labels
from domain.measures import FOLLOWERS
from domain.permissions import Actor, Grant
from domain.words import MediaPurpose, Role, State
from models import CitizenRequest, Counter, Draft, Follow, HistoryEntry, Media, Person
from services import deciding, following, judging, working
from services.requests_of import ON_A_PAGE
from tests.conftest import Desk
from tests.stories.acting import card, press, send_request
from tests.stories.behind import filed, photo, step

pytestmark = pytest.mark.by_turns


async def test_own_requests_come_in_pages(desk: Desk) -> None:
    """Somebody with many requests must reach the oldest, and find the way back."""
    resident = await desk.citizen()
    numbers = [await filed(desk, resident.id, lat=42.0 + n / 100) for n in range(2 * ON_A_PAGE + 1)]
    await filed(desk, None)
    await resident.send_text("/my")
    first = await card(desk, resident)
    assert f"№ {numbers[-1]} " in first.buttons[0] and len([b for b in first.buttons if "№" in b]) == ON_A_PAGE
    await press(desk, resident, "Older")
    last = await press(desk, resident, "Older")
    assert [b for b in last.buttons if "№" in b] == [f"🆕 № {numbers[0]} · 🧹 Cleaning of an area"]
    await press(desk, resident, "Newer")
    assert (await press(desk, resident, "Newer")).buttons == first.buttons


async def test_a_card_tells_the_history_in_words(desk: Desk) -> None:
    """The citizen must see what was done, but not who of the staff did it, nor what colleagues tell each other."""
    resident = await desk.citizen()
    number = await filed(desk, resident.id)
    operator = await desk.staff(Role.OPERATOR, name="Secret Officer")
    await step(desk, operator.id, deciding.note, number, "Between ourselves", datetime.now(UTC))
    await step(desk, operator.id, deciding.ask, number, "Which entrance?", datetime.now(UTC))
    await resident.send_text("/my")
    await desk.idle()
    seen = await press(desk, resident, f"№ {number}")
    assert "waiting for your answer" in seen.words and "The akimat asked\nWhich entrance?" in seen.words
    assert "Secret Officer" not in seen.words and "Between ourselves" not in seen.words
    assert "✍️ Answer" in seen.buttons and "Bags by the fence" in seen.words


async def test_photos_before_and_after(desk: Desk) -> None:
    """The citizen who complained of a dump wants to see it gone."""
    resident = await desk.citizen()
    await send_request(desk, resident)
    (request,) = await desk.rows(CitizenRequest)
    operator = await desk.staff(Role.OPERATOR)
    now = datetime.now(UTC)
    await step(desk, operator.id, deciding.assign, request.id, operator.id, now, desk.settings.zone)
    await step(desk, operator.id, working.start, request.id, now)
    after = await photo(desk, operator.id, None, MediaPurpose.AFTER)
    await step(desk, operator.id, working.report, request.id, [after], "Done", now)
    seen = await press(desk, resident, "Open it")
    assert "5 ⭐" in seen.buttons and "The work is done" in seen.words
    await press(desk, resident, "📷 Photos")
    shown = [m.words for m in await resident.messages(by_bot=True) if m.get("photo")]
    assert shown[-2:] == [f"№ {request.id}: before", f"№ {request.id}: after"]


async def test_a_new_request_can_be_withdrawn(desk: Desk) -> None:
    """Somebody who was wrong, or mended it themselves, spares the akimat the way; asked twice, and only while new."""
    resident = await desk.citizen()
    await send_request(desk, resident)
    await press(desk, resident, "Open it")
    assert "Withdraw request" in (await press(desk, resident, "Withdraw")).words
    seen = await press(desk, resident, "Yes, withdraw it")
    assert "withdrawn" in seen.words and not any("Withdraw" in b for b in seen.buttons)
    (request,) = await desk.rows(CitizenRequest)
    assert (request.state, request.is_open) == (State.WITHDRAWN, False)
    answer = await resident.forge(seen, f"my:withdrawn:{request.id}:o")
    assert "has moved on" in answer["answer"]["text"]


async def test_other_people_s_requests_stay_closed(desk: Desk) -> None:
    """A number is easy to guess: it must open nothing, in no way, and look the same as one that does not exist."""
    number = await filed(desk, None)
    resident = await desk.citizen()
    await resident.send_text("/my")
    seen = await card(desk, resident)
    for verb in ("card", "open", "photos", "withdraw", "withdrawn", "unfollow"):
        told = (await resident.forge(seen, f"my:{verb}:{number}:o"))["answer"]["text"]
        assert told == (await resident.forge(seen, f"my:{verb}:{number + 1000}:o"))["answer"]["text"]
        assert "nothing here for you" in told
    assert (await desk.rows(CitizenRequest))[0].state is State.NEW


async def test_a_followed_request_shows_no_words_of_its_citizen(desk: Desk) -> None:
    """A neighbour may know how it stands, not what somebody wrote, perhaps with a telephone number in it."""
    resident, citizen, now = await desk.citizen(), await desk.citizen(), datetime.now(UTC)
    number = await filed(desk, citizen.id)
    async with desk.database.begin() as session:
        await following.follow(session, resident.id, number, now)
        await deciding.ask(session, Actor(None, (Grant(Role.OPERATOR, "KZ-79"),)), number, "Which flat?", now)
        await judging.answer(session, Actor(citizen.id), number, "Flat 12", now)
    await resident.send_text("/my")
    assert "Nothing here yet" in (await card(desk, resident)).words
    await press(desk, resident, "Requests you follow")
    seen = await press(desk, resident, f"№ {number}")
    assert "Bags by the fence" not in seen.words and not any("Withdraw" in b for b in seen.buttons)
    assert "Answered" in seen.words and "flat" not in seen.words.lower()
    assert "You follow nothing yet" in (await press(desk, resident, "Unfollow")).words
    assert await desk.rows(Follow) == []


async def test_the_menu_works_in_every_language(desk: Desk) -> None:
    """A keyboard in the old language may still be open after a change: its buttons are texts, to be understood."""
    resident = await desk.citizen()
    for label, name in menu_labels().items():
        await resident.send_text(label)
        seen = await card(desk, resident)
        if name == "my":
            assert "Your requests" in seen.words
    (draft,) = await desk.rows(Draft)
    assert draft.description is None


async def test_an_export_holds_everything(desk: Desk) -> None:
    """The law gives everybody a copy of what is kept of them."""
    resident = await desk.citizen()
    await resident.send_text("Glass and <b>bags</b>")
    await send_request(desk, resident)
    await resident.send_text("/privacy")
    assert "Requests: 1" in (await card(desk, resident)).words
    seen = await press(desk, resident, "Download")
    data = orjson.loads(await desk.tg.file(seen["document"]))
    assert data["telegram_id"] == resident.id and data["consent"]["version"] == 1
    assert data["requests"][0]["description"] == "Glass and <b>bags</b>"
    assert data["requests"][0]["history"][0]["action"] == "send"
    [file] = data["requests"][0]["files"]
    assert {"latitude", "longitude", "taken_at", "sha256"} <= set(file)


async def figures(desk: Desk) -> list[tuple[str, str, int]]:
    """All counters but that of followers: whoever is erased follows nothing any more."""
    return [(c.period, c.measure, c.number) for c in await desk.rows(Counter) if c.measure != FOLLOWERS]


async def test_erasing_takes_the_person_out_and_leaves_the_figures(desk: Desk) -> None:
    """Somebody's right to be forgotten must neither fail half way nor change a statistic."""
    resident = await desk.citizen()
    await send_request(desk, resident)
    followed = await filed(desk, None, lat=50.0)
    async with desk.database.begin() as session:
        await following.follow(session, resident.id, followed, datetime.now(UTC))
    before = await figures(desk)
    async with desk.database.begin() as session:
        await session.execute(update(Media).values(lat=42.3, lon=69.6))
    await resident.send_photo("open_manhole")
    await resident.send_text("/privacy")
    await desk.idle()
    await press(desk, resident, "Erase")
    assert "are erased" in (await press(desk, resident, "Yes, erase everything")).words
    assert all(r.citizen_id is None for r in await desk.rows(CitizenRequest))
    assert all(h.actor_id is None for h in await desk.rows(HistoryEntry))
    assert all(m.person_id is None for m in await desk.rows(Media))
    assert [(m.lat, m.lon) for m in await desk.rows(Media) if m.request_id] == [(None, None)]
    assert await desk.rows(Draft) == [] and await desk.rows(Follow) == []
    (person,) = await desk.rows(Person)
    assert (person.locale, person.consent_at, person.expecting) == (None, None, None)
    assert await figures(desk) == before
    assert await resident.keyboard() == []
    await resident.send_text("/my")
    assert "Choose your language" in (await card(desk, resident)).words


async def test_somebody_with_a_role_is_not_erased(desk: Desk) -> None:
    """Open tasks would be left with nobody."""
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/privacy")
    seen = await card(desk, operator)
    assert "hold a role" in (await operator.press("Erase"))["answer"]["text"]
    assert "hold a role" in (await operator.forge(seen, "privacy:erased:0:"))["answer"]["text"]
    assert (await desk.rows(Person))[0].consent_at is not None


async def test_help_and_start_again(desk: Desk) -> None:
    """Lost people press /start or /help; both must lead back to the work at hand."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await resident.send_text("/start")
    assert "1 of 10" in (await card(desk, resident)).words
    await resident.send_text("/help")
    assert "How it works" in (await card(desk, resident)).words


async def test_a_withdrawn_question_is_no_longer_awaited(desk: Desk) -> None:
    """Words meant for a description must not end up as the answer to a question of another day."""
    resident = await desk.citizen()
    number = await filed(desk, resident.id)
    operator = await desk.staff(Role.OPERATOR)
    await step(desk, operator.id, deciding.ask, number, "Which entrance?", datetime.now(UTC))
    await press(desk, resident, "Answer")
    await resident.send_text("/my")
    await desk.idle()
    await resident.send_text("A heap of glass")
    assert "taken your words as the description" in (await card(desk, resident)).words
    await step(desk, resident.id, judging.withdraw, number, datetime.now(UTC))
