"""What happens when a citizen chooses what it is about."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import categories_view as views
from domain.errors import NotFound
from domain.text import clean
from domain.words import Kind
from handlers.citizen.intake import take_words
from handlers.citizen.listening import Words
from handlers.citizen.showing import await_words, awaited_draft, draft_of, show_card
from models import Person
from services import categories, drafts

router = Router(name="categories")
router.callback_query.filter(Area("draft"))


@router.callback_query(Verb("categories"))
async def pages(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The list; a typed word searches it."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        page = int(press.arg) if press.arg.isdecimal() and len(press.arg) < 3 else 0
        await_words(talk, sketch, "draft_category", views.pages(talk.t, sketch.draft, page))


@router.message(Words(), Expecting("draft_category"))
async def search(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """Look for a category by a word."""
    sketch = await awaited_draft(session, person)
    if sketch is None:
        await take_words(message, session, talk, person, now)
        return
    query = clean(message.text or "").text
    matches = categories.search(query, talk.t.locale, sketch.draft.kind)
    await_words(talk, sketch, "draft_category", views.found(talk.t, sketch.draft, query, matches))


@router.callback_query(Verb("category"))
async def choose(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, now: datetime
) -> None:
    """A category, or "I don't know"."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        drafts.choose_category(sketch.draft, press.arg or None)
        drafts.touch(sketch.draft, now)
        show_card(talk, sketch)


@router.callback_query(Verb("kind"))
async def switch_kind(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A suggestion instead of a request, or the other way round."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    if press.arg not in set(Kind):
        raise NotFound
    drafts.choose_kind(sketch.draft, Kind(press.arg))
    await_words(talk, sketch, "draft_category", views.pages(talk.t, sketch.draft, 0))
