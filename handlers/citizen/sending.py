"""What happens when a citizen presses Send: perhaps somebody was first; else the draft becomes a request."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.outbox import Priority
from bot.settings import Settings
from bot.talk import Talk
from bot.views import bans as ban_views
from bot.views import sent as views
from domain.errors import Banned, Missing
from handlers.citizen.showing import await_nothing, draft_of, show_card
from models import Person
from services import sending
from services.drafts import Sketch
from services.similar import follow_instead, similar

router = Router(name="sending")
router.callback_query.filter(Area("draft"))


@router.callback_query(Verb("send"))
async def send(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    """Send, unless something is missing or a request nearby may be the same."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    missing = sketch.missing()
    if missing:
        raise Missing(missing[0])
    if not sketch.draft.not_these:
        found = await similar(session, sketch.draft)
        if found:
            await_nothing(person)
            talk.show("draft", views.similar(talk.t, sketch.draft.id, found, 0))
            return
    await _send(session, talk, sketch, settings, now)


async def _send(session: AsyncSession, talk: Talk, sketch: Sketch, settings: Settings, now: datetime) -> None:
    limits = settings.requests_per_day, settings.meaningless_limit
    try:
        sent = await sending.send(session, sketch, now, settings.zone, *limits)
    except Banned as ban:
        # Below the draft, which stays: it may be meant for another region yet.
        content = ban_views.refused(talk.t, ban)
        talk.tell(talk.person, content, screen=f"ban:{ban.ban_id}", priority=Priority.REPLY)
        return
    await_nothing(talk.person)
    talk.clear("draft")
    talk.say(views.receipt(talk.t, sent.request, first=sent.first))


@router.callback_query(Verb("similar"))
async def next_similar(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Another request nearby."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    found = await similar(session, sketch.draft)
    if found:
        at = int(press.arg) if press.arg.isdecimal() and len(press.arg) < 3 else 0
        talk.show("draft", views.similar(talk.t, sketch.draft.id, found, at))
    else:
        show_card(talk, sketch)


@router.callback_query(Verb("same"))
async def keep_me_posted(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, now: datetime
) -> None:
    """This is it: follow that one, the draft is over."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    wanted = int(press.arg) if press.arg.isdecimal() and len(press.arg) < 19 else 0
    found = await follow_instead(session, sketch.draft, wanted, now)
    talk.clear("draft")
    talk.say(views.followed(talk.t, found))


@router.callback_query(Verb("another"))
async def mine_is_another(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    """Mine is another one: remember that, and send."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        sketch.draft.not_these = True
        await _send(session, talk, sketch, settings, now)
