"""A workbook for the ministry: sheets that print on A4, in one look, whose cells are never
formulas of somebody else's making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

TYPEFACE = "PT Sans"
INK, GREY, RULE, HEAD, BAR = "#1f2937", "#565d68", "#cbd2db", "#dbe5f7", "#9dbcf0"
_A4 = 9
#: what XML cannot hold; people paste it
_NOT_XML = {code: None for code in range(32) if code not in (9, 10, 13)}
#: the most a cell holds
LONGEST = 32_000
#: how each column's numbers are written
COUNT, SHARE, TENTH, CHANCE = "# ##0", "0.0%", "0.0", "0.0000"
#: what a spreadsheet takes a typed formula by
FORMULAS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | float | None


class Book:
    """A workbook that is being written; `author` is the ministry."""

    def __init__(self, title: str, author: str) -> None:
        self._bytes = BytesIO()
        plain = {"font_name": TYPEFACE, "font_size": 11, "font_color": INK, "valign": "top"}
        # a cell is what is written into it: nothing is guessed from somebody's words
        self.whole = Workbook(
            self._bytes,
            {
                "in_memory": True,
                "default_format_properties": plain,
                **dict.fromkeys(
                    ("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False
                ),
            },
        )
        made = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        self.whole.set_properties({"title": title, "author": author, "created": made})
        self._looks: dict[str, Any] = {}

    def sheet(self, name: str, title: str, about: str, widths: Sequence[float]) -> Sheet:
        """A new sheet with its title; its rows begin with the fourth. `widths` are in letters."""
        sheet = self.whole.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P / &N")
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, clean(title), self.look(bold=True, font_size=15, text_wrap=False))
        sheet.write_string(1, 0, clean(about), self.look(font_color=GREY))
        return Sheet(self, sheet, name)

    def look(self, **how: Any) -> Any:
        """A look of cells; the same one for the same words."""
        key = repr(sorted(how.items()))
        if key not in self._looks:
            self._looks[key] = self.whole.add_format(how)
        return self._looks[key]

    def packed(self) -> bytes:
        self.whole.close()
        return self._bytes.getvalue()


class Sheet:
    """Rows one below the other; `at` is the next free one, from 0."""

    def __init__(self, book: Book, sheet: Worksheet, name: str) -> None:
        self._book, self.sheet, self.name, self.at = book, sheet, name, 3

    def head(self, names: Sequence[str], *, frozen: bool = False) -> None:
        """A row of headings; a frozen one stays in sight and on every printed page."""
        look = self._book.look(
            bold=True, bg_color=HEAD, border=1, border_color=RULE, text_wrap=True, valign="vcenter"
        )
        for place, name in enumerate(names):
            self.sheet.write_string(self.at, place, name, look)
        if frozen:
            self.sheet.freeze_panes(self.at + 1, 0)
            self.sheet.repeat_rows(self.at)
        self.at += 1

    def row(self, cells: Sequence[Cell], forms: Sequence[str] = (), *, bold: bool = False) -> None:
        """A row; `forms` say how the numbers of each column are written, "" for words."""
        for place, cell in enumerate(cells):
            form = forms[place] if place < len(forms) else ""
            how: dict[str, Any] = {"border": 1, "border_color": RULE, "text_wrap": True}
            if bold:
                how["bold"] = True
            if cell is None:
                self.sheet.write_blank(self.at, place, None, self._book.look(**how))
            elif isinstance(cell, str):
                # stays words even when somebody opens the cell and presses Enter
                tied = how | ({"quote_prefix": True} if cell.startswith(FORMULAS) else {})
                self.sheet.write_string(self.at, place, clean(cell), self._book.look(**tied))
            else:
                look = self._book.look(**how, num_format=form) if form else self._book.look(**how)
                self.sheet.write_number(self.at, place, cell, look)
        self.at += 1

    def note(self, text: str) -> None:
        """A sentence across the columns."""
        self.sheet.write_string(self.at, 0, clean(text), self._book.look(font_color=GREY))
        self.at += 1

    def chart(self, data: Bars, title: str, row: int) -> int:
        """A native chart in this row, lying bars or standing ones; the row after it."""
        chart: Any = self._book.whole.add_chart({"type": "bar" if data.lying else "column"})
        chart.add_series(_series(data))
        chart.set_title({"name": title, "name_font": {"size": 13, "color": INK}})
        chart.set_legend({"none": True})
        plain = {"line": {"color": RULE}, "num_font": {"size": 10, "color": INK}}
        lines = {"visible": True, "line": {"color": "#e5e9ef"}}
        values = {**plain, "min": 0, "max": data.most, "major_gridlines": lines}
        values["num_format"] = data.form
        if data.lying:
            chart.set_y_axis({**plain, "reverse": True})
            chart.set_x_axis({**values, "label_position": "high"})
        else:
            chart.set_x_axis(plain)
            chart.set_y_axis(values)
        tall = 110 + 46 * (data.last - data.first + 1) if data.lying else 380
        chart.set_size({"width": 900, "height": tall})
        self.sheet.insert_chart(row, 0, chart, {"description": title})
        return row + tall // 20 + 2


@dataclass(frozen=True, slots=True)
class Bars:
    """What a chart is drawn of: rows of a sheet (from 0, both included), the columns of names and
    of values, the highest value, how it is written, and how far each interval reaches."""

    sheet: str
    first: int
    last: int
    names: int
    values: int
    most: float
    form: str
    lying: bool = True
    below: tuple[float, ...] = ()
    above: tuple[float, ...] = ()


def _series(data: Bars) -> dict[str, Any]:
    found: dict[str, Any] = {
        "categories": [data.sheet, data.first, data.names, data.last, data.names],
        "values": [data.sheet, data.first, data.values, data.last, data.values],
        "fill": {"color": BAR},
        "border": {"none": True},
        "gap": 60,
        "data_labels": {
            "value": True,
            "num_format": data.form,
            "position": "inside_base",
            "font": {"bold": True, "color": INK},
        },
    }
    if data.below:
        whiskers: dict[str, Any] = {"type": "custom", "line": {"color": INK, "width": 1.25}}
        whiskers |= {"minus_values": list(data.below), "plus_values": list(data.above)}
        found["x_error_bars" if data.lying else "y_error_bars"] = whiskers
    return found


def clean(text: str) -> str:
    """What a cell can hold of it. That no formula comes of it is seen to where it is written."""
    return text.translate(_NOT_XML)[:LONGEST]
