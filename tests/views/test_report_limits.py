"""The executors' and the doubters' screens at their fullest: within Telegram's limits in every language."""

from zoneinfo import ZoneInfo

import pytest

from bot.content import Content
from bot.translator import Translator, translator
from bot.views import doubts, onboarding, tasks, whereabouts
from bot.views import dumps as dump_views
from bot.views import report as report_views
from bot.views.fitting import CAPTION, visible
from domain.proof import Doubt
from domain.words import Article, DumpOutcome, State, TemplateUse
from models import WorkReport
from services import dumps
from services.doubts import Case, DoubtPage
from services.dumps import Dump
from services.reports import Collected, Report, Said
from services.tasks import Beside, Nearest
from services.templates import Ready
from tests.views.test_staff_limits import BIG, LONGEST, NOW, REGION, check, full_card, t

__all__ = ["t"]

DUMPS = (
    Dump(),
    Dump(DumpOutcome.PARTLY),
    Dump(DumpOutcome.PARTLY, dumps.MOST_LITRES, Article.A434_2, dumps.MOST_FINE),
    Dump(DumpOutcome.PASSED_ON),
)


@pytest.mark.parametrize("dump", DUMPS)
def test_a_full_report_fits(t: Translator, dump: Dump) -> None:
    """Without it: an executor with much to say could not send the report."""
    request = full_card(State.IN_PROGRESS).request
    request.category = dumps.CATEGORY
    beside = [Beside(BIG - n, LONGEST, State.IN_PROGRESS, 99) for n in range(5)]
    said = Said(BIG, "<😀>" * 250, (51.0, 71.0), tuple(task.id for task in beside), dump)
    files = [Collected(BIG + n, "photo") for n in range(10)]
    for collected in (files, [], [Collected(BIG, "video")]):
        for note in (report_views.no_forwards(t), report_views.full(t), report_views.unfit(t)):
            check(report_views.report(t, Report(request, collected, said, beside), note))


def test_the_questions_of_a_report_fit(t: Translator) -> None:
    """Without it: a question about a dump, or whose photos these are, could not be asked."""
    check(report_views.reported(t, [BIG - n for n in range(6)]))
    check(report_views.whose(t, [BIG] * 3, 10**13))
    ready = Ready("9" * 12, TemplateUse.DONE, dict.fromkeys(("kk", "ru", "en"), "Ә" * 900), shipped=False)
    check(report_views.ready_words(t, BIG, [ready] * 30, 1))
    check(dump_views.volume_choice(t, BIG, unclear=True))
    check(dump_views.article_choice(t, BIG))
    check(dump_views.fine_choice(t, BIG, unclear=True))


def test_tasks_by_distance_fit(t: Translator) -> None:
    """Without it: a full page of the nearest tasks would not be shown."""
    row = type("Row", (), {"id": BIG, "category": LONGEST, "state": State.PLANNED, "due_at": NOW})
    check(tasks.nearest(t, Nearest([(row, 123456.7), (row, None)] * 4, 3, 5), NOW))
    asked = tasks.where_are_you(t, onboarding.menu(t))
    assert asked.menu == onboarding.menu(t) and visible(asked.text) <= CAPTION


def doubtful() -> WorkReport:
    """A report against which everything speaks, several times."""
    found = [
        {"doubt": str(doubt), "media": BIG, "other": BIG, "number": BIG, "metres": 9_999_999, "taken": NOW.isoformat()}
        for doubt in Doubt
    ]
    return WorkReport(
        id=BIG, request_id=BIG, region=REGION, person_id=7, at=NOW, lat=1.0, lon=1.0, metres=9_999_999,
        outcome=DumpOutcome.PARTLY, litres=dumps.MOST_LITRES, article=Article.A434_2, fine=dumps.MOST_FINE,
        doubts=found * 4, looked_at=NOW, looked_by=7,
    )  # fmt: skip


def test_doubts_fit(t: Translator) -> None:
    """Without it: a report against which everything speaks could not be looked at."""
    report = doubtful()
    case = Case(report, full_card(State.DONE).request, "Ы" * 128, "Ы" * 128)
    check(doubts.case(t, case, may_pass=True))
    row = type("Row", (), {"id": BIG, "request_id": BIG, "at": NOW, "doubts": report.doubts, "category": LONGEST})
    check(doubts.listing(t, DoubtPage([row] * 8, BIG, BIG)))
    for doubt in report.doubts or []:
        assert visible(doubts.pair_caption(t, BIG, doubt)) <= CAPTION
    check(Content("\n".join(doubts.card_lines(t, report)), [doubts.card_row(t, report), doubts.queue_row(t, 99999)]))


def test_volumes_and_sums_are_written_as_they_are() -> None:
    """Without it: 12.5 m³ could be shown as 13, or a fine without its thousands."""
    english = translator("en", ZoneInfo("Asia/Almaty"))
    shown = [dump_views.volume(english, litres) for litres in (12_500, 3_000, 100, 1_234_560, 1_001)]
    assert shown == ["12.5 m³", "3 m³", "0.1 m³", "1,234.56 m³", "1.001 m³"]
    assert dump_views.money(english, dumps.COMMON_FINE) == "43,250 ₸"
    assert [whereabouts.distance(english, m) for m in (8, 123, 949, 950, 5040, 35_400)] == [
        "8 m", "120 m", "950 m", "1.0 km", "5.0 km", "35 km",
    ]  # fmt: skip
