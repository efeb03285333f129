"""From the bytes of a stranger's photo to a small upright sRGB picture.

The format is told by content, the size is checked before anything is decoded, and only the four readers named here
ever see the bytes.
"""

import io
import threading
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from services.image_metadata import Metadata, read_metadata
from services.image_pixels import shrink, target_size, to_srgb, turn
from services.jpeg_scans import has_too_many_scans
from services.media_errors import NotAnImage, TooManyPixels, Truncated, UnsupportedFormat

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 60_000_000
MAX_SIDE = 20_000

_GIANT_PIXELS = 24_000_000
# A 60-megapixel picture with alpha takes up to 1 GB while it is decoded: one of those at a time.
_giants = threading.Lock()

_PILLOW = r"PIL\."
_filtering = threading.Lock()

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_TAKEN_MAGIC = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_REFUSED_MAGIC = {
    b"GIF8": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"8BPS": "psd",
    b"\xff\x0a": "jpeg-xl",
    b"\0\0\0\x0cJXL ": "jpeg-xl",
    b"\0\0\0\x0cjP  ": "jpeg-2000",
}


def format_of(content: bytes) -> str:
    """`jpeg`, `png`, `webp` or `heic` by the first bytes: names and declared types of files say nothing.

    Raises `UnsupportedFormat` for other kinds of picture it knows, else `NotAnImage`.
    """
    for magic, name in _TAKEN_MAGIC.items():
        if content.startswith(magic):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and _is_heic(content):
        return "heic"
    for magic, name in _REFUSED_MAGIC.items():
        if content.startswith(magic):
            raise UnsupportedFormat(name)
    if content[:2] == b"BM" and content[6:10] == b"\0\0\0\0":
        raise UnsupportedFormat("bmp")
    raise NotAnImage


def _is_heic(content: bytes) -> bool:
    """Whether a file that begins with a `ftyp` box holds HEVC pictures, by its brands (ISO/IEC 23008-12)."""
    brands = content[8 : min(int.from_bytes(content[:4], "big"), 256)]
    # The generic brand mif1 may hold AV1 as well; then avif stands among the compatible ones.
    if b"avif" in brands or b"avis" in brands:
        raise UnsupportedFormat("avif")
    return brands[:4] in _HEIF_BRANDS


def decode(content: bytes, name: str, side: int) -> tuple["Image.Image", Metadata]:
    """The picture, upright, in sRGB, its long side at most `side` pixels; and what its metadata said.

    `name` is what `format_of` gave. Raises `TooManyPixels` by the declared size, before decoding, and `Truncated`
    where the data cannot be decoded to its end.
    """
    from PIL import Image

    _ignore_odd_metadata()
    try:
        image = _reader(name)(io.BytesIO(content))
        if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
            raise TooManyPixels(MAX_PIXELS, MAX_SIDE)
        target = target_size(image.size, side)
        if name == "jpeg":
            if has_too_many_scans(content):
                raise Truncated(name)
            # The decoder skips detail that would be thrown away; it still reads the file to the end.
            image.draft(None, target)
        with _giants if image.width * image.height > _GIANT_PIXELS else nullcontext():
            image.load()
            metadata = read_metadata(image)
            small = shrink(image, target)
        return turn(to_srgb(small, image.info.get("icc_profile")), metadata.orientation), metadata
    except (TooManyPixels, Truncated, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(MAX_PIXELS, MAX_SIDE) from error
    except Exception as error:  # decoders raise anything at all on damaged data
        raise Truncated(name) from error


def _ignore_odd_metadata() -> None:
    """Let Pillow's readers pass over damaged EXIF in silence: in strangers' files it is no news.

    A filter of the whole process: the one that ends with a block, `catch_warnings`, is not safe among threads.
    """
    with _filtering:
        if not any(getattr(entry[3], "pattern", None) == _PILLOW for entry in warnings.filters):
            warnings.filterwarnings("ignore", category=UserWarning, module=_PILLOW)


def _reader(name: str) -> Callable[[io.BytesIO], "Image.Image"]:
    """Pillow's reader of one format: no other can be smuggled in, and nothing is registered process-wide."""
    if name == "jpeg":
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile
    if name == "png":
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if name == "webp":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile
    from pillow_heif import HeifImageFile

    reader: Callable[[io.BytesIO], Image.Image] = HeifImageFile
    return reader
