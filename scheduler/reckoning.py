"""Reckoning: windows opened once their year has a calendar, and moved with a changed one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from domain.appeals import Appeal
from domain.windows import reckoned_anew
from domain.worktime import CalendarUnknown
from handlers import clocks
from handlers.clocks import MAIN_RULE
from handlers.house import House
from storage.unit import Unit
from storage.windows import Kept
from texts import say

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reckoning:
    house: House

    async def open(self, unit: Unit, appeal: Appeal, now: datetime) -> bool:
        """The main window of an appeal that came while its year had no calendar; its client, who
        was promised the moment, is told."""
        window = self.house.window(MAIN_RULE[appeal.kind], appeal.received_at)
        if window is None:
            return False
        changed = await unit.appeals.change(appeal, due_at=window.due_at)
        if changed is None:
            return False
        unit.windows.open(changed, window)
        due = window.due_at.isoformat()
        unit.appeals.record(changed, "window_opened", "clock", now, due=due)
        promise = self.house.promise(changed, now)
        told = say("due-reckoned", number=changed.number, promise=promise)
        chat = await unit.chats.find(changed.chat)
        if chat is not None:
            unit.outbox.post(chat, told, now)
        return True

    async def move(self, unit: Unit, kept: Kept, now: datetime) -> bool:
        """Reckon a window by today's calendar; its appeal follows, and its history says so."""
        rule, old = self.house.ministry.windows.get(kept.window.rule), kept.window
        if rule is None:
            return False
        try:
            new = reckoned_anew(rule, old, now, self.house.calendar)
        except CalendarUnknown as unknown:
            log.error("window %s keeps its due moment: %s", kept.id, unknown)
            return False
        unit.windows.replace(kept, new)
        appeal = await unit.appeals.get(kept.appeal)
        if appeal is None or not appeal.is_open or new.due_at == old.due_at:
            return False
        changed = await clocks.heed(unit, appeal)
        moved = {"came_from": old.due_at.isoformat(), "to": new.due_at.isoformat()}
        unit.appeals.record(changed, "window_moved", "clock", now, **moved)
        return True
