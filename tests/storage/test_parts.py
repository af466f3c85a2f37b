"""Parts of replies as they are kept: settled once, found by whom they are asked of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Appeal, State
from domain.ministry import Employee, Role
from domain.parts import Part, PartState
from domain.people import Actor
from domain.windows import WindowState
from tests.kit import Kit

pytestmark = pytest.mark.requirement("R4")


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def asked(kit: Kit, appeal: Appeal, **facts: Any) -> Part:
    now = kit.watch()
    window = kit.house.window("coexecutor_part", now)
    assert window
    async with kit.units.begin() as unit:
        part = unit.parts.ask(
            appeal,
            now,
            **{
                "asked_by": "petrov",
                "unit": "care",
                "employee": "",
                "question": "Положена ли коляска?",
                "question_files": [],
                "due_at": window.due_at,
            }
            | facts,
        )
        unit.windows.open(appeal, window, part.id)
    return part


async def test_a_part_is_kept_and_settled_once(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov", state=State.TAKEN)
    part = await asked(kit, appeal)
    given = {"state": PartState.GIVEN, "text": "Да", "files": [5], "settled_by": "zaitsev"}
    async with kit.units.begin() as unit:
        assert await unit.parts.of_appeal(appeal.id) == [part]
        assert await unit.parts.get(part.id) == part
        settled = await unit.parts.change(part, **given, settled_at=kit.watch())
        assert await unit.parts.change(part, state=PartState.WITHDRAWN) is None
    assert settled is not None
    assert (settled.state, settled.text, settled.files) == (PartState.GIVEN, "Да", [5])
    async with kit.units.begin() as unit:
        assert await unit.parts.get(part.id) == settled
        assert await unit.parts.get(1) is None


def _who(employee: str, in_: str, chat: int = 0) -> Actor:
    return Actor(chat, Employee(employee, employee, "", in_, frozenset({Role.OFFICER})))


async def _waiting(kit: Kit, employee: str, in_: str, chat: int = 0) -> list[int]:
    async with kit.units.begin() as unit:
        found, total = await unit.parts.waiting(_who(employee, in_, chat), 0, 10)
    assert total == len(found)
    return [part.id for part in found]


async def test_who_is_asked_finds_it(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov", state=State.TAKEN)
    later = (await asked(kit, appeal, due_at=kit.watch() + timedelta(days=1))).id
    named = (await asked(kit, appeal, employee="zaitsev")).id
    unknown = (await asked(kit, appeal, due_at=None)).id
    assert await _waiting(kit, "zaitsev", "care") == [named, later, unknown]
    assert await _waiting(kit, "nikitina", "care") == [later, unknown]
    assert await _waiting(kit, "zaitsev", "benefits") == [named], "who has moved to another unit"
    assert await _waiting(kit, "petrov", "benefits") == []
    async with kit.units.begin() as unit:
        found, total = await unit.parts.waiting(_who("zaitsev", "care"), 1, 2)
    assert ([part.id for part in found], total) == ([unknown], 3)


async def test_what_is_not_theirs_to_see_or_not_needed_is_left_out(kit: Kit) -> None:
    own = await kit.chat("zaitsev")
    filed = await kit.appeal(chat=own, officer="petrov", state=State.TAKEN)
    barred = await kit.appeal(officer="petrov", state=State.TAKEN, barred="zaitsev")
    answered = await kit.appeal(officer="petrov", state=State.ANSWERED, closed_at=kit.watch())
    for appeal in (filed, barred, answered):
        await asked(kit, appeal)
    assert await _waiting(kit, "zaitsev", "care", own.id) == []
    assert len(await _waiting(kit, "nikitina", "care")) == 2


@pytest.mark.requirement("W3")
async def test_its_window_does_not_rule_the_appeal_and_closes_by_itself(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov", state=State.TAKEN)
    part, other = await asked(kit, appeal), await asked(kit, appeal)
    kit.watch.passes(hours=1)
    async with kit.units.begin() as unit:
        unit.windows.close_part(appeal, part.id, kit.watch())
        states = {k.part: k.window.state for k in await unit.windows.of_appeal(appeal)}
    assert states == {None: WindowState.OPEN, part.id: WindowState.MET, other.id: WindowState.OPEN}
    async with kit.units.begin() as unit:
        unit.windows.close(appeal, kit.watch())
        unit.windows.drop_part(appeal, other.id, kit.watch())
        states = {k.part: k.window.state for k in await unit.windows.of_appeal(appeal)}
    assert states == {
        None: WindowState.MET,
        part.id: WindowState.MET,
        other.id: WindowState.DROPPED,
    }
    assert (await kit.now_is(appeal)).due_at == appeal.due_at


@pytest.mark.requirement("W3", "W10")
async def test_a_part_asked_for_without_a_calendar_gets_its_window_later(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov", state=State.TAKEN)
    asked_at = kit.watch()
    async with kit.units.begin() as unit:
        part = unit.parts.ask(
            appeal,
            asked_at,
            asked_by="petrov",
            unit="care",
            employee="zaitsev",
            question="?",
            question_files=[],
            due_at=None,
        )
    kit.watch.passes(hours=1)
    await kit.jobs.reckon()
    window = kit.house.window("coexecutor_part", asked_at)
    assert window
    async with kit.units.begin() as unit:
        now = await unit.parts.get(part.id)
        (kept,) = [k for k in await unit.windows.of_appeal(appeal) if k.part]
    assert now is not None
    assert now.due_at == window.due_at == kept.window.due_at
    assert kept.part == part.id
    assert await kit.jobs.reckon() == 0
