"""People: meeting them, their language and consent, the roles they hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor, Grant
from domain.words import Role
from models import Membership, Person

CONSENT_VERSION = 1
"""Grows when what we keep or why changes; then everybody is asked again."""


SEEN_EVERY = timedelta(minutes=5)
"""How exact it is when staff who only press buttons were last seen: each press need not write."""

IS_ACTIVE = text("memberships.active")
"""The condition of the partial index, word for word: SQLite uses it for nothing else."""
_BY_ID = select(Person).where(Person.id == bindparam("person_id"))


_WRITES = (
    update(Person)
    .where(Person.id == bindparam("person_id"))
    .values(
        reachable=True,
        seen_at=bindparam("now", type_=Person.seen_at.type),
        last_message_id=case(
            (Person.last_message_id < bindparam("message_id"), bindparam("message_id")), else_=Person.last_message_id
        ),
    )
    .returning(Person)
    .execution_options(synchronize_session=False, populate_existing=True)
)


async def meet(session: AsyncSession, person_id: int, now: datetime, message_id: int | None = None) -> Person:
    """The person with this Telegram id; somebody new gets a row that holds nothing but the id.

    With `message_id` they have written to us: that message is the newest of theirs, and they can be reached. When staff
    were last seen is noted also where they only press buttons, every few minutes (`SEEN_EVERY`).
    """
    query: Any = _BY_ID if message_id is None else _WRITES
    values = {"person_id": person_id, "message_id": message_id or 0, "now": now}
    person: Person | None = await session.scalar(query, values)
    if person is None:
        person = Person(
            id=person_id, created_at=now, last_message_id=message_id or 0, reachable=True, is_staff=False, seen_at=now
        )
        session.add(person)
        await session.flush()
    elif person.is_staff and (person.seen_at is None or person.seen_at < now - SEEN_EVERY):
        person.seen_at = now
    return person


def has_consented(person: Person) -> bool:
    """Whether the person agreed to the processing of personal data as it is described today."""
    return person.consent_version == CONSENT_VERSION


def consent(person: Person, now: datetime) -> None:
    """Note the consent with its version and time."""
    person.consent_version = CONSENT_VERSION
    person.consent_at = now


async def actor_for(session: AsyncSession, person: Person, admin_ids: Sequence[int] = ()) -> Actor:
    """The person with the roles they hold; citizens, who are nearly everybody, cost no query."""
    grants: list[Grant] = [Grant(Role.ADMIN)] if person.id in admin_ids else []
    if person.is_staff:
        rows = await session.execute(
            select(Membership.role, Membership.region, Membership.organisation_id)
            .where(Membership.person_id == person.id, Membership.active)
            .order_by(Membership.id)
        )
        grants += [Grant(*row) for row in rows]
    return Actor(person.id, tuple(grants))


async def staff_of(session: AsyncSession, region: str, *roles: Role) -> list[Person]:
    """The reachable people who hold any of `roles` in a region, in the order they came."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.region == region, Membership.role.in_(roles), IS_ACTIVE, Person.reachable)
        .order_by(Membership.id)
    )
    return list((await session.scalars(query)).unique())


async def staff_name(session: AsyncSession, person_id: int | None) -> str | None:
    """The name colleagues know somebody by; None for citizens and for nobody."""
    return None if person_id is None else await session.scalar(select(Person.name).where(Person.id == person_id))
