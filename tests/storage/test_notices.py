"""Notices: noted once where that is asked for, and gathered up to where somebody looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.kit import Kit


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def test_the_same_cause_is_noted_once(kit: Kit) -> None:
    appeal = await kit.appeal()
    for _ in range(2):
        async with kit.units.begin() as unit:
            for _ in range(2):
                unit.notices.note(appeal, "alert", kit.watch(), employee="petrov", once="a:1")
                unit.notices.note(appeal, "added", kit.watch(), employee="petrov")
    async with kit.units.begin() as unit:
        assert await unit.notices.counts("", "petrov") == {"alert": 1, "added": 4}


async def test_what_comes_while_somebody_gathers_waits_for_the_next_time(kit: Kit) -> None:
    appeal = await kit.appeal()
    async with kit.units.begin() as unit:
        (addressee,) = await unit.notices.addressees()
        unit.notices.note(appeal, "added", kit.watch(), unit="benefits", late=True)
        unit.notices.gathered(addressee, kit.watch())
    async with kit.units.begin() as unit:
        left = await unit.notices.waiting("benefits", "", 10)
    assert [(notice.kind, notice.details) for notice in left] == [("added", {"late": True})]


async def test_units_and_people_are_gathered_apart(kit: Kit) -> None:
    appeal = await kit.appeal()
    async with kit.units.begin() as unit:
        unit.notices.note(appeal, "breach", kit.watch(), employee="ivanova")
        found = await unit.notices.addressees()
        mine = next(row for row in found if row["employee"] == "ivanova")
        unit.notices.gathered(mine, kit.watch())
        left = await unit.notices.addressees()
    assert [(row["unit"], row["employee"]) for row in left] == [("benefits", "")]


async def test_what_nobody_came_for_is_given_up_and_named(kit: Kit) -> None:
    await kit.appeal()
    kit.watch.passes(days=8)
    await kit.appeal(unit="care")
    async with kit.units.begin() as unit:
        given_up = await unit.notices.give_up(kit.watch() - timedelta(days=7), kit.watch())
        left = await unit.notices.addressees()
    assert given_up == [{"unit": "benefits", "employee": ""}]
    assert [row["unit"] for row in left] == ["care"]
