"""The photo report: photos and words are collected, looked at once more and sent.

`person.expecting` is {"for": "report", "id", "comment"}; the photos are kept with the request (`Media.report_of`).
"""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import refusals
from bot.views import tasks as views
from domain.errors import NotAllowed, NotFound, Stale, TooLong
from domain.permissions import Actor
from domain.terms import COMMENT, FILE_BYTES
from domain.text import clean
from domain.words import Action
from handlers.citizen.files import file_of
from handlers.executor.showing import REPORT, draw_report, draw_task, unless_gone
from models import Person
from services import reports
from services.drafts import Added, IncomingFile
from services.steps import takeable_request

router = Router(name="report")
router.callback_query.filter(Area("report"))
collecting_router = Router(name="report photos")
collecting_router.message.filter(Expecting(REPORT))


@router.callback_query(Verb("open"))
async def begin(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Photos are awaited; those sent before are still there."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    if await unless_gone(session, talk, actor, press.id, asked):
        person.expecting = {"for": REPORT, "id": press.id, "comment": None}
        await draw_report(session, talk, actor, press.id)


@router.callback_query(Verb("leave"))
async def leave(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Back to the task; the photos are kept."""
    await unless_gone(session, talk, actor, press.id, draw_task(session, talk, actor, press.id))


@router.callback_query(Verb("clear"))
async def clear(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Begin anew."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    if await unless_gone(session, talk, actor, press.id, asked):
        await reports.clear(session, actor, press.id, talk.now)
        person.expecting = {"for": REPORT, "id": press.id, "comment": None}
        await draw_report(session, talk, actor, press.id)


@router.callback_query(Verb("send"))
async def send(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """The work is done."""
    comment = _expected(person, press.id).get("comment")
    step = reports.send(session, actor, press.id, comment, talk.now)
    if await unless_gone(session, talk, actor, press.id, step):
        person.expecting = None
        talk.show(REPORT, views.reported(talk.t, press.id))


def _expected(person: Person, request_id: int) -> dict[str, Any]:
    """What is being collected, if it is for this request."""
    expecting = person.expecting or {}
    return expecting if (expecting.get("for"), expecting.get("id")) == (REPORT, request_id) else {}


@collecting_router.message()
async def collect(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A photo, a video or words for the report."""
    request_id = int((person.expecting or {})["id"])
    try:
        await takeable_request(session, actor, request_id, Action.REPORT)
    except (Stale, NotFound, NotAllowed) as refusal:
        # The task is somebody else's by now; what comes next must not be caught here again.
        person.expecting = None
        talk.show(REPORT, views.gone(talk.t, refusals.sentence(talk.t, refusal)))
        return
    note = await _take(message, session, talk, actor, request_id)
    await draw_report(session, talk, actor, request_id, note, album=message.media_group_id is not None)


async def _take(message: Message, session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> str:
    """Take what the message has; returns what to tell of what could not be taken."""
    file = file_of(message)
    if file is None and message.document is None:
        is_words = message.text is not None and not message.text.startswith("/")
        return "" if is_words and _take_words(message.text, talk.person) else views.nothing_for_report(talk.t)
    if file is None or (file.size or 0) > FILE_BYTES:
        return views.unfit(talk.t)
    if file.forwarded:
        return views.no_forwards(talk.t)
    note = await _take_file(session, talk, actor, request_id, file)
    try:
        _take_words(message.caption, talk.person)
    except TooLong as refusal:
        # The photo stays, whatever is written under it.
        return refusals.sentence(talk.t, refusal)
    return note


async def _take_file(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, file: IncomingFile) -> str:
    added = await reports.add_file(session, actor, request_id, file, talk.now)
    return views.full(talk.t) if added is Added.FULL else ""


def _take_words(text: str | None, person: Person) -> bool:
    """Keep words as the comment; False for none. Raises TooLong."""
    cleaned = clean(text or "", COMMENT)
    if cleaned.too_long:
        raise TooLong(COMMENT, cleaned.units)
    if cleaned.text:
        person.expecting = (person.expecting or {}) | {"comment": cleaned.text}
    return bool(cleaned.text)
