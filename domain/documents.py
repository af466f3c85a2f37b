"""What the documents of the house hold: a reply's letter, and the card of an appeal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.ministry import Contacts, Employee


@dataclass(frozen=True, slots=True)
class Mark:
    """The executor's mark: who to ask about the letter (N-1052 §17)."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply on the ministry's letterhead. `number` is "" and `sent_on` None until it is
    registered: there the sheet has a line to write on. `asked_on` is the appeal's own day.
    `attached` are the names of files that go with it."""

    ministry: str
    contacts: Contacts
    to: str
    address: str
    asked: str
    asked_on: date
    greeting: str
    paragraphs: tuple[str, ...]
    post: str
    signed: str
    mark: Mark
    number: str = ""
    sent_on: date | None = None
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the organisation file: its id there, and its name; both "" for none."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks, and how they want the reply: the codes are those of the particulars."""

    name: str
    applicant: str = ""
    representative: str = ""
    reply_by: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One window of the appeal."""

    rule: str
    clause: str
    starts_at: datetime
    due_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the exchange. `side` is "client" or "ministry", `files` are names."""

    at: datetime
    side: str
    who: str
    kind: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A final reply as it was made, whether it was sent or returned. `text` is what the client
    gets; `written` what the officer wrote, where the signatory changed it. `sent_on` is a day."""

    made_at: datetime
    author: Named
    outcome: str
    promised_on: str
    state: str
    signatory: Named
    remark: str
    way: str
    number: str
    sent_on: str
    text: str
    written: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history: what was done, by whom ("" for the house itself)."""

    at: datetime
    actor: str
    what: str


@dataclass(frozen=True, slots=True)
class Card:
    """An appeal whole, without what colleagues note for each other. Days are written as in ISO
    8601; what is not known is ""."""

    number: str
    kind: str
    category: str
    state: str
    register_number: str
    registered_on: str
    client: Client
    came_by: str
    written_at: datetime
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    topic: Named
    classifier: str
    unit: Named
    officer: Named
    control: Named
    priority: str
    #: what a colleague asks for, of the register of processes
    process: Named = Named()
    windows: tuple[Deadline, ...] = ()
    exchange: tuple[Said, ...] = ()
    replies: tuple[Answer, ...] = ()
    history: tuple[Happened, ...] = ()


def mark_of(employee: Employee) -> Mark:
    return Mark(employee.short_name, employee.phone, employee.email)


def signature(name: str) -> str:
    """A name as it stands under a letter, initials first; a name of one word as it is."""
    surname, *rest = name.split()
    return " ".join([*(f"{part[0]}." for part in rest), surname])


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text as people write in messengers: each line is one."""
    return tuple(_without_blank(line.strip() for line in text.splitlines()))


def _without_blank(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line)
