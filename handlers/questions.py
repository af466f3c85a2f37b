"""Questions to a client: put, answered, or still waiting. `Appeal.asked` says that one waits.

Meanwhile the time of a reply stands still where the organisation file says so, and only there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.appeals import Appeal
from domain.life import RUNNING
from handlers import clocks
from handlers.house import House
from storage.unit import Unit


async def put(unit: Unit, house: House, appeal: Appeal, who: str, now: datetime) -> Appeal | None:
    """A question goes to the client; None when the appeal has moved on meanwhile."""
    changed = await unit.appeals.change(appeal, asked=True)
    return await clocks.pause(unit, house, changed, who, now) if changed else None


async def put_again(unit: Unit, house: House, appeal: Appeal, now: datetime) -> Appeal | None:
    """What was taken for the answer was none; None when nobody waits for it any more."""
    return await put(unit, house, appeal, "client", now) if appeal.state in RUNNING else None


async def settle(unit: Unit, house: House, appeal: Appeal, who: str, now: datetime) -> Appeal:
    """Nothing is asked any more: the answer is here, or can never come."""
    found: Appeal | None = appeal
    while found is not None and found.asked:
        changed = await unit.appeals.change(found, asked=False)
        if changed:
            return await clocks.resume(unit, house, changed, who, now)
        found = await unit.appeals.get(appeal.id)
    return found or appeal


async def waiting(
    unit: Unit, appeals: Iterable[Appeal], since: datetime | None = None
) -> Appeal | None:
    """Of a client's open appeals, the one they were asked about last; only if that was after
    `since`. Costs nothing while no question waits."""
    asked = {appeal.id: appeal for appeal in appeals if appeal.asked}
    if not asked:
        return None
    last = await unit.exchange.last_question(asked)
    if last is None:
        return [*asked.values()][-1]
    return None if since and last.at <= since else asked[last.appeal]
