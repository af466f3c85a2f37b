"""A colleague's request as its officers see it: who asks, and which unit it goes on to (E7)."""

from __future__ import annotations

from domain.appeals import Appeal, first_lines
from domain.ministry import Unit
from domain.refusal import Refused
from domain.requests import answers, desk, serving
from domain.talk import Button, Reply
from handlers.flow import Scene
from handlers.house import House
from texts import button, say

#: a label is cut here
LONGEST = 39
PAGE = 4


def facts(house: House, appeal: Appeal) -> dict[str, str]:
    """Who asks, as the card and the notices tell it; of a citizen nothing of it is known."""
    if not appeal.kind.internal:
        return {}
    ministry = house.ministry
    asker = ministry.employees.get(appeal.filer) or ministry.former.get(appeal.filer)
    return {
        "kind": str(appeal.kind),
        "asker": house.full_name(appeal.filer),
        "post": asker.post if asker else "none",
        "asker_unit": house.unit_name(asker.unit) if asker else "",
        "phone": (asker.phone if asker else "") or "none",
    }


def away(house: House, appeal: Appeal) -> list[Button]:
    """To the unit that can help; whoever cannot tell which gives it to those who sort."""
    it = appeal.id
    rows = [button("to-other-unit", f"route:{it}")]
    if appeal.unit != desk(house.ministry).id:
        rows.append(button("give-back", f"give-back:{it}"))
    return rows


def units(house: House, appeal: Appeal) -> list[Unit]:
    """Where it may go on to: units that serve employees, with somebody to answer this asker."""
    found = [unit for unit in serving(house.ministry) if unit.id != appeal.unit]
    return [unit for unit in found if answers(house.ministry, unit, appeal.filer)]


def chosen(scene: Scene, appeal: Appeal, unit: str) -> Unit:
    """The unit a button names; another one than has it, that serves employees."""
    for one in units(scene.house, appeal):
        if one.id == unit:
            return one
    raise Refused("stale-button")


def choose_unit(scene: Scene, appeal: Appeal) -> Reply:
    """A page of them; `route:<appeal>:<page>` turns it."""
    found = units(scene.house, appeal)
    page = scene.number(1) % max(1, -(-len(found) // PAGE))
    rows = [
        (Button(first_lines(unit.name, LONGEST), f"to-unit:{appeal.id}:{unit.id}"),)
        for unit in found[page * PAGE :][:PAGE]
    ]
    if len(found) > PAGE:
        rows.append((button("more-units", f"route:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return say("choose-unit-on", *rows, instead_of=turned, number=appeal.number)
