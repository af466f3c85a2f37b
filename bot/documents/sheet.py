"""A sheet of invitations: a card for each person to cut out, with codes to scan and to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Mm
from docx.table import _Cell

from bot.documents.paper import CENTRE, WIDTH, Paper, line, row
from domain.talk import Channel
from texts import moments, words

#: millimetres: of a code to scan with its margin, which a telephone reads from a hand's length
CODE = 34
SIZE, SMALL = 11.0, 9.0


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose card it is, and what it hands over."""

    name: str
    post: str
    unit: str
    code: str
    links: Mapping[Channel, str]
    second: bool


def docx(invited: Sequence[Invited], ministry: str, until: datetime, zone: str) -> bytes:
    """The sheet, to be printed and cut; all its codes are good until then."""
    paper = Paper(words("sheet-file"), ministry)
    line(paper.body, words("sheet-title"), 14, bold=True, after=4)
    line(paper.body, words("sheet-about"), SMALL, after=6)
    channels = sorted({channel for one in invited for channel in one.links})
    table = paper.table(WIDTH - CODE * len(channels), *(CODE for _ in channels), lined=True)
    pictures = Pictures(paper)
    good = moments.full_stamp(until, zone)
    for one in invited:
        text, *codes = row(table)
        line(text, one.name, SIZE, bold=True)
        line(text, words("sheet-who", post=one.post, unit=one.unit), SMALL, after=4)
        line(text, words("invitation-code", code=one.code), SIZE, bold=True, after=4)
        second = "yes" if one.second else "no"
        line(text, words("sheet-how", until=good, second=second), SMALL)
        for channel, cell in zip(channels, codes, strict=True):
            pictures.put(cell, one.links.get(channel, ""), str(channel))
    return paper.packed()


class Pictures:
    """Codes to scan, put into a paper. Not by the library's own way, which looks through the whole
    document for every picture: a sheet for a ministry has thousands."""

    def __init__(self, paper: Paper) -> None:
        self._part, self._count = paper.body.part, 0

    def put(self, cell: _Cell, link: str, channel: str) -> None:
        run = line(cell, "", SMALL, CENTRE).add_run()
        if not link:
            return
        self._count += 1
        name = f"/word/media/code{self._count}.png"
        image = ImagePart(PackURI(name), "image/png", _scanned(link))
        rel = f"rIdCode{self._count}"
        self._part.load_rel(REL.IMAGE, image, rel)
        side = Mm(CODE - 4)
        inline = CT_Inline.new_pic_inline(self._count, rel, f"{channel}.png", side, side)
        run._r.add_drawing(inline)
        line(cell, words("sheet-channel", channel=channel), SMALL, CENTRE)


def _scanned(link: str) -> bytes:
    """A given mask, for trying out all eight of them is most of the work of a code."""
    picture = BytesIO()
    made = segno.make(link, error="m", mask=0, micro=False)
    made.save(picture, kind="png", scale=4, border=3)
    return picture.getvalue()
