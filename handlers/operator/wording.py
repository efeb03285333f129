"""What operators type: a question, a note, a reason, the number of an original, a word to search categories by."""

from typing import Any

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.filters import Expecting
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import deciding as views
from bot.views import prompts, refusals
from domain.errors import NotFound, TooLong
from domain.permissions import Actor
from domain.terms import COMMENT
from domain.text import clean
from domain.words import Action, RejectReason
from handlers.citizen.listening import Words
from handlers.operator.refusing import check_original
from handlers.operator.showing import SCREEN, WORDS_FOR, draw_card, draw_home, first_photo, unless_stale
from models import Person
from services import categories, deciding
from services.steps import takeable_request, visible_request

router = Router(name="wording")
router.message.filter(Expecting(WORDS_FOR))

DIGITS = 10
"""The longest number of a request that is looked up."""


def typed(message: Message) -> str:
    """What was typed, cleaned. Raises TooLong."""
    cleaned = clean(message.text or "", COMMENT)
    if cleaned.too_long:
        raise TooLong(COMMENT, cleaned.units)
    return cleaned.text


@router.message(Words())
async def words(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Use the words for what they were asked for; the question stays open where they do not fit."""
    expecting = person.expecting or {}
    said, what, request_id = typed(message), expecting["do"], int(expecting["id"])
    if not await _still_visible(session, talk, actor, request_id):
        return
    if not said:
        await ask_again(session, talk, expecting)
    elif what == "category":
        await _search(session, talk, actor, request_id, said)
    elif what == "duplicate":
        await check_original(session, talk, actor, request_id, _number(said))
    else:
        await _decide(session, talk, actor, expecting, said)


async def _still_visible(session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> bool:
    """Whether the request asked about is still theirs to see; if not, the question is dropped."""
    try:
        await visible_request(session, actor, request_id)
    except NotFound as refusal:
        talk.person.expecting = None
        talk.say(Content(refusals.sentence(talk.t, refusal)))
        return False
    return True


async def _decide(session: AsyncSession, talk: Talk, actor: Actor, expecting: dict[str, Any], said: str) -> None:
    what, request_id, arg = expecting["do"], int(expecting["id"]), str(expecting["arg"])
    if what == "ask":
        step = deciding.ask(session, actor, request_id, said, talk.now)
    elif what == "reject":
        step = deciding.reject(session, actor, request_id, RejectReason(arg), said, talk.now)
    elif what == "forward":
        step = deciding.forward(session, actor, request_id, arg, said, talk.now)
    else:
        step = deciding.note(session, actor, request_id, said, talk.now)
    if not await unless_stale(session, talk, actor, request_id, step):
        return
    talk.person.expecting = None
    if what == "forward":
        # It is another region's now, and out of this operator's sight.
        talk.say(views.forwarded(talk.t, request_id, arg))
        await draw_home(session, talk, actor)
    else:
        await draw_card(session, talk, actor, request_id)


async def _search(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, said: str) -> None:
    asked = takeable_request(session, actor, request_id, Action.RECATEGORISE)
    request = await unless_stale(session, talk, actor, request_id, asked)
    if request is not None:
        found = categories.search(said, talk.t.locale, request.kind)
        photo = await first_photo(session, request_id)
        talk.show(SCREEN, views.category_choice(talk.t, request, photo, found=found, asked=said))


def _number(said: str) -> int:
    """The number of a request as people type it: 123, №123, # 123. Raises NotFound for anything else."""
    digits = said.lstrip("№#Nn ").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS):
        raise NotFound
    return int(digits)


@router.message()
async def something_else(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A photo, a sticker, a command nobody knows: ask again, in words."""
    expecting = person.expecting or {}
    if await _still_visible(session, talk, actor, int(expecting["id"])):
        await ask_again(session, talk, expecting)


async def ask_again(session: AsyncSession, talk: Talk, expecting: dict[str, Any]) -> None:
    """Show the question once more, with a word on what is needed; an album's parts bring it up once."""
    request_id, what = int(expecting["id"]), str(expecting["do"])
    photo = await first_photo(session, request_id)
    content = prompts.prompt(
        talk.t, what, request_id, "card", photo, only_words=True, region=str(expecting["arg"] or "")
    )
    talk.show(SCREEN, content, pause=ALBUM_PAUSE)
