"""PT Sans: how wide a line of it is, and where it has to be broken. Read from the font itself."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import fontpkg_pt_sans  # type: ignore[import-untyped]

FAMILY = "PT Sans"
_FOLDER = Path(fontpkg_pt_sans.__file__).parent
_ELLIPSIS = "\u2026"


@lru_cache(maxsize=1)
def files() -> tuple[str, str]:
    """The regular and the bold face."""
    names = ("PT_Sans-Web-Regular.ttf", "PT_Sans-Web-Bold.ttf")
    regular, bold = (next(_FOLDER.rglob(name)) for name in names)
    return str(regular), str(bold)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the line is, in the units of its size; kerning would make it narrower yet."""
    advances, unknown = _advances(files()[bold])
    return size * sum(advances.get(ord(one), unknown) for one in text)


def lines(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in at most so many lines of this room, broken between words; what does not fit is
    cut off with an ellipsis."""
    found: list[str] = []
    for word in _words(text, size, room, bold):
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size, bold=bold) <= room:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) <= most:
        return found
    last = found[most - 1]
    while width(last + _ELLIPSIS, size, bold=bold) > room:
        last = last[:-1]
    return [*found[: most - 1], last.rstrip(" ,.;:") + _ELLIPSIS]


def _words(text: str, size: float, room: float, bold: bool) -> Iterator[str]:
    """A word that is wider than the room is broken anywhere. What a no-break space ties together
    is one word."""
    for word in text.split(" "):
        rest = word.strip("\n\t")
        while width(rest, size, bold=bold) > room:
            kept = rest
            while len(kept) > 1 and width(kept, size, bold=bold) > room:
                kept = kept[:-1]
            yield kept
            rest = rest[len(kept) :]
        if rest:
            yield rest


@lru_cache(maxsize=2)
def _advances(path: str) -> tuple[dict[int, float], float]:
    """How far each letter carries, as a part of the size, and how far an unknown one does: the
    tables head, hhea, hmtx and cmap (format 4) of the OpenType specification."""
    data = Path(path).read_bytes()
    tables = {}
    for place in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, at, _ = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        tables[tag.decode()] = at
    em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    wide = struct.unpack_from(">" + "Hh" * count, data, tables["hmtx"])[::2]
    glyphs = _glyphs(data, tables["cmap"])
    found = {code: wide[min(glyph, count - 1)] / em for code, glyph in glyphs.items()}
    return found, max(wide[0], em // 2) / em


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    for place in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * place)[0]
        if struct.unpack_from(">H", data, at)[0] == 4:
            return dict(_segments(data, at))
    raise LookupError("the font has no table of letters that is known here")


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    twice = struct.unpack_from(">H", data, at + 6)[0]
    ends, starts = at + 14, at + 16 + twice
    for place in range(0, twice, 2):
        last, first, shift, offset = (
            struct.unpack_from(">H", data, row + place)[0]
            for row in (ends, starts, starts + twice, starts + 2 * twice)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                where = starts + 2 * twice + place + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, where)[0]
            if glyph or not offset:
                yield code, (glyph + shift) % 0x10000
