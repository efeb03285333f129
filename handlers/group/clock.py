"""What happens in working groups when time passes; a timer's subject is a request's number or a chat's."""

from bot.group_news import draw
from bot.outbox import Priority
from bot.talk import Teller
from bot.views import groups_setup as views
from domain.words import Role
from models import CitizenRequest, WorkingGroup
from services import group_cards, groups
from services.office_hours import next_allowed
from services.people import staff_of
from services.timers import set_timer


async def group_card(teller: Teller, subject: str) -> None:
    """A new request: the groups of its region that it concerns are shown it."""
    request = await teller.session.get(CitizenRequest, int(subject), with_for_update=True)
    if request is not None:
        await draw(teller, await groups.groups_of(teller.session, [request.region]), [request])


async def group_cards_anew(teller: Teller, subject: str) -> None:
    """Cards that could not be drawn while a group was in trouble, or that it is to see differently: some at a time."""
    group = await teller.session.get(WorkingGroup, int(subject))
    if group is None or group.state == groups.TROUBLE:
        return
    requests = await group_cards.stale_in(teller.session, group)
    if requests:
        await draw(teller, [group], requests, priority=Priority.BULK)
        await set_timer(teller.session, "group_cards", group.chat_id, teller.now)


async def group_trouble(teller: Teller, subject: str) -> None:
    """Nothing can be written to a group: the supervisors of its region hear of it, unless it is mended by now."""
    group = await groups.bound(teller.session, int(subject))
    if group is None or group.state != groups.TROUBLE:
        return
    morning = await next_allowed(teller.session, group.region, teller.now, teller.settings.zone)
    if morning > teller.now:
        await set_timer(teller.session, "group_trouble", group.chat_id, morning)
        return
    for person in await staff_of(teller.session, group.region, Role.SUPERVISOR):
        teller.tell(person, views.trouble_notice(teller.translator_for(person), group))
