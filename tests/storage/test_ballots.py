"""A vote at the very moment its wave is closed: kept and rewritten with the others, or refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.refusal import Refused
from domain.surveys.sitting import Sitting
from domain.surveys.waves import Wave, WaveState
from handlers.survey.voting import Voter, vote
from storage import tables as t
from storage.unit import Units
from tests.kit import PLACE, Kit, rows
from tests.survey_waves import CLIENTS, NOVEMBER, closed

pytestmark = pytest.mark.requirement("S4")
PLAIN = replace(CLIENTS, anonymous=False)


async def close(units: Units, wave: Wave) -> None:
    async with units.begin() as unit:
        assert await unit.waves.move(wave, WaveState.OPEN, state=WaveState.CLOSED)
        await unit.ballots.close(wave.id)


async def cast(units: Units, wave: Wave, hash_: str) -> bool:
    async with units.begin() as unit:
        return await unit.ballots.cast(wave.id, hash_, "", {}, {})


async def test_a_closing_wave_waits_for_the_vote_under_way(engine: AsyncEngine) -> None:
    units = Kit(engine).units
    async with units.begin() as unit:
        wave = await closed(unit, (), asked=PLAIN, groups={}, key="k", state=WaveState.OPEN)
    async with asyncio.TaskGroup() as group, units.begin() as unit:
        assert await unit.ballots.cast(wave.id, "early", "", {}, {})
        # a vote waits for no other, but on SQLite, where everybody does
        if engine.dialect.name != "sqlite":
            assert await cast(units, wave, "another")
        closing = group.create_task(close(units, wave))
        await asyncio.wait([closing], timeout=0.2)
        assert not closing.done()
    assert await rows(engine, t.ballots) == [], "the one under way was closed with the others"
    kept = {row["id"] for row in await rows(engine, t.sheets)}
    assert not await cast(units, wave, "late")
    assert await rows(engine, t.ballots) == []
    assert {row["id"] for row in await rows(engine, t.sheets)} == kept


async def test_a_vote_waits_for_the_wave_that_is_being_closed(engine: AsyncEngine) -> None:
    units = Kit(engine).units
    async with units.begin() as unit:
        wave = await closed(unit, (), asked=PLAIN, groups={}, key="k", state=WaveState.OPEN)
    async with asyncio.TaskGroup() as group, units.begin() as unit:
        assert await unit.waves.move(wave, WaveState.OPEN, state=WaveState.CLOSED)
        late = group.create_task(cast(units, wave, "late"))
        await asyncio.wait([late], timeout=0.2)
        assert not late.done()
        await unit.ballots.close(wave.id)
    assert not late.result()
    assert await rows(engine, t.sheets) == await rows(engine, t.ballots) == []
    async with units.begin() as unit:
        who = Voter(wave, unit.chats.meet(*PLACE, "7", NOVEMBER), "late", "", False)
        with pytest.raises(Refused, match="survey-closed"):
            await vote(unit, who, Sitting(wave, ""))
