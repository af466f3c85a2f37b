"""What comes after a reply: the client's mark, and the way back to the head (N-1052 §1, §18)."""

from __future__ import annotations

from collections.abc import Collection

from domain.ministry import Ministry, Span, Unit

#: from "did not help at all" to "helped"
MARKS = (1, 2, 3, 4, 5)
#: the worst of them, which heads hear of
LOW = 2
#: what the time for coming back may be counted in
COUNTED_IN = (Span.CALENDAR_DAYS, Span.WORKING_DAYS, Span.CALENDAR_HOURS, Span.WORKING_HOURS)


def is_low(mark: int) -> bool:
    return mark <= LOW


def answerable(ministry: Ministry, unit: str, past: Collection[str]) -> tuple[Unit, str]:
    """The unit and the head who answer for an appeal of this unit to a client who is not content.

    It goes `past` a head it complains about, one who filed it, and those above whoever did: to the
    default unit. "" when its head is no better."""
    for one in in_charge(ministry, unit):
        if one.head not in past:
            return one, one.head
    return ministry.default_unit, ""


def in_charge(ministry: Ministry, unit: str) -> tuple[Unit, Unit]:
    """The unit whose head answers for an appeal of this one, and whose does where that head may
    not."""
    return ministry.units.get(unit, ministry.default_unit), ministry.default_unit
