"""Pictures of results, to be read on a telephone: SVG, and PNG of it. They say no word of their
own: a picture's words come with it (`handlers/survey/picture.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import resvg_py

from bot.documents import typeface
from handlers.survey.picture import Bar, Picture

#: pixels: as wide as telephones are, and a margin
WIDTH, MARGIN = 1080, 56
ROOM = WIDTH - 2 * MARGIN
#: on white these are read with a contrast of 14 : 1 and 6 : 1
INK, GREY, PAPER = "#1f2937", "#565d68", "#ffffff"
RULE, FIRST, OTHER = "#d5dae1", "#1d4ed8", "#7ea2e6"
TITLE, ABOUT, LABEL, FIGURE, NOTE = 46, 29, 31, 36, 25
BAR, GAP = 34, 34
#: of a picture in time: the height of its field
FIELD = 460
#: the space that parts no line
TIED = "\u00a0"


@dataclass(slots=True)
class Sheet:
    """Shapes one below the other; `at` is how far down the sheet is full."""

    at: float = 0
    shapes: list[str] = field(default_factory=list)

    def text(  # noqa: PLR0913 - a line has this look
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        weight = 700 if bold else 400
        self.shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
            f' fill="{fill}" font-weight="{weight}">{escape(_drawn(words))}</text>'
        )

    def paragraph(
        self, words: str, size: float, most: int, fill: str = INK, *, bold: bool = False
    ) -> None:
        for line in typeface.lines(words, size, ROOM, most, bold=bold):
            self.at += size * 1.26
            self.text(MARGIN, self.at - size * 0.26, line, size, fill=fill, bold=bold)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self.shapes.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 0):.1f}"'
            f' height="{max(bottom - top, 0):.1f}" rx="3" fill="{fill}"/>'
        )

    def stroke(self, *points: tuple[float, float], fill: str = INK, wide: float = 3) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{fill}" stroke-width="{wide:g}"/>'
        )

    def whisker(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        """An interval: a line with two ends, on a wider white one, so that it is seen on a bar."""
        across = (15, 0) if one[0] == other[0] else (0, 9)
        ends = [
            ((x - across[0], y - across[1]), (x + across[0], y + across[1]))
            for x, y in (one, other)
        ]
        for fill, wide in ((PAPER, 6.0), (INK, 3.0)):
            for start, end in ((one, other), *ends):
                self.stroke(start, end, fill=fill, wide=wide)

    def whole(self) -> str:
        height = round(self.at + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" font-family="{typeface.FAMILY}">'
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(self.shapes)}</svg>'
        )


def svg(picture: Picture) -> str:
    """The picture as SVG."""
    sheet = Sheet(at=MARGIN - 14)
    sheet.paragraph(picture.title, TITLE, 4, bold=True)
    sheet.at += 10
    sheet.paragraph(picture.about, ABOUT, 4, GREY)
    sheet.at += GAP
    if picture.in_time:
        _in_time(sheet, picture)
    else:
        _bars(sheet, picture)
    sheet.at += GAP - 14
    for foot in picture.foot:
        sheet.at += 14
        sheet.paragraph(foot, NOTE, 5, GREY)
    return sheet.whole()


def png(picture: Picture) -> bytes:
    """The picture as PNG, the same bytes for the same picture."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(picture),
            font_files=list(typeface.files()),
            skip_system_fonts=True,
            font_family=typeface.FAMILY,
            sans_serif_family=typeface.FAMILY,
        )
    )


def _bars(sheet: Sheet, picture: Picture) -> None:
    """Each with its words above it and its number beside it, where nothing can lie over them."""
    figures = max(typeface.width(bar.shown, FIGURE, bold=True) for bar in picture.bars)
    notes = max(typeface.width(bar.note, NOTE) for bar in picture.bars)
    beside = WIDTH - MARGIN - notes - (24 if notes else 0) - figures
    left, right = float(MARGIN), beside - 24
    low, high = picture.scale
    zero = _place(max(low, 0), picture, left, right)
    top = sheet.at
    for bar in picture.bars:
        _bar(sheet, picture, bar, (left, right, zero))
        middle = sheet.at - GAP - BAR / 2
        sheet.text(beside, middle + FIGURE * 0.34, bar.shown, FIGURE, bold=True)
        if bar.note:
            edge = WIDTH - MARGIN
            sheet.text(edge, middle + NOTE * 0.36, bar.note, NOTE, anchor="end", fill=GREY)
    if low < 0 < high:
        sheet.stroke((zero, top), (zero, sheet.at - GAP), fill=RULE, wide=2)
    sheet.at -= GAP


def _bar(sheet: Sheet, picture: Picture, bar: Bar, ends: tuple[float, float, float]) -> None:
    left, right, zero = ends
    sheet.paragraph(bar.label, LABEL, 3)
    sheet.at += 6
    top, at = sheet.at, _place(bar.value, picture, left, right)
    sheet.box(left, top, right, top + BAR, "#eff2f6")
    sheet.box(min(zero, at), top, max(zero, at), top + BAR, FIRST if bar.first else OTHER)
    if bar.low is not None and bar.high is not None:
        middle = top + BAR / 2
        low, high = (_place(end, picture, left, right) for end in (bar.low, bar.high))
        sheet.whisker((low, middle), (high, middle))
    sheet.at += BAR + GAP


def _in_time(sheet: Sheet, picture: Picture) -> None:
    """Dots with their intervals, joined from left to right; the number stands above its dot."""
    top, bottom = sheet.at + FIGURE, sheet.at + FIGURE + FIELD
    low, high = picture.scale
    for part in range(5):
        y = bottom - FIELD * part / 4
        sheet.stroke((MARGIN + 60, y), (WIDTH - MARGIN, y), fill=RULE, wide=2)
        mark = f"{low + (high - low) * part / 4:g}".replace("-", "\u2212")
        sheet.text(MARGIN + 44, y + 9, mark, NOTE, anchor="end", fill=GREY)
    step = (ROOM - 60) / len(picture.bars)
    dots = [
        (MARGIN + 60 + step * (place + 0.5), _place(bar.value, picture, bottom, top))
        for place, bar in enumerate(picture.bars)
    ]
    sheet.stroke(*dots, fill=OTHER, wide=5)
    lowest = bottom
    for bar, (x, y) in zip(picture.bars, dots, strict=True):
        above = y
        if bar.low is not None and bar.high is not None:
            ends = [_place(end, picture, bottom, top) for end in (bar.low, bar.high)]
            sheet.whisker((x, ends[0]), (x, ends[1]))
            above = ends[1]
        sheet.shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{FIRST}"/>')
        number = max(min(above, y - 10) - 16, sheet.at + FIGURE * 0.3)
        half = typeface.width(bar.shown, FIGURE, bold=True) / 2 + 6
        sheet.box(x - half, number - FIGURE * 0.8, x + half, number + 6, PAPER)
        sheet.text(x, number, bar.shown, FIGURE, anchor="middle", bold=True)
        lowest = max(lowest, _below(sheet, bar, x, bottom, step - 16))
    sheet.at = lowest


def _below(sheet: Sheet, bar: Bar, x: float, bottom: float, room: float) -> float:
    """What a dot is called, under the field; how far down that goes."""
    at = bottom + 14
    for text, size, fill in ((bar.label, 27, INK), (bar.note, NOTE, GREY)):
        for line in typeface.lines(text, size, room, 3):
            at += size * 1.22
            sheet.text(x, at, line, size, anchor="middle", fill=fill)
    return at


def _place(value: float, picture: Picture, start: float, end: float) -> float:
    low, high = picture.scale
    within = min(max(value, low), high)
    return start + (end - start) * (within - low) / (high - low)


def _drawn(words: str) -> str:
    """Letters that XML cannot hold stand in no picture."""
    return "".join(one for one in words if one.isprintable() or one == TIED)
