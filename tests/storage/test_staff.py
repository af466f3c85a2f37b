"""The staff list changed by two at once, and dialogues that go on while others wait for them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.standing import heed_staff
from storage import tables as t
from storage.engine import make_engine
from storage.errors import Overtaken, may_pass, passes
from storage.unit import Unit
from tests.kit import PLACE, Kit, rows


async def _heeds(kit: Kit, unit: Unit) -> None:
    await heed_staff(unit, kit.house, await unit.staff.version())


def _adds(kit: Kit, unit: Unit, value: dict[str, Any]) -> None:
    """Something more about one employee, as every change is made."""
    whole = kit.house.value_of("employee", "petrov") | value
    unit.staff.amend("employee", "petrov", whole, "admin", kit.watch())


async def _stands(engine: AsyncEngine) -> list[Any]:
    return [row["value"] for row in await rows(engine, t.amendments)]


async def _late(kit: Kit) -> None:
    """Decided over version 1, and committed on the way by which batches of events are."""
    async with kit.units.begin() as unit:
        unit.staff.stands_on(1)
        _adds(kit, unit, {"gone": True})
        await unit.claim(*PLACE, kit.watch(), 1)


@pytest.mark.requirement("E1")
async def test_what_was_decided_over_an_earlier_list_is_not_kept(engine: AsyncEngine) -> None:
    kit = Kit(engine)
    for version, value in enumerate(({"post": "a"}, {"phone": "1"})):
        async with kit.units.begin() as unit:
            await _heeds(kit, unit)
            _adds(kit, unit, value)
            assert unit.staff.moved
            await unit.claim(*PLACE, kit.watch(), 1)  # the commit, on the way of batches of events
            assert kit.house.version == version, "nobody has it before the next event"
    with pytest.raises(Overtaken) as overtaken:
        await _late(kit)
    assert may_pass(overtaken.value)
    assert not passes(overtaken.value)
    assert await _stands(engine) == [{"post": "a", "phone": "1"}]
    assert len(await rows(engine, t.staff_history)) == 2
    async with kit.units.begin() as unit:
        assert await unit.staff.version() == 2
        await heed_staff(unit, kit.house, 2)
        await heed_staff(unit, kit.house, 1)  # one that was slow
        assert kit.house.version == 2


async def test_nobody_changes_a_list_they_have_not_read(engine: AsyncEngine) -> None:
    kit = Kit(engine)
    async with kit.units.begin() as unit:
        with pytest.raises(RuntimeError, match="heed_staff"):
            _adds(kit, unit, {"post": "a"})
    assert await _stands(engine) == []


@pytest.mark.postgres
@pytest.mark.requirement("E1")
@pytest.mark.parametrize("houses", [1, 2], ids=["two doors", "two processes"])
async def test_of_two_who_change_the_list_at_once_one_does_it_again(
    postgres_database: str, houses: int
) -> None:
    engine = make_engine(postgres_database)
    one = Kit(engine)
    other = Kit(engine) if houses == 2 else one
    halfway = asyncio.Barrier(2)

    async def changes(kit: Kit, value: dict[str, Any]) -> None:
        async with kit.units.begin() as unit:
            await _heeds(kit, unit)
            _adds(kit, unit, value)
            await halfway.wait()

    wanted = ((one, {"gone": True}), (other, {"deputy": "gromova"}))
    both = await asyncio.gather(*(changes(*want) for want in wanted), return_exceptions=True)
    assert [type(found) for found in both if found] == [Overtaken]
    lost = wanted[0 if both[0] else 1]
    async with lost[0].units.begin() as unit:
        await _heeds(lost[0], unit)
        _adds(lost[0], unit, lost[1])
    assert await _stands(engine) == [{"gone": True, "deputy": "gromova"}]
    await engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("by", ["lock", "held"])
async def test_a_dialogue_that_was_waited_for_is_as_it_stands_then(
    postgres_database: str, by: str
) -> None:
    """Read before it was locked, it has gone on meanwhile; what is said to it fits where it is."""
    engine = make_engine(postgres_database)
    kit = Kit(engine)
    id_ = (await kit.chat("petrov")).id
    async with kit.units.begin() as unit:
        known = await unit.chats.get(id_)
        async with kit.units.begin() as other:
            chat = await other.chats.get(id_)
            chat.step, chat.draft, chat.hat = "reply", {"text": "a"}, "client"
        assert known.step == ""
        if by == "lock":
            await unit.chats.lock(id_)
        else:
            assert await unit.chats.held("petrov") is known
        assert (known.step, known.draft, known.hat) == ("reply", {"text": "a"}, "client")
        known.step = ""
        await unit.chats.lock(id_)
        assert known.step == "", "what is changed here and not written yet stays"
    (row,) = await rows(engine, t.chats)
    assert (row["step"], row["draft"], row["hat"]) == ("", {"text": "a"}, "client")
    await engine.dispose()
