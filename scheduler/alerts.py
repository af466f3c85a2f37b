"""Alerts: the windows whose next step is due, and who hears of each."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.appeals import Appeal, Kind, State
from domain.parts import Part
from domain.windows import Step, advanced, step_at
from domain.worktime import CalendarUnknown
from handlers.house import House
from handlers.officer.parts import addressee
from storage.unit import Unit
from storage.windows import Kept

log = logging.getLogger(__name__)

#: What a window is of: an appeal, or a co-executor's part of its reply.
About = tuple[Appeal, Part | None]


@dataclass(frozen=True, slots=True)
class Alerts:
    """Notes the latest step of every window that is due."""

    house: House

    async def note_due(self, unit: Unit, now: datetime, limit: int) -> int:
        """Note what is due, the longest due first; returns how many windows were looked at."""
        due = await unit.windows.due_alerts(now, limit)
        appeals = await unit.appeals.by_ids({kept.appeal for kept in due}) if due else {}
        asked = {kept.part for kept in due if kept.part}
        parts = await unit.parts.by_ids(asked) if asked else {}
        for kept in due:
            about = (appeals[kept.appeal][0], parts.get(kept.part or 0))
            self._alert(unit, kept, about, now)
        return len(due)

    def _alert(self, unit: Unit, kept: Kept, about: About, now: datetime) -> None:
        appeal, part = about
        calendar = self.house.calendar_of(part.unit if part else appeal.unit)
        rule = self.house.ministry.windows.get(kept.window.rule)
        try:
            step = step_at(rule, kept.window, now, calendar) if rule else None
        except CalendarUnknown as unknown:
            log.error("alerts of appeal %s wait: %s", appeal.number, unknown)
            step = Step(0, timedelta(0), False, now + timedelta(hours=1))
        if step is None:
            log.error("no rule %s: its windows alert nobody", kept.window.rule)
            step = Step(0, timedelta(0), False, None)
        if step.number and appeal.is_open:
            self._note(unit, kept, about, step, now)
        unit.windows.advance(kept, advanced(kept.window, step))
        if step.breach and kept.window.rule == "extension":
            # Nobody has to extend: the day to ask for it has passed, and that is all.
            unit.windows.drop_rule(appeal, "extension", now)

    def _note(self, unit: Unit, kept: Kept, about: About, step: Step, now: datetime) -> None:
        appeal, part = about
        rule = self.house.ministry.windows[kept.window.rule]
        kind = "breach" if step.breach else "alert"
        about_part: dict[str, Any] = {"part": part.id} if part else {}
        kind = f"part_{kind}" if part else kind
        minutes = int(step.before.total_seconds()) // 60
        # With the due moment: when a changed calendar moves it, the steps may come once more.
        this = f"{kind}:{kept.id}:{step.number}:{int(kept.window.due_at.timestamp())}"
        facts: dict[str, Any] = about_part | {
            "before": minutes,
            "rule": rule.id,
            "due": kept.window.due_at.isoformat(),
        }
        for name in rule.on_breach if step.breach else ("officer",):
            for to in self._people(name, about, now):
                # The person, not the role: who is head and controller hears of it once.
                once = f"{this}:{':'.join(to.values())}"
                unit.notices.note(appeal, kind, now, once=once, **to, **facts)
        unit.appeals.record(appeal, kind, "clock", now, rule=rule.id, before=minutes, **about_part)

    def _people(self, name: str, about: About, now: datetime) -> list[dict[str, str]]:
        """Whom a rule means by "officer", "head", "controller", for this appeal; for a part, the
        co-executor and the co-executor's head. Who of them is away has somebody who acts for them,
        and that is asked when it is told."""
        ministry, (appeal, part) = self.house.ministry, about
        past = self.house.past(appeal)
        if appeal.kind is Kind.LETTER and not part and appeal.officer in ministry.employees:
            return [{"employee": appeal.officer}]  # nobody else is to read what was meant for them
        if name == "controller":
            controllers = (employee.id for employee in ministry.controllers)
            return [{"employee": one} for one in controllers if one not in past]
        if name == "head":
            head = self.house.head_past(part.unit if part else appeal.unit, *past, now=now)
            return [{"employee": head.id}] if head else []
        if part:
            return [addressee(self.house, part)]
        if appeal.state is State.CONTROL and appeal.control in ministry.employees:
            return [{"employee": appeal.control}]  # the officer has done their part
        if appeal.officer in ministry.employees:
            # while a reply waits for approval, whoever it waits for has the time in hand, too
            people = dict.fromkeys((appeal.officer, appeal.signatory))
            return [{"employee": who} for who in people if who in ministry.employees]
        return [{"unit": appeal.unit}]
