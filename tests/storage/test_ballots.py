"""The end of a wave: a vote at that very moment is rewritten with the others, or refused; and no
group is kept that fewer than five were invited of."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.refusal import Refused
from domain.surveys.sitting import Sitting
from domain.surveys.waves import OTHERS, Wave, WaveState
from handlers.survey.voting import Voter, vote
from scheduler.surveys import Surveys
from storage import tables as t
from storage.unit import Units
from tests.kit import PLACE, Kit, rows
from tests.survey_waves import CLIENTS, NOVEMBER, Answers, closed

pytestmark = pytest.mark.requirement("S4")
PLAIN = replace(CLIENTS, anonymous=False)


async def close(units: Units, wave: Wave) -> None:
    async with units.begin() as unit:
        assert await unit.waves.move(wave, WaveState.OPEN, state=WaveState.CLOSED)
        await unit.ballots.close(wave.id, {})


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
        await unit.ballots.close(wave.id, {})
    assert not late.result()
    assert await rows(engine, t.sheets) == await rows(engine, t.ballots) == []
    async with units.begin() as unit:
        who = Voter(wave, unit.chats.meet(*PLACE, "7", NOVEMBER), "late", "", False)
        with pytest.raises(Refused, match="survey-closed"):
            await vote(unit, who, Sitting(wave, ""))


@pytest.mark.parametrize(
    ("reached", "kept"),
    [
        ((6, 5, 5), {"benefits": 6, "care": 5, OTHERS: 5}),
        ((6, 4, 5), {"benefits": 6, OTHERS: 9}),
        ((5, 4, 0), {OTHERS: 9}),
    ],
)
async def test_groups_that_were_not_reached_go_together(
    engine: AsyncEngine, reached: tuple[int, int, int], kept: dict[str, int]
) -> None:
    """Six of each group were to be invited; whoever was sent it has answered."""
    kit = Kit(engine)
    given = {"benefits": "benefits", "care": "care", "it": OTHERS, "accounting": OTHERS}
    people = [("petrov", "benefits"), ("nikitina", "care"), ("fomin", OTHERS)]
    answers: Answers = [(n, part, {}) for n, (_, part) in zip(reached, people, strict=True)]
    now = kit.watch()
    async with kit.units.begin() as unit:
        wave = await closed(unit, answers, groups=given, state=WaveState.OPEN, closes_at=now)
    for count, (who, group) in zip(reached, people, strict=True):
        chats = [(await kit.chat(who)).id for _ in range(6)]
        states = ["sent"] * count + ["unreachable", "refused", "unknown", "unsent", "new", "new"]
        no = {"message": "", "answered": False, "reminded": False}
        invited = [
            {"wave": wave.id, "chat": chat, "part": group, "state": state} | no
            for chat, state in zip(chats, states, strict=False)
        ]
        async with engine.begin() as connection:
            await connection.execute(t.invitations.insert(), invited)
    assert await Surveys(kit.units, kit.house).go_on(now) == 1
    assert Counter(row["part"] for row in await rows(engine, t.sheets)) == kept
    async with kit.units.begin() as unit:
        ended = await unit.waves.get(wave.id)
    assert ended
    assert ended.groups.keys() == given.keys()
    assert {*ended.groups.values()} == {*kept}
