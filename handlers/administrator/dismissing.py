"""Dismissal: somebody works here no longer. Nothing of theirs is stuck (D-139 §4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.access import Action
from domain.ministry import Employee
from domain.refusal import Refused
from handlers.administrator import people
from handlers.administrator.settling import settled
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()


@flow.tapped("dismiss", Action.EDIT_STAFF)
async def ask(scene: Scene) -> Turn:
    person = _other(scene)
    scene.house.tried(*_changes(scene, person))
    yes = button("dismiss-yes", f"dismiss-yes:{person.id}")
    rows = (yes, button("revoke-no", f"person:{person.id}"))
    unit = scene.house.unit_name(person.unit)
    return scene.stay(say("dismiss-sure", rows, name=person.name, unit=unit))


@flow.tapped("dismiss-yes", Action.EDIT_STAFF)
async def dismiss(scene: Scene) -> Turn:
    """Their access ends, their name stays in the history, their work goes to others."""
    person, unit, now, by = _other(scene), scene.unit, scene.now, scene.actor.id
    changes = list(_changes(scene, person))
    without = scene.house.tried(*changes)
    for kind, id_, value in changes:
        unit.staff.amend(kind, id_, value, by, now)
    handed = await settled(unit, scene.house, without, by, now)
    rows = (button("staff", f"staff-unit:{person.unit}:0"), button("menu", "menu"))
    return scene.stay(say("dismissed", rows, name=person.name, handed=handed[person.id]))


def _other(scene: Scene) -> Employee:
    """Nobody dismisses themselves: then there might be no administrator left."""
    person = people.pressed(scene)
    if person.id == scene.actor.id:
        raise Refused("dismiss-self")
    return person


def _changes(scene: Scene, person: Employee) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """They are gone, and whoever they would have stood in for has their deputy instead."""
    house = scene.house
    yield "employee", person.id, house.value_of("employee", person.id) | {"gone": True}
    for one in house.ministry.employees.values():
        if one.deputy == person.id:
            deputy = "" if person.deputy == one.id else person.deputy
            yield "employee", one.id, house.value_of("employee", one.id) | {"deputy": deputy}
