"""Who hears what: every step reaches those it concerns, in their language, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.translator import translator
from bot.views.words import reason_name
from domain.errors import Stale
from domain.words import Ground, MediaPurpose, Outcome, RejectReason, Role, State
from models import EVER, CitizenRequest, Counter, Follow, Membership, OutboxMessage, Person, Timer
from services import deciding, judging, working
from tests.conftest import Desk
from tests.stories.behind import done, employ, filed, photo, step


def now() -> datetime:
    return datetime.now(UTC)


async def test_the_citizen_hears_of_the_executor_and_the_deadline(desk: Desk) -> None:
    """Without it: a citizen would not know that anybody has taken up their request."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    await employ(desk, executor.id, "City <Gardens> & Co")
    number = await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.assign, number, executor.id, now(), desk.settings.zone)
    told = await citizen.wait_for("executor appointed")
    assert "City <Gardens> & Co" in told.words and "Deadline" in told.words
    task = await executor.wait_for("A new task for you")
    assert task.buttons == ["Open"] and "Bags by the fence" in task.words
    assert await operator.messages(by_bot=True) == []


async def test_another_category_is_told_to_those_who_know_the_deadline(desk: Desk) -> None:
    """Without it: an executor would miss a deadline they never heard of, and the citizen wait for one that is gone."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor, zone = await desk.staff(Role.EXECUTOR), desk.settings.zone
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.recategorise, number, "park", now(), zone)
    assert await citizen.messages(by_bot=True) == []
    await step(desk, operator.id, deciding.assign, number, executor.id, now(), zone)
    for category in ("open_hatch", "open_hatch"):
        await step(desk, operator.id, deciding.recategorise, number, category, now(), zone)
    due = translator("en", zone).moment((await desk.rows(CitizenRequest))[0].due_at)
    for person, head in ((citizen, "Your request № 1 has"), (executor, "Task № 1 has")):
        [told] = [m for m in await person.messages(by_bot=True) if "another category now" in m.words]
        assert head in told.words and "Open manholes" in told.words and due in told.words


async def test_everybody_is_told_in_their_own_language(desk: Desk) -> None:
    """Without it: a notice would come in the language of whoever pressed the button."""
    citizen, operator = await desk.citizen("ru"), await desk.staff(Role.OPERATOR, locale="kk")
    number = await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.reject, number, RejectReason.PRIVATE_LAND, None, now())
    told = (await citizen.messages(by_bot=True))[-1]
    assert reason_name(translator("ru", desk.settings.zone), RejectReason.PRIVATE_LAND) in told.words


async def test_a_finished_work_comes_with_both_pictures_and_stars(desk: Desk) -> None:
    """Without it: the citizen would judge the work without seeing it."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await done(desk, number, executor.id, operator.id, "All <clean> now")
    verdict = await citizen.wait_for("is done")
    assert verdict.buttons == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐", "⚖️ Complain"]
    assert "All <clean> now" in verdict.words
    pictures = [m for m in await citizen.messages(by_bot=True) if "photo" in m]
    assert len(pictures) == 2 and pictures[0].id < verdict.id
    assert "before and after" in pictures[0].words


async def test_followers_hear_the_news_without_anybodys_words(desk: Desk) -> None:
    """Without it: followers would hear nothing, or read what the citizen wrote."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor, follower = await desk.staff(Role.EXECUTOR), await desk.citizen()
    number = await filed(desk, citizen.id, description="my secret garden")
    async with desk.database.begin() as session:
        session.add(Follow(request_id=number, person_id=follower.id, created_at=now()))
    await step(desk, operator.id, deciding.ask, number, "Is it your fence, Aigul?", now())
    await step(desk, citizen.id, judging.answer, number, "Yes, call 87010000000", now())
    await done(desk, number, executor.id, operator.id, "Aigul was at home")
    seen = await follower.messages(by_bot=True)
    assert len(seen) == 2 and "executor appointed" in seen[0].words and "done" in seen[1].words
    everything = " ".join(m.words for m in seen)
    assert not any(word in everything for word in ("secret", "Aigul", "8701"))
    assert "photo" in seen[1]
    answer = await follower.press(f"🔕 Unfollow № {number}")
    assert "no more news" in answer["answer"]["text"]
    await step(desk, citizen.id, judging.complain, number, Ground.POOR_WORK, None, [], now())
    assert len(await follower.messages(by_bot=True)) == 2
    assert await desk.rows(Follow) == []


async def test_a_duplicates_citizen_and_followers_follow_the_original(desk: Desk) -> None:
    """Without it: marking a duplicate would leave its citizen without any news for ever."""
    first, second, third = await desk.citizen(), await desk.citizen(), await desk.citizen()
    operator, executor = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    original, copy = await filed(desk, first.id), await filed(desk, second.id)
    async with desk.database.begin() as session:
        session.add_all(Follow(request_id=copy, person_id=i, created_at=now()) for i in (third.id, first.id))
    await step(desk, operator.id, deciding.mark_duplicate, copy, original, now())
    told = await second.wait_for("duplicate")
    assert f"№ {original}" in told.words
    assert {(f.request_id, f.person_id) for f in await desk.rows(Follow, request_id=original)} == {
        (original, second.id), (original, third.id)
    }  # fmt: skip
    await step(desk, operator.id, deciding.assign, original, executor.id, now(), desk.settings.zone)
    for person in (second, third):
        await person.wait_for(lambda m: "executor appointed" in m["text"] and "You follow" in m["text"])


async def test_whoever_sent_it_twice_is_led_to_the_original(desk: Desk) -> None:
    """Without it: they would be offered to stop following their own request, by a button that refuses them."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    original, copy = [await filed(desk, citizen.id, queued=False) for _ in range(2)]
    await step(desk, operator.id, deciding.mark_duplicate, copy, original, now())
    told = await citizen.wait_for("duplicate")
    assert told.buttons == ["🔎 Open it"]
    await citizen.press("🔎 Open it")
    await citizen.wait_for(lambda m: m.id != told.id and f"№ {original}" in m.words)


async def test_the_former_executor_hears_that_the_work_is_gone(desk: Desk) -> None:
    """Without it: two brigades would drive to the same heap."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    one, two = await desk.staff(Role.EXECUTOR), await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.assign, number, one.id, now(), desk.settings.zone)
    before = len(await citizen.messages(by_bot=True))
    await step(desk, operator.id, deciding.assign, number, two.id, now(), desk.settings.zone)
    await one.wait_for("no longer yours")
    await two.wait_for("A new task for you")
    assert len(await citizen.messages(by_bot=True)) == before
    await step(desk, operator.id, deciding.forward, number, "KZ-75", "Not ours", now())
    await two.wait_for("no longer yours")
    await citizen.wait_for("Not ours")


async def test_a_complaint_reaches_the_supervisors_of_the_region_only(desk: Desk) -> None:
    """Without it: complaints would wait unseen, or be shown to another region."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor, chief = await desk.staff(Role.EXECUTOR), await desk.staff(Role.SUPERVISOR)
    stranger = await desk.staff(Role.SUPERVISOR, "KZ-75")
    number = await filed(desk, citizen.id, queued=False)
    await done(desk, number, executor.id, operator.id)
    await step(desk, citizen.id, judging.complain, number, Ground.FORMAL_ANSWER, "Only <words>", [], now())
    told = await chief.wait_for("A complaint about the work")
    assert "A formal answer" in told.words and "Only <words>" in told.words and told.buttons == ["Open"]
    assert await stranger.messages(by_bot=True) == []
    other = await desk.staff(Role.EXECUTOR)
    verb = judging.reopen
    await step(desk, chief.id, verb, number, other.id, "You are right", now(), desk.settings.zone)
    assert "You are right" in (await citizen.wait_for("Your complaint is right")).words
    await other.wait_for("to be done again after a complaint")
    await executor.wait_for("no longer yours")


async def test_many_new_requests_make_one_notice(desk: Desk) -> None:
    """Without it: an operator's phone would ring at every request."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    for _ in range(3):
        await filed(desk, citizen.id)
    await desk.pass_time(name="news")
    assert [m.words for m in await operator.messages(by_bot=True)] == ["🆕 3 new requests in your queue"]
    await filed(desk, citizen.id)
    await desk.pass_time(name="news")
    assert len(await operator.messages(by_bot=True)) == 1
    [timer] = await desk.rows(Timer, name="news")
    assert timer.due_at > now() + timedelta(minutes=4)
    async with desk.database.begin() as session:
        earlier = now() - timedelta(minutes=6)
        await session.execute(update(Person).where(Person.id == operator.id).values(news_from=earlier))
        await session.execute(update(CitizenRequest).where(CitizenRequest.id <= 3).values(queued_at=earlier))
    await desk.pass_time(name="news")
    [message] = await operator.messages(by_bot=True)
    assert "1 new request in" in message.words and "4 requests wait" in message.words


async def test_a_keeper_of_two_queues_misses_neither(desk: Desk) -> None:
    """Without it: the notice of one region would count the news of the other as told."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    async with desk.database.begin() as session:
        session.add(
            Membership(person_id=operator.id, role=Role.OPERATOR, region="KZ-75", active=True, created_at=now())
        )
    await filed(desk, citizen.id)
    await filed(desk, citizen.id, region="KZ-75")
    await desk.pass_time(name="news")
    assert [m.words for m in await operator.messages(by_bot=True)] == ["🆕 2 new requests in your queue"]


async def test_a_passed_deadline_is_counted_and_told_once(desk: Desk) -> None:
    """Without it: overdue requests would stay in the column "in work", and nobody would hurry."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.assign, number, executor.id, now(), desk.settings.zone)
    await desk.pass_time(name="overdue")
    assert (await desk.rows(CitizenRequest))[0].outcome is Outcome.WORK
    async with desk.database.begin() as session:
        past = now() - timedelta(minutes=10)
        await session.execute(update(CitizenRequest).values(first_due_at=past, due_at=past))
    for _ in range(2):
        await desk.pass_time(name="overdue")
    assert (await desk.rows(CitizenRequest))[0].outcome is Outcome.OVERDUE
    assert sum(c.number for c in await desk.rows(Counter, period=EVER, region="", measure=Outcome.OVERDUE)) == 1
    assert sum(c.number for c in await desk.rows(Counter, period=EVER, measure=Outcome.WORK)) == 0
    assert len([m for m in await executor.messages(by_bot=True) if "has passed" in m.words]) == 1
    assert await operator.messages(by_bot=True) == [] and await desk.rows(Timer, name="overdue") == []
    await desk.pass_time(name="digest")
    assert "Overdue: 1" in (await operator.wait_for("Good morning")).words


async def test_time_closes_what_nobody_answers(desk: Desk) -> None:
    """Without it: questions and finished works would stay open for ever."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    asked, finished = await filed(desk, citizen.id), await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.ask, asked, "Where exactly?", now())
    await done(desk, finished, executor.id, operator.id)
    await desk.pass_time(name="no_answer")
    await citizen.wait_for("our question was not answered")
    await desk.pass_time(name="silence")
    await citizen.wait_for("We have not heard from you")
    first, second = await desk.rows(CitizenRequest)
    assert (first.state, first.outcome) == (State.REJECTED, Outcome.RETURNED)
    assert (second.state, second.stars) == (State.CONFIRMED, None)


async def test_planned_work_gets_another_day(desk: Desk) -> None:
    """Without it: work that rain puts off would begin on paper, and its citizen wait beside an empty yard."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    number, moment = await filed(desk, citizen.id), now()
    await step(desk, operator.id, deciding.assign, number, executor.id, moment, desk.settings.zone)
    for days in (2, 4):
        await step(desk, operator.id, working.plan, number, moment + timedelta(days=days), moment)
    with pytest.raises(Stale):
        # An impatient thumb tells nobody twice.
        await step(desk, executor.id, working.plan, number, moment + timedelta(days=4), moment)
    told = [m.words for m in await citizen.messages(by_bot=True) if "planned for" in m.words]
    assert len(told) == 2 and translator("en", desk.settings.zone).date(moment + timedelta(days=4)) in told[1]
    [timer] = await desk.rows(Timer, name="planned")
    assert timer.due_at == moment + timedelta(days=4)


async def test_a_planned_day_begins_the_work(desk: Desk) -> None:
    """Without it: planned work would wait for a press that nobody remembers."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id)
    await step(desk, operator.id, deciding.assign, number, executor.id, now(), desk.settings.zone)
    await step(desk, executor.id, working.plan, number, now() + timedelta(days=2), now())
    await citizen.wait_for("The work is planned for")
    await desk.pass_time(name="planned")
    await executor.wait_for("the planned day has come")
    assert (await desk.rows(CitizenRequest))[0].state is State.IN_PROGRESS


async def test_people_who_blocked_the_bot_are_left_alone(desk: Desk) -> None:
    """Without it: the outbox would fill with notices nobody can get."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id)
    async with desk.database.begin() as session:
        await session.execute(update(Person).where(Person.id == citizen.id).values(reachable=False))
    await step(desk, operator.id, deciding.reject, number, RejectReason.PRIVATE_LAND, None, now())
    assert await desk.rows(OutboxMessage) == [] and await citizen.messages(by_bot=True) == []
