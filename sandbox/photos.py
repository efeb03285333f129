"""Pictures as Telegram keeps them: JPEG in several sizes, without metadata. Pillow is loaded on first use."""

from __future__ import annotations

import io
from dataclasses import dataclass

# Box sizes of the renditions s, m, x and y of the real service, in pixels.
BOXES = (90, 320, 800, 1280)
MAX_SIDES = 10_000
MAX_RATIO = 20


class PhotoError(Exception):
    """Telegram's word for a picture it cannot keep."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One JPEG of a photo; sides in pixels."""

    width: int
    height: int
    data: bytes


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, or None if the bytes are none; reads the header only."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def render(data: bytes) -> list[Rendition]:
    """The renditions of a photo, smallest first; PhotoError when it is no picture or has impossible sides."""
    from PIL import Image, ImageOps

    size = dimensions(data)
    if size is None:
        raise PhotoError("IMAGE_PROCESS_FAILED")
    if sum(size) > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise PhotoError("PHOTO_INVALID_DIMENSIONS")
    try:
        with Image.open(io.BytesIO(data)) as source:
            source.draft("RGB", (BOXES[-1], BOXES[-1]))
            image = ImageOps.exif_transpose(source).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        raise PhotoError("IMAGE_PROCESS_FAILED") from None
    return [scaled(image, box) for box in boxes(max(image.size))]


def boxes(longest: int) -> list[int]:
    """Which renditions a picture gets: those smaller than itself, and one that holds it."""
    smaller = [box for box in BOXES if box < longest]
    return smaller + [box for box in BOXES if box >= longest][:1]


def scaled(image: object, box: int) -> Rendition:
    """The picture fitted into a square of `box` pixels, as JPEG."""
    from PIL import Image

    assert isinstance(image, Image.Image)
    copy = image.copy()
    copy.thumbnail((box, box))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=82)
    return Rendition(copy.width, copy.height, out.getvalue())
