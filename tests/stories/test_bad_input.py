"""What nobody expects, sent all the same: a clear short answer each, nothing lost, nothing leaked."""

import pytest

from models import Draft, InboxUpdate, Person
from tests.conftest import Desk
from tests.stories.acting import SHYMKENT, card, press

pytestmark = pytest.mark.by_turns


async def _nothing_parked(desk: Desk) -> bool:
    return {u.state for u in await desk.rows(InboxUpdate)} <= {"done", "ignored"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("sticker", "sticker"), ("voice", "voice"), ("audio", "audio"), ("video_note", "Round videos"),
        ("dice", "I do not play"), ("story", "cannot take this kind"), ("animation", "only photos and videos"),
    ],
)  # fmt: skip
async def test_content_that_cannot_be_taken(desk: Desk, kind: str, said: str) -> None:
    """Silence looks like a broken bot; the draft comes back below the answer."""
    resident = await desk.citizen()
    await resident.send(kind)
    assert said in (await card(desk, resident)).words
    await resident.send_photo("yard_bins_before")
    await resident.send(kind)
    seen = await card(desk, resident)
    assert said in seen.words and "1 of 10" in seen.words
    assert await _nothing_parked(desk)


async def test_polls_and_contacts(desk: Desk) -> None:
    """A phone number nobody asked for must not be kept."""
    resident = await desk.citizen()
    await resident.send("poll", question="Who?", options=["a", "b"])
    assert "polls" in (await card(desk, resident)).words
    await resident.send_contact("+77010000000", "Somebody")
    assert "not kept" in (await card(desk, resident)).words
    assert await desk.rows(Draft) == []


@pytest.mark.parametrize("text", ["/queue", "/tasks", "/nonsense", "/", "/invite operator", "/complaints"])
async def test_commands_of_others_look_like_commands_that_are_none(desk: Desk, text: str) -> None:
    """A stranger must not even learn which commands there are for staff."""
    resident = await desk.citizen()
    await resident.send_text(text)
    assert "no such command" in (await card(desk, resident)).words


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <script>", "{name} {0} {}", "%s %d %(x)s %", "b\u202ec\u200bd", "😀" * 500,
        "ә" * 1000, "' OR 1=1; --", "`_*[]()~>#+-=|{}.!",
    ],
)  # fmt: skip
async def test_any_text_is_shown_as_it_was_meant(desk: Desk, text: str) -> None:
    """Words go through HTML, format strings and a database: each must bring them back unharmed."""
    resident = await desk.citizen()
    await resident.send_text(text)
    seen = await card(desk, resident)
    expected = text.replace("\u202e", "").replace("\u200b", "")
    assert expected[:120] in seen.words
    (draft,) = await desk.rows(Draft)
    assert draft.description == expected
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "📝 Description")
    assert await _nothing_parked(desk)


async def test_a_nul_byte_harms_no_database(desk: Desk) -> None:
    """PostgreSQL refuses NUL in a text: one character would lose the whole message."""
    resident = await desk.citizen()
    await resident.send_text("Bags")
    await desk.idle()
    (update,) = await desk.tg.updates()
    update["update_id"] += 1
    update["message"] |= {"message_id": update["message"]["message_id"] + 10, "text": "and\x00 glass"}
    await desk.tg.inject(update)
    await desk.idle()
    assert "and glass" in (await card(desk, resident)).words
    assert await _nothing_parked(desk)


async def test_texts_that_are_too_long_or_empty(desk: Desk) -> None:
    """4,096 emoji fit into a message but not into a description; nothing visible fits nowhere."""
    resident = await desk.citizen()
    await resident.send_text("😀" * 2048)
    assert "too long" in (await card(desk, resident)).words
    await resident.send_text("\u200b\u2060 \u200b")
    assert "no words" in (await card(desk, resident)).words
    assert await desk.rows(Draft) == []
    await resident.send_photo("yard_bins_before", caption="x" * 1024)
    seen = await card(desk, resident)
    assert "caption is too long" in seen.words and "1 of 10" in seen.words


async def test_a_photo_where_words_are_due_and_words_where_a_photo_is_due(desk: Desk) -> None:
    """People send what they have at hand; each finds its place."""
    resident = await desk.citizen()
    await resident.send_text("Bags")
    await desk.idle()
    await press(desk, resident, "📝 Description")
    await resident.send_photo("yard_bins_before")
    seen = await card(desk, resident)
    assert "1 of 10" in seen.words and "Bags" in seen.words and "Place: not known yet" in seen.words


async def test_edits_are_answered_and_moving_locations_are_not(desk: Desk) -> None:
    """Somebody who corrects a sent message would believe that we have read it."""
    resident = await desk.citizen()
    sent = await resident.send_text("Bags")
    await desk.idle()
    await resident.edit(sent, text="Glass")
    seen = await card(desk, resident)
    assert "do not reach me" in seen.words and "Bags" in seen.words
    live = await resident.send_location(*SHYMKENT, live_period=900)
    before = await card(desk, resident)
    await resident.move(live, 42.33, 69.60)
    await resident.stop_live(live)
    after = await card(desk, resident)
    assert (after.id, after.words) == (before.id, before.words)


@pytest.mark.parametrize(
    "data",
    [
        "", "x", "draft", "draft:send", "draft:send:abc:", "draft:send:-1:", "draft:nothing:1:", "my:card:0:", "::::",
        "admin:all:1:", "draft:send:" + "9" * 30 + ":", "my:older:999999999999999999:o", "draft:category:5:🧹",
        "start:agree:0:",
    ],
)  # fmt: skip
async def test_forged_buttons(desk: Desk, data: str) -> None:
    """Callback data is anybody's to write: each gets an answer, so that the clock on the button stops, and no more."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    seen = await card(desk, resident)
    pressed = await resident.forge(seen, data)
    assert pressed["answered"]
    assert len(await desk.rows(Draft)) == 1 and await _nothing_parked(desk)


async def test_buttons_with_forged_arguments(desk: Desk) -> None:
    """A right button with a wrong argument is as forged as any other."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    seen = await card(desk, resident)
    (draft,) = await desk.rows(Draft)
    for verb, argument in (
        ("category", "nonsense"), ("kind", "nonsense"), ("region", "KZ-99"), ("district", "KZ-99."),
        ("district", "KZ-75.0"), ("categories", "-5"), ("regions", "9999999"), ("photos", "77777777777"),
        ("photos", "²"), ("unphoto", "1²"), ("unphoto", "99999999999999999999"), ("same", "x"), ("similar", "3"),
        ("here", ""), ("elsewhere", ""), ("addwords", ""),
    ):  # fmt: skip
        assert (await resident.forge(seen, f"draft:{verb}:{draft.id}:{argument}"))["answered"], (verb, argument)
    await desk.idle()
    (kept,) = await desk.rows(Draft)
    assert (kept.category, kept.region, kept.kind) == (None, None, "request")
    assert await _nothing_parked(desk)


async def test_nobody_s_message_starts_nothing(desk: Desk) -> None:
    """Other bots are no citizens: answering them could go on for ever."""
    await desk.stranger(is_bot=True)
    owner = await desk.stranger()
    anonymous = owner.at(await desk.tg.group("Yard", creator=owner.id))
    await anonymous.send_text("/start", **{"as": "anonymous"})
    await desk.idle()
    assert await desk.rows(Person) == []


async def test_somebody_without_a_name(desk: Desk) -> None:
    """A name may be empty, and is none of our business anyway."""
    resident = await desk.stranger(first_name="", language_code="xx-unknown")
    await resident.start()
    assert (await card(desk, resident)).buttons[0] == "Қазақша"


async def test_blocking_and_coming_back(desk: Desk) -> None:
    """Somebody who blocked the bot is left alone, and finds the draft where it was when they come back."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await resident.block()
    await desk.idle()
    assert (await desk.rows(Person))[0].reachable is False
    await resident.start()
    assert "1 of 10" in (await card(desk, resident)).words
    assert (await desk.rows(Person))[0].reachable is True
