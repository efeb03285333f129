"""The weekly summary when its time comes; a timer's subject is a region, "" for the country, or a summary's number."""

from bot import summary_sending
from bot.talk import Teller
from bot.views import channels as channel_views
from bot.views import summary_screens as views
from domain.words import Role
from models import Channel, Summary
from services import channels, office_hours, summary_clock, summary_readers
from services.people import staff_of
from services.timers import set_timer


async def strike(teller: Teller, region: str) -> None:
    """A slot: the summary is made and, unless it is late and the hour is not for it, sent."""
    due_at = teller.due_at or teller.now
    for summary in await summary_clock.strike(teller.session, region, due_at, teller.now, teller.settings.zone):
        await summary_sending.publish(teller, summary)


async def send(teller: Teller, subject: str) -> None:
    """A summary that was made too late for its hour is sent in office hours."""
    summary = await teller.session.get(Summary, int(subject))
    if summary is not None:
        await summary_sending.publish(teller, summary)


async def report(teller: Teller, subjects: list[str]) -> None:
    """The admins hear, in one message, of everybody whom the summaries of this morning have not reached."""
    found = await summary_readers.unreached(teller.session, [int(subject) for subject in subjects])
    if not found:
        return
    for person in await summary_readers.overseers(teller.session, teller.settings.admin_ids, Role.ADMIN):
        teller.tell(person, views.unreached(teller.translator_for(person), found))


async def channel_trouble(teller: Teller, subject: str) -> None:
    """A channel is closed to the bot: the supervisors of its region hear of it, unless it is open again by now."""
    channel = await teller.session.get(Channel, int(subject))
    if channel is None or channel.state != channels.GONE:
        return
    morning = await office_hours.next_allowed(teller.session, channel.region, teller.now, teller.settings.zone)
    if morning > teller.now:
        await set_timer(teller.session, channels.TROUBLE, channel.chat_id, morning)
        return
    for person in await staff_of(teller.session, channel.region, Role.SUPERVISOR):
        teller.tell(person, channel_views.trouble(teller.translator_for(person), channel))
