"""Every kind of photo people send becomes the same kind of stored photo."""

import asyncio
import hashlib
import threading
import warnings
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageOps

from services import images
from services.images import inspect_and_encode, process
from tests.services.pictures import encoded, exif, near, opened, photo, quadrants

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic")])
def test_each_format_is_stored_as_small_jpeg(kind: str, name: str) -> None:
    """Lost without it: a citizen with an iPhone (HEIC) or a screenshot (PNG) could not report anything."""
    data = encoded(photo(size=(2000, 1500)), kind)
    stored = inspect_and_encode(data)
    assert (stored.width, stored.height) == (1280, 960)
    assert opened(stored.jpeg).format == "JPEG"
    assert opened(stored.jpeg).size == (1280, 960)
    assert opened(stored.jpeg).mode == "RGB"
    assert stored.original_format == name
    assert stored.original_size == len(data)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert stored.position is None
    assert stored.taken is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_picture_itself_survives(kind: str) -> None:
    """Lost without it: swapped channels or a shifted band would go unnoticed while sizes stay right."""
    stored = opened(inspect_and_encode(encoded(quadrants((3000, 1500)), kind)).jpeg)
    assert near(stored.getpixel((300, 150)), RED, 25)
    assert near(stored.getpixel((900, 150)), GREEN, 25)
    assert near(stored.getpixel((300, 500)), BLUE, 25)
    assert near(stored.getpixel((900, 500)), YELLOW, 25)


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (1280, 20), (9000, 2), (2, 9000), (1281, 1280)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    """Lost without it: a strip or a dot would divide by zero or be blown up."""
    for kind in ("JPEG", "PNG"):
        stored = inspect_and_encode(encoded(Image.new("RGB", size, "green"), kind))
        assert max(stored.width, stored.height) == min(1280, max(size))
        assert min(stored.width, stored.height) >= 1


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    """Lost without it: a downloaded file would have to be carried through memory by the event loop."""
    data = encoded(photo(), "JPEG")
    (tmp_path / "a.bin").write_bytes(data)
    assert inspect_and_encode(tmp_path / "a.bin") == inspect_and_encode(data)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_orientation(kind: str, orientation: int) -> None:
    """Lost without it: photos taken upright would lie on their side in every queue."""
    tagged = quadrants()
    tagged.getexif()[0x0112] = orientation
    wanted = ImageOps.exif_transpose(tagged)
    stored = inspect_and_encode(encoded(quadrants(), kind, exif=exif(orientation)))
    assert (stored.width, stored.height) == wanted.size
    for spot in ((20, 20), (wanted.width - 20, 20), (20, wanted.height - 20)):
        assert near(opened(stored.jpeg).getpixel(spot), wanted.getpixel(spot), 30)


def test_heic_is_turned_once() -> None:
    """Lost without it: the HEIC reader turns pictures by itself, and a second turn would lay them down again."""
    stored = inspect_and_encode(encoded(quadrants(), "HEIF", exif=exif(6).tobytes()))
    assert (stored.width, stored.height) == (200, 400)
    assert near(opened(stored.jpeg).getpixel((180, 20)), RED, 40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF-like PNG"])
def test_animation_gives_its_first_frame(kind: str) -> None:
    """Lost without it: a moving picture would be refused, or a later frame shown in place of the first."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    options = {"default_image": True} if kind == "GIF-like PNG" else {}
    data = encoded(frames[0], kind.split()[-1], save_all=True, append_images=frames[1:], duration=100, **options)
    stored = inspect_and_encode(data)
    assert near(opened(stored.jpeg).getpixel((30, 20)), RED, 30)


def test_alpha_lies_on_white() -> None:
    """Lost without it: see-through screenshots would turn black."""
    clear = Image.new("RGBA", (3000, 2000), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (1500, 0, 3000, 2000))
    palette = Image.new("P", (50, 50), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    for data in (encoded(clear, "PNG"), encoded(clear, "WEBP"), encoded(clear, "HEIF")):
        stored = opened(inspect_and_encode(data).jpeg)
        assert near(stored.getpixel((100, 400)), (255, 255, 255))
        assert near(stored.getpixel((1200, 400)), BLUE)
    see_through = opened(inspect_and_encode(encoded(palette, "PNG", transparency=0)).jpeg)
    assert near(see_through.getpixel((25, 25)), (255, 255, 255))
    grey = inspect_and_encode(encoded(Image.new("LA", (50, 50), (0, 0)), "PNG"))
    assert near(opened(grey.jpeg).getpixel((25, 25)), (255, 255, 255))


def test_cmyk_jpeg() -> None:
    """Lost without it: pictures from print shops would come out as negatives."""
    stored = opened(inspect_and_encode(encoded(quadrants((3000, 1500)).convert("CMYK"), "JPEG")).jpeg)
    assert near(stored.getpixel((300, 150)), RED, 40)
    assert near(stored.getpixel((900, 500)), YELLOW, 40)


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (32768, 128), (65535, 255), (300, 1)])
def test_sixteen_bits(value: int, grey: int) -> None:
    """Lost without it: 16-bit greys are clipped, so that everything but black turns white."""
    stored = opened(inspect_and_encode(encoded(Image.new("I;16", (40, 40), value), "PNG")).jpeg)
    assert near(stored.getpixel((20, 20)), (grey,) * 3, 2)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA"])
def test_other_pixel_modes(mode: str) -> None:
    """Lost without it: bitmaps, greys and palettes would be refused or lose their colours."""
    original = quadrants((2700, 1400)).convert(mode)
    stored = opened(inspect_and_encode(encoded(original, "PNG")).jpeg)
    if mode != "1":  # a dithered bitmap has no colour to compare at one spot
        assert near(stored.getpixel((300, 150)), original.convert("RGB").getpixel((300, 150)), 25)
    assert stored.size == (1280, 664)


def test_colour_profile_is_applied() -> None:
    """Lost without it: photos in wide-gamut or calibrated colours would look dull once the profile is stripped."""
    swapped = _swapped_red_and_green()
    stored = opened(inspect_and_encode(encoded(Image.new("RGB", (50, 50), "red"), "JPEG", icc_profile=swapped)).jpeg)
    assert near(stored.getpixel((25, 25)), GREEN, 40)


@pytest.mark.parametrize(
    "profile", [b"nonsense", b"\0" * 200, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_useless_colour_profile_is_ignored(profile: bytes) -> None:
    """Lost without it: a damaged profile would refuse a good photo."""
    stored = opened(inspect_and_encode(encoded(Image.new("RGB", (50, 50), "red"), "PNG", icc_profile=profile)).jpeg)
    assert near(stored.getpixel((25, 25)), RED)


def _swapped_red_and_green() -> bytes:
    """An sRGB profile whose red and green primaries have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    for at in range(132, 132 + count * 12, 12):
        name = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
        if name == b"desc":  # no longer sRGB, and says so
            start, size = (int.from_bytes(profile[at + i : at + i + 4], "big") for i in (4, 8))
            profile[start : start + size] = bytes(profile[start : start + size]).replace(b"R\0G\0B", b"X\0Y\0Z")
    return bytes(profile)


async def test_process_leaves_the_loop_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost without it: one big photo would hold up every chat, and ten would take ten times the memory."""
    loop, busy, gate = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    running, most, lock = 0, 0, threading.Lock()

    def slow(data: bytes) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == images.WORKERS:
                loop.call_soon_threadsafe(busy.set)
        assert gate.wait(10)
        with lock:
            running -= 1
        return threading.current_thread().name

    monkeypatch.setattr(images, "inspect_and_encode", slow)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(process(bytes([n]))) for n in range(6)]
        await busy.wait()  # only possible while the loop is free
        gate.set()
    assert most == images.WORKERS
    assert all(task.result().startswith("media") for task in tasks)


async def test_process_gives_the_same() -> None:
    """Lost without it: the asynchronous door could lead somewhere else."""
    data = encoded(photo(), "JPEG")
    assert await process(data) == inspect_and_encode(data)


def test_no_warning_left_behind() -> None:
    """Lost without it: odd but good files would write loose lines to the error output of a running server."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        inspect_and_encode(encoded(quadrants().convert("P"), "PNG", transparency=bytes([0, 128, 255])))
        inspect_and_encode(encoded(photo(), "JPEG", exif=exif(3)))
        inspect_and_encode(encoded(photo(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"))
    assert caught == []
