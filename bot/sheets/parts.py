"""Files that grow row by row, in as many parts as a messenger can carry. Memory stays the same whatever the rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

MOST_BYTES = 45_000_000
"""Of one file. Bots can send 50 MB (Bot API, "Sending files"); the rest is for what is written at the end."""
MOST_ROWS = 1_048_574
"""Of one sheet: Excel's 1,048,576 without the title and the header. CSV keeps to it too, being opened in Excel."""
CHUNK = 1000
"""Rows after which a part looks at its size."""

Rows = Sequence[Sequence[Any]]


class Part(Protocol):
    """One file being written."""

    rows: int

    def add(self, rows: Rows) -> None:
        """Write rows."""
        ...

    def size(self) -> int:
        """Bytes on the disk so far, a little less than there will be."""
        ...

    def close(self) -> Path:
        """Finish the file; gives its path."""
        ...

    def abandon(self) -> None:
        """Leave it as it is: nobody will want it."""
        ...


class Parts:
    """Rows written into one part after another, each a file valid by itself."""

    def __init__(self) -> None:
        self.finished: list[Path] = []
        self.rows = 0
        self._open: Part | None = None

    def begin(self, number: int) -> Part:
        """Begin the file of a part; the first is 1."""
        raise NotImplementedError

    def add(self, rows: Rows) -> None:
        """Write rows; to be called in a thread, since this compresses and writes to the disk."""
        while rows:
            if self._open is not None and (self._open.rows >= MOST_ROWS or self._open.size() >= MOST_BYTES):
                self._finish()
            part = self._open = self._open or self.begin(len(self.finished) + 1)
            now = rows[: min(CHUNK, MOST_ROWS - part.rows)]
            part.add(now)
            self.rows += len(now)
            rows = rows[len(now) :]

    def close(self) -> list[Path]:
        """Finish the last part, which is empty but for its header where there were no rows; gives all files."""
        if self._open is None and not self.finished:
            self._open = self.begin(1)
        if self._open is not None:
            self._finish()
        return self.finished

    def abandon(self) -> None:
        """Close what is open: the rows are not to be finished."""
        if self._open is not None:
            self._open.abandon()
            self._open = None

    def _finish(self) -> None:
        if self._open is not None:
            self.finished.append(self._open.close())
            self._open = None
