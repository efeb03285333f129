"""Search in a region: by number, by words of the description, by address. What is found comes newest first.

A question's rarest word gives the candidates, straight from the end of its index; each is asked for the other words.
At most `CANDIDATES` are asked for one page, so that no question costs more when there are more requests; the page
then says where to go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.stems import asked_for
from models import CitizenRequest, SearchTerm
from services.queue import regions_of

PAGE = 8
CANDIDATES = 2000
"""Requests with the rarest word that are looked at for one page."""
DIGITS = 10
"""The longest number of a request that is looked up."""
NEWEST = 2**62
"""Before this number lies every request."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. `rows` have id, kind, category, state and due_at; the newest come first."""

    rows: Sequence[Any]
    next: int | None
    """Older ones lie before this number; None: there are no more."""


async def find(session: AsyncSession, actor: Actor, region: str, question: str, before: int | None = None) -> Found:
    """What a question finds: of digits alone the request of that number first, else what has all its words.

    Raises NotFound for a region that is not the actor's.
    """
    found = await by_words(session, actor, region, question, before)
    number = number_in(question)
    if number is None or before is not None:
        return found
    try:
        own = await by_number(session, actor, number)
    except NotFound:
        return found
    return Found([own, *(row for row in found.rows if row.id != own.id)], found.next)


def number_in(question: str) -> int | None:
    """The number of a request as people type it: 123, №123, # 123; None for anything else."""
    digits = question.lstrip("№#Nn ").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= DIGITS else None


async def by_number(session: AsyncSession, actor: Actor, number: int) -> Any:
    """The request of that number as a row of `Found`, from any region of the actor's. Raises NotFound otherwise."""
    query = _rows().where(CitizenRequest.id == number, CitizenRequest.region.in_(regions_of(actor)))
    row = (await session.execute(query)).first()
    if row is None:
        raise NotFound
    return row


async def by_words(
    session: AsyncSession, actor: Actor, region: str, question: str, before: int | None = None, size: int = PAGE
) -> Found:
    """Requests of the region, open and closed, in whose description or address every word of the question stands.

    Older than request `before`, where one is given. Raises NotFound for a region that is not the actor's.
    """
    if region not in regions_of(actor):
        raise NotFound
    words = asked_for(question)
    if not words:
        return Found([], None)
    before = NEWEST if before is None else before
    rarest, floor = await _rarest(session, region, words, before)
    if rarest is None:
        return Found([], None)
    query = _matching(region, rarest, [word for word in words if word != rarest], before, floor)
    rows = (await session.execute(query.limit(size + 1))).all()
    if len(rows) > size:
        return Found(rows[:size], rows[size - 1].id)
    return Found(rows, floor or None)


async def _rarest(
    session: AsyncSession, region: str, words: Sequence[frozenset[str]], before: int
) -> tuple[frozenset[str] | None, int]:
    """The word that the fewest requests have, as far as they are counted; None where a word is nowhere.

    And the number down to which its requests have been counted: 0 for all of them.
    """
    parts = []
    for n, word in enumerate(words):
        for stem in word:
            some = _with_stem(region, stem, before).subquery()
            parts.append(select(literal(n).label("n"), func.count().label("number"), func.min(some.c.request_id)))
    numbers, floors = [0] * len(words), [0] * len(words)
    for n, number, lowest in await session.execute(union_all(*parts)):
        numbers[n] += number
        if number == CANDIDATES:
            floors[n] = max(floors[n], lowest)
    rarest = min(range(len(words)), key=lambda n: (numbers[n], n))
    return (words[rarest], floors[rarest]) if numbers[rarest] else (None, 0)


def _with_stem(region: str, stem: str, before: int) -> Any:
    """The newest requests that have a stem: the end of a range of the primary key."""
    t = SearchTerm
    query = select(t.request_id).where(t.region == region, t.term == stem, t.request_id < before)
    return query.order_by(t.request_id.desc()).limit(CANDIDATES)


def _matching(region: str, rarest: frozenset[str], others: Sequence[frozenset[str]], before: int, floor: int) -> Any:
    """Candidates down to `floor` that have all the other words too, the newest first."""
    newest = union(*(select(_with_stem(region, stem, before).subquery().c.request_id) for stem in sorted(rarest)))
    candidates = newest.subquery()
    query = _rows().join(candidates, candidates.c.request_id == CitizenRequest.id)
    # The region is asked for once more: the words of a request that has just been forwarded must open nothing.
    query = query.where(CitizenRequest.region == region, candidates.c.request_id >= floor)
    t = SearchTerm
    for word in others:
        has_it = select(t.request_id).where(
            t.region == region, t.term.in_(sorted(word)), t.request_id == candidates.c.request_id
        )
        query = query.where(has_it.exists())
    return query.order_by(candidates.c.request_id.desc())


def _rows() -> Any:
    r = CitizenRequest
    return select(r.id, r.kind, r.category, r.state, r.due_at, r.is_open)
