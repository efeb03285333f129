"""Statements and rows to make workbooks of, with numbers of every kind."""

import io
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from domain import measures
from domain.measures import Wait
from domain.spans import Span, Unit
from domain.words import Kind, Outcome, State
from services import categories, geography
from services.export_rows import ExportRow
from services.figures import Dumps, Figures, Waits, together
from services.statements import Statement
from services.statistics import Scope

ZONE = ZoneInfo("Asia/Almaty")
AS_OF = datetime(2026, 11, 5, 4, 30, tzinfo=UTC)
OCTOBER = Span(Unit.MONTH, date(2026, 10, 1), date(2026, 10, 31))


def figures(rng: random.Random, size: int) -> Figures:
    """About `size` requests, counted for every measure."""
    return Figures({measure: rng.randint(0, size) for measure in measures.COUNTS})


def _waits(rng: random.Random) -> Waits:
    return Waits({what: {rng.randint(10, 60): rng.randint(1, 9) for _ in range(5)} for what in Wait})


def statement(region: str | None = None, *, synthetic: bool = True, seed: int = 1) -> Statement:
    """October of the country or a region: large categories and small ones, an open category, a district or two."""
    rng = random.Random(seed)
    keys = [*(c.key for c in categories.all_categories()), ""]
    regions = [r.iso for r in geography.regions()] if region is None else []
    cells = {(key, r): figures(rng, 400 if n % 3 else 1) for n, key in enumerate(keys) for r in regions or ("",)}
    by_category = {key: together(f for (k, _), f in cells.items() if k == key) for key in keys}
    by_region = {r: together(f for (_, one), f in cells.items() if one == r) for r in regions}
    districts = [d.kato for d in geography.districts(region)][:2] if region else []
    by_district = {kato: by_category[keys[n]] for n, kato in enumerate(districts)}
    dumps = {r: Dumps(figures(rng, 300)) for r in regions}
    whole = Dumps(together(d.figures for d in dumps.values())) if dumps else Dumps(figures(rng, 300))
    return Statement(
        Scope(region), OCTOBER, AS_OF, by_category, by_region, by_district, 7, figures(rng, 500), _waits(rng),
        {key: _waits(rng) for key in keys}, {r: _waits(rng) for r in regions}, whole, dumps, synthetic,
    )  # fmt: skip


def row(number: int = 1, **fields: Any) -> ExportRow:
    """A request that has just been sent."""
    sent = AS_OF - timedelta(days=3)
    values: dict[str, Any] = dict.fromkeys(ExportRow.__dataclass_fields__) | {
        "number": number, "kind": Kind.REQUEST, "category": "territory", "region": "KZ-79", "lat": 42.32, "lon": 69.59,
        "sent_at": sent, "first_due_at": sent + timedelta(days=3), "due_at": sent + timedelta(days=3),
        "state": State.NEW, "outcome": Outcome.WORK, "reopened": 0, "followers": 0,
    }  # fmt: skip
    return ExportRow(**(values | fields))


def read(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of each sheet, as another program sees them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
