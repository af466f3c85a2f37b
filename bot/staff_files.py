"""Staff lists as files: XLSX and CSV as offices save them, read as plain text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from domain.staff_lines import Sheet

#: more than any ministry has; a file beyond is a mistake
MOST_ROWS = 50_000
MOST_COLUMNS = 60


class BadFile(Exception):
    """The file cannot be read at all; the sentence says why and how to mend it."""


def read(path: Path) -> list[Sheet]:
    """Every sheet of the file. Formulas are not reckoned and links not followed."""
    if not path.is_file():
        raise BadFile(f"{path}: there is no such file")
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _workbook(path)
    if kind == ".csv":
        return [_csv(path)]
    raise BadFile(f"{path}: save it as .xlsx or .csv: {kind or 'no ending'} is not read here")


def _workbook(path: Path) -> list[Sheet]:
    # Here and not above: openpyxl takes a moment, and not every command needs it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as trouble:
        raise BadFile(
            f"{path}: is no workbook that can be read ({type(trouble).__name__}): open it, take"
            " off a password if there is one, and save it as .xlsx anew"
        ) from None
    try:
        sheets = []
        for sheet in book.worksheets:
            place = f"{path.name}, sheet {sheet.title}"
            # What some programs write about the size of a sheet is wrong.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            sheets.append(_sheet(place, rows))
        return sheets
    finally:
        book.close()


def _csv(path: Path) -> Sheet:
    body = path.read_bytes()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = body.decode("cp1251")
        except UnicodeDecodeError:
            raise BadFile(f"{path}: save it in UTF-8 or Windows-1251") from None
    if "\0" in text:
        raise BadFile(f"{path}: is no text: save it as CSV in UTF-8")
    first = next((line for line in text.splitlines() if line.strip(' ;,"')), "")
    mark = max(";,\t", key=first.count)
    try:
        return _sheet(path.name, csv.reader(StringIO(text, newline=""), delimiter=mark))
    except csv.Error as trouble:
        raise BadFile(f"{path}: is no CSV that can be read: {trouble}") from None


def _sheet(place: str, rows: Any) -> Sheet:
    """The rows as text; a row counts as spreadsheets number them."""
    read: list[tuple[int, Sequence[str]]] = []
    for number, cells in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise BadFile(f"{place}: has more than {MOST_ROWS} rows: take out the empty ones")
        texts = tuple(_text(cell) for cell in cells[:MOST_COLUMNS])
        if any(texts):
            read.append((number, texts))
    return Sheet(place, read)


def _text(cell: Any) -> str:
    """What a reader of the sheet would see, near enough; lines of one cell stay lines."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, (str, int, float)):
        return "=" if hasattr(cell, "ref") else str(cell)
    lines = (" ".join(line.split()) for line in str(cell).splitlines())
    return "\n".join(line for line in lines if line)
