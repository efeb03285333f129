"""Raw rows: whatever people have written stays text, in every part, and memory does not grow with the rows."""

import csv
import io
import tracemalloc
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.settings import LOCALES
from bot.sheets import csv_rows, parts
from bot.sheets.books import Books, CsvFiles
from bot.sheets.safe import inert
from bot.translator import translator
from bot.views import sheet_rows, workbook
from services.export_rows import ExportRow
from tests.sheets.samples import AS_OF, ZONE, read, row, statement

EN = translator("en", ZONE)
FORBIDDEN = {*map(chr, range(32)), "\x7f"} - {"\t", "\n", "\r"}
anything = st.text(max_size=40) | st.sampled_from("=+-@\t\r\n").flatmap(
    lambda first: st.text(max_size=20).map(lambda rest: first + rest)
)


def written(folder: Path, rows: list[ExportRow], locale: str = "en", *, figures: bool = False) -> list[Path]:
    """Workbooks of rows."""
    t = translator(locale, ZONE)
    sheets = workbook.sheets(t, statement()) if figures else ()
    books = Books(folder, "rows", sheets, sheet_rows.sheet(t, statement(), named=True))
    books.add(sheet_rows.cells(t, named=True)(rows))
    return books.close()


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(anything, min_size=1, max_size=8))
def test_text_never_becomes_a_formula(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Without it: a citizen could run a program on an officer's computer, or break the file with one letter."""
    folder = tmp_path_factory.mktemp("rows")
    [path] = written(folder, [row(n, description=text) for n, text in enumerate(texts, 1)])
    sheet = load_workbook(path)["Requests"]
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    shown = [str(line[8]) for line in read(path.read_bytes())["Requests"][2:]]
    # What XML forbids is left out; everything else is there, letter by letter.
    expected = ["".join(c for c in text if c not in FORBIDDEN and c not in "\ufffe\uffff") for text in texts]
    assert shown[: len(texts)] == expected


@given(text=anything)
def test_csv_text_is_inert(text: str) -> None:
    """Without it: a program that opens the file would run what begins with = + - @, tab or a carriage return."""
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert inert(text).removeprefix("'") == "".join(
        c for c in text if c not in FORBIDDEN and c not in "\ufffe\uffff"
    ).removeprefix("'")


@pytest.mark.parametrize("locale", LOCALES)
def test_rows_come_back_as_they_were(tmp_path: Path, locale: str) -> None:
    """Without it: a number could be read as text, a moment in another zone, a column stand under another's name."""
    t = translator(locale, ZONE)
    one = row(10482, description="a\r\n b ", stars=5, litres=12_500, fine=43_250, lat=42.320512345, executor="Айгүл")
    [path] = written(tmp_path, [one], locale, figures=True)
    sheets = read(path.read_bytes())
    header, cells = list(sheets.values())[-1][1:3]
    names = [column.title for column in sheet_rows.columns(t, named=True)]
    keys = [column.key for column in sheet_rows.columns(t, named=True)]
    assert header == names and len(sheets) == 6
    found = dict(zip(keys, cells, strict=True))
    assert (found["number"], found["stars"], found["fine"], found["litres"]) == (10482, 5, 43_250, 12.5)
    assert found["lat"] == 42.320512 and found["executor"] == "Айгүл" and found["description"] == "a\r\n b "
    local = one.sent_at.astimezone(ZONE).replace(tzinfo=None)
    assert abs((found["sent_at"] - local).total_seconds()) < 1 and found["closed_at"] == ""


@pytest.mark.parametrize("locale", LOCALES)
def test_csv_is_what_the_country_s_excel_expects(tmp_path: Path, locale: str) -> None:
    """Without it: everything would stand in one column, and 42.32 become a date."""
    t = translator(locale, ZONE)
    files = CsvFiles(tmp_path, "rows", sheet_rows.columns(t, named=False), locale, ZONE)
    files.add(sheet_rows.cells(t, named=False)([row(1, lat=42.32, description='say "no"; or, =1')]))
    [path] = files.close()
    separator, point = csv_rows.SEPARATORS[locale]
    text = path.read_bytes().decode("utf-8-sig")
    header, cells = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = dict(zip(header, cells, strict=True))
    assert path.name == "rows-1.csv" and f"42{point}32" in cells and 'say "no"; or, =1' in found.values()


def test_what_is_too_large_is_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a file that no bot can send, or that Excel cuts off at its last row, would be all there is."""
    rows = [row(n, description=f"{n} " * 200) for n in range(1, 2501)]
    for limit, value in (("MOST_ROWS", 1200), ("MOST_BYTES", 5_000)):
        with monkeypatch.context() as limited:
            limited.setattr(parts, limit, value)
            books = written(tmp_path, rows, figures=True)
            files = CsvFiles(tmp_path, "rows", sheet_rows.columns(EN, named=True), "en", ZONE)
            limited.setattr(csv_rows, "PLAIN", 0)
            files.add(sheet_rows.cells(EN, named=True)(rows))
            zipped = files.close()
        sheets = [read(path.read_bytes()) for path in books]
        numbers = [line[0] for sheet in sheets for line in sheet["Requests"][2:]]
        assert numbers == [r.number for r in rows] and len(books) > 1
        assert "Summary" in sheets[0] and list(sheets[1]) == ["Requests"]
        assert len(zipped) > 1 and all(path.name.endswith(".csv.zip") for path in zipped)
        lines = 0
        for path in zipped:
            with ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
                header, *body = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
                lines += len(body)
                assert header[0] == "Number"
        assert lines == len(rows)


def test_nothing_to_write_is_a_file_too(tmp_path: Path) -> None:
    """Without it: who asks for a quiet week would wait for ever."""
    [path] = written(tmp_path, [], figures=True)
    assert len(read(path.read_bytes())["Requests"]) == 2
    [path] = CsvFiles(tmp_path, "none", sheet_rows.columns(EN, named=True), "en", ZONE).close()
    assert path.read_text(encoding="utf-8-sig").startswith("Number,")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, form: str) -> None:
    """Without it: a million rows would need the memory of a hundred thousand times ten."""
    made: Books | CsvFiles = Books(tmp_path, "rows", (), sheet_rows.sheet(EN, statement(), named=True))
    if form == "csv":
        made = CsvFiles(tmp_path, "rows", sheet_rows.columns(EN, named=True), "en", ZONE)
    cells = sheet_rows.cells(EN, named=True)

    def batch(begin: int) -> list[ExportRow]:
        return [row(n, description=f"{n} улица", sent_at=AS_OF) for n in range(begin, begin + 500)]

    for begin in range(0, 4000, 500):
        made.add(cells(batch(begin)))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for begin in range(4000, 12_000, 500):
            made.add(cells(batch(begin)))
        kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    made.close()
    assert kept < 500_000
