"""Finding a request again: by its number, by words, by its address; never another region's."""

from datetime import UTC, datetime

from domain.words import RejectReason, Role
from sandbox.client import Seen
from services import deciding, search_terms
from tests.conftest import Desk
from tests.stories.acting import card, press, write_request
from tests.stories.behind import filed, step


def found(shown: Seen) -> list[int]:
    """The numbers of the requests on the buttons."""
    return [int(b.split("№ ")[1].split()[0]) for b in shown.buttons if "№ " in b]


async def sent(desk: Desk, words: str) -> int:
    """A citizen sends a request with these words; returns its number."""
    citizen = await desk.citizen()
    await write_request(desk, citizen)
    await citizen.send_text(words)
    await desk.idle()
    receipt = await press(desk, citizen, "Send to the akimat")
    return int(receipt.words.split("№ ")[1].split()[0].rstrip(".,"))


async def there(desk: Desk, words: str, region: str = "KZ-79") -> int:
    """A request with these words that is there already; returns its number."""
    number = await filed(desk, None, queued=False, description=words, region=region)
    async with desk.database.begin() as session:
        await search_terms.add(session, number, region, words)
    return number


async def test_a_request_is_found_by_number_word_and_address(desk: Desk) -> None:
    """Without it: a citizen who telephones could not be told what became of their request."""
    snow = await sent(desk, "Снег не убран во дворе, улица Абая 12")
    waste = await there(desk, "Қоқыс көшеде жатыр, №45 үй")
    elsewhere = await there(desk, "Снег во дворе, Абая 12", "KZ-71")
    operator, now = await desk.staff(Role.OPERATOR), datetime.now(UTC)
    await step(desk, operator.id, deciding.reject, snow, RejectReason.PRIVATE_LAND, None, now)
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "🔍 Search")
    for question, numbers in (
        ("двор снегом", [snow]), ("Абай 12", [snow]), ("кокыстар", [waste]), ("№45", [waste]), (f"№{waste}", [waste]),
        ("снег лето", []), (f"#{elsewhere}", []), ("...", []),
    ):  # fmt: skip
        await operator.send_text(question)
        assert found(await card(desk, operator)) == numbers, question
    # The region's new keeper finds it, the former one no longer.
    await step(desk, operator.id, deciding.forward, waste, "KZ-71", "It is theirs", now)
    await operator.send_text("/search қоқыс")
    assert found(await card(desk, operator)) == []
    other = await desk.staff(Role.OPERATOR, "KZ-71")
    await other.send_text("/search қоқыс")
    assert found(await card(desk, other)) == [waste]


async def test_many_are_found_page_by_page_and_a_card_leads_back(desk: Desk) -> None:
    """Without it: only the newest eight could be found, or the operator would have to type the question again."""
    operator = await desk.staff(Role.OPERATOR)
    numbers = [await there(desk, "Bags by the fence") for _ in range(10)]
    await operator.send_text("/search fences")
    newest = await card(desk, operator)
    assert found(newest) == numbers[:1:-1]
    oldest = await press(desk, operator, "▶️")
    assert found(oldest) == numbers[1::-1] and oldest.id == newest.id
    await press(desk, operator, f"№ {numbers[0]}")
    assert found(await press(desk, operator, "To what was found")) == numbers[1::-1]
    assert found(await press(desk, operator, "◀️")) == numbers[:1:-1]
    await operator.send_text("nothing of the kind")
    assert "Nothing was found" in (await card(desk, operator)).words
    assert "Queue" in (await press(desk, operator, "To the queue")).words
