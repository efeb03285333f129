"""Pictures and documents made at delivery: made once for everybody, and never in the way of words."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import charts, delivery, sender, studio
from bot.content import Content
from bot.due import artefact_key
from bot.outbox import Parcel, _upsert
from bot.talk import Teller
from models import Artefact, OutboxMessage, Person, Screen
from sandbox.client import Person as Player
from sandbox.client_types import Seen
from tests.conftest import Desk

FIRST = charts.Bars("Санаттар", "2026", [("Қоқыс", 2.0, "2")]).to_json()
OTHER = charts.Trend("Апталар", "2026", [("Түскені", [1.0, 2.0])], ["1", "2"]).to_json()
BROKEN = {"chart": "pie"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[charts.Chart]:
    """Every chart that is drawn, in order."""
    seen: list[charts.Chart] = []
    draw: Callable[[charts.Chart], bytes] = charts.draw

    def noted(spec: charts.Chart) -> bytes:
        seen.append(spec)
        return draw(spec)

    monkeypatch.setattr(studio.charts, "draw", noted)
    return seen


async def put(edge: Desk, chat_id: int, content: Content, screen: str | None = None) -> None:
    """Let the bot show something."""
    now = datetime.now(UTC)
    parcel = Parcel(chat_id, "screen" if screen else "message", {"content": content.payload()}, now, screen=screen)
    async with edge.database.begin() as session:
        await _upsert(session, [parcel], now)
    edge.runtime.sender.wake.set()


async def put_document(edge: Desk, to: Player | int, spec: dict[str, Any], name: str = "sheet.csv") -> None:
    """Let the bot send a document that is made when it is sent."""
    async with edge.database.begin() as session:
        teller = Teller(session, edge.settings, datetime.now(UTC))
        teller.tell_made(to if isinstance(to, int) else await session.get_one(Person, to.id), spec, name, "Кесте")
        await teller.finish()
    edge.runtime.sender.wake.set()


def unique(message: Seen) -> str:
    """What names the largest size of a message's photo, whoever sends it."""
    return str(message["photo"][-1]["file_unique_id"])


async def test_a_picture_is_drawn_once_for_everybody_and_after_a_restart(
    edge: Desk, drawn: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: a thousand recipients of the weekly picture would cost a thousand drawings and uploads."""
    uploads = []
    file = delivery.BufferedInputFile
    monkeypatch.setattr(delivery, "BufferedInputFile", lambda *a, **k: uploads.append(k) or file(*a, **k))
    people = [await edge.citizen() for _ in range(4)]
    for player in people[:3]:
        await put(edge, player.id, Content("Сурет", drawing=FIRST))
    shown = [await player.wait_for("Сурет") for player in people[:3]]
    await edge.idle()
    [kept] = await edge.rows(Artefact)
    await edge.stop()
    await edge.start()
    await put(edge, people[3].id, Content("Сурет", drawing=FIRST))
    shown.append(await people[3].wait_for("Сурет"))
    assert len(drawn) == len(uploads) == 1
    assert len({unique(message) for message in shown}) == 1
    assert kept.file_id and kept.key == artefact_key(charts.VERSION, FIRST)


async def test_another_way_of_drawing_is_another_picture(
    edge: Desk, drawn: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: after an update people would go on seeing pictures of the old look."""
    citizen = await edge.citizen()
    await put(edge, citizen.id, Content("бір", drawing=FIRST))
    await citizen.wait_for("бір")
    monkeypatch.setattr("bot.due.VERSION", charts.VERSION + 1)
    await put(edge, citizen.id, Content("екі", drawing=FIRST))
    await citizen.wait_for("екі")
    await edge.idle()
    assert len(drawn) == 2 and len(await edge.rows(Artefact)) == 2


async def test_a_picture_telegram_no_longer_knows_is_drawn_anew(edge: Desk, drawn: list[object]) -> None:
    """Without it: after a change of token every known picture would fail for good."""
    citizen = await edge.citizen()
    key = artefact_key(charts.VERSION, FIRST)
    async with edge.database.begin() as session:
        session.add(Artefact(key=key, file_id="AgAC-lost", made_at=datetime.now(UTC)))
    await put(edge, citizen.id, Content("Сурет", drawing=FIRST))
    shown = await citizen.wait_for("Сурет")
    await edge.idle()
    [kept] = await edge.rows(Artefact)
    assert shown["photo"] and len(drawn) == 1 and kept.file_id != "AgAC-lost"


async def test_words_do_not_wait_for_a_drawing_that_fails(edge: Desk) -> None:
    """Without it: a fault in a drawing would keep the week's figures from a whole region."""
    citizen = await edge.citizen()
    await put(edge, citizen.id, Content("Тек сөз", drawing=BROKEN))
    shown = await citizen.wait_for("Тек сөз")
    await put(edge, citizen.id, Content("экран", drawing=BROKEN), screen="stats")
    await citizen.wait_for("экран")
    await edge.idle()
    assert "photo" not in shown and await edge.rows(OutboxMessage) == [] and await edge.rows(Artefact) == []
    [screen] = await edge.rows(Screen)
    assert not screen.has_media


async def test_words_too_long_for_a_caption_come_without_the_picture(edge: Desk) -> None:
    """Without it: a summary with a few lines more than usual would not come at all."""
    citizen = await edge.citizen()
    await put(edge, citizen.id, Content("ұзын " * 300, drawing=FIRST))
    shown = await citizen.wait_for("ұзын")
    await edge.idle()
    assert "photo" not in shown and await edge.rows(OutboxMessage) == []


async def test_a_screen_becomes_a_chart_another_chart_and_words_again(edge: Desk, drawn: list[object]) -> None:
    """Without it: choosing among figures and pictures would leave a trail of messages, or a picture under the words."""
    citizen = await edge.citizen()
    seen = []
    for content in (
        Content("кесте"), Content("карта", drawing=FIRST), Content("сызық", drawing=OTHER),
        Content("карта тағы", drawing=FIRST), Content("соңы"),
    ):  # fmt: skip
        await put(edge, citizen.id, content, screen="stats")
        await citizen.wait_for(content.text)
        await edge.idle()
        [message] = await citizen.messages(by_bot=True)
        [screen] = await edge.rows(Screen)
        assert screen.has_media == ("photo" in message) == (content.drawing is not None)
        seen.append(message)
    # Telegram turns words into a picture in place, but no picture into words: that one is posted anew.
    assert len({message.id for message in seen[:4]}) == 1 and seen[4].id > seen[0].id
    assert unique(seen[1]) == unique(seen[3]) != unique(seen[2])
    assert len(drawn) == 2


async def test_pictures_come_to_groups_and_channels_too(edge: Desk, drawn: list[object]) -> None:
    """Without it: a region's group or public channel would get words alone, or nothing."""
    citizen = await edge.citizen()
    group = await edge.tg.group(members=[citizen])
    channel = await edge.tg.channel(members=[citizen])
    for place in (group, channel):
        await put(edge, place.id, Content("Сурет", drawing=FIRST))
        assert (await citizen.at(place).wait_for("Сурет"))["photo"]
    assert len(drawn) == 1


async def test_a_group_that_wants_no_photos_gets_the_words(edge: Desk) -> None:
    """Without it: a group in which the bot may write but send no photos would count as closed to it."""
    citizen = await edge.citizen()
    group = await edge.tg.group(members=[citizen])
    await group.member(None, "restricted", can_send_messages=True, can_send_photos=False)
    await put(edge, group.id, Content("Сурет", drawing=FIRST))
    assert "photo" not in (await citizen.at(group).wait_for("Сурет"))


async def test_a_document_is_made_once_for_everybody(edge: Desk) -> None:
    """Without it: a region's table would be made and uploaded for each of its officers."""
    made = []

    async def artist(spec: dict[str, Any]) -> bytes:
        made.append(spec)
        return str(spec["week"]).encode()

    people = [await edge.citizen() for _ in range(3)]
    for player in people[:2]:
        edge.runtime.sender.delivery.studio.artists = {"table": artist}
        await put_document(edge, player, {"make": "table", "week": 47})
        shown = await player.wait_for("Кесте")
        assert await edge.tg.file(shown["document"]) == b"47" and shown["document"]["file_name"] == "sheet.csv"
    await edge.idle()
    await edge.stop()
    await edge.start()
    await put_document(edge, people[2].id, {"make": "table", "week": 47})
    assert await edge.tg.file((await people[2].wait_for("Кесте"))["document"]) == b"47"
    assert made == [{"make": "table", "week": 47}]


async def test_a_document_under_another_name_is_another(edge: Desk) -> None:
    """Without it: a table would come under the name of another week or language."""
    citizen = await edge.citizen()

    async def artist(spec: dict[str, Any]) -> bytes:
        return b"same"

    edge.runtime.sender.delivery.studio.artists = {"table": artist}
    for name in ("апта.csv", "неделя.csv"):
        await put_document(edge, citizen, {"make": "table"}, name)
        await edge.idle()
    shown = [message["document"]["file_name"] for message in await citizen.messages(by_bot=True)]
    assert shown == ["апта.csv", "неделя.csv"]


async def test_a_document_that_cannot_be_made_now_is_tried_again(edge: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a database away for a moment would cost a region its table, or hold up everybody's messages."""
    citizen = await edge.citizen()
    tries = []

    async def artist(spec: dict[str, Any]) -> bytes:
        tries.append(spec)
        if len(tries) < 3:
            raise OSError("the database is away")
        return b"made"

    monkeypatch.setattr(sender, "MAKE_AGAIN", sender.MAKE_AGAIN * 0)
    monkeypatch.setattr(studio, "NOT_AGAIN", 0.0)
    edge.runtime.sender.delivery.studio.artists = {"table": artist}
    await put_document(edge, citizen, {"make": "table"})
    await citizen.wait_for("Кесте")
    assert len(tries) == 3


async def test_a_document_nobody_can_make_is_left_to_the_administrator(
    edge: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: it would be tried for ever, or vanish without a trace."""
    citizen = await edge.citizen()
    monkeypatch.setattr(sender, "MAKE_AGAIN", sender.MAKE_AGAIN * 0)
    await put_document(edge, citizen, {"make": "nobody"})
    await edge.idle()
    [left] = await edge.rows(OutboxMessage)
    assert (left.state, left.attempts, left.error) == ("failed", sender.MAKINGS, "document not made")
    await put(edge, citizen.id, Content("келесі"))
    await citizen.wait_for("келесі")
