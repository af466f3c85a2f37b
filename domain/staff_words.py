"""How people write a staff list: headings of columns, roles, hours, zones, and ids from names.

What cannot be understood raises ValueError with the cure, as a clause after the value.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from domain.ministry import Hours, Role

Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]

#: the longest an id may be, as in the organisation file
LONGEST_ID = 32
#: the longest name, post or telephone a staff list may hold
LONGEST = 200

_YO = str.maketrans({chr(0x451): chr(0x435)})
_SPAN = re.compile(r"(\d\d?)[:.](\d\d)\s*[-–—]\s*(\d\d?)[:.](\d\d)")
_DASHES = re.compile(r"[–—]")


def plain(text: str) -> str:
    """Lower case, one space between words, the letter yo without its dots."""
    return " ".join(text.lower().translate(_YO).split())


def heading(text: str, of: str) -> str:
    """Which field of an "employee" or a "unit" a column holds; "" when none we know."""
    said = plain(text).strip(" :*")
    return next((field for field, names in _words()[of].items() if said in names), "")


def named(field: str, of: str) -> str:
    """How a column is called in a staff list."""
    return str(_words()[of][field][0])


def identifier(text: str) -> str:
    if not re.fullmatch(rf"[a-z0-9_]{{1,{LONGEST_ID}}}", text):
        raise ValueError(f"an id is 1 to {LONGEST_ID} of the letters a-z, digits and _")
    return text


def person(text: str) -> str:
    """Surname, name and patronymic."""
    if not 2 <= len(text.split()) <= 5 or len(text) > LONGEST or re.search(r"[\d<>{}=@]", text):
        raise ValueError("write surname, name and patronymic (if there is one)")
    return text


def short(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"is too long: at most {LONGEST} characters, here are {len(text)}")
    return text


def phone(text: str) -> str:
    if not re.fullmatch(r"[\d\s()+.,;/#*\w-]{1,60}", text) or not re.search(r"\d", text):
        raise ValueError("write a telephone number, like 12-34")
    return text


def email(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", text) or len(text) > LONGEST:
        raise ValueError("write one address, like name@example.org")
    return text


def roles(text: str) -> frozenset[Role]:
    """Roles as words with commas between them."""
    found = {Role.EMPLOYEE}
    for word in re.split(r"[,;/\n]", text):
        if said := plain(word):
            found.add(Role(_value("roles", said)))
    return frozenset(found)


def serves(text: str) -> str:
    return _value("serves", plain(text))


def day(text: str) -> date:
    """A day as 2026-12-31 or 31.12.2026."""
    said = text.strip().removesuffix(" 00:00:00")
    try:
        if found := re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return date.fromisoformat(said)
    except ValueError:
        raise ValueError("there is no such day") from None
    raise ValueError("write a day like 31.12.2026")


def zone(text: str) -> str:
    """The zone's own name, from it or from how it is called."""
    said = plain(text).replace(" ", "").replace("utc", "")
    for key, names in _words()["zones"].items():
        if said == key.lower() or said in names:
            return str(key)
    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, ValueError, OSError):
        near = get_close_matches(text, sorted(available_timezones()), n=1, cutoff=0.6)
        cure = f"did you mean {near[0]}?" if near else "write one like Europe/Moscow"
        raise ValueError(f"there is no such time zone: {cure}") from None


def week(text: str) -> Week:
    """A working week as people write it: days, then spans, days apart by semicolons or lines."""
    spans: dict[int, tuple[tuple[time, time], ...]] = {}
    for line in re.split(r"[;\n]", text):
        if not line.strip(" ,."):
            continue
        first = _SPAN.search(line)
        if not first:
            raise ValueError(f"{line.strip()!r} names no hours: write them like 09:00-18:00")
        given = _spans(line[first.start() :])
        for one in _days(line[: first.start()]):
            if one in spans:
                raise ValueError(f"{line.strip()!r} says a day a second time: keep one")
            spans[one] = given
    if not spans:
        raise ValueError("there is no working day in it")
    mon, tue, wed, thu, fri, sat, sun = (Hours(spans.get(one, ())) for one in range(7))
    return mon, tue, wed, thu, fri, sat, sun


def _spans(text: str) -> tuple[tuple[time, time], ...]:
    rest = _SPAN.sub("", text).strip(" ,.")
    if rest:
        raise ValueError(f"{rest!r} is no span of hours: write it like 09:00-13:00")
    try:
        found = tuple(
            (time(int(one[1]), int(one[2])), time(int(one[3]), int(one[4])))
            for one in _SPAN.finditer(text)
        )
    except ValueError:
        raise ValueError("a day has the times 00:00 to 23:59") from None
    for start, end in found:
        if start >= end:
            raise ValueError(f"{start:%H:%M}-{end:%H:%M} ends before it begins")
    for (_, end), (start, _) in pairwise(found):
        if start < end:
            raise ValueError(f"{start:%H:%M} comes before {end:%H:%M}: put them in order")
    return found


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in _DASHES.sub("-", plain(text)).strip(" :.").split(","):
        first, dash, last = (word.strip(" .") for word in part.partition("-"))
        ends = [_day_number(first), _day_number(last if dash else first)]
        if ends[0] > ends[1]:
            raise ValueError(f"{part.strip()!r} runs backwards: a week ends on Sunday")
        found += range(ends[0], ends[1] + 1)
    return found


def _day_number(word: str) -> int:
    return list(_words()["days"]).index(_value("days", word))


def _value(of: str, said: str) -> str:
    for key, names in _words()[of].items():
        if said in names:
            return str(key)
    known = ", ".join(names[0] for names in _words()[of].values())
    raise ValueError(f"there is no {said!r} here: known are {known}")


def latin(text: str) -> str:
    """The words of a name in the letters of an id, with _ between them."""
    letters = "".join(_words()["latin"].get(letter, letter) for letter in plain(text))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:LONGEST_ID].strip("_")


def id_of_person(name: str) -> str:
    """Surname and initials, e.g. petrov_an."""
    surname, *rest = name.split()
    initials = "".join(latin(part)[:1] for part in rest)
    return "_".join(part for part in (latin(surname)[:24], initials) if part) or "person"


def free(wanted: str, taken: set[str]) -> str:
    """The id itself, or with the first number that nobody has; taken from now on."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted[: LONGEST_ID - 5]}_{number}"
    taken.add(found)
    return found


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "staff.toml").read_text("utf-8"))
