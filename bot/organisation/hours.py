"""The ministry's week as people write it: `mon-thu: 09:00-13:00, 13:48-18:00`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise

from domain.ministry import Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
Spans = tuple[tuple[time, time], ...]


def week(hours: Mapping[str, str]) -> Week:
    """The seven days, Monday first; a day not named is a day off. Raises ValueError."""
    spans = {day: spans_of(text) for key, text in hours.items() for day in days_of(key)}
    mon, tue, wed, thu, fri, sat, sun = (Hours(spans.get(day, ())) for day in range(7))
    return mon, tue, wed, thu, fri, sat, sun


def days_of(key: str) -> tuple[int, ...]:
    """The days of `fri`, `mon-thu` or `tue, sat`, Monday is 0. Raises ValueError with the cure."""
    days: list[int] = []
    for part in key.lower().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        ends = [_day(first), _day(last if dash else first)]
        if ends[0] > ends[1]:
            raise ValueError(f"{part.strip()} runs backwards: a week goes from mon to sun")
        days += range(ends[0], ends[1] + 1)
    return tuple(days)


def spans_of(text: str) -> Spans:
    """The spans of `09:00-13:00, 13:48-18:00`; none for `off`. Raises ValueError with the cure."""
    if text.strip().lower() == "off":
        return ()
    spans = tuple(_span(part.strip()) for part in text.split(","))
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError(f"{start:%H:%M} comes before {end:%H:%M}: put them in order")
    return spans


def _day(word: str) -> int:
    if word not in DAYS:
        raise ValueError(f"there is no day {word!r}: write {' '.join(DAYS)}, mon-thu or tue, sat")
    return DAYS.index(word)


def _span(text: str) -> tuple[time, time]:
    said = re.fullmatch(r"(\d\d?):(\d\d)\s*[-–]\s*(\d\d?):(\d\d)", text)
    if not said:
        raise ValueError(f"{text!r} is no span of hours: write it like 09:00-13:00")
    try:
        start, end = time(int(said[1]), int(said[2])), time(int(said[3]), int(said[4]))
    except ValueError:
        raise ValueError(f"{text!r}: a day has the times 00:00 to 23:59") from None
    if start >= end:
        raise ValueError(f"{text!r} ends before it begins: split what goes past midnight")
    return start, end
