"""What happens when time passes: one function for each timer. Its subject is a request's number or a region."""

from bot.talk import Teller
from bot.views import notices_staff
from domain import terms
from domain.words import Role
from models import Person
from services import judging
from services.arrivals import SCREEN, Arrivals, Reader, arrivals_since, readers_in
from services.overdue import mark_overdue, overdue_in
from services.people import staff_of
from services.timers import set_timer


async def news(teller: Teller, region: str) -> None:
    """Tell the operators of a region what came into their queue: each at most once in five minutes."""
    now, counted = teller.now, dict[tuple[object, ...], Arrivals]()
    later = None
    for reader in await readers_in(teller.session, region):
        since = reader.person.news_from or now - terms.NEWS_INTERVAL
        # Colleagues who were told together are counted for together.
        key = (reader.regions, since)
        if key not in counted:
            counted[key] = await arrivals_since(teller.session, reader.regions, since)
        if not counted[key].new:
            continue
        if reader.told_before and since > now - terms.NEWS_INTERVAL:
            later = min(later or since, since)
        else:
            _tell_arrivals(teller, reader, counted[key])
    if later is not None:
        await set_timer(teller.session, "news", region, later + terms.NEWS_INTERVAL, keep=True)


def _tell_arrivals(teller: Teller, reader: Reader, arrivals: Arrivals) -> None:
    person = reader.person
    content = notices_staff.arrivals(teller.translator_for(person), arrivals.new, arrivals.waiting)
    teller.tell(person, content, screen=SCREEN)
    person.news_from = teller.now


async def overdue(teller: Teller, subject: str) -> None:
    """A deadline has passed: the request counts as overdue, its executor and the region's operators hear of it."""
    request = await mark_overdue(teller.session, int(subject), teller.now)
    if request is None:
        return
    total = await overdue_in(teller.session, request.region)
    for person in await staff_of(teller.session, request.region, Role.OPERATOR, Role.SUPERVISOR):
        if person.id != request.executor_id:
            # A screen: of many that become overdue together each operator sees the last one, and how many there are.
            content = notices_staff.queue_overdue(teller.translator_for(person), request, total)
            teller.tell(person, content, screen="overdue")
    executor = await teller.session.get(Person, request.executor_id) if request.executor_id else None
    if executor is not None:
        teller.tell(executor, notices_staff.task_overdue(teller.translator_for(executor), request))


async def no_answer(teller: Teller, subject: str) -> None:
    """A question has waited too long: the request is closed."""
    await judging.drop_unanswered(teller.session, int(subject), teller.now)


async def silence(teller: Teller, subject: str) -> None:
    """Nobody has judged the work within the term: it counts as accepted."""
    await judging.confirm_by_silence(teller.session, int(subject), teller.now)


async def planned(teller: Teller, subject: str) -> None:
    """The day of planned work has come."""
    await judging.begin_planned(teller.session, int(subject), teller.now)
