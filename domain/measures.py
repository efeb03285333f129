"""What is counted of requests, by name.

Outcomes part the requests: each stands in exactly one, and together they make up what was received. Everything else is
counted beside that and never added to it.
"""

from enum import StrEnum

from domain import durations
from domain.words import Article, DumpOutcome, Ground, Outcome

OUTCOMES = tuple(str(outcome) for outcome in Outcome)
"""Their sum is what was received."""
CONFIRMED_CITIZEN = "confirmed_citizen"
CONFIRMED_SILENCE = "confirmed_silence"
REOPENED = "reopened"
"""Requests reopened at least once; how often is told by the complaints found right."""
OPEN, RIGHT, WRONG = "open", "right", "wrong"
"""Rulings on complaints and appeals; open ones have none yet."""
RULINGS = (OPEN, RIGHT, WRONG)
STARS = range(1, 6)
FOLLOWERS = "followers"
"""People who follow requests that others have sent."""
LITRES = "dump:litres"
"""Volume taken away from illegal dumps; 1 m³ is 1,000."""


class Wait(StrEnum):
    """What is waited for, and counted as a histogram on the day it comes, whenever the request was sent."""

    ASSIGNMENT = "assignment"
    """From sending to the last appointment of an executor."""
    EXECUTION = "execution"
    """From sending to the last report of work that counts as executed."""
    VERDICT = "verdict"
    """From that report to the citizen's own word: stars or a complaint. Silence is none."""


def wait(what: Wait | str, step: int) -> str:
    """Requests that waited as long as a step of `domain.durations`; with zeros, so that names sort as steps do."""
    return f"wait:{what}:{step:02}"


def stars(number: int) -> str:
    """Requests whose work got so many stars."""
    return f"stars_{number}"


def complaint(ground: Ground | str, ruling: str | None) -> str:
    """Complaints about work, by ground and ruling."""
    return f"complaint:{ground}:{ruling or OPEN}"


def appeal(ruling: str | None) -> str:
    """Appeals against rejections, by ruling."""
    return f"appeal:{ruling or OPEN}"


def dump(outcome: DumpOutcome | str) -> str:
    """Illegal dumps by what became of them."""
    return f"dump:{outcome}"


def protocols(article: Article | str) -> str:
    """Protocols drawn up under an article."""
    return f"protocols:{article}"


def fines(article: Article | str) -> str:
    """Tenge of fines under an article."""
    return f"fines:{article}"


COUNTS = (
    *OUTCOMES, CONFIRMED_CITIZEN, CONFIRMED_SILENCE, REOPENED, FOLLOWERS, *map(stars, STARS),
    *(complaint(ground, ruling) for ground in Ground for ruling in RULINGS), *map(appeal, RULINGS),
    *map(dump, DumpOutcome), LITRES, *map(protocols, Article), *map(fines, Article),
)  # fmt: skip
"""All measures that are counted on the day of sending."""
WAITS = tuple(wait(what, step) for what in Wait for step in range(durations.LAST + 1))
"""All measures that are counted on the day something came."""
EVERY = (*COUNTS, *WAITS)
"""All measures there are."""
