"""Proposals without a name: nothing of a row tells who has written it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables as t
from tests.kit import Kit, rows


@pytest.mark.requirement("E8")
async def test_of_two_at_once_one_waits_for_the_other(engine: AsyncEngine) -> None:
    """Each writes all of them anew, so that one transaction has written every row."""
    kit = Kit(engine)

    async def proposes(words: str) -> None:
        async with kit.units.begin() as unit:
            await unit.proposals.add(words)

    async with asyncio.TaskGroup() as group, kit.units.begin() as unit:
        await unit.proposals.add("Поставьте кулер.")
        second = group.create_task(proposes("Сделайте обед короче."))
        await asyncio.wait([second], timeout=0.3)
    kept = {row["text"] for row in await rows(engine, t.proposals)}
    assert kept == {"Поставьте кулер.", "Сделайте обед короче."}
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            found = await connection.execute(text("SELECT DISTINCT xmin::text FROM proposals"))
            assert len(found.all()) == 1
