"""An appeal's clocks: windows opened and met, and the earliest of them kept as what is due."""

from __future__ import annotations

from datetime import datetime

from domain.appeals import Appeal
from domain.windows import ASK_NO_REPLY, Window, ruling
from handlers.house import House
from storage.unit import Unit

#: the window in which an appeal of each kind is answered
MAIN_RULE = {"message": "message_reply", "official": "official_reply"}


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
    window = house.window(rule, started, before)
    return await add(unit, appeal, window) if window else appeal


async def add(unit: Unit, appeal: Appeal, window: Window) -> Appeal:
    """The same for a window that is reckoned already."""
    unit.windows.open(appeal, window)
    return await heed(unit, appeal)


async def meet(unit: Unit, appeal: Appeal, rule: str, at: datetime) -> Appeal:
    """What the rule asked for was done."""
    unit.windows.close_rule(appeal, rule, at)
    return await heed(unit, appeal)


async def drop(unit: Unit, appeal: Appeal, rule: str, at: datetime) -> Appeal:
    """What the rule asked for is not asked for any more."""
    unit.windows.drop_rule(appeal, rule, at)
    return await heed(unit, appeal)


async def heed(unit: Unit, appeal: Appeal) -> Appeal:
    """The appeal due when the earliest of its windows is (W13); as it was when none waits."""
    first = await first_of(unit, appeal)
    if first is None or first.due_at == appeal.due_at:
        return appeal
    changed = await unit.appeals.change(appeal, due_at=first.due_at)
    return changed or await unit.appeals.get(appeal.id) or appeal


async def first_of(unit: Unit, appeal: Appeal) -> Window | None:
    """The window that rules: the earliest that waits and asks something of the appeal's officer."""
    kept = await unit.windows.of_appeal(appeal)
    own = (one.window for one in kept if one.part is None)
    return ruling(window for window in own if window.rule not in ASK_NO_REPLY)
