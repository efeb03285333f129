"""What the history of a request says of it: its entries played again from the first, by the table of edges.

Some facts are told by no entry (the region of a request that was never forwarded, in histories written before the
first entry told it): they stay out of `Life.known` and are compared with nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.words import OPEN_STATES, Action, State
from domain.workflow import EDGES

FACTS = ("state", "is_open", "region", "district", "category", "executor_id", "reason", "stars", "reopened", "appealed",
         "duplicate_of", "assigned_at", "done_at", "closed_at")  # fmt: skip
"""What a history tells of a request, by the names of the request's columns."""
_MOVES = {(edge.action, source): edge.target or source for edge in EDGES for source in edge.sources}


@dataclass(slots=True)
class Life:
    """What a history tells. `breaks`: where it contradicts itself or the table, in words for an administrator."""

    known: dict[str, Any] = field(default_factory=dict)
    objections: list[list[str | None]] = field(default_factory=list)
    """Complaints and appeals in order: ["dispute" or "appeal", ground, ruling]."""
    breaks: list[str] = field(default_factory=list)


def replay(entries: Iterable[Any]) -> Life:
    """Play entries (with `id`, `at`, `action`, `from_state`, `to_state`, `data`) of one request, the first first."""
    life = Life()
    for number, entry in enumerate(entries):
        if number == 0:
            _begin(life, entry)
        else:
            _go_on(life, entry)
        life.known |= {"state": entry.to_state, "is_open": entry.to_state in OPEN_STATES}
    if not life.known:
        life.breaks.append("it has no history")
    return life


def _begin(life: Life, entry: Any) -> None:
    if entry.action is not Action.SEND or entry.to_state is not State.NEW or entry.from_state is not None:
        life.breaks.append(f"entry {entry.id}: begins with {entry.action}")
    life.known = {
        "executor_id": None, "reason": None, "stars": None, "reopened": 0, "appealed": False, "duplicate_of": None,
        "assigned_at": None, "done_at": None, "closed_at": None, **(entry.data or {}).get("filed", {}),
    }  # fmt: skip


def _go_on(life: Life, entry: Any) -> None:
    state, data = life.known["state"], entry.data or {}
    if entry.from_state is not state:
        life.breaks.append(f"entry {entry.id}: {entry.action} from {entry.from_state}, the one before ended in {state}")
    target = _MOVES.get((entry.action, entry.from_state))
    if target is not entry.to_state:
        ends = f"ends in {entry.to_state}"
        rule = "there is no such step" if target is None else f"the table says {target}"
        life.breaks.append(f"entry {entry.id}: {entry.action} from {entry.from_state} {ends}, {rule}")
    for name in ("region", "category", "district"):
        if name in data:
            _change(life, entry, name, data[name])
    change = _CHANGES.get(entry.action)
    if change is not None:
        change(life, entry, data)
    if entry.action in _CLOSING:
        closed = entry.to_state not in OPEN_STATES and entry.to_state is not State.DONE
        life.known["closed_at"] = entry.at if closed else None


def _change(life: Life, entry: Any, name: str, change: Any) -> None:
    """A fact that went from one value to another; the first must be what it was."""
    before, after = change
    was = life.known.get(name, before)
    if was != before:
        life.breaks.append(f"entry {entry.id}: {name} changed from {before}, but it was {was}")
    life.known[name] = after


def _assigned(life: Life, entry: Any, data: dict[str, Any]) -> None:
    # Of requests brought over from another system it may be unknown when somebody was appointed.
    life.known |= {"executor_id": data.get("executor"), "assigned_at": None if data.get("undated") else entry.at}


def _reopened(life: Life, entry: Any, data: dict[str, Any]) -> None:
    _assigned(life, entry, data)
    life.known["reopened"] += 1
    _ruled(life, entry, "right")


def _forwarded(life: Life, _entry: Any, _data: dict[str, Any]) -> None:
    life.known |= {"executor_id": None, "assigned_at": None, "district": None}


def _objected(life: Life, form: str, ground: str | None) -> None:
    life.objections.append([form, ground, None])


def _appealed(life: Life, _entry: Any, _data: dict[str, Any]) -> None:
    life.known["appealed"] = True
    _objected(life, "appeal", None)


def _granted(life: Life, entry: Any, _data: dict[str, Any]) -> None:
    life.known["reason"] = None
    _ruled(life, entry, "right")


def _ruled(life: Life, entry: Any, ruling: str) -> None:
    if not life.objections or life.objections[-1][2] is not None:
        life.breaks.append(f"entry {entry.id}: {entry.action} where nothing was to be ruled on")
        return
    life.objections[-1][2] = ruling


_CHANGES: dict[Action, Callable[[Life, Any, dict[str, Any]], None]] = {
    Action.ASSIGN: _assigned,
    Action.RETURN: lambda life, entry, data: life.known.update(executor_id=None),
    Action.FORWARD: _forwarded,
    Action.REJECT: lambda life, entry, data: life.known.update(reason=data.get("reason")),
    Action.MARK_DUPLICATE: lambda life, entry, data: life.known.update(duplicate_of=data.get("original")),
    Action.REPORT: lambda life, entry, data: life.known.update(done_at=entry.at),
    Action.CONFIRM: lambda life, entry, data: life.known.update(stars=data.get("stars")),
    Action.COMPLAIN: lambda life, entry, data: _objected(life, "dispute", data.get("ground")),
    Action.UPHOLD: lambda life, entry, data: _ruled(life, entry, "wrong"),
    Action.REOPEN: _reopened,
    Action.APPEAL: _appealed,
    Action.GRANT_APPEAL: _granted,
    Action.REFUSE_APPEAL: lambda life, entry, data: _ruled(life, entry, "wrong"),
}
_CLOSING = frozenset({edge.action for edge in EDGES if edge.target is not None})
"""Steps that set the state, though it be to what it was."""
