"""The survey heads hold every quarter, and the offer that reminds them of it (D-139 §5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.surveys.waves import Quarterly, quarter_of
from domain.worktime import Calendar

#: so long before its day a head is asked
AHEAD = timedelta(days=7)


class OfferState(StrEnum):
    OFFERED = "offered"
    REMINDED = "reminded"  # its day has come, and nothing was said
    HELD = "held"  # a survey was started from it
    DECLINED = "declined"  # none this quarter


@dataclass(frozen=True, slots=True)
class Offer:
    """What the head of a unit was offered for a quarter; `wave` is the survey started from it."""

    unit: str
    quarter: str
    questionnaire: str
    state: OfferState
    at: datetime
    wave: int | None = None

    @property
    def waits(self) -> bool:
        """Nothing was said to it yet."""
        return self.state in {OfferState.OFFERED, OfferState.REMINDED}


def quarterly_day(quarterly: Quarterly, today: date) -> date:
    """The day on which this quarter's survey begins: in the quarter's last month."""
    return date(today.year, (today.month + 2) // 3 * 3, quarterly.day)


def quarter(calendar: Calendar, at: datetime) -> str:
    """The quarter of a moment by the ministry's own clock."""
    return quarter_of(at.astimezone(calendar.zone))
