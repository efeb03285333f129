"""The pictures the sandbox offers, as files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.ExifTags import IFD

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "sandbox" / "pictures"
NAMES = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
MAX_BYTES = 150_000


def test_every_picture_has_its_names_in_three_languages() -> None:
    """Without it the page would show file names instead of labels."""
    assert {path.name for path in FOLDER.glob("*.jpg")} == set(NAMES)
    for about in NAMES.values():
        assert all(about[language] for language in ("kk", "ru", "en"))
        assert about["shows"] in {"before", "after"}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_picture_is_a_small_photo(name: str) -> None:
    """Without it the repository would grow and albums in the page would load slowly."""
    assert (FOLDER / name).stat().st_size <= MAX_BYTES
    with Image.open(FOLDER / name) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (1280, 960)


def test_every_cleaned_place_has_its_dirty_twin() -> None:
    """Without it a photo report could not be played with matching pictures."""
    after = {name for name, about in NAMES.items() if about["shows"] == "after"}
    assert len(after) == 3
    assert {name.replace("_after", "_before") for name in after} <= set(NAMES)


def test_only_the_gps_picture_says_where_it_was_taken() -> None:
    """Without it the reading of positions from EXIF could not be tried, or would be tried on the wrong picture."""
    for name, about in NAMES.items():
        with Image.open(FOLDER / name) as picture:
            position = picture.getexif().get_ifd(IFD.GPSInfo)
        if not name.endswith("_gps.jpg"):
            assert not position
            assert about["gps"] is None
            continue
        latitude, longitude = (float(d + m / 60 + s / 3600) for d, m, s in (position[2], position[4]))
        assert (latitude, longitude) == pytest.approx(about["gps"], abs=1e-5)
        assert 42.2 < latitude < 42.5
        assert 69.4 < longitude < 69.8


def test_pictures_are_drawn_the_same_again(tmp_path: Path) -> None:
    """Without it the committed pictures and the script that draws them would drift apart."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "draw_pictures.py"),
        "--out",
        str(tmp_path),
        "--only",
        "open_manhole",
    ]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(tmp_path / "open_manhole.jpg") as again, Image.open(FOLDER / "open_manhole.jpg") as committed:
        difference = ImageStat.Stat(ImageChops.difference(again, committed)).mean
    assert max(difference) < 1
