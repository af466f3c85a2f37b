"""What a field of a process's form may hold, and how it is typed: text, number, day, phone …

Each kind refuses by its own name, so that whoever fills in the form reads what to write instead.
"""

from __future__ import annotations

import re
from datetime import date

from domain.appeals import is_blank
from domain.ministry import Field
from domain.refusal import Refused
from domain.register import typed_email
from domain.typed import typed_day

KINDS = ("text", "number", "day", "phone", "email", "choice")

#: digits in groups of three, or all together; a comma or a dot before what is less than one
_NUMBER = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))?", re.ASCII)
_LONGEST_NUMBER = 15
#: what may stand between the digits of a telephone number
_PHONE = re.compile(r"\+?[\d ()\-]+", re.ASCII)
#: an internal number, one of the town's, one with its code
_PHONE_DIGITS = frozenset({3, 4, 5, 6, 7, 10, 11})


def typed(field: Field, text: str, today: date) -> str:
    """The value somebody typed, as it is kept: a day as 15.12.2026, a number without spaces.
    Refused, by a name that says what to write, for what can be none."""
    if is_blank(text):
        raise Refused("field-empty")
    match field.kind:
        case "number":
            return _number(text)
        case "day":
            return _day(text, today)
        case "phone":
            return _phone(text)
        case "email":
            return typed_email(text)
        case "choice":
            return chosen(field, text)
    if len(text.strip()) > field.longest:
        raise Refused("field-too-long", longest=field.longest)
    return text.strip()


def chosen(field: Field, text: str) -> str:
    """The choice whose words were written instead of pressed."""
    said = " ".join(text.lower().split())
    for choice in field.choices:
        if said == choice.lower():
            return choice
    raise Refused("field-choice")


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(" ".join(text.split()))
    if not found or len(text) > _LONGEST_NUMBER:
        raise Refused("field-number")
    whole = found[1].replace(" ", "")
    return f"{whole},{found[2]}" if found[2] else whole


def _day(text: str, today: date) -> str:
    day = typed_day(text, today)
    if day is None:
        raise Refused("field-day")
    return f"{day:%d.%m.%Y}"


def _phone(text: str) -> str:
    said = " ".join(text.split())
    digits = [letter for letter in said if letter.isdigit()]
    if not _PHONE.fullmatch(said) or len(digits) not in _PHONE_DIGITS:
        raise Refused("field-phone")
    return said
