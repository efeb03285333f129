"""Refusals: everything a rule can say no to, as types with data.

    Refused
    ├── NotAllowed          this person may not do this
    ├── NotFound            there is no such thing (or none this person may see: the two look alike on purpose)
    ├── Stale               the request has moved on; says to which state and by whom
    ├── Missing             a step needs something that was not given
    ├── TooLong             text over its limit
    ├── TooMany             a limit on number is reached
    ├── TooSoon             possible, but only later; says from when
    ├── Banned              this person may send nothing to this region; says why
    └── InviteInvalid       used, expired, revoked or unknown

The sentences that people read are made of these at the edge (`bot.views.refusals`).
"""

from datetime import datetime

from domain.words import State


class Refused(Exception):
    """A rule said no. Nothing was changed."""


class NotAllowed(Refused):
    """This person may not do this."""


class NotFound(Refused):
    """There is no such thing, or none that this person may see."""


class Stale(Refused):
    """The request is no longer in a state where this can be done."""

    def __init__(
        self, request_id: int, state: State, actor_name: str | None = None, *, by_silence: bool = False
    ) -> None:
        super().__init__(request_id, state, actor_name)
        self.by_silence = by_silence
        """The work counts as accepted because nobody said anything."""
        self.request_id = request_id
        self.state = state
        self.actor_name = actor_name
        """Who moved it, by the name colleagues know; None where that is nobody's business."""


class Missing(Refused):
    """A step needs something that was not given, e.g. `photo`, `comment`, `category`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooLong(Refused):
    """Text over its limit; both in UTF-16 units, as Telegram counts."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(limit, length)
        self.limit = limit
        self.length = length


class TooMany(Refused):
    """A limit on number is reached, e.g. `photos` (10 a request) or `requests_a_day`."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what, limit)
        self.what = what
        self.limit = limit


class TooSoon(Refused):
    """Possible again from the moment `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Banned(Refused):
    """A ban of this region is in force against the person; `may_object`: they have not objected yet."""

    def __init__(self, ban_id: int, region: str, reason: str, *, may_object: bool) -> None:
        super().__init__(ban_id, region)
        self.ban_id = ban_id
        self.region = region
        self.reason = reason
        self.may_object = may_object


class InviteInvalid(Refused):
    """An invite link that opens nothing; `why` is one of used, expired, revoked, unknown, suspended."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
