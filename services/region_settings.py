"""What a region has set for its desk: the defaults, over them the country's choices, over those the region's own.

A setting is a field of `Choices` with its default, and an entry of `CHOICES` with the values there are to choose from.
In the database stands only what differs, as {"name": value} of JSON's own types.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.office_hours import OfficeHours
from domain.permissions import Actor
from domain.weeks import LENGTH, MONDAY, THURSDAY
from domain.words import Duty
from domain.working_time import DeadlineUnit
from models import Person, RegionSettings
from models.upsert import insert_into
from services.calendar import Limit
from services.scopes import COUNTRY, check_scope

log = structlog.get_logger("settings")

_DAYS, _HOURS = DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_HOURS
_NEXT_DAY, _A_WEEK = Limit(1, _DAYS), Limit(5, _DAYS)


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings in force somewhere."""

    remind_days: int = 1
    """An executor is reminded so many working days before a deadline in days; 0: not at all."""
    remind_hours: int = 4
    """An executor is reminded so many hours before a deadline in hours; 0: not at all."""
    to_supervisors: Limit | None = _NEXT_DAY
    """So long after its deadline a request is told to the supervisors; None: never."""
    to_ministry: Limit | None = _A_WEEK
    """So long after its deadline a request is told to the ministry; None: never."""
    digest_at: time = time(9)
    quiet_from: time = time(21)
    quiet_to: time = time(8)
    days_off: bool = True
    """Whether staff are left in peace on weekends and holidays."""
    summary_day: int = THURSDAY
    """The weekday of the weekly summary, 0 being Monday."""
    summary_at: time = time(9)
    summary_week: int = THURSDAY
    """The weekday on which the weeks begin that the summary tells of."""

    @property
    def hours(self) -> OfficeHours:
        """When staff are left in peace."""
        return OfficeHours(self.quiet_from, self.quiet_to, self.days_off)


_STEPS = (None, Limit(4, _HOURS), Limit(12, _HOURS), Limit(24, _HOURS), *(Limit(n, _DAYS) for n in (1, 2, 3, 5, 10)))

CHOICES: dict[str, tuple[Any, ...]] = {
    "remind_days": (0, 1, 2, 3, 5),
    "remind_hours": (0, 1, 2, 4, 6, 12),
    "to_supervisors": _STEPS,
    "to_ministry": (*_STEPS, Limit(15, _DAYS), Limit(20, _DAYS)),
    "digest_at": tuple(time(*at) for at in ((8, 0), (8, 30), (9, 0), (9, 30), (10, 0), (11, 0))),
    "quiet_from": tuple(time(hour) for hour in (18, 19, 20, 21, 22, 23)),
    "quiet_to": tuple(time(*at) for at in ((6, 0), (7, 0), (7, 30), (8, 0), (8, 30), (9, 0), (10, 0))),
    "days_off": (True, False),
    "summary_day": tuple(range(LENGTH)),
    "summary_at": tuple(time(*at) for at in ((8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (14, 0), (16, 0), (18, 0))),
    "summary_week": (THURSDAY, MONDAY),
}
"""What there is to choose from, by the name of the setting, in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting in force comes from: `default`, `country` or `region`; who chose it, and when."""

    where: str
    by: str | None = None
    at: datetime | None = None


_QUERY = select(RegionSettings.region, RegionSettings.chosen).where(
    RegionSettings.region.in_((COUNTRY, bindparam("region")))
)


async def settings_for(session: AsyncSession, region: str) -> Choices:
    """The settings in force in a region, or in the country for ""; one look-up by key."""
    return _by_region((await session.execute(_QUERY, {"region": region})).all())(region)


async def settings_of(session: AsyncSession, regions: Iterable[str]) -> Callable[[str], Choices]:
    """The settings of several regions at once, as a function of the region."""
    wanted = RegionSettings.region.in_({COUNTRY, *regions})
    found = await session.execute(select(RegionSettings.region, RegionSettings.chosen).where(wanted))
    return _by_region(found.all())


def _by_region(found: Iterable[tuple[str, dict[str, Any]]]) -> Callable[[str], Choices]:
    rows = dict(found)
    return lambda region: read(rows.get(COUNTRY, {}) | rows.get(region, {}))


async def origins_for(session: AsyncSession, scope: str) -> tuple[Choices, dict[str, Origin]]:
    """The settings in force, and where each of them comes from."""
    query = (
        select(RegionSettings, Person.name)
        .outerjoin(Person, Person.id == RegionSettings.changed_by)
        .where(RegionSettings.region.in_({COUNTRY, scope}))
        .order_by(RegionSettings.region)
    )
    chosen: dict[str, Any] = {}
    origins = {name: Origin("default") for name in CHOICES}
    for row, name in await session.execute(query):
        chosen |= row.chosen
        where = "country" if row.region == COUNTRY else "region"
        origins |= {key: Origin(where, name, row.changed_at) for key in row.chosen if key in CHOICES}
    return read(chosen), origins


async def choose(session: AsyncSession, actor: Actor, scope: str, name: str, index: int | None, now: datetime) -> None:
    """Choose one of the values of a setting, or with None go back to what holds without a choice of one's own.

    Raises NotAllowed for those who may not, NotFound where there is no such setting or value.
    """
    check_scope(actor, Duty.DEADLINES, scope)
    if name not in CHOICES or (index is not None and not 0 <= index < len(CHOICES[name])):
        raise NotFound
    # A row to lock there must be first: of two people who choose at the same moment neither undoes the other's choice.
    empty = insert_into(session, RegionSettings).values(
        region=scope, chosen={}, changed_by=actor.id, changed_at=now
    )  # fmt: skip
    await session.execute(empty.on_conflict_do_nothing())
    row = await session.get_one(RegionSettings, scope, with_for_update=True, populate_existing=True)
    chosen = dict(row.chosen)
    if index is None:
        chosen.pop(name, None)
    else:
        chosen[name] = write(CHOICES[name][index])
    row.chosen, row.changed_by, row.changed_at = chosen, actor.id, now
    await session.flush()
    log.info("setting changed", region=scope or "country", setting=name, value=chosen.get(name), by=actor.id)


def read(chosen: Mapping[str, Any]) -> Choices:
    """Settings from JSON; what is unknown or makes no sense is left at its default."""
    known = {f.name: f.default for f in fields(Choices)}
    values: dict[str, Any] = {}
    for name, value in chosen.items():
        if name in known:
            try:
                values[name] = _read_one(known[name], value)
            except (TypeError, ValueError):
                log.warning("setting not understood", setting=name)
    return replace(Choices(), **values)


def _read_one(default: Any, value: Any) -> Any:
    if isinstance(default, Limit):
        return None if value is None else Limit.parse(value)
    if isinstance(default, time):
        return time.fromisoformat(value)
    if type(value) is not type(default):
        raise TypeError
    return value


def write(value: Any) -> Any:
    """A value as it stands in the database."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value) if isinstance(value, Limit) else value
