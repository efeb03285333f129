"""The official paragraph as a Word file: whole, in the right languages, and each time the same."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from bot.views.official import paragraph
from bot.views.official_paper import docx
from tests.views.test_official import NOTHING, WEEK, YEAR


def opened(content: bytes) -> Opened:
    return Document(BytesIO(content))


def language(run: Run) -> str:
    found = run._r.rPr.find(qn("w:lang"))
    return found.get(qn("w:val"))


def test_both_languages_stand_in_it_as_in_the_message() -> None:
    """Without it what is pasted could differ from what was sent, or be underlined in red from end to end."""
    document = opened(docx(("kk", "ru"), YEAR))
    runs = [run for p in document.paragraphs for run in p.runs]
    assert [run.text for run in runs] == [
        "TazaQazBot телеграм-ботына түскен өтінімдер туралы ақпарат",
        "2024 жылғы 31 желтоқсандағы жағдай бойынша",
        paragraph("kk", YEAR),
        "Информация о заявках, поступивших через телеграм-бот TazaQazBot",
        "по состоянию на 31 декабря 2024 года",
        paragraph("ru", YEAR),
    ]
    assert [language(run) for run in runs] == ["kk-KZ"] * 3 + ["ru-RU"] * 3


def test_the_table_shows_where_each_percentage_comes_from() -> None:
    """Without it 91 % could be printed for 88.7 % again, and nobody would see."""
    [table] = opened(docx(("kk", "ru"), replace(YEAR, overdue=7))).tables
    rows = [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in table.rows]
    assert rows[0] == ["№", "Көрсеткіш\nПоказатель", "Саны\nКоличество", "Формуласы\nФормула", "Үлесі\nДоля"]
    assert [row[2:] for row in rows[1:]] == [
        ["10 050", "(2) + (3) + (5) = 9 680 + 102 + 268", "–"],
        ["9 680", "(2) ÷ (1) = 9 680 ÷ 10 050", "96,3 %"],
        ["102", "(3) ÷ (1) = 102 ÷ 10 050", "1,0 %"],
        ["7", "(4) ÷ (3) = 7 ÷ 102", "6,9 %"],
        ["268", "(5) ÷ (1) = 268 ÷ 10 050", "2,7 %"],
        ["4 886", "–", "–"],
        ["4 335", "(7) ÷ (6) = 4 335 ÷ 4 886", "88,7 %"],
    ]
    languages = {language(run) for row in table.rows for p in row.cells[1].paragraphs for run in p.runs}
    assert languages == {"kk-KZ", "ru-RU"}


def test_few_cases_get_no_percentage() -> None:
    """Without it two of three would be 66.7 % of the akimat's work."""
    [table] = opened(docx(("ru",), replace(WEEK, in_work=3, executed=1, overdue=2, received=4))).tables
    assert [row.cells[4].text for row in table.rows] == ["Доля", *["–"] * 7]
    [table] = opened(docx(("ru",), NOTHING)).tables
    assert [row.cells[3].text for row in table.rows[1:]] == ["(2) + (3) + (5) = 0 + 0 + 0", *["–"] * 4]


def test_the_page_is_that_of_a_state_paper() -> None:
    """Without it the file would be set in another letter, on another paper, under another program's name."""
    document = opened(docx(("kk", "ru"), YEAR))
    [section] = document.sections
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    font = document.styles["Normal"].font
    assert (font.name, font.size) == ("Times New Roman", Pt(14))
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("Tazalyq", "Tazalyq", "")
    assert about.created == about.modified == datetime(2024, 12, 31, tzinfo=UTC)
    assert len(list(document.styles)) == 5


def test_nothing_of_the_library_s_own_document_stays() -> None:
    """Without it Word would open the paper in an old mode, with somebody's thumbnail and 400 KB of unused styles."""
    with ZipFile(BytesIO(docx(("kk", "ru"), YEAR))) as archive:
        names, settings = set(archive.namelist()), archive.read("word/settings.xml").decode()
    assert names == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml",
        "word/settings.xml", "word/theme/theme1.xml", "word/_rels/document.xml.rels",
    }  # fmt: skip
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    assert "rsid" not in settings and "proofState" not in settings


def test_the_same_figures_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a summary sent again would look like a corrected one."""
    first = docx(("kk", "ru"), YEAR)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 2, 3, 4, 5, 6, 0, 34, 0))
    assert docx(("kk", "ru"), YEAR) == first
    assert docx(("kk", "ru"), replace(YEAR, last=date(2024, 12, 30))) != first


def test_titles() -> None:
    """Without it a region's paper would not say whose it is, or a ministry could not give it a title of its own."""
    document = opened(docx(("kk", "ru"), WEEK, {"ru": "Справка"}))
    assert (
        document.paragraphs[0].text == "TazaQazBot телеграм-ботына түскен өтінімдер туралы ақпарат (Қарағанды облысы)"
    )
    assert document.paragraphs[3].text == "Справка"
