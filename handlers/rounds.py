"""The clock's rounds among the staff: reminders, deadlines that have passed, the ladder, the morning's digest.

What concerns one person is put together into one message. What comes too late to be news is left to the digest: after a
downtime nobody is flooded, and nothing is forgotten.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot import group_news
from bot.talk import Teller
from bot.views import digest as views
from bot.views import notices_staff
from domain.words import Role
from models import CitizenRequest, Person
from services import digest, ladder, office_hours, overdue, reminding, summary_clock
from services.calendar import is_working_day
from services.people import staff_of
from services.region_settings import Choices, settings_for
from services.reminding import Due
from services.scopes import COUNTRY
from services.timers import set_timer

FRESH = timedelta(hours=1)
"""A deadline that passed longer ago is no news any more."""
GATHER = timedelta(seconds=3)
"""Notices to one person wait this long for what else there is to tell: many deadlines end at the same moment."""
ROUND = timedelta(minutes=30)
"""Between two looks at a ladder that has a step in hours."""


async def remind(teller: Teller, subjects: list[str]) -> None:
    """Deadlines are near: each executor hears once of all that are near now."""
    ids, zone = [int(subject) for subject in subjects], teller.settings.zone
    tasks = await reminding.reminders_due(teller.session, ids, teller.now, zone)
    if tasks:
        until = max(task.due_at for task in tasks)
        for person, due in await _due_by_person(teller, {task.executor_id for task in tasks}, teller.now, until):
            content = notices_staff.near(teller.translator_for(person), due.first, due.number)
            teller.tell(person, content, screen="near", wait=GATHER)


async def passed(teller: Teller, subjects: list[str]) -> None:
    """Deadlines have passed: the requests count as overdue, and those who do the work hear of it."""
    zone, session = teller.settings.zone, teller.session
    late = await overdue.mark_due(session, [int(subject) for subject in subjects], teller.now)
    regions = {row.region for row in late}
    if not regions:
        return
    await group_news.refresh(teller, regions, [row.id for row in late])
    await digest.keep_going(session, [*regions, COUNTRY], teller.now, zone)
    for region in regions:
        await _keep_climbing(teller, region, await settings_for(session, region))
    quiet = await office_hours.quiet_regions(session, regions, teller.now, zone)
    fresh = teller.now - FRESH
    people = {row.executor_id for row in late if row.due_at > fresh and row.region not in quiet}
    for person, due in await _due_by_person(teller, people, fresh, teller.now):
        t = teller.translator_for(person)
        request = await session.get(CitizenRequest, due.first[0].id) if due.number == 1 else None
        content = notices_staff.task_overdue(t, request) if request else notices_staff.passed(t, due.first, due.number)
        teller.tell(person, content, screen="passed", wait=GATHER)


async def _due_by_person(
    teller: Teller, people: Iterable[int | None], after: datetime, until: datetime
) -> list[tuple[Person, Due]]:
    """What these people have to do by then. It is told on a screen: of several versions only the last is seen.

    Those who have been suspended or have left are told nothing: they could not even look at it.
    """
    wanted = {person for person in people if person is not None}
    if not wanted:
        return []
    due = await reminding.tasks_due(teller.session, wanted, after, until, notices_staff.SHOWN)
    query = select(Person).where(Person.id.in_(due), Person.reachable, Person.is_staff).order_by(Person.id)
    return [(person, due[person.id]) for person in await teller.session.scalars(query)]


async def _keep_climbing(teller: Teller, region: str, choices: Choices) -> None:
    """Look again soon, where a step of the ladder is reckoned in hours."""
    if ladder.has_hours(choices):
        await set_timer(teller.session, "ladder", region, teller.now + ROUND, keep=True)


async def climb(teller: Teller, region: str) -> None:
    """Steps in hours: what has waited too long is told to those further up, in office hours."""
    now, zone = teller.now, teller.settings.zone
    choices = await settings_for(teller.session, region)
    allowed = await office_hours.next_allowed(teller.session, region, now, zone)
    if allowed > now:
        await set_timer(teller.session, "ladder", region, allowed)
        return
    await _keep_climbing(teller, region, choices)
    raised = await ladder.climb(teller.session, region, choices, now, zone)
    chiefs = await staff_of(teller.session, region, Role.SUPERVISOR) if raised.to_supervisors else []
    _tell_raised(teller, region, chiefs, raised.to_supervisors)
    ministry = await ladder.ministry(teller.session) if raised.to_ministry else []
    _tell_raised(teller, region, ministry, raised.to_ministry)


def _tell_raised(teller: Teller, region: str, people: Sequence[Person], numbers: Iterable[int]) -> None:
    for person in people:
        content = notices_staff.escalated(teller.translator_for(person), region, list(numbers))
        teller.tell(person, content, screen=f"ladder:{region}")


async def morning(teller: Teller, subject: str) -> None:
    """The digest of a region, or of the ministry (""): one message for each person who has anything to do."""
    session, now, zone = teller.session, teller.now, teller.settings.zone
    choices = await settings_for(session, subject)
    following = digest.next_digest(choices, subject, now, zone)
    await set_timer(session, "digest", subject, following)
    await digest.keep_going(session, [subject], now, zone)
    await summary_clock.revive(session)
    if choices.hours.is_quiet(now.astimezone(zone), is_working_day):
        # We were away in the morning, and now it is no time to speak.
        return
    if subject != COUNTRY:
        await ladder.climb(session, subject, choices, now, zone)
        await _keep_climbing(teller, subject, choices)
    for found in await digest.digests_for(session, subject, now.astimezone(UTC), zone):
        t = teller.translator_for(found.person)
        teller.tell(found.person, views.digest(t, found, now), screen="digest")
