"""The media folder: whole files or none, under keys that lead nowhere else."""

import asyncio
import hashlib
import os
import time
from pathlib import Path

import pytest

from services.storage import FolderStore, InvalidKey, MediaMissing, MediaStore

PHOTO = b"\xff\xd8\xff photo"
KEY = hashlib.sha256(PHOTO).hexdigest() + ".jpg"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "media")


def files(store: FolderStore, root: Path) -> list[Path]:
    """Every file under the media folder."""
    return [path for path in (root / "media").rglob("*") if path.is_file()]


async def test_saved_content_comes_back(store: FolderStore, tmp_path: Path) -> None:
    """Lost without it: a citizen's photo would be gone or another's."""
    keeper: MediaStore = store
    key = await keeper.save(PHOTO, ".jpg")
    assert key == KEY
    assert await keeper.read(key) == PHOTO
    assert store.path(key) == tmp_path / "media" / key[:2] / key[2:4] / key
    assert store.path(key).read_bytes() == PHOTO
    assert await FolderStore(tmp_path / "media").read(key) == PHOTO


async def test_same_content_is_kept_once(store: FolderStore, tmp_path: Path) -> None:
    """Lost without it: a replayed download would fill the disk or fail on the file that is there."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store.save(PHOTO, ".jpg")) for _ in range(8)]
    assert {task.result() for task in tasks} == {KEY}
    inode = store.path(KEY).stat().st_ino
    await store.save(PHOTO, ".jpg")
    assert store.path(KEY).stat().st_ino == inode
    assert files(store, tmp_path) == [store.path(KEY)]


async def test_a_failed_write_leaves_nothing(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost without it: a full disk would leave half a photo under the key of the whole."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        await store_fails(store)
    assert files(store, tmp_path) == []
    assert await store.save(PHOTO, ".jpg") == KEY
    assert await store.read(KEY) == PHOTO


async def store_fails(store: FolderStore) -> None:
    with pytest.raises(OSError, match="No space"):
        await store.save(PHOTO, ".jpg")


async def test_content_is_on_disk_before_it_has_its_name(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost without it: after a power cut a photo's name could stand on an empty file."""
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), fsync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda self, to: (order.append("name"), replace(self, to))[1])
    await store.save(b"one", ".jpg")
    assert order[-3:] == ["sync", "name", "sync"]  # content, name, folder


async def test_delete(store: FolderStore) -> None:
    """Lost without it: erasure would leave photos behind, or fail when it is run again."""
    await store.save(PHOTO, ".jpg")
    assert await store.delete(KEY) is True
    assert not store.path(KEY).exists()
    assert await store.delete(KEY) is False
    with pytest.raises(MediaMissing):
        await store.read(KEY)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 64,
        "A" * 64 + ".jpg",
        "a" * 63 + ".jpg",
        "a" * 64 + ".jpg\n",
        "a" * 64 + "./../x",
        "a" * 64 + ".j/g",
        "a" * 60 + "/../.jpg",
        "٣" * 64 + ".jpg",
        "a" * 64 + ".jpg\0",
    ],
)
async def test_no_key_leads_out(store: FolderStore, key: str) -> None:
    """Lost without it: a forged key would read or delete any file of the server."""
    for use in (store.read, store.delete):
        with pytest.raises(InvalidKey):
            await use(key)
    with pytest.raises(InvalidKey):
        store.path(key)


@pytest.mark.parametrize("suffix", ["", "jpg", "/../x.jpg", ".JPG", ".tar.gz"])
async def test_no_suffix_leads_out(store: FolderStore, suffix: str, tmp_path: Path) -> None:
    """Lost without it: a file name sent by a stranger could choose where it is written."""
    with pytest.raises(InvalidKey):
        await store.save(PHOTO, suffix)
    assert files(store, tmp_path) == []


async def test_unfinished_files_are_cleared(store: FolderStore, tmp_path: Path) -> None:
    """Lost without it: what killed writers leave would pile up, or a living writer's file be pulled away."""
    assert await store.clear_unfinished() == 0
    await store.save(PHOTO, ".jpg")
    old, fresh = (tmp_path / "media" / "unfinished" / name for name in ("old", "fresh"))
    old.write_bytes(b"half")
    fresh.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    assert await store.clear_unfinished() == 1
    assert (old.exists(), fresh.exists(), store.path(KEY).exists()) == (False, True, True)
