"""What a picture shows, as plain data: it waits in the outbox as JSON, and the same data is the same picture.

Every string is in the reader's language already. `locale` (`kk`, `ru`, `en`) and `unit` (e.g. " %") are for the numbers
of scales alone, which only the drawing knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

MOST_ROWS = 20
"""Bars in one picture; above 12 it grows downwards, so that their letters keep their size."""
MOST_LINES = 3
"""Lines in one picture: more are not told apart."""


class _Spec:
    """JSON and back; `chart` names the kind."""

    chart = ""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, with the kind under `chart`."""
        return {"chart": self.chart} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class CountryMap(_Spec):
    """The 20 regions coloured by a figure: light is little. `values`, `shown` and `names` are by ISO code.

    A region without a value (None, or not there at all) is hatched. `shown` is the figure as words, `names` are short
    ("Ақмола", not "Ақмола облысы"). `legend` says what the colours mean, `no_data` what hatching does. `credit` names
    the source of the borders, which their licence demands: `services.outlines.CREDIT`.
    """

    chart = "map"

    title: str
    subtitle: str
    values: Mapping[str, float | None]
    shown: Mapping[str, str]
    names: Mapping[str, str]
    legend: str
    credit: str
    no_data: str = "—"
    locale: str = "kk"
    unit: str = ""


@dataclass(frozen=True)
class Bars(_Spec):
    """Horizontal bars, one for each row (label, value, the value as words), from top to bottom as they are given.

    A value of None has no bar. `marks` has for each row the ends of an interval around its value, or None; with them
    comes a scale. `limit` is the right end of the scale where the figure has one (100 for a share in per cent).
    """

    chart = "bars"

    title: str
    subtitle: str
    rows: Sequence[tuple[str, float | None, str]]
    credit: str = ""
    marks: Sequence[tuple[float, float] | None] | None = None
    limit: float | None = None
    locale: str = "kk"
    unit: str = ""


@dataclass(frozen=True)
class Trend(_Spec):
    """One to three lines (name, values) over the same `ticks`, from 0 upwards; None is a gap in the line.

    `ticks` are the words under the points, one for each; where they are many, only some are printed.
    """

    chart = "trend"

    title: str
    subtitle: str
    lines: Sequence[tuple[str, Sequence[float | None]]]
    ticks: Sequence[str]
    credit: str = ""
    locale: str = "kk"
    unit: str = ""


Chart = CountryMap | Bars | Trend
_KINDS: dict[str, type[Chart]] = {kind.chart: kind for kind in (CountryMap, Bars, Trend)}


def from_json(data: Mapping[str, Any]) -> Chart:
    """The spec that `to_json` wrote. Raises ValueError or TypeError for anything else."""
    kind = _KINDS.get(str(data.get("chart")))
    if kind is None:
        raise ValueError(f"no chart: {data.get('chart')!r}")
    return kind(**{name: _firm(value) for name, value in data.items() if name != "chart"})


def _plain(value: Any) -> Any:
    """Without tuples and mappings that JSON does not know."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _firm(value: Any) -> Any:
    """Lists as tuples: a spec does not change."""
    return tuple(_firm(item) for item in value) if isinstance(value, list | tuple) else value
