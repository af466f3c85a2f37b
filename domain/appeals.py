"""An appeal: its states, what joins it, and its number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: What the same person sends within this time of the first message belongs to that message.
ONE_BREATH = timedelta(minutes=1)


class Kind(StrEnum):
    """Which of the two an appeal is, told apart before anything is promised (N-1052 §2, §4)."""

    MESSAGE = "message"  # an ordinary message: answered in 8 working hours (M-97 §10)
    OFFICIAL = "official"  # registered, approved, answered in 30 days (59-FZ)
    REQUEST = "request"  # an employee's written request to another unit (N-2138 §10.3)
    ORAL = "oral"  # an employee's short question: answered by the end of the day (N-2138 §9.4)
    LETTER = "letter"  # an employee's letter to the minister, a deputy or a head (D-139 §5.2)

    @property
    def internal(self) -> bool:
        """Whether an employee asks as an employee, and not a citizen."""
        return self in INTERNAL


INTERNAL = frozenset({Kind.REQUEST, Kind.ORAL, Kind.LETTER})


class Number(str):
    """A registration number that knows of what it is, so that texts can call it by its name."""

    kind: Kind

    def __new__(cls, number: str, kind: Kind) -> Number:
        made = super().__new__(cls, number)
        made.kind = kind
        return made


class State(StrEnum):
    """Where an appeal stands."""

    WAITING = "waiting"  # in the unit's queue, nobody has taken it
    TAKEN = "taken"  # an officer works on it
    APPROVAL = "approval"  # the reply waits for its signatory
    SENDING = "sending"  # the reply has left the officer, delivery is not yet known
    DISPATCH = "dispatch"  # the finished reply waits for the officer to send it by another way
    CONTROL = "control"  # the client is answered, whoever controls it has not taken it off
    ANSWERED = "answered"
    REDIRECTED = "redirected"  # sent to the body whose business it is, the client told
    LEFT = "left"  # left without a reply on its merits for a lawful reason, the client told
    NOT_APPEAL = "not_appeal"  # thanks, a greeting, a mistake: kept, but promises nothing


OPEN = frozenset(
    {
        State.WAITING,
        State.TAKEN,
        State.APPROVAL,
        State.SENDING,
        State.DISPATCH,
        State.CONTROL,
    }
)

#: The life cycle as data: from which states each state may be reached.
REACHED_FROM: dict[State, frozenset[State]] = {
    State.WAITING: frozenset(
        {
            State.WAITING,
            State.TAKEN,
            State.NOT_APPEAL,
            # the client is not content, and the head cannot have it
            State.CONTROL,
            State.ANSWERED,
            State.LEFT,
        }
    ),
    State.TAKEN: frozenset(
        {
            State.WAITING,
            State.TAKEN,
            State.APPROVAL,  # returned by the signatory, or called back
            State.SENDING,  # not delivered
            State.DISPATCH,  # called back
            State.CONTROL,  # returned by whoever controls it
            State.ANSWERED,  # the client is not content
            State.REDIRECTED,
            State.LEFT,  # the same
        }
    ),
    State.APPROVAL: frozenset({State.TAKEN}),
    State.SENDING: frozenset({State.TAKEN, State.APPROVAL}),
    State.DISPATCH: frozenset({State.TAKEN, State.APPROVAL}),
    State.CONTROL: frozenset({State.SENDING, State.DISPATCH, State.TAKEN}),
    State.ANSWERED: frozenset({State.SENDING, State.DISPATCH, State.CONTROL, State.TAKEN}),
    State.REDIRECTED: frozenset({State.WAITING, State.TAKEN}),
    State.LEFT: frozenset({State.WAITING, State.TAKEN}),
    State.NOT_APPEAL: frozenset({State.WAITING}),
}


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal as it stands. `officer` is "" while nobody has taken it; `sorting` says that a
    person must decide which unit it belongs to. `written_at` is the messenger's time of the first
    message, `received_at` the moment it was detected: the windows run from there (M-97 §10).
    `due_at` is the earliest of its windows; None only while the year it falls into has no
    production calendar.

    `chat` is None for what came by post, telephone, e-mail or at the counter; `came_by` is "" for
    what came by its dialogue's messenger. `control` is who put it under control, `signatory` who
    is to approve its reply now, `barred` the employee it complains about, each "" for nobody.
    `priority` is the reason for going first, `asked` says that a question to the client waits.

    `filer` is the employee in whose dialogue it was filed, as a colleague or as a citizen;
    `process` is what an employee asks for, of the register of processes."""

    id: int
    number: str
    chat: int | None
    state: State
    topic: str
    unit: str
    officer: str
    sorting: bool
    album: str
    written_at: datetime
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None = None
    kind: Kind = Kind.MESSAGE
    came_by: str = ""
    priority: str = ""
    control: str = ""
    barred: str = ""
    signatory: str = ""
    transfers: int = 0
    extended: int = 0
    asked: bool = False
    taken_at: datetime | None = None
    process: str = ""
    filer: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", Number(self.number, self.kind))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def number(year: int, count: int) -> str:
    """The registration number, e.g. 2026-000123."""
    return f"{year}-{count:06d}"


def same_breath(appeals: Sequence[Appeal], at: datetime, album: str) -> Appeal | None:
    """The open appeal that a message written `at` continues without a word: a part of the same
    album, or whatever follows within a minute. `appeals` are the person's open ones, oldest first.
    """
    for appeal in reversed(appeals):
        if album and appeal.album == album:
            return appeal
    return next((a for a in reversed(appeals) if in_one_breath(a.written_at, at)), None)


def in_one_breath(first: datetime, later: datetime) -> bool:
    """Whether both were written within a minute. A messenger may deliver the later one first."""
    return abs(later - first) <= ONE_BREATH


_SPACE = re.compile(r"\s+")
#: letters that show as nothing: grapheme joiner, Hangul fillers, Khmer vowels, Braille blank
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: signs that turn the direction of what stands around them
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return all(unicodedata.category(c) in unseen or c in _BLANK for c in text)


def straight(text: str) -> str:
    """A stranger's text without signs that would turn our own words beside it."""
    return _TURNS.sub("", text)


def first_lines(text: str, length: int) -> str:
    """The beginning of a text on one line, cut at a word, for lists and notices.

    Signs that would turn or hide the text around them are left out."""
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t")
    line = _SPACE.sub(" ", seen).strip()
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0]
    return (cut if len(cut) > length // 2 else line[:length]).rstrip(" ,.;:") + "…"
