"""The operators' queue: its first page in a large table against a small one, and its 200th against its first."""

import asyncio
from collections.abc import Awaitable, Callable

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.growth import busiest, operator_of
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import interleaved_async
from models.database import Database
from services import queue
from services.paging import Key

ROUNDS = 300
FAR = 200
"""The page that is far down the queue."""


def measure(stage: Stage) -> list[Figure]:
    """The pages as an operator gets them, on both databases."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    small, large = Database(stage.filled(kind, stage.small)), Database(stage.filled(kind, stage.large))
    try:
        region = await busiest(small)
        far, near = await _key_of(large, region, FAR), await _key_of(large, region, 3)
        works = {
            "small": _page(small, region), "large": _page(large, region), "far": _page(large, region, far),
            "back": _page(large, region, near, back=True), "far back": _page(large, region, far, back=True),
        }  # fmt: skip
        for work in works.values():
            await work()
        seconds = await interleaved_async(works, ROUNDS)
    finally:
        await small.close()
        await large.close()
    shown = {name: time_shown(value) for name, value in seconds.items()}
    return [
        Figure(f"Queue page 1, {kind}", seconds["large"] / seconds["small"], 1.5,
               detail=f"{shown['large']} at {stage.large:,} requests, {shown['small']} at {stage.small:,}"),
        Figure(f"Queue page {FAR}, {kind}", seconds["far"] / seconds["large"], 1.5,
               detail=f"{shown['far']} against {shown['large']} for page 1, at {stage.large:,}"),
        Figure(f"Queue, back from page {FAR}, {kind}", seconds["far back"] / seconds["back"], 1.5,
               detail=f"{shown['far back']} against {shown['back']} from page 3, at {stage.large:,}"),
    ]  # fmt: skip


async def _key_of(database: Database, region: str, page: int) -> Key:
    """Where a page begins; the last one where there are not so many."""
    async with database.reading() as session:
        place, found = queue.Place(region), None
        for _ in range(page - 1):
            shown = await queue.page(session, operator_of(region), place, dataset.NOW)
            if shown.next is None:
                break
            found = shown.next
            place = queue.Place(region, key=found)
    if found is None:
        raise RuntimeError("the queue has one page only")
    return found


def _page(
    database: Database, region: str, key: Key | None = None, *, back: bool = False
) -> Callable[[], Awaitable[None]]:
    actor, place = operator_of(region), queue.Place(region, key=key)

    async def read() -> None:
        async with database.reading() as session:
            page = await queue.page(session, actor, place, dataset.NOW, back=back)
        if not page.rows or (key is None and len(page.rows) != queue.PAGE):
            raise RuntimeError("the page is not full")

    return read


MEASUREMENT = Measurement(
    "queue",
    "The operators' queue",
    "`services.queue.page` for the region with most open requests, transaction and counters included, in the large "
    f"data set against the small one; and its page {FAR} (in the quick run the last one there is) against its first, "
    "forward and turning back. A twentieth of each data set is open.",
    "The page reads one more index level in the larger table.",
    measure,
)
