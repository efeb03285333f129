"""The synthetic year: requests that nobody sent, which add up to the published figures (`services.seed_plan`).

The same on every run. Each says of itself, in Kazakh or Russian, that it is made up; their `source` is `SYNTHETIC`.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.words import Article, DumpOutcome, Ground, Kind, RejectReason, State
from models import SYNTHETIC
from services import categories, dumps
from services.dumps import Dump
from services.past_requests import PastComplaint, PastRequest
from services.seed_plan import Plan
from services.synthetic_days import Course, Days, course, due_of, found_right, found_wrong
from services.synthetic_places import Places

MRP_2024 = 3_692
"""Tenge: the monthly calculation index of 2024, by the law on the republican budget."""
_LEFT = ((State.NEW, 12), (State.ASSIGNED, 32), (State.IN_PROGRESS, 54))
"""In which states what is in work stands, in proportion."""
_STARS = ((5, 50), (4, 25), (3, 12), (2, 6), (1, 7))
_KINDS = {
    "returned": (RejectReason.MEANINGLESS, RejectReason.MEANINGLESS, RejectReason.NO_ANSWER),
    "rejected": (
        RejectReason.NOT_AKIMAT, RejectReason.PRIVATE_LAND, RejectReason.ALREADY_DONE, RejectReason.OTHER,
    ),
}  # fmt: skip
_OPEN_FROM = 40
"""What is still open was sent in the last days of the year, so many."""


def synthetic_year(plan: Plan, zone: ZoneInfo) -> list[PastRequest]:
    """All requests and findings of a plan, by the moment they came, numbered in that order."""
    chance = random.Random(plan.year)
    found = [*_Citizens(plan, zone, chance).all(), *_Findings(plan, zone, chance).all()]
    found.sort(key=lambda row: row["sent_at"])
    return [PastRequest(SYNTHETIC, f"{plan.name}-{n:06}", **row) for n, row in enumerate(found, 1)]


class _Maker:
    """What requests of citizens and findings have in common."""

    def __init__(self, plan: Plan, zone: ZoneInfo, chance: random.Random) -> None:
        self.plan, self.zone, self.chance = plan, zone, chance
        self.places = Places(chance)
        self.last = date(plan.year, 12, 31)
        self.lately = Days(chance, self.last - timedelta(days=_OPEN_FROM), self.last, zone)

    def left(self, category: str, sent: datetime) -> dict[str, Any]:
        """Something still in work."""
        (state,) = self.chance.choices([s for s, _ in _LEFT], [weight for _, weight in _LEFT])
        due = due_of(category, sent, self.zone)
        assigned = None if state is State.NEW else (sent + (due - sent) * self.chance.uniform(0.02, 0.3))
        return {"state": state, "due_at": due, "assigned_at": assigned and assigned.replace(microsecond=0)}

    def shuffled(self, numbers: Sequence[tuple[str, int]]) -> list[str]:
        """Each word so many times, in any order."""
        found = [word for word, number in numbers for _ in range(number)]
        self.chance.shuffle(found)
        return found


class _Citizens(_Maker):
    """What citizens sent."""

    def all(self) -> Iterator[dict[str, Any]]:
        """Every request, region by region, what is in work first."""
        wanted, days = self.plan.requests, Days(self.chance, self.plan.began, self.last, self.zone)
        kinds = iter(self.shuffled([*self._executed(), *((k, wanted[k]) for k in _CLOSED)]))
        keys = iter(self.shuffled(list(self.plan.categories.items())))
        disputed = wanted["complaints_open"]
        self.stars_left = wanted["judged_with_stars"]
        self.confirmed_left = wanted["executed"] - wanted["complaints_wrong"]
        for region, share in self.plan.regions.items():
            for n in range(share.received):
                category, fate = next(keys), next(kinds) if n >= share.in_work else "left"
                if fate == "left" and disputed and self.chance.random() < 0.1:
                    fate, disputed = "disputed", disputed - 1
                sent = (days if fate not in ("left", "disputed") else self.lately).draw(category)
                yield self._subject(region, category) | {"sent_at": sent} | self._fate(fate, category, sent)

    def _executed(self) -> Iterator[tuple[str, int]]:
        """What was executed, by the course it took; complaints that were right made the work late."""
        wanted = self.plan.requests
        right, wrong, late = wanted["complaints_right"], wanted["complaints_wrong"], wanted["executed_late"]
        yield from (("right", right), ("wrong", wrong), ("late", late - right))
        yield "in_time", wanted["executed"] - wrong - late

    def _subject(self, region: str, category: str) -> dict[str, Any]:
        in_kazakh = self.chance.random() < 0.5
        name = categories.by_key(category).name("kk" if in_kazakh else "ru")
        words = f"Үлгі өтінім: {name}" if in_kazakh else f"Учебная заявка: {name}"
        place = self.places.in_town(region)
        return {"kind": Kind.REQUEST, "category": category, "region": region, "description": words} | place

    def _fate(self, fate: str, category: str, sent: datetime) -> dict[str, Any]:
        if fate == "left":
            return self.left(category, sent)
        if fate in _CLOSED:
            return self._closed(fate, sent)
        worked = course(self.chance, category, sent, self.zone, late=fate in ("late", "right"))
        ground = self.chance.choice(tuple(Ground))
        if fate == "right":
            worked = found_right(self.chance, worked, ground)
        elif fate == "wrong":
            worked = found_wrong(self.chance, worked, ground)
        elif fate == "disputed":
            return _of(worked, State.DISPUTED) | {"complaint": PastComplaint(ground, _soon(worked.done_at))}
        return _of(worked, State.UPHELD) if fate == "wrong" else _of(worked, State.CONFIRMED) | self._verdict(worked)

    def _closed(self, fate: str, sent: datetime) -> dict[str, Any]:
        after = timedelta(seconds=self.chance.randrange(1_800, 260_000))
        reason = self.chance.choice(_KINDS[fate]) if fate in _KINDS else None
        if reason is RejectReason.NO_ANSWER:
            after = timedelta(days=7, seconds=self.chance.randrange(90_000))
        state = State.REJECTED if reason is not None else State(fate)
        return {"state": state, "reason": reason, "closed_at": sent + after}

    def _verdict(self, worked: Course) -> dict[str, Any]:
        """Stars for exactly as many as planned, spread over all; nothing for the others."""
        judged = self.chance.random() * self.confirmed_left < self.stars_left
        self.confirmed_left -= 1
        if not judged:
            return {}
        self.stars_left -= 1
        (stars,) = self.chance.choices([s for s, _ in _STARS], [weight for _, weight in _STARS])
        return {"stars": stars, "closed_at": worked.done_at + timedelta(seconds=self.chance.randrange(600, 560_000))}


_CLOSED = ("returned", "rejected", "duplicate", "withdrawn")


def _of(worked: Course, state: State) -> dict[str, Any]:
    return {
        "state": state, "due_at": worked.due_at, "assigned_at": worked.assigned_at, "done_at": worked.done_at,
        "complaint": worked.complaint,
    }  # fmt: skip


def _soon(moment: datetime) -> datetime:
    return moment + timedelta(hours=30)


class _Findings(_Maker):
    """Illegal dumps seen from space and on raids."""

    def all(self) -> Iterator[dict[str, Any]]:
        """Every finding, region by region."""
        wanted, days = self.plan.dumps, Days(self.chance, date(self.plan.year, 1, 1), self.last, self.zone)
        late = iter(self.shuffled([("late", wanted["removed_late"]), ("", wanted["removed"] - wanted["removed_late"])]))
        article = iter(self.shuffled(self._articles()))
        for region, share in self.plan.regions.items():
            for n in range(share.dumps_found):
                row = self._subject(region)
                if n >= share.dumps_removed:
                    sent = self.lately.draw(dumps.CATEGORY)
                    yield row | {"sent_at": sent} | self.left(dumps.CATEGORY, sent)
                    continue
                sent = days.draw(dumps.CATEGORY)
                worked = course(self.chance, dumps.CATEGORY, sent, self.zone, late=next(late) == "late")
                yield row | {"sent_at": sent, "dump": self._removed(next(article))} | _of(worked, State.CONFIRMED)

    def _articles(self) -> list[tuple[str, int]]:
        wanted = self.plan.dumps
        littering, rules = wanted["protocols_434_2"], wanted["protocols_505"]
        return [(Article.A434_2, littering), (Article.A505, rules), ("", wanted["removed"] - littering - rules)]

    def _removed(self, article: str) -> Dump:
        litres = min(dumps.MOST_LITRES, max(1_000, round(self.chance.lognormvariate(8.9, 1.1), -2)))
        if not article:
            return Dump(DumpOutcome.REMOVED, int(litres))
        indices = 10 if article == Article.A434_2 else self.chance.choice((0, 20, 20, 50, 100))
        # Of article 505 a warning is possible too.
        return Dump(DumpOutcome.REMOVED, int(litres), Article(article), indices * MRP_2024 or None)

    def _subject(self, region: str) -> dict[str, Any]:
        words = self.chance.choice((
            "Үлгі дерек: ғарыштан анықталған үйінді", "Үлгі дерек: рейдте анықталған үйінді",
            "Учебный пример: свалка, замеченная из космоса", "Учебный пример: свалка, найденная в рейде",
        ))  # fmt: skip
        place = self.places.near_town(region)
        return {"kind": Kind.FINDING, "category": dumps.CATEGORY, "region": region, "description": words} | place
