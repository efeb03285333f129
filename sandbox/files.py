"""Files: kept once by content, named by ids that hold for one bot only."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Any

from .errors import bad
from .model import Json
from .photos import PhotoError, dimensions, render

MAX_PHOTO_UPLOAD = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
# Message fields that hold a file, with the name of their kind in Telegram's errors, folder and default suffix.
KINDS: dict[str, tuple[str, str, str]] = {
    "photo": ("Photo", "photos", ".jpg"),
    "document": ("Document", "documents", ""),
    "video": ("Video", "videos", ".mp4"),
    "animation": ("Animation", "animations", ".mp4"),
    "audio": ("Audio", "music", ".mp3"),
    "voice": ("Voice", "voice", ".oga"),
    "video_note": ("VideoNote", "video_notes", ".mp4"),
    "sticker": ("Sticker", "stickers", ".webp"),
    "thumbnail": ("Thumbnail", "thumbnails", ".jpg"),
}
_PREFIX = {kind: f"{number:02d}Ag" for number, kind in enumerate(KINDS)}


@dataclass(slots=True, eq=False)
class File:
    """One stored file; `data` is None for those of zero bytes that are only as large as they say."""

    unique_id: str
    number: int
    kind: str
    name: str | None
    mime: str
    size: int
    data: bytes | None
    siblings: tuple[Json, ...] = ()

    @property
    def path(self) -> str:
        """`file_path` of getFile."""
        _, folder, suffix = KINDS[self.kind]
        if not suffix and self.name and "." in self.name:
            suffix = "." + self.name.rsplit(".", 1)[1]
        return f"{folder}/file_{self.number}{suffix}"


class FileStore:
    """All files of the sandbox. The same bytes as the same kind are one file and keep their `file_unique_id`."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}
        self.by_path: dict[str, File] = {}
        self.photos: dict[str, list[Json]] = {}
        self.objects: dict[str, Json] = {}

    def keep(self, kind: str, data: bytes | None, size: int, name: str | None, mime: str | None) -> File:
        """Store a file and return it, or the one already there."""
        digest = hashlib.sha256(data if data is not None else f"{name}:{size}".encode())
        digest.update(f"\0{kind}\0{name}\0{mime}".encode())
        unique_id = "AQAD" + digest.hexdigest()[:14]
        known = self.by_id.get(unique_id)
        if known is not None:
            return known
        mime = mime or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
        file = File(unique_id, len(self.by_id), kind, name, mime, size, data)
        self.by_id[unique_id] = file
        self.by_path[file.path] = file
        return file

    async def photo(self, data: bytes) -> list[Json]:
        """The `photo` array for an uploaded picture; renditions are made once per content, in a thread."""
        if len(data) > MAX_PHOTO_UPLOAD:
            raise bad(f"file of size {len(data)} bytes is too big for a photo")
        key = hashlib.sha256(data).hexdigest()
        if key not in self.photos:
            try:
                renditions = await asyncio.to_thread(render, data)
            except PhotoError as error:
                raise bad(str(error)) from None
            sizes: list[Json] = []
            files = []
            for picture in renditions:
                file = self.keep("photo", picture.data, len(picture.data), None, "image/jpeg")
                files.append(file)
                sizes.append(
                    {
                        "file_unique_id": file.unique_id,
                        "file_size": file.size,
                        "width": picture.width,
                        "height": picture.height,
                    }
                )
            for file in files:
                file.siblings = tuple(sizes)
            self.photos[key] = sizes
        return [dict(size) for size in self.photos[key]]

    async def media(self, kind: str, source: Source, **extra: Any) -> Any:
        """A message's file object of any kind (a list of sizes for photos), without file ids."""
        if kind == "photo":
            if source.data is None:
                raise bad(f"file of size {source.size} bytes is too big for a photo")
            return await self.photo(source.data)
        file = self.keep(kind, source.data, source.size, source.name, source.mime)
        known: Json = {"file_unique_id": file.unique_id, "file_size": file.size}
        if kind in {"document", "video", "audio", "animation"}:
            known |= {"file_name": file.name or f"file_{file.number}", "mime_type": file.mime}
        if kind == "document" and source.data is not None and file.mime.startswith("image/"):
            known |= await self.thumbnail(source.data)
        known |= {key: value for key, value in extra.items() if value is not None}
        self.objects[file.unique_id] = known
        return dict(known)

    async def thumbnail(self, data: bytes) -> Json:
        """`thumbnail` of a picture sent as a file, or nothing where it cannot be read."""
        size = await asyncio.to_thread(dimensions, data)
        if size is None or sum(size) > 20_000:
            return {}
        try:
            small = (await asyncio.to_thread(render, data))[0]
        except PhotoError:
            return {}
        file = self.keep("thumbnail", small.data, len(small.data), None, "image/jpeg")
        about = {"file_unique_id": file.unique_id, "file_size": file.size}
        return {"thumbnail": about | {"width": small.width, "height": small.height}}

    def find(self, file_id: str, bot_id: int) -> File | None:
        """The file behind an id, if the id was made for this bot."""
        file = self.by_id.get(file_id[4:22])
        return file if file is not None and file_id == file_id_for(file.kind, file.unique_id, bot_id) else None


@dataclass(slots=True)
class Source:
    """Bytes on their way in; `data` None stands for `size` zero bytes."""

    data: bytes | None
    size: int
    name: str | None = None
    mime: str | None = None


def file_id_for(kind: str, unique_id: str, bot_id: int) -> str:
    """The file id under which one bot knows a file; another bot's id for it differs."""
    seal = hashlib.blake2b(f"{unique_id}:{bot_id}".encode(), digest_size=20).hexdigest()
    return f"{_PREFIX[kind]}{unique_id}{seal}"
