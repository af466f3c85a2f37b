"""Invitations: once, in time, and never kept as they were shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables as t
from storage.invites import new_code
from tests.kit import Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _invited(kit: Kit, code: str) -> None:
    async with kit.units.begin() as unit:
        unit.invites.write(code, "petrov", kit.watch(), kit.watch() + timedelta(hours=24))


async def _use(kit: Kit, code: str) -> str:
    chat = await kit.chat()
    async with kit.units.begin() as unit:
        return await unit.invites.use(code, chat, kit.watch())


@pytest.mark.requirement("E1")
async def test_a_code_works_once(kit: Kit) -> None:
    await _invited(kit, "join-code")
    assert await _use(kit, "join-other") == ""
    assert await _use(kit, "join-code") == "petrov"
    assert await _use(kit, "join-code") == ""


@pytest.mark.requirement("E1")
async def test_of_two_who_send_it_at_once_one_is_let_in(kit: Kit) -> None:
    await _invited(kit, "join-code")
    found = await asyncio.gather(*(_use(kit, "join-code") for _ in range(5)))
    assert sorted(found) == ["", "", "", "", "petrov"]


@pytest.mark.requirement("E1")
async def test_a_code_is_good_for_its_time_only(kit: Kit) -> None:
    await _invited(kit, "join-code")
    kit.watch.passes(hours=24)
    assert await _use(kit, "join-code") == ""
    async with kit.units.begin() as unit:
        found = await unit.invites.find("join-code")
    assert found is not None
    assert found["used_at"] is None


async def test_the_code_itself_is_not_stored(kit: Kit) -> None:
    code = new_code()
    await _invited(kit, code)
    (row,) = await rows(kit.engine, t.invites)
    assert code.removeprefix("join-") not in str(row)


def test_codes_are_long_and_differ() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) >= len("join-") + 22 for code in codes)  # 128 bits
