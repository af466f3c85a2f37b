"""A sheet of paper: A4 by GOST R 7.0.97, one typeface, and the same bytes for the same content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Whole
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from domain.appeals import straight

TYPEFACE = "Times New Roman"
#: points: of the text, and of what stands small in the corners
TEXT, SMALL = 14.0, 10.0
#: millimetres
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20
WIDTH = 210 - LEFT - RIGHT
INDENT = 12.5

CENTRE, JUSTIFIED, TO_RIGHT = ALIGN.CENTER, ALIGN.JUSTIFY, ALIGN.RIGHT

#: letters that XML cannot hold; people paste them
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: what the library's own template is made of besides: a picture, its maker's name, spare styles
_NEEDLESS = {REL.EXTENDED_PROPERTIES, REL.THUMBNAIL, REL.CUSTOM_XML, REL.WEB_SETTINGS}
_NEEDLESS.add("http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects")
_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "Table Grid", "header", "footer"}
#: a zip's earliest moment: when a document was packed is nobody's business and changes its bytes
_PACKED = (1980, 1, 1, 0, 0, 0)
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


class Paper:
    """A document that is being written; `author` is the ministry."""

    def __init__(self, title: str, author: str) -> None:
        self._whole = Document()
        self._bare()
        self._set_page()
        self._set_style()
        about = self._whole.core_properties
        about.title, about.author, about.language = title, author, "ru-RU"
        about.comments, about.last_modified_by = "", author
        about.created = about.modified = _UNDATED

    @property
    def body(self) -> Whole:
        return self._whole

    def table(self, *widths: float, lined: bool = False) -> Table:
        """An empty table with columns of so many millimetres."""
        table: Table = self._whole.add_table(0, len(widths), "Table Grid" if lined else None)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def number_pages(self) -> None:
        """At the head of every page but the first."""
        section = self._whole.sections[0]
        section.different_first_page_header_footer = True
        run = section.header.paragraphs[0].add_run()
        run.font.size = Pt(SMALL + 2)
        section.header.paragraphs[0].alignment = CENTRE
        field = OxmlElement("w:fldSimple", attrs={qn("w:instr"): "PAGE"})
        run._r.addprevious(field)
        field.append(run._r)

    def at_foot(self, lines: Sequence[str]) -> None:
        """Lines at the foot of the last page, in its lower left corner. They stand in a frame and
        not in a footer, which would be on every page, and go where the next paragraph goes."""
        frame = {"w": str(int(Mm(WIDTH).twips)), "wrap": "notBeside", "vAnchor": "margin"}
        frame |= {"hAnchor": "margin", "xAlign": "left", "yAlign": "bottom", "hRule": "auto"}
        for text in lines:
            paragraph = line(self._whole, text, SMALL)
            mark = OxmlElement("w:framePr", attrs={qn(f"w:{k}"): v for k, v in frame.items()})
            paragraph._p.get_or_add_pPr().insert(0, mark)

    def packed(self) -> bytes:
        """The whole as a file."""
        loose, tight = BytesIO(), BytesIO()
        self._whole.save(loose)
        with zipfile.ZipFile(loose) as source, zipfile.ZipFile(tight, "w") as target:
            for name in source.namelist():
                about = zipfile.ZipInfo(name, _PACKED)
                about.create_system = 0  # else it tells the machine's kind
                target.writestr(about, source.read(name), zipfile.ZIP_DEFLATED)
        return tight.getvalue()

    def _bare(self) -> None:
        package, main = self._whole.part.package, self._whole.part
        for rels in (package.rels, main.rels):
            for key in [key for key, rel in rels.items() if rel.reltype in _NEEDLESS]:
                del rels[key]
        styles: Any = self._whole.styles.element
        for style in styles.findall(qn("w:style")):
            if style.find(qn("w:name")).get(qn("w:val")) not in _STYLES:
                styles.remove(style)

    def _set_page(self) -> None:
        section = self._whole.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.header_distance = section.footer_distance = Mm(10)

    def _set_style(self) -> None:
        """In the defaults, where no theme of the reader's programme comes before it."""
        styles: Any = self._whole.styles.element
        (run,) = styles.iterfind(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr"))
        fonts, language = run.find(qn("w:rFonts")), run.find(qn("w:lang"))
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), TYPEFACE)
        language.set(qn("w:val"), "ru-RU")
        self._whole.styles["Normal"].font.size = Pt(TEXT)


def row(table: Table) -> tuple[_Cell, ...]:
    """A new row that is not torn by the end of a page."""
    added: Any = table.add_row()  # type: ignore[no-untyped-call] # the library forgot one
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in added.cells:
        cell._element.remove(cell.paragraphs[0]._p)
    return tuple(added.cells)


def line(  # noqa: PLR0913 - a paragraph has this look
    where: Whole | _Cell,
    text: str,
    size: float = TEXT,
    align: ALIGN | None = None,
    *,
    bold: bool = False,
    indent: float = 0,
    after: float = 0,
    together: bool = False,
) -> Paragraph:
    """A paragraph. `indent` is in millimetres, `after` in points; `together` keeps it whole and on
    the page of what follows."""
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(after), 1.15
    shape.first_line_indent = Mm(indent)
    shape.keep_with_next = shape.keep_together = together
    run = paragraph.add_run(_NOT_XML.sub("", straight(text)))
    run.font.size, run.bold = Pt(size), bold
    return paragraph


def outlined(paragraph: Paragraph) -> None:
    """A heading for whoever goes from one to the next, or has the document read out."""
    level: Any = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().append(level)
