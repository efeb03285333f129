"""Photos from somebody in the middle of a task who has not pressed Report: whose are they?

They go into a draft at once, as every citizen's photo does, so nothing is lost if nobody answers; a Yes moves them
into the report.
"""

from datetime import UTC, datetime, timedelta

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Has, Verb
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import fallback as fallback_views
from bot.views import report as views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Action, Role
from handlers.citizen import intake
from handlers.citizen.showing import show_card
from handlers.executor.showing import LEFT, TASKS, draw_report, said_for, unless_gone
from handlers.operator.looking import index_in
from models import Person
from services import adopting, drafts, tasks
from services.reports import Said
from services.steps import takeable_request

WHOSE = "draft_whose"
"""`person.expecting["for"]` while the question stands; "since" is the moment of the first photo, in milliseconds.

Called as what a draft awaits: whatever else is done with the draft ends the question."""
OFFERED = 3
"""Tasks offered, the most urgent ones."""
WRITING = timedelta(hours=2)
"""A draft touched within this time is being written: photos are for it."""


class Unasked(Filter):
    """A photo or video from somebody with work in progress, who is in the middle of nothing else."""

    async def __call__(
        self, message: Message, session: AsyncSession, person: Person, actor: Actor, now: datetime
    ) -> bool | dict[str, list[int]]:
        purpose = (person.expecting or {}).get("for")
        if not person.is_staff or person.hat == Role.CITIZEN or purpose not in (None, TASKS, LEFT, WHOSE):
            return False
        if purpose != WHOSE:
            sketch = await drafts.find(session, person.id)
            if sketch is not None and now - sketch.draft.updated_at < WRITING:
                return False
        numbers = [task.id for task in await tasks.in_progress(session, actor, OFFERED)]
        return {"numbers": numbers} if numbers else False


router = Router(name="unasked photos")
router.callback_query.filter(Area("whose"))


@router.message(Has("photo", "video", "document"), Unasked())
async def ask_whose(
    message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime, numbers: list[int]
) -> None:
    """Put the photo into a draft, and ask."""
    expecting = person.expecting or {}
    since = expecting["since"] if expecting.get("for") == WHOSE else int(now.timestamp() * 1000)
    await intake.take_file(message, session, talk, person, now)
    sketch = await drafts.find(session, person.id)
    if sketch is None or not sketch.files:
        # It was no photo, and that was said.
        return
    person.expecting = {"for": WHOSE, "since": since}
    pause = ALBUM_PAUSE if message.media_group_id else timedelta(0)
    talk.show("draft", views.whose(talk.t, numbers, since), pause=pause)


@router.callback_query(Verb("draft"))
async def a_new_request(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """It is a request of their own: the draft goes on."""
    sketch = await drafts.find(session, person.id)
    if sketch is None:
        talk.answer(fallback_views.stale_button(talk.t), alert=True)
        return
    show_card(talk, sketch)


@router.callback_query(Verb("report"))
async def a_report(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """It is a report: the photos move there, and so do the words that came with them."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    if await unless_gone(session, talk, actor, press.id, asked) is None:
        return
    moved = await adopting.adopt(session, actor, press.id, _moment(press), talk.now)
    said = said_for(person, press.id)
    if moved.words and not said.comment:
        said = Said(press.id, moved.words)
    note = views.no_forwards(talk.t) if moved.forwarded else views.full(talk.t) if moved.left else ""
    await draw_report(session, talk, actor, said, note)


def _moment(press: Press) -> datetime:
    """When the first of the photos came. Raises NotFound for a forged moment."""
    try:
        return datetime.fromtimestamp(index_in(press) / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotFound from error
