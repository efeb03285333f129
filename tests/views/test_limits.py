"""Every screen with the longest of everything: it fits into a message of Telegram in each language."""

from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.outbox import Outbox, Parcel
from bot.talk import Talk
from bot.views.fitting import CAPTION, MESSAGE, visible
from domain import terms
from domain.text import utf16_units
from domain.words import Ground, MediaPurpose, RejectReason, Role
from models import Draft, Media, Organisation, Person
from sandbox.client import Person as Player
from sandbox.html import parse_html
from services import deciding, judging, working
from tests.conftest import Desk, running_desk
from tests.stories.behind import done, employ, filed, photo, step
from tests.stories.forging import handle_all, pressed
from tests.stories.test_forged import presses

REGION = "KZ-79"
CITIZENS = ("draft:", "my:", "verdict:", "question:", "appeal:", "privacy:", "language:", "start:", "alerts:",
            "objection:")  # fmt: skip
EXECUTORS = ("task:", "tasks:", "report:")
SUPERVISORS = ("card:", "decide:", "queue:", "complaint", "team:", "bans:")
STAFFS = EXECUTORS + SUPERVISORS
NUMBER = 10**12
"""Of the first request: longer than any will be."""


def longest(limit: int) -> str:
    """A text as long as may be, of what grows most when it is written down as HTML."""
    text = "<&>\"'😀" * limit
    while utf16_units(text) > limit:
        text = text[: -max(1, (utf16_units(text) - limit) // 2)]
    return text


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path) -> Any:
    """A desk on SQLite: what fits does not depend on the database."""
    async with running_desk(sqlite_url, tmp_path) as desk:
        yield desk


class Seen:
    """Everything that was to be shown."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.windows: list[str] = []


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What is to be shown from now on; it stays here."""
    seen, answer = Seen(), Talk.answer

    def heard(talk: Talk, text: str = "", *, alert: bool = False) -> None:
        seen.windows.append(unescape(text))
        answer(talk, text, alert=alert)

    monkeypatch.setattr(Outbox, "put", lambda _self, parcel: seen.parcels.append(parcel))
    monkeypatch.setattr(Talk, "answer", heard)
    return seen


def check(content: dict[str, Any]) -> None:
    """Text, buttons and callback data within the Bot API's limits."""
    text = content.get("text", "")
    assert visible(text) <= (CAPTION if content.get("media_id") else MESSAGE), text
    parse_html(text)
    rows = content.get("rows", [])
    buttons = [button for row in rows for button in row]
    assert len(buttons) <= 100 and all(len(row) <= 8 for row in rows)
    for button in buttons:
        assert button["text"].strip() and len(button.get("callback_data", "").encode()) <= 64, button
        assert len(button["text"]) <= 120, button


async def crowd(desk: Desk, locale: str) -> tuple[Player, Player, Player, list[int]]:
    """A citizen, an executor and a supervisor with long names, and requests in every state with long words."""
    name, words = longest(60), longest(terms.COMMENT)
    citizen, boss = await desk.citizen(locale), await desk.staff(Role.SUPERVISOR, REGION, locale, name)
    executor = await desk.staff(Role.EXECUTOR, REGION, locale, name)
    await employ(desk, executor.id, longest(100))
    now, zone, numbers = datetime.now(UTC), desk.settings.zone, []
    for n in range(12):
        number = await filed(
            desk, citizen.id, queued=False, id=NUMBER + n, description=longest(terms.DESCRIPTION),
            address=longest(terms.ADDRESS), category="street_improvement", district=longest(100),
        )  # fmt: skip
        numbers.append(number)
        for _ in range(3):
            await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    _new, asked, given, begun, planned, finished, disputed, refused, appealed = numbers[:9]
    await step(desk, boss.id, deciding.ask, asked, words, now)
    for number in (given, begun, planned):
        await step(desk, boss.id, deciding.assign, number, executor.id, now, zone)
        await step(desk, boss.id, deciding.note, number, words, now)
    await step(desk, executor.id, working.start, begun, now)
    for number in (finished, disputed):
        await done(desk, number, executor.id, boss.id, words)
    await step(desk, citizen.id, judging.complain, disputed, Ground.POOR_WORK, words, [], now)
    for number in (refused, appealed):
        await step(desk, boss.id, deciding.reject, number, RejectReason.PRIVATE_LAND, words, now)
    await step(desk, citizen.id, judging.appeal, appealed, words, now)
    return citizen, executor, boss, numbers[:9]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
async def test_every_screen_fits(desk: Desk, locale: str, request: pytest.FixtureRequest) -> None:
    """Without it: a long description in Kazakh would make Telegram refuse the whole screen, and nobody see it."""
    citizen, executor, boss, numbers = await crowd(desk, locale)
    await citizen.send_photo("yard_bins_before")
    await desk.idle()
    async with desk.database.begin() as session:
        session.add_all(Organisation(region=REGION, name=f"{n}{longest(98)}") for n in range(30))
        await session.execute(
            update(Draft).values(
                description=longest(terms.DESCRIPTION), address=longest(terms.ADDRESS), district=longest(100),
                region=REGION, category="street_improvement", lat=42.32, lon=69.59,
            )
        )  # fmt: skip
        await session.execute(update(Media).values(width=1280, height=960))
    [draft] = await desk.rows(Draft)
    seen: Seen = request.getfixturevalue("seen")
    for who, others in ((citizen, STAFFS), (executor, CITIZENS + SUPERVISORS), (boss, CITIZENS + EXECUTORS)):
        data = [d for d in presses(who.id, numbers) if not d.startswith(others)]
        if who is citizen:
            # Of one's own draft every button but the last.
            data = [d.replace(f":{numbers[0]}:", f":{draft.id}:") for d in data if d.startswith("draft:")] + data
            data = [d for d in data if not d.startswith(("draft:drop", "draft:send", "draft:another", "draft:same"))]
        await handle_all(desk, [pressed(who.id, one) for one in data])
    shown = [parcel for parcel in seen.parcels if "content" in parcel.payload]
    assert len({parcel.screen for parcel in shown}) > 10 and len(shown) > 150
    for parcel in shown:
        check(parcel.payload["content"])
    for parcel in seen.parcels:
        if parcel.form in ("album", "document"):
            assert visible(parcel.payload["caption"]) <= CAPTION
    assert [window for window in seen.windows if len(window) > 200] == []
    assert {person.locale for person in await desk.rows(Person)} == {locale}
