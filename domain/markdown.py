"""The little Markdown articles are written in, made into plain text as messengers show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r"#{1,4}\s+(.*?)\s*#*")
_ITEM = re.compile(r"([-*+]|\d{1,3}[.)])\s+(.*)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]*)>?\s*\)")
_TARGET = re.compile(r"\]\(\s*<?([^\s<>)]*)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!])")
#: what a link may open: nothing that runs, reads files or hides where it leads
HARMLESS = ("https://", "http://", "mailto:", "tel:")
#: what plain words cannot show: how the line looks, and what to do instead
_BEYOND = (
    (re.compile(r"```|~~~"), "a block of code: write it in plain words"),
    (re.compile(r"!\["), "a picture cannot be shown: say in words what is on it"),
    (re.compile(r"</?[A-Za-z!][^>]*>"), "HTML is not shown: write headings, lists and links"),
    (re.compile(r"^\s*\|.*\|\s*$"), "a table cannot be shown: write a list"),
    (re.compile(r"^\s*>"), "a quotation is not shown: write it as a paragraph"),
)


@dataclass(slots=True)
class Plain:
    """The text without markup, and what could not be shown: (line from 1, what to do)."""

    text: str
    wrong: list[tuple[int, str]] = field(default_factory=list)


def plain(source: str) -> Plain:
    """Headings stand alone, items of a list begin with their mark, a link is followed by its
    address, lines of one paragraph are one line."""
    wrong = list(_wrong(source))
    blocks: list[str] = []
    listed = open_ = False
    for line in source.splitlines():
        words = line.strip()
        if not words:
            open_ = False
            continue
        heading, item = _HEADING.fullmatch(words), _ITEM.fullmatch(words)
        if heading:
            blocks.append(_inline(heading[1]))
        elif item:
            mark = f"{item[1]} " if item[1][0].isdigit() else "\u2022 "
            text = mark + _inline(item[2])
            if listed and blocks:
                blocks[-1] += f"\n{text}"
            else:
                blocks.append(text)
        elif open_:
            blocks[-1] += f" {_inline(words)}"
        else:
            blocks.append(_inline(words))
        listed = bool(item) or (listed and open_ and not heading)
        open_ = not heading
    return Plain("\n\n".join(blocks), wrong)


def _inline(text: str) -> str:
    text = _LINK.sub(lambda found: _linked(found[1].strip(), found[2]), text)
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"\2", text)).replace("`", "")


def _linked(label: str, address: str) -> str:
    """What a link is called and where it leads; once where that is the same."""
    shown = re.sub(r"^(mailto|tel):", "", address)
    return label if label in {shown, address} else f"{label} ({shown})"


def _wrong(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        for pattern, cure in _BEYOND:
            if pattern.search(line):
                yield number, cure
        for found in _TARGET.finditer(line):
            if not found[1].lower().startswith(HARMLESS):
                yield number, f"the link {found[1]!r} leads nowhere known: begin it with https://"
