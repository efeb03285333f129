"""The weekly summary fits under a picture and on a phone, in every language, however large the numbers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings import LOCALES
from bot.translator import Translator, translator
from bot.views import summary, summary_paragraph, summary_public, summary_screens
from bot.views.fitting import CAPTION, MESSAGE, visible
from domain import measures
from domain.measures import COUNTS, Wait
from domain.spans import Span, Unit
from domain.words import Outcome
from models import Summary
from services import categories, geography, official_figures, weeks
from services.figures import Dumps, Figures, Waits
from services.past_weeks import Coming
from services.statements import Statement
from services.statistics import Scope
from services.summary_readers import Unreached
from services.weeks import Late, Week

ZONE = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 26, 4, tzinfo=UTC)
LONGEST = max(geography.regions(), key=lambda region: len(region.name("ru"))).iso
SIZES = (0, 1, 37, 8_888_888_888)


def week(region: str, size: int) -> Week:
    """A week in which everything was counted `size` times."""
    many = Figures({measure: size * (1 + n % 7) for n, measure in enumerate(COUNTS)})
    keys = [category.key for category in categories.all_categories()]
    by_region = {} if region else {r.iso: many for r in geography.regions()}
    steps = Waits({what: {40: size + 1, 60: size} for what in Wait})
    statement = Statement(
        Scope(region or None), Span(Unit.WEEK, date(2026, 11, 19), date(2026, 11, 25)), NOW,
        dict.fromkeys(keys, many), by_region, waits=steps,
        waits_by_category={key: Waits({Wait.EXECUTION: {n: 1}}) for n, key in enumerate(keys)} if size else {},
        dumps=Dumps(Figures({Outcome.EXECUTED: size, measures.dump("removed"): size})), synthetic=bool(size),
    )  # fmt: skip
    before = Figures(dict.fromkeys(COUNTS, 9 * size))
    late = tuple(Late(10**15 + n, keys[n], NOW - timedelta(days=9999)) for n in range(5)) if size and region else ()
    return Week(statement, statement, before, True, late)


def kept(told: Week, version: int) -> Summary:
    """A summary of a week, very late, or a correction with a long remark."""
    return Summary(
        id=10**15, region=told.region, first_day=told.span.first, last_day=told.span.last, version=version,
        figures={}, slot_at=NOW - timedelta(days=21), made_at=NOW, remark="<&" * 500 if version > 1 else None,
        recipients=[],
    )  # fmt: skip


@pytest.fixture(params=LOCALES)
def t(request: pytest.FixtureRequest) -> Translator:
    """Each language."""
    return translator(request.param, ZONE)


@pytest.mark.parametrize("region", [LONGEST, ""])
@pytest.mark.parametrize("size", SIZES)
def test_the_message_fits_under_its_picture(t: Translator, region: str, size: int) -> None:
    """Without it: Telegram would refuse the summary of a busy week, on the one morning that everybody waits for it."""
    told, old = week(region, size), week(region, max(size // 2, 1))
    for version in (1, 2):
        content = summary.message(t, kept(told, version), told, old if version > 1 else None, private=True)
        assert visible(content.text) <= CAPTION and "<pre>" in content.text
        post = summary_public.post(t, kept(told, version), told)
        assert visible(post.text) <= CAPTION and "№" not in post.text and not post.rows
    coming = Coming(told.span, NOW)
    for shown in (None, coming):
        assert visible(summary_screens.worked_out(t, told, shown).text) <= CAPTION
    asked = summary_screens.ask_remark(t, kept(told, 1), old, told)
    assert visible(asked.text) <= MESSAGE
    paragraph = summary_paragraph.texts(t, 1, official_figures.of_statement(told.since, ZONE))
    assert visible(paragraph.text) <= MESSAGE


@pytest.mark.parametrize("region", [LONGEST, ""])
def test_a_usual_week_is_told_whole(t: Translator, region: str) -> None:
    """Without it: the shortening meant for absurd numbers would take something from the weeks there really are."""
    told = week(region, 7)
    parts = summary.body(t, told, NOW)
    assert all(part.strip() in summary.fit(parts) for part in parts.values())


def test_a_week_comes_back_from_json_as_it_was() -> None:
    """Without it: a summary shown again would not be the one that was told."""
    for region in (LONGEST, ""):
        told = week(region, 37)
        assert weeks.from_json(told.to_json()).to_json() == told.to_json()
        assert weeks.from_json(told.to_json()).statement.dumps == told.statement.dumps


def test_the_report_names_every_region(t: Translator) -> None:
    """Without it: a morning on which nothing arrived would leave the administrator a message that cannot be sent."""
    found = [Unreached(region, 999, 9_999) for region in ("", *(r.iso for r in geography.regions()))]
    text = summary_screens.unreached(t, found).text
    assert visible(text) <= MESSAGE and text.count("•") == len(found)
