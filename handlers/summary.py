"""/summary: past weeks as they were told, the week to come, the official paragraph, tables.

Whose summaries are whose to read is decided in `services.summaries`, at every press.
"""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import summary_sending
from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import makings
from bot.views import summary_paragraph as paragraphs
from bot.views import summary_screens as views
from bot.views.setup import scope_of
from bot.views.summary import AREA
from domain.permissions import Actor
from handlers.citizen.listening import Command
from handlers.citizen.showing import leave_off
from handlers.operator.showing import draw_card
from handlers.statistics_showing import show_days
from models import Person, Summary
from services import official_figures, past_weeks, summaries, weeks
from services.makings import order
from services.past_weeks import span_of

router = Router(name="summary")
router.callback_query.filter(Area(AREA))

SCREEN, PARAGRAPH = "summaries", "paragraph"


@router.message(Command("summary"))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The weeks of the person's region; people with several choose one first. Raises NotAllowed for citizens."""
    await leave_off(session, person, talk.now)
    regions = summaries.regions_of(actor)
    if len(regions) == 1:
        await _list(session, talk, actor, regions[0])
    else:
        talk.show(SCREEN, views.region_choice(talk.t, regions))


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Another region."""
    await leave_off(session, talk.person, talk.now)
    talk.show(SCREEN, views.region_choice(talk.t, summaries.regions_of(actor)))


@router.callback_query(Verb("list"))
async def listing(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A page of weeks."""
    await leave_off(session, talk.person, talk.now)
    await _list(session, talk, actor, scope_of(press.arg), press.id)


async def _list(session: AsyncSession, talk: Talk, actor: Actor, region: str, number: int = 0) -> None:
    summaries.check_reader(actor, region)
    zone = talk.settings.zone
    page = await past_weeks.page(session, region, number, talk.now, zone)
    coming = await past_weeks.coming(session, region, talk.now, zone)
    several = len(summaries.regions_of(actor)) > 1
    talk.show(SCREEN, views.listing(talk.t, region, page, coming, several=several))


@router.callback_query(Verb("past"))
async def past(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """From a summary to the list, below it: the summary stays."""
    summary = await summaries.find(session, actor, press.id)
    talk.pressed = None
    await _list(session, talk, actor, summary.region)


@router.callback_query(Verb("open"))
async def open_told(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A summary as it was told."""
    await leave_off(session, talk.person, talk.now)
    await draw_told(session, talk, actor, await summaries.find(session, actor, press.id))


async def draw_told(session: AsyncSession, talk: Talk, actor: Actor, summary: Summary) -> None:
    """Show a summary, with what may be done with it."""
    versions = await summaries.versions(session, summary)
    before = await summaries.version_before(session, summary)
    old = None if before is None else weeks.from_json(before.figures)
    may = summaries.may_correct(actor, summary.region)
    week = weeks.from_json(summary.figures)
    talk.show(SCREEN, views.told(talk.t, versions, summary, week, old, may_correct=may))


@router.callback_query(Verb("week"))
async def open_untold(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A week of which no summary was made; one made meanwhile is shown instead."""
    code, _, packed = press.arg.partition(".")
    region = scope_of(code)
    summaries.check_reader(actor, region)
    span = past_weeks.over(packed, talk.now.astimezone(talk.settings.zone).date())
    summary = await summaries.of_span(session, region, span)
    if summary is not None:
        await draw_told(session, talk, actor, summary)
        return
    week = await weeks.draw_up(session, region, span, talk.now)
    talk.show(SCREEN, views.worked_out(talk.t, week, None))


@router.callback_query(Verb("next"))
async def preview(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The week to come as it stands now."""
    region = scope_of(press.arg)
    summaries.check_reader(actor, region)
    coming = await past_weeks.coming(session, region, talk.now, talk.settings.zone)
    # What lasts still is compared with as many days of the week before, not with what was told of the whole.
    week = await weeks.draw_up(session, region, coming.span, talk.now)
    talk.show(SCREEN, views.worked_out(talk.t, week, coming))


@router.callback_query(Verb("again"))
async def again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Send it to me once more."""
    await summary_sending.send_again(talk, talk.person, await summaries.find(session, actor, press.id))
    talk.answer(views.sent_again(talk.t))


@router.callback_query(Verb("table"))
async def table(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Its table alone."""
    summary_sending.send_table(talk, talk.person, await summaries.find(session, actor, press.id))
    talk.answer(views.sent_again(talk.t))


@router.callback_query(Verb("text"))
async def paragraph(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The official paragraph, below: the summary stays."""
    summary = await summaries.find(session, actor, press.id)
    figures = official_figures.of_statement(weeks.from_json(summary.figures).since, talk.settings.zone)
    talk.pressed = None
    talk.show(PARAGRAPH, paragraphs.texts(talk.t, summary.id, figures))


@router.callback_query(Verb("hide"))
async def hide(event: CallbackQuery, talk: Talk) -> None:
    """Back from the paragraph: it goes, and the summary is seen again."""
    talk.clear(PARAGRAPH)


@router.callback_query(Verb("docx"))
async def document(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The paragraph as a Word file."""
    summary = await summaries.find(session, actor, press.id)
    await order(session, "official_paper", talk.person.id, {"summary": summary.id}, talk.now)
    talk.answer(makings.being_made(talk.t))


@router.callback_query(Verb("stats"))
async def figures(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The same days in /stats, below."""
    summary = await summaries.find(session, actor, press.id)
    talk.pressed = None
    await show_days(session, talk, actor, span_of(summary.first_day, summary.last_day), summary.region)


@router.callback_query(Verb("card"))
async def card(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of the overdue requests, below."""
    talk.pressed = None
    await draw_card(session, talk, actor, press.id)
