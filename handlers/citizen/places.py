"""What happens when a citizen says in words where it is: region, district, address."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import places as views
from bot.views.draft import foot
from domain import terms
from domain.errors import Missing, NotFound, TooLong
from domain.text import clean
from handlers.citizen.intake import take_typed_place, take_words
from handlers.citizen.listening import Words
from handlers.citizen.showing import await_nothing, await_words, awaited_draft, draft_of, show_card
from models import Person
from services import drafts, geography, placing
from services.drafts import Sketch

LONGEST_DISTRICT = 100

router = Router(name="places")
router.callback_query.filter(Area("draft"))


@router.callback_query(Verb("place"))
async def place(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The place: how to show it, or the one that is known."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    await_nothing(person)
    back = foot(talk.t, sketch.draft.id)
    if sketch.has_place:
        talk.show("draft", views.detail(talk.t, sketch.draft, back))
    else:
        talk.show("draft", views.how_to(talk.t, sketch.draft.id, back))


@router.callback_query(Verb("regions"))
async def regions(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The list of regions."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        page = int(press.arg) if press.arg.isdecimal() and len(press.arg) < 3 else 0
        talk.show("draft", views.regions(talk.t, sketch.draft.id, page, foot(talk.t, sketch.draft.id)))


@router.callback_query(Verb("region"))
async def region(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A region was chosen: which district?"""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    placing.check_region(press.arg)
    known = geography.districts(press.arg)
    content = views.districts(talk.t, sketch.draft.id, press.arg, known, foot(talk.t, sketch.draft.id))
    await_words(talk, sketch, "draft_district", content, region=press.arg)


@router.callback_query(Verb("district"))
async def district(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A district was chosen or skipped: the address."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is None:
        return
    iso, _, kato = press.arg.partition(".")
    placing.check_region(iso)
    if kato and kato not in {known.kato for known in geography.districts(iso)}:
        raise NotFound
    _ask_address(talk, sketch, iso, kato or None)


def _ask_address(talk: Talk, sketch: Sketch, iso: str, district: str | None) -> None:
    content = views.address(talk.t, iso, district, foot(talk.t, sketch.draft.id))
    await_words(talk, sketch, "draft_address", content, region=iso, district=district)


@router.message(Words(), Expecting("draft_district"))
async def take_district(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The district in the citizen's own words."""
    sketch = await awaited_draft(session, person)
    if sketch is None:
        await take_words(message, session, talk, person, now)
    elif not await take_typed_place(session, talk, person, message.text or "", now):
        iso, typed = (person.expecting or {})["region"], _cleaned(message, LONGEST_DISTRICT)
        known = geography.district_called(iso, typed)
        _ask_address(talk, sketch, iso, typed if known is None else known.kato)


@router.message(Words(), Expecting("draft_address"))
async def take_address(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The address: the place is complete."""
    sketch = await awaited_draft(session, person)
    if sketch is None:
        await take_words(message, session, talk, person, now)
    elif not await take_typed_place(session, talk, person, message.text or "", now):
        asked = person.expecting or {}
        placing.put_address(sketch.draft, asked["region"], asked["district"], _cleaned(message, terms.ADDRESS))
        drafts.touch(sketch.draft, now)
        show_card(talk, sketch)


@router.callback_query(Verb("landmark"))
async def landmark(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Ask for words that help to find the point."""
    sketch = await draft_of(session, talk, person, press)
    if sketch is not None:
        await_words(talk, sketch, "draft_landmark", views.landmark(talk.t, foot(talk.t, sketch.draft.id)))


@router.message(Words(), Expecting("draft_landmark"))
async def take_landmark(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """Words beside the point."""
    sketch = await awaited_draft(session, person)
    if sketch is None:
        await take_words(message, session, talk, person, now)
    elif not await take_typed_place(session, talk, person, message.text or "", now):
        sketch.draft.address = _cleaned(message, terms.ADDRESS)
        drafts.touch(sketch.draft, now)
        show_card(talk, sketch)


def _cleaned(message: Message, limit: int) -> str:
    """The words without what cannot be seen. Raises TooLong, or Missing where nothing is left."""
    words = clean(message.text or "", limit)
    if words.too_long:
        raise TooLong(limit, words.units)
    if not words.text:
        raise Missing("address")
    return words.text
