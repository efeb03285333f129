"""Who may not: forged buttons, other regions, citizens, strangers. Nothing is seen and nothing is changed."""

from datetime import UTC, datetime

from domain.words import Ground, MediaPurpose, Role, State
from models import CitizenRequest, Complaint, HistoryEntry, Invite, Media, Membership
from sandbox.client import Person as Player
from services import deciding, judging
from tests.conftest import Desk
from tests.stories.acting import card
from tests.stories.behind import done, employ, filed, photo, step

SECRET = "The fence behind number 7"


def presses(number: int, somebody: int) -> list[str]:
    """Every button that shows or changes a request, as a forger would send it."""
    plain = ["card:open", "card:album", "card:map", "card:text", "card:history", "task:open", "task:album", "task:map",
             "task:start", "task:plan", "task:return", "report:open", "report:send", "report:clear", "report:leave",
             "decide:categories", "decide:executors", "decide:take", "decide:ask", "decide:note", "decide:reject",
             "decide:duplicate", "decide:forward", "decide:plan", "complaint:open", "complaint:album",
             "complaint:uphold", "complaint:executors", "complaint:grant", "complaint:refuse",
             "complaint:history"]  # fmt: skip
    more = {
        "decide:category": "park", "decide:assign": somebody, "decide:reason": "not_akimat",
        "decide:rejected": "not_akimat", "decide:original": 1, "decide:same": 1, "decide:region": "KZ-71",
        "decide:date": "2030-01-01", "task:date": "2030-01-01", "complaint:assign": somebody,
        "complaint:again": somebody,
    }  # fmt: skip
    return [f"{verb}:{number}:" for verb in plain] + [f"{verb}:{number}:{arg}" for verb, arg in more.items()]


async def everything(desk: Desk, number: int) -> tuple[object, ...]:
    """What must not change."""
    [row] = await desk.rows(CitizenRequest, id=number)
    counted = [len(await desk.rows(table, request_id=number)) for table in (HistoryEntry, Media, Complaint)]
    return row.state, row.version, row.category, row.executor_id, row.region, row.due_at, *counted


async def try_everything(desk: Desk, forger: Player, number: int) -> None:
    """Press every forged button; each is refused with a word, shows nothing and changes nothing."""
    await forger.send_text("/help")
    await desk.idle()
    at, before = await card(desk, forger), await everything(desk, number)
    for data in presses(number, forger.id):
        answer = await forger.forge(at, data)
        assert (answer["answer"] or {}).get("text"), data
    await desk.idle()
    assert await everything(desk, number) == before
    seen = await forger.messages(by_bot=True, deleted=True)
    assert not [m for m in seen if SECRET in m.words or m.get("photo")]


async def secret(desk: Desk, region: str = "KZ-71") -> int:
    """A new request of a region, with words and a photo that others must not see."""
    citizen = await desk.citizen()
    number = await filed(desk, citizen.id, queued=False, region=region, description=SECRET, lat=51.12, lon=71.43)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    return number


async def test_another_regions_people_see_and_change_nothing(desk: Desk) -> None:
    """Without it: any operator of the country could read and close any akimat's requests."""
    number = await secret(desk)
    for role in (Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR):
        await try_everything(desk, await desk.staff(role, "KZ-79"), number)


async def test_citizens_and_strangers_see_and_change_nothing(desk: Desk) -> None:
    """Without it: whoever guesses the form of a button could decide about anybody's request."""
    number = await secret(desk)
    await try_everything(desk, await desk.citizen(), number)


async def test_a_request_that_is_not_there_looks_like_one_that_is_not_yours(desk: Desk) -> None:
    """Without it: trying numbers would tell how many requests another region has."""
    number, operator = await secret(desk), await desk.staff(Role.OPERATOR, "KZ-79")
    await operator.send_text("/queue")
    at = await card(desk, operator)
    theirs, nobodys = [await operator.forge(at, f"card:open:{n}:") for n in (number, 10**17)]
    assert theirs["answer"]["text"] == nobodys["answer"]["text"]


async def test_the_citizen_cannot_play_the_operator(desk: Desk) -> None:
    """Without it: people could assign their own request, or confirm it undone."""
    citizen = await desk.citizen()
    number = await filed(desk, citizen.id, queued=False)
    await citizen.send_text("/help")
    at, before = await card(desk, citizen), await everything(desk, number)
    for data in presses(number, citizen.id):
        await citizen.forge(at, data)
    await desk.idle()
    assert await everything(desk, number) == before


async def test_an_executor_cannot_decide_for_the_operators(desk: Desk) -> None:
    """Without it: an executor could reject, forward or re-assign what is too much work."""
    executor, operator = await desk.staff(Role.EXECUTOR), await desk.staff(Role.OPERATOR)
    number = await filed(desk, None, queued=False)
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, operator.id, deciding.assign, number, executor.id, now, zone)
    at, before = await executor.wait_for("A new task"), await everything(desk, number)
    for data in presses(number, executor.id):
        if data.startswith(("decide:", "complaint:")) and not data.startswith(
            ("decide:plan", "decide:date", "decide:note")
        ):
            await executor.forge(at, data)
    await desk.idle()
    assert await everything(desk, number) == before


async def test_an_operator_cannot_rule_on_complaints(desk: Desk) -> None:
    """Without it: the operator whose work is complained of would judge it."""
    citizen, operator, executor = await desk.citizen(), await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id, queued=False)
    await done(desk, number, executor.id, operator.id)
    await step(desk, citizen.id, judging.complain, number, Ground.NOTHING_DONE, None, [], datetime.now(UTC))
    await operator.send_text("/queue")
    at, before = await card(desk, operator), await everything(desk, number)
    for verb, arg in (("open", ""), ("uphold", ""), ("executors", ""), ("assign", executor.id), ("again", executor.id)):
        answer = await operator.forge(at, f"complaint:{verb}:{number}:{arg}")
        assert "nothing here" in answer["answer"]["text"], verb
    assert await everything(desk, number) == before
    answer = await operator.forge(at, "complaints:open:0:KZ-79")
    assert answer["answer"]["text"]


async def test_work_cannot_be_given_to_people_of_elsewhere(desk: Desk) -> None:
    """Without it: a request could be assigned to a stranger, who would then see it."""
    operator, other = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR, "KZ-71")
    citizen, number = await desk.citizen(), await filed(desk, None, queued=False)
    await operator.send_text("/queue")
    at = await card(desk, operator)
    for somebody in (other.id, citizen.id, 0, 10**17):
        answer = await operator.forge(at, f"decide:assign:{number}:{somebody}")
        assert answer["answer"]["text"]
    [row] = await desk.rows(CitizenRequest)
    assert (row.state, row.executor_id) == (State.NEW, None)


async def test_words_that_no_button_has_are_refused(desk: Desk) -> None:
    """Without it: a forged category, region, reason or page would break the handler, or the request."""
    operator, number = await desk.staff(Role.OPERATOR), await filed(desk, None, queued=False)
    await operator.send_text("/queue")
    at, before = await card(desk, operator), await everything(desk, number)
    for data in (f"decide:category:{number}:gold", f"decide:reason:{number}:no_answer", f"decide:rejected:{number}:x",
                 f"decide:rejected:{number}:no_answer", f"decide:region:{number}:KZ-99", f"decide:region:{number}:",
                 f"decide:date:{number}:tomorrow", f"decide:original:{number}:{number}", "queue:shelf:0:secret",
                 "queue:from:1:yesterday", "queue:from:1:2026-01-01", "queue:region:0:KZ-71", "queue:nonsense:0:",
                 f"decide:assign:{number}:²", "card:open:-5:", "task:open:0:", "decide:take:0:"):  # fmt: skip
        answer = await operator.forge(at, data)
        assert answer["answered"] and answer["answer"]["text"], data
    assert await everything(desk, number) == before


async def test_staff_commands_tell_a_citizen_nothing(desk: Desk) -> None:
    """Without it: a stranger who types /queue would see it, or learn that there is one."""
    citizen = await desk.citizen()
    number = await secret(desk, "KZ-79")
    for command in ("/queue", "/tasks", "/complaints", "/team", "/invite"):
        await citizen.send_text(command)
        shown = await card(desk, citizen)
        assert f"№ {number}" not in " ".join([shown.words, *shown.buttons])
        assert "Queue" not in shown.words and "Team" not in shown.words


async def test_rights_end_with_the_membership(desk: Desk) -> None:
    """Without it: somebody who has left the akimat would go on reading its requests from an old card."""
    operator, number = await desk.staff(Role.OPERATOR), await secret(desk, "KZ-79")
    await operator.send_text("/queue")
    at = await card(desk, operator)
    await operator.forge(at, f"decide:ask:{number}:")
    async with desk.database.begin() as session:
        [membership] = await desk.rows(Membership, person_id=operator.id)
        (await session.get_one(Membership, membership.id)).active = False
    before = await everything(desk, number)
    await operator.send_text("What is it?")
    await desk.idle()
    assert "nothing here" in (await operator.wait_for("nothing here")).words
    for data in ("queue:open:0:", f"card:open:{number}:", f"decide:take:{number}:"):
        answer = await operator.forge(at, data)
        assert answer["answer"]["text"], data
    assert await everything(desk, number) == before


async def test_invitations_beyond_ones_rights_are_refused(desk: Desk) -> None:
    """Without it: an operator could make themselves a supervisor, or a supervisor rule another region."""
    operator, supervisor = await desk.staff(Role.OPERATOR), await desk.staff(Role.SUPERVISOR)
    other = await desk.staff(Role.EXECUTOR, "KZ-71")
    await employ(desk, other.id, "Their contractor")
    for person, allowed in ((operator, ()), (supervisor, ("team:role:0:KZ-79.operator",))):
        await person.send_text("/queue")
        at = await card(desk, person)
        for data in ("team:role:0:KZ-79.supervisor", "team:role:0:KZ-71.operator", "team:role:0:KZ-79.admin",
                     "team:role:0:KZ-79.national", "team:role:0:nonsense", "team:organisation:0:KZ-71",
                     "team:organisation:999:KZ-79", "team:open:0:KZ-71", "team:invitations:0:KZ-71",
                     "team:invite:0:KZ-71", "team:revoke:1:KZ-79", "team:role:0:KZ-79.operator"):  # fmt: skip
            answer = await person.forge(at, data)
            assert data in allowed or (answer["answer"] or {}).get("text"), data
    await desk.idle()
    assert [(i.role, i.region, i.created_by) for i in await desk.rows(Invite)] == [
        (Role.OPERATOR, "KZ-79", supervisor.id)
    ]


async def test_the_organisation_of_another_region_cannot_be_used(desk: Desk) -> None:
    """Without it: an executor of this region would be shown as another region's contractor."""
    supervisor, executor = await desk.staff(Role.SUPERVISOR, "KZ-71"), await desk.staff(Role.EXECUTOR)
    await employ(desk, executor.id, "A contractor of Shymkent")
    [membership] = await desk.rows(Membership, person_id=executor.id)
    await supervisor.send_text("/team")
    at = await card(desk, supervisor)
    answer = await supervisor.forge(at, f"team:organisation:{membership.organisation_id}:KZ-71")
    assert answer["answer"]["text"]
    assert await desk.rows(Invite) == []
