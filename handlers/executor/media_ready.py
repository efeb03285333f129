"""What happens when a file of a photo report has been fetched: it is looked at, or turns out to be no picture."""

from bot.content import Content
from bot.talk import Teller
from bot.views import report as views
from domain.permissions import Actor
from handlers.executor.showing import REPORT
from models import CitizenRequest, Media, Person
from services import examining, reports
from services.reports import Said


async def report_file_ready(teller: Teller, media: Media) -> None:
    """Look at a photo whose report has been sent already; one still being collected is looked at when it is sent."""
    if media.state == "refused":
        await _refused(teller, media)
    elif media.request_id is not None:
        # Written down first: what is looked for are rows.
        await teller.session.flush()
        await examining.examine_later(teller.session, media)


async def _refused(teller: Teller, media: Media) -> None:
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
    if request is not None and expecting.get("for") == REPORT and expecting.get("id") == request.id:
        made = await reports.collected_for(teller.session, Actor(person.id), request, Said.read(expecting))
        teller.tell(person, views.report(t, made, views.unreadable(t)), screen=REPORT, sound=False)
