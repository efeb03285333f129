"""A working group's life: bound by a supervisor, shown requests as cards, worked in, and looked after in trouble."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.words import RejectReason, Role, State
from models import CitizenRequest, GroupCard, Organisation, OutboxMessage, Person, Timer, Topic, WorkingGroup
from sandbox.client import Group, Seen
from sandbox.client import Person as Player
from sandbox.client_people import Place
from services import deciding, group_cards, groups
from services.arriving import announce_arrival
from tests.conftest import Desk
from tests.stories.acting import send_request
from tests.stories.behind import actor_of, employ, filed, step

SECRETS = ("Жанар", "zhanar_kz", "8 701 234 56 78", "950101300123")
WORDS = "Bags by the fence, call Жanna: 8 701 234 56 78, @zhanar_kz, IIN 950101300123"


async def struck(desk: Desk, name: str) -> None:
    """Wait until the timers of this name, which are due at once, have been handled; the bot's own clock ticks, too."""
    while await desk.rows(Timer, name=name):
        await desk.runtime.clock.tick()
    await desk.idle()


async def press(place: Place, text: str, message: Seen | None = None) -> dict[str, Any]:
    """Press a button in the group as soon as it is there; returns the bot's answer."""
    if message is None:
        message = await place.wait_for(lambda m: any(text in b for b in m.buttons))
    pressed = await place.press(text, message=message)
    return pressed["answer"] or {}


async def shown(desk: Desk, place: Place, number: int) -> list[Seen]:
    """The messages in a group that show a request."""
    await desk.idle()
    return [m for m in await place.messages(by_bot=True) if f"№ {number} " in f"{m.words} ".replace("\n", " ")]


async def bind(desk: Desk, supervisor: Place, *choices: str) -> None:
    """Bind the group by its buttons."""
    await supervisor.send_text("/bind@tazalyq_test_bot")
    for choice in (*choices, "English", "Bind the group"):
        await press(supervisor, choice)
        await desk.idle()


async def bound(desk: Desk, c: "Cast", topics: str | None = None, **scope: Any) -> None:
    """Bind the group behind the scenes."""
    async with desk.database.begin() as session:
        actor, scope_ = await actor_of(session, c.supervisor.id), groups.Scope("KZ-79", **scope)
        now = datetime.now(UTC)
        await groups.bind(session, actor, c.group.id, "Shymkent", scope_, topics, "en", now)


async def arrived(desk: Desk, citizen: Player | None, **fields: Any) -> int:
    """A new request, of which the groups of its region have heard."""
    number = await filed(desk, citizen.id if citizen else None, queued=False, **fields)
    async with desk.database.begin() as session:
        await announce_arrival(session, await session.get_one(CitizenRequest, number), datetime.now(UTC))
    await struck(desk, "group_card")
    return number


class Cast:
    """A supervisor, an operator and an executor in a group of theirs."""

    def __init__(self, supervisor: Player, operator: Player, executor: Player, group: Group) -> None:
        self.supervisor, self.operator, self.executor, self.group = supervisor, operator, executor, group
        self.head, self.desk, self.hand = (person.at(group) for person in (supervisor, operator, executor))


async def cast(desk: Desk, **fields: Any) -> Cast:
    """Staff of Shymkent in a group."""
    supervisor = await desk.staff(Role.SUPERVISOR, name="Head")
    operator = await desk.staff(Role.OPERATOR, name="Desk")
    executor = await desk.staff(Role.EXECUTOR, name="Hand")
    group = await desk.tg.group("Shymkent", members=[supervisor, operator, executor], **fields)
    await desk.idle()
    return Cast(supervisor, operator, executor, group)


async def test_a_request_is_worked_on_in_a_group(desk: Desk) -> None:
    """Without it: an akimat's people who live in their group would have to leave it for every request."""
    c = await cast(desk)
    citizen = await desk.citizen(first_name="Жанар", username="zhanar_kz")
    other = await desk.staff(Role.SUPERVISOR, "KZ-75")
    stranger = await desk.stranger(language_code="en")
    for person in (other, stranger):
        await c.group.member(person, "member")
    await stranger.at(c.group).send_text("/bind")
    await c.head.wait_for("Only a supervisor")
    assert await desk.rows(Person, id=stranger.id) == []
    await nobody_else_binds(desk, c, other)
    await bind(desk, c.head, "All requests")
    await other.at(c.group).send_text("/bind")
    await desk.idle()
    refusal = await c.head.last()
    assert refusal is not None and refusal.words.startswith("Only a supervisor")
    assert (await press(other.at(c.group), "Keep it", await _unbind(c)))["show_alert"]

    await send_request(desk, citizen)
    [request] = await desk.rows(CitizenRequest)
    await struck(desk, "group_card")
    [card] = await shown(desk, c.desk, request.id)
    assert "photo" in card and card["has_protected_content"] and "Cleaning of an area" in card.words
    assert not [secret for secret in (*SECRETS, str(citizen.id)) if secret in str(card)]

    for nobody in (other, stranger, c.executor):
        assert (await press(nobody.at(c.group), "Take it myself", card))["show_alert"]
    assert (await desk.rows(CitizenRequest))[0].state is State.NEW
    await press(c.desk, "Take it myself", card)
    [card] = await shown(desk, c.desk, request.id)
    assert "Desk" in card.words and card["versions"] == 2
    await press(c.desk, "Assign", card)
    await press(c.desk, "Hand")
    [card] = await shown(desk, c.desk, request.id)
    assert "Hand" in card.words and "Desk" not in card.words
    # Everybody here sees the card: nobody is told that it is not there, or that something has changed.
    assert "not able to do this" in (await press(c.desk, "Start", card))["text"]
    assert "not able to do this" in (await press(other.at(c.group), "Open", card))["text"]
    await press(c.hand, "Start", card)
    [card] = await shown(desk, c.hand, request.id)
    assert (await press(c.desk, "Done", card))["show_alert"]
    assert (await press(c.hand, "Done", card))["url"].endswith(f"?start=report_{request.id}")
    assert (await press(c.desk, "Open", card))["url"].endswith(f"?start=card_{request.id}")
    await report(desk, c.executor, request.id)
    [card] = await shown(desk, c.hand, request.id)
    assert "done" in card.words and card.buttons == ["📂 Open"]
    await citizen.press("5 ⭐")
    [card] = await shown(desk, c.hand, request.id)
    assert card.buttons == [] and "confirmed" in card.words
    await c.operator.start(f"card_{request.id}")
    await c.operator.wait_for(lambda m: "№ 1" in m.words and "📜 History" in m.buttons)


async def nobody_else_binds(desk: Desk, c: Cast, person: Player) -> None:
    """Neither the buttons of somebody else nor forged ones bind the group."""
    await c.head.send_text("/bind")
    question = await c.head.wait_for("Which requests")
    place, mine = person.at(c.group), f"bind:done:{person.id}:KZ-79.a.n.en"
    assert (await place.forge(question, mine))["answer"]["show_alert"]
    assert (await press(place, "All requests", question))["show_alert"]
    assert await desk.rows(WorkingGroup) == []


async def _unbind(c: Cast) -> Seen:
    await c.head.send_text("/unbind")
    return await c.head.wait_for(lambda m: "Keep it" in m.buttons)


async def report(desk: Desk, executor: Player, number: int) -> None:
    """The photo report in the private chat, by the link of the group."""
    await executor.start(f"report_{number}")
    await executor.wait_for("Report on")
    await executor.send_photo("yard_bins_after")
    await desk.idle()
    await executor.press("Send the report")
    await desk.idle()


async def test_scopes_and_words(desk: Desk) -> None:
    """Without it: a group would see what is not its business, or telephone numbers that a citizen wrote."""
    c = await cast(desk)
    await employ(desk, c.executor.id, "Gardens")
    [gardens] = await desk.rows(Organisation)
    await bound(desk, c, organisation_id=gardens.id)
    number = await arrived(desk, None, description=WORDS)
    assert await shown(desk, c.desk, number) == []
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, c.operator.id, deciding.assign, number, c.executor.id, now, zone)
    [card] = await shown(desk, c.desk, number)
    assert "Bags by the fence" in card.words and not [s for s in SECRETS if s in card.words]
    assert (await press(c.hand, "Return", card))["url"].endswith(f"?start=return_{number}")
    await step(desk, c.operator.id, deciding.assign, number, c.operator.id, now, zone)
    [card] = await shown(desk, c.desk, number)
    assert "no longer has" in card.words and card.buttons == []

    await bind(desk, c.head, "Some categories", "Parks", "Continue")
    park = await arrived(desk, None, category="park")
    waste = await arrived(desk, None, category="territory")
    assert len(await shown(desk, c.desk, park)) == 1 and await shown(desk, c.desk, waste) == []
    await step(desk, c.operator.id, deciding.recategorise, waste, "park", now, zone)
    await step(desk, c.operator.id, deciding.forward, park, "KZ-75", "Over there", now)
    assert len(await shown(desk, c.desk, waste)) == 1
    [card] = await shown(desk, c.desk, park)
    assert "another region" in card.words and card.buttons == []
    assert len(await desk.rows(GroupCard)) == 1


async def test_topics_of_a_forum(desk: Desk) -> None:
    """Without it: each request would open a topic of its own, or vanish with one that somebody deleted."""
    c = await cast(desk, is_forum=True, bot_status="administrator", rights={"can_manage_topics": True})
    await bound(desk, c, groups.BY_DISTRICT)
    first = await arrived(desk, None, district="791110000")
    second = await arrived(desk, None, district="791110000")
    third = await arrived(desk, None, district="my village")
    [topic, other] = await desk.rows(Topic)
    threads = [(await shown(desk, c.desk, number))[0]["message_thread_id"] for number in (first, second, third)]
    assert threads == [other.thread_id, other.thread_id, topic.thread_id] and topic.key == ""

    await c.group.change_topic(other.thread_id, deleted=True)
    await step(desk, c.operator.id, deciding.assign, first, c.executor.id, datetime.now(UTC), desk.settings.zone)
    [card] = await shown(desk, c.desk, first)
    assert card["message_thread_id"] not in threads and "Hand" in card.words
    await step(desk, c.operator.id, deciding.place, first, "791310000", datetime.now(UTC))
    [moved] = await shown(desk, c.desk, first)
    assert moved["message_thread_id"] != card["message_thread_id"]
    assert len(await desk.tg.calls("createForumTopic")) == 4

    await c.group.member(None, "member")
    await c.group.change_topic(moved["message_thread_id"], closed=True)
    await arrived(desk, None, district="791310000")
    await desk.idle()
    assert (await desk.rows(WorkingGroup))[0].trouble == "topic_closed"
    await c.group.change_topic(moved["message_thread_id"], closed=False)
    await desk.idle()
    await struck(desk, "group_cards")
    assert (await desk.rows(WorkingGroup))[0].trouble is None and await desk.rows(GroupCard, stale=True) == []


async def test_nothing_is_lost_in_trouble(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: requests of the days when the bot was thrown out of a group would never be seen there."""
    monkeypatch.setattr(group_cards, "AT_ONCE", 1)
    c = await cast(desk)
    await bound(desk, c)
    before = await arrived(desk, None)
    await c.group.member(None, "kicked")
    await desk.idle()
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, c.operator.id, deciding.assign, before, c.executor.id, now, zone)
    over = await arrived(desk, None)
    await step(desk, c.operator.id, deciding.reject, over, RejectReason.NOT_AKIMAT, None, now)
    meanwhile = await arrived(desk, None)
    await desk.tg.clear_calls()
    for _ in range(2):
        await struck(desk, "group_trouble")
        await step(desk, c.operator.id, deciding.note, before, "Still out", now)
    told = [m for m in await c.supervisor.messages(by_bot=True) if "has a problem" in m.words]
    assert len(told) == 1 and "no longer in this group" in told[0].words
    assert await desk.tg.calls("sendMessage,editMessageText", chat=c.group.id) == []
    await c.group.member(None, "member")
    await desk.idle()
    await struck(desk, "group_cards")
    assert "Hand" in (await shown(desk, c.desk, before))[0].words and len(await shown(desk, c.desk, meanwhile)) == 1

    await c.group.member(None, "restricted", can_send_messages=False)
    await desk.idle()
    await desk.tg.fault(
        method="sendMessage", chat=c.group.id, status=400, description="Bad Request: CHAT_WRITE_FORBIDDEN"
    )
    await c.group.member(None, "member")
    third = await arrived(desk, None)
    await desk.idle()
    assert (await desk.rows(WorkingGroup))[0].trouble == "muted" and await desk.rows(OutboxMessage) == []
    await struck(desk, "group_trouble")
    await c.supervisor.press("Open")
    await c.supervisor.press("Try again")
    await desk.idle()
    await struck(desk, "group_cards")
    [card] = await shown(desk, c.desk, third)
    assert "Deadline" in card.words
    async with desk.database.begin() as session:
        late = await session.get_one(CitizenRequest, third)
        late.due_at = late.first_due_at = now
    await desk.pass_time(name="overdue")
    [card] = await shown(desk, c.desk, third)
    assert "Overdue" in card.words and card.buttons
    await unbound_at_setup(desk, c)
    [card] = await shown(desk, c.desk, third)
    assert card.buttons == [] and await desk.rows(GroupCard) == []


async def test_leave_is_taken_after_a_trouble_too(desk: Desk) -> None:
    """Without it: a request that went elsewhere while the bot was muted would stay open to the group for ever."""
    c = await cast(desk)
    await bound(desk, c)
    number, now = await arrived(desk, None), datetime.now(UTC)
    for method in ("editMessageText", "sendMessage"):
        await desk.tg.fault(method=method, chat=c.group.id, status=400, description="Bad Request: CHAT_WRITE_FORBIDDEN")
    await step(desk, c.operator.id, deciding.forward, number, "KZ-75", "Theirs", now)
    [group] = await desk.rows(WorkingGroup)
    assert group.trouble == "muted"
    async with desk.database.begin() as session:
        await groups.mend(session, await session.get_one(WorkingGroup, c.group.id), now)
    await struck(desk, "group_cards")
    [card] = await shown(desk, c.desk, number)
    assert "Handed over to another region" in card.words and card.buttons == []
    assert await desk.rows(GroupCard) == []


async def unbound_at_setup(desk: Desk, c: Cast) -> None:
    """The supervisor lets the group go in the private chat."""
    await c.supervisor.send_text("/setup")
    for choice in ("Working groups", "Shymkent", "Unbind", "Unbind the group"):
        await press(c.supervisor, choice)
        await desk.idle()
    await c.supervisor.wait_for("No group is bound yet")
    await struck(desk, "group_cards")


async def test_a_group_becomes_a_supergroup(desk: Desk) -> None:
    """Without it: the day somebody makes the group public, its requests would go into the void."""
    c = await cast(desk, type="group")
    await bound(desk, c)
    number, old = await arrived(desk, None), c.group.id
    await desk.tg.hold()
    new = await c.group.migrate()
    await step_unwaited(desk, c, number)
    await desk.tg.release()
    await desk.idle()
    await struck(desk, "group_cards")
    [group] = await desk.rows(WorkingGroup)
    assert group.chat_id == new != old and {card.chat_id for card in await desk.rows(GroupCard)} == {new}
    [card] = await shown(desk, c.operator.at(c.group), number)
    assert "Hand" in card.words
    await press(c.operator.at(c.group), "Assign", card)
    await press(c.operator.at(c.group), "Hand")
    await desk.idle()
    assert await desk.rows(OutboxMessage) == []


async def test_a_group_that_moves_away_from_its_trouble(desk: Desk) -> None:
    """Without it: the sender, and with it the whole bot, would fall over a group that has just got another number."""
    c, now = await cast(desk), datetime.now(UTC)
    await bound(desk, c)

    async def noted() -> None:
        async with desk.database.begin() as session:
            await groups.note_trouble(session, c.group.id, groups.MUTED, now)

    async with asyncio.TaskGroup() as tasks, desk.database.begin() as other:
        await groups.moved(other, c.group.id, -7, now)
        tasks.create_task(noted())
        # It goes as far as it can.
        await asyncio.sleep(0.2)
    assert [(group.chat_id, group.state) for group in await desk.rows(WorkingGroup)] == [(-7, groups.ACTIVE)]


async def step_unwaited(desk: Desk, c: Cast, number: int) -> None:
    """A step whose card meets the group's old number."""
    await step(desk, c.operator.id, deciding.assign, number, c.executor.id, datetime.now(UTC), desk.settings.zone)


async def test_forged_presses_in_a_group(desk: Desk) -> None:
    """Without it: whoever is in a group could read any request into it, or work on what is not shown there."""
    c = await cast(desk)
    await bound(desk, c)
    number = await arrived(desk, None)
    hidden = await filed(desk, None, queued=False, description="SECRET")
    [card] = await shown(desk, c.desk, number)
    before = [(r.state, r.executor_id) for r in await desk.rows(CitizenRequest)]
    for verb in ("take", "executors", "assign", "back", "start", "done", "return", "open"):
        answer = (await c.desk.forge(card, f"group:{verb}:{hidden}:{c.executor.id}.0"))["answer"]
        assert answer["show_alert"] and not answer["url"]
    for data in ("bind:unbind:1:", "bind:done:1:KZ-79.a.n.en", "bind:done:1:x", "group:what:1:", "queue:open:0:", "?"):
        assert (await c.hand.forge(card, data))["answer"]["show_alert"]
    mine = f"bind:unbind:{c.executor.id}:"
    assert (await c.hand.forge(card, mine))["answer"]["show_alert"]
    assert [(r.state, r.executor_id) for r in await desk.rows(CitizenRequest)] == before
    assert "SECRET" not in str(await c.desk.messages())
    await c.desk.send_text("/bind", **{"as": "anonymous"})
    await c.desk.wait_for("Remain anonymous")
