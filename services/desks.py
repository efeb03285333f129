"""What a member of staff has open on their desk (`Person.desk`): the queue's filter and place, and what they are at.

At most one of the modes is on: triage (`services.triage.Round`), a search, or picking several requests.
"""

from typing import Any

from models import Person

MODES = ("triage", "search", "picked")


def remember(person: Person, **parts: Any) -> None:
    """Keep parts of the desk, leaving the others as they are; None takes a part away. Written only where it changes."""
    desk = {name: value for name, value in ((person.desk or {}) | parts).items() if value is not None}
    if desk != person.desk:
        person.desk = desk


def enter(person: Person, mode: str, value: Any) -> None:
    """Begin one of the modes, or go on in it; the others end."""
    remember(person, **(dict.fromkeys(MODES) | {mode: value}))


def leave(person: Person) -> None:
    """Back to the queue as it was."""
    if person.desk:
        remember(person, **dict.fromkeys(MODES))


def mode_of(person: Person) -> str | None:
    """The mode somebody is in; None for the queue itself."""
    return next((mode for mode in MODES if (person.desk or {}).get(mode) is not None), None)
