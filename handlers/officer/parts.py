"""Co-executors' parts as everybody needs them: whose each is, due when, given or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.appeals import Appeal, first_lines, straight
from domain.parts import Part, PartState, is_late
from domain.refusal import Refused
from handlers.flow import Scene
from handlers.house import House
from storage.exchange import Stored
from storage.unit import Unit
from texts import moments, words

LONGEST_NAME = 80


def who(house: House, part: Part) -> str:
    """Who is asked, and who of a unit has settled it."""
    if part.employee:
        return house.who(part.employee)
    unit = house.unit_name(part.unit)
    if part.state in {PartState.GIVEN, PartState.DECLINED}:
        return words("part-who-of-unit", who=house.who(part.settled_by), unit=unit)
    return unit


def addressee(house: House, part: Part) -> dict[str, str]:
    """Who hears of it: whoever is named, else the unit."""
    if house.employee(part.employee):
        return {"employee": part.employee}
    return {"unit": part.unit}


async def pressed(scene: Scene) -> tuple[Appeal, Part]:
    """The part a button names, with its appeal, if this person may do the button's action to it
    now; the refusal is the same whether it is another's or does not exist."""
    number = scene.number(0)
    part = await scene.unit.parts.get(number) if number else None
    if part is None or scene.action is None:
        raise Refused("foreign")
    appeal = scene.allowed(await scene.unit.appeals.get(part.appeal), scene.action, part)
    return appeal, part


async def beaten(scene: Scene, appeal: Appeal, part: Part) -> Refused:
    """Somebody was first: what became of the part meanwhile."""
    return scene.house.settled(appeal, await scene.unit.parts.get(part.id) or part)


async def withdraw(unit: Unit, house: House, part: Part, by: str, now: datetime) -> Part | None:
    """Nobody need give it any more, and they hear of it. None when it was settled before."""
    appeal = await unit.appeals.get(part.appeal)
    gone = await unit.parts.change(part, state=PartState.WITHDRAWN, settled_by=by, settled_at=now)
    if appeal is None or gone is None:
        return None
    unit.windows.drop_part(appeal, part.id, now)
    unit.appeals.record(appeal, "part_withdrawn", by, now, part=part.id)
    unit.notices.note(appeal, "part_withdrawn", now, part=part.id, **addressee(house, part))
    return gone


async def release(unit: Unit, house: House, appeal: Appeal, by: str, now: datetime) -> None:
    """The client waits for no reply any more: what is still asked for is not needed."""
    for part in await unit.parts.of_appeal(appeal.id):
        if part.waits:
            await withdraw(unit, house, part, by, now)


async def files(scene: Scene, parts: Sequence[Part]) -> list[Stored]:
    """The files of questions and of parts given; those of a reply made from them are its own."""
    wanted = [file for part in parts for file in (*part.question_files, *part.files)]
    return [file for file in await scene.unit.exchange.files(wanted) if file.entry is None]


async def lines(scene: Scene, parts: Sequence[Part]) -> list[str]:
    """The parts as the card shows them."""
    wanted = [file for part in parts for file in (*part.question_files, *part.files)]
    found = {file.id: file for file in await scene.unit.exchange.files(wanted)}
    return [_line(scene, part, found) for part in parts]


def _line(scene: Scene, part: Part, found: dict[int, Stored]) -> str:
    heading = words(
        "part-line",
        who=who(scene.house, part),
        asked=moments.stamp(part.asked_at, scene.house.zone),
        status=status(scene, part),
    )
    question = words("part-question", text=straight(part.question).strip() or words("no-words"))
    said = [heading, question, *named([found[id_] for id_ in part.question_files])]
    if part.state in {PartState.GIVEN, PartState.DECLINED}:
        text = straight(part.text).strip() or words("no-words")
        said += [words(f"part-text-{part.state}", text=text)]
        said += named([found[id_] for id_ in part.files])
    return "\n".join(said)


def named(files: Sequence[Stored]) -> list[str]:
    """The names of files, on a line; nothing for none."""
    names = ", ".join(first_lines(file.name, LONGEST_NAME) for file in files)
    return [words("entry-files", names=names)] if names else []


def status(scene: Scene, part: Part) -> str:
    """Where it stands: how long it may still take, or since when it is here, late or in time."""
    house, now = scene.house, scene.now
    values: dict[str, Any] = {"late": "yes" if is_late(part, now) else "no", "at": "", "until": ""}
    if part.settled_at:
        values["at"] = moments.stamp(part.settled_at, house.zone)
    else:
        values["until"] = deadline(house, part, now)
    return words(f"part-status-{part.state}", **values)


def deadline(house: House, part: Part, now: datetime) -> str:
    """When it is due and how much working time is left."""
    if part.due_at is None:
        return words("deadline-unknown")
    until = moments.until(part.due_at, house.zone_of(part.unit), now)
    return words("deadline", until=until, left=left(house, part, now))


def left(house: House, part: Part, now: datetime) -> str:
    """How much working time is left, in words."""
    return house.time_until(part.due_at, now, part.unit)


def still_waiting(house: House, parts: Sequence[Part]) -> str:
    """Who has not answered yet, in words; "" when nobody is waited for."""
    waiting = [who(house, part) for part in parts if part.waits]
    return words("parts-waiting", names="; ".join(waiting)) if waiting else ""
