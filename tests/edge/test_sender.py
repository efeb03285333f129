"""The sender's promises: screens stay in place, Telegram's limits hold, and trouble costs nothing but time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from bot.content import Content
from bot.limiter import OVERALL
from bot.outbox import Parcel, _upsert
from domain.words import MediaPurpose
from models import Media, OutboxMessage
from tests.conftest import Desk


async def test_a_screen_is_edited_in_place_by_its_button(edge: Desk) -> None:
    """Without it: every press would leave another copy of the card in the chat."""
    citizen = await edge.citizen()
    await citizen.send_text("card")
    card = await citizen.wait_for("card")
    await citizen.press("Press")
    pressed = await citizen.wait_for("pressed")
    assert pressed.id == card.id


async def test_a_screen_above_the_persons_words_is_posted_anew(edge: Desk) -> None:
    """Without it: the card would change far above, where nobody sees it."""
    citizen = await edge.citizen()
    await citizen.send_text("card")
    first = await citizen.wait_for("card")
    await citizen.send_text("card")
    await edge.idle()
    visible = await citizen.messages(by_bot=True)
    assert len(visible) == 1 and visible[0].id > first.id


async def test_an_album_of_ten_redraws_the_card_once_or_twice(edge: Desk) -> None:
    """Without it: ten photos would make the card jump ten times and use up the chat's limit."""
    citizen = await edge.citizen()
    await citizen.send_photos(["steppe_dump_before"] * 10)
    await citizen.wait_for("photos: 10")
    await edge.idle()
    drawn = [c for c in await edge.tg.calls() if c["method"] in ("sendMessage", "editMessageText")]
    assert 1 <= len(drawn) <= 2


async def test_limits_hold_and_a_reply_is_not_stuck_behind_a_broadcast(edge: Desk) -> None:
    """Without it: Telegram would silence the bot, or citizens would wait half a minute for every answer."""
    await edge.tg.limits()
    people = [await edge.citizen(id=9_000_001 + n) for n in range(150)]
    citizen = await edge.citizen()
    await citizen.send_text("broadcast 150")
    await people[0].wait_for("bulk")
    for n in range(4):
        await citizen.send_text(f"hi {n}")
        await citizen.wait_for(f"echo hi {n}")
    waiting = await edge.rows(OutboxMessage)
    assert waiting, "the replies came before the broadcast was over"
    await edge.idle(30)
    calls = await edge.tg.calls("sendMessage")
    assert [c for c in calls if not c["ok"]] == []
    assert Counter(c["chat"] for c in calls if c["text"] == "bulk") == Counter(p.id for p in people)
    times = sorted(c["t"] for c in calls)
    assert all(late - early >= 1 for early, late in zip(times, times[OVERALL:], strict=False))


async def test_one_private_chat_gets_one_a_second_in_the_long_run(edge: Desk) -> None:
    """Without it: a burst to one person would bring 429 and a pause for everybody."""
    await edge.tg.limits()
    citizen = await edge.citizen()
    for n in range(6):
        await citizen.send_text(str(n))
    await citizen.wait_for("echo 5")
    calls = await edge.tg.calls("sendMessage")
    assert [c["text"] for c in calls] == [f"echo {n}" for n in range(6)]
    assert all(c["ok"] for c in calls)


async def test_too_many_requests_is_waited_out(edge: Desk) -> None:
    """Without it: a 429 would lose the message or be hammered against."""
    citizen = await edge.citizen()
    await edge.tg.fault(method="sendMessage", status=429, retry_after=1)
    await citizen.send_text("one")
    await citizen.send_text("two")
    await citizen.wait_for("echo two")
    calls = await edge.tg.calls("sendMessage")
    assert [(c["ok"], c["text"]) for c in calls] == [(False, "echo one"), (True, "echo one"), (True, "echo two")]
    assert calls[1]["t"] - calls[0]["t"] >= 1


async def test_errors_of_telegram_are_retried_in_order(edge: Desk) -> None:
    """Without it: a hiccup of Telegram would lose an answer or swap two."""
    citizen = await edge.citizen()
    await edge.tg.fault(method="sendMessage", status=500, times=2)
    await edge.tg.fault(method="sendMessage", cut="before", times=1, skip=2)
    for n in range(3):
        await citizen.send_text(str(n))
    await citizen.wait_for("echo 2", timeout=60)
    assert [m.words for m in await citizen.messages(by_bot=True)] == [f"echo {n}" for n in range(3)]


async def test_what_waited_while_telegram_was_away_goes_out_replies_first(edge: Desk) -> None:
    """Without it: after an outage people would wait for their answers behind everything that piled up."""
    people = [await edge.citizen(id=9_000_001 + n) for n in range(40)]
    citizen = await edge.citizen()
    await citizen.send_text("hello")
    await citizen.wait_for("echo hello")
    away = await edge.tg.fault(method=["sendMessage", "editMessageText"], cut="before", times=None)
    await citizen.send_text("broadcast 40")
    await citizen.send_text("after the outage")
    await edge.tg.settled()
    await asyncio.sleep(2)
    await edge.tg.clear_calls()
    await edge.tg.clear_faults(away)
    await edge.idle(40)
    sent = [c["text"] for c in await edge.tg.calls("sendMessage") if c["ok"]]
    assert sent[0] == "echo after the outage"
    assert len(sent) == 1 + len(people)


async def test_somebody_who_blocked_the_bot_is_left_alone(edge: Desk) -> None:
    """Without it: the bot would knock for ever at doors that are closed."""
    citizen = await edge.citizen()
    await edge.tg.hold()
    await citizen.send_text("one")
    await citizen.block()
    await edge.tg.release()
    await edge.idle()
    assert await edge.rows(OutboxMessage) == []
    await citizen.unblock()
    await citizen.send_text("back")
    await citizen.wait_for("echo back")


async def test_trouble_on_the_way_is_no_reason_to_give_up(edge: Desk) -> None:
    """Without it: a revoked token, or a proxy's error page, would throw away everything that waits."""
    citizen = await edge.citizen()
    await edge.tg.fault(method="sendMessage", status=401)
    await edge.tg.fault(method="sendMessage", status=404, skip=1)
    await citizen.send_text("patience")
    await citizen.wait_for("echo patience")


async def test_a_file_id_that_telegram_no_longer_knows_gives_way_to_our_copy(edge: Desk) -> None:
    """Without it: after a change of token every picture of every request would be gone."""
    citizen = await edge.citizen()
    sent = await citizen.send_photo("open_manhole")
    await citizen.wait_for("photos: 1")
    key = await edge.runtime.store.save(await edge.tg.file(sent["photo"][-1]), ".jpg")
    now = datetime.now(UTC)
    async with edge.database.begin() as session:
        media = Media(
            purpose=MediaPurpose.BEFORE, kind="photo", sent_as="photo", file_id="AgAC-lost", file_unique_id="lost",
            show_file_id="AgAC-lost", state="stored", key=key, not_before=now, created_at=now,
        )  # fmt: skip
        session.add(media)
        await session.flush()
        payload = {"content": Content("our copy", media_id=media.id).payload()}
        await _upsert(session, [Parcel(citizen.id, "message", payload, now)], now)
    shown = await citizen.wait_for("our copy")
    await edge.idle()
    [stored] = await edge.rows(Media)
    assert shown["photo"] and stored.show_file_id not in (None, "AgAC-lost")
