"""Pixels only: size, colour and turning of pictures already decoded."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_BAND_ROWS = 256


def target_size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height with the long side at most `side`, in proportion, never enlarged, never 0."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: "Image.Image", target: tuple[int, int]) -> "Image.Image":
    """The picture in `target` size, on white, in mode RGB, L or CMYK."""
    from PIL import Image

    if image.mode not in ("RGB", "L", "CMYK") or image.has_transparency_data:
        image = _flatten(image, target)
    if image.size == target:
        return image
    # Made smaller, HAMMING looks like BICUBIC and takes two thirds of the time.
    return image.resize(target, Image.Resampling.HAMMING, reducing_gap=2.0)


def _flatten(image: "Image.Image", target: tuple[int, int]) -> "Image.Image":
    """A picture of any mode in RGB on white, reduced by a whole factor to no less than `target`.

    Band by band: a full-size copy of 60 megapixels with alpha would take 240 MB.
    """
    from PIL import Image

    factor = max(1, min(image.width // target[0], image.height // target[1]))
    whole = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    rows = _BAND_ROWS * factor
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        whole.paste(_on_white(band).reduce(factor), (0, top // factor))
    return whole


def _on_white(band: "Image.Image") -> "Image.Image":
    from PIL import Image

    if band.mode in ("I;16", "I;16L", "I;16B", "I;16N", "I"):
        # Pillow clips 16 bits to 8 where it should scale them.
        return band.convert("I").point(lambda value: value * (255 / 65535)).convert("L").convert("RGB")
    if not band.has_transparency_data:
        return band.convert("RGB")
    clear = band.convert("RGBA")
    white = Image.new("RGB", band.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def to_srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The picture (RGB, L or CMYK) in sRGB, by its colour profile where that can be used."""
    from PIL import ImageCms

    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if image.mode != "RGB" or "sRGB" not in ImageCms.getProfileDescription(source):
                converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a damaged profile, or one for other channels: the numbers are taken for sRGB's
    return image.convert("RGB")


def turn(image: "Image.Image", orientation: int) -> "Image.Image":
    """The picture as it was held, by EXIF orientation 1 to 8 (Exif 2.32, tag 0x0112)."""
    from PIL.Image import Transpose

    steps = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(steps[orientation]) if orientation in steps else image
