"""The chapters of the report, and how one is measured in a process of its own."""

import warnings
from importlib import import_module

from benchmarks.figures import Figure, Measurement
from benchmarks.stage import Stage

MODULES = {
    "intake": "intake", "routing": "routing", "latency": "latency", "queue": "queue_pages", "desk": "desk_work",
    "statistics": "statistics_all_time", "views": "statistics_views", "regions": "regions",
    "nearby": "nearby_requests", "photos": "photos", "pictures": "pictures", "exports": "exports",
    "imports": "imports", "startup": "startup", "sender": "bulk",
}  # fmt: skip
"""Modules of the chapters, in the order of the report."""
OF_FILES = ("exports", "imports")
"""Chapters that take many minutes with a million rows."""


def chapter(key: str) -> Measurement:
    """A chapter by its key; its module is imported only now, since some measure what importing costs."""
    found: Measurement = import_module(f"benchmarks.{MODULES[key]}").MEASUREMENT
    return found


def all_chapters() -> list[Measurement]:
    """Every chapter, in the order of the report."""
    return [chapter(key) for key in MODULES]


def measure(key: str, stage: Stage) -> list[Figure]:
    """The figures of a chapter."""
    # The libraries' own complaints about each other would stand between the figures.
    warnings.simplefilter("ignore")
    return chapter(key).measure(stage)
