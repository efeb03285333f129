"""Photos from strangers: checked by decoding, turned upright, made small, stripped of all metadata.

Pillow is imported on first use, so that a process that never sees a photo starts light.
"""

import asyncio
import functools
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from services.image_decoding import decode, format_of
from services.image_metadata import CaptureTime
from services.media_errors import Empty, TooBig

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 20 * 1024 * 1024
"""What a bot may download from Telegram: 20 MB (core.telegram.org/bots/api#getfile)."""
STORED_SIDE = 1280
"""Long side of a stored photo in pixels, as Telegram's own photos."""
JPEG_QUALITY = 82
WORKERS = 2
GLANCE = 16
"""Cells on each side of a picture at a glance."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A photo ready to be kept, and what its original said of itself."""

    jpeg: bytes
    """Upright sRGB, long side ≤ `STORED_SIDE`, without metadata."""
    width: int
    height: int
    sha256: str
    """Of the original bytes, in hex: the very same file sent twice."""
    dhash: int
    """64-bit difference hash, signed as SQL's BIGINT; compare with `hamming`. 0 for a picture without any contrast."""
    glance: bytes
    """The picture as `GLANCE` × `GLANCE` grey cells, a byte each."""
    position: tuple[float, float] | None
    """(latitude, longitude) in degrees, WGS 84, from the original's EXIF."""
    taken: CaptureTime | None
    original_format: str
    """`jpeg`, `png`, `webp` or `heic`."""
    original_size: int
    """Bytes."""


async def process(data: bytes | Path) -> StoredImage:
    """Do `inspect_and_encode` on one of `WORKERS` threads, so that the event loop goes on and memory stays bounded."""
    return await asyncio.get_running_loop().run_in_executor(worker_threads(), inspect_and_encode, data)


@functools.cache
def worker_threads() -> ThreadPoolExecutor:
    """The threads of this process that open media."""
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="media")


def inspect_and_encode(data: bytes | Path) -> StoredImage:
    """Check a photo by decoding it whole, and make the copy that is kept.

    Takes JPEG, PNG, WebP and HEIC, of an animation the first frame. Slow: for a worker thread (see `process`).
    Raises a `MediaRefused`; its subclass says why.
    """
    content = read_bounded(data, MAX_BYTES)
    name = format_of(content)
    upright, metadata = decode(content, name, STORED_SIDE)
    return StoredImage(
        jpeg=_encode(upright),
        width=upright.width,
        height=upright.height,
        sha256=hashlib.sha256(content).hexdigest(),
        dhash=difference_hash(upright),
        glance=glance_at(upright),
        position=metadata.position,
        taken=metadata.taken,
        original_format=name,
        original_size=len(content),
    )


def _encode(image: "Image.Image") -> bytes:
    """JPEG bytes without EXIF, XMP, profile or comment."""
    image.info = {}
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def difference_hash(image: "Image.Image") -> int:
    """64 bits that stay nearly the same when a picture is recompressed or resized.

    Each says whether a cell of an 8 × 8 raster is brighter than its right neighbour; signed, as SQL's BIGINT.
    """
    from PIL import Image

    # BOX averages whole cells: less moved by noise than a sharper filter.
    cells = image.resize((9, 8), Image.Resampling.BOX).convert("L").tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] > cells[row * 9 + column + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def glance_at(image: "Image.Image") -> bytes:
    """The picture squeezed into 16 × 16 grey cells, row by row: 256 bytes."""
    from PIL import Image

    return image.resize((GLANCE, GLANCE), Image.Resampling.BOX).convert("L").tobytes()


def hamming(a: int, b: int) -> int:
    """In how many of their 64 bits two difference hashes differ."""
    return ((a ^ b) & (1 << 64) - 1).bit_count()


def read_bounded(data: bytes | Path, limit: int) -> bytes:
    """The bytes given or those of the file, unless there are none (`Empty`) or over `limit` (`TooBig`)."""
    size = len(data) if isinstance(data, bytes) else data.stat().st_size
    if size == 0:
        raise Empty
    if size > limit:
        raise TooBig(size, limit)
    return data if isinstance(data, bytes) else data.read_bytes()
