"""Where somebody's access ends, so does what stood on their word and what waited there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.talk import Reply
from handlers.employee import access
from storage import tables as t
from tests.kit import Kit, rows

DAY = timedelta(days=1)


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


@pytest.mark.requirement("E1")
async def test_whom_they_invited_is_invited_no_more(kit: Kit) -> None:
    waits, joiner, other = [await kit.chat() for _ in range(3)]
    now = kit.watch()
    async with kit.units.begin() as unit:
        void = unit.invites.make("gromova", now, now + DAY, by="ivanova")
        good = unit.invites.make("petrov", now, now + DAY, by="admin")
        unit.joinings.ask("vlasova", waits, "ivanova", now)
        unit.joinings.ask("zaitsev", other, "admin", now)
    async with kit.units.begin() as unit:
        await access.ended(unit, "ivanova", "admin", "dismissed", now)
    async with kit.units.begin() as unit:
        assert await unit.invites.use(void, joiner, now) == ""
        assert await unit.invites.use(good, joiner, now) == "petrov"
    found = {row["employee"]: row["state"] for row in await rows(kit.engine, t.joinings)}
    assert found == {"vlasova": "void", "zaitsev": "waiting"}
    assert [text[:27] for text in await kit.told(waits)] == ["Доступ сотрудника вам не по"]


@pytest.mark.requirement("E1", "P1")
async def test_what_had_failed_to_reach_them_is_not_sent_again(kit: Kit) -> None:
    chat, now = await kit.chat("petrov"), kit.watch()
    async with kit.units.begin() as unit:
        notice = unit.outbox.post(chat, Reply("Новое обращение"), now, kind="notice")
        receipt = unit.outbox.post(chat, Reply("Приняли"), now, kind="receipt")
        later = unit.outbox.post(chat, Reply("Ещё одно"), now, kind="notice")
    async with kit.engine.begin() as connection:
        failed = t.outbox.c.id.in_([notice, receipt])
        await connection.execute(update(t.outbox).where(failed).values(state="dead"))
    async with kit.units.begin() as unit:
        await access.ended(unit, "petrov", "admin", "revoked", now)
    async with kit.units.begin() as unit:
        assert [one.id for one in await unit.upkeep.failures(later + 1, 5)] == [receipt]
        for gone in (notice, later):
            assert await unit.upkeep.send_again(gone, now) is None
        assert await unit.upkeep.send_again(receipt, now) is chat.channel
