"""Draw the built-in pictures of the sandbox into `sandbox/pictures/`, the same ones at every run.

    python scripts/draw_pictures.py [--out sandbox/pictures] [--only open_manhole]

Beside the JPEGs it writes `names.json`: file → label in kk, ru and en, and whether it shows a place before or after
the cleaning. One picture carries a GPS position in its EXIF, as a phone's photo sent as a file does.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from painting import open_land, town
from painting.canvas import Canvas
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

MAX_BYTES = 150_000
SHYMKENT = (42.318900, 69.596700)


class Picture(NamedTuple):
    """One picture: how it is drawn, from which seed, what it is called, what it shows, where it was taken."""

    draw: Callable[[Canvas], None]
    seed: int
    kk: str
    ru: str
    en: str
    shows: str = "before"
    place: tuple[float, float] | None = None


PICTURES = {
    "steppe_dump_before": Picture(
        partial(open_land.steppe_dump, clean=False),
        11,
        "Даладағы заңсыз қоқыс",
        "Свалка в степи",
        "Illegal dump in the steppe",
    ),
    "steppe_dump_after": Picture(
        partial(open_land.steppe_dump, clean=True), 11, "Дала тазартылды", "Степь убрана", "Steppe cleaned", "after"
    ),
    "yard_bins_before": Picture(
        partial(town.yard_bins, clean=False),
        22,
        "Ауладағы толған жәшіктер",
        "Переполненные баки во дворе",
        "Overflowing bins in a yard",
    ),
    "yard_bins_after": Picture(
        partial(town.yard_bins, clean=True), 22, "Қоқыс шығарылды", "Баки вывезены", "Bins emptied", "after"
    ),
    "park_litter_before": Picture(
        partial(open_land.park_litter, clean=False), 33, "Саябақтағы қоқыс", "Мусор в парке", "Litter in a park"
    ),
    "park_litter_after": Picture(
        partial(open_land.park_litter, clean=True), 33, "Саябақ жиналды", "Парк убран", "Park cleaned", "after"
    ),
    "open_manhole": Picture(town.open_manhole, 44, "Ашық құдық", "Открытый люк", "Open manhole"),
    "broken_light": Picture(town.broken_light, 55, "Жанбайтын көше шамы", "Сломанный фонарь", "Broken street light"),
    "construction_waste": Picture(
        town.construction_waste, 66, "Құрылыс қалдықтары", "Строительный мусор", "Construction waste"
    ),
    "ditch_litter_gps": Picture(
        open_land.ditch_litter,
        77,
        "Арықтағы қоқыс (GPS, Шымкент)",
        "Мусор в арыке (GPS, Шымкент)",
        "Litter in a ditch (GPS, Shymkent)",
        place=SHYMKENT,
    ),
}


def main() -> None:
    """Draw everything, or one picture, into the folder asked for."""
    parser = argparse.ArgumentParser(description="Draw the sandbox's built-in pictures.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "sandbox" / "pictures")
    parser.add_argument("--only", choices=PICTURES, help="draw this picture alone and leave names.json as it is")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in [asked.only] if asked.only else PICTURES:
        picture = PICTURES[name]
        canvas = Canvas(picture.seed)
        picture.draw(canvas)
        content = encode(canvas.finish(), picture.place)
        (asked.out / f"{name}.jpg").write_bytes(content)
        print(f"{name}.jpg  {len(content):,} bytes")
    if not asked.only:
        write_names(asked.out / "names.json")


def write_names(path: Path) -> None:
    """The labels of all pictures as JSON: file → kk, ru, en, before or after, position."""
    names = {
        f"{name}.jpg": {
            "kk": picture.kk,
            "ru": picture.ru,
            "en": picture.en,
            "shows": picture.shows,
            "gps": list(picture.place) if picture.place else None,
        }
        for name, picture in PICTURES.items()
    }
    path.write_text(json.dumps(names, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def encode(picture: Image.Image, place: tuple[float, float] | None) -> bytes:
    """The picture as JPEG of at most MAX_BYTES, as good as that allows, with the place (lat, lon) in its EXIF."""
    exif = gps_exif(*place) if place else Image.Exif()
    for quality in range(88, 40, -4):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True, exif=exif)
        if buffer.tell() <= MAX_BYTES:
            return buffer.getvalue()
    raise ValueError(f"the picture does not fit into {MAX_BYTES} bytes at any bearable quality")


def gps_exif(latitude: float, longitude: float) -> Image.Exif:
    """EXIF as a phone writes it: maker, time and a position in degrees, minutes and seconds."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Tazalyq", "Sandbox"
    exif[Base.DateTime] = "2026:06:01 10:30:00"
    position = exif.get_ifd(IFD.GPSInfo)
    position[GPS.GPSLatitudeRef], position[GPS.GPSLatitude] = "N" if latitude >= 0 else "S", _sexagesimal(latitude)
    position[GPS.GPSLongitudeRef], position[GPS.GPSLongitude] = "E" if longitude >= 0 else "W", _sexagesimal(longitude)
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = abs(degrees) % 1 * 60
    return float(int(abs(degrees))), float(int(minutes)), round(minutes % 1 * 60, 2)


if __name__ == "__main__":
    main()
