"""The figures of a workbook: they are the statement's, add up by live formulas, and speak three languages."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.settings import LOCALES
from bot.translator import translator
from bot.views.workbook import table
from domain.words import Outcome
from services.figures import Figures
from services.ranking import PER
from services.statements import Statement
from tests.sheets.samples import ZONE, read, statement

EN = translator("en", ZONE)


def lines(sheet: list[list[Any]]) -> dict[str, list[Any]]:
    """The rows of a sheet by their first cell; of two with the same the upper one."""
    found: dict[str, list[Any]] = {}
    for row in sheet:
        if row and row[0] != "":
            found.setdefault(str(row[0]), row[1:])
    return found


def outcomes(f: Figures) -> list[int]:
    return [f.received, f.executed, f.of(Outcome.EXECUTED), f.of(Outcome.EXECUTED_LATE), f.in_work, f.overdue,
            f.of(Outcome.RETURNED), f.of(Outcome.REJECTED), f.of(Outcome.DUPLICATE), f.of(Outcome.WITHDRAWN),
            f.complaints()]  # fmt: skip


def test_the_summary_is_the_statement() -> None:
    """Without it: a figure could stand in the wrong line, or the previous period's in this one's column."""
    drawn = statement()
    total, before = drawn.total, drawn.before
    assert before is not None
    found = lines(read(table(EN, drawn))["Summary"])
    for name, of in (
        ("Received", lambda f: f.received), ("Executed", lambda f: f.executed),
        ("of which overdue", lambda f: f.overdue),
        ("Returned", lambda f: f.of(Outcome.RETURNED)), ("Complaints about work", lambda f: f.complaints()),
        ("Followers", lambda f: f.count("followers")),
    ):  # fmt: skip
        assert found[name][:3] == [of(total), of(before), of(total) - of(before)]
    assert found["On time"][:3] == [total.on_time_share.part, total.on_time_share.whole, total.on_time_share.value]


@pytest.mark.parametrize("region", [None, "KZ-79"])
def test_each_part_is_the_statement_and_the_parts_are_the_whole(region: str | None) -> None:
    """Without it: sheets could contradict each other, which is what the published figures are known for."""
    drawn = statement(region)
    sheets = read(table(EN, drawn))
    total = outcomes(drawn.total)
    place = "By region" if region is None else "By district"
    assert list(sheets) == ["Summary", "By category", place, "Times", "Illegal dumps"]
    for name in ("By category", place):
        found = lines(sheets[name])
        assert found["Total"][: len(total)] == total
        header = next(row for row in sheets[name] if "Received" in row)
        body = sheets[name][sheets[name].index(header) + 1 :]
        rows = body[: next(n for n, row in enumerate(body) if row[0] == "Total")]
        assert [sum(row[n + 1] for row in rows) for n in range(len(total))] == total
    assert lines(sheets["By category"])["Illegal dumps"][: len(total)] == outcomes(drawn.by_category["illegal_dump"])


def test_regions_are_compared_fairly() -> None:
    """Without it: regions would stand in an order that rewards having few requests."""
    drawn = statement()
    best = drawn.ranking[0]
    rows = [row for row in read(table(EN, drawn))["By region"] if len(row) > 15 and isinstance(row[15], float)]
    assert [row[1] for row in rows[:20]] == [place.figures.received for place in drawn.ranking]
    assert rows[0][14:16] == pytest.approx(list(best.on_time.interval), abs=1e-6)
    assert rows[0][17] == pytest.approx(best.per_head) and PER == 100_000


def test_sums_and_shares_are_live() -> None:
    """Without it: an analyst could not see how a figure comes about, nor change one and see what follows."""
    book = load_workbook(io.BytesIO(table(EN, statement())))
    values = load_workbook(io.BytesIO(table(EN, statement())), data_only=True)
    formulas = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    assert reckoned(cell.value, values[sheet.title]) == pytest.approx(
                        values[sheet.title][cell.coordinate].value
                    )
    assert formulas > 250


def reckoned(formula: str, sheet: Any) -> float:
    """What a formula of ours comes to, by the values in the cells it names."""

    def number(match: re.Match[str]) -> str:
        return str(sheet[match[0]].value or 0)

    summed = re.fullmatch(r"=SUM\((\w+):(\w+)\)", formula)
    if summed:
        return sum(cell.value for [cell] in sheet[f"{summed[1]}:{summed[2]}"])
    return float(eval(re.sub(r"[A-Z]+\d+", number, formula[1:])))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sheet_speaks_the_language_and_warns(locale: str) -> None:
    """Without it: made-up figures could be taken for real ones, and a sheet's name be too long to open."""
    t = translator(locale, ZONE)
    warning = {"kk": "ҮЛГІ ДЕРЕКТЕР", "ru": "СИНТЕТИЧЕСКИЕ ДАННЫЕ", "en": "SYNTHETIC DATA"}[locale]
    for region in (None, "KZ-79"):
        for name, sheet in read(table(t, statement(region))).items():
            assert len(name) <= 31 and not set("[]:*?/\\") & set(name)
            assert warning in str(sheet[1][0]) and "&" not in str(sheet)
        assert warning not in str(read(table(t, statement(region, synthetic=False))))


def test_few_cases_are_counts() -> None:
    """Without it: one request of two would be printed as 50 %."""
    drawn = Statement(statement().scope, statement().span, statement().as_of, {"territory": Figures({"executed": 2})})
    found = lines(read(table(EN, drawn))["By category"])
    assert found["Cleaning of an area"][11:13] == ["2 of 2", "2 of 2"]


def test_headers_stay_and_charts_are_native() -> None:
    """Without it: who scrolls would not know what a number is, and charts could not be changed."""
    book = load_workbook(io.BytesIO(table(EN, statement())))
    for sheet in book:
        assert sheet.freeze_panes and sheet.column_dimensions["A"].width > 20
    charts = {sheet.title: len(sheet._charts) for sheet in book if sheet._charts}
    assert charts == {"By category": 1, "By region": 1}
    assert book["By category"].auto_filter.ref and book["By category"].print_title_rows


def test_the_same_statement_gives_the_same_bytes() -> None:
    """Without it: what was sent once could not be recognised, and would be made and uploaded again for each reader."""
    assert table(EN, statement()) == table(EN, statement())
