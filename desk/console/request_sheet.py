"""A cooperation request as a Word document, for a meeting or a file on paper."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from desk.cells import clean
from desk.console.columns import CASES, WISH, Reading, Row, pairs

_LABEL, _VALUE = Cm(4.5), Cm(12)
_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"
_LANGUAGES = ("en-GB", "zh-CN")
_OWN_PARAGRAPH = ("export.description", "request.contacts")
_LEFT_OUT = ("case.asked", "export.records", "filter.kind", "inbox.reference")


def request_sheet(row: Row, reading: Reading, now: datetime, desk: str) -> bytes:
    """Return the document.

    Args:
        row: a case with its request.
        reading: for whom.
        now: the time.
        desk: name of the help desk.
    """
    words = reading.words
    document = Document()
    font = document.styles["Normal"].font
    font.name, font.size = _LATIN, Pt(10.5)
    # Without a font of its own Word shows Chinese in whatever it finds.
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), _CHINESE)
    about = document.core_properties
    about.author, about.title, about.created = desk, row.case.reference, now.replace(tzinfo=None)
    about.language, about.comments, about.modified = words.tag, "", about.created
    _spelling(document)
    _heading(document, words("request.title"), 0)
    _line(document, f"{row.case.reference} · {desk}")
    short = {key: value for key, value in WISH.items() if key not in _OWN_PARAGRAPH}
    _table(document, pairs(short, row, reading))
    for label, said in pairs({key: WISH[key] for key in _OWN_PARAGRAPH}, row, reading):
        _heading(document, label, 2)
        document.add_paragraph(clean(said))
    _heading(document, words("case.details"), 2)
    _table(document, pairs({key: value for key, value in CASES.items() if key not in _LEFT_OUT}, row, reading))
    _line(document, words("export.made", moment=words.moment(now)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _spelling(document: Paper) -> None:
    """Say in which languages the words are; the template says American English, so Word would mark the rest."""
    (language,) = document.styles.element.xpath("w:docDefaults//w:lang")
    language.set(qn("w:val"), _LANGUAGES[0])
    language.set(qn("w:eastAsia"), _LANGUAGES[1])


def _heading(document: Paper, text: str, level: int) -> None:
    heading = document.add_heading(clean(text), level)
    for run in heading.runs:
        run.font.name = _LATIN
        run._element.rPr.rFonts.set(qn("w:eastAsia"), _CHINESE)


def _line(document: Paper, text: str) -> None:
    run = document.add_paragraph().add_run(clean(text))
    run.italic = True
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _table(document: Paper, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Light List Accent 1")
    # No row is a heading; without this the first one, a name, is white on blue like the head of a table.
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstRow"), "0")
    look.set(qn("w:val"), "0480")
    for column, width in zip(table.columns, (_LABEL, _VALUE)):
        column.width = width
    for label, said in rows:
        left, right = table.add_row().cells
        left.width, right.width = _LABEL, _VALUE
        left.text, right.text = clean(label), clean(said)
