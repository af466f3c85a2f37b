"""An official appeal for tests of what is done with one: registered now, with its windows."""

from __future__ import annotations

from domain.appeals import Appeal, Kind
from handlers import clocks
from tests.conversations.talk import appeal as row_of
from tests.town import Town


async def found(town: Town, number: str) -> Appeal:
    row = await row_of(town, number)
    async with town.service.units.begin() as unit:
        appeal = await unit.appeals.get(row["id"])
    assert appeal is not None
    return appeal


async def made_official(town: Town, number: str) -> Appeal:
    """The message is an official appeal from now on: 30 days, and when to ask for more."""
    appeal, now, house = await found(town, number), town.watch(), town.service.house
    async with town.service.units.begin() as unit:
        changed = await unit.appeals.change(appeal, kind=Kind.OFFICIAL)
        assert changed is not None
        unit.windows.drop_rule(changed, "message_reply", now)
        changed = await clocks.begin(unit, house, changed, "official_reply", now)
        return await clocks.begin(unit, house, changed, "extension", now, changed.due_at)
