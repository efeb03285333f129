"""Ready answers: what an operator sends with one tap, everybody reads in their own language."""

from datetime import UTC, datetime

import pytest

from domain.errors import TooMany
from domain.permissions import Actor, Grant
from domain.words import Action, RejectReason, Role, State, TemplateUse
from models import CitizenRequest, HistoryEntry
from models.database import Database
from services import deciding, templates, working
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, step

pytestmark = pytest.mark.by_turns

REGION = "KZ-79"


async def test_a_kazakh_operators_ready_answer_is_read_in_russian(desk: Desk) -> None:
    """Without it: the citizen would get a text in a language they do not read, or the operator type all day."""
    citizen = await desk.citizen("ru")
    operator = await desk.staff(Role.OPERATOR, locale="kk", name="Айгүл")
    number = await filed(desk, citizen.id, queued=False)
    await operator.send_text("/queue")
    await desk.idle()
    await operator.press(data=f"card:open:{number}:")
    await desk.idle()
    await operator.press(data=f"decide:ask:{number}:")
    await desk.idle()
    await press(desk, operator, "Дәл қай жер екенін")
    shown = await card(desk, operator)
    assert "Дәл қай жер екенін айтып жіберіңізші" in shown.words and "нүкте де болады" in shown.words
    await operator.press(data=f"decide:say:{number}:ask.where")
    await desk.idle()
    asked = await citizen.wait_for("Подскажите, пожалуйста, где именно это")
    assert "Дәл" not in asked.words
    [asked_of] = await desk.rows(HistoryEntry, request_id=number, action=Action.ASK)
    assert asked_of.comment.startswith("Дәл қай жер")
    await operator.press(data=f"card:history:{number}:")
    await desk.idle()
    assert "Дәл қай жер" in (await card(desk, operator)).words


async def test_rejecting_with_a_ready_answer_or_with_own_words(desk: Desk) -> None:
    """Without it: looking at a ready answer would take away the way to write one's own."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    first, second = [await filed(desk, citizen.id, queued=False) for _ in range(2)]
    for number, said in ((first, ""), (second, "It is a museum piece")):
        await operator.send_text("/queue")
        await desk.idle()
        await press(desk, operator, f"№ {number}")
        await press(desk, operator, "🚫 Reject")
        await press(desk, operator, "private land")
        shown = await press(desk, operator, "We have checked: the place is private")
        assert "send them a notice" in shown.words
        if said:
            await operator.send_text(said)
            await desk.idle()
        else:
            await press(desk, operator, "📨 Send")
    assert {r.state for r in await desk.rows(CitizenRequest)} == {State.REJECTED}
    await citizen.wait_for("Its owner is responsible")
    await citizen.wait_for("It is a museum piece")
    rejected = await desk.rows(HistoryEntry, action=Action.REJECT)
    assert [bool((entry.data or {}).get("template")) for entry in rejected] == [True, False]


async def test_an_executors_ready_words_are_read_in_russian(desk: Desk) -> None:
    """Without it: executors, who type with gloves on, would report without a word, or in one language only."""
    citizen, operator = await desk.citizen("ru"), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR, locale="kk", name="Ерлан")
    number, now = await filed(desk, citizen.id, queued=False), datetime.now(UTC)
    await step(desk, operator.id, deciding.assign, number, executor.id, now, desk.settings.zone)
    await step(desk, executor.id, working.start, number, now)
    await executor.send_text("/tasks")
    await desk.idle()
    await executor.press(data=f"task:open:{number}:")
    await desk.idle()
    await executor.press(data=f"report:open:{number}:")
    await executor.send_photo("yard_bins_after")
    await desk.idle()
    await executor.press(data=f"report:words:{number}:")
    await desk.idle()
    await press(desk, executor, "Қоқыс жәшіктері босатылды")
    await executor.press(data=f"report:send:{number}:")
    await citizen.wait_for("Контейнеры опустошены")
    [reported] = await desk.rows(HistoryEntry, request_id=number, action=Action.REPORT)
    assert reported.comment.startswith("Қоқыс жәшіктері")


async def test_a_supervisor_keeps_the_ready_answers(desk: Desk) -> None:
    """Without it: the akimat would answer in our words for ever."""
    supervisor, operator = await desk.staff(Role.SUPERVISOR), await desk.staff(Role.OPERATOR)
    citizen = await desk.citizen("ru")
    number = await filed(desk, citizen.id, queued=False)
    await supervisor.send_text("/setup")
    await desk.idle()
    await press(desk, supervisor, "Ready answers")
    await press(desk, supervisor, "For questions · 6")
    await press(desk, supervisor, "Could you tell us where")
    await press(desk, supervisor, "✏️ Русский")
    await supervisor.send_text("Где это, <уточните>?")
    await desk.idle()
    changed = await card(desk, supervisor)
    assert "Где это, <уточните>?" in changed.words and "landmark nearby" in changed.words
    await press(desk, supervisor, "Back")
    await press(desk, supervisor, "Is the problem still there")
    await press(desk, supervisor, "Do not offer")
    await press(desk, supervisor, "A new one")
    await supervisor.send_photo("park_litter_before")
    await desk.idle()
    assert "Words are needed" in (await card(desk, supervisor)).words
    await supervisor.send_text("Is there a dog?")
    await desk.idle()
    assert "Not written yet" in (await card(desk, supervisor)).words
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, f"№ {number}")
    offered = (await press(desk, operator, "❓ Ask")).buttons
    assert any("Is there a dog?" in b for b in offered) and not any("still there" in b for b in offered)
    await press(desk, operator, "Could you tell us where")
    await press(desk, operator, "📨 Send")
    await citizen.wait_for("Где это, <уточните>?")


async def test_ready_answers_are_a_regions_own_and_limited(database: Database) -> None:
    """Without it: one region's words would be sent by another, or a list grow until nobody finds anything in it."""
    supervisor, now = Actor(None, (Grant(Role.SUPERVISOR, REGION),)), datetime.now(UTC)
    use = TemplateUse.DONE
    async with database.begin() as session:
        shipped = await templates.for_use(session, REGION, use)
        for n in range(templates.LIMIT - len(shipped)):
            await templates.add(session, supervisor, REGION, use, "kk", f"Дайын {n}", now)
        with pytest.raises(TooMany):
            await templates.add(session, supervisor, REGION, use, "kk", "Тағы", now)
        assert await templates.for_use(session, "KZ-71", use) == shipped
        last = (await templates.for_use(session, REGION, use))[-1]
        assert last.whole() == dict.fromkeys(templates.LOCALES, last.text("ru"))
        await templates.remove(session, supervisor, REGION, use, last.ref, now)
        await templates.change(session, supervisor, REGION, use, shipped[0].ref, "en", "All clean", now)
        await templates.remove(session, supervisor, REGION, use, shipped[0].ref, now)
        assert len(await templates.for_use(session, REGION, use)) == templates.LIMIT - 2
        back = await templates.restore(session, supervisor, REGION, use, shipped[0].ref, now)
        assert back == shipped[0] and (await templates.for_use(session, REGION, use))[0] == shipped[0]


def test_every_shipped_answer_is_there_in_each_language() -> None:
    """Without it: somebody would be sent an answer in a language they do not read."""
    for use, found in templates._shipped().items():
        assert len(found) >= 6, use
        for ready in found.values():
            assert all(ready.texts[at] for at in templates.LOCALES) and len(set(ready.texts.values())) == 3
            assert len(ready.ref) <= 12, "it must fit on a button beside a reason"


def test_answers_that_say_the_reason_come_first() -> None:
    """Without it two taps would reject a request with the words for another reason."""
    texts = {"kk": "", "ru": "", "en": "words"}
    every = [templates.Ready(ref, TemplateUse.REJECT, texts, shipped=True) for ref in ("utilities", "done", "unclear")]
    own = templates.Ready("7", TemplateUse.REJECT, texts, shipped=False)
    found = templates.fitting_first([*every, own], RejectReason.MEANINGLESS)
    assert [ready.ref for ready in found] == ["unclear", "7", "utilities", "done"]
    keys = {ready.ref for ready in templates._shipped()[TemplateUse.REJECT].values()}
    assert {ref for refs in templates.FITTING.values() for ref in refs} <= keys
