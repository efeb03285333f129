"""One by one: operators go through what is undecided, never two of them before the same request."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.words import MediaPurpose, Role, State
from models import CitizenRequest, Look
from sandbox.client import Person as Player
from services import deciding
from tests.conftest import Desk
from tests.stories.acting import card, press, told
from tests.stories.behind import employ, filed, photo, step

pytestmark = pytest.mark.by_turns


def number_of(shown: str) -> int:
    """The number of the request on a card."""
    return int(shown.split("№ ")[1].split()[0])


async def begin(desk: Desk, operator: Player) -> int:
    """Open the queue and begin a round; returns the number of the request shown."""
    await operator.send_text("/queue")
    await desk.idle()
    return number_of((await press(desk, operator, "One by one")).words)


async def test_two_operators_decide_everything_once(desk: Desk) -> None:
    """Without it: two people would read the same request at once, and one of them for nothing."""
    citizen = await desk.citizen()
    now, bolat = datetime.now(UTC), await desk.staff(Role.EXECUTOR, name="Bolat")
    await employ(desk, bolat.id, "Green City")
    numbers = [await filed(desk, citizen.id, queued=False, due_at=now + timedelta(days=n)) for n in range(1, 6)]
    await photo(desk, citizen.id, numbers[0], MediaPurpose.BEFORE)
    aigul, marat = [await desk.staff(Role.OPERATOR, name=name) for name in ("Aigul", "Marat")]
    assert [await begin(desk, one) for one in (aigul, marat)] == numbers[:2]
    shown = await card(desk, aigul)
    assert shown.get("photo") and "decided: 0" in shown.words
    assert any(b.startswith("✅ Assign: Bolat · Green City") for b in shown.buttons)
    # Both press at once; each is shown what the other is not.
    await asyncio.gather(aigul.press("✅ Assign"), marat.press("✅ Assign"))
    seen = [number_of((await card(desk, one)).words) for one in (aigul, marat)]
    assert sorted(seen) == numbers[2:4]
    # A category and a question are two taps more; neither leaves the round.
    await press(desk, aigul, "🏷 Category")
    assert number_of((await press(desk, aigul, "Parks and alleys")).words) == seen[0]
    await press(desk, aigul, "❓ Ask")
    await aigul.send_text("Which gate?")
    assert number_of((await card(desk, aigul)).words) == numbers[4]
    await press(desk, marat, "🚫 Reject")
    await press(desk, marat, "private land")
    assert "been through all" in (await press(desk, marat, "🚫 Reject")).words
    end = await press(desk, aigul, "✅ Assign")
    assert "Nothing left to decide" in end.words and "Decided in this round: 3" in end.words
    assert State.NEW not in {row.state for row in await desk.rows(CitizenRequest)}
    assert len([b for b in (await press(desk, aigul, "Enough")).buttons if "№" in b]) == 4
    assert await desk.rows(Look) == []


async def test_what_is_put_off_comes_back_later(desk: Desk) -> None:
    """Without it: a hard request would stand in the way of all others, or be gone for the day."""
    operator, now = await desk.staff(Role.OPERATOR), datetime.now(UTC)
    first, second = [await filed(desk, None, queued=False, due_at=now + timedelta(days=n)) for n in (1, 2)]
    assert await begin(desk, operator) == first
    assert number_of((await press(desk, operator, "Later")).words) == second
    # Its details lead back to it, in the round.
    await press(desk, operator, "📜 History")
    assert number_of((await press(desk, operator, "Back")).words) == second
    await press(desk, operator, "🙋 Take it myself")
    assert number_of((await card(desk, operator)).words) == first
    end = await press(desk, operator, "Later")
    assert "been through all" in end.words and "waiting for a decision: 1" in end.words
    assert number_of((await press(desk, operator, "Once more")).words) == first


async def test_a_request_decided_elsewhere_is_passed_by(desk: Desk) -> None:
    """Without it: the operator would be stuck before a request that is no longer theirs to decide."""
    operator, colleague = await desk.staff(Role.OPERATOR), await desk.staff(Role.OPERATOR, name="Marat")
    now = datetime.now(UTC)
    first, second = [await filed(desk, None, queued=False, due_at=now + timedelta(days=n)) for n in (1, 2)]
    assert await begin(desk, operator) == first
    await step(desk, colleague.id, deciding.assign, first, colleague.id, now, desk.settings.zone)
    assert "Marat" in await told(operator, "🙋 Take it myself")
    assert number_of((await card(desk, operator)).words) == second
    # Asked for itself, e.g. by a notice, a request is shown although it has been decided.
    await step(desk, colleague.id, deciding.assign, second, colleague.id, now, desk.settings.zone)
    await press(desk, operator, "📜 History")
    assert number_of((await press(desk, operator, "Back")).words) == second
    assert "Nothing left" in (await press(desk, operator, "One by one")).words


async def test_a_request_left_lying_goes_to_the_next(desk: Desk) -> None:
    """Without it: whoever went home in the middle of a round would keep a request from everybody."""
    absent, present = await desk.staff(Role.OPERATOR), await desk.staff(Role.OPERATOR)
    number = await filed(desk, None, queued=False)
    assert await begin(desk, absent) == number
    await present.send_text("/queue")
    await desk.idle()
    assert "been through all" in (await press(desk, present, "One by one")).words
    async with desk.database.begin() as session:
        look = await session.get_one(Look, number)
        look.until = datetime.now(UTC) - timedelta(seconds=1)
    assert number_of((await press(desk, present, "Once more")).words) == number
    await press(desk, absent, "📜 History")
    assert "before a colleague now" in await told(absent, "Back")
