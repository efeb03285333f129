"""Videos from strangers: told by their first bytes, never transcoded; where they were filmed is taken out.

Phones write the position into `moov` of MP4 and MOV files (`udta/©xyz`, `udta/loci`, `meta/keys`). Every `udta`,
`meta` and `uuid` box outside the media data is renamed `free` and filled with zeros: no offset in the file moves, so
it plays as before. Positions recorded second by second as a track of their own (action cameras) stay in the media
data. WebM is kept as it is: recorders write no position into it.

Boxes: ISO/IEC 14496-12, section 4.2; positions: 3GPP TS 26.244, section 8, and Apple's QuickTime File Format.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.images import MAX_BYTES, read_bounded, worker_threads
from services.media_errors import NotAVideo, Truncated, UnsupportedFormat

_PRIVATE = (b"udta", b"meta", b"uuid")
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf", b"mvex")
_PICTURE_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avif", b"avis", b"jp2", b"jpx", b"crx")
_SOUND_BRANDS = (b"M4A", b"M4B", b"M4P", b"F4A", b"F4B")
_EBML = b"\x1a\x45\xdf\xa3"
_MAX_BOXES = 100_000


@dataclass(frozen=True, slots=True)
class StoredVideo:
    """A video ready to be kept."""

    content: bytes
    """As sent, but for the boxes that may tell where it was filmed."""
    container: str
    """`mp4`, `mov` or `webm`; fit for a file name."""
    sha256: str
    """Of the original bytes, in hex."""
    original_size: int
    """Bytes; `content` has as many."""


async def process_video(data: bytes | Path) -> StoredVideo:
    """Do `inspect_video` on one of the media threads, so that the event loop goes on."""
    return await asyncio.get_running_loop().run_in_executor(worker_threads(), inspect_video, data)


def inspect_video(data: bytes | Path) -> StoredVideo:
    """Check that a file is MP4, MOV or WebM of at most 20 MB, and blank what may tell where it was filmed.

    The boxes are checked to be whole, the pictures in them are not decoded. Raises a `MediaRefused`.
    """
    content = read_bounded(data, MAX_BYTES)
    container = _container_of(content)
    return StoredVideo(
        content=content if container == "webm" else _without_position(content, container),
        container=container,
        sha256=hashlib.sha256(content).hexdigest(),
        original_size=len(content),
    )


def _container_of(content: bytes) -> str:
    if content.startswith(_EBML):
        # DocType stands in the EBML header, which is some 40 bytes long.
        if b"webm" in content[:64]:
            return "webm"
        raise UnsupportedFormat("matroska" if b"matroska" in content[:64] else "ebml")
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand.startswith(_PICTURE_BRANDS + _SOUND_BRANDS):
            raise UnsupportedFormat(brand.decode("ascii").strip().lower())
        return "mov" if brand == b"qt  " else "mp4"
    if content.startswith(b"RIFF") and content[8:12] == b"AVI ":
        raise UnsupportedFormat("avi")
    raise NotAVideo


def _without_position(content: bytes, container: str) -> bytes:
    """The same file in the same length, its private boxes made free space."""
    blanked = bytearray(content)
    kinds = set()
    try:
        for kind, start, body, end in _boxes(content):
            kinds.add(kind)
            if kind in _PRIVATE:
                blanked[start + 4 : start + 8] = b"free"
                blanked[body:end] = bytes(end - body)
    except ValueError as error:
        raise Truncated(container) from error
    if not kinds & {b"moov", b"moof"} or b"mdat" not in kinds:
        raise Truncated(container)
    return bytes(blanked)


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """Every box outside the media data: its type, and where it, its body and what follows begin.

    Raises ValueError for a box that does not fit into the one around it, and for more boxes than a video has.
    """
    open_spans = [(0, len(content))]
    seen = 0
    while open_spans:
        position, limit = open_spans.pop()
        # Fewer than 8 bytes at the end of a container are QuickTime's terminator.
        while limit - position >= 8:
            seen += 1
            kind, body, end = _box_at(content, position, limit)
            if seen > _MAX_BOXES:
                raise ValueError(position)
            yield kind, position, body, end
            if kind in _CONTAINERS:
                open_spans.append((body, end))
            position = end


def _box_at(content: bytes, position: int, limit: int) -> tuple[bytes, int, int]:
    """Type, start of the body and end of the box at `position`; ValueError where it does not fit before `limit`."""
    size = int.from_bytes(content[position : position + 4], "big")
    body = position + 8
    if size == 1:
        body = position + 16
        size = int.from_bytes(content[position + 8 : body], "big")
    elif size == 0:
        size = limit - position
    if size < body - position or position + size > limit:
        raise ValueError(position)
    return content[position + 4 : position + 8], body, position + size
