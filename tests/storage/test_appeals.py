"""Appeals: numbers without gaps, changes only as expected, a history nobody rewrites."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Appeal, State
from storage import tables as t
from storage.queues import Queue
from tests.kit import Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _change(kit: Kit, appeal: Appeal, **values: Any) -> Appeal | None:
    async with kit.units.begin() as unit:
        return await unit.appeals.change(appeal, **values)


async def test_numbers_have_no_gaps_whoever_fails(kit: Kit) -> None:
    async def fails() -> None:
        async with kit.units.begin() as unit:
            chat = unit.chats.meet("telegram", "42", "gone", kit.watch())  # type: ignore[arg-type]
            await _register(unit, chat, kit)
            raise ZeroDivisionError

    await kit.appeal()
    with pytest.raises(ZeroDivisionError):
        await fails()
    await asyncio.gather(*(kit.appeal() for _ in range(6)))
    numbers = sorted(row["number"] for row in await rows(kit.engine, t.appeals))
    assert numbers == [f"2026-{n:06}" for n in range(1, 8)]


async def _register(unit: Any, chat: Any, kit: Kit) -> Appeal:
    facts = {"topic": "", "unit": "benefits", "officer": "", "sorting": False, "album": ""}
    now = kit.watch()
    appeal: Appeal = await unit.appeals.register(
        chat, 2026, **facts, written_at=now, received_at=now, due_at=None
    )
    return appeal


async def test_several_in_one_unit_follow_one_another_and_each_year_begins_anew(kit: Kit) -> None:
    chat = await kit.chat()
    async with kit.units.begin() as unit:
        found = [(await _register(unit, chat, kit)).number for _ in range(3)]
    kit.watch.passes(days=365)
    found.append((await kit.appeal(chat=chat)).number)
    assert found == ["2026-000001", "2026-000002", "2026-000003", "2027-000001"]


@pytest.mark.requirement("P1")
async def test_of_two_who_take_it_one_has_it(kit: Kit) -> None:
    appeal = await kit.appeal()
    found = await asyncio.gather(
        *(
            _change(kit, appeal, officer=officer, state=State.TAKEN)
            for officer in ("petrov", "gromova")
        )
    )
    winner = [taken for taken in found if taken]
    assert len(winner) == 1
    assert await kit.now_is(appeal) == winner[0]


async def test_of_two_who_hand_it_over_one_does(kit: Kit) -> None:
    """The state stays what it was: it is the officer that must still be the one who was seen."""
    taken = await _change(kit, await kit.appeal(), officer="petrov", state=State.TAKEN)
    assert taken
    assert await _change(kit, taken, officer="gromova")
    assert await _change(kit, taken, officer="ivanova") is None
    assert (await kit.now_is(taken)).officer == "gromova"


async def test_of_two_who_route_it_one_does(kit: Kit) -> None:
    appeal = await kit.appeal()
    assert await _change(kit, appeal, unit="care")
    assert await _change(kit, appeal, unit="employment") is None
    assert (await kit.now_is(appeal)).unit == "care"


async def test_who_was_too_late_sees_how_it_stands(kit: Kit) -> None:
    """Also the dialogue's own list, which a batch goes on with."""
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    taken = await _change(kit, appeal, officer="petrov", state=State.TAKEN)
    async with kit.units.begin() as unit:
        assert await unit.appeals.open_of(chat) == [taken]
        assert await unit.appeals.change(appeal, topic="other") is None
        assert await unit.appeals.open_of(chat) == [taken]
        assert await unit.appeals.get(appeal.id) == taken


async def test_who_was_too_late_for_a_closed_one_does_not_see_it_as_open(kit: Kit) -> None:
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    await _change(kit, appeal, state=State.NOT_APPEAL, closed_at=kit.watch())
    async with kit.units.begin() as unit:
        unit.appeals.know(chat.id)
        assert await unit.appeals.change(appeal, topic="other") is None
        assert await unit.appeals.open_of(chat) == []


@pytest.mark.parametrize("state", [State.ANSWERED, State.SENDING])
async def test_a_state_that_does_not_follow_is_refused(kit: Kit, state: State) -> None:
    appeal = await kit.appeal()
    assert await _change(kit, appeal, state=state) is None
    assert await kit.now_is(appeal) == appeal


async def test_what_a_unit_has_changed_it_sees_changed(kit: Kit) -> None:
    chat = await kit.chat()
    first, second = await kit.appeal(chat=chat), await kit.appeal(chat=chat)
    async with kit.units.begin() as unit:
        await unit.appeals.open_of(chat)
        gone = await unit.appeals.change(first, state=State.NOT_APPEAL, closed_at=kit.watch())
        assert gone
        assert await unit.appeals.open_of(chat) == [second]
        back = await unit.appeals.change(gone, state=State.WAITING, closed_at=None)
        assert await unit.appeals.open_of(chat) == [back, second]  # oldest first all the same
        queue, _ = await unit.appeals.queue(Queue(unit="benefits"), 0, 10)
        assert [appeal for appeal, _ in queue] == [back, second]


async def test_a_queue_is_sorted_by_time_left_and_turned_by_pages(kit: Kit) -> None:
    now = kit.watch()
    late = await kit.appeal(due_at=now + timedelta(hours=3))
    never = await kit.appeal(due_at=None)
    soon = await kit.appeal(due_at=now + timedelta(hours=1))
    await kit.appeal(unit="care")
    await _change(kit, await kit.appeal(), state=State.NOT_APPEAL, closed_at=now)
    async with kit.units.begin() as unit:
        first, total = await unit.appeals.queue(Queue(unit="benefits"), 0, 2)
        rest, _ = await unit.appeals.queue(Queue(unit="benefits"), 1, 2)
    assert total == 3
    assert [appeal for appeal, _ in (*first, *rest)] == [soon, late, never]
    assert first[0][1] == "Когда будет пособие?"


@pytest.mark.requirement("C8")
async def test_history_keeps_who_what_and_when(kit: Kit) -> None:
    appeal = await kit.appeal()
    async with kit.units.begin() as unit:
        unit.appeals.record(appeal, "taken", "petrov", kit.watch())
        kit.watch.passes(hours=1)
        unit.appeals.record(appeal, "handed_over", "petrov", kit.watch(), to="gromova")
    async with kit.units.begin() as unit:
        found = await unit.appeals.history(appeal)
    facts = [(row["actor"], row["what"], row["details"]) for row in found]
    assert facts == [("petrov", "taken", {}), ("petrov", "handed_over", {"to": "gromova"})]
    assert found[1]["at"] - found[0]["at"] == timedelta(hours=1)


@pytest.mark.requirement("C8")
@pytest.mark.parametrize(
    "rewrite", ["UPDATE history SET actor = 'nobody'", "DELETE FROM history", "TRUNCATE history"]
)
async def test_nothing_rewrites_history(kit: Kit, rewrite: str) -> None:
    if rewrite.startswith("TRUNCATE") and kit.engine.dialect.name == "sqlite":
        rewrite = "DELETE FROM history WHERE 1 = 1"
    appeal = await kit.appeal()
    async with kit.units.begin() as unit:
        unit.appeals.record(appeal, "taken", "petrov", kit.watch())
    before = await rows(kit.engine, t.history)
    async with kit.engine.connect() as connection:
        with pytest.raises(Exception, match="only ever added to"):
            await connection.execute(text(rewrite))
    assert await rows(kit.engine, t.history) == before != []
