"""What is read from a photo's metadata, and that none of it is left."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from services.image_metadata import CaptureTime
from services.images import inspect_and_encode
from tests.services.pictures import XMP, encoded, exif, opened, photo

ALMATY: dict[int, Any] = {1: "N", 2: (43.0, 14.0, 17.52), 3: "E", 4: (76.0, 56.0, 42.0)}
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")


def position(gps: dict[int, Any]) -> tuple[float, float] | None:
    """What is made of these GPS tags."""
    return inspect_and_encode(encoded(photo(size=(40, 30)), "JPEG", exif=exif(gps=gps))).position


def taken(camera: dict[int, Any]) -> CaptureTime | None:
    """What is made of these tags of the camera."""
    return inspect_and_encode(encoded(photo(size=(40, 30)), "JPEG", exif=exif(camera=camera))).taken


@pytest.mark.parametrize("kind", KINDS)
def test_position_from_every_format(kind: str) -> None:
    """Lost without it: the place a photo already knows would have to be pointed out by hand."""
    data = encoded(photo(size=(64, 48)), kind, exif=exif(1, ALMATY).tobytes())
    assert inspect_and_encode(data).position == pytest.approx((43.2382, 76.945), abs=1e-6)


@pytest.mark.parametrize(("south", "west"), [(False, False), (True, False), (False, True), (True, True)])
def test_all_hemispheres(south: bool, west: bool) -> None:
    """Lost without it: a sign lost puts a photo on the other side of the world."""
    found = position(ALMATY | {1: "S" if south else "N", 3: "W" if west else "E"})
    assert found == pytest.approx((-43.2382 if south else 43.2382, -76.945 if west else 76.945), abs=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {2: (91.0, 0.0, 0.0)},
        {2: (90.0, 0.0, 1.0)},
        {4: (180.0, 1.0, 0.0)},
        {2: (43.0, 75.0, 0.0)},
        {2: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {2: (43.0, IFDRational(1, 0), 0.0)},
        {2: (43.0, 14.0)},
        {1: "X"},
        {1: ""},
        {3: "NE"},
    ],
)
def test_impossible_positions(change: dict[int, Any]) -> None:
    """Lost without it: a request would be sent to the Gulf of Guinea (0, 0) or crash on 0/0."""
    assert position(ALMATY | change) is None


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_half_a_position_is_none(missing: int) -> None:
    """Lost without it: a missing hemisphere would be guessed."""
    assert position({tag: value for tag, value in ALMATY.items() if tag != missing}) is None


def test_edges_of_the_world_are_taken() -> None:
    """Lost without it: the checks could cut off what is right at their limit."""
    assert position({1: "S", 2: (90.0, 0.0, 0.0), 3: "E", 4: (180.0, 0.0, 0.0)}) == (-90, 180)
    assert position({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (6.0, 30.0, 0.0)}) == (0, 6.5)
    assert position({1: "n\0", 2: (43.0, 59.0, 60.0), 3: "E ", 4: (76.5, 0.0, 0.0)}) == (44, 76.5)


@pytest.mark.parametrize("tag", [0x9010, 0x9011])
def test_capture_time_with_offset(tag: int) -> None:
    """Lost without it: an old photo sent as today's could not be told from a fresh one."""
    found = taken({0x9003: "2026:05:01 02:30:00", tag: "+05:00"})
    assert found == CaptureTime(datetime(2026, 4, 30, 21, 30, tzinfo=UTC), zone_known=True)
    assert found is not None
    assert found.at.tzinfo is UTC


def test_offset_of_the_exposure_wins() -> None:
    """Lost without it: the offset of a later edit would shift the time of the exposure."""
    found = taken({0x9003: "2026:05:01 12:00:00", 0x9010: "+09:00", 0x9011: "+05:00"})
    assert found == CaptureTime(datetime(2026, 5, 1, 7, tzinfo=UTC), zone_known=True)


@pytest.mark.parametrize("offset", [None, "", "   :  ", "+99:99", "five"])
def test_capture_time_without_offset_stays_local(offset: str | None) -> None:
    """Lost without it: a camera's own clock would be passed off as UTC."""
    found = taken({0x9003: "2026:05:01 12:00:00"} | ({} if offset is None else {0x9011: offset}))
    assert found == CaptureTime(datetime(2026, 5, 1, 12), zone_known=False)


@pytest.mark.parametrize(
    "written", ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 10:00:00", "yesterday"]
)
def test_no_capture_time(written: str) -> None:
    """Lost without it: the blanks that cameras without a clock write would crash or count as a date."""
    assert taken({0x9003: written, 0x9011: "+05:00"}) is None


def test_year_one_with_offset() -> None:
    """Lost without it: a date before the calendar begins in UTC would crash the worker."""
    assert taken({0x9003: "0001:01:01 00:00:00", 0x9011: "+05:00"}) is None


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0junk" * 9, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"]
)
def test_broken_exif_is_no_reason_to_refuse(broken: bytes) -> None:
    """Lost without it: a good photo that a messenger mangled would be turned away."""
    stored = inspect_and_encode(encoded(photo(size=(64, 48)), "JPEG", exif=broken))
    assert (stored.width, stored.position, stored.taken) == (64, None, None)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_unknown_orientation_is_left(orientation: int) -> None:
    """Lost without it: a value outside 1 to 8 would crash or turn the photo."""
    assert inspect_and_encode(encoded(photo(size=(64, 48)), "JPEG", exif=exif(orientation))).width == 64


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left(kind: str) -> None:
    """Lost without it: a citizen's home, phone and name would be published with the photo."""
    secrets = exif(6, ALMATY, {0x9003: "2026:05:01 12:00:00", 0xA431: "SERIAL-4711"})
    secrets[0x010F], secrets[0x013B], secrets[0x9286] = "SecretMaker", "SecretArtist", b"SecretComment"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, Any] = {"exif": secrets.tobytes(), "icc_profile": profile}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SecretComment")
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = XMP
    if kind == "JPEG":
        options |= {"comment": b"SecretComment", "dpi": (300, 300)}
    data = encoded(photo(size=(300, 200)), kind, **options)
    assert b"Secret" in data
    stored = inspect_and_encode(data).jpeg
    for trace in (b"Secret", b"SERIAL", b"secret", b"2026:05", b"Exif", b"xmp", b"adobe", b"ICC_PROFILE", b"acsp"):
        assert trace not in stored
    assert set(opened(stored).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert dict(opened(stored).getexif()) == {}
    assert _segments(stored) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def _segments(jpeg: bytes) -> set[int]:
    """The markers before a JPEG's pixels; the APP and COM ones carry metadata."""
    markers, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        markers.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return markers


def test_stored_small_photo_is_not_the_original() -> None:
    """Lost without it: photos that need no resizing could be passed through as they came."""
    data = encoded(Image.new("RGB", (30, 30), "red"), "JPEG", comment=b"SecretComment")
    assert b"Secret" in data
    assert b"Secret" not in inspect_and_encode(data).jpeg
