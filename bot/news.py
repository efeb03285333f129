"""News: who is told of a step in the life of a request. Every transaction of the edge ends here, so nobody forgets."""

from bot.group_news import show_steps
from bot.talk import Teller
from bot.views import notices, notices_followers, notices_staff
from domain.words import Action, State
from models import Person
from services.concerned import FOR_SUPERVISORS, Concerned, concerned_by
from services.steps import Step, taken_steps

_NOBODY = frozenset({Action.SEND, Action.RECATEGORISE, Action.ANSWER, Action.RETURN, Action.PLACE, Action.NOTE})
"""Steps of which nobody is told one by one; operators hear of what came into their queue by the timer "news"."""
_TASK = frozenset({Action.ASSIGN, Action.REOPEN, Action.PLAN, Action.START})
"""Steps of which the executor of the request is told."""


async def announce(teller: Teller) -> None:
    """Tell everybody concerned of the steps taken in this transaction, each in their language, the actor excepted."""
    taken = taken_steps(teller.session)
    if not taken:
        return
    await show_steps(teller, taken)
    steps = [step for step in taken if step.action not in _NOBODY]
    if not steps:
        return
    concerned = await concerned_by(teller.session, steps)
    for step in steps:
        _tell_citizen(teller, step, concerned)
        _tell_followers(teller, step, concerned)
        _tell_executors(teller, step, concerned)
        _tell_supervisors(teller, step, concerned)


def _other(step: Step, concerned: Concerned, person_id: int | None) -> Person | None:
    """Somebody concerned, unless they took the step themselves or cannot be reached."""
    return concerned.people.get(person_id) if person_id is not None and person_id != step.actor.id else None


def _organisation(step: Step, concerned: Concerned) -> str | None:
    return concerned.organisations.get(step.request.executor_id or 0)


def _is_news(step: Step) -> bool:
    """A change of executor in the middle of the work concerns nobody but the executors."""
    return step.action is not Action.ASSIGN or step.from_state is State.NEW


def _tell_citizen(teller: Teller, step: Step, concerned: Concerned) -> None:
    citizen, number = _other(step, concerned, step.request.citizen_id), step.request.id
    if citizen is None or not _is_news(step):
        return
    content = notices.for_citizen(teller.translator_for(citizen), step, _organisation(step, concerned))
    if content is None:
        return
    screen = None
    if step.action is Action.ASK:
        screen = f"question:{number}"
    elif step.action is Action.REPORT:
        screen = f"verdict:{number}"
        teller.tell_album(
            citizen,
            [*concerned.before.get(number, ()), *concerned.after.get(number, ())],
            notices.before_and_after(teller.translator_for(citizen), number),
        )
    teller.tell(citizen, content, screen=screen)


def _tell_followers(teller: Teller, step: Step, concerned: Concerned) -> None:
    if step.action not in notices_followers.FOLLOWED or not _is_news(step):
        return
    after = concerned.after.get(step.request.id)
    for person in concerned.followers.get(step.request.id, ()):
        if person.id not in (step.actor.id, step.request.citizen_id):
            t = teller.translator_for(person)
            content = notices_followers.for_follower(
                t, step, _organisation(step, concerned), after[0] if after else None
            )
            teller.tell(person, content)


def _tell_executors(teller: Teller, step: Step, concerned: Concerned) -> None:
    now = step.request.executor_id
    executor = _other(step, concerned, now)
    if executor is not None and step.action in _TASK:
        teller.tell(executor, notices_staff.task(teller.translator_for(executor), step))
    former = _other(step, concerned, step.from_executor if step.from_executor != now else None)
    if former is not None:
        teller.tell(former, notices_staff.taken_away(teller.translator_for(former), step))


def _tell_supervisors(teller: Teller, step: Step, concerned: Concerned) -> None:
    if step.action not in FOR_SUPERVISORS:
        return
    for person in concerned.supervisors.get(step.request.region, ()):
        if person.id != step.actor.id:
            teller.tell(person, notices_staff.complaint(teller.translator_for(person), step))
