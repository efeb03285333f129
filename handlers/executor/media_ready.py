"""What happens when a file of a photo report has been fetched and turns out to be no picture."""

from bot.content import Content
from bot.talk import Teller
from bot.views import tasks as views
from domain.permissions import Actor
from models import CitizenRequest, Media, Person
from services import reports


async def report_file_refused(teller: Teller, media: Media) -> None:
    """Tell the executor: on the card of the report while it is in the making, in a message once it is sent."""
    person = await teller.session.get(Person, media.person_id) if media.person_id is not None else None
    if person is None:
        return
    t = teller.translator_for(person)
    if media.report_of is None:
        if media.request_id is not None:
            teller.tell(person, Content(views.unreadable_later(t, media.request_id)))
        return
    # Written down first: the report is read anew, without this file.
    await teller.session.flush()
    request = await teller.session.get(CitizenRequest, media.report_of)
    expecting = person.expecting or {}
    if request is not None and expecting.get("for") == "report" and expecting.get("id") == request.id:
        made = await reports.collected_for(teller.session, Actor(person.id), request)
        content = views.report(t, made, expecting.get("comment"), views.unreadable(t))
        teller.tell(person, content, screen="report", sound=False)
