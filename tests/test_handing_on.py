"""What a change of the staff list takes from somebody goes on, and to nobody it goes past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Action, allowed
from domain.appeals import Appeal, Kind, State
from domain.people import Actor, Capacity
from handlers.administrator.settling import settled
from handlers.standing import heed_staff
from storage import tables as t
from tests.kit import Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def changes(kit: Kit, *changed: tuple[str, str, Mapping[str, Any]]) -> dict[str, int]:
    """The staff list is changed as an administrator does; how much of whom was handed on."""
    would, _ = kit.house.with_changes(*changed)
    async with kit.units.begin() as unit:
        await heed_staff(unit, kit.house, await unit.staff.version())
        for kind, id_, value in changed:
            unit.staff.amend(kind, id_, value, "admin", kit.watch())
        return await settled(unit, kit.house, would, "admin", kit.watch())


async def for_approval(kit: Kit, **facts: Any) -> Appeal:
    """An official reply of Petrov's that waits for Lebedeva."""
    appeal = await kit.appeal(officer="petrov", state="approval", signatory="lebedeva", **facts)
    async with kit.units.begin() as unit:
        made = {"text": "Ответ.", "files": [], "outcome": "", "promised_on": "", "way": "chat"}
        sent = {"state": "approval", "signatory": "lebedeva"}
        unit.replies.keep(appeal, "petrov", kit.watch(), **made, **sent)
    return appeal


@pytest.mark.requirement("E9", "E1")
async def test_a_citizens_appeal_goes_past_the_heads_above_its_filer(kit: Kit) -> None:
    """Neither work, signature, control nor a part comes to them, though they are deputies."""
    deputy = {"deputy": "ivanova"}
    await changes(kit, ("employee", "petrov", deputy), ("employee", "lebedeva", deputy))
    kit.house.adopt({("employee", who): deputy for who in ("petrov", "lebedeva")}, 1)
    taken = await kit.appeal(officer="petrov", state="taken", filer="gromova", control="petrov")
    other = await kit.appeal(officer="gromova", state="taken", filer="gromova")
    facts = {"asked_by": "gromova", "unit": "benefits", "employee": "petrov", "question": "Что?"}
    async with kit.units.begin() as unit:
        unit.parts.ask(other, kit.watch(), **facts, question_files=[], due_at=None)
    made = await for_approval(kit, filer="gromova")
    left = {"roles": ["officer"]}
    assert await changes(kit, ("employee", "lebedeva", left)) == {"lebedeva": 1}
    assert (await kit.now_is(made)).signatory == "sidorova"
    handed = await changes(kit, ("employee", "petrov", {"gone": True}))
    assert handed["petrov"] == 3
    found = await kit.now_is(taken)
    assert (found.officer, found.state, found.control) == ("", State.WAITING, "sidorova")
    assert (await kit.now_is(made)).officer == "sidorova"
    (row,) = await rows(kit.engine, t.parts)
    assert row["employee"] == ""


@pytest.mark.requirement("E8", "E1")
async def test_a_letter_goes_on_to_one_reader_and_to_no_unit(kit: Kit) -> None:
    letter = await kit.appeal(
        "leadership", officer="lebedeva", state="taken", kind=Kind.LETTER, filer="petrov"
    )
    by_minister = await kit.appeal(
        "leadership", officer="lebedeva", state="taken", kind=Kind.LETTER, filer="sokolov"
    )
    changed = [
        ("unit", one.id, {"signatory": ""})
        for one in kit.ministry.units.values()
        if one.signatory == "lebedeva"
    ]
    away = ("employee", "sokolov", {"deputy": ""})
    await changes(kit, *changed, away, ("employee", "lebedeva", {"gone": True}))
    assert (await kit.now_is(letter)).officer == "sokolov"
    assert (await kit.now_is(by_minister)).officer == "sidorova"
    nobodys = await kit.appeal("benefits", state="waiting", kind=Kind.LETTER, filer="orlova")
    for who in ("petrov", "ivanova", "sidorova"):
        reader = Actor(0, kit.ministry.employees[who], Capacity(kit.ministry.employees[who]))
        assert not allowed(reader, Action.SEE_CARD, nobodys)
        assert not allowed(reader, Action.TAKE, nobodys)


@pytest.mark.requirement("P1", "E1")
async def test_what_a_lost_role_was_for_goes_on_and_nothing_else(kit: Kit) -> None:
    work = await kit.appeal(officer="petrov", state="taken")
    control = await kit.appeal(officer="gromova", state="taken", control="petrov")
    roles = {"roles": ["controller"]}
    assert await changes(kit, ("employee", "petrov", roles)) == {"petrov": 1}
    assert (await kit.now_is(work)).officer == "gromova", "his deputy"
    assert (await kit.now_is(control)).control == "petrov"
    signed = await for_approval(kit)
    left = await changes(kit, ("employee", "lebedeva", {"roles": ["officer"]}))
    assert left["lebedeva"] == 1
    assert (await kit.now_is(signed)).signatory == "ivanova"


@pytest.mark.requirement("E9")
@pytest.mark.parametrize(
    "change",
    [
        [("employee", "zaitsev", {"unit": "benefits", "roles": ["head", "officer"]})],
        [("employee", "gromova", {"unit": "care"})],
        [("unit", "benefits", {"parent": "care"})],
    ],
)
async def test_whoever_becomes_a_head_over_its_filer_has_it_no_longer(
    kit: Kit, change: list[tuple[str, str, dict[str, Any]]]
) -> None:
    holder = "zaitsev" if change[0][1] == "zaitsev" else "nikitina"
    theirs = await kit.appeal("care", officer=holder, state="taken", filer="gromova")
    others = await kit.appeal("care", officer=holder, state="taken", filer="orlova")
    assert (await changes(kit, *change))[holder] == 1
    assert (await kit.now_is(theirs)).officer != holder
    assert (await kit.now_is(others)).officer == holder
