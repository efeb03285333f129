"""What happens to drafts as time passes: a reminder, then the end; files that were taken out are deleted."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from bot.outbox import Parcel, Priority
from bot.talk import Teller
from bot.views import draft as views
from bot.views import notes
from domain import terms
from models import Media, Person
from services import drafts
from services.storage import FolderStore
from services.timers import set_timer


async def draft_reminder(teller: Teller, subject: str) -> None:
    """A week of silence: remind; somebody who wrote meanwhile gets a week from then."""
    sketch = await drafts.find_by_id(teller.session, int(subject))
    if sketch is None:
        return
    due = sketch.draft.updated_at + terms.DRAFT_REMINDER
    if due > teller.now:
        await set_timer(teller.session, "draft_reminder", subject, due)
        return
    await set_timer(teller.session, "draft_end", subject, teller.now + terms.DRAFT_END)
    person = await teller.session.get(Person, sketch.draft.person_id)
    if person is not None:
        t = teller.translator_for(person)
        teller.tell(person, views.card(t, sketch, notes.reminder(t)), screen="draft")


async def draft_end(teller: Teller, subject: str) -> None:
    """Another week of silence: the draft goes; somebody who wrote meanwhile keeps it."""
    sketch = await drafts.find_by_id(teller.session, int(subject))
    if sketch is None:
        return
    if sketch.draft.updated_at > teller.now - terms.DRAFT_END + timedelta(minutes=1):
        await set_timer(teller.session, "draft_reminder", subject, sketch.draft.updated_at + terms.DRAFT_REMINDER)
        return
    person = await teller.session.get(Person, sketch.draft.person_id)
    await drafts.drop(teller.session, sketch.draft.id, teller.now)
    if person is not None:
        teller.outbox.put(Parcel(person.id, "clear", {}, teller.now, Priority.NOTICE, "draft"))
        teller.tell(person, views.forgotten(teller.translator_for(person)))


async def forget_files(teller: Teller, subject: str) -> None:
    """Delete the files that were taken out of a draft, and their rows. Safe to do twice.

    A file that somebody else has sent too is kept for them: the store keeps equal files once.
    """
    session = teller.session
    gone = Media.draft_id == int(subject)
    other = aliased(Media)
    wanted_elsewhere = select(other.id).where(other.key == Media.key, other.draft_id.is_distinct_from(int(subject)))
    keys = await session.scalars(select(Media.key).where(gone, Media.key.is_not(None), ~wanted_elsewhere.exists()))
    store = FolderStore(teller.settings.media_dir)
    for key in set(keys):
        if key is not None:
            await store.delete(key)
    await session.execute(delete(Media).where(gone).execution_options(synchronize_session=False))
