"""The citizen's last word: stars, a complaint, the answer to a question, an appeal, and leaving a followed request."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import composing as views
from bot.views import notices
from domain.errors import Missing, NotFound
from domain.permissions import Actor
from domain.words import Action, Ground
from handlers.citizen import composing
from models import CitizenRequest, Person
from services import judging
from services.enclosures import enclosed
from services.following import unfollow
from services.histories import last_entry
from services.steps import takeable_request
from services.templates import words_of

router = Router(name="verdict")
router.callback_query.filter(Area("verdict", "question", "appeal", "follow"))

PURPOSES = {"verdict": "complaint", "question": "answer", "appeal": "appeal"}


@router.callback_query(Area("verdict"), Verb("stars"))
async def stars(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, now: datetime
) -> None:
    """One tap: the work is accepted."""
    number = int(press.arg) if press.arg.isascii() and press.arg.isdigit() else 0
    await judging.confirm(session, actor, press.id, number, now)
    await composing.stop(session, talk.person, "complaint", press.id, now)
    talk.show(f"verdict:{press.id}", views.thanks(talk.t, press.id, number))


@router.callback_query(Area("verdict"), Verb("complain"))
async def complain(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What is it about?"""
    await takeable_request(session, actor, press.id, Action.COMPLAIN)
    talk.show(f"verdict:{press.id}", views.grounds(talk.t, press.id))


@router.callback_query(Area("verdict"), Verb("ground"))
async def ground(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A ground is enough; words and photos may follow."""
    if press.arg not in set(Ground):
        raise Missing("ground")
    await composing.begin(session, talk, actor, "complaint", press.id, Ground(press.arg))


@router.callback_query(Area("question"), Verb("answer"))
async def answer(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Words or photos are awaited."""
    await composing.begin(session, talk, actor, "answer", press.id)


@router.callback_query(Area("appeal"), Verb("open"))
async def appeal(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Words are awaited."""
    await composing.begin(session, talk, actor, "appeal", press.id)


@router.callback_query(Area("verdict", "question", "appeal"), Verb("send"))
async def send(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, now: datetime
) -> None:
    """Send what was written."""
    purpose = PURPOSES[press.area]
    await takeable_request(session, actor, press.id, composing.ACTIONS[purpose])
    state = composing.current(talk.person, purpose, press.id)
    if state is None:
        raise Missing("answer" if purpose == "answer" else "comment" if purpose == "appeal" else "ground")
    words, files = state["written"], await enclosed(session, state["bin"])
    if purpose == "answer":
        await judging.answer(session, actor, press.id, words, now, files)
    elif purpose == "complaint":
        await judging.complain(session, actor, press.id, Ground(state["ground"]), words, files, now)
    else:
        await judging.appeal(session, actor, press.id, words or "", now)
    talk.person.expecting = None
    talk.show(f"{press.area}:{press.id}", views.sent(talk.t, purpose, press.id))


@router.callback_query(Area("verdict", "question", "appeal"), Verb("cancel"))
async def cancel(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press, now: datetime
) -> None:
    """Back to the notice; nothing was sent."""
    purpose = PURPOSES[press.area]
    await composing.stop(session, person, purpose, press.id, now)
    request = await takeable_request(session, actor, press.id, composing.ACTIONS[purpose])
    await _show_notice(session, talk, purpose, request)


async def _show_notice(session: AsyncSession, talk: Talk, purpose: str, request: CitizenRequest) -> None:
    action = {"complaint": Action.REPORT, "answer": Action.ASK, "appeal": Action.REJECT}[purpose]
    entry = await last_entry(session, request.id, action)
    comment, at = words_of(entry, talk.t.locale), entry.at if entry else talk.now
    content = {
        "complaint": lambda: notices.verdict(talk.t, request.id, comment, at, data=entry.data if entry else None),
        "answer": lambda: notices.question(talk.t, request.id, comment, at),
        "appeal": lambda: notices.rejection(talk.t, request, comment),
    }[purpose]()
    area = {"complaint": "verdict", "answer": "question", "appeal": "appeal"}[purpose]
    talk.show(f"{area}:{request.id}", content)


@router.callback_query(Area("follow"), Verb("stop"))
async def stop_following(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """No more news of somebody else's request."""
    if not await unfollow(session, person.id, press.id):
        raise NotFound
    talk.answer(views.unfollowed(talk.t, press.id), alert=True)
