"""A co-executor's part of a reply: whose it is, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ministry import Employee


class PartState(StrEnum):
    """Where a part stands."""

    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"  # not their business: the main officer asks somebody else
    WITHDRAWN = "withdrawn"  # not needed any more


@dataclass(frozen=True, slots=True)
class Part:
    """What one co-executor is asked for, and gave (M-97 §10).

    `employee` is who of the unit is asked, "" for whoever of its officers is first. `files` belong
    to the part given, `question_files` to the question. `text` is what was given, or why it was
    declined; `settled_by` who gave, declined or withdrew it. `due_at` is None only while the year
    has no production calendar."""

    id: int
    appeal: int
    asked_by: str
    unit: str
    employee: str
    question: str
    question_files: list[int]
    text: str
    files: list[int]
    state: PartState
    asked_at: datetime
    due_at: datetime | None
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def waits(self) -> bool:
        return self.state is PartState.ASKED


def is_asked(part: Part, employee: Employee) -> bool:
    """Whether this employee is asked: by name, or as one of a unit of which nobody is named."""
    if part.employee:
        return part.employee == employee.id
    return part.unit == employee.unit


def is_late(part: Part, now: datetime) -> bool:
    """Not given in time; what was declined or withdrawn is owed by nobody."""
    if part.due_at is None or part.state not in {PartState.ASKED, PartState.GIVEN}:
        return False
    return (part.settled_at or now) > part.due_at
