"""Past whoever is complained about: where a complaint about an employee goes instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from domain.appeals import Appeal, State
from handlers.client.register import notify_unit
from handlers.flow import Scene
from storage.unit import Unit


async def placed(
    scene: Scene, barred: str, unit: str, past: Collection[str] = ()
) -> dict[str, Any]:
    """What an appeal that complains about `barred` becomes: the head's of their unit, or where the
    head is meant or unknown, whoever is next in charge. It waits in that unit until the head has
    joined. `unit` is where it lies while nobody in particular is complained about; `past`
    are the others who may not have it: whoever complains, the heads above them (E9)."""
    house = scene.house
    accused = house.employee(barred)
    head = house.head_past(accused.unit if accused else unit, barred, *past, now=scene.now)
    if head is None:
        reception = house.ministry.default_unit.id
        return {"unit": reception, "officer": "", "state": State.WAITING, "taken_at": None}
    acts = house.acting(head.id, scene.now)
    if acts not in await scene.unit.chats.of_employees([acts]):
        return {"unit": head.unit, "officer": "", "state": State.WAITING, "taken_at": None}
    taken = {"officer": head.id, "state": State.TAKEN, "taken_at": scene.now}
    return {"unit": head.unit} | taken


def tell_those_in_charge(unit: Unit, appeal: Appeal, head: str, now: datetime) -> None:
    """The head hears of the complaint, and its unit while nobody has it."""
    if head:
        unit.notices.note(appeal, "complaint", now, employee=head)
    if not appeal.officer:
        notify_unit(unit, appeal, now)
