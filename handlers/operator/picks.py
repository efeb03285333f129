"""Which requests an operator has picked from the queue, with the executor each had then; kept with the person."""

from models import Person
from services import desks


def of(person: Person) -> dict[int, int]:
    """Number -> executor (0: nobody), in the order of the numbers."""
    return dict(sorted((number, seen) for number, seen in (person.desk or {}).get("picked") or []))


def keep(person: Person, picked: dict[int, int]) -> None:
    """Remember what is picked; the queue is a list to pick from until `desks.leave`."""
    desks.enter(person, "picked", [list(pair) for pair in picked.items()])
