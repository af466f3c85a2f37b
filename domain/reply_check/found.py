"""What the reply check is told and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """An error needs «send all the same» with a reason; a warning is shown; a hint only hints."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Kind(StrEnum):
    """What is answered: a message in a messenger, or an official appeal under the law."""

    MESSAGE = "message"
    OFFICIAL = "official"


class Outcome(StrEnum):
    """What becomes of the question (N-1052 §8)."""

    SOLVED = "solved"
    WILL_BE = "will_be"
    MAY_BE = "may_be"
    CANNOT = "cannot"


#: clauses that several rules enforce
STYLE = "N-1052 §8"
MANNERS = "N-2137 §7"
WRITING = "M-97 §11"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `rule` is a stable name, `start`:`end` the place in the text (equal
    when something is missing), `better` a better wording or "", `values` what the sentence about
    it wants besides."""

    rule: str
    severity: Severity
    start: int
    end: int
    clause: str
    better: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What the text is compared with. Everything may be left out; less is found then.

    `own` are the client's own words and contacts, `contacts` the ministry's phones and addresses,
    `people` the full names of its employees. `internal` are texts of notes, `guarded` the runs of
    words of the internal knowledge base (see `internal.guarded`), `others` data known to be
    somebody else's. `abbreviations` and `words` need no explanation here. `greeted`: the greeting
    is put in front by the house itself. `due` and `alternative` tell that the form already carries
    a date or another way.
    """

    client: str = ""
    kind: Kind = Kind.MESSAGE
    public: bool = False
    outcome: Outcome | None = None
    greeted: bool = True
    today: date | None = None
    due: date | None = None
    alternative: bool = False
    own: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    guarded: frozenset[tuple[str, ...]] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
