"""What happens when a button of the draft card is pressed: photos, description, an offered place, cancelling."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import draft as views
from domain import terms
from domain.errors import TooLong
from domain.text import clean
from handlers.citizen.intake import take_words
from handlers.citizen.listening import Words
from handlers.citizen.showing import await_nothing, await_words, awaited_draft, draft_of, show_card
from models import Person
from services import drafts, placing

router = Router(name="draft card")
router.callback_query.filter(Area("draft"))


@router.callback_query(Verb("card"))
async def back(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Back to the card."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        show_card(talk, sketch)


@router.callback_query(Verb("cancel"))
async def cancel(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Ask first: a draft may hold the only copy of a photo."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        await_nothing(person)
        talk.show("draft", views.cancelling(talk.t, sketch.draft.id))


@router.callback_query(Verb("drop"))
async def drop(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, now: datetime
) -> None:
    """The draft goes."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    await drafts.drop(session, sketch.draft.id, now)
    await_nothing(person)
    talk.clear("draft")
    talk.say(views.cancelled(talk.t))


@router.callback_query(Verb("photos"))
async def photos(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Leaf through the photos."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        at = int(press.arg) if press.arg.isdecimal() and len(press.arg) < 4 else 0
        media_ids = await drafts.files_of(session, sketch.draft.id)
        if media_ids:
            talk.show("draft", views.photos(talk.t, sketch, media_ids, at))
        else:
            show_card(talk, sketch)


@router.callback_query(Verb("unphoto", "nophotos"))
async def remove_photos(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, now: datetime
) -> None:
    """Take one photo out, or all of them."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    named = [int(press.arg)] if press.arg.isdecimal() and len(press.arg) < 19 else []
    wanted = None if press.verb == "nophotos" else named
    sketch.files -= await drafts.remove_files(session, sketch.draft.id, now, wanted)
    drafts.touch(sketch.draft, now)
    show_card(talk, sketch)


@router.callback_query(Verb("describe"))
async def describe(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Ask for the description."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        await_words(talk, sketch, "draft_description", views.describe(talk.t, sketch.draft))


@router.message(Words(), Expecting("draft_description"))
async def take_description(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The description, in place of the one that was there."""
    sketch = await awaited_draft(session, person)
    if sketch is None:
        await take_words(message, session, talk, person, now)
        return
    words = clean(message.text or "", terms.DESCRIPTION)
    if words.too_long:
        raise TooLong(terms.DESCRIPTION, words.units)
    sketch.draft.description = words.text or None
    drafts.touch(sketch.draft, now)
    show_card(talk, sketch)


@router.callback_query(Verb("undescribe"))
async def undescribe(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Take the description away."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        sketch.draft.description = None
        show_card(talk, sketch)


@router.callback_query(Verb("addwords", "newwords"))
async def use_words(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The words that came beside a description: add them to it, or put them in its place."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    expecting = person.expecting or {}
    if expecting.get("for") == "draft_words" and expecting.get("draft") == sketch.draft.id:
        before = (sketch.draft.description or "") if press.verb == "addwords" else ""
        whole = clean(f"{before}\n{expecting['text']}", terms.DESCRIPTION)
        if whole.too_long:
            raise TooLong(terms.DESCRIPTION, whole.units)
        sketch.draft.description = whole.text
    show_card(talk, sketch)


@router.callback_query(Verb("here", "elsewhere"))
async def answer_offer(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Yes or no to the place that was offered."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    if press.verb == "here" and sketch.draft.offered is not None:
        placing.accept_offer(sketch.draft)
    sketch.draft.offered = None
    show_card(talk, sketch)
