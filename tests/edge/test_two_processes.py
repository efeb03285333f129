"""Several processes on one PostgreSQL: what one promises, all keep together."""

import asyncio
from pathlib import Path

from bot.runtime import Runtime
from models import InboxUpdate
from tests.conftest import running_desk
from tests.edge import echo


async def test_order_in_a_chat_holds_with_two_processes(postgres_url: str, tmp_path: Path) -> None:
    """Without it: the second process would overtake the first inside one conversation, and drafts would be garbled."""
    echo.SEEN.clear()
    async with running_desk(postgres_url, tmp_path, routers=echo.routers, timers=dict) as desk:
        second = Runtime(desk.settings, echo.routers(), {}, poll=False)
        work = asyncio.ensure_future(second.run())
        people = [await desk.citizen() for _ in range(6)]
        await desk.tg.hold()
        for n in range(5):
            for person in people:
                await person.send_text(f"{person.id}-{n}")
        await desk.tg.release("random", seed=1)
        await desk.tg.settled(30)
        await desk.idle(60)
        handled = await desk.rows(InboxUpdate, state="done")
        assert len(handled) == len(echo.SEEN) == 30
        for person in people:
            mine = [row.update_id for row in handled if row.lane == person.id]
            assert len(mine) == 5
            answers = [m.words for m in await person.messages(by_bot=True)]
            assert answers == [f"echo {text}" for text in echo.SEEN if text.startswith(f"{person.id}-")]
            assert len(answers) == 5
        second.stop()
        await asyncio.wait_for(work, 20)


async def test_another_process_takes_over_when_the_first_ends(postgres_url: str, tmp_path: Path) -> None:
    """Without it: a rolling update would leave nobody to poll or to send."""
    async with running_desk(postgres_url, tmp_path, routers=echo.routers, timers=dict) as desk:
        citizen = await desk.citizen()
        second = Runtime(desk.settings, echo.routers(), {})
        work = asyncio.ensure_future(second.run())
        await citizen.send_text("one")
        await citizen.wait_for("echo one")
        await desk.stop()
        await citizen.send_text("two")
        await citizen.wait_for("echo two")
        second.stop()
        await asyncio.wait_for(work, 20)
        await desk.start()
