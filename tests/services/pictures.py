"""Pictures the media tests make for themselves: photo-like, the same on every run."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image

ORIENTATION, EXIF_IFD, GPS_IFD = 0x0112, 0x8769, 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>home-address</secret></x:xmpmeta>'


def photo(seed: int = 1, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Soft coloured shapes with some grain, like a photograph; another seed gives another picture."""
    rng = random.Random(seed)
    shapes = Image.frombytes("RGB", (16, 12), rng.randbytes(16 * 12 * 3)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (64, 64), rng.randbytes(64 * 64 * 3)).resize(size)
    return Image.blend(shapes, grain, 0.08)


def quadrants(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red, green, blue, yellow: top left, top right, bottom left, bottom right."""
    width, height = size
    image = Image.new("RGB", size)
    for index, colour in enumerate(("#f00", "#0f0", "#00f", "#ff0")):
        image.paste(colour, (index % 2 * width // 2, index // 2 * height // 2, width, height))
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of Pillow's format name `kind`, or `HEIF`."""
    out = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        # The encoder takes most of the time of these tests; how small it makes a file is not what they are about.
        pillow_heif.from_pillow(image).save(out, enc_params={"preset": "ultrafast"}, **options)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int | None = None, gps: dict[int, Any] | None = None, camera: dict[int, Any] | None = None):
    """EXIF with these GPS tags and these tags of the camera's own directory."""
    tags = Image.Exif()
    if orientation is not None:
        tags[ORIENTATION] = orientation
    tags.get_ifd(GPS_IFD).update(gps or {})
    tags.get_ifd(EXIF_IFD).update(camera or {})
    return tags


def opened(jpeg: bytes) -> Image.Image:
    """A stored photo, decoded."""
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def near(colour: Any, wanted: tuple[int, int, int], by: int = 12) -> bool:
    """Whether a pixel has this colour, but for what JPEG does to it."""
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


def png_declaring(width: int, height: int) -> bytes:
    """A tiny PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
