"""What happens when a photo has been fetched and checked: its position is offered, a bad file is told of."""

from sqlalchemy import update

from bot import group_news
from bot.content import Content
from bot.talk import Teller
from bot.views import composing as composing_views
from bot.views import draft as draft_views
from bot.views import notes
from domain.words import Located, MediaPurpose
from handlers.citizen import composing
from handlers.executor.media_ready import report_file_ready
from models import CitizenRequest, Draft, Media, Person
from services import drafts, geography, placing
from services.drafts import Sketch


async def media_ready(teller: Teller, media: Media) -> None:
    """React to the findings on one file, in the transaction that stores them."""
    if media.draft_id is not None:
        await _in_draft(teller, media, media.draft_id)
    elif media.purpose is MediaPurpose.AFTER:
        await report_file_ready(teller, media)
    elif media.state == "refused" and media.request_id is not None:
        await _in_request(teller, media, media.request_id)
    elif media.purpose is MediaPurpose.BEFORE and media.sent_as == "document" and media.request_id is not None:
        # Only now can it be shown: working groups see it on their card.
        await teller.session.flush()
        request = await teller.session.get(CitizenRequest, media.request_id, with_for_update=True)
        if request is not None:
            await group_news.refresh(teller, [request.region], [request.id])


async def _in_draft(teller: Teller, media: Media, draft_id: int) -> None:
    sketch = await drafts.find_by_id(teller.session, draft_id)
    if sketch is None:
        await _in_bin(teller, media, draft_id)
        return
    person = await teller.session.get(Person, sketch.draft.person_id)
    if person is None:
        return
    if media.state == "refused":
        # Written down before it is moved out, or the two changes of the row would undo each other.
        await teller.session.flush()
        await drafts.remove_files(teller.session, draft_id, teller.now, [media.id])
        sketch.files -= 1
        _show(teller, person, sketch, notes.refused_file(teller.translator_for(person), media.problem))
    elif await _offer_place(teller, sketch, media) and (person.expecting or {}).get("for") in (None, "tasks"):
        # While words are awaited on another screen of the draft, the question waits for the card.
        _show(teller, person, sketch, None)


async def _in_bin(teller: Teller, media: Media, own_bin: int) -> None:
    """A file that came with an answer or a complaint still being written; other bins hold what was thrown away."""
    person = await teller.session.get(Person, media.person_id) if media.person_id is not None else None
    if media.state != "refused" or person is None or (person.expecting or {}).get("bin") != own_bin:
        return
    # Written down first: the words are shown anew, without this file.
    await teller.session.flush()
    t, draft = teller.translator_for(person), await composing.composition(teller.session, person)
    teller.tell(person, Content(notes.refused_file(t, media.problem)))
    teller.tell(person, composing_views.composer(t, draft), screen=draft.screen, sound=False)


def _show(teller: Teller, person: Person, sketch: Sketch, note: str | None) -> None:
    content = draft_views.card(teller.translator_for(person), sketch, note)
    teller.tell(person, content, screen="draft", sound=False)


async def _offer_place(teller: Teller, sketch: Sketch, media: Media) -> bool:
    """Keep a photo's own position for the citizen's yes, where no place is known yet; whether it was kept."""
    if media.lat is None or media.lon is None or sketch.draft.region is not None or sketch.draft.offered is not None:
        return False
    place = geography.locate(media.lat, media.lon)
    if place.region is None:
        return False
    # Its writer may be sending it this very moment, so only the row as it stands is changed.
    offered = placing.offer_of(place, Located.EXIF)
    changed = await teller.session.execute(
        update(Draft)
        .where(Draft.id == sketch.draft.id, Draft.region.is_(None))
        .values(offered=offered)
        .returning(Draft.id)
    )
    return changed.first() is not None


async def _in_request(teller: Teller, media: Media, request_id: int) -> None:
    """The request is with the akimat already: its citizen is told, and the file is left out of albums."""
    request = await teller.session.get(CitizenRequest, request_id)
    if request is None or request.citizen_id is None:
        return
    person = await teller.session.get(Person, request.citizen_id)
    if person is not None:
        text = notes.refused_later(teller.translator_for(person), request_id, media.problem)
        teller.tell(person, Content(text))
