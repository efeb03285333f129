"""A row of a file becomes a request of before, or the reasons why it cannot."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.past import vocabulary
from bot.past.columns import Columns
from bot.past.values import Unreadable, moment_of, number_of, text_of, whole_of
from domain.text import search_key
from domain.words import Article, DumpOutcome, Ground, Kind, RejectReason, State
from services import geography
from services.dumps import Dump
from services.past_requests import DONE_STATES, RIGHT, PastComplaint, PastRequest, faults


class Reader:
    """Reads the rows of one file: where its columns are, from what system it is, in what zone its days begin."""

    def __init__(self, columns: Columns, source: str, zone: ZoneInfo, now: datetime) -> None:
        self._columns, self._source, self._zone, self._now = columns, source, zone, now

    def read(self, cells: Sequence[Any]) -> tuple[PastRequest | None, list[str]]:
        """The request, or None and what is wrong with the row."""
        row = _Row(self._columns.places, cells, self._zone)
        past = self._past(row)
        wrong = row.wrong or ([] if past is None else list(faults(past, self._now)))
        return (None if wrong else past), wrong

    def number(self, cells: Sequence[Any]) -> str:
        """What the row calls itself, to name it by."""
        at = self._columns.places["number"]
        return text_of(cells[at]) if at < len(cells) else ""

    def _past(self, row: "_Row") -> PastRequest | None:
        sent, state = row.moment("sent"), row.word("state", vocabulary.states())
        lat, lon = row.number("latitude"), row.number("longitude")
        region = row.word("region", vocabulary.regions())
        if region is None and "region" not in row.named and lat is not None and lon is not None:
            region = geography.borders().find(lat, lon)
        for name, value in (("sent", sent), ("state", state), ("region", region)):
            if value is None and name not in row.named:
                row.wrong.append(f"no {name}")
        if sent is None or state is None or region is None:
            return None
        reason = row.word("reason", vocabulary.reasons())
        if state == State.REJECTED and not row.text("reason") and row.says("state") in vocabulary.RETURNED:
            reason = RejectReason.MEANINGLESS
        found = State(state)
        assigned, done, closed, complaint = self._course(row, sent, found)
        return PastRequest(
            self._source, row.text("number") or "",
            Kind(row.word("kind", vocabulary.kinds()) or Kind.REQUEST),
            row.word("category", vocabulary.category_keys()), region, sent, found,
            district=self._district(row, region), address=row.text("address"), lat=lat, lon=lon,
            description=row.text("description"), due_at=row.moment("due", sent), assigned_at=assigned,
            planned_for=row.moment("planned"), done_at=done, closed_at=closed,
            reason=None if reason is None else RejectReason(reason), stars=row.whole("stars"), complaint=complaint,
            dump=_dump(row),
        )  # fmt: skip

    def _course(
        self, row: "_Row", sent: datetime, state: State
    ) -> tuple[datetime | None, datetime | None, datetime | None, PastComplaint | None]:
        """When the work was given, done and judged. A day without an hour is never before what came before it."""
        ground = row.word("ground", vocabulary.grounds())
        ruling = row.word("ruling", vocabulary.rulings()) or None
        assigned = row.moment("assigned", sent)
        again = ruling == RIGHT
        first_done = None if again else row.moment("done", assigned or sent)
        complained = row.moment("complained", first_done or assigned or sent)
        ruled = row.moment("ruled", complained)
        done = row.moment("done", ruled) if again else first_done
        closed = row.moment("closed", ruled or done or sent)
        if done is None and closed is not None and state in DONE_STATES:
            # Most systems keep one moment only, that of closing: stars alone need both.
            done = closed
        if state is State.DONE:
            closed = None
        if ground is None:
            return assigned, done, closed, None
        if complained is None:
            row.wrong.append("a complaint, but not when it was made (complained)")
            return assigned, done, closed, None
        return assigned, done, closed, PastComplaint(Ground(ground), complained, ruling, ruled)

    def _district(self, row: "_Row", region: str) -> str | None:
        """The code of a district on our list, else the words."""
        typed = row.text("district")
        if typed is None or typed in {known.kato for known in geography.districts(region)}:
            return typed
        known = geography.district_called(region, typed)
        return typed if known is None else known.kato


def _dump(row: "_Row") -> Dump:
    outcome = row.word("dump", vocabulary.dump_outcomes())
    article = row.word("article", vocabulary.articles())
    volume = row.number("volume")
    return Dump(
        None if outcome is None else DumpOutcome(outcome),
        None if volume is None else round(volume * 1000),
        None if article is None else Article(article),
        row.whole("fine"),
    )


class _Row:
    """A row by the names of its fields. `wrong` gathers what cannot be read, `named` the fields that is about."""

    def __init__(self, places: Mapping[str, int], cells: Sequence[Any], zone: ZoneInfo) -> None:
        self._places, self._cells, self._zone = places, cells, zone
        self.wrong: list[str] = []
        self.named: set[str] = set()

    def _cell(self, name: str) -> Any:
        at = self._places.get(name)
        return None if at is None or at >= len(self._cells) else self._cells[at]

    def _note(self, name: str, what: str) -> None:
        if name not in self.named:
            self.named.add(name)
            self.wrong.append(f"{name}: {what}")

    def text(self, name: str) -> str | None:
        """Text; None where there is none."""
        return text_of(self._cell(name)) or None

    def says(self, name: str) -> str:
        """A word as it is looked up."""
        return search_key(self.text(name) or "")

    def word(self, name: str, table: Mapping[str, str]) -> str | None:
        """What a word means; None where there is none, or nobody knows it."""
        text = self.text(name)
        if text is None:
            return None
        found = vocabulary.understood(table, text)
        if found is None:
            self._note(name, f"{text[:60]!r} is not known")
        return found

    def moment(self, name: str, after: datetime | None = None) -> datetime | None:
        """A moment."""
        try:
            return moment_of(self._cell(name), self._zone, after)
        except (Unreadable, OverflowError) as error:
            self._note(name, str(error))
            return None

    def number(self, name: str) -> float | None:
        """A number."""
        try:
            return number_of(self._cell(name))
        except Unreadable as error:
            self._note(name, str(error))
            return None

    def whole(self, name: str) -> int | None:
        """A whole number."""
        try:
            return whole_of(self._cell(name))
        except Unreadable as error:
            self._note(name, str(error))
            return None
