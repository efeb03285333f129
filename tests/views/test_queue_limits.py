"""The screens around the queue at their fullest: within Telegram's limits in every language."""

from types import SimpleNamespace

from bot.translator import Translator
from bot.views import bulk, deciding, queue, search, triage
from domain.errors import Missing, NotFound, Stale
from domain.words import State
from models import CitizenRequest
from services import geography
from services.bulk import Summary
from services.paging import Key
from services.queue import Place, QueuePage, Shelf
from services.search import Found
from services.tasks import Executor
from services.triage import Round, Suggestion
from tests.views.test_staff_limits import ACTOR, BIG, LONGEST, NOW, REGION, check, full_card, t  # noqa: F401


def test_what_begins_at_the_queue_fits(t: Translator) -> None:  # noqa: F811
    """Without it: a long question, a pick of twenty or the last of a thousand names would not be shown."""
    row = SimpleNamespace(id=BIG, category=LONGEST, state=State.DISPUTED, due_at=NOW, is_open=True, executor_id=BIG)
    closed = SimpleNamespace(**(vars(row) | {"is_open": False, "state": State.UPHELD}))
    key, numbers = Key(NOW, BIG), [BIG + n for n in range(20)]
    asked = {"text": "😀" * 100, "region": REGION, "trail": [BIG]}
    for rows in ([row] * 8, [closed] * 9, []):
        check(search.results(t, asked, Found(rows, BIG), NOW))
    check(search.prompt(t, REGION))
    whole = Place("KZ-75", Shelf.MINE, LONGEST, district=geography.districts("KZ-75")[0].kato)
    check(queue.filters(t, whole))
    check(queue.district_filter(t, whole))
    check(deciding.district_choice(t, CitizenRequest(id=BIG, region="KZ-75"), BIG))
    page = QueuePage(Place(REGION, Shelf.UNASSIGNED, LONGEST, key), [row] * 8, key, key, 99999, 9999)
    check(bulk.listing(t, page, numbers, NOW))
    check(bulk.originals(t, numbers))
    check(bulk.check(t, numbers, BIG))
    check(bulk.executors(t, numbers, [Executor(BIG + n, "Ы" * 128, "&" * 200, 999) for n in range(40)], 2))
    refused = [(n, Stale(n, State.NEEDS_INFO, "Ы" * 128)) for n in numbers]
    for summary in (Summary(refused=refused), Summary([BIG], [(BIG, NotFound()), (BIG, Missing("category"))])):
        check(bulk.assigned(t, summary))
        check(bulk.closed(t, summary))
    walked, usual = Round(REGION, key, BIG, 9999, 99), Suggestion(BIG, "Ы" * 128, "&" * 200)
    check(triage.card(t, full_card(State.NEW), ACTOR, NOW, walked, usual))
    for waiting in (0, 5, 100):
        check(triage.finished(t, walked, waiting))
