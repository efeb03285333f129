"""Kazakhstan's working days, and deadlines by them."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.working_time import DeadlineUnit
from services import calendar
from services.calendar import deadline, is_working_day
from services.categories import all_categories, by_key

ALMATY = ZoneInfo("Asia/Almaty")


@dataclass
class Limit:
    deadline_amount: int
    deadline_unit: DeadlineUnit = DeadlineUnit.WORKING_DAYS


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-01-07", False),
        ("2026-03-09", False),
        ("2026-03-23", False),
        ("2026-03-25", False),
        ("2026-03-26", True),
        ("2026-05-11", False),
        ("2026-05-27", False),
        ("2026-08-31", True),
        ("2026-10-26", False),
        ("2026-11-28", False),
        ("2026-11-30", True),
        ("2025-01-03", False),
        ("2025-01-05", True),
        ("2024-05-04", True),
        ("2024-05-08", False),
        ("2027-03-15", False),
    ],
)
def test_days_off_and_transfers(day: str, works: bool) -> None:
    """Without it another version of the library could lose a transferred day, and deadlines with it."""
    assert is_working_day(date.fromisoformat(day)) is works


def test_a_deadline_across_nauryz() -> None:
    """Without it the holidays and the rule could each be right and their meeting wrong."""
    sent = datetime(2026, 3, 19, 20, 0, tzinfo=ALMATY)
    due = deadline(Limit(3), sent.astimezone(UTC), ALMATY)
    assert due == datetime(2026, 3, 27, 18, 0, tzinfo=ALMATY)
    assert due.tzinfo is UTC


def test_the_day_of_sending_is_the_local_one() -> None:
    """Without it what is sent after midnight in Almaty would count as sent the day before, by UTC."""
    sent = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert deadline(Limit(1), sent, ALMATY) == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    assert deadline(Limit(1), sent, UTC) == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def test_calendar_hours_run_through_the_weekend() -> None:
    """Without it an open manhole reported on Saturday would be due on Monday or later."""
    sent = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
    assert deadline(by_key("open_hatch"), sent, ALMATY) == sent + timedelta(hours=24)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 1), timezones=st.just(UTC)),
    st.sampled_from([c.key for c in all_categories()]),
)
def test_every_deadline_lies_ahead_and_in_working_time(sent: datetime, key: str) -> None:
    """Without it some day of the real calendar could give a deadline in the past or on a holiday."""
    category = by_key(key)
    due = deadline(category, sent, ALMATY)
    assert sent < due < sent + timedelta(days=45)
    if category.deadline_unit is DeadlineUnit.WORKING_DAYS:
        local = due.astimezone(ALMATY)
        assert is_working_day(local.date())
        assert (local.hour, local.minute) == (18, 0)


@pytest.mark.parametrize("unit", list(DeadlineUnit))
def test_a_naive_moment_is_refused(unit: DeadlineUnit) -> None:
    """Without it the server's own time zone would slip into deadlines."""
    with pytest.raises(ValueError, match="time zone"):
        deadline(Limit(1, unit), datetime(2026, 1, 1), ALMATY)


def test_the_override_file_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a decree the library does not know could not be obeyed."""
    lines = [
        "# a comment",
        "date,kind,name_kk,name_ru,name_en,source",
        "2026-11-30,off,Демалыс күні,Выходной день,Day off,decree",
        "2026-11-28,work,Жұмыс күні,Рабочий день,Working day,decree",
    ]
    monkeypatch.setattr(calendar, "_overrides", lambda: calendar.read_overrides(lines))
    assert not is_working_day(date(2026, 11, 30))
    assert is_working_day(date(2026, 11, 28))
    assert is_working_day(date(2026, 11, 27))


def test_a_bad_override_is_named() -> None:
    """Without it a typing error in the file would be taken for a working day."""
    with pytest.raises(ValueError, match="2026-11-30: kind is 'holiday'"):
        calendar.read_overrides(["date,kind", "2026-11-30,holiday"])


def test_the_shipped_override_file_is_readable() -> None:
    """Without it a mistake in the file would show only when the first request is sent."""
    assert set(calendar._overrides().values()) <= {"off", "work"}


def test_starting_does_not_load_the_library() -> None:
    """Without it the bot would start half a second later for something the first request can wait for."""
    code = "import sys, services.calendar; sys.exit('holidays' in sys.modules)"
    root = calendar.DATA.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
