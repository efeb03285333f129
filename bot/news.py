"""News: who is told of a step in the life of a request. Every transaction of the edge ends here, so nobody forgets."""

from collections.abc import Sequence

from bot.group_news import show_steps
from bot.talk import Teller
from bot.views import notices, notices_followers, notices_staff
from domain.words import Action, State
from models import Person
from services.concerned import FOR_SUPERVISORS, Concerned, concerned_by
from services.office_hours import is_night, quiet_regions
from services.steps import Step, taken_steps

_NOBODY = frozenset({Action.SEND, Action.ANSWER, Action.RETURN, Action.PLACE, Action.NOTE})
"""Steps of which nobody is told one by one; operators hear of what came into their queue by the timer "news"."""
_TASK = frozenset({Action.ASSIGN, Action.REOPEN, Action.PLAN, Action.START, Action.RECATEGORISE})
"""Steps of which the executor of the request is told."""


async def announce(teller: Teller) -> None:
    """Tell everybody concerned of the steps taken in this transaction, each in their language, the actor excepted."""
    taken = taken_steps(teller.session)
    if not taken:
        return
    await show_steps(teller, taken)
    steps = [step for step in taken if _is_told(step)]
    if not steps:
        return
    concerned = await concerned_by(teller.session, steps)
    await _mind_the_hour(teller, steps, concerned)
    for step in steps:
        _tell_citizen(teller, step, concerned)
        _tell_followers(teller, step, concerned)
        _tell_supervisors(teller, step, concerned)
    _tell_executors(teller, steps, concerned)


def _is_told(step: Step) -> bool:
    """Whether anybody is told of a step.

    Another category, and so another deadline, is news for those who have been told of the one before.
    """
    if step.action is Action.RECATEGORISE:
        before, after = step.data["category"]
        return step.request.executor_id is not None and before != after
    return step.action not in _NOBODY


async def _mind_the_hour(teller: Teller, steps: Sequence[Step], concerned: Concerned) -> None:
    """By night, and staff on days off, are told as always but without a sound."""
    zone = teller.settings.zone
    concerned.night = is_night(teller.now, zone)
    staff = [s for s in steps if s.request.executor_id or s.from_executor or s.action in FOR_SUPERVISORS]
    regions = {region for step in staff for region in (step.request.region, step.from_region)}
    if regions:
        concerned.quiet = await quiet_regions(teller.session, regions, teller.now, zone)


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
            quiet=concerned.night,
        )
    teller.tell(citizen, content, screen=screen, quiet=concerned.night)


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
            teller.tell(person, content, quiet=concerned.night)


def _executor(step: Step, concerned: Concerned, person_id: int | None) -> Person | None:
    """An executor concerned, as long as they work here: whoever is suspended or has left hears no more of tasks."""
    person = _other(step, concerned, person_id)
    return person if person is not None and person.is_staff else None


def _tell_executors(teller: Teller, steps: Sequence[Step], concerned: Concerned) -> None:
    """What is an executor's now, and what no longer: of several tasks given at once in one message."""
    given: dict[int, list[Step]] = {}
    taken: dict[int, list[Step]] = {}
    for step in steps:
        now = step.request.executor_id
        executor = _executor(step, concerned, now)
        if executor is not None and step.action is Action.ASSIGN:
            given.setdefault(executor.id, []).append(step)
        elif executor is not None and step.action in _TASK:
            content = notices_staff.task(teller.translator_for(executor), step)
            teller.tell(executor, content, quiet=step.request.region in concerned.quiet)
        former = _executor(step, concerned, step.from_executor if step.from_executor != now else None)
        if former is not None:
            taken.setdefault(former.id, []).append(step)
    for say, told in ((notices_staff.tasks, given), (notices_staff.taken_away, taken)):
        for person_id, theirs in told.items():
            person = concerned.people[person_id]
            quiet = all({s.request.region, s.from_region} & concerned.quiet for s in theirs)
            teller.tell(person, say(teller.translator_for(person), theirs), quiet=quiet)


def _tell_supervisors(teller: Teller, step: Step, concerned: Concerned) -> None:
    if step.action not in FOR_SUPERVISORS:
        return
    for person in concerned.supervisors.get(step.request.region, ()):
        if person.id != step.actor.id:
            content = notices_staff.complaint(teller.translator_for(person), step)
            teller.tell(person, content, quiet=step.request.region in concerned.quiet)
