"""Whom a step in the life of a request concerns: loaded for all steps of a transaction together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, cast, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Action, MediaPurpose, Role
from models import Follow, Media, Membership, Organisation, Person
from services.people import IS_ACTIVE
from services.steps import Step

FOR_SUPERVISORS = frozenset({Action.COMPLAIN, Action.APPEAL})
"""What a supervisor has to rule on."""
ALBUM = 10
"""Photos before and after that fit together into one album."""


@dataclass(slots=True)
class Concerned:
    """Reachable people by how they stand to the requests, and what is told of executors and their work."""

    people: dict[int, Person] = field(default_factory=dict)
    """Citizens and executors by id."""
    followers: dict[int, list[Person]] = field(default_factory=dict)
    """By request."""
    supervisors: dict[str, list[Person]] = field(default_factory=dict)
    """By region."""
    organisations: dict[int, str] = field(default_factory=dict)
    """By executor: the name of the organisation they work for."""
    before: dict[int, list[int]] = field(default_factory=dict)
    """Media by request; with those after at most ten, half of them at least where there are so many."""
    after: dict[int, list[int]] = field(default_factory=dict)
    night: bool = False
    """Citizens sleep."""
    quiet: set[str] = field(default_factory=set)
    """Regions whose staff are left in peace now."""


async def concerned_by(session: AsyncSession, steps: Sequence[Step]) -> Concerned:
    """Everybody whom these steps concern, in one query; two more where work was given out or reported."""
    found = Concerned()
    await _load_people(session, steps, found)
    await _load_organisations(session, steps, found)
    await _load_media(session, [s.request.id for s in steps if s.action is Action.REPORT], found)
    return found


async def _load_people(session: AsyncSession, steps: Sequence[Step], found: Concerned) -> None:
    known = {i for s in steps for i in (s.request.citizen_id, s.request.executor_id, s.from_executor) if i is not None}
    regions = {s.request.region for s in steps if s.action in FOR_SUPERVISORS}
    nowhere = cast(null(), String(5))
    parts: list[Any] = [
        select(Person.id.label("person_id"), literal(0).label("followed"), nowhere.label("region")).where(
            Person.id.in_(known)
        ),
        select(Follow.person_id, Follow.request_id, nowhere).where(
            Follow.request_id.in_({s.request.id for s in steps})
        ),
    ]
    if regions:
        parts.append(
            select(Membership.person_id, literal(0), Membership.region).where(
                Membership.region.in_(regions), Membership.role == Role.SUPERVISOR, IS_ACTIVE
            )
        )
    who = union_all(*parts).subquery()
    query = select(Person, who.c.followed, who.c.region).join(who, Person.id == who.c.person_id)
    for person, followed, region in await session.execute(query.where(Person.reachable).order_by(Person.id)):
        if followed:
            found.followers.setdefault(followed, []).append(person)
        elif region:
            found.supervisors.setdefault(region, []).append(person)
        else:
            found.people[person.id] = person


async def _load_organisations(session: AsyncSession, steps: Iterable[Step], found: Concerned) -> None:
    given = {
        (s.request.executor_id, s.request.region)
        for s in steps
        if s.action in (Action.ASSIGN, Action.REOPEN) and s.request.executor_id is not None
    }
    if not given:
        return
    works_for = or_(*((Membership.person_id == who) & (Membership.region == where) for who, where in given))
    query = (
        select(Membership.person_id, Organisation.name)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(works_for, Membership.active)
    )
    found.organisations.update((person_id, name) for person_id, name in await session.execute(query))


async def _load_media(session: AsyncSession, request_ids: Sequence[int], found: Concerned) -> None:
    if not request_ids:
        return
    query = (
        select(Media.request_id, Media.purpose, Media.id)
        .where(Media.request_id.in_(request_ids), Media.state != "refused")
        # An image that came as a document cannot be shown before it has been fetched.
        .where(Media.show_file_id.is_not(None) | Media.key.is_not(None))
        .order_by(Media.request_id, Media.id)
    )
    shown = {MediaPurpose.BEFORE: found.before, MediaPurpose.AFTER: found.after}
    for request_id, purpose, media_id in await session.execute(query):
        if purpose in shown and request_id is not None:
            shown[purpose].setdefault(request_id, []).append(media_id)
    for request_id in request_ids:
        before, after = found.before.get(request_id, []), found.after.get(request_id, [])
        # Of the citizen's the first are as good as any; of a work reported twice the newest count.
        del after[: -max(ALBUM // 2, ALBUM - len(before))]
        del before[ALBUM - len(after) :]
