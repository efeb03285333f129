"""`python main.py import`: a file of requests from another system comes in, what is wrong with a row is told."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli import CommandError
from bot.opening import opened, require_migrated
from bot.past.columns import Columns, find_columns, read_mapping
from bot.past.reading import Reader
from bot.past.tables import Table, open_table
from bot.settings import Settings
from bot.sheets.safe import inert
from models.database import Database
from services.bringing_over import BATCH, Stored, known_among, store
from services.past_requests import PastRequest

SHOWN = 20
"""Bad rows told on the screen; all of them are in the file of errors."""


@dataclass(slots=True)
class Order:
    """What is to be imported, and how."""

    file: Path
    source: str
    mapping: Path | None = None
    columns: Sequence[str] = ()
    encoding: str | None = None
    dry_run: bool = False
    errors: Path | None = None


@dataclass(slots=True)
class _Faults:
    """Tells of bad rows: the first on the screen, all in a file."""

    out: Any = None
    number: int = 0
    _writer: Any = field(init=False, default=None)

    def tell(self, line: int, number: str, wrong: Sequence[str]) -> None:
        self.number += 1
        if self.number <= SHOWN:
            print(f"line {line}: {'; '.join(wrong)}", file=sys.stderr)
        if self.out is not None:
            self._writer = self._writer or csv.writer(self.out)
            if self.number == 1:
                self._writer.writerow(("line", "number", "reason"))
            self._writer.writerow((line, inert(number), inert("; ".join(wrong))))

    def close(self) -> None:
        if self.number > SHOWN:
            more = f"line … and {self.number - SHOWN:,} more rows"
            print(more if self.out else f"{more}; --errors FILE.csv lists them all", file=sys.stderr)


async def bring(settings: Settings, order: Order) -> bool:
    """Import a file in transactions of some thousand rows; whether every row was good.

    What was stored stays stored when it is interrupted: run it again, and it goes on. Raises CommandError.
    """
    mapping, now = read_mapping(order.mapping, order.columns), datetime.now(UTC)

    def is_head(titles: Sequence[str]) -> bool:
        return not _columns(titles, mapping).missing

    with ExitStack() as stack:
        titles, table = stack.enter_context(open_table(order.file, order.encoding, is_head))
        columns = find_columns(titles, mapping)
        _check(columns, titles)
        faults = _Faults(_errors_file(stack, order.errors))
        reader = Reader(columns, order.source, settings.zone, now)
        async with opened(settings) as database:
            await require_migrated(database)
            found = await _bring(database, _batches(reader, table, faults), now, dry_run=order.dry_run)
        faults.close()
    _sum_up(found, faults.number, order)
    return not faults.number


def _columns(titles: Sequence[str], mapping: dict[str, str]) -> Columns:
    """As `find_columns`, for rows that may not be the one with the titles."""
    try:
        return find_columns(titles, mapping)
    except CommandError:
        return Columns({})


def _check(columns: Columns, titles: Sequence[str]) -> None:
    if columns.missing:
        there = ", ".join(title for title in titles if title.strip()) or "none"
        raise CommandError(
            f"no column for {', '.join(columns.missing)} among: {there}; say which by --column field=Title or --mapping"
        )
    if columns.unknown:
        print(f"not imported, since nobody knows what they are: {', '.join(columns.unknown)}", file=sys.stderr)


def _errors_file(stack: ExitStack, path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
    except OSError as error:
        raise CommandError(f"cannot write to {path} ({error.strerror})") from None


def _batches(reader: Reader, table: Table, faults: _Faults) -> Iterator[list[PastRequest]]:
    """The good rows, so many at a time; how far it has come is shown on a terminal."""
    from tqdm import tqdm

    good: list[PastRequest] = []
    scale = table.unit == "B"
    with tqdm(total=table.total, unit=table.unit, unit_scale=scale, disable=None, leave=False) as bar:
        for line, cells in table.rows:
            past, wrong = reader.read(cells)
            if past is None:
                faults.tell(line, reader.number(cells), wrong)
                continue
            good.append(past)
            if len(good) == BATCH:
                yield good
                good = []
                bar.update(table.done() - bar.n)
        yield good


async def _bring(database: Database, batches: Iterator[list[PastRequest]], now: datetime, *, dry_run: bool) -> Stored:
    found, seen = Stored(), set[int]()
    for batch in batches:
        if dry_run:
            found += await _would_store(database, batch, seen)
        else:
            async with database.begin() as session:
                found += await store(session, batch, now)
            await database.carry_over()
    return found


async def _would_store(database: Database, batch: Sequence[PastRequest], seen: set[int]) -> Stored:
    """`seen`: hashes of the numbers there were before in the file."""
    async with database.reading() as session:
        known = {key[1] for key in await known_among(session, ((p.source, p.external) for p in batch))}
    new = 0
    for past in batch:
        if past.external not in known and hash(past.external) not in seen:
            seen.add(hash(past.external))
            new += 1
    return Stored(new, len(batch) - new)


def _sum_up(found: Stored, bad: int, order: Order) -> None:
    would = "would be " if order.dry_run else ""
    print(f"{found.new:,} {would}new, {found.known:,} known already, {bad:,} bad, from {order.source}")
