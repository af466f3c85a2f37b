"""The Russian word lists and patterns of the reply check, read once from `domain/data/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"
#: endings a stem of the word list may take, in letters
LONGEST_ENDING = 6
_LETTERS = r"\u0430-\u044f\u0451"
_IE_FOR_IO = {0x0451: 0x0435}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that begins where a word begins, and what to say instead."""

    pattern: re.Pattern[str]
    better: str


@cache
def data() -> Mapping[str, Any]:
    merged: dict[str, Any] = {}
    for name in ("reply_check.toml", "reply_language.toml"):
        merged |= tomllib.loads((DATA / name).read_text("utf-8"))
    return merged


@cache
def phrases(*path: str) -> tuple[Phrase, ...]:
    """The list of `[pattern, better]` at this path of the data, compiled."""
    return tuple(Phrase(pattern(find), better) for find, better in at(*path))


@cache
def patterns(*path: str) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(find) for find in at(*path))


@cache
def table(*path: str) -> Mapping[str, str]:
    return {key.lower(): value for key, value in at(*path).items()}


@cache
def words(*path: str) -> frozenset[str]:
    return frozenset(at(*path))


@cache
def one(*path: str) -> re.Pattern[str]:
    return pattern(at(*path))


def at(*path: str) -> Any:
    found: Any = data()
    for key in path:
        found = found[key]
    return found


def pattern(find: str) -> re.Pattern[str]:
    """A space in the data is any run of white space; with «?» behind it, there may be none."""
    return re.compile(re.sub(r" (\??)", lambda m: r"\s*" if m[1] else r"\s+", find))


@cache
def stems() -> re.Pattern[str]:
    """The domain's own words: whole ones and stems with any short ending."""
    text = (DATA / "dictionary.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if line and not line.startswith("#")]
    ending = f"[{_LETTERS}]{{0,{LONGEST_ENDING}}}"
    return re.compile("|".join(_stem(line, ending) for line in lines))


def _stem(line: str, ending: str) -> str:
    return re.escape(line[:-1]) + ending if line.endswith("*") else re.escape(line)


def plain(word: str) -> str:
    """Lower case, "io" (U+0451) as "ie": how words are compared."""
    return word.lower().translate(_IE_FOR_IO)
