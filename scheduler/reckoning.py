"""Reckoning: windows opened once their year has a calendar, and moved with a changed one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from domain.appeals import Appeal, Kind, State
from domain.ministry import Span
from domain.parts import Part
from domain.recounting import Move, moved
from domain.windows import Window, reckoned_anew
from domain.worktime import Calendar, CalendarUnknown
from handlers import clocks
from handlers.clocks import rule_of
from handlers.house import House
from storage.unit import Unit, Units
from storage.windows import Kept
from texts import say

log = logging.getLogger(__name__)

AT_ONCE = 200
#: what the history calls it when an appeal's time begins anew
_BEGINS_ANEW = frozenset({"made_official", "reopened", "restored"})


@dataclass(frozen=True, slots=True)
class Reckoning:
    house: House

    async def open(self, unit: Unit, appeal: Appeal, now: datetime) -> bool:
        """The main window of an appeal that came while its year had no calendar; its client, who
        was promised the moment, is told."""
        rule, (began, how) = rule_of(self.house, appeal), await self._began(unit, appeal)
        window = self.house.window(rule, began, unit=appeal.unit)
        if window is None:
            return False
        changed = await unit.appeals.change(appeal, due_at=window.due_at)
        if changed is None:
            return False
        unit.windows.open(changed, window)
        due = window.due_at.isoformat()
        unit.appeals.record(changed, "window_opened", "clock", now, due=due)
        promise = self.house.promise(changed, now)  # of the reply, whatever else is due before
        if changed.kind is Kind.OFFICIAL:
            sorts = how != "reopened" and changed.state is State.WAITING
            changed = await self._besides(unit, changed, (began, window.due_at), now, sorts=sorts)
        told = say("due-reckoned", number=changed.number, promise=promise)
        chat = await unit.chats.find(changed.chat)
        if chat is not None:
            unit.outbox.post(chat, told, now)
        await clocks.heed(unit, changed)  # a promise given meanwhile may come first
        return True

    async def _began(self, unit: Unit, appeal: Appeal) -> tuple[datetime, str]:
        """Since when its time runs, and by what: it may have begun anew."""
        rows = await unit.appeals.history(appeal)
        anew = [(row["at"], row["what"]) for row in rows if row["what"] in _BEGINS_ANEW]
        return anew[-1] if anew else (appeal.received_at, "")

    async def _besides(
        self,
        unit: Unit,
        appeal: Appeal,
        runs: tuple[datetime, datetime],
        now: datetime,
        *,
        sorts: bool,
    ) -> Appeal:
        """What else an official appeal asks for, as far as there is time for it still: to be sent
        to another body while nobody has taken it, and that more time is asked for."""
        began, due = runs
        wanted = [("redirect", None)] if sorts else []
        for rule, before in (*wanted, ("extension", due)):
            window = self.house.window(rule, began, before, appeal.unit)
            if window and window.due_at > now:
                appeal = await clocks.add(unit, appeal, window)
        return appeal

    async def open_part(self, unit: Unit, part: Part, now: datetime) -> bool:
        """The same for a co-executor's part."""
        window = self.house.window("coexecutor_part", part.asked_at, unit=part.unit)
        appeal = await unit.appeals.get(part.appeal)
        if window is None or appeal is None:
            return False
        unit.parts.due(part.id, window.due_at)
        unit.windows.open(appeal, window, part.id)
        facts = {"due": window.due_at.isoformat(), "part": part.id}
        unit.appeals.record(appeal, "window_opened", "clock", now, **facts)
        return True

    async def recount(
        self, units: Units, now: datetime, *, version: str = "", only_look: bool = False
    ) -> list[Move]:
        """Every waiting window by today's calendar and rules; with the `version` of the ministry's
        calendar those alone that were reckoned by another than their unit's. Returns what moves;
        `only_look` changes nothing."""
        moves: list[Move] = []
        after = 0
        while True:
            async with units.begin() as unit:
                page = await unit.windows.waiting(after, AT_ONCE, version)
                for kept in page:
                    if version and await self._is_up_to_date(unit, kept):
                        continue
                    if move := await self._move(unit, kept, now, only_look):
                        moves.append(move)
            if len(page) < AT_ONCE:
                return moves
            after = page[-1].id

    async def _is_up_to_date(self, unit: Unit, kept: Kept) -> bool:
        """Whether it was reckoned by the calendar its unit has today."""
        appeal = await unit.appeals.get(kept.appeal)
        if appeal is None:
            return True
        calendar = await self._calendar(unit, appeal, kept)
        return kept.window.calendar_version == calendar.version

    async def _move(self, unit: Unit, kept: Kept, now: datetime, only_look: bool) -> Move | None:
        """Reckon a window anew; its appeal follows, and its history says so."""
        rule, old = self.house.ministry.windows.get(kept.window.rule), kept.window
        appeal = await unit.appeals.get(kept.appeal)
        if rule is None or appeal is None:
            return None
        new = await self._anew(unit, appeal, kept, now)
        if new is None:
            return None
        move = moved(appeal.number, old, new, now)
        if not only_look:
            unit.windows.replace(kept, new)
        if kept.part and not only_look:
            unit.parts.due(kept.part, new.due_at)
        if not appeal.is_open or not move.moves:
            return None
        if not only_look:
            changed = await clocks.heed(unit, appeal)
            unit.appeals.record(changed, "window_moved", "clock", now, **move.facts())
        return move

    async def _anew(self, unit: Unit, appeal: Appeal, kept: Kept, now: datetime) -> Window | None:
        """The window by today's rules and the calendar of whoever is to meet it; None when it
        stays as it is."""
        rule, before = self.house.ministry.windows[kept.window.rule], None
        try:
            if rule.within.span is Span.DAYS_BEFORE:
                before = await self._due(unit, appeal, now)
                if before is None:
                    return None  # nothing is due any more that it could be before
            calendar = await self._calendar(unit, appeal, kept)
            return reckoned_anew(rule, kept.window, now, calendar, before)
        except CalendarUnknown as unknown:
            log.error("window %s keeps its due moment: %s", kept.id, unknown)
            return None

    async def _calendar(self, unit: Unit, appeal: Appeal, kept: Kept) -> Calendar:
        """The working time of whoever is to meet the window: the unit that has the appeal, or the
        co-executor's."""
        part = await unit.parts.get(kept.part) if kept.part else None
        return self.house.calendar_of(part.unit if part else appeal.unit)

    async def _due(self, unit: Unit, appeal: Appeal, now: datetime) -> datetime | None:
        """When the official reply is due, reckoned anew: "days before" are counted from there."""
        rule = self.house.ministry.windows["official_reply"]
        for kept in await unit.windows.of_appeal(appeal):
            if kept.window.rule == rule.id and kept.window.state.waits:
                calendar = self.house.calendar_of(appeal.unit)
                return reckoned_anew(rule, kept.window, now, calendar).due_at
        return None
