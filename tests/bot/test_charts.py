"""Pictures: the same data is the same picture, every letter is there, and nothing makes the drawing fail."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from bot.charts import Bars, Chart, CountryMap, Trend, draw, from_json
from bot.charts.country import LABELS, albers
from bot.charts.scales import Colours, number, ticks
from bot.charts.sheet import FONTS, WIDTH, printable, width_of, wrapped
from bot.settings import ROOT
from services.geography import regions
from tests.bot import charts

KAZAKH = "әіңғүұқөһ"


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a picture, which is one that can be opened."""
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        return picture.size


@pytest.mark.parametrize("spec", charts.every(), ids=lambda spec: type(spec).__name__)
def test_a_spec_survives_the_outbox(spec: Chart) -> None:
    """Without it: what waits in the outbox as JSON could come out as another picture, or as none."""
    once = json.loads(json.dumps(spec.to_json()))
    again = from_json(once)
    assert type(again) is type(spec) and again.to_json() == once == spec.to_json()


@pytest.mark.parametrize("wrong", [{}, {"chart": "pie"}, {"chart": "map", "nonsense": 1}])
def test_what_is_no_spec_is_refused(wrong: dict[str, object]) -> None:
    """Without it: a spec of another version would be drawn as something it is not."""
    with pytest.raises((ValueError, TypeError)):
        from_json(wrong)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_each_chart_fits_a_phone_in_each_language(locale: str) -> None:
    """Without it: a picture could be too large for a slow line or too low to read, in one language only."""
    for spec in charts.every(locale):
        png = draw(spec)
        width, height = size(png)
        assert width == WIDTH and 480 <= height <= 1500 and len(png) < 200_000


def test_the_same_spec_is_the_same_bytes() -> None:
    """Without it: the same picture would be kept, and sent, as many different ones."""
    for spec in charts.every():
        assert draw(spec) == draw(from_json(spec.to_json()))


def test_another_process_draws_the_same_bytes() -> None:
    """Without it: the order in a set, or the date, could get into a picture."""
    code = (
        "import sys, hashlib; from tests.bot import charts; from bot.charts import draw; "
        "sys.stdout.write(hashlib.sha256(draw(charts.country())).hexdigest())"
    )
    run = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True) for _ in range(2)]
    assert run[0].stdout == run[1].stdout != "", run[0].stderr


def test_the_start_of_the_bot_waits_for_no_library_of_files() -> None:
    """Without it: every start, and every command, would load for seconds what only pictures and files need."""
    heavy = ("matplotlib", "numpy", "docx", "xlsxwriter", "python_calamine", "fpdf", "tqdm")
    code = f"import sys, bot.runtime, handlers, main; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter(bold: bool) -> None:
    """Without it: Kazakh words, sums and dashes would have boxes in them."""
    from fontTools.ttLib import TTFont

    known = TTFont(FONTS[bold]).getBestCmap()
    names = "".join(region.name(locale) for region in regions() for locale in ("kk", "ru", "en"))
    assert [char for char in KAZAKH + KAZAKH.upper() + "₸–—−…·•©№%\u00a0" + names if ord(char) not in known] == []


def test_what_the_font_lacks_is_left_out() -> None:
    """Without it: a category's emoji would be a box, or a warning that stops the drawing."""
    assert printable("🗑️ Қоқыс 👨‍👩‍👧") == "Қоқыс"
    assert draw(Bars("🧹", "", [("🗑️ Қоқыс $x$", 1.0, "1 $")]))


@pytest.mark.parametrize("spec", [
    charts.country(**{region.iso.replace("-", "_"): None for region in regions()}),
    charts.country(**{region.iso.replace("-", "_"): 0.0 for region in regions()}),
    charts.country(**{region.iso.replace("-", "_"): 7.0 for region in regions()}),
    charts.country(KZ_75=1_000_000.0, KZ_79=0.0),
    CountryMap("", "", {}, {}, {}, "", ""),
    Bars("", "", []), Bars("", "", [("", None, "—")]), Bars("", "", [("0", 0.0, "0")], marks=[None]),
    Trend("", "", [("", [])], []), Trend("", "", [("", [None])], ["1"]), Trend("", "", [("", [0.0])], ["1"]),
    Trend("", "", [("", [1e6, None, 3.0])] * 3, ["1", "2", "3"]),
])  # fmt: skip
def test_no_figures_stop_the_drawing(spec: Chart) -> None:
    """Without it: a quiet week, a new region or a giant would leave the message without its picture."""
    assert size(draw(spec))[0] == WIDTH


@pytest.mark.parametrize("spec", [
    Bars("", "", [("", 1.0, "")] * 21), Trend("", "", [], ["1"]), Trend("", "", [("", [1.0])] * 4, ["1"]),
    Trend("", "", [("", [1.0, 2.0])], ["1"]),
])  # fmt: skip
def test_what_cannot_be_told_apart_is_refused(spec: Chart) -> None:
    """Without it: figures would be left out of a picture in silence."""
    with pytest.raises(ValueError):
        draw(spec)


def test_every_region_has_its_place_on_the_map() -> None:
    """Without it: a region could be missing, or carry its neighbour's number."""
    assert set(LABELS) == {region.iso for region in regions()}
    assert len({(label.lon, label.lat) for label in LABELS.values()}) == len(LABELS)


def test_more_is_darker() -> None:
    """Without it: the map could show the region with least problems as the worst."""
    colours = Colours.of([0, 5, 10, 1000])
    places = [colours.place(value) for value in (0, 5, 10, 1000)]
    assert places == sorted(places) and places[0] == 0 and places[-1] == 1
    lights = [sum(int(colours.at(place)[n : n + 2], 16) for n in (1, 3, 5)) for place in (0, 0.25, 0.5, 0.75, 1)]
    assert lights == sorted(lights, reverse=True)


def test_one_giant_leaves_the_others_apart() -> None:
    """Without it: beside one region with a hundred times as many all others would have the same colour."""
    colours = Colours.of([*range(100, 120), 12_000])
    assert 0.1 < colours.place(110) < 0.6


def test_scales_have_round_numbers() -> None:
    """Without it: nobody could read a value between two lines."""
    assert ticks(0, 580, 6) == [0, 100, 200, 300, 400, 500, 600]
    assert ticks(0, 3) == [0, 1, 2, 3]
    assert ticks(0, 0.4) == [0, 0.1, 0.2, 0.3, 0.4]


def test_numbers_of_scales_are_written_as_the_language_does() -> None:
    """Without it: 1,500 would be one and a half to a Kazakh or Russian reader."""
    assert [number(1500, locale) for locale in ("kk", "ru", "en")] == ["1\u00a0500", "1\u00a0500", "1,500"]
    assert [number(0.5, locale, " %") for locale in ("kk", "en")] == ["0,5 %", "0.5 %"]


def test_long_labels_are_wrapped_and_not_cut() -> None:
    """Without it: the end of a category's name, which tells it from another, would be missing."""
    spec = charts.bars("kk")
    for label, _, _ in spec.rows:
        lines = wrapped(label, 560, 24, lines=2)
        assert " ".join(lines).replace("- ", "-") == label
        assert all(width_of(line, 24) <= 560 for line in lines)
    assert wrapped("Западно-Казахстанская", 200, 23) == ["Западно-", "Казахстанская"]


def test_the_country_is_upright_and_keeps_its_areas() -> None:
    """Without it: north would not be up, or a region would look larger than it is."""
    x, y = albers(67.0, 48.0)
    assert abs(x) < 1e-12 and abs(y) < 1e-12
    assert albers(67.0, 50.0)[1] > 0 and albers(70.0, 48.0)[0] > 0
