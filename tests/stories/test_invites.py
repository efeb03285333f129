"""Coming in by a link: into the right role, once, and with a kind word where the link opens nothing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from domain.permissions import Actor, Grant
from domain.words import Role
from models import Invite, Membership, Person
from services import invites
from tests.conftest import Desk
from tests.stories.behind import filed, press

ADMIN = Actor(1, (Grant(Role.ADMIN),))


async def link(desk: Desk, role: Role, region: str | None = "KZ-79") -> str:
    """The start parameter of a fresh invitation."""
    async with desk.database.begin() as session:
        return await invites.invite(session, None, role, region, datetime.now(UTC))


async def test_a_stranger_becomes_an_operator(desk: Desk) -> None:
    """Without it: nobody could come to work: the link must survive the questions a stranger is asked first."""
    parameter = await link(desk, Role.OPERATOR)
    guest = await desk.stranger(first_name="Дана", last_name="Ахметова")
    await guest.start(parameter)
    await guest.wait_for(lambda m: "English" in m.buttons)
    await press(guest, "English")
    agree = await guest.wait_for(lambda m: any("agree" in b.lower() for b in m.buttons))
    await press(guest, next(b for b in agree.buttons if "agree" in b.lower()))
    welcome = await guest.wait_for("Welcome to the desk")
    assert "operator" in welcome.words and "Дана Ахметова" in welcome.words
    await desk.idle()
    assert {"queue", "tasks"} <= set(await guest.commands())
    assert ["📥 Queue", "🧰 My tasks"] in await guest.keyboard()
    [membership] = await desk.rows(Membership)
    assert (membership.person_id, membership.role, membership.region) == (guest.id, Role.OPERATOR, "KZ-79")
    citizen = await desk.citizen()
    await filed(desk, citizen.id)
    await desk.pass_time(name="news")
    await guest.wait_for("1 new request")


async def test_each_dead_link_says_why(desk: Desk) -> None:
    """Without it: people with an old link would not know whom to ask."""
    used, expired, revoked = [await link(desk, Role.EXECUTOR) for _ in range(3)]
    first, second = await desk.citizen(), await desk.citizen()
    async with desk.database.begin() as session:
        past = datetime.now(UTC) - timedelta(days=1)
        await session.execute(update(Invite).where(Invite.id == 2).values(expires_at=past))
        await session.execute(update(Invite).where(Invite.id == 3).values(revoked_at=past))
    await first.start(used)
    await first.wait_for("Welcome to the desk")
    for parameter, why in (
        (used, "each link works once"), (expired, "has expired"), (revoked, "was withdrawn"),
        (used[:-5], "copied whole"), ("inv_", "copied whole"), ("inv_" + "ы" * 40, "copied whole"),
    ):  # fmt: skip
        last = await second.last(by_bot=None)
        await second.send_text(f"/start {parameter}")
        await second.wait_for(why, after=last.id if last else 0)
    assert [m.person_id for m in await desk.rows(Membership)] == [first.id]


async def test_somebody_without_a_visible_name_gets_one(desk: Desk) -> None:
    """Without it: a colleague would stand in the lists as an empty line, or with letters that turn text around."""
    for first_name in ("\u200b\u202e", "…"):
        guest = await desk.citizen(first_name=first_name)
        await guest.start(await link(desk, Role.EXECUTOR))
        await guest.wait_for("Welcome to the desk")
        [person] = await desk.rows(Person, id=guest.id)
        assert person.name == f"executor {str(guest.id)[-4:]}"
    long = await desk.citizen(first_name="<b>" + "Ы" * 60, last_name="Ж" * 60)
    await long.start(await link(desk, Role.EXECUTOR))
    await long.wait_for("Welcome to the desk")
    [person] = await desk.rows(Person, id=long.id)
    assert person.name.startswith("<b>ЫЫ") and len(person.name) == 60


async def test_a_second_role_adds_its_commands(desk: Desk) -> None:
    """Without it: the menu would forget what somebody could do before."""
    person = await desk.staff(Role.EXECUTOR)
    await person.start(await link(desk, Role.SUPERVISOR))
    await person.wait_for("Welcome to the desk")
    await desk.idle()
    assert {"queue", "tasks", "complaints", "team"} <= set(await person.commands())
    assert {m.role for m in await desk.rows(Membership)} == {Role.EXECUTOR, Role.SUPERVISOR}


async def test_everybody_sees_the_commands_of_citizens(desk: Desk) -> None:
    """Without it: a newcomer would have to guess what can be typed."""
    for code in ("kk", "ru", "de"):
        person = await desk.stranger(language_code=code)
        await person.start()
        await desk.idle()
        assert await person.commands() == ["new", "my", "alerts", "stats", "export", "language", "privacy", "help"]
