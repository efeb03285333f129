"""Drawing the draft card, and finding the draft a button belongs to."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.talk import Talk
from bot.views import draft as views
from bot.views import sent as sent_views
from models import Person
from services import drafts, sending
from services.drafts import Sketch


def show_card(
    talk: Talk, sketch: Sketch, note: str | None = None, *, pause: timedelta = timedelta(0), undo: bool = False
) -> None:
    """Draw the card; nothing in particular is awaited of the citizen any more."""
    await_nothing(talk.person)
    talk.show("draft", views.card(talk.t, sketch, note, undo=undo), pause=pause)


def await_nothing(person: Person) -> None:
    """What was awaited for the draft, or for an area, is awaited no more; what a report or a complaint awaits stays."""
    if person.expecting is not None and str(person.expecting.get("for")).startswith(("draft_", "alert_")):
        person.expecting = None


async def leave_off(session: AsyncSession, person: Person, now: datetime) -> None:
    """Nothing at all is awaited any more; photos that came with words never sent go."""
    if person.expecting is not None:
        if "bin" in person.expecting:
            await drafts.remove_files(session, person.expecting["bin"], now)
        person.expecting = None


def await_words(talk: Talk, sketch: Sketch, purpose: str, content: Content, **more: object) -> None:
    """Draw a screen of the draft on which the next text is for `purpose`."""
    talk.person.expecting = {"for": purpose, "draft": sketch.draft.id, **more}
    talk.show("draft", content)


async def draft_of(session: AsyncSession, talk: Talk, person: Person, press: Press) -> Sketch | None:
    """The draft whose button was pressed; None, once the person has been told, where it is over or never was theirs."""
    sketch = await drafts.find(session, person.id)
    if sketch is not None and sketch.draft.id == press.id:
        drafts.touch(sketch.draft, talk.now)
        return sketch
    request = await sending.sent_already(session, person.id, press.id)
    said = views.over(talk.t) if request is None else sent_views.sent_before(talk.t, request.id)
    talk.answer(said, alert=True)
    return None


async def awaited_draft(session: AsyncSession, person: Person) -> Sketch | None:
    """The draft for which words are awaited; None where it is over, and then nothing is awaited any more."""
    sketch = await drafts.find(session, person.id)
    expecting = person.expecting or {}
    if sketch is None or sketch.draft.id != expecting.get("draft"):
        person.expecting = None
        return None
    return sketch
