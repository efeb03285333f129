"""The interval of a share against values known from the literature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Stat. Med. 17 (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_known_intervals(part: int, whole: int, low: float, high: float) -> None:
    """Without it: regions could be ordered by a formula with a slip in it."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_the_share_lies_within(part: int, whole: int) -> None:
    """Without it: the bounds could leave 0 to 1 or miss the share itself."""
    part = min(part, whole)
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole + 1e-12 and part / whole - 1e-12 <= high <= 1
    assert wilson(0, 0) == (0, 1)
