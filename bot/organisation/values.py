"""What single values of the organisation file may be, each refused with the cure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator

from domain.afterwards import COUNTED_IN
from domain.ministry import Span
from domain.windows import duration, length


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]{1,32}", text):
        raise ValueError("an id is 1 to 32 of the letters a-z, digits and _")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return " ".join(text.split())


def _label(text: str) -> str:
    if len(_filled(text)) > 40:
        raise ValueError(f"is the text of a button: at most 40 characters, here are {len(text)}")
    return _filled(text)


def _person(text: str) -> str:
    if len(text.split()) not in {2, 3}:
        raise ValueError("write surname, name and patronymic (if there is one): 2 or 3 words")
    return _filled(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        near = get_close_matches(text, sorted(available_timezones()), n=1, cutoff=0.6)
        cure = f"did you mean {near[0]}?" if near else "write one like Europe/Moscow"
        raise ValueError(f"there is no time zone {text!r}: {cure}") from None


def _region(text: str) -> str:
    if not re.fullmatch(r"RU-[A-Z]{2,3}", text):
        raise ValueError("write the region's ISO 3166-2 code, like RU-NVS")
    return text


def _day(text: object) -> date:
    if not (isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text)):
        raise ValueError("write a date as year-month-day, like 2026-12-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


def number_to(highest: int) -> Callable[[object], int]:
    """A number from 1 on."""

    def number(text: object) -> int:
        if not (isinstance(text, str) and text.isdecimal() and 1 <= int(text) <= highest):
            raise ValueError(f"write a number from 1 to {highest}")
        return int(text)

    return number


def _yes(text: object) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("write true or false")
    return text == "true"


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("write one address, like name@example.org")
    return text


def _link(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text.split()) != 1:
        raise ValueError("write a whole address, like https://example.org/")
    return text


def _stretch(text: str) -> str:
    if length(text).span not in COUNTED_IN:
        raise ValueError('say how long, like "30 calendar days" or "10 working days"')
    return text


def _within(text: str) -> str:
    found = length(text)
    if found.span in {Span.DAYS_BEFORE, Span.PROMISED}:
        raise ValueError('say how long, like "3 working days", "30 calendar days" or "end of day"')
    return text


def _days(text: object) -> timedelta | None:
    if not (isinstance(text, str) and (found := re.fullmatch(r"([1-9]\d{0,3}) days?", text))):
        raise ValueError('write days, like "90 days"')
    return timedelta(days=int(found[1]))


def _hours(text: object) -> timedelta:
    try:
        return duration(str(text))
    except ValueError:
        raise ValueError('write hours or minutes, like "8h" or "30m"') from None


Id = Annotated[str, AfterValidator(_identifier)]
Text = Annotated[str, AfterValidator(_filled)]
Label = Annotated[str, AfterValidator(_label)]
Email = Annotated[str, AfterValidator(_email)]
Day = Annotated[date, BeforeValidator(_day)]
Yes = Annotated[bool, BeforeValidator(_yes)]
Intake = Literal["accept", "hand_over"]
Zone = Annotated[str, AfterValidator(_zone)]
Region = Annotated[str, AfterValidator(_region)]
Link = Annotated[str, AfterValidator(_link)]
Person = Annotated[str, AfterValidator(_person)]
Stretch = Annotated[str, AfterValidator(_stretch)]
Within = Annotated[str, AfterValidator(_within)]
Silence = Annotated[timedelta | None, BeforeValidator(_days)]
Pause = Annotated[timedelta, BeforeValidator(_hours)]
