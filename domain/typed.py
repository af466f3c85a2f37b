"""Days and hours as people type them: 15.12.2026, 15.12, 15 December, tomorrow till 15:00."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_HOUR = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.:])")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?")
_NAMED = re.compile(r"(\d{1,2}) (\w+)(?: (\d{4}))?")
#: the letter with two dots is written without them by most
_YO = str.maketrans({chr(0x451): chr(0x435)})
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def typed_day(text: str, today: date) -> date | None:
    """The day somebody means, seen from `today`; None when it is none. A day without its year is
    the next such day."""
    words = _words()
    said = _bare(text)
    for name, later in (("today", 0), ("tomorrow", 1), ("day_after", 2)):
        if said in words[name]:
            return today + timedelta(days=later)
    if found := _ISO.fullmatch(said):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if found := _DOTTED.fullmatch(said):
        return _dated(int(found[1]), int(found[2]), found[3], today)
    if found := _NAMED.fullmatch(said):
        for number, names in enumerate(words["months"], 1):
            if found[2] in names:
                return _dated(int(found[1]), number, found[3], today)
    return None


def typed_days(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day somebody means: one day, "29.12 - 11.01", "29-31.12", or the same
    in words; None when it is none, or runs backwards."""
    if one := typed_day(text, today):
        return one, one
    words = _words()
    said = " ".join(text.lower().translate(_YO).split()).strip(" .!")
    for little in words["since"]:
        said = said.removeprefix(f"{little} ")
    till = "|".join(map(re.escape, words["till"]))
    parts = re.split(rf"\s*[\u2013\u2014-]\s*|\s+(?:{till})\s+", said)
    if len(parts) != 2:
        return None
    if re.fullmatch(r"\d{1,2}", parts[0]):
        last = typed_day(parts[1], today)
        first = _date(int(parts[0]), last.month, last.year) if last else None
    else:
        first = typed_day(parts[0], today)
        last = typed_day(parts[1], first) if first else None
    return (first, last) if first and last and first <= last else None


def typed_moment(text: str, today: date) -> tuple[date, time | None] | None:
    """The day and, if told, the hour; an hour alone is today's. None when there is no day."""
    said = _bare(text)
    hour = None
    for found in _HOUR.finditer(said):
        dotted = "." in found[0]
        rest = _bare(said[: found.start()] + " " + said[found.end() :])
        # "15.10" alone is a day; beside a day it is an hour
        if dotted and (not rest or typed_day(rest, today) is None):
            continue
        hour, said = time(int(found[1]), int(found[2])), rest
        break
    day = today if hour and not said else typed_day(said, today)
    return (day, hour) if day else None


def _bare(text: str) -> str:
    """Lower case, one space between words, without the little words of no meaning."""
    said = " ".join(text.lower().translate(_YO).replace(",", " ").split()).strip(" .!")
    for little in sorted(_words()["little"], key=len, reverse=True):
        said = re.sub(rf"(?<![\w.]){re.escape(little)}(?![\w])", " ", said)
    return " ".join(said.split())


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(day, month, int(year) + (2000 if len(year) == 2 else 0))
    this = _date(day, month, today.year)
    if this is None or this < today:
        return _date(day, month, today.year + 1)
    return this


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def typed_words() -> dict[str, Any]:
    """The words by which people write days, hours and lengths."""
    return _words()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "typed.toml").read_text("utf-8"))
