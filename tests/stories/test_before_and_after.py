"""The album of a finished work: what was before and what is now, both, and ahead of the question."""

from datetime import UTC, datetime

import pytest

from domain.words import MediaPurpose, Role
from models import Media
from services import deciding, working
from tests.conftest import Desk
from tests.stories.behind import filed, photo, step

pytestmark = pytest.mark.by_turns


@pytest.mark.parametrize(("before", "after", "shown"), [(10, 3, (7, 3)), (10, 10, (5, 5)), (2, 10, (2, 8))])
async def test_the_album_shows_both(desk: Desk, before: int, after: int, shown: tuple[int, int]) -> None:
    """Without it: ten photos of the heap would leave no room for the one that shows it is gone."""
    citizen, operator = await desk.citizen("kk"), await desk.staff(Role.OPERATOR)
    executor, now = await desk.staff(Role.EXECUTOR), datetime.now(UTC)
    number = await filed(desk, citizen.id, queued=False)
    for _ in range(before):
        await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await step(desk, operator.id, deciding.assign, number, executor.id, now, desk.settings.zone)
    await step(desk, executor.id, working.start, number, now)
    report = [await photo(desk, executor.id, None, MediaPurpose.AFTER) for _ in range(after)]
    await step(desk, executor.id, working.report, number, report, None, now)
    verdict = await citizen.wait_for(lambda m: "5 ⭐" in m.buttons)
    album = [m for m in await citizen.messages(by_bot=True) if "photo" in m]
    assert len(album) == sum(shown) and max(m.id for m in album) < verdict.id
    purposes = [media.purpose for media in await desk.rows(Media) if media.show_file_id]
    assert (purposes.count(MediaPurpose.BEFORE), purposes.count(MediaPurpose.AFTER)) == shown


async def test_words_do_not_wait_for_a_picture_that_is_missing(desk: Desk) -> None:
    """Without it: one file lost from the disk would hold up everything that its citizen is told, for a day."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor, now = await desk.staff(Role.EXECUTOR), datetime.now(UTC)
    number = await filed(desk, citizen.id, queued=False)
    for _ in range(2):
        await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await step(desk, operator.id, deciding.assign, number, executor.id, now, desk.settings.zone)
    await step(desk, executor.id, working.start, number, now)
    [lost, _kept] = await desk.rows(Media)
    desk.runtime.store.path(lost.key).unlink()
    after = await photo(desk, executor.id, None, MediaPurpose.AFTER)
    await step(desk, executor.id, working.report, number, [after], None, now)
    await citizen.wait_for(lambda m: "5 ⭐" in m.buttons)
    assert len([m for m in await citizen.messages(by_bot=True) if "photo" in m]) == 2
