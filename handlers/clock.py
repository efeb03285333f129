"""What happens when time passes: one function for each timer. Its subject is a request's number or a region.

Staff are told in office hours only; what cannot be told then is left to the morning's digest (`handlers.rounds`).
"""

from bot.talk import Teller
from bot.views import notices, notices_staff
from domain import terms
from domain.words import Action, State
from models import CitizenRequest, Person
from services import digest, judging, office_hours
from services.arrivals import SCREEN, Arrivals, Reader, arrivals_since, readers_in
from services.histories import last_entry
from services.templates import words_of
from services.timers import set_timer


async def news(teller: Teller, region: str) -> None:
    """Tell the operators of a region what came into their queue: each at most once in five minutes."""
    now, counted = teller.now, dict[tuple[object, ...], Arrivals]()
    zone = teller.settings.zone
    await digest.keep_going(teller.session, [region], now, zone)
    allowed = await office_hours.next_allowed(teller.session, region, now, zone)
    if allowed > now:
        # What comes by night and on days off makes one notice in the morning.
        await set_timer(teller.session, "news", region, allowed, keep=True)
        return
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


async def ask_again(teller: Teller, subject: str) -> None:
    """A question has waited long: its citizen is reminded, once."""
    request = await teller.session.get(CitizenRequest, int(subject))
    if request is None or request.state is not State.NEEDS_INFO or request.citizen_id is None:
        return
    asked = await last_entry(teller.session, request.id, Action.ASK)
    citizen = await teller.session.get(Person, request.citizen_id)
    # After a long downtime the request is dropped in the same moment: no need to ask any more.
    if asked is None or citizen is None or asked.at + terms.NO_ANSWER <= teller.now:
        return
    t, night = teller.translator_for(citizen), office_hours.is_night(teller.now, teller.settings.zone)
    content = notices.question_again(t, request.id, words_of(asked, t.locale), asked.at, quiet=night)
    teller.tell(citizen, content, screen=f"question:{request.id}")


async def no_answer(teller: Teller, subject: str) -> None:
    """A question has waited too long: the request is closed."""
    await judging.drop_unanswered(teller.session, int(subject), teller.now)


async def silence(teller: Teller, subject: str) -> None:
    """Nobody has judged the work within the term: it counts as accepted."""
    await judging.confirm_by_silence(teller.session, int(subject), teller.now)


async def planned(teller: Teller, subject: str) -> None:
    """The day of planned work has come."""
    await judging.begin_planned(teller.session, int(subject), teller.now)
