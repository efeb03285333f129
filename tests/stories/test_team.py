"""The team: who is in it, how people come in, rest, go, and who does their tasks then; organisations; hats."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from domain.words import Action, Role, State
from models import CitizenRequest, Counter, HistoryEntry, Invite, Membership, Organisation, Person
from sandbox.client import Person as Player
from services import deciding, invites
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import employ, filed, step

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For stories that do nothing to the database which others here do not do on both."""


def link_in(words: str) -> str:
    """The start parameter of the link in a message."""
    found = re.search(r"https://t\.me/tazalyq_test_bot\?start=(inv_[\w-]+)", words)
    assert found is not None, words
    return found[1]


async def tasks_for(desk: Desk, executor: Player, number: int) -> list[int]:
    """Requests that an executor was given."""
    operator, now = await desk.staff(Role.OPERATOR), datetime.now(UTC)
    ids = [await filed(desk, None, queued=False) for _ in range(number)]
    for request_id in ids:
        await step(desk, operator.id, deciding.assign, request_id, executor.id, now, desk.settings.zone)
    return ids


async def counted(desk: Desk) -> int:
    """The sum of all counters."""
    async with desk.database.reading() as session:
        return int(await session.scalar(select(func.sum(Counter.number))) or 0)


async def test_a_morning_with_the_team(desk: Desk) -> None:
    """Without it: somebody who leaves would keep their rights, or take their open tasks with them."""
    supervisor, other = await desk.staff(Role.SUPERVISOR, name="Saule"), await desk.staff(Role.EXECUTOR, name="Bolat")
    await supervisor.send_text("/team")
    shown = await card(desk, supervisor)
    assert "Saule: supervisor · seen just now" in shown.words and "Bolat: executor · not seen yet" in shown.words
    choice = await press(desk, supervisor, "Invite")
    assert [b for b in choice.buttons if "Back" not in b] == ["Operator", "Executor"]
    await press(desk, supervisor, "Executor")
    await supervisor.send_text("Green <City>")
    message = await card(desk, supervisor)
    assert "Green <City>" in message.words and "works once" in message.words and message.get("photo")
    marat = await desk.citizen(first_name="Marat")
    await marat.start(link_in(message.words))
    await marat.wait_for("Welcome to the desk")
    [membership] = await desk.rows(Membership, person_id=marat.id)
    assert (membership.role, membership.region) == (Role.EXECUTOR, "KZ-79") and membership.organisation_id
    numbers = await tasks_for(desk, marat, 3)
    task, before = await marat.wait_for("A new task"), await counted(desk)

    await supervisor.send_text("/team")
    assert "Marat: executor, Green <City>" in (await card(desk, supervisor)).words
    assert "Open tasks: 3" in (await press(desk, supervisor, "👤 Marat")).words
    asked = await press(desk, supervisor, "Suspend")
    assert "3 open tasks stay with them" in asked.words and any("Hand over" in b for b in asked.buttons)
    shown = await press(desk, supervisor, "Yes, suspend")
    assert "They have been told" in shown.words and "3 open tasks are still theirs" in shown.words
    assert "rests for now" in (await card(desk, marat)).words
    assert not {"queue", "tasks"} & set(await marat.commands())
    answer = await marat.forge(task, f"task:start:{numbers[0]}:")
    assert "nothing here" in answer["answer"]["text"]

    await press(desk, supervisor, "Hand over the tasks")
    await press(desk, supervisor, "Bolat · 0")
    shown = await press(desk, supervisor, "Yes, hand over")
    assert "3 tasks handed over" in shown.words and "Open tasks: 0" in shown.words
    assert "3 new tasks for you" in (await card(desk, other)).words
    assert {r.executor_id for r in await desk.rows(CitizenRequest, state=State.ASSIGNED)} == {other.id}
    assert len(await desk.rows(HistoryEntry, action=Action.ASSIGN, actor_id=supervisor.id)) == 3
    assert await counted(desk) == before

    await press(desk, supervisor, "Remove")
    shown = await press(desk, supervisor, "Yes, remove")
    assert "No longer in the team" in shown.words
    assert "has ended" in (await card(desk, marat)).words
    assert not (await desk.rows(Person, id=marat.id))[0].is_staff
    assert "Marat" not in (await press(desk, supervisor, "Back")).words
    assert "used by Marat" in (await press(desk, supervisor, "Invitations")).words


async def test_a_role_that_rested_works_again_but_by_no_link(desk: Desk) -> None:
    """Without it: a link in the drawer would end a suspension, or nobody could end it."""
    supervisor, executor = await desk.staff(Role.SUPERVISOR), await desk.staff(Role.EXECUTOR, name="Bolat")
    await employ(desk, executor.id, "Clean Yard")
    async with desk.database.begin() as session:
        link = await invites.invite(session, None, Role.EXECUTOR, "KZ-79", datetime.now(UTC))
    await supervisor.send_text("/team")
    await desk.idle()
    for button in ("👤 Bolat", "Suspend", "Yes, suspend"):
        await press(desk, supervisor, button)
    await executor.start(link)
    assert "does not change that" in (await card(desk, executor)).words
    await press(desk, supervisor, "Take up again")
    assert "works again" in (await card(desk, executor)).words
    await executor.send_text("🧰 My tasks")
    assert "asks" in (await card(desk, executor)).words
    await press(desk, supervisor, "Another organisation")
    assert "Organisation" not in (await press(desk, supervisor, "Without an organisation")).words.partition("Role")[2]
    [membership] = await desk.rows(Membership, person_id=executor.id)
    assert (membership.active, membership.suspended_at, membership.organisation_id) == (True, None, None)


async def test_links_of_somebody_who_was_removed_open_nothing(desk: Desk) -> None:
    """Without it: a supervisor who is dismissed could come back by a link made the day before."""
    national, supervisor = await desk.staff(Role.NATIONAL, None), await desk.staff(Role.SUPERVISOR, name="Saule")
    await supervisor.send_text("/team")
    await desk.idle()
    await press(desk, supervisor, "Invite")
    link = link_in((await press(desk, supervisor, "Operator")).words)
    await national.send_text("/team")
    await desk.idle()
    for button in ("Shymkent", "👤 Saule", "Remove", "Yes, remove"):
        await press(desk, national, button)
    await supervisor.start(link)
    assert "withdrawn" in (await card(desk, supervisor)).words
    assert [m.active for m in await desk.rows(Membership, person_id=supervisor.id)] == [False]


@ONE
async def test_nobody_ends_their_own_role_or_a_peers(desk: Desk) -> None:
    """Without it: two supervisors could throw each other out, or one lock a region by throwing out themselves."""
    supervisor, peer = await desk.staff(Role.SUPERVISOR, name="Saule"), await desk.staff(Role.SUPERVISOR, name="Dana")
    elsewhere = await desk.staff(Role.OPERATOR, "KZ-71", name="Aigerim")
    await supervisor.send_text("/team")
    at = await card(desk, supervisor)
    own = await press(desk, supervisor, "👤 Saule")
    assert not any(b for b in own.buttons if "Back" not in b)
    ids = {m.person_id: m.id for m in await desk.rows(Membership)}
    for person in (supervisor, peer, elsewhere):
        for verb in ("suspend", "suspended", "remove", "removed", "orgs", "move"):
            answer = await supervisor.forge(at, f"member:{verb}:{ids[person.id]}:")
            assert answer["answer"]["text"], (person, verb)
    assert all(m.active for m in await desk.rows(Membership))


async def test_organisations_of_a_region(desk: Desk) -> None:
    """Without it: a contractor misspelt once would stay misspelt, and one gone would stay in the list."""
    supervisor, executor = await desk.staff(Role.SUPERVISOR), await desk.staff(Role.EXECUTOR)
    await employ(desk, executor.id, "Clean Yard")
    await supervisor.send_text("/team")
    await desk.idle()
    await press(desk, supervisor, "Organisations")
    for typed, said in (("x" * 101, "too long"), ("Clean Yard", "Executors: 1")):
        await press(desk, supervisor, "Add")
        await supervisor.send_text(typed)
        assert said in (await card(desk, supervisor)).words
        if "Executors" not in said:
            await supervisor.send_text("Grean City")
            await card(desk, supervisor)
            await press(desk, supervisor, "Rename")
            await supervisor.send_text("Clean Yard")
            await supervisor.wait_for("of this name already")
            await supervisor.send_text("Green City")
            assert "Green City" in (await card(desk, supervisor)).words
            await press(desk, supervisor, "Back")
    assert not any("Remove" in b for b in (await card(desk, supervisor)).buttons)
    listed = await press(desk, supervisor, "Back")
    assert [b for b in listed.buttons if "·" in b] == ["Clean Yard · 1", "Green City · 0"]
    await press(desk, supervisor, "Green City · 0")
    await press(desk, supervisor, "Remove")
    [kept] = await desk.rows(Organisation)
    assert kept.name == "Clean Yard"
    answer = await supervisor.forge(await card(desk, supervisor), f"orgs:remove:{kept.id}:")
    assert answer["answer"]["text"] and len(await desk.rows(Organisation)) == 1


@ONE
async def test_a_known_organisation_is_chosen(desk: Desk) -> None:
    """Without it: the same contractor would stand in the list in five spellings."""
    supervisor, colleague = await desk.staff(Role.SUPERVISOR), await desk.staff(Role.EXECUTOR, name="Bolat")
    await employ(desk, colleague.id, "Clean Yard")
    await supervisor.send_text("/team")
    await desk.idle()
    await press(desk, supervisor, "Find")
    await supervisor.send_text("YARD")
    found = await card(desk, supervisor)
    assert "Bolat" in found.words and found.buttons == ["👤 Bolat", "⬅️ Back"]
    await press(desk, supervisor, "Back")
    await press(desk, supervisor, "Invite")
    await press(desk, supervisor, "Executor")
    assert "Clean Yard" in (await press(desk, supervisor, "Clean Yard")).words


@ONE
async def test_a_revoked_link_opens_nothing(desk: Desk) -> None:
    """Without it: a link sent to the wrong person could not be taken back."""
    supervisor = await desk.staff(Role.SUPERVISOR)
    await supervisor.send_text("/team")
    await desk.idle()
    await press(desk, supervisor, "Invite")
    link = link_in((await press(desk, supervisor, "Operator")).words)
    await press(desk, supervisor, "Invitations")
    await press(desk, supervisor, "Revoke")
    shown = await supervisor.wait_for("Invitations")
    assert "revoked" in shown.words and not any("Revoke" in b for b in shown.buttons)
    stranger = await desk.citizen()
    await stranger.start(link)
    assert "withdrawn" in (await card(desk, stranger)).words
    assert await desk.rows(Membership, person_id=stranger.id) == []


@ONE
async def test_the_ministry_invites_supervisors_of_a_region(desk: Desk) -> None:
    """Without it: a new region could not begin without the machine's keeper."""
    national = await desk.staff(Role.NATIONAL, None)
    await national.send_text("/team")
    await desk.idle()
    await press(desk, national, "Astana")
    choice = await press(desk, national, "Invite")
    assert [b for b in choice.buttons if "Back" not in b] == ["Supervisor"]
    message = await press(desk, national, "Supervisor")
    assert "Astana" in message.words
    [invite] = await desk.rows(Invite)
    assert (invite.role, invite.region) == (Role.SUPERVISOR, "KZ-71")
    assert invite.token_hash == invites._hash(link_in(message.words).removeprefix("inv_"))


@ONE
async def test_an_administrator_invites_the_ministry(desk: Desk) -> None:
    """Without it: the ministry could come in only by somebody at the machine's command line."""
    admin = await desk.staff(Role.ADMIN, None, name="Keeper")
    await admin.send_text("/team")
    await desk.idle()
    assert "Keeper" in (await press(desk, admin, "The whole country")).words
    await press(desk, admin, "Invite")
    link = link_in((await press(desk, admin, "National observer")).words)
    guest = await desk.citizen(first_name="Nurlan")
    await guest.start(link)
    assert "📊 Figures" in await keys(desk, guest)
    [membership] = await desk.rows(Membership, person_id=guest.id)
    assert (membership.role, membership.region) == (Role.NATIONAL, None)


@ONE
async def test_two_roles_and_a_citizen_in_one_person(desk: Desk) -> None:
    """Without it: somebody with two roles would drown in buttons, or lose one role while wearing the other."""
    person = await desk.staff(Role.OPERATOR, name="Dana")
    async with desk.database.begin() as session:
        session.add(
            Membership(person_id=person.id, role=Role.NATIONAL, region=None, active=True, created_at=datetime.now(UTC))
        )
    await person.start()
    hello = await card(desk, person)
    assert "operator · Shymkent" in hello.words and "national observer" in hello.words
    assert await keys(desk, person) == {
        "📥 Queue", "🧰 My tasks", "👥 Team", "📊 Figures", "📚 Summaries", "🔄 Operator", "🔄 National observer",
        "🔄 Citizen",
    }  # fmt: skip
    await person.send_text("🔄 Operator")
    assert await keys(desk, person) == {
        "📥 Queue", "🧰 My tasks", "🔄 National observer", "🔄 Citizen", "🔄 All my roles",
    }  # fmt: skip
    assert "team" not in await person.commands() and "queue" in await person.commands()
    await person.send_text("/team")
    assert "which region" in (await card(desk, person)).words, "a hat takes no rights away"
    await person.send_text("🔄 Citizen")
    assert {"📝 New request", "🔄 Operator"} <= await keys(desk, person)
    assert "queue" not in await person.commands()
    await person.send_text("🔄 Executor")
    assert "do not hold this role" in (await card(desk, person)).words
    await person.send_text("🔄 All my roles")
    await card(desk, person)
    await person.send_text("📥 Queue")
    assert "Queue" in (await card(desk, person)).words
    assert {"queue", "team"} <= set(await person.commands())


async def keys(desk: Desk, person: Player) -> set[str]:
    """What the keyboard under the input field says."""
    await desk.idle()
    return {key for row in await person.keyboard() for key in row}
