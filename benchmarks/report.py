"""docs/performance.md: every figure with its goal, how it was measured, and what falls short."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Figure, Measurement

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def line(figure: Figure) -> str:
    """One figure for the terminal."""
    mark = "reached" if figure.reached else "MISSED"
    return f"  {figure.name:52} {figure.shown():>14}  {figure.goal_shown():>14}  {mark:8} {figure.detail}"


def write(found: dict[str, list[Figure]], chapters: Sequence[Measurement], seconds: float, load: float) -> Path:
    """Write the page; returns its path.

    `found` has the figures of each chapter by its key; `seconds` is how long it took, `load` the machine's load before.
    """
    PAGE.write_text("\n".join(_page(found, chapters, seconds, load)) + "\n", encoding="utf-8")
    return PAGE


def _page(
    found: dict[str, list[Figure]], chapters: Sequence[Measurement], seconds: float, load: float
) -> Iterator[str]:
    figures = [figure for chapter in chapters for figure in found[chapter.key]]
    reached = sum(figure.reached for figure in figures)
    yield "# Speed"
    yield ""
    yield f"Written by `make bench` (`python -m benchmarks`) on {datetime.now(UTC):%Y-%m-%d}; do not edit."
    yield ""
    yield f"- Machine: {machine()}"
    yield f"- Load of the machine when the run began: {load:.1f} of {os.cpu_count()} cores."
    yield f"- Software: {software()}"
    yield f"- The run took {seconds / 60:.0f} minutes. {reached} of {len(figures)} goals are reached."
    yield "- Each ratio comes from one run in which both sides took turns, so what else the machine did weighs on both."
    yield ""
    yield "| what | figure | goal | reached | measured |"
    yield "|---|--:|--:|---|---|"
    for figure in figures:
        mark = "yes" if figure.reached else "**no**"
        yield f"| {figure.name} | {figure.shown()} | {figure.goal_shown()} | {mark} | {figure.detail} |"
    yield ""
    yield "## What is compared"
    for chapter in chapters:
        yield ""
        yield f"**{chapter.title}** (`python -m benchmarks {chapter.key}`). {chapter.method}"
    short = [chapter for chapter in chapters if not all(figure.reached for figure in found[chapter.key])]
    yield ""
    yield "## What falls short, and why"
    yield ""
    if not short:
        yield "Nothing, in this run."
    for chapter in short:
        missed = "; ".join(f"{f.name}: {f.shown()}, goal {f.goal_shown()}" for f in found[chapter.key] if not f.reached)
        yield f"- **{chapter.title}** ({missed}). {chapter.shortfall}"


def machine() -> str:
    """Processor, cores and memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (text.partition(":")[2].strip() for text in lines if text.startswith("model name")), "unknown processor"
    )


def software() -> str:
    """What the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("aiogram", "SQLAlchemy", "asyncpg", "uvloop"))
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
