"""The questions an appeal asks: a proposal by its sentences, to be confirmed by a person (R16)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tomllib import loads

from domain.appeals import is_blank
from domain.refusal import Refused

MOST = 20
LONGEST = 500
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)](?!\d)|[-\u2013\u2014\u2022*])\s*", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"\u00bb)]*\s+(?=[^\Wa-z\u0430-\u044f\u0451])|\n+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)](?!\d)")
_YO = str.maketrans({chr(0x451): chr(0x435)})


def proposed(text: str) -> tuple[str, ...]:
    """What the text asks: its numbered items, or else the sentences that ask or beg for something;
    with none of them the whole text is one question. Never empty for a text with words."""
    items = _numbered(text)
    asked = items if len(items) > 1 else [s for s in sentences(text) if _asks(s)]
    whole = " ".join(text.split())
    found = asked or ([whole] if whole else [])
    short = [_cut(question) for question in dict.fromkeys(found)]
    if len(short) <= MOST:
        return tuple(short)
    return (*short[: MOST - 1], _cut(" ".join(short[MOST - 1 :])))


def typed(text: str) -> tuple[str, ...]:
    """A list as a person writes it, one question a line, with or without numbers."""
    lines = (_ITEM.sub("", line, count=1).strip() for line in text.splitlines())
    found = list(dict.fromkeys(" ".join(line.split()) for line in lines if not is_blank(line)))
    if not found:
        raise Refused("questions-none")
    if len(found) > MOST:
        raise Refused("questions-too-many", most=MOST)
    if any(len(question) > LONGEST for question in found):
        raise Refused("question-too-long", longest=LONGEST)
    return tuple(found)


def sentences(text: str) -> list[str]:
    """The sentences of a text, item signs left out."""
    parts = (_ITEM.sub("", part or "", count=1).strip() for part in _SENTENCE.split(text))
    return [" ".join(part.split()) for part in parts if not is_blank(part)]


def _numbered(text: str) -> list[str]:
    """Items with numbers, each with the lines that go on with it."""
    items: list[str] = []
    for line in text.splitlines():
        if _NUMBERED.match(line):
            items.append(_ITEM.sub("", line, count=1).strip())
        elif items and line.strip():
            items[-1] += f" {line.strip()}"
        elif items and not line.strip():
            break
    return [" ".join(item.split()) for item in items if item]


def _asks(sentence: str) -> bool:
    """A question mark, or a word by which people ask for something."""
    words = re.findall(r"\w+", sentence.lower().translate(_YO))
    return "?" in sentence or any(word in _asking() for word in words)


def _cut(question: str) -> str:
    return question if len(question) <= LONGEST else question[: LONGEST - 1].rstrip() + "\u2026"


@cache
def _asking() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "asking.toml"
    return frozenset(loads(path.read_text("utf-8"))["words"])
