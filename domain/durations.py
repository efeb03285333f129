"""Durations counted in a histogram that can be added up: medians and percentiles without a single row read.

The steps grow with the duration, four for each doubling, so a percentile read from them is at most `ERROR` off, be it
of minutes or of months, and the histograms of two weeks, or of two regions, add up to that of both.
"""

import math
from collections.abc import Mapping
from datetime import timedelta

STEPS_PER_DOUBLING = 4
LAST = 84
"""Durations over 2^21 minutes, some four years, all count here."""
ERROR = 2 ** (0.5 / STEPS_PER_DOUBLING) - 1
"""Largest relative error of a percentile, 0.0905: half a step on the scale of logarithms."""
_MINUTE = timedelta(minutes=1)


def step_of(duration: timedelta) -> int:
    """The step a duration counts in; everything up to a minute, negative ones of a clock set back too, is step 0."""
    minutes = duration / _MINUTE
    return 0 if minutes <= 1 else min(math.ceil(math.log2(minutes) * STEPS_PER_DOUBLING), LAST)


def middle_of(step: int) -> timedelta:
    """The duration that stands for all of a step: the geometric middle of its bounds."""
    return _MINUTE * 2 ** ((step - 0.5) / STEPS_PER_DOUBLING)


def percentile(histogram: Mapping[int, int], share: float) -> timedelta | None:
    """The duration that `share` (0 to 1) of the cases do not exceed, by nearest rank; None where there are none.

    `histogram`: how many cases there are in each step.
    """
    total = sum(histogram.values())
    if total <= 0:
        return None
    rank, seen = max(1, math.ceil(share * total)), 0
    for step in sorted(histogram):
        seen += histogram[step]
        if seen >= rank:
            return middle_of(step)
    raise AssertionError("the rank is at most the total")
