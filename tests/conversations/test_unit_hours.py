"""A unit with hours and a zone of its own: its deadlines, its quiet time, its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ministry import Hours, Ministry
from domain.staff import schedule_value
from handlers import clocks
from handlers.standing import heed_staff
from storage import tables as t
from tests.conversations.talk import appeal, card_of, writes
from tests.kit import Kit, rows, sample
from tests.town import Town


def far(ministry: Ministry) -> Ministry:
    """The unit of benefits lives seven hours ahead, and rests from Saturday to Tuesday."""
    nine = Hours(((time(9), time(18)),))
    off = Hours(())
    schedule = replace(
        ministry.schedule, zone="Asia/Vladivostok", week=(off, off, nine, nine, nine, off, off)
    )
    benefits = replace(ministry.units["benefits"], schedule=schedule)
    return replace(ministry, units={**ministry.units, "benefits": benefits})


@pytest.mark.requirement("E3", "W2")
async def test_an_appeal_is_due_by_the_hours_of_its_unit(town: Town) -> None:
    """Tuesday 10:00 in the ministry is Tuesday evening there, a day off: eight hours from nine on
    Wednesday end at five, ten in the morning of the ministry."""
    await town.stop()
    town.ministry = far(town.ministry)
    await town.start()
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, "vk")
    found = await appeal(town, its)
    assert found["due_at"] == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert "10:00" in client.last.text, "the client is told in the ministry's time"
    assert "17:00" in (await card_of(town, petrov, its)).text, "and its people in their own"
    assert not [shown for shown in petrov.heard if "Новое" in shown.text], "they are asleep"
    town.watch.at = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
    assert its in (await petrov.hears("Новое")).text


@pytest.mark.requirement("E3", "W11")
async def test_changed_hours_of_a_unit_move_its_windows_and_no_others(
    engine: AsyncEngine,
) -> None:
    kit = Kit(engine)
    theirs, others = await kit.appeal("benefits"), await kit.appeal("care")
    assert await kit.jobs.reckon() == 0
    schedule = far(sample()).units["benefits"].schedule
    async with kit.units.begin() as unit:
        await heed_staff(unit, kit.house, await unit.staff.version())
        value = {"schedule": schedule_value(schedule)}
        unit.staff.amend("unit", "benefits", value, "admin", kit.watch())
    async with kit.units.begin() as unit:
        kit.house.adopt(await unit.staff.amendments(), await unit.staff.version())
    await kit.jobs.reckon()
    assert (await kit.now_is(theirs)).due_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert (await kit.now_is(others)).due_at == others.due_at
    moved = [line for line in await rows(engine, t.history) if line["what"] == "window_moved"]
    assert [line["appeal"] for line in moved] == [theirs.id]
    assert await kit.jobs.reckon() == 0


@pytest.mark.requirement("E3")
async def test_what_goes_to_a_unit_with_other_hours_stays_due_as_promised(
    engine: AsyncEngine,
) -> None:
    kit = Kit(engine, far(sample()))
    its = await kit.appeal("care")
    async with kit.units.begin() as unit:
        moved = await unit.appeals.change(its, unit="benefits")
        assert moved
        await clocks.stays(unit, kit.house, its, moved)
    assert await kit.jobs.reckon() == 0
    assert (await kit.now_is(its)).due_at == its.due_at
    async with engine.connect() as connection:
        (version,) = (await connection.execute(select(t.windows.c.calendar_version))).scalars()
    assert version == kit.house.calendar_of("benefits").version
