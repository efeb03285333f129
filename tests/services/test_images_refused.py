"""Files that are no photos, or not whole, or made to do harm."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from services.image_decoding import MAX_PIXELS, MAX_SIDE
from services.images import MAX_BYTES, StoredImage, inspect_and_encode
from services.media_errors import (
    Empty,
    MediaRefused,
    NotAnImage,
    TooBig,
    TooManyPixels,
    Truncated,
    UnsupportedFormat,
)
from tests.services.pictures import XMP, encoded, exif, photo, png_declaring

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")


def samples() -> dict[str, bytes]:
    """One small file of each kind, with all the metadata it can carry."""
    tags = exif(6, {1: "N", 2: (43.0, 14.0, 17.5), 3: "E", 4: (76.0, 56.0, 42.0)}, {0x9003: "2026:05:01 10:00:00"})
    small = photo(size=(160, 120))
    files = {kind: encoded(small, kind, exif=tags.tobytes(), xmp=XMP) for kind in KINDS if kind != "PNG"}
    return files | {
        "PNG": encoded(small, "PNG", exif=tags),
        "progressive": encoded(small, "JPEG", progressive=True),
        "animation": encoded(small, "WEBP", save_all=True, append_images=[photo(2, (160, 120))]),
    }


SAMPLES = samples()


@pytest.mark.parametrize("size", [(30_000, 30_000), (20_001, 10), (10, 20_001), (7_800, 7_800), (60_000, 60_000)])
def test_bomb_png_is_refused_before_decoding(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost without it: a file of 100 bytes could take gigabytes of memory and the bot with it."""

    def never(self: Image.Image) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", never)
    bomb = png_declaring(*size)
    assert len(bomb) < 200
    with pytest.raises(TooManyPixels) as refusal:
        inspect_and_encode(bomb)
    assert (refusal.value.max_pixels, refusal.value.max_side) == (MAX_PIXELS, MAX_SIDE)


def test_bomb_jpeg_and_webp() -> None:
    """Lost without it: the other formats would let through what PNG does not."""
    jpeg = bytearray(encoded(photo(size=(64, 64)), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = b"\xea\x60\xea\x60"
    lossless = bytearray(encoded(photo(size=(64, 64)), "WEBP", lossless=True))
    lossless[21:25] = (0x0FFFFFFF).to_bytes(4, "little")  # 16384 × 16384
    canvas = bytearray(SAMPLES["animation"])
    canvas[24:30] = b"\xff\x3f\x00\xff\x1f\x00"  # 16384 × 8192
    for bomb in (jpeg, lossless, canvas):
        with pytest.raises(MediaRefused) as refusal:
            inspect_and_encode(bytes(bomb))
        assert isinstance(refusal.value, TooManyPixels | Truncated)
    with pytest.raises(TooManyPixels):
        inspect_and_encode(bytes(jpeg))


def test_bomb_of_scans() -> None:
    """Lost without it: a JPEG that goes over its picture 200,000 times would hold a worker for hours."""
    data = SAMPLES["progressive"]
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert inspect_and_encode(data[:-2] + scan * 10 + data[-2:]).width == 160
    with pytest.raises(Truncated):
        inspect_and_encode(data[:-2] + scan * 100 + data[-2:])


def test_scans_of_an_appended_film_do_not_count() -> None:
    """Lost without it: bytes that look like scans, in a thumbnail or an appended film, would refuse good photos."""
    many = b"\xff\xda\x00\x08" * 200
    assert inspect_and_encode(SAMPLES["JPEG"] + many).width == 120
    assert inspect_and_encode(encoded(photo(size=(64, 48)), "JPEG", comment=many)).width == 64


def test_largest_picture_that_is_taken() -> None:
    """Lost without it: the limit could creep below the cameras people have."""
    stored = inspect_and_encode(encoded(Image.new("L", (20_000, 3_000), 90), "JPEG"))
    assert (stored.width, stored.height) == (1280, 192)


@pytest.mark.parametrize("kind", [*KINDS, "progressive"])
@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.8, 0.95])
def test_truncated(kind: str, part: float) -> None:
    """Lost without it: half-downloaded photos would be kept with a grey lower half, and the rest thrown away."""
    data = SAMPLES[kind]
    with pytest.raises(Truncated) as refusal:
        inspect_and_encode(data[: max(12, int(len(data) * part))])
    assert refusal.value.name in ("jpeg", "png", "webp", "heic")


def test_truncated_at_twelve_megapixels() -> None:
    """Lost without it: the shortcut for large JPEGs could stop reading before the end."""
    data = encoded(photo(size=(4000, 3000)), "JPEG")
    with pytest.raises(Truncated):
        inspect_and_encode(data[:-2000])


@pytest.mark.parametrize(
    "data",
    [
        "Сәлеметсіз бе! Бұл сурет емес.".encode(),
        b"%PDF-1.7 ...",
        b"PK\x03\x04" + bytes(100),
        b"<svg/>",
        b"\xff",
        b"\0" * 50,
    ],
)
def test_not_an_image(data: bytes, tmp_path: Path) -> None:
    """Lost without it: a text file called .jpg would be kept as a photo nobody can open."""
    (tmp_path / "photo.jpg").write_bytes(data)
    with pytest.raises(NotAnImage):
        inspect_and_encode(tmp_path / "photo.jpg")


@pytest.mark.parametrize(("kind", "name"), [("GIF", "gif"), ("TIFF", "tiff"), ("BMP", "bmp"), ("AVIF", "avif")])
def test_formats_not_taken_are_named(kind: str, name: str) -> None:
    """Lost without it: a person could not be told which kind of file to change."""
    with pytest.raises(UnsupportedFormat) as refusal:
        inspect_and_encode(encoded(photo(size=(40, 30)), kind))
    assert refusal.value.name == name


def test_empty_and_too_big(tmp_path: Path) -> None:
    """Lost without it: an empty download would pass as damaged, and a huge one would be read into memory."""
    for empty in (b"", tmp_path / "empty"):
        (tmp_path / "empty").touch()
        with pytest.raises(Empty):
            inspect_and_encode(empty)
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for huge in (bytes(MAX_BYTES + 1), tmp_path / "huge.jpg"):
        with pytest.raises(TooBig) as refusal:
            inspect_and_encode(huge)
        assert (refusal.value.size, refusal.value.limit) == (MAX_BYTES + 1, MAX_BYTES)


def test_another_format_cannot_be_smuggled_in() -> None:
    """Lost without it: a file that begins like a JPEG could reach one of Pillow's lesser readers."""
    with pytest.raises(Truncated):
        inspect_and_encode(b"\xff\xd8\xff" + encoded(photo(size=(40, 30)), "TIFF"))


def test_trailing_bytes_do_no_harm() -> None:
    """Lost without it: phones append a film or a depth map to their JPEGs, and those would be refused."""
    assert inspect_and_encode(SAMPLES["JPEG"] + b"MotionPhoto_Data" + bytes(5000)).width == 120


def refused_or_stored(data: bytes) -> None:
    """Fails on any outcome but a `MediaRefused` and a stored photo that opens."""
    try:
        stored = inspect_and_encode(data)
    except MediaRefused:
        return
    assert isinstance(stored, StoredImage)
    assert Image.open(io.BytesIO(stored.jpeg)).size == (stored.width, stored.height)


@given(st.binary(max_size=400), st.sampled_from([b"", *(data[:64] for data in SAMPLES.values())]))
def test_random_bytes_raise_nothing_else(data: bytes, start: bytes) -> None:
    """Lost without it: a file made to fail would crash the worker instead of being declined."""
    refused_or_stored(start + data)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 2**32), st.integers(1, 12), st.booleans())
def test_damaged_files_raise_nothing_else(kind: str, seed: int, changes: int, in_head: bool) -> None:
    """Lost without it: real photos with broken metadata or data would crash the worker."""
    rng = random.Random(seed)
    data = bytearray(SAMPLES[kind])
    for _ in range(changes):
        data[rng.randrange(min(600, len(data)) if in_head else len(data))] = rng.randrange(256)
    refused_or_stored(bytes(data))
