"""What a camera wrote into a photo: where it stood, when, and which way it was held.

Everything here comes from strangers' files: whatever cannot be read is taken as not said, never as an error.
Tag numbers: CIPA DC-008 (Exif 2.32), sections 4.6.4 to 4.6.6.
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION = 0x0112
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN, _OFFSET, _OFFSET_TAKEN = 0x9003, 0x9010, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4

# What Pillow raises on damaged EXIF.
_DAMAGED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """When the camera says the photo was taken.

    `at` is aware (UTC) where the camera wrote its offset, `zone_known`; else it is naive: the camera's own clock.
    """

    at: datetime
    zone_known: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is believed of a photo's EXIF: orientation 1–8, (latitude, longitude) in degrees, time."""

    orientation: int = 1
    position: tuple[float, float] | None = None
    taken: CaptureTime | None = None


def read_metadata(image: "Image.Image") -> Metadata:
    """Read the EXIF of a loaded Pillow image. Never raises on damaged data."""
    try:
        exif = image.getexif()
        orientation = exif.get(_ORIENTATION, 1)
    except _DAMAGED:
        return Metadata()
    if not isinstance(orientation, int) or not 1 <= orientation <= 8:
        orientation = 1
    try:
        position = _position(exif.get_ifd(_GPS_IFD))
    except _DAMAGED:
        position = None
    try:
        taken = _capture_time(exif.get_ifd(_EXIF_IFD))
    except _DAMAGED:
        taken = None
    return Metadata(orientation, position, taken)


def _position(tags: Mapping[int, Any]) -> tuple[float, float] | None:
    """Degrees north and east; None for what is missing, impossible, or the 0, 0 of a receiver without a fix."""
    latitude = _degrees(tags.get(_LATITUDE), tags.get(_LATITUDE_REF), "NS", 90)
    longitude = _degrees(tags.get(_LONGITUDE), tags.get(_LONGITUDE_REF), "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return latitude, longitude


def _degrees(value: Any, reference: Any, letters: str, limit: int) -> float | None:
    """One coordinate from its degrees, minutes and seconds, negative for the second of `letters`."""
    sign = _text(reference).upper()
    if sign not in tuple(letters) or not isinstance(value, tuple) or len(value) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in value)
    if not (0 <= degrees <= limit and 0 <= minutes <= 60 and 0 <= seconds <= 60):
        return None
    # Seven digits: a centimetre, and no noise of binary fractions.
    result = round(degrees + minutes / 60 + seconds / 3600, 7)
    if not math.isfinite(result) or result > limit:
        return None
    return -result if sign == letters[1] and result else result


def _capture_time(tags: Mapping[int, Any]) -> CaptureTime | None:
    """The time of exposure, with its offset where a valid one stands beside it."""
    written = _text(tags.get(_TAKEN))
    for tag in (_OFFSET_TAKEN, _OFFSET):
        at = _parse(written, _text(tags.get(tag)))
        if at is not None:
            return CaptureTime(at.astimezone(UTC), zone_known=True)
    at = _parse(written, "+00:00")
    return CaptureTime(at.replace(tzinfo=None), zone_known=False) if at else None


def _parse(written: str, offset: str) -> datetime | None:
    try:
        return datetime.strptime(written + offset, "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None


def _text(value: Any) -> str:
    """An EXIF string without the NULs and blanks that cameras pad it with; empty for anything else."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""
