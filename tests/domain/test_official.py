"""The figures of the official paragraph: they add up or are refused, and are kept unchanged."""

import json
from dataclasses import replace
from datetime import date

import pytest

from domain.official import OfficialFigures, PeriodKind, kind_of, of_json

FIGURES = OfficialFigures(
    first=date(2024, 1, 1), last=date(2024, 12, 31), region=None, received=10, executed=6, in_work=3, overdue=2,
    categories=(("park", 4), ("yard", 1)), most=(("KZ-75", 8),), fewest=(("KZ-62", 0),), dumps_found=3, dumps_removed=3,
    synthetic=False,
)  # fmt: skip


@pytest.mark.parametrize(
    "figures",
    [FIGURES, replace(FIGURES, first=None, region="KZ-10", categories=(), most=(), fewest=(), synthetic=True)],
)
def test_json_brings_back_the_same(figures: OfficialFigures) -> None:
    """Without it a summary shown again could differ from the one that was sent."""
    assert of_json(json.loads(json.dumps(figures.as_json()))) == figures


def test_what_is_left_is_told() -> None:
    """Without it the numbers would not add up, as those of 2025 did not."""
    assert FIGURES.other == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"executed": 8}, {"overdue": 4}, {"dumps_removed": 4}, {"received": -1}, {"dumps_removed": -1},
        {"first": date(2025, 1, 1)},
    ],
)  # fmt: skip
def test_contradictions_are_refused(wrong: dict[str, object]) -> None:
    """Without it a paper could say that more was executed than received."""
    with pytest.raises(ValueError):
        replace(FIGURES, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (None, date(2024, 12, 31), PeriodKind.START),
        (date(2024, 1, 1), date(2024, 12, 31), PeriodKind.YEAR),
        (date(2024, 1, 1), date(2024, 12, 30), PeriodKind.TO_DATE),
        (date(2024, 1, 1), date(2024, 1, 31), PeriodKind.MONTH),
        (date(2024, 2, 1), date(2024, 2, 29), PeriodKind.MONTH),
        (date(2024, 12, 1), date(2024, 12, 31), PeriodKind.MONTH),
        (date(2024, 2, 1), date(2024, 2, 28), PeriodKind.DAYS),
        (date(2024, 11, 1), date(2024, 12, 31), PeriodKind.DAYS),
        (date(2023, 1, 1), date(2024, 12, 31), PeriodKind.DAYS),
        (date(2023, 2, 1), date(2024, 2, 29), PeriodKind.DAYS),
        (date(2024, 1, 1), date(2024, 1, 1), PeriodKind.DAY),
        (date(2024, 11, 14), date(2024, 11, 20), PeriodKind.DAYS),
    ],
)
def test_what_a_period_is_called(first: date | None, last: date, kind: PeriodKind) -> None:
    """Without it a year less a day could be told as the whole year."""
    assert kind_of(first, last) is kind
