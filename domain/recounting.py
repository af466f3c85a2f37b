"""Which running windows another calendar, or another rule, moves: looked at before it is so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.ministry import Span, WindowRule
from domain.windows import Window, reckoned_anew
from domain.worktime import Calendar, CalendarUnknown


@dataclass(frozen=True, slots=True)
class Running:
    """A window that waits, and the open appeal it belongs to; `of_part`, whether it is that of a
    co-executor's part."""

    appeal: int
    number: str
    unit: str
    of_part: bool
    window: Window


@dataclass(frozen=True, slots=True)
class Move:
    """A window that another calendar or rule moves; `changed` names what else becomes of it."""

    number: str
    rule: str
    came_from: datetime
    to: datetime
    changed: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return self.came_from != self.to or bool(self.changed)

    def facts(self) -> dict[str, Any]:
        """As the history keeps it."""
        due = {"came_from": self.came_from.isoformat(), "to": self.to.isoformat()}
        more = {"changed": list(self.changed)} if self.changed else {}
        return {"rule": self.rule, **due, **more}


def moved(number: str, old: Window, new: Window, now: datetime) -> Move:
    """What becomes of a window that is reckoned anew."""
    return Move(number, old.rule, old.due_at, new.due_at, _changed(old, new, now))


def moves(
    running: Sequence[Running],
    rules: Mapping[str, WindowRule],
    calendar_of: Callable[[str], Calendar],
    now: datetime,
) -> list[Move]:
    """What would move under these rules and calendars, in the order given; a part is reckoned by
    the ministry's own. What reaches into a year without a calendar stays."""
    official = {
        one.appeal: one
        for one in running
        if one.window.rule == "official_reply" and not one.of_part
    }
    found = []
    for one in running:
        rule = rules.get(one.window.rule)
        if rule is None:
            continue
        calendar = calendar_of("" if one.of_part else one.unit)
        try:
            before = None
            if rule.within.span is Span.DAYS_BEFORE:
                main = official.get(one.appeal)
                if main is None:
                    continue
                main_rule = rules["official_reply"]
                before = reckoned_anew(main_rule, main.window, now, calendar).due_at
            new = reckoned_anew(rule, one.window, now, calendar, before)
        except CalendarUnknown:
            continue
        move = moved(one.number, one.window, new, now)
        if move.moves:
            found.append(move)
    return found


def _changed(old: Window, new: Window, now: datetime) -> tuple[str, ...]:
    """What of the rule is another one now. An alert that has waited for the morning is none, nor
    is one that another calendar moves."""
    ahead = new.next_alert_at is not None and new.next_alert_at > now
    ahead = ahead and old.calendar_version == new.calendar_version
    found = {
        "within": old.within != new.within,
        "clause": old.clause != new.clause,
        "alerts": ahead and old.next_alert_at != new.next_alert_at and old.due_at == new.due_at,
    }
    return tuple(name for name, changed in found.items() if changed)
