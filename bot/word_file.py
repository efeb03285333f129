"""Word files: titles, paragraphs and a table as papers of state have them. No sentences of its own.

A4 in Times New Roman. Each run says its language, so that Word checks Kazakh as Kazakh and Russian as Russian.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.font import Font
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SIZE, TABLE_SIZE = Pt(14), Pt(11)
AUTHOR = "Tazalyq"
_MARGINS = {"left_margin": Mm(25), "right_margin": Mm(15), "top_margin": Mm(20), "bottom_margin": Mm(20)}
_INDENT = Mm(12.5)
# The library begins with a document of its own: with another program's name, a picture of itself, a hundred styles that
# pasted text would bring along, and the mode of an older Word. This is what we keep of it.
_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
_PARTS = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.THEME}
_SETTINGS = {qn(f"w:{name}") for name in ("defaultTabStop", "compat", "clrSchemeMapping")}
_WORD_MODE = "15"
"""Of Word 2013 and all later ones."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Said:
    """Text in a language, by its tag as in "kk-KZ"."""

    text: str
    language: str


class WordFile:
    """A document being written from top to bottom. The same calls give the same bytes."""

    def __init__(self, title: Said, day: date) -> None:
        """`title` is what the file is called in its properties, `day` when they say that it was made."""
        self._document = Document()
        self._without_template()
        self._laid_out(title.language)
        made_at = datetime.combine(day, time(), UTC)
        about = self._document.core_properties
        about.author = about.last_modified_by = AUTHOR
        about.title, about.language, about.comments = title.text, title.language, ""
        about.created = about.modified = made_at
        about.revision = 1

    def _without_template(self) -> None:
        part = self._document.part
        assert part.package is not None
        for relations, kept in ((part.package.rels, _PACKAGE), (part.rels, _PARTS)):
            for relation in [r for r in relations.values() if r.reltype not in kept]:
                relations.pop(relation.rId)
        for style in [s for s in self._document.styles if s.name not in _STYLES]:
            style.delete()
        settings = self._document.settings.element
        for setting in [s for s in settings if s.tag not in _SETTINGS]:
            settings.remove(setting)
        for mode in settings.iter(qn("w:compatSetting")):
            if mode.get(qn("w:name")) == "compatibilityMode":
                mode.set(qn("w:val"), _WORD_MODE)

    def _laid_out(self, language: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, width in _MARGINS.items():
            setattr(section, side, width)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, SIZE
        normal.element.rPr.rFonts.set(qn("w:cs"), FONT)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        for tag in self._document.styles.element.iter(qn("w:lang")):
            tag.set(qn("w:val"), language)

    def title(self, said: Said) -> None:
        """A bold line in the middle; it stays with what follows."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, said, bold=True)

    def under_title(self, said: Said) -> None:
        """A line in the middle below a title, with room after it."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = SIZE
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, said)

    def paragraph(self, said: Said) -> None:
        """Running text: justified, its first line set in."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = _INDENT
        paragraph.paragraph_format.space_after = SIZE
        _write(paragraph, said)

    def table(self, rows: Sequence[Sequence[Sequence[Said]]], widths: Sequence[float], centred: Container[int]) -> None:
        """Rows of cells, each of several lines; the first is the head. `widths` in millimetres; `centred`: columns.

        It is never broken over two pages.
        """
        table = self._document.add_table(len(rows), len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, (row, cells) in enumerate(zip(rows, table.rows, strict=True)):
            for n, (lines, cell) in enumerate(zip(row, cells.cells, strict=True)):
                for paragraph in _fill(cell, lines, bold=number == 0):
                    paragraph.paragraph_format.keep_with_next = number < len(rows) - 1
                    if number == 0 or n in centred:
                        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def content(self) -> bytes:
        """The file."""
        saved, packed = BytesIO(), BytesIO()
        self._document.save(saved)
        # The library stamps the parts of the archive with the present time.
        with ZipFile(saved) as found, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name in found.namelist():
                entry = ZipInfo(name, _EARLIEST)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, found.read(name))
        return packed.getvalue()


def _fill(cell: _Cell, lines: Sequence[Said], *, bold: bool) -> list[Paragraph]:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in lines[1:])]
    for paragraph, said in zip(paragraphs, lines, strict=True):
        _write(paragraph, said, bold=bold).size = TABLE_SIZE
    return paragraphs


def _write(paragraph: Paragraph, said: Said, *, bold: bool = False) -> Font:
    run = paragraph.add_run(said.text)
    run.bold = bold or None
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), said.language)
    run._r.get_or_add_rPr().append(language)
    return run.font
