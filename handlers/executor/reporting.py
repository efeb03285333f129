"""The photo report: photos, words and a location are collected, looked at once more and sent.

`person.expecting` holds what was said (`services.reports.Said`); the photos are kept with the request
(`Media.report_of`).
"""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import dumps as dump_views
from bot.views import refusals
from bot.views import report as views
from domain.errors import NotAllowed, NotFound, Stale, TooLong
from domain.permissions import Actor
from domain.terms import COMMENT, FILE_BYTES
from domain.text import clean
from domain.words import Action
from handlers.citizen.files import file_of
from handlers.executor.showing import REPORT, draw_report, draw_task, end, said_for, unless_gone
from models import Person
from services import reports
from services.dumps import parse_fine, parse_volume
from services.incoming import Added, IncomingFile
from services.reports import Said
from services.steps import takeable_request

router = Router(name="report")
router.callback_query.filter(Area("report"))
collecting_router = Router(name="report photos")
collecting_router.message.filter(Expecting(REPORT))


@router.callback_query(Verb("open"))
async def begin(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Photos are awaited; those sent before, and what was said, are still there."""
    said = replace(said_for(person, press.id), ask=None)
    await unless_gone(session, talk, actor, press.id, draw_report(session, talk, actor, said))


@router.callback_query(Verb("leave"))
async def leave(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Back to the task; the photos and what was said are kept."""
    await unless_gone(session, talk, actor, press.id, draw_task(session, talk, actor, press.id))


@router.callback_query(Verb("clear"))
async def clear(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Begin anew."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    if await unless_gone(session, talk, actor, press.id, asked):
        await reports.clear(session, actor, press.id, talk.now)
        await draw_report(session, talk, actor, Said(press.id))


@router.callback_query(Verb("send"))
async def send(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """The work is done."""
    said = said_for(person, press.id)
    try:
        steps = await reports.send(session, actor, said, talk.now)
    except (Stale, NotFound, NotAllowed) as refusal:
        # One of the tasks has moved on; nothing has been changed yet.
        await _moved_on(session, talk, actor, said, refusal)
        return
    end(person)
    numbers = [step.request.id for step in steps if step.action is Action.REPORT]
    talk.show(REPORT, views.reported(talk.t, numbers))


async def _moved_on(
    session: AsyncSession, talk: Talk, actor: Actor, said: Said, refusal: Stale | NotFound | NotAllowed
) -> None:
    """Say which task it is; where it is one of those beside, the report goes on without it."""
    if said.also:
        talk.answer(refusals.sentence(talk.t, refusal), alert=True)
        alone = replace(said, also=())
        await unless_gone(session, talk, actor, said.request_id, draw_report(session, talk, actor, alone))
    elif isinstance(refusal, NotAllowed):
        raise refusal
    else:
        await unless_gone(session, talk, actor, said.request_id, _raised(refusal))


async def _raised(refusal: Stale | NotFound) -> None:
    raise refusal


@collecting_router.message()
async def collect(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A photo, a video, a location or words for the report."""
    said = Said.read(person.expecting or {})
    try:
        await takeable_request(session, actor, said.request_id, Action.REPORT)
    except (Stale, NotFound, NotAllowed) as refusal:
        # The task is somebody else's by now; what comes next must not be caught here again.
        person.expecting = None
        talk.show(REPORT, views.gone(talk.t, refusals.sentence(talk.t, refusal)))
        return
    if said.ask is not None and message.text is not None:
        await _take_number(session, talk, actor, said, message.text)
        return
    said, note = await _take(message, session, talk, actor, replace(said, ask=None))
    await draw_report(session, talk, actor, said, note, album=message.media_group_id is not None)


async def _take_number(session: AsyncSession, talk: Talk, actor: Actor, said: Said, text: str) -> None:
    """The volume of a dump or a fine, typed; asked for once more where it is none."""
    if said.ask == "volume":
        litres = parse_volume(text)
        dump, again = replace(said.dump, litres=litres or said.dump.litres), litres is None
        content = dump_views.volume_choice(talk.t, said.request_id, unclear=True)
    else:
        fine = parse_fine(text)
        dump, again = replace(said.dump, fine=fine or said.dump.fine), fine is None
        content = dump_views.fine_choice(talk.t, said.request_id, unclear=True)
    if again:
        talk.show(REPORT, content)
    else:
        await draw_report(session, talk, actor, replace(said, dump=dump, ask=None))


async def _take(message: Message, session: AsyncSession, talk: Talk, actor: Actor, said: Said) -> tuple[Said, str]:
    """Take what the message has; returns what is said now, and what to tell of what could not be taken."""
    point = message.venue.location if message.venue else message.location
    if point is not None:
        if message.forward_origin is not None:
            return said, views.no_forwarded_place(talk.t)
        return replace(said, place=(point.latitude, point.longitude)), ""
    file = file_of(message)
    if file is None and message.document is None:
        is_words = message.text is not None and not message.text.startswith("/")
        comment = _words(message.text) if is_words else None
        return (replace(said, comment=comment, ready=None), "") if comment else (said, views.nothing_for_report(talk.t))
    if file is None or (file.size or 0) > FILE_BYTES:
        return said, views.unfit(talk.t)
    if file.forwarded:
        return said, views.no_forwards(talk.t)
    note = await _take_file(session, talk, actor, said.request_id, file)
    try:
        caption = _words(message.caption)
        return (replace(said, comment=caption, ready=None) if caption else said), note
    except TooLong as refusal:
        # The photo stays, whatever is written under it.
        return said, refusals.sentence(talk.t, refusal)


async def _take_file(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, file: IncomingFile) -> str:
    added = await reports.add_file(session, actor, request_id, file, talk.now)
    return views.full(talk.t) if added is Added.FULL else ""


def _words(text: str | None) -> str | None:
    """Words fit to be the comment; None for none. Raises TooLong."""
    cleaned = clean(text or "", COMMENT)
    if cleaned.too_long:
        raise TooLong(COMMENT, cleaned.units)
    return cleaned.text or None
