"""Where media files are kept: by the hash of their content, so that the same file is kept once.

Callers know `MediaStore` only; `FolderStore` keeps files in a folder, an object store can take its place.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

_KEY = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}", re.ASCII)
_UNFINISHED = "unfinished"


class InvalidKey(ValueError):
    """Not a key that any store has given out."""


class MediaMissing(LookupError):
    """No file is kept under this key."""


class MediaStore(Protocol):
    """Files by key. A key is the SHA-256 of the content in hex with a suffix, e.g. `9f86…0a08.jpg`."""

    async def save(self, content: bytes, suffix: str) -> str:
        """Keep `content` for good before returning; gives its key. The same content again is kept once."""
        ...

    async def save_file(self, path: Path, suffix: str) -> str:
        """As `save`, but of a file of any size, which is taken away from where it was."""
        ...

    async def read(self, key: str) -> bytes:
        """The content. Raises `InvalidKey` or `MediaMissing`."""
        ...

    async def delete(self, key: str) -> bool:
        """Remove the file; whether it was there. The caller knows that no other row has the same key."""
        ...


class FolderStore:
    """A `MediaStore` in a folder: `root/9f/86/9f86…0a08.jpg`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, key: str) -> Path:
        """Where the file of this key is, or would be. Raises `InvalidKey`: no key leads out of the folder."""
        if not _KEY.fullmatch(key):
            raise InvalidKey(key)
        return self._root / key[:2] / key[2:4] / key

    async def save(self, content: bytes, suffix: str) -> str:
        """See `MediaStore`. `suffix` is `.jpg`, `.mp4` or the like. The file appears whole or not at all."""
        return await asyncio.to_thread(self._save, content, suffix)

    async def save_file(self, path: Path, suffix: str) -> str:
        """See `MediaStore`. A file of `workspace` is moved, never copied."""
        return await asyncio.to_thread(self._save_file, path, suffix)

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Path]:
        """A folder for files in the making, gone at the end; what a kill leaves of it goes with `clear_unfinished`."""
        folder = await asyncio.to_thread(self._new_folder)
        try:
            yield folder
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def read(self, key: str) -> bytes:
        """See `MediaStore`."""
        return await asyncio.to_thread(self._read, key)

    async def delete(self, key: str) -> bool:
        """See `MediaStore`."""
        return await asyncio.to_thread(self._delete, key)

    async def clear_unfinished(self, older_than: float = 3600.0) -> int:
        """Remove what writers that were killed left behind, if older than so many seconds; gives their number."""
        return await asyncio.to_thread(self._clear_unfinished, older_than)

    def _save(self, content: bytes, suffix: str) -> str:
        key = hashlib.sha256(content).hexdigest() + suffix
        target = self.path(key)
        if target.exists():
            return key
        self._make_folder(target.parent)
        unfinished = self._root / _UNFINISHED
        unfinished.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return key

    def _save_file(self, path: Path, suffix: str) -> str:
        with path.open("rb") as file:
            key = hashlib.file_digest(file, "sha256").hexdigest() + suffix
            os.fsync(file.fileno())
        target = self.path(key)
        self._make_folder(target.parent)
        shutil.move(path, target)
        _sync_folder(target.parent)
        return key

    def _new_folder(self) -> Path:
        unfinished = self._root / _UNFINISHED
        unfinished.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=unfinished))

    def _make_folder(self, folder: Path) -> None:
        if folder.exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        # A new folder outlives a power cut only once the folders above it are on the disk.
        _sync_folder(folder.parent)
        _sync_folder(self._root)

    def _read(self, key: str) -> bytes:
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError as error:
            raise MediaMissing(key) from error

    def _delete(self, key: str) -> bool:
        try:
            self.path(key).unlink()
        except FileNotFoundError:
            return False
        return True

    def _clear_unfinished(self, older_than: float) -> int:
        removed = 0
        for file in (self._root / _UNFINISHED).glob("*"):
            with contextlib.suppress(FileNotFoundError):  # its writer has just finished
                if time.time() - _changed(file) > older_than:
                    shutil.rmtree(file) if file.is_dir() else file.unlink()
                    removed += 1
        return removed


def _changed(path: Path) -> float:
    """When a file, or anything in a folder, was last written to."""
    return max(entry.stat().st_mtime for entry in (path, *path.glob("*")))


def _sync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk, where the system can (Windows cannot open folders)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
