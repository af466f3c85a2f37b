"""An appeal's clocks: windows opened and met, and the earliest of them kept as what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.appeals import Appeal, State
from domain.windows import (
    ASK_NO_REPLY,
    Window,
    WindowState,
    base_rule,
    paused,
    reckoned_anew,
    resumed,
    ruling,
)
from domain.worktime import CalendarUnknown
from handlers.house import House
from storage.unit import Unit
from storage.windows import Kept

#: the window in which an appeal of each kind is answered
_MAIN_RULE = {
    "message": "message_reply",
    "official": "official_reply",
    "request": "internal_written",
    "oral": "internal_oral",
    "letter": "internal_written",
}


def main_rule(house: House, kind: str, process: str = "") -> str:
    """The rule of the window in which an appeal of this kind is answered; a process may have its
    own (N-2138 §10.3)."""
    own = f"{_MAIN_RULE[kind]}:{process}"
    return own if process and own in house.ministry.windows else _MAIN_RULE[kind]


def rule_of(house: House, appeal: Appeal) -> str:
    """The same for an appeal."""
    return main_rule(house, appeal.kind, appeal.process)


async def begin(
    unit: Unit,
    house: House,
    appeal: Appeal,
    rule: str,
    started: datetime,
    before: datetime | None = None,
) -> Appeal:
    """Open the rule's window; the appeal with what is due first now.

    Without a calendar for the year nothing is opened: the clock opens the main one later."""
    window = house.window(rule, started, before, appeal.unit)
    return await add(unit, appeal, window) if window else appeal


async def add(unit: Unit, appeal: Appeal, window: Window) -> Appeal:
    """The same for a window that is reckoned already."""
    unit.windows.open(appeal, window)
    return await heed(unit, appeal)


async def meet(unit: Unit, appeal: Appeal, rule: str, at: datetime) -> Appeal:
    """What the rule asked for was done."""
    unit.windows.close_rule(appeal, rule, at)
    return await heed(unit, appeal)


async def meet_one(unit: Unit, appeal: Appeal, kept: Kept, at: datetime) -> Appeal:
    """The same for one window among several of its rule."""
    unit.windows.close_one(kept, at)
    return await heed(unit, appeal)


async def drop_one(unit: Unit, appeal: Appeal, kept: Kept, at: datetime) -> Appeal:
    """One window among several of its rule asks for nothing any more."""
    unit.windows.drop_one(kept, at)
    return await heed(unit, appeal)


async def drop(unit: Unit, appeal: Appeal, rule: str, at: datetime) -> Appeal:
    """What the rule asked for is not asked for any more."""
    unit.windows.drop_rule(appeal, rule, at)
    return await heed(unit, appeal)


async def pause(
    unit: Unit, house: House, appeal: Appeal, actor: str, now: datetime, why: str = "question"
) -> Appeal:
    """Stop the time of the windows whose rule says so; where none does, nothing happens. What is
    due already, or stands still, stays as it is."""
    stopped = False
    for kept in await unit.windows.of_appeal(appeal):
        window, rule = kept.window, house.ministry.windows.get(kept.window.rule)
        runs = window.state is WindowState.OPEN and not window.paused_at and now < window.due_at
        if kept.part is None and rule and why in rule.pause_while and runs:
            unit.windows.replace(kept, paused(window, now))
            facts = {"rule": window.rule, "why": why}
            unit.appeals.record(appeal, "window_paused", actor, now, **facts)
            stopped = True
    return await heed(unit, appeal) if stopped else appeal


async def resume(unit: Unit, house: House, appeal: Appeal, actor: str, now: datetime) -> Appeal:
    """What stood still runs on with the time it had left."""
    ran = False
    for kept in await unit.windows.of_appeal(appeal):
        window, rule = kept.window, house.ministry.windows.get(kept.window.rule)
        if window.paused_at and window.state.waits and rule:
            try:
                running = resumed(rule, window, now, house.calendar_of(appeal.unit))
            except CalendarUnknown:  # it alerts once its year has a calendar
                running = replace(window, paused_at=None, next_alert_at=now)
            unit.windows.replace(kept, running)
            moved = {"rule": window.rule, "to": running.due_at.isoformat()}
            unit.appeals.record(appeal, "window_resumed", actor, now, **moved)
            ran = True
    if not ran:
        return appeal
    await follow(unit, house, appeal, now)
    return await heed(unit, appeal)


async def follow(unit: Unit, house: House, appeal: Appeal, now: datetime) -> None:
    """The last day to ask for an extension moves with the day the reply is due."""
    kept = await unit.windows.of_appeal(appeal)
    main = next(
        (k for k in kept if k.window.rule == "official_reply" and k.window.state.waits), None
    )
    for one in kept:
        rule = house.ministry.windows.get(one.window.rule)
        if main and rule and rule.id == "extension" and one.window.state.waits:
            before = main.window.due_at
            calendar = house.calendar_of(appeal.unit)
            moved = reckoned_anew(rule, one.window, now, calendar, before)
            unit.windows.replace(one, moved)


async def stays(unit: Unit, house: House, before: Appeal, after: Appeal) -> None:
    """The appeal has gone to a unit with other hours: what runs stays due as it was, for the client
    was promised it; what is opened from now on is reckoned by the new unit's hours, and so is
    everything once these change."""
    calendar = house.calendar_of(after.unit)
    if calendar is house.calendar_of(before.unit):
        return
    for kept in await unit.windows.of_appeal(after):
        if kept.part is None and kept.window.state.waits:
            held = replace(kept.window, calendar_version=calendar.version)
            unit.windows.replace(kept, held)


async def acknowledged(unit: Unit, appeal: int, at: datetime) -> None:
    """A receipt that was long on its way has reached its client at last."""
    found = await unit.appeals.get(appeal)
    if found is not None:
        unit.windows.close_rule(found, "acknowledge", at)
        unit.appeals.record(found, "acknowledged", "clock", at)


async def heed(unit: Unit, appeal: Appeal) -> Appeal:
    """The appeal due when the earliest of its windows is (W13); as it was when none waits, and
    while the one it is answered in still waits for its year's calendar: by that the clock knows
    that one is to be opened. Under control it was answered."""
    first = await first_of(unit, appeal)
    if first is None or first.due_at == appeal.due_at:
        return appeal
    answered = appeal.state is State.CONTROL
    if appeal.due_at is None and not answered and not await _has_main(unit, appeal):
        return appeal
    changed = await unit.appeals.change(appeal, due_at=first.due_at)
    return changed or await unit.appeals.get(appeal.id) or appeal


async def _has_main(unit: Unit, appeal: Appeal) -> bool:
    """Whether a window in which it is answered runs, by whichever rule."""
    waits = (one.window for one in await unit.windows.of_appeal(appeal) if one.window.state.waits)
    return any(base_rule(window.rule) in _MAIN_RULE.values() for window in waits)


async def first_of(unit: Unit, appeal: Appeal) -> Window | None:
    """The window that rules: the earliest that waits and asks something of the appeal's officer."""
    kept = await unit.windows.of_appeal(appeal)
    own = (one.window for one in kept if one.part is None)
    return ruling(window for window in own if window.rule not in ASK_NO_REPLY)
