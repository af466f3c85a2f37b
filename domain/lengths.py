"""How long something may take, as orders and the organisation file say it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Span(StrEnum):
    """The unit a window is counted in."""

    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    CALENDAR_HOURS = "calendar hours"
    CALENDAR_DAYS = "calendar days"
    END_OF_DAY = "end of day"
    DAYS_BEFORE = "days before"
    PROMISED = "as promised"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a window is, e.g. 8 working hours. END_OF_DAY and PROMISED have `amount` 0."""

    amount: int
    span: Span

    def __str__(self) -> str:
        """As the organisation file writes it."""
        return f"{self.amount} {self.span}" if self.amount else str(self.span)


THIRTY_DAYS = Length(30, Span.CALENDAR_DAYS)
