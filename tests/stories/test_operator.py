"""An operator's day: the queue, a request's card, and every decision there is."""

import asyncio
from datetime import UTC, datetime, timedelta

from domain.words import Action, MediaPurpose, Outcome, RejectReason, Role, State
from models import CitizenRequest, Follow, HistoryEntry, Membership
from sandbox.client import Person as Player
from services import counters
from tests.conftest import Desk
from tests.stories.acting import card, press, told
from tests.stories.behind import employ, filed, photo

LIMIT = 1024


async def opened(desk: Desk, **fields: object) -> tuple[Player, Player, int]:
    """An operator who looks at the card of a new request with two photos; the citizen and the number."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR, name="Aigul")
    number = await filed(desk, citizen.id, queued=False, **fields)
    for _ in range(2):
        await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, f"№ {number}")
    return operator, citizen, number


async def request(desk: Desk, number: int) -> CitizenRequest:
    [row] = await desk.rows(CitizenRequest, id=number)
    return row


async def last_step(desk: Desk, number: int) -> HistoryEntry:
    return (await desk.rows(HistoryEntry, request_id=number))[-1]


async def test_the_queue_shows_the_most_urgent_first(desk: Desk) -> None:
    """Without it: what is due today would lie below what is due next week."""
    operator, now = await desk.staff(Role.OPERATOR), datetime.now(UTC)
    late = await filed(desk, None, queued=False, due_at=now - timedelta(days=2))
    later = await filed(desk, None, queued=False, due_at=now + timedelta(days=5))
    soon = await filed(desk, None, queued=False, due_at=now + timedelta(days=1))
    await operator.send_text("/queue")
    shown = await card(desk, operator)
    listed = [b for b in shown.buttons if "№" in b]
    assert [f"№ {n}" in b for n, b in zip((late, soon, later), listed, strict=True)] == [True] * 3
    assert "🔴 2 days" in listed[0] and "Cleaning of an area" in listed[0]
    assert "In work: 3" in shown.words and "Shymkent" in shown.words


async def test_an_empty_queue_says_so(desk: Desk) -> None:
    """Without it: a new region's operator would think the bot broken."""
    operator = await desk.staff(Role.OPERATOR)
    await operator.send_text("/queue")
    assert "Nothing here now" in (await card(desk, operator)).words


async def test_the_card_tells_what_one_needs_to_decide(desk: Desk) -> None:
    """Without it: the operator would have to ask around for what the system knows."""
    operator, citizen, number = await opened(desk, description="Bags by the <fence> & the gate", address="Abai 1")
    neighbour = await filed(desk, None, queued=False, lat=42.3203)
    await filed(desk, citizen.id, queued=False, region="KZ-71", category="park")
    shown = await press(desk, operator, "🏷 Category")
    shown = await press(desk, operator, "Back")
    assert shown.get("photo") and len(shown.words) <= LIMIT
    for part in (f"№ {number}", "new", "Cleaning of an area", "Deadline", "Shymkent", "Abai 1",
                 "Bags by the <fence> & the gate", f"№ {neighbour} (33 m)"):  # fmt: skip
        assert part in shown.words, part
    assert "Азамат" not in shown.words
    assert any("1/2" in b for b in shown.buttons)


async def test_a_long_story_is_cut_and_shown_whole_on_demand(desk: Desk) -> None:
    """Without it: a long description would make the caption too long for Telegram, and the card would never come."""
    words = "🧹" * 499 + "end"
    operator, _, _ = await opened(desk, description=words, address="ю" * 400)
    shown = await card(desk, operator)
    assert "…" in shown.words and "end" not in shown.words
    whole = await press(desk, operator, "Full text")
    assert words in whole.words and whole.get("photo")
    assert "№" in (await press(desk, operator, "Back")).words


async def test_photos_are_flipped_in_place_and_sent_as_an_album(desk: Desk) -> None:
    """Without it: the second photo, which often shows the address, would stay unseen."""
    operator, _, number = await opened(desk)
    first = await card(desk, operator)
    second = await press(desk, operator, "▶️")
    assert second.id == first.id and second["photo"] != first["photo"]
    assert any("2/2" in b for b in second.buttons)
    await press(desk, operator, "2/2")
    album = [m for m in await operator.messages(by_bot=True) if m.get("media_group_id")]
    assert len(album) == 2 and f"№ {number}" in album[0].words


async def test_the_map_has_links_and_leads_back(desk: Desk) -> None:
    """Without it: the operator could not see where it is, or would be stuck there."""
    operator, _, _ = await opened(desk)
    shown = await press(desk, operator, "Map")
    urls = [b["url"] for row in shown["reply_markup"]["inline_keyboard"] for b in row if "url" in b]
    for host, point in (("2gis.kz", "69.590000,42.320000"), ("google.com", "42.320000,69.590000"),
                        ("yandex.kz", "69.590000,42.320000"), ("openstreetmap.org", "mlat=42.320000")):  # fmt: skip
        assert any(host in url and point in url for url in urls), host
    assert "Assign" in " ".join((await press(desk, operator, "Back")).buttons)


async def test_assigning_gives_the_work_to_an_executor(desk: Desk) -> None:
    """Without it: nothing would ever be cleaned."""
    operator, citizen, number = await opened(desk)
    executor = await desk.staff(Role.EXECUTOR, name="Bolat")
    await employ(desk, executor.id, "Green City")
    choice = await press(desk, operator, "👷 Assign")
    assert "Bolat · Green City · 0" in choice.buttons
    shown = await press(desk, operator, "Bolat")
    assert "executor appointed" in shown.words and "Bolat, Green City" in shown.words
    row = await request(desk, number)
    assert (row.state, row.executor_id) == (State.ASSIGNED, executor.id)
    await citizen.wait_for("Green City")
    await executor.wait_for(f"№ {number}")


async def test_an_open_category_is_asked_for_before_assigning(desk: Desk) -> None:
    """Without it: a request would be assigned without a deadline of its own."""
    operator, _, number = await opened(desk, category=None)
    assert "category is still missing" in await told(operator, "🙋 Take it myself")
    await desk.idle()
    await operator.send_text("люк")
    shown = await card(desk, operator)
    assert [b for b in shown.buttons if "Open manholes" in b]
    shown = await press(desk, operator, "Open manholes")
    assert "Open manholes" in shown.words
    await press(desk, operator, "🙋 Take it myself")
    row = await request(desk, number)
    assert (row.state, row.category, row.executor_id) == (State.ASSIGNED, "open_hatch", operator.id)


async def test_a_request_is_planned_by_the_operator(desk: Desk) -> None:
    """Without it: an operator who agreed on a date by telephone could not write it down."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "🙋 Take it myself")
    choice = await press(desk, operator, "📅 Plan")
    days = [b for b in choice.buttons if b not in ("⬅️ Back", "Later ▶️")]
    assert len(days) == 10 and sum("🌙" in b for b in days) >= 2
    await press(desk, operator, "Later ▶️")
    last = await press(desk, operator, "Later ▶️")
    assert "Later ▶️" not in last.buttons and len(last.buttons) == 12 and not set(days) & set(last.buttons)
    await press(desk, operator, "◀️ Sooner")
    days = (await press(desk, operator, "Later ▶️")).buttons[:10]
    shown = await press(desk, operator, days[-1])
    assert "Work planned for" in shown.words
    row = await request(desk, number)
    assert row.state is State.PLANNED and row.planned_for is not None
    planned = row.planned_for.astimezone(desk.settings.zone)
    assert planned.hour == 9 and (planned.date() - datetime.now(desk.settings.zone).date()).days == 30


async def test_rejecting_with_a_reason_and_words(desk: Desk) -> None:
    """Without it: the citizen would not learn why, or the words would be lost."""
    operator, citizen, number = await opened(desk)
    await press(desk, operator, "🚫 Reject")
    ask = await press(desk, operator, "private land")
    assert "You may add words" in ask.words
    await operator.send_text("The yard belongs to <OSI> & Co")
    shown = await card(desk, operator)
    assert "rejected" in shown.words and "private land" in shown.words
    row, entry = await request(desk, number), await last_step(desk, number)
    assert (row.state, row.reason, row.outcome) == (State.REJECTED, RejectReason.PRIVATE_LAND, Outcome.REJECTED)
    assert entry.comment == "The yard belongs to <OSI> & Co"
    assert "The yard belongs to <OSI> & Co" in (await citizen.wait_for("rejected")).words


async def test_rejecting_without_words_takes_a_second_tap(desk: Desk) -> None:
    """Without it: a slip of the thumb would close somebody's request."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "🚫 Reject")
    await press(desk, operator, "not clear")
    assert (await request(desk, number)).state is State.NEW
    await press(desk, operator, "🚫 Reject")
    assert (await request(desk, number)).outcome is Outcome.RETURNED


async def test_another_reason_needs_words(desk: Desk) -> None:
    """Without it: "another reason" would tell the citizen nothing."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "🚫 Reject")
    ask = await press(desk, operator, "Another reason")
    assert "🚫 Reject" not in ask.buttons
    answer = await operator.forge(ask, f"decide:rejected:{number}:other")
    assert "Words are missing" in answer["answer"]["text"]
    assert (await request(desk, number)).state is State.NEW


async def test_asking_the_citizen(desk: Desk) -> None:
    """Without it: an unclear place would have to be rejected."""
    operator, citizen, number = await opened(desk)
    await press(desk, operator, "❓ Ask")
    await operator.send_text("Which entrance?")
    shown = await card(desk, operator)
    assert "waiting for the citizen's answer" in shown.words
    assert (await request(desk, number)).state is State.NEEDS_INFO
    assert "Which entrance?" in (await citizen.wait_for("question")).words


async def test_a_photo_where_words_are_due_is_answered_kindly(desk: Desk) -> None:
    """Without it: an album sent by mistake would become a request of the operator's own, or ten complaints."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "❓ Ask")
    await operator.send_photos(["open_manhole"] * 3)
    shown = await card(desk, operator)
    assert "Words are needed here" in shown.words
    assert len([m for m in await operator.messages(by_bot=True) if "Words are needed" in m.words]) == 1
    await operator.send_text("x" * 1001)
    assert "too long" in (await card(desk, operator)).words
    await operator.send_text("Which house?")
    await desk.idle()
    assert (await request(desk, number)).state is State.NEEDS_INFO


async def test_back_ends_the_waiting_for_words(desk: Desk) -> None:
    """Without it: the next thing typed would be sent to a citizen as a question."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "❓ Ask")
    await press(desk, operator, "Back")
    await operator.send_text("Just thinking aloud")
    await desk.idle()
    assert (await request(desk, number)).state is State.NEW


async def test_a_command_ends_the_waiting_for_words(desk: Desk) -> None:
    """Without it: somebody who went elsewhere would be stuck in a question."""
    operator, _, number = await opened(desk)
    await press(desk, operator, "❓ Ask")
    await operator.send_text("/queue")
    await desk.idle()
    await operator.send_text("Nobody asked")
    await desk.idle()
    assert (await request(desk, number)).state is State.NEW


async def test_a_note_is_for_colleagues_only(desk: Desk) -> None:
    """Without it: colleagues could not tell each other anything, or the citizen would read it."""
    operator, citizen, number = await opened(desk)
    await press(desk, operator, "📝 Note")
    await operator.send_text("Ask the housing office first")
    shown = await card(desk, operator)
    assert "Ask the housing office first" in shown.words and "Aigul" in shown.words
    assert not (await last_step(desk, number)).public
    history = await press(desk, operator, "History")
    assert "🔒" in history.words and "note" in history.words and "sent" in history.words
    assert not [m for m in await citizen.messages(by_bot=True) if "housing office" in m.words]


async def test_a_duplicate_is_chosen_from_those_nearby(desk: Desk) -> None:
    """Without it: the same heap of rubbish would be worked on twice."""
    operator, citizen, number = await opened(desk)
    original = await filed(desk, None, queued=False, lat=42.3203)
    await press(desk, operator, "🔗 Duplicate")
    check = await press(desk, operator, f"№ {original}")
    assert f"repeat № {original}" in check.words and "33 m" in check.words
    shown = await press(desk, operator, "Yes, the same")
    assert f"Original: № {original}" in shown.words
    row = await request(desk, number)
    assert (row.state, row.duplicate_of, row.outcome) == (State.DUPLICATE, original, Outcome.DUPLICATE)
    assert [f.person_id for f in await desk.rows(Follow, request_id=original)] == [citizen.id]


async def test_the_number_of_an_original_is_typed(desk: Desk) -> None:
    """Without it: a repetition reported from the next street could not be joined; or a wrong number would be taken."""
    operator, _, number = await opened(desk)
    elsewhere = await filed(desk, None, queued=False, region="KZ-71")
    far = await filed(desk, None, queued=False, lat=42.4)
    await press(desk, operator, "🔗 Duplicate")
    for wrong in ("999999", "abc", str(elsewhere), str(number), "9" * 30):
        await operator.send_text(wrong)
        assert "nothing here" in (await card(desk, operator)).words, wrong
    await operator.send_text(f"№{far}")
    assert f"repeat № {far}" in (await card(desk, operator)).words
    await press(desk, operator, "Yes, the same")
    assert (await request(desk, number)).duplicate_of == far


async def test_forwarding_hands_the_request_over(desk: Desk) -> None:
    """Without it: a request at a border would stay with an akimat that cannot help."""
    operator, citizen, number = await opened(desk, district="Al-Farabi")
    before = await request(desk, number)
    await press(desk, operator, "↪️ Other region")
    await press(desk, operator, "Almaty Region")
    await operator.send_text("The landfill lies behind the city limit")
    shown = await card(desk, operator)
    assert "Queue" in shown.words and f"№ {number}" not in " ".join(shown.buttons)
    row = await request(desk, number)
    assert (row.region, row.state, row.district) == ("KZ-19", State.NEW, None) and row.queued_at > before.queued_at
    assert "landfill" in (await citizen.wait_for("handed over")).words
    other = await desk.staff(Role.OPERATOR, "KZ-19")
    await other.send_text("/queue")
    await desk.idle()
    assert "landfill" in (await press(desk, other, f"№ {number}")).words


async def test_the_slower_of_two_operators_learns_who_was_faster(desk: Desk) -> None:
    """Without it: both would believe they had decided, or the second would undo the first."""
    first, _, number = await opened(desk)
    second = await desk.staff(Role.OPERATOR, name="Dana")
    await second.send_text("/queue")
    await desk.idle()
    await press(desk, second, f"№ {number}")
    await press(desk, second, "🚫 Reject")
    await press(desk, second, "not clear")
    await press(desk, first, "🙋 Take it myself")
    said = await told(second, "🚫 Reject")
    assert "Aigul" in said and "executor appointed" in said
    shown = await card(desk, second)
    assert "executor appointed" in shown.words and "🚫 Reject" not in shown.buttons
    assert (await request(desk, number)).state is State.ASSIGNED


async def test_two_who_take_it_at_once_do_not_take_it_from_each_other(desk: Desk) -> None:
    """Without it: the second would get the work that the first believes to have, since work may be re-assigned."""
    first, _, number = await opened(desk)
    second = await desk.staff(Role.OPERATOR, name="Dana")
    executor = await desk.staff(Role.EXECUTOR, name="Bolat")
    await second.send_text("/queue")
    await desk.idle()
    await press(desk, second, f"№ {number} ")
    await press(desk, second, "👷 Assign")
    answers = await asyncio.gather(first.press("🙋 Take it myself"), second.press("Bolat"))
    said = [(a["answer"] or {}).get("text", "") for a in answers]
    await desk.idle()
    row = await request(desk, number)
    loser_said, name = (said[1], "Aigul") if row.executor_id == first.id else (said[0], "Dana")
    assert row.executor_id in (first.id, executor.id)
    assert name in loser_said and "has moved on" in loser_said
    assert len([h for h in await desk.rows(HistoryEntry, request_id=number) if h.action is Action.ASSIGN]) == 1
    for shown in (await card(desk, first), await card(desk, second)):
        assert "executor appointed" in shown.words


async def test_work_is_taken_from_an_executor_knowingly(desk: Desk) -> None:
    """Without it: an executor who has fallen ill would keep the work for ever."""
    operator, _, number = await opened(desk)
    executor = await desk.staff(Role.EXECUTOR, name="Bolat")
    await press(desk, operator, "👷 Assign")
    await press(desk, operator, "Bolat")
    await press(desk, operator, "🙋 Take it myself")
    assert (await request(desk, number)).executor_id == operator.id
    await executor.wait_for("no longer yours")


async def test_a_request_forwarded_meanwhile_leads_back_to_the_queue(desk: Desk) -> None:
    """Without it: the slower operator would stay on the card of a request that is another region's now."""
    first, _, number = await opened(desk)
    second = await desk.staff(Role.OPERATOR)
    await second.send_text("/queue")
    await desk.idle()
    await press(desk, second, f"№ {number} ")
    await press(desk, first, "↪️ Other region")
    await press(desk, first, "Astana")
    await first.send_text("It lies there")
    await desk.idle()
    assert "nothing here" in await told(second, "🚫 Reject")
    assert "Queue" in (await card(desk, second)).words


async def test_words_that_come_too_late_are_not_used(desk: Desk) -> None:
    """Without it: a question typed for minutes would overrule a colleague's decision."""
    first, _, number = await opened(desk)
    second = await desk.staff(Role.OPERATOR)
    await second.send_text("/queue")
    await desk.idle()
    await press(desk, second, f"№ {number}")
    await press(desk, second, "❓ Ask")
    await press(desk, first, "🙋 Take it myself")
    await second.send_text("Where is it?")
    await desk.idle()
    assert any("has moved on" in m.words for m in await second.messages(by_bot=True))
    assert (await request(desk, number)).state is State.ASSIGNED
    assert (await last_step(desk, number)).action is Action.ASSIGN


async def test_the_filter_is_remembered(desk: Desk) -> None:
    """Without it: an operator who only does street lights would set the filter twenty times a day."""
    operator = await desk.staff(Role.OPERATOR)
    light = await filed(desk, None, queued=False, category="lighting")
    await filed(desk, None, queued=False)
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "🏷 Category")
    await press(desk, operator, "Street lighting")
    await operator.send_text("/queue")
    shown = await card(desk, operator)
    assert [b for b in shown.buttons if "№" in b] == [b for b in shown.buttons if f"№ {light} " in b]
    await press(desk, operator, "🔎 Filter")
    assert "Nothing here now" in (await press(desk, operator, "Overdue")).words
    await press(desk, operator, "🔎 Filter")
    assert f"№ {light} " in " ".join((await press(desk, operator, "New")).buttons)


async def test_pages_stay_right_while_the_queue_moves(desk: Desk) -> None:
    """Without it: a request that others decide about meanwhile would make the next page skip one."""
    operator, now = await desk.staff(Role.OPERATOR), datetime.now(UTC)
    numbers = [await filed(desk, None, queued=False, due_at=now + timedelta(days=3, hours=n)) for n in range(20)]
    await operator.send_text("/queue")
    shown = await card(desk, operator)
    assert numbers_on(shown.buttons) == numbers[:8] and "◀️" not in shown.buttons
    async with desk.database.begin() as session:
        for number in numbers[:3]:
            row = await session.get_one(CitizenRequest, number)
            before = counters.standing_of(row, desk.settings.zone)
            row.state, row.is_open, row.outcome = State.WITHDRAWN, False, Outcome.WITHDRAWN
            await counters.move(session, before, counters.standing_of(row, desk.settings.zone))
    shown = await press(desk, operator, "▶️")
    assert numbers_on(shown.buttons) == numbers[8:16]
    await press(desk, operator, f"№ {numbers[10]} ")
    assert numbers_on((await press(desk, operator, "To the queue")).buttons) == numbers[8:16]
    shown = await press(desk, operator, "▶️")
    assert numbers_on(shown.buttons) == numbers[16:] and "▶️" not in shown.buttons
    assert numbers_on((await press(desk, operator, "◀️")).buttons) == numbers[8:16]
    shown = await press(desk, operator, "◀️")
    assert numbers_on(shown.buttons) == numbers[3:11] and "◀️" not in shown.buttons


def numbers_on(buttons: list[str]) -> list[int]:
    """The numbers of the requests on the buttons."""
    return [int(b.split("№ ")[1].split()[0]) for b in buttons if "№" in b]


async def test_somebody_with_two_regions_switches_between_them(desk: Desk) -> None:
    """Without it: an operator who stands in for a colleague elsewhere would see one queue only."""
    operator = await desk.staff(Role.OPERATOR)
    async with desk.database.begin() as session:
        session.add(
            Membership(
                person_id=operator.id, role=Role.OPERATOR, region="KZ-71", active=True, created_at=datetime.now(UTC)
            )
        )
    there = await filed(desk, None, queued=False, region="KZ-71", lat=51.12, lon=71.43)
    await operator.send_text("/queue")
    assert "Nothing here now" in (await card(desk, operator)).words
    await press(desk, operator, "Another region")
    shown = await press(desk, operator, "Astana")
    assert f"№ {there} " in " ".join(shown.buttons)
    await press(desk, operator, f"№ {there} ")
    assert "Astana" in (await press(desk, operator, "To the queue")).words
