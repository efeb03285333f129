"""The difference hash: near for the same picture, far for another."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from services.images import difference_hash, hamming, inspect_and_encode
from tests.services.pictures import encoded, photo

BIGINT = st.integers(-(2**63), 2**63 - 1)


@pytest.mark.parametrize("seed", range(1, 9))
def test_stable_when_recompressed_or_resized(seed: int) -> None:
    """Lost without it: a photo report re-used after passing through a messenger would not be recognised."""
    original = photo(seed, (1600, 1200))
    first = inspect_and_encode(encoded(original, "JPEG", quality=95)).dhash
    again = [
        encoded(original, "JPEG", quality=35),
        encoded(original.resize((640, 480)), "JPEG", quality=70),
        encoded(original.resize((320, 240)), "PNG"),
        encoded(original, "WEBP", quality=50),
        encoded(original, "HEIF", quality=50),
    ]
    assert max(hamming(first, inspect_and_encode(data).dhash) for data in again) <= 6


def test_far_between_different_pictures() -> None:
    """Lost without it: honest photos would be taken for copies of each other."""
    hashes = [inspect_and_encode(encoded(photo(seed, (400, 300)), "JPEG")).dhash for seed in range(20)]
    assert min(hamming(a, b) for a, b in itertools.combinations(hashes, 2)) >= 12


def test_known_values() -> None:
    """Lost without it: hashes already stored would no longer compare with new ones after a change of the code."""
    falling = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).convert("RGB")
    rising = falling.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert {difference_hash(falling), difference_hash(rising)} == {-1, 0}
    half = Image.new("RGB", (90, 80), "black")
    half.paste("white", (0, 0, 90, 40))
    assert difference_hash(half) == 0
    step = Image.new("RGB", (90, 80), "white")
    step.paste("black", (50, 0, 90, 80))
    assert difference_hash(step) == int("00001000" * 8, 2)


def test_fits_bigint() -> None:
    """Lost without it: half of all hashes would overflow the database's column."""
    hashes = [difference_hash(photo(seed, (90, 80))) for seed in range(30)]
    assert all(-(2**63) <= value < 2**63 for value in hashes)
    assert min(hashes) < 0 < max(hashes)


@given(BIGINT, BIGINT)
def test_hamming(a: int, b: int) -> None:
    """Lost without it: the sign bit would be counted wrong, and every second comparison with it."""
    unsigned = bin((a % 2**64) ^ (b % 2**64)).count("1")
    assert hamming(a, b) == hamming(b, a) == unsigned
    assert hamming(a, a) == 0
    assert hamming(a, ~a) == 64
