"""Histograms of waits: as exact as they say, and adding up."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain import durations, measures
from domain.durations import ERROR, LAST, middle_of, percentile, step_of
from domain.measures import Wait

WAITED = st.timedeltas(min_value=timedelta(minutes=1.01), max_value=timedelta(days=1400))


def counted(waits: list[timedelta]) -> dict[int, int]:
    found: dict[int, int] = {}
    for wait in waits:
        found[step_of(wait)] = found.get(step_of(wait), 0) + 1
    return found


@given(st.lists(WAITED, min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_a_percentile_is_as_exact_as_it_says(waits: list[timedelta], share: float) -> None:
    """Without it: a median printed as exact to nine per cent could be off by half."""
    found = percentile(counted(waits), share)
    rank = max(1, -(-len(waits) * round(share * 10) // 10))
    true = sorted(waits)[rank - 1]
    assert found is not None and abs(found / true - 1) <= ERROR + 1e-6


@given(st.lists(WAITED, min_size=1), st.lists(WAITED, min_size=1))
def test_two_weeks_add_up_to_both(one: list[timedelta], other: list[timedelta]) -> None:
    """Without it: the median of a month could not be told from those of its days."""
    both = counted(one)
    for step, number in counted(other).items():
        both[step] = both.get(step, 0) + number
    assert both == counted(one + other)


def test_the_ends() -> None:
    """Without it: a clock set back, or a request of five years ago, would fall out of the figures."""
    assert [step_of(timedelta(minutes=m)) for m in (-5, 0, 1)] == [0, 0, 0]
    assert step_of(timedelta(days=4000)) == LAST and percentile({}, 0.5) is None
    assert middle_of(step_of(timedelta(days=3))) < timedelta(days=3.3)
    assert {measures.wait(what, step) for what in Wait for step in range(durations.LAST + 1)} == set(measures.WAITS)
