"""Which deadline holds where: our default, the country's, the region's own."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from domain.errors import NotAllowed, NotFound
from domain.ladder import TOLD
from domain.permissions import Actor, Grant
from domain.words import Kind, Located, Outcome, RejectReason, Role, State
from domain.working_time import DeadlineUnit
from models import CitizenRequest, DeadlineRule, Person, Timer
from models.database import Database
from services import calendar, categories, deadline_rules, deciding, judging, overdue
from services.calendar import Limit
from services.region_settings import Choices, choose, read, settings_for

ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2025, 11, 17, 5, tzinfo=UTC)
ADMIN = Actor(None, (Grant(Role.ADMIN),))
CHIEF = Actor(None, (Grant(Role.SUPERVISOR, "KZ-79"),))
CATEGORIES = ["territory", "open_hatch", "park"]
LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 90), st.just(DeadlineUnit.WORKING_DAYS)),
    st.builds(Limit, st.integers(1, 720), st.just(DeadlineUnit.CALENDAR_HOURS)),
)
RULES = st.dictionaries(st.tuples(st.sampled_from(["", "KZ-79", "KZ-75"]), st.sampled_from(CATEGORIES)), LIMITS)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=RULES)
async def test_the_nearest_rule_holds(database: Database, rules: dict[tuple[str, str], Limit]) -> None:
    """Without it: a region's deadline would change another's, or be overruled by the country's."""
    async with database.begin() as session:
        await session.execute(delete(DeadlineRule))
        for (scope, category), limit in rules.items():
            await deadline_rules.set_rule(session, ADMIN, scope, category, limit, NOW)
        for region in ("KZ-79", "KZ-10"):
            limits = {}
            for shipped in categories.all_categories():
                default = Limit(shipped.deadline_amount, shipped.deadline_unit)
                expected = rules.get((region, shipped.key)) or rules.get(("", shipped.key)) or default
                if shipped.key in CATEGORIES:
                    assert await deadline_rules.limit_for(session, region, shipped.key) == expected
                limits[shipped.key] = expected
            shown = {r.category: r.limit for r in await deadline_rules.rules_in(session, region)}
            assert shown == limits
            due = await deadline_rules.due_for(session, region, None, Kind.REQUEST, NOW, ALMATY)
            fitting = [limits[c.key] for c in categories.all_for(Kind.REQUEST)]
            assert due == min(calendar.deadline(limit, NOW, ALMATY) for limit in fitting)


async def test_nobody_sets_the_deadlines_of_others(database: Database) -> None:
    """Without it: a supervisor could change another region's deadlines, or the whole country's."""
    limit = Limit(2, DeadlineUnit.WORKING_DAYS)
    async with database.begin() as session:
        for scope in ("", "KZ-75"):
            with pytest.raises(NotAllowed):
                await deadline_rules.set_rule(session, CHIEF, scope, "park", limit, NOW)
            with pytest.raises(NotAllowed):
                await choose(session, CHIEF, scope, "digest_at", 0, NOW)
        for scope, category, amount in (("KZ-99", "park", 2), ("KZ-79", "nothing", 2), ("KZ-79", "park", 91)):
            with pytest.raises(NotFound):
                broken = Limit(amount, DeadlineUnit.WORKING_DAYS)
                await deadline_rules.set_rule(session, ADMIN, scope, category, broken, NOW)


async def test_settings_go_back_to_what_holds_above_them(database: Database) -> None:
    """Without it: a region could never undo a choice, or one choice would take the others with it."""
    async with database.begin() as session:
        await choose(session, ADMIN, "", "digest_at", 0, NOW)
        await choose(session, CHIEF, "KZ-79", "digest_at", 4, NOW)
        await choose(session, CHIEF, "KZ-79", "to_ministry", 0, NOW)
        here, there = await settings_for(session, "KZ-79"), await settings_for(session, "KZ-75")
        assert (here.digest_at.hour, here.to_ministry, there.digest_at.hour) == (10, None, 8)
        assert there.to_ministry == Choices().to_ministry
        await choose(session, CHIEF, "KZ-79", "digest_at", None, NOW)
        assert await settings_for(session, "KZ-79") == Choices(digest_at=there.digest_at, to_ministry=None)


def test_settings_that_make_no_sense_do_no_harm() -> None:
    """Without it: one bad value in the database would stop the clock of a region."""
    broken = {"digest_at": "25:00", "remind_days": "two", "to_ministry": "5w", "unknown": 1, "days_off": 0}
    assert read(broken) == Choices()


async def test_what_is_late_from_the_moment_it_is_open_climbs_too(database: Database) -> None:
    """Without it: a request whose appeal was granted, or whose term became shorter, too late would never be told of."""
    supervisor, citizen, due = Actor(None, (Grant(Role.SUPERVISOR, "KZ-79"),)), Actor(5), NOW + timedelta(days=1)
    later = NOW + timedelta(days=30)
    async with database.begin() as session:
        session.add(Person(id=5, created_at=NOW, last_message_id=0, reachable=True, is_staff=False))
        await session.flush()
        for number in (1, 2):
            session.add(
                CitizenRequest(
                    id=number, kind=Kind.REQUEST, category="park", state=State.NEW, is_open=True, outcome=Outcome.WORK,
                    region="KZ-79", lat=42.32, lon=69.59, located=Located.PIN, citizen_id=5, sent_at=NOW,
                    day=NOW.date(), due_at=due, first_due_at=due, queued_at=NOW, reopened=0, appealed=False,
                )
            )  # fmt: skip
        await session.flush()
        await deciding.reject(session, supervisor, 1, RejectReason.OTHER, "No", NOW)
        await judging.appeal(session, citizen, 1, "Yes", NOW)
        await judging.grant_appeal(session, supervisor, 1, "Right", later)
        await deciding.recategorise(session, supervisor, 2, "open_hatch", later, ALMATY)
    async with database.begin() as session:
        timers = await session.scalars(select(Timer).where(Timer.name == "overdue").order_by(Timer.subject))
        assert [(timer.subject, timer.due_at) for timer in timers] == [("1", later), ("2", later)]
        assert len(await overdue.mark_due(session, [1, 2], later)) == 2
    async with database.begin() as session:
        assert set(await session.scalars(select(CitizenRequest.escalation))) == {TOLD}
        await session.execute(delete(Timer))
        await deciding.note(session, supervisor, 1, "Soon", later)
        assert list(await session.scalars(select(Timer.name))) == []


async def test_two_people_choose_at_once(postgres_url: str) -> None:
    """Without it: of two settings chosen at the same moment the first would be gone."""
    database = Database(postgres_url)

    async def chosen(name: str) -> None:
        async with database.begin() as session:
            await choose(session, ADMIN, "KZ-79", name, 0, NOW)

    async with database.begin() as session:
        await choose(session, CHIEF, "KZ-79", "remind_days", 0, NOW)
        choosing = asyncio.ensure_future(chosen("remind_hours"))
        await asyncio.sleep(0.2)
    await choosing
    async with database.begin() as session:
        choices = await settings_for(session, "KZ-79")
        assert (choices.remind_days, choices.remind_hours) == (0, 0)
    await database.close()
