"""Who a weekly summary goes to, and whom it did not reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Role
from models import Channel, Membership, OutboxMessage, Person, Summary, WorkingGroup
from services import channels, groups
from services.people import IS_ACTIVE
from services.scopes import COUNTRY
from services.summaries import READERS


@dataclass(frozen=True, slots=True)
class Readers:
    """The people, groups and the channel that a summary goes to, each once."""

    people: Sequence[Person]
    groups: Sequence[WorkingGroup] = ()
    channel: Channel | None = None

    @property
    def chats(self) -> list[int]:
        """All of them, as chats."""
        every = [*(person.id for person in self.people), *(group.chat_id for group in self.groups)]
        return every + ([self.channel.chat_id] if self.channel else [])


async def readers(session: AsyncSession, region: str, admin_ids: Iterable[int]) -> Readers:
    """Whom a summary is sent to now: of a region its operators, supervisors, whole-region groups and channel; of the
    country ("") the ministry and the admins. Nobody whose role rests, and nobody who has blocked the bot.
    """
    if region == COUNTRY:
        return Readers(await overseers(session, admin_ids, Role.NATIONAL, Role.ADMIN))
    working = select(Membership.person_id).where(
        Membership.region == region, Membership.role.in_(READERS), IS_ACTIVE
    )  # fmt: skip
    people = select(Person).where(Person.id.in_(working), Person.reachable).order_by(Person.id)
    found = [
        group
        for group in await groups.groups_of(session, [region])
        if group.state == groups.ACTIVE and group.organisation_id is None and group.categories is None
    ]
    return Readers((await session.scalars(people)).all(), found, await channels.of_region(session, region))


async def overseers(session: AsyncSession, admin_ids: Iterable[int], *roles: Role) -> Sequence[Person]:
    """The reachable people who hold any of `roles` for the whole country, and those the settings name as admins."""
    holding = select(Membership.person_id).where(Membership.region.is_(None), Membership.role.in_(roles), IS_ACTIVE)
    query = select(Person).where(or_(Person.id.in_(holding), Person.id.in_(list(admin_ids))), Person.reachable)
    return (await session.scalars(query.order_by(Person.id))).all()


@dataclass(frozen=True, slots=True)
class Unreached:
    """How many of the chats that a region's summaries were sent to have not got them."""

    region: str
    number: int
    of: int


def screen_of(summary_id: int) -> str:
    """The screen that shows a summary."""
    return f"summary:{summary_id}"


async def unreached(session: AsyncSession, summary_ids: Iterable[int]) -> list[Unreached]:
    """The regions some of whose chats were not reached, in the order of their codes, the country ("") first."""
    sent = (await session.scalars(select(Summary).where(Summary.id.in_(set(summary_ids))))).all()
    lost = await _lost(session, {chat for summary in sent for chat in summary.recipients})
    stuck = await _stuck(session, [summary.id for summary in sent])
    found = []
    for region in sorted({summary.region for summary in sent}):
        of, missed = set(), set()
        for summary in sent:
            if summary.region == region:
                of |= set(summary.recipients)
                missed |= (stuck.get(screen_of(summary.id), set()) | lost) & set(summary.recipients)
        if missed:
            found.append(Unreached(region, len(missed), len(of)))
    return found


async def _lost(session: AsyncSession, chats: set[int]) -> set[int]:
    """People who cannot be reached now, groups in trouble, channels that are closed to us."""
    blocked = await session.scalars(select(Person.id).where(Person.id.in_(chats), Person.reachable.is_(False)))
    troubled = await session.scalars(
        select(WorkingGroup.chat_id).where(WorkingGroup.chat_id.in_(chats), WorkingGroup.state != groups.ACTIVE)
    )
    closed = await session.scalars(
        select(Channel.chat_id).where(Channel.chat_id.in_(chats), Channel.state == channels.GONE)
    )
    return {*blocked, *troubled, *closed}


async def _stuck(session: AsyncSession, summary_ids: Iterable[int]) -> dict[str, set[int]]:
    """By screen, the chats for which a summary still waits, or failed."""
    screens = [screen_of(number) for number in summary_ids]
    rows = await session.execute(
        select(OutboxMessage.screen, OutboxMessage.chat_id).where(OutboxMessage.screen.in_(screens))
    )
    found: dict[str, set[int]] = {}
    for screen, chat in rows:
        found.setdefault(str(screen), set()).add(chat)
    return found
