"""What is not theirs and what is not there are answered alike, and change nothing (P1)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from domain.access import OF_PEOPLE, Action, allowed, needs_no_appeal
from domain.life import OF_PARTS
from handlers.conversations import conversations
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    appeal,
    gathered,
    number,
    presses,
    rows,
    settled,
)
from tests.conversations.test_joining import invites
from tests.conversations.test_parts import taken
from tests.conversations.unchanged import NO, everything
from tests.town import Town

pytestmark = pytest.mark.requirement("P1")


async def answered(person: Person, taps: Sequence[str]) -> dict[str, Shown]:
    """Every tap pressed, one behind the other; what each was answered with."""
    before = await settled(person)
    person.patience = 600  # hundreds are answered before the last
    for tap in taps:
        await presses(person, tap)
    heard = (await settled(person)) - 1  # the last one answers `settled` itself
    assert heard - before == len(taps), [shown.text for shown in person.heard[before:]]
    return dict(zip(taps, person.heard[before:heard], strict=True))


async def objects(town: Town) -> dict[str, str]:
    """An appeal at work, a part of its reply asked for, a letter, a request and a joining that
    waits; by name, their ids."""
    petrov = await town.employee("petrov", "vk")
    await town.employee("sokolov", "telegram")
    _, its = await taken(town, petrov)
    it = (await appeal(town, its))["id"]
    async with town.service.units.begin() as unit:
        found = await unit.appeals.get(it)
        assert found
        now = town.watch()
        part = unit.parts.ask(
            found,
            now,
            asked_by="petrov",
            unit="care",
            employee="zaitsev",
            question="Положена ли коляска?",
            question_files=[],
            due_at=now,
        )
    await presses(petrov, "upward")
    await petrov.taps("Соколов", await petrov.hears("Кому написать"))
    await petrov.hears("Напишите письмо")
    await petrov.says("Прошу обновить справочник льгот.")
    await petrov.taps("Отправить", await petrov.hears("справочник льгот"))
    letter = number(await petrov.hears("2026-"))
    admin = await town.employee("admin", "telegram")
    newcomer = town.person("vk")
    await newcomer.says(await invites(admin, "ivanova"))
    await newcomer.hears("Код подошёл")
    await gathered(town)
    (joining,) = await rows(town, select(t.joinings))
    return {
        "appeal": str(it),
        "letter": str((await appeal(town, letter))["id"]),
        "part": str(part.id),
        "joining": str(joining["id"]),
    }


def named(action: Action, there: dict[str, str]) -> list[str]:
    """What a verb of this action may name, of what there is."""
    if not needs_no_appeal(action):
        return [there["part"]] if action in OF_PARTS else [there["appeal"], there["letter"]]
    if action is Action.CONFIRM_JOINING:
        return [there["joining"]]
    if action in OF_PEOPLE or action is Action.EDIT_STAFF:
        return ["petrov"]
    return NAMED.get(action, [])


NAMED = {
    Action.EDIT_UNITS: ["benefits"],
    Action.SEE_BELOW: ["benefits"],
    Action.EDIT_TOPICS: ["child_benefit"],
    Action.EDIT_WINDOWS: ["message_reply"],
    Action.EDIT_DAYS: ["2026-12-31"],
    Action.SEE_VIEWS: ["0"],
    Action.SEE_QUARANTINE: ["1"],
    Action.SEE_FAILURES: ["1"],
    Action.SEE_CHANNELS: ["telegram"],
    Action.SEE_HEALTH: ["0"],
    Action.SEE_PROPOSALS: ["0"],
}
NOTHING = {"petrov": "nobody", "benefits": "nowhere", "child_benefit": "none"}


@pytest.mark.parametrize("who", ["client", "loginov", "orlova"])
async def test_what_is_not_theirs_and_what_is_not_there_are_answered_alike(
    town: Town, at: str, who: str
) -> None:
    """Every verb of the house that names an object, pressed with what there is and what is not."""
    there = await objects(town)
    person = town.person(at) if who == "client" else await town.employee(who, at)
    await person.says("Меню")
    await person.hears()
    async with town.service.units.begin() as unit:
        chat = await unit.chats.held(who)
    actor = town.service.house.actor(chat, town.watch()) if chat else None
    pairs = []
    for verb, (action, _) in conversations().taps.items():
        own = actor and needs_no_appeal(action) and allowed(actor, action)
        for one in () if own else named(action, there):
            pairs.append((f"{verb}:{one}", f"{verb}:{NOTHING.get(one, '987654321')}"))
    assert len(pairs) > 100
    before = await everything(town)
    said = await answered(person, [tap for pair in pairs for tap in pair])
    for real, none in pairs:
        assert said[real].text == said[none].text, real
        assert any(no in said[real].text for no in NO), (real, said[real].text)
    assert await everything(town) == before


async def test_a_head_of_another_unit_reaches_nobody_there(town: Town) -> None:
    """Their role lets them press; whom the button names does not."""
    there = await objects(town)
    morozov = await town.employee("morozov", "vk")
    people = "person invite revoke revoke-yes away-of away-new away-end queue-for".split()
    units = "sheet make-sheet staff-unit below-unit".split()
    joinings = "joining join-yes join-no".split()
    pairs = [(f"{one}:petrov", f"{one}:nobody") for one in people]
    pairs += [(f"{one}:benefits", f"{one}:nowhere") for one in units]
    pairs += [(f"{one}:{there['joining']}", f"{one}:987654321") for one in joinings]
    before = await everything(town)
    said = await answered(morozov, [tap for pair in pairs for tap in pair])
    for real, none in pairs:
        assert said[real].text == said[none].text, real
        assert any(no in said[real].text for no in NO), (real, said[real].text)
    assert await everything(town) == before
