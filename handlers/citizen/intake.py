"""What happens when a citizen sends a photo, a place or words: it goes into their draft, begun if there is none."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.filters import Has
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import draft as views
from bot.views import notes
from domain import coordinates, terms
from domain.errors import TooLong
from domain.text import clean
from domain.words import Located
from handlers.citizen.files import file_of
from handlers.citizen.listening import Words
from handlers.citizen.showing import show_card
from models import Person
from services import drafts, geocoding, geography, placing
from services.drafts import Sketch
from services.incoming import Added, IncomingFile

router = Router(name="intake")


def _pause(message: Message) -> timedelta:
    """Parts of an album come one by one; the card waits for the last."""
    return ALBUM_PAUSE if message.media_group_id else timedelta(0)


@router.message(Has("photo", "video", "document"))
async def take_file(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """A photo, a video, or an image sent as a file."""
    file = file_of(message)
    refusal = _refusal(talk, file)
    if file is None or refusal is not None:
        await say_on_card(session, talk, person, refusal or "", pause=_pause(message))
        return
    sketch = await drafts.find_or_begin(session, person.id, now)
    added = await drafts.add_file(session, sketch, file, now)
    note = {Added.DOUBLE: notes.double, Added.FULL: notes.full}.get(added)
    said: str | None = note(talk.t) if note is not None else None
    if message.caption:
        said = await _take_caption(session, talk, sketch, message.caption) or said
    show_card(talk, sketch, said, pause=_pause(message))


def _refusal(talk: Talk, file: IncomingFile | None) -> str | None:
    """Why a file cannot be taken, as far as Telegram's description tells."""
    if file is None:
        return notes.not_a_picture(talk.t)
    return notes.too_big(talk.t) if (file.size or 0) > terms.FILE_BYTES else None


async def _take_caption(session: AsyncSession, talk: Talk, sketch: Sketch, caption: str) -> str | None:
    """A caption says where it is or what is wrong; it is added to what was written before."""
    parsed = coordinates.parse(caption)
    if isinstance(parsed, coordinates.Coordinates):
        place = geography.locate(parsed.lat, parsed.lon)
        located = Located.LINK if parsed.from_link else Located.TYPED
        return await put_place(session, talk, sketch, place, located)
    before = sketch.draft.description
    words = clean(caption).text
    if not words or words in (before or ""):
        return None
    whole = clean(f"{before or ''}\n{words}", terms.DESCRIPTION)
    if whole.too_long:
        return notes.caption_left(talk.t)
    sketch.draft.description = whole.text
    return notes.caption_added(talk.t) if before else None


@router.message(Has("location", "venue"))
async def take_point(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """A pin, a venue, or the first fix of a live location."""
    venue = message.venue
    point = venue.location if venue else message.location
    if point is None:
        return
    located = Located.VENUE if venue else Located.LIVE if point.live_period else Located.PIN
    sketch = await take_place(session, talk, person, point.latitude, point.longitude, located, now)
    if sketch is not None and venue is not None and sketch.draft.located is Located.VENUE:
        named = clean(f"{venue.title}, {venue.address}".strip(", ")).text
        sketch.draft.address = named[: terms.ADDRESS] or None
        show_card(talk, sketch)


async def take_place(
    session: AsyncSession, talk: Talk, person: Person, lat: float, lon: float, located: Located, now: datetime,
    *, note: str | None = None,
) -> Sketch | None:  # fmt: skip
    """Put a point into the draft and draw the card; a point outside the country begins no draft (None)."""
    place = geography.locate(lat, lon)
    sketch = await drafts.find(session, person.id)
    if sketch is None:
        if place.region is None:
            talk.say(Content(notes.outside(talk.t)))
            return None
        sketch = await drafts.begin(session, person.id, now)
    said = await put_place(session, talk, sketch, place, located)
    drafts.touch(sketch.draft, now)
    show_card(talk, sketch, said or note)
    return sketch


async def put_place(
    session: AsyncSession, talk: Talk, sketch: Sketch, place: geography.Place, located: Located
) -> str | None:
    """Set the draft's point; what should be said of it."""
    if place.region is None:
        return notes.outside(talk.t)
    if placing.put_point(sketch.draft, place, located):
        if talk.settings.nominatim_url:
            await geocoding.wish(session, sketch.draft, talk.person.locale, talk.now)
        return notes.of_place(talk.t, place)
    return None


@router.message(Words())
async def take_words(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """Free text: a place in numbers or a link, else a description."""
    text = message.text or ""
    if await take_typed_place(session, talk, person, text, now):
        return
    words = clean(text, terms.DESCRIPTION)
    if not words.text:
        await say_on_card(session, talk, person, notes.nothing_readable(talk.t))
        return
    if words.too_long:
        raise TooLong(terms.DESCRIPTION, words.units)
    sketch = await drafts.find_or_begin(session, person.id, now)
    drafts.touch(sketch.draft, now)
    if sketch.draft.description is None:
        sketch.draft.description = words.text
        show_card(talk, sketch, notes.words_taken(talk.t), undo=True)
    else:
        person.expecting = {"for": "draft_words", "draft": sketch.draft.id, "text": words.text}
        talk.show("draft", views.more_words(talk.t, sketch.draft, words.text))


async def take_typed_place(session: AsyncSession, talk: Talk, person: Person, text: str, now: datetime) -> bool:
    """Take coordinates or a link to a map; False where the text is about something else."""
    match coordinates.parse(text):
        case None:
            return False
        case coordinates.Coordinates() as found:
            located = Located.LINK if found.from_link else Located.TYPED
            note = notes.swapped(talk.t) if found.swapped else None
            await take_place(session, talk, person, found.lat, found.lon, located, now, note=note)
        case coordinates.InvalidCoordinates():
            await say_on_card(session, talk, person, notes.no_coordinates(talk.t))
        case coordinates.LinkWithoutCoordinates():
            await say_on_card(session, talk, person, notes.blind_link(talk.t))
    return True


async def say_on_card(
    session: AsyncSession, talk: Talk, person: Person, note: str, *, pause: timedelta = timedelta(0)
) -> None:
    """A remark: on the draft card where there is one, which thereby comes to the bottom; else as a message."""
    sketch = await drafts.find(session, person.id)
    if sketch is None:
        talk.say(Content(note))
    else:
        show_card(talk, sketch, note, pause=pause)
