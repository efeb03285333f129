"""What working groups see: each request a card, drawn anew in place at every step."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from bot.outbox import Parcel, Priority
from bot.talk import Teller
from bot.translator import translator
from bot.views import groups_card as views
from domain.words import Action
from models import CitizenRequest, GroupCard, WorkingGroup
from services import group_cards, groups
from services.group_cards import Shown
from services.office_hours import quiet_regions
from services.steps import Step


async def show_steps(teller: Teller, steps: Iterable[Step]) -> None:
    """Draw the cards of the requests that these steps have changed; one query where their regions have no groups."""
    seen = [step for step in steps if step.action is not Action.NOTE]
    if not seen:
        return
    regions = {region for s in seen for region in (s.request.region, s.from_region)}
    found = await groups.groups_of(teller.session, regions)
    if found:
        await draw(teller, found, list({s.request.id: s.request for s in seen}.values()))


async def refresh(teller: Teller, regions: Iterable[str], numbers: Iterable[int]) -> None:
    """Draw the cards of requests that time has changed; one query where their regions have no groups."""
    found = await groups.groups_of(teller.session, regions)
    if found:
        query = select(CitizenRequest).where(CitizenRequest.id.in_(set(numbers))).order_by(CitizenRequest.id)
        await draw(teller, found, list(await teller.session.scalars(query.with_for_update())), priority=Priority.BULK)


async def draw(
    teller: Teller,
    found: Sequence[WorkingGroup],
    requests: Sequence[CitizenRequest],
    *,
    priority: Priority = Priority.NOTICE,
) -> None:
    """Draw the cards of requests in those of the groups that they concern."""
    every = await group_cards.concerned(teller.session, found, requests)
    new = {shown.group.region for shown in every if shown.card is None}
    quiet = await quiet_regions(teller.session, new, teller.now, teller.settings.zone) if new else set()
    for shown in every:
        if shown.group.state == groups.TROUBLE:
            _card_of(teller, shown).stale = True
        elif shown.fits:
            _show(teller, shown, priority, quiet=shown.group.region in quiet)
        elif shown.card is not None:
            await _take_leave(teller, shown, shown.card, priority)


def _card_of(teller: Teller, shown: Shown) -> GroupCard:
    """The row of a card; a new one where the group has not been shown the request yet."""
    if shown.card is not None:
        return shown.card
    card = GroupCard(
        chat_id=shown.group.chat_id,
        request_id=shown.request.id,
        topic=group_cards.topic_key(shown.group, shown.request),
        stale=False,
    )
    teller.session.add(card)
    return card


def _show(teller: Teller, shown: Shown, priority: Priority, *, quiet: bool) -> None:
    group, request, card = shown.group, shown.request, _card_of(teller, shown)
    topic = group_cards.topic_key(group, request)
    if topic != card.topic:
        # Messages cannot be moved: the card goes here and comes there.
        old = groups.screen_of(request.id, card.topic)
        teller.outbox.put(Parcel(group.chat_id, "clear", {}, teller.now, priority, old))
    card.topic, card.stale = topic, False
    t = translator(group.locale, teller.settings.zone)
    content = views.card(t, shown, teller.now, sound=shown.card is None and not quiet)
    payload: dict[str, Any] = {"content": content.payload()}
    if topic is not None:
        payload |= {"topic": topic, "topic_name": views.topic_name(t, group, topic)}
    screen = groups.screen_of(request.id, topic)
    teller.outbox.put(Parcel(group.chat_id, "screen", payload, teller.now, priority, screen))


async def _take_leave(teller: Teller, shown: Shown, card: GroupCard, priority: Priority) -> None:
    """The request is not, or no longer, this group's: its card says so and has no buttons."""
    group = shown.group
    t = translator(group.locale, teller.settings.zone)
    payload: dict[str, Any] = {"content": views.elsewhere(t, shown).payload()}
    if card.topic is not None:
        payload |= {"topic": card.topic, "topic_name": views.topic_name(t, group, card.topic)}
    screen = groups.screen_of(card.request_id, card.topic)
    teller.outbox.put(Parcel(group.chat_id, "screen", payload, teller.now, priority, screen))
    await teller.session.delete(card)
