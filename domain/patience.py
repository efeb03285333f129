"""Patience: whoever keeps sending what nobody can make sense of waits longer and longer between requests.

The wait follows from what was sent and returned within a window of time; nothing is written down, so it ends by itself.
"""

from datetime import datetime, timedelta

from domain import terms

LOOKED_AT = 20
"""How many of somebody's newest requests the rule looks at: enough for the longest wait."""


def wait_between(meaningless: int, limit: int = terms.MEANINGLESS_LIMIT) -> timedelta:
    """The time between two requests of somebody who had `meaningless` ones returned within the window.

    Nothing below `limit`; from there an hour, doubled with each further one, up to a day.
    """
    if meaningless < limit:
        return timedelta(0)
    # A day is five doublings away; more would only make numbers that do not fit.
    doublings = min(meaningless - limit, LOOKED_AT)
    return min(terms.MEANINGLESS_WAIT * (1 << doublings), terms.MEANINGLESS_WAIT_MOST)


def may_send_from(newest: datetime | None, meaningless: int, limit: int = terms.MEANINGLESS_LIMIT) -> datetime | None:
    """From when on somebody may send again whose newest request is of the moment `newest`; None: there is no wait."""
    wait = wait_between(meaningless, limit)
    return newest + wait if newest is not None and wait else None
