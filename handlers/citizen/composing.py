"""What a citizen is writing about their request: the answer to a question, a complaint, an appeal.

`person.expecting` is {"for": answer | complaint | appeal, "id", "bin", "written", "ground"}; photos lie in the bin.
"""

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Expecting
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import composing as views
from bot.views import refusals
from bot.views.composing import Composition
from domain import terms
from domain.errors import Refused, TooLong
from domain.permissions import Actor
from domain.text import clean
from domain.words import Action, Ground, MediaPurpose
from handlers.citizen.files import file_of
from models import Person
from services import drafts, judging
from services.enclosures import enclose, enclosed, new_bin
from services.histories import last_entry
from services.incoming import Added
from services.steps import takeable_request
from services.templates import words_of

router = Router(name="composing")

ACTIONS = {"answer": Action.ANSWER, "complaint": Action.COMPLAIN, "appeal": Action.APPEAL}


async def begin(
    session: AsyncSession, talk: Talk, actor: Actor, purpose: str, request_id: int, ground: Ground | None = None
) -> None:
    """Start writing. Raises NotFound, Stale or NotAllowed where this cannot be said to this request now."""
    if purpose == "appeal":
        await judging.appealable_request(session, actor, request_id)
    else:
        await takeable_request(session, actor, request_id, ACTIONS[purpose])
    talk.person.expecting = {
        "for": purpose, "id": request_id, "bin": new_bin(), "written": None, "ground": ground and str(ground),
    }  # fmt: skip
    await draw(session, talk)


async def draw(session: AsyncSession, talk: Talk, *, album: bool = False) -> None:
    """Show what is there so far."""
    draft = await composition(session, talk.person)
    talk.show(draft.screen, views.composer(talk.t, draft), pause=ALBUM_PAUSE if album else timedelta(0))


async def composition(session: AsyncSession, person: Person) -> Composition:
    """What somebody is writing, as it stands."""
    state = person.expecting or {}
    ground = state.get("ground")
    asked = await last_entry(session, state["id"], Action.ASK) if state["for"] == "answer" else None
    return Composition(
        purpose=state["for"],
        request_id=state["id"],
        written=state["written"],
        files=len(await enclosed(session, state["bin"])),
        ground=Ground(ground) if ground else None,
        question=words_of(asked, person.locale or ""),
    )


def current(person: Person, purpose: str, request_id: int) -> dict[str, Any] | None:
    """What is being written, if it is just this."""
    state = person.expecting
    return state if state and (state.get("for"), state.get("id")) == (purpose, request_id) else None


async def stop(session: AsyncSession, person: Person, purpose: str, request_id: int, now: datetime) -> None:
    """Throw away what is being written, if it is just this."""
    state = current(person, purpose, request_id)
    if state is not None:
        await drafts.remove_files(session, state["bin"], now)
        person.expecting = None


@router.message(Expecting(*ACTIONS))
async def written(message: Message, session: AsyncSession, talk: Talk, actor: Actor, now: datetime) -> None:
    """Words, photos or videos for what is being written."""
    state: dict[str, Any] = talk.person.expecting or {}
    try:
        await takeable_request(session, actor, state["id"], ACTIONS[state["for"]])
    except Refused as refusal:
        # The request has moved on meanwhile; what comes next must not be caught here again.
        await stop(session, talk.person, state["for"], state["id"], now)
        talk.say(views.too_late(talk.t, refusals.sentence(talk.t, refusal)))
        return
    has_file = state["for"] != "appeal" and await _take_file(message, session, talk, state, now)
    has_words = _take_words(message.text or message.caption, talk.person, state)
    if has_file or has_words:
        await draw(session, talk, album=message.media_group_id is not None)
    elif has_file is not None:
        talk.say(views.text_or_photo(talk.t, state["for"]))


async def _take_file(
    message: Message, session: AsyncSession, talk: Talk, state: dict[str, Any], now: datetime
) -> bool | None:
    """Enclose the message's file; False where it has none, None where it cannot be taken and the person was told."""
    file = file_of(message)
    if file is None and message.document is None:
        return False
    if file is None or (file.size or 0) > terms.FILE_BYTES:
        talk.say(views.file_unfit(talk.t))
        return None
    purpose = MediaPurpose.COMPLAINT if state["for"] == "complaint" else MediaPurpose.BEFORE
    added = await enclose(session, talk.person.id, state["bin"], file, purpose, now)
    if added is Added.FULL:
        talk.say(views.left_out(talk.t))
        return None
    return True


def _take_words(text: str | None, person: Person, state: dict[str, Any]) -> bool:
    if text is not None and text.startswith("/"):
        # A command that is not theirs, or none at all: nobody means it as words.
        return False
    cleaned = clean(text or "", terms.COMMENT)
    if not cleaned.text:
        return False
    if cleaned.too_long:
        raise TooLong(terms.COMMENT, cleaned.units)
    person.expecting = state | {"written": cleaned.text}
    return True
