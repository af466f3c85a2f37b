"""What the register of appeals keeps of each, and how people type it: who, how, which number."""

from __future__ import annotations

import re
from datetime import date

from domain.appeals import is_blank
from domain.names import LONGEST
from domain.refusal import Refused
from domain.typed import typed_day

#: how an appeal comes when it comes by no messenger (N-1052 §21, §23)
CAME_BY = ("post", "telephone", "email", "counter", "hotline")
#: what it is (N-1052 §2); a request is outside 59-FZ
CATEGORIES = ("proposal", "statement", "complaint", "request")
APPLICANTS = ("natural", "legal")
#: how the reply goes (N-1052 §10.3)
WAYS = ("chat", "email", "post", "portal")
#: ways that want an address
ADDRESSED = frozenset({"email", "post"})

LONGEST_NAME = 120
LONGEST_LINE = 250
SHORTEST_ADDRESS = 10
LONGEST_NUMBER = 60
_EMAIL = re.compile(r"[^\s@,;<>]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
#: what can only be meant as a day
_DOTTED = re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?")
_WITH_YEAR = re.compile(r"\d{4}|\d[./]\d{1,2}[./]\d\d")


def typed_name(text: str) -> str:
    """A person's name as typed; Refused for what can be none."""
    name = " ".join(text.split())
    words = name.split()
    odd = any(letter.isdigit() or letter in "@/\\?!:;" for letter in name)
    if odd or not words or len(words) > LONGEST or len(name) > LONGEST_NAME:
        raise Refused("name-not-understood")
    return name


def typed_line(text: str) -> str:
    """A name of an organisation or of whoever is represented, on one line."""
    line = " ".join(text.split())
    if is_blank(line) or len(line) > LONGEST_LINE:
        raise Refused("line-too-long", longest=LONGEST_LINE)
    return line


def typed_email(text: str) -> str:
    """An e-mail address."""
    address = text.strip().strip("<>")
    if not _EMAIL.fullmatch(address):
        raise Refused("email-not-understood")
    return address


def typed_address(text: str) -> str:
    """A postal address: long enough for a street and a house."""
    address = " ".join(text.split())
    if not SHORTEST_ADDRESS <= len(address) <= LONGEST_LINE:
        raise Refused("address-not-understood")
    return address


def typed_number(text: str, today: date) -> tuple[str, date]:
    """A number of the document system and its day; without a day it is today's."""
    said = text.split()
    place, day = _day_in(said, today)
    number = " ".join(said[:place])
    if is_blank(number) or len(number) > LONGEST_NUMBER or not any(c.isdigit() for c in number):
        raise Refused("register-number-not-understood")
    if day is None and len(said) > 1 and _DOTTED.fullmatch(said[-1]):
        raise Refused("day-not-understood")
    day = day or today
    if day > today and not _WITH_YEAR.search(" ".join(said[place:])):
        day = _year_before(day)  # a day without its year lies behind
    if day > today:
        raise Refused("register-day-ahead")
    return number, day


def _day_in(said: list[str], today: date) -> tuple[int, date | None]:
    """The day that ends the words, and how many words before it are the number's."""
    for place in range(1, len(said)):
        if day := typed_day(" ".join(said[place:]), today):
            short = place > 1 and said[place - 1].isalpha() and len(said[place - 1]) <= 2
            return place - short, day
    return len(said), None


def _year_before(day: date) -> date:
    """The same day a year before; the 28th for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
