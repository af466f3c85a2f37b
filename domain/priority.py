"""Going first: the reasons for it, and the order of appeals in lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from domain.appeals import Appeal


class Priority(StrEnum):
    """Why an appeal goes first (N-1052 §4, §14)."""

    SITUATION = "situation"  # what has happened in the client's life
    HEALTH = "health"  # limited health
    REPEATED = "repeated"  # the client asks not for the first time
    SAFETY = "safety"  # somebody's life or health is in danger


def in_order(
    appeal: Appeal, local_day: Callable[[datetime], date]
) -> tuple[bool, date, bool, datetime, int]:
    """The key lists are sorted by. What goes first stands before everything due the same working
    day, and behind what is due on an earlier one: priority hastens an appeal and lets nobody
    else's deadline be missed for it. What has no due moment yet stands last."""
    due = appeal.due_at
    day = local_day(due) if due else date.max
    return (due is None, day, not appeal.priority, due or appeal.received_at, appeal.id)
