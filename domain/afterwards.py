"""What comes after a reply: the client's mark, and the way back to the head (N-1052 §1, §18)."""

from __future__ import annotations

from domain.appeals import Appeal
from domain.ministry import Ministry, Span, Unit

#: from "did not help at all" to "helped"
MARKS = (1, 2, 3, 4, 5)
#: the worst of them, which heads hear of
LOW = 2
#: what the time for coming back may be counted in
COUNTED_IN = (Span.CALENDAR_DAYS, Span.WORKING_DAYS, Span.CALENDAR_HOURS, Span.WORKING_HOURS)


def is_low(mark: int) -> bool:
    return mark <= LOW


def answerable(ministry: Ministry, appeal: Appeal, client: str) -> tuple[Unit, str]:
    """The unit and the head who answer for the appeal to a client who is not content.

    It goes past a head it complains about and past one who filed it (`client`, the employee whose
    dialogue it came from): to the default unit. "" when its head is no better."""
    own = ministry.units.get(appeal.unit, ministry.default_unit)
    for unit in (own, ministry.default_unit):
        if unit.head not in {appeal.barred, client}:
            return unit, unit.head
    return ministry.default_unit, ""
