"""The whole matrix of rights: everybody tries every step on a request in every state, by real presses and words."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from sqlalchemy import inspect, update

from bot.outbox import Outbox
from domain.permissions import Actor, Facts, may_take
from domain.words import OPEN_STATES, Action, Ground, MediaPurpose, RejectReason, Role, State
from models import CitizenRequest, Complaint, Counter, HistoryEntry, Media, Membership
from services import geography
from tests.conftest import Desk
from tests.stories.behind import actor_of, filed
from tests.stories.forging import handle_all, pressed, written

HERE, ELSEWHERE = "KZ-79", "KZ-71"
ORIGINAL = 1
"""The number of the first request: the one that others may repeat."""
KEPT = (CitizenRequest, HistoryEntry, Complaint, Counter, Media)


class Try(NamedTuple):
    """How somebody tries a step: the data of a button, or words that are awaited for something."""

    press: str = ""
    words: str = ""
    awaited: dict[str, Any] | None = None


class Aim(NamedTuple):
    """The request tried on, who does its work now, and somebody else who could."""

    number: int
    executor: int
    other: int


def _word(do: str, arg: str = "") -> Callable[[Aim], Try]:
    return lambda aim: Try(words="Words", awaited={"for": "decide", "do": do, "id": aim.number, "arg": arg})


def _ruling(do: str) -> Callable[[Aim], Try]:
    return lambda aim: Try(
        words="Words",
        awaited={"for": "ruling", "do": do, "id": aim.number, "executor": aim.other, "same": False},
    )


def _writing(area: str, purpose: str) -> Callable[[Aim], Try]:
    return lambda aim: Try(
        f"{area}:send:{aim.number}:",
        awaited={"for": purpose, "id": aim.number, "bin": 1, "written": "Words", "ground": str(Ground.POOR_WORK)},
    )


def _later() -> str:
    return (datetime.now(UTC) + timedelta(days=3)).date().isoformat()


TRIES: dict[Action, list[Callable[[Aim], Try]]] = {
    Action.RECATEGORISE: [lambda aim: Try(f"decide:category:{aim.number}:park")],
    Action.ASSIGN: [lambda aim: Try(f"decide:assign:{aim.number}:{aim.other}.{aim.executor}")],
    Action.ASK: [_word("ask")],
    Action.ANSWER: [_writing("question", "answer")],
    Action.REJECT: [_word("reject", RejectReason.OTHER),
                    lambda aim: Try(f"decide:rejected:{aim.number}:{RejectReason.NOT_AKIMAT}")],
    Action.MARK_DUPLICATE: [lambda aim: Try(f"decide:same:{aim.number}:{ORIGINAL}")],
    Action.FORWARD: [_word("forward", ELSEWHERE)],
    Action.START: [lambda aim: Try(f"task:start:{aim.number}:")],
    Action.RETURN: [lambda aim: Try(words="Words", awaited={"for": "return", "id": aim.number})],
    Action.PLAN: [lambda aim: Try(f"task:date:{aim.number}:{_later()}"),
                  lambda aim: Try(f"decide:date:{aim.number}:{_later()}")],
    Action.REPORT: [lambda aim: Try(f"report:send:{aim.number}:", awaited={"for": "report", "id": aim.number})],
    Action.CONFIRM: [lambda aim: Try(f"verdict:stars:{aim.number}:5")],
    Action.COMPLAIN: [_writing("verdict", "complaint")],
    Action.UPHOLD: [_ruling("uphold")],
    Action.REOPEN: [_ruling("reopen")],
    Action.APPEAL: [_writing("appeal", "appeal")],
    Action.GRANT_APPEAL: [_ruling("grant")],
    Action.REFUSE_APPEAL: [_ruling("refuse")],
    Action.WITHDRAW: [lambda aim: Try(f"my:withdrawn:{aim.number}:")],
    Action.NOTE: [_word("note")],
    Action.PLACE: [lambda aim: Try(f"decide:district:{aim.number}:{geography.districts(HERE)[0].kato}")],
}  # fmt: skip
"""Every step but the sending itself, in the ways it is taken; the last way is proved to work for those who may."""


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, nothing that handlers say goes out."""
    return lambda: monkeypatch.setattr(Outbox, "put", lambda _self, _parcel: None)


async def request_in(desk: Desk, state: State, citizen: int, executor: int) -> CitizenRequest:
    """A request in a state, with a complaint or appeal that nobody has ruled on."""
    work = None if state in (State.NEW, State.NEEDS_INFO, State.REJECTED) else executor
    number = await filed(
        desk, citizen, queued=False, state=state, is_open=state in OPEN_STATES, executor_id=work,
        reason=RejectReason.PRIVATE_LAND if state is State.REJECTED else None,
    )  # fmt: skip
    form, now = "appeal" if state is State.REJECTED else "dispute", datetime.now(UTC)
    async with desk.database.begin() as session:
        session.add(Complaint(request_id=number, region=HERE, form=form, comment="Words", created_at=now))
    [row] = await desk.rows(CitizenRequest, id=number)
    return row  # type: ignore[no-any-return]


async def collect(desk: Desk, person_id: int, number: int) -> None:
    """A photo that lies ready for somebody's report, whether or not they may send it."""
    now = datetime.now(UTC)
    async with desk.database.begin() as session:
        session.add(
            Media(person_id=person_id, report_of=number, purpose=MediaPurpose.AFTER, kind="photo", sent_as="photo",
                  file_id="x", file_unique_id=f"{person_id}.{number}", state="stored", attempts=0, not_before=now,
                  forwarded=False, created_at=now)
        )  # fmt: skip


async def everything(desk: Desk) -> list[Any]:
    """Every column of every row that must not change."""
    return [
        [getattr(row, column.key) for column in inspect(table).column_attrs]
        for table in KEPT
        for row in await desk.rows(table)
    ]


def aim_at(row: CitizenRequest, other: int) -> Aim:
    return Aim(row.id, row.executor_id or 0, other)


def facts(row: CitizenRequest) -> Facts:
    return Facts(row.state, row.region, row.citizen_id, row.executor_id)


async def people(desk: Desk) -> dict[str, int]:
    """Everybody who might have, or once had, to do with a request here."""
    found = {"citizen": await desk.citizen(), "neighbour": await desk.citizen()}
    for name, role, region in (
        ("executor", Role.EXECUTOR, HERE), ("other executor", Role.EXECUTOR, HERE), ("operator", Role.OPERATOR, HERE),
        ("supervisor", Role.SUPERVISOR, HERE), ("executor elsewhere", Role.EXECUTOR, ELSEWHERE),
        ("operator elsewhere", Role.OPERATOR, ELSEWHERE), ("supervisor elsewhere", Role.SUPERVISOR, ELSEWHERE),
        ("ministry", Role.NATIONAL, None), ("administrator", Role.ADMIN, None), ("suspended", Role.OPERATOR, HERE),
        ("removed", Role.SUPERVISOR, HERE),
    ):  # fmt: skip
        found[name] = await desk.staff(role, region)
    ids = {name: player.id for name, player in found.items()}
    async with desk.database.begin() as session:
        for name, since in (("suspended", datetime.now(UTC)), ("removed", None)):
            await session.execute(
                update(Membership).where(Membership.person_id == ids[name]).values(active=False, suspended_at=since)
            )
    return ids


NEAR = ("citizen", "executor", "other executor", "operator", "supervisor")
"""Who has to do with requests here: they try every step in every state, the others each step in two of them."""


def forbidden(who: dict[str, int], actors: dict[str, Actor], rows: list[CitizenRequest]) -> Iterator[tuple[int, Try]]:
    """Every step that the table of rights forbids, in each way it could be tried."""
    for (a, name), (n, row), (k, action) in product(enumerate(who), enumerate(rows), enumerate(TRIES)):
        if name not in NEAR and (a + n + k) % 6:
            continue
        if not may_take(actors[name], action, facts(row)):
            for way in TRIES[action]:
                yield who[name], way(aim_at(row, who["other executor"]))


async def attempt(desk: Desk, tries: list[tuple[int, Try]]) -> None:
    """Let people try, one after another."""
    updates, awaited = [], {}
    for person_id, one in tries:
        made = pressed(person_id, one.press) if one.press else written(person_id, one.words)
        updates.append(made)
        awaited[made["update_id"]] = one.awaited
    await handle_all(desk, updates, awaited)


async def test_nobody_takes_a_step_that_is_not_theirs(desk: Desk, mute: Callable[[], None]) -> None:
    """Without it: a step behind one forgotten check could be taken by another region, too early, too late, or after
    somebody's role has ended."""
    assert set(TRIES) == set(Action) - {Action.SEND}
    who = await people(desk)
    original = await filed(desk, None, queued=False)
    assert original == ORIGINAL
    rows = [await request_in(desk, state, who["citizen"], who["executor"]) for state in State]
    for name, row in product(("executor", "other executor"), rows):
        await collect(desk, who[name], row.id)
    async with desk.database.reading() as session:
        actors = {name: await actor_of(session, person_id) for name, person_id in who.items()}
    before = await everything(desk)
    mute()
    tries = list(forbidden(who, actors, rows))
    assert len(tries) > 1000
    await attempt(desk, tries if desk.database.is_sqlite else tries[::3])
    assert await everything(desk) == before

    async with desk.database.begin() as session:
        ended = update(Membership).where(Membership.person_id.in_((who["executor"], who["operator"])))
        await session.execute(ended.values(active=False))
    late = [(who[name], way(aim_at(row, who["other executor"]))) for name, row, ways in
            product(("executor", "operator"), rows, TRIES.values()) for way in ways]  # fmt: skip
    await attempt(desk, late if desk.database.is_sqlite else late[::3])
    assert await everything(desk) == before


async def test_each_of_these_ways_works_for_those_who_may(desk: Desk, mute: Callable[[], None]) -> None:
    """Without it: the test above could try by buttons that do nothing for anybody, and prove nothing."""
    who = await people(desk)
    await filed(desk, None, queued=False)
    mute()
    async with desk.database.reading() as session:
        actors = {name: await actor_of(session, who[name]) for name in NEAR}
    for action, way in [(action, way) for action, ways in TRIES.items() for way in ways]:
        # The button for executors first, where both have one.
        first = "executor" if way is TRIES[Action.PLAN][0] else "operator"
        name, state = next(
            (name, state)
            for name, state in product((first, "executor", "citizen", "supervisor"), State)
            if may_take(actors[name], action, Facts(state, HERE, who["citizen"], who["executor"]))
        )
        row = await request_in(desk, state, who["citizen"], who["executor"])
        await collect(desk, who[name], row.id)
        await attempt(desk, [(who[name], way(aim_at(row, who["other executor"])))])
        assert len(await desk.rows(HistoryEntry, request_id=row.id, action=action)) == 1, (action, name, state)
