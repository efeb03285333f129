"""Photos found again by their prints: none within the distance is missed, and the same spot is not the same photo."""

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.settings import ROOT
from models import PhotoPrint
from models.database import Database
from services import photo_prints
from services.images import hamming, inspect_and_encode
from services.photo_prints import DISTANCE, bands, neighbours, same_picture, tells
from tests.services.pictures import encoded

HASHES = st.integers(-(2**63), 2**63 - 1)
FLIPS = st.sets(st.integers(0, 63), max_size=DISTANCE)
PICTURES = ROOT / "sandbox" / "pictures"
SCENES = ("park_litter", "yard_bins", "steppe_dump")


def flipped(dhash: int, flips: set[int]) -> int:
    """The hash with these bits turned over, signed as before."""
    unsigned = dhash & (1 << 64) - 1
    for bit in flips:
        unsigned ^= 1 << bit
    return unsigned - (1 << 64) if unsigned >> 63 else unsigned


@given(HASHES, FLIPS)
def test_a_close_hash_shares_a_band_or_its_neighbour(dhash: int, flips: set[int]) -> None:
    """Without it: some photos used twice would never be found, depending on where their bits differ."""
    other = flipped(dhash, flips)
    assert hamming(dhash, other) == len(flips)
    assert any(b in neighbours(a) for a, b in zip(bands(dhash), bands(other), strict=True))


async def test_the_database_finds_each_close_hash(database: Database) -> None:
    """Without it: the look-up in the tables could miss what the arithmetic promises."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(HASHES.filter(tells), FLIPS), min_size=1, max_size=5))
    def _collect(pairs: list[tuple[int, set[int]]]) -> None:
        kept.extend(pairs)

    kept: list[tuple[int, set[int]]] = []
    _collect()
    async with database.begin() as session:
        for number, (dhash, _) in enumerate(kept, 1):
            await photo_prints.remember(session, "KZ-79", number, dhash)
            await photo_prints.remember(session, "KZ-79", number, dhash)
        for number, (dhash, flips) in enumerate(kept, 1):
            assert number in await photo_prints.with_close_hash(session, "KZ-79", flipped(dhash, flips))
        assert await photo_prints.with_close_hash(session, "KZ-75", kept[0][0]) == set()
        await photo_prints.remember(session, "KZ-75", 1, 0)
        await photo_prints.remember(session, "KZ-75", 2, None)
        assert await session.get(PhotoPrint, ("KZ-75", 0, 0, 1)) is None


def changed(image: Image.Image) -> list[bytes]:
    """The same picture as it comes back from messengers and galleries."""
    width, height = image.size
    return [
        encoded(image, "JPEG", quality=30),
        encoded(image.resize((width // 2, height // 2)), "JPEG", quality=60),
        encoded(image.resize((320, 320 * height // width)), "JPEG", quality=40),
        encoded(image.point(lambda level: min(255, int(level * 1.25))), "JPEG"),
        encoded(image.point(lambda level: int(255 * (level / 255) ** 0.7)), "WEBP"),
    ]


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.jpg")), ids=lambda path: path.stem)
def test_a_changed_copy_is_the_same_picture(path: object) -> None:
    """Without it: a photo sent a second time would pass once it has been made smaller or brighter."""
    data = (PICTURES / str(path)).read_bytes()
    original, image = inspect_and_encode(data), Image.open(io.BytesIO(data)).convert("RGB")
    for copy in map(inspect_and_encode, changed(image)):
        assert hamming(original.dhash, copy.dhash) <= DISTANCE
        assert same_picture(original.glance, copy.glance)


@pytest.mark.parametrize("scene", SCENES)
def test_after_the_work_the_same_spot_is_another_picture(scene: str) -> None:
    """Without it: whoever takes an honest photo from where the citizen stood would be suspected."""
    before, after = (inspect_and_encode(PICTURES / f"{scene}_{when}.jpg") for when in ("before", "after"))
    assert hamming(before.dhash, after.dhash) <= DISTANCE, "the hash alone cannot tell them apart"
    assert not same_picture(before.glance, after.glance)


def test_different_pictures_are_different() -> None:
    """Without it: any two photos of grass and sky would be taken for one."""
    glances = [inspect_and_encode(path).glance for path in PICTURES.glob("*.jpg")]
    assert not any(same_picture(a, b) for a, b in itertools.combinations(glances, 2))


def test_plain_surfaces_say_nothing() -> None:
    """Without it: two photos of the night, or of fog, would be the same photo."""
    night = inspect_and_encode(encoded(Image.new("RGB", (640, 480), (3, 3, 4)), "JPEG"))
    assert not tells(night.dhash) and not same_picture(night.glance, night.glance)
    assert not same_picture(None, None) and not same_picture(night.glance, b"")
