"""Setting the deadlines of categories, for a region or for the country."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import deadlines as views
from bot.views.setup import scope_of
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Duty
from handlers.citizen.listening import Words
from handlers.citizen.showing import leave_off
from handlers.supervisor.setup import SCREEN
from models import Person
from services import deadline_rules
from services.calendar import Limit
from services.scopes import check_scope

router = Router(name="deadlines")
router.callback_query.filter(Area("deadlines"))
words_router = Router(name="deadlines typed")

AMOUNT = "deadline"
"""`person.expecting["for"]` while an amount is awaited; "scope", "category" and "unit" (d or h) say of what."""

words_router.message.filter(Expecting(AMOUNT))


def _about(press: Press) -> tuple[str, str, str]:
    """Scope, category and unit of a button. Raises NotFound for what none of ours says."""
    code, _, rest = press.arg.partition(".")
    category, _, letter = rest.partition(".")
    if letter not in ("", "d", "h"):
        raise NotFound
    return scope_of(code), category, letter


@router.callback_query(Verb("open"))
async def open_list(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """All categories with the deadlines in force."""
    await leave_off(session, talk.person, talk.now)
    await _draw_list(session, talk, actor, scope_of(press.arg))


async def _draw_list(session: AsyncSession, talk: Talk, actor: Actor, scope: str) -> None:
    check_scope(actor, Duty.DEADLINES, scope)
    talk.show(SCREEN, views.listing(talk.t, scope, await deadline_rules.rules_in(session, scope)))


@router.callback_query(Verb("category"))
async def open_category(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One category; from here an amount may be typed, too."""
    scope, category, letter = _about(press)
    rule = await deadline_rules.rule_in(session, actor, scope, category)
    letter = letter or rule.limit.letter
    await leave_off(session, talk.person, talk.now)
    talk.person.expecting = {"for": AMOUNT, "scope": scope, "category": category, "unit": letter}
    talk.show(SCREEN, views.rule_screen(talk.t, scope, rule, letter))


@router.callback_query(Verb("amount"))
async def choose(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """An amount was chosen: what will change?"""
    scope, category, letter = _about(press)
    await _confirm(session, talk, actor, scope, category, press.id, letter)


async def _confirm(
    session: AsyncSession, talk: Talk, actor: Actor, scope: str, category: str, amount: int, letter: str
) -> None:
    rule = await deadline_rules.rule_in(session, actor, scope, category)
    limit = _limit(amount, letter)
    await leave_off(session, talk.person, talk.now)
    talk.show(SCREEN, views.confirmation(talk.t, scope, rule, limit))


def _limit(amount: int, letter: str) -> Limit:
    if not letter:
        raise NotFound
    limit = views.limit_of(amount, letter)
    if not 1 <= amount <= deadline_rules.LONGEST[limit.deadline_unit]:
        raise NotFound
    return limit


@router.callback_query(Verb("set"))
async def save(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Yes: it holds from now on."""
    scope, category, letter = _about(press)
    limit = _limit(press.id, letter)
    await deadline_rules.set_rule(session, actor, scope, category, limit, talk.now)
    talk.answer(views.saved(talk.t, limit))
    await _draw_list(session, talk, actor, scope)


@router.callback_query(Verb("reset"))
async def reset(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Back to what holds without a rule of this place."""
    scope, category, _ = _about(press)
    await leave_off(session, talk.person, talk.now)
    await deadline_rules.drop_rule(session, actor, scope, category)
    talk.answer(views.saved(talk.t, (await deadline_rules.rule_in(session, actor, scope, category)).limit))
    await _draw_list(session, talk, actor, scope)


@words_router.message(Words())
async def typed(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """An amount was typed."""
    expecting, said = person.expecting or {}, (message.text or "").strip()
    letter = expecting["unit"]
    if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= max(deadline_rules.LONGEST.values()):
        limit = views.limit_of(int(said[:9]), letter)
        if limit.deadline_amount <= deadline_rules.LONGEST[limit.deadline_unit]:
            await _confirm(
                session, talk, actor, expecting["scope"], expecting["category"], limit.deadline_amount, letter
            )
            return
    await ask_again(message, session, talk, actor, person)


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something that is no amount: ask once more."""
    expecting = person.expecting or {}
    rule = await deadline_rules.rule_in(session, actor, expecting["scope"], expecting["category"])
    note = views.not_a_number(talk.t, expecting["unit"])
    talk.show(SCREEN, views.rule_screen(talk.t, expecting["scope"], rule, expecting["unit"], note))
