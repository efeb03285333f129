"""The cards of requests in working groups: which group is shown which request, and what its card needs to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.words import MediaPurpose
from models import CitizenRequest, GroupCard, Media, Membership, Organisation, Person, Screen, WorkingGroup
from services import geography
from services.groups import BY_CATEGORY, BY_DISTRICT, GONE, bound, screen_of

AT_ONCE = 40
"""Cards drawn anew in one transaction; a group gets twenty messages a minute."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Who does the work, and for whom they work in the request's region."""

    name: str | None
    organisations: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A request and a group that is shown it now (`fits`), or has been until now."""

    group: WorkingGroup
    request: CitizenRequest
    card: GroupCard | None
    fits: bool
    photo: int | None
    worker: Worker | None


async def concerned(
    session: AsyncSession, groups: Sequence[WorkingGroup], requests: Sequence[CitizenRequest]
) -> list[Shown]:
    """Every pair of a group and a request that it is to be shown, or was shown: in three queries."""
    numbers = {r.id for r in requests}
    query = select(GroupCard).where(
        GroupCard.request_id.in_(numbers), GroupCard.chat_id.in_({g.chat_id for g in groups})
    )
    cards = {(card.chat_id, card.request_id): card for card in await session.scalars(query)}
    workers = await _workers(session, requests)
    pairs = [
        (group, request, card, fits)
        for request in requests
        for group in groups
        for card in [cards.get((group.chat_id, request.id))]
        for fits in [_fits(group, request, workers.get(request.id))]
        if fits or card is not None
    ]
    photos = await _photos(session, {request.id for _, request, _, _ in pairs})
    return [
        Shown(group, request, card, fits, photos.get(request.id), workers.get(request.id))
        for group, request, card, fits in pairs
    ]


def _fits(group: WorkingGroup, request: CitizenRequest, worker: Worker | None) -> bool:
    """Whether a request is any of the group's business."""
    if group.state == GONE or group.region != request.region:
        return False
    if group.organisation_id is not None:
        return worker is not None and group.organisation_id in worker.organisations
    return group.categories is None or request.category in group.categories


async def _workers(session: AsyncSession, requests: Iterable[CitizenRequest]) -> dict[int, Worker]:
    """By request: who does it."""
    given = [r for r in requests if r.executor_id is not None]
    if not given:
        return {}
    query = (
        select(Person.id, Person.name, Membership.region, Organisation.id, Organisation.name)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.active)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Person.id.in_({r.executor_id for r in given}))
    )
    names: dict[int, str | None] = {}
    organisations: dict[tuple[int, str | None], dict[int, str]] = {}
    for person_id, name, region, number, organisation in await session.execute(query):
        names[person_id] = name
        if number is not None:
            organisations.setdefault((person_id, region), {})[number] = organisation
    return {
        r.id: Worker(names.get(r.executor_id or 0), organisations.get((r.executor_id or 0, r.region), {}))
        for r in given
    }


async def _photos(session: AsyncSession, numbers: Iterable[int]) -> dict[int, int]:
    """By request: the first photo that the citizen sent and that can be shown."""
    query = (
        select(Media.request_id, func.min(Media.id))
        .where(
            Media.request_id.in_(set(numbers)),
            Media.purpose == MediaPurpose.BEFORE,
            Media.state != "refused",
            Media.show_file_id.is_not(None) | Media.key.is_not(None),
        )
        .group_by(Media.request_id)
    )
    return {request_id: media_id for request_id, media_id in await session.execute(query) if request_id is not None}


def topic_key(group: WorkingGroup, request: CitizenRequest) -> str | None:
    """The topic where a request belongs; "" where its district or category has none, None in a group without topics.

    A district that the citizen wrote in words of their own has no topic: there would be one for each spelling.
    """
    if group.topics == BY_CATEGORY:
        return request.category or ""
    if group.topics == BY_DISTRICT:
        known = {district.kato for district in geography.districts(request.region)}
        return request.district if request.district in known and request.district else ""
    return None


async def card_in(session: AsyncSession, chat_id: int, request_id: int) -> GroupCard:
    """The card of a request in a chat. Raises NotFound where that chat is not, or no longer, shown the request."""
    card = await session.get(GroupCard, (chat_id, request_id))
    if card is None or await bound(session, chat_id) is None:
        raise NotFound
    return card


async def stale_in(session: AsyncSession, group: WorkingGroup) -> list[CitizenRequest]:
    """The next requests whose cards have to be drawn anew. Cards of closed ones that nobody can see are forgotten."""
    query = (
        select(CitizenRequest, GroupCard)
        .join(GroupCard, GroupCard.request_id == CitizenRequest.id)
        .where(GroupCard.chat_id == group.chat_id, GroupCard.stale)
        .order_by(CitizenRequest.id)
        .limit(AT_ONCE)
        # A step that is being taken draws its card itself, and later.
        .with_for_update(of=CitizenRequest)
    )
    wanted: list[CitizenRequest] = []
    # Behind some that nobody can see there may be others.
    while not wanted and (found := [(request, card) for request, card in await session.execute(query)]):
        names = {screen_of(card.request_id, card.topic) for _, card in found}
        seen = set(
            await session.scalars(select(Screen.name).where(Screen.chat_id == group.chat_id, Screen.name.in_(names)))
        )
        for request, card in found:
            if request.is_open or screen_of(request.id, card.topic) in seen:
                wanted.append(request)
            else:
                await session.delete(card)
        await session.flush()
    return wanted
