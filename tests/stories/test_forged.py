"""Every button there is, pressed by people who must not; taken from the routers, so that no new one is forgotten."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import inspect, update

import handlers
from bot.filters import Area, Verb
from bot.outbox import Outbox, Parcel
from bot.settings import ROOT
from domain.words import Ground, MediaPurpose, RejectReason, Role, State
from models import (
    AreaAlert,
    Ban,
    CitizenRequest,
    Complaint,
    DeadlineRule,
    Follow,
    HistoryEntry,
    Invite,
    Media,
    Membership,
    Organisation,
    RegionSettings,
    Template,
    WorkingGroup,
    WorkReport,
)
from sandbox.client import Person as Player
from services import deciding, invites, judging
from tests.conftest import Desk
from tests.stories.behind import done, employ, filed, photo, step
from tests.stories.forging import handle_all, pressed

SECRET = "The fence behind number 7"
KEPT = (
    CitizenRequest,
    HistoryEntry,
    Complaint,
    Membership,
    Invite,
    Organisation,
    Media,
    Follow,
    Ban,
    AreaAlert,
    Template,
    DeadlineRule,
    RegionSettings,
    WorkingGroup,
    WorkReport,
)

ODD = ("²", "9" * 18, "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "9999-12-31", "KZ-99.", "\x00")
"""Arguments that no button of ours has, or not for these people."""


def buttons() -> set[tuple[str, str]]:
    """Area and verb of every button that has a handler."""
    found = set()
    for router in handlers.routers():
        shared = [f.callback for f in router.callback_query._handler.filters or ()]
        for handler in router.callback_query.handlers:
            own = [f.callback for f in handler.filters or ()]
            areas = [f for f in own if isinstance(f, Area)] or [f for f in shared if isinstance(f, Area)]
            verbs = [verb for f in own if isinstance(f, Verb) for verb in f.verbs]
            found |= {(name, verb) for area in areas for name in area.names for verb in verbs}
    return found


def shown() -> set[tuple[str, str]]:
    """Area and verb of every button that a view draws, where both are written out."""
    found = set()
    for path in (ROOT / "bot" / "views").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "button" and len(node.args) > 2:
                area, verb = node.args[1:3]
                if isinstance(area, ast.Constant) and isinstance(verb, ast.Constant):
                    found.add((area.value, verb.value))
    return found


def test_every_button_that_is_shown_does_something() -> None:
    """Without it: a button without a handler would say that it is out of date, for ever."""
    assert len(shown()) > 50
    assert shown() - buttons() == set()


THEIRS = "KZ-71"
_PLACES: dict[str, list[str]] = {
    "bind": [THEIRS], "complaints": [THEIRS], "groups": [THEIRS], "orgs": [THEIRS],
    "deadlines": [f"{THEIRS}.park.d", f"{THEIRS}.park", THEIRS], "hours": [f"{THEIRS}.quiet_from", THEIRS],
    "templates": [f"{THEIRS}.ask.where", f"{THEIRS}.ask.where.ru", f"{THEIRS}.ask", THEIRS], "setup": [THEIRS],
    "team": [THEIRS, "KZ"],
}  # fmt: skip
"""By area: how its buttons name the region whose requests these are, or the whole country."""


_IDS = {"member": [1, 2, 3], "groups": [-1]}
"""What the buttons of these areas are about, other than requests."""


def fitting(area: str, verb: str, forger: int) -> list[str]:
    """Arguments with which a button of the desk would do something."""
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    exact = {
        "category": ["park", "territory"], "assign": [str(forger), f"{forger}.0"], "again": [str(forger)],
        "reason": ["not_akimat"], "rejected": ["not_akimat"], "original": ["1"], "same": ["1", "2"],
        "region": ["KZ-79", THEIRS], "date": [day], "stars": ["5"], "ground": ["nothing_done"],
        "role": [f"{THEIRS}.operator", "KZ.national", "KZ.admin"], "to": [str(forger)], "give": [str(forger)],
        "move": ["0", "1"], "district": ["711010000"], "file": [""],
    }.get(verb)  # fmt: skip
    if area in _PLACES and (exact is None or area == "deadlines"):
        return _PLACES[area]
    return exact or ["", THEIRS][: 1 + (verb == "open")]


OF_REQUESTS = ("card", "task", "report", "decide", "complaint", "my", "verdict", "question", "appeal", "follow", "bans",
               "whose", "doubts")  # fmt: skip


def presses(forger: int, numbers: list[int]) -> Iterator[str]:
    """Callback data of every button as the desk would make it, about each request where it is about one."""
    for area, verb in sorted(buttons() - {("privacy", "erased")}):
        for argument in fitting(area, verb, forger):
            for number in numbers if area in OF_REQUESTS else _IDS.get(area, numbers[:1]):
                yield f"{area}:{verb}:{number}:{argument}"


def nonsense(numbers: list[int]) -> Iterator[str]:
    """Callback data of every button as the desk would never make it."""
    for area, verb in sorted(buttons() - {("privacy", "erased")}):
        for n, argument in enumerate(ODD):
            yield f"{area}:{verb}:{numbers[n % len(numbers)]}:{argument}"
        yield from (f"{area}:{verb}:{odd}:" for odd in ("--5", "-5", "9" * 18))


async def requests(desk: Desk) -> list[int]:
    """A request in each state that somebody may act on, in another region, with words and photos; and an invitation."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR, "KZ-71")
    executor, now, zone = await desk.staff(Role.EXECUTOR, "KZ-71"), datetime.now(UTC), desk.settings.zone
    await desk.staff(Role.SUPERVISOR, "KZ-71")
    await employ(desk, executor.id, "Gardens")
    numbers = []
    for _ in range(6):
        number = await filed(desk, citizen.id, queued=False, region="KZ-71", description=SECRET, lat=51.12, lon=71.43)
        await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
        numbers.append(number)
    _new, asked, assigned, finished, disputed, rejected = numbers
    await step(desk, operator.id, deciding.ask, asked, f"{SECRET}?", now)
    await step(desk, operator.id, deciding.assign, assigned, executor.id, now, zone)
    for number in (finished, disputed):
        await done(desk, number, executor.id, operator.id, SECRET)
    await step(desk, citizen.id, judging.complain, disputed, Ground.POOR_WORK, SECRET, [], now)
    await step(desk, operator.id, deciding.reject, rejected, RejectReason.PRIVATE_LAND, SECRET, now)
    async with desk.database.begin() as session:
        await invites.invite(session, None, Role.OPERATOR, "KZ-71", now)
        session.add(
            WorkingGroup(
                chat_id=-1, title=SECRET, region=THEIRS, locale="kk", state="active", bound_by=operator.id, bound_at=now
            )
        )
        session.add(AreaAlert(person_id=citizen.id, region="KZ-71", told_to=0, created_at=now))
        session.add(
            Ban(person_id=citizen.id, region="KZ-71", reason=SECRET, banned_at=now, appeal=SECRET, appealed_at=now)
        )
    states = [State.NEW, State.NEEDS_INFO, State.ASSIGNED, State.DONE, State.DISPUTED, State.REJECTED]
    assert [row.state for row in await desk.rows(CitizenRequest)] == states
    return numbers


async def everything(desk: Desk) -> dict[str, list[Any]]:
    """Every column of every row that must not change."""
    return {
        table.__name__: [
            [getattr(row, column.key) for column in inspect(table).column_attrs] for row in await desk.rows(table)
        ]
        for table in KEPT
    }


def some(desk: Desk, every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All updates on SQLite, every fifth on PostgreSQL, which is further away."""
    return every if desk.database.is_sqlite else every[::5]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Parcel]:
    """Everything that handlers say from now on, which stays here: thousands of answers need not go out."""
    parcels: list[Parcel] = []
    monkeypatch.setattr(Outbox, "put", lambda _self, parcel: parcels.append(parcel))
    return parcels


async def refused(desk: Desk, said: list[Parcel], before: object, number: int) -> None:
    """Nothing has changed, nothing was shown, and each of a `number` of presses was answered."""
    assert await everything(desk) == before
    pictures = {row.id for row in await desk.rows(Media)}
    shown = orjson.dumps([parcel.payload for parcel in said]).decode()
    assert SECRET not in shown and "Gardens" not in shown
    assert not {parcel.payload.get("content", {}).get("media_id") for parcel in said} & pictures
    assert not [parcel for parcel in said if parcel.form == "album"]
    assert len({parcel.payload["id"] for parcel in said if parcel.form == "answer"}) == number > 0


FORGERS = ("stranger", "citizen", "former", "other region", "colleague")


async def forger(desk: Desk, who: str) -> Player:
    """Somebody to whom the requests are no business."""
    if who == "stranger":
        return await desk.stranger()
    if who == "citizen":
        return await desk.citizen()
    if who == "other region":
        return await desk.staff(Role.SUPERVISOR, "KZ-79")
    if who == "colleague":
        return await desk.staff(Role.EXECUTOR, "KZ-71")
    player = await desk.staff(Role.SUPERVISOR, "KZ-71")
    async with desk.database.begin() as session:
        await session.execute(update(Membership).where(Membership.person_id == player.id).values(active=False))
    return player


async def test_nobody_can_press_what_is_not_theirs(desk: Desk, request: pytest.FixtureRequest) -> None:
    """Without it: one check forgotten behind one button would open any akimat's requests to whoever guesses it."""
    assert len(buttons()) > 80
    numbers = await requests(desk)
    forgers = [await forger(desk, who) for who in FORGERS]
    said = request.getfixturevalue("said")
    before = await everything(desk)
    # Those without any role in two of the states each, those with one in all.
    every = some(
        desk,
        [
            pressed(one.id, data)
            for n, one in enumerate(forgers)
            for data in presses(one.id, numbers[2 * n : 2 * n + 2] or numbers)
        ],
    )
    await handle_all(desk, every)
    await refused(desk, said, before, len(every))


async def test_nonsense_on_a_button_breaks_nothing(desk: Desk, request: pytest.FixtureRequest) -> None:
    """Without it: dates out of the calendar, or odd numbers, would end in an apology for a fault of ours."""
    numbers = await requests(desk)
    other = await forger(desk, "other region")
    said = request.getfixturevalue("said")
    before = await everything(desk)
    every = some(desk, [pressed(other.id, data) for data in nonsense(numbers)])
    await handle_all(desk, every)
    await refused(desk, said, before, len(every))
