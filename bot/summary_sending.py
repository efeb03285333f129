"""Weekly summaries on their way: to the people, groups and channel that they are for, and to one person again."""

from bot.content import Content
from bot.outbox import Parcel, Priority
from bot.talk import Teller
from bot.translator import Translator, translator
from bot.views import amounts, summary_public, summary_screens
from bot.views import summary as views
from models import Channel, Person, Summary, WorkingGroup
from services import summaries, summary_clock, summary_readers, weeks
from services.summary_readers import screen_of
from services.weeks import Week

TABLE = "summary_table"
"""The maker of a summary's workbook: {"make": TABLE, "summary": its number, "locale": …}."""


async def publish(teller: Teller, summary: Summary) -> None:
    """Send a summary, or a correction of one, to everybody it is for; in an hour it is looked at who has not got it."""
    week = weeks.from_json(summary.figures)
    old = await _corrected(teller, summary)
    found = await summary_readers.readers(teller.session, summary.region, teller.settings.admin_ids)
    for person in found.people:
        t = teller.translator_for(person)
        teller.tell(person, views.message(t, summary, week, old, private=True), screen=screen_of(summary.id))
        _send_table(teller, person.id, t, summary, week)
    for group in found.groups:
        _to_group(teller, group, summary, week, old)
    if found.channel is not None:
        to_channel(teller, found.channel, summary, week)
    summary.recipients = found.chats
    if found.chats:
        await summary_clock.look_later(teller.session, summary.id, teller.now)


async def _corrected(teller: Teller, summary: Summary) -> Week | None:
    before = await summaries.version_before(teller.session, summary)
    return None if before is None else weeks.from_json(before.figures)


def _to_group(teller: Teller, group: WorkingGroup, summary: Summary, week: Week, old: Week | None) -> None:
    t = translator(group.locale, teller.settings.zone)
    _put(teller, group.chat_id, views.message(t, summary, week, old, private=False), summary)
    _send_table(teller, group.chat_id, t, summary, week)


def to_channel(teller: Teller, channel: Channel, summary: Summary, week: Week) -> None:
    """Post a summary for citizens; no table, which is for those who work with it."""
    t = translator(channel.locale, teller.settings.zone)
    _put(teller, channel.chat_id, summary_public.post(t, summary, week), summary)


def _put(teller: Teller, chat_id: int, content: Content, summary: Summary) -> None:
    payload = {"content": content.payload(), "fresh": True}
    teller.outbox.put(Parcel(chat_id, "screen", payload, teller.now, Priority.NOTICE, screen_of(summary.id)))


async def send_again(teller: Teller, person: Person, summary: Summary) -> None:
    """Send somebody a summary as it was told, with its table."""
    week, t = weeks.from_json(summary.figures), teller.translator_for(person)
    content = views.message(t, summary, week, await _corrected(teller, summary), private=True)
    teller.tell(person, content, screen=screen_of(summary.id))
    _send_table(teller, person.id, t, summary, week)


def send_table(teller: Teller, person: Person, summary: Summary) -> None:
    """Send somebody the table of a summary alone."""
    _send_table(teller, person.id, teller.translator_for(person), summary, weeks.from_json(summary.figures))


def _send_table(teller: Teller, chat_id: int, t: Translator, summary: Summary, week: Week) -> None:
    spec = {"make": TABLE, "summary": summary.id, "locale": t.locale}
    caption = summary_screens.table_caption(t, summary.region, amounts.span(t, week.span))
    teller.tell_made(chat_id, spec, summary_screens.table_name(summary), caption)
