"""What citizens hear when time passes: a reminder to judge finished work, and the evening's news of their areas."""

from bot.talk import Teller
from bot.views import alerts as alert_views
from bot.views import notices
from domain import daytime, terms
from domain.words import Action, State
from handlers.citizen.composing import current
from models import CitizenRequest, Person
from services import area_alerts, area_news
from services.histories import last_entry
from services.templates import words_of
from services.timers import set_timer


async def verdict_reminder(teller: Teller, subject: str) -> None:
    """Work has waited some days for its citizen's word: ask once more, by day, before silence counts."""
    request = await teller.session.get(CitizenRequest, int(subject))
    if request is None or request.state is not State.DONE or request.citizen_id is None:
        return
    zone = teller.settings.zone
    if not daytime.is_day(teller.now, zone):
        await set_timer(teller.session, "verdict_reminder", subject, daytime.by_day(teller.now, zone))
        return
    person = await teller.session.get(Person, request.citizen_id)
    reported = await last_entry(teller.session, request.id, Action.REPORT)
    if person is None or reported is None or current(person, "complaint", request.id) is not None:
        return
    # After a long standstill the silence is about to count, or has done so a moment later.
    if teller.now >= reported.at + terms.SILENCE:
        return
    t = teller.translator_for(person)
    words = words_of(reported, t.locale)
    content = notices.verdict(t, request.id, words, reported.at, reminder=True, data=reported.data)
    teller.tell(person, content, screen=f"verdict:{request.id}")


async def alerts(teller: Teller, subject: str) -> None:
    """Tell somebody what is new in their areas, and wait for the next evening as long as they follow any."""
    person = await teller.session.get(Person, int(subject))
    if person is None or not await area_alerts.alerts_of(teller.session, person.id):
        return
    zone = teller.settings.zone
    speaks = daytime.is_day(teller.now, zone)
    # A night's late digest goes out with the next one; whoever has had one today waits until tomorrow.
    due = daytime.next_evening(teller.now, zone, person.id, another_day=speaks)
    await set_timer(teller.session, area_alerts.TIMER, person.id, due)
    if not speaks:
        return
    news = await area_news.news_for(teller.session, person, teller.now)
    if news:
        teller.tell(person, alert_views.digest(teller.translator_for(person), news))
