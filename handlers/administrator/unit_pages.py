"""The administrator's changes of units: names, heads, whom they serve, their own hours and zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain import staff_words
from domain.access import Action
from domain.ministry import Role, Unit
from domain.refusal import Refused
from domain.staff import schedule_value, unit_value
from domain.staff_differences import own_schedule
from domain.talk import Button
from handlers.administrator import people, staffing
from handlers.administrator import staff_changes as changing
from handlers.flow import Flow, Scene, Turn
from texts import button, say, words

flow = Flow()

FIELDS = ("name", "head", "signatory", "parent", "hours", "zone")
SHOWN = ("name", "head", "signatory", "parent", "serves", "schedule")
SERVES = ("clients", "employees", "both")


@flow.tapped("edit-units", Action.EDIT_UNITS)
async def units(scene: Scene) -> Turn:
    """All units, and a way to a new one."""
    known = list(scene.house.ministry.units.values())
    rows = [Button(people.label(unit.name), f"edit-unit:{unit.id}") for unit in known]
    aside = (button("unit-new", "unit-new"), button("staff-new", "edit-new"))
    at = ("edit-units", scene.number(0))
    return staffing.left(scene, people.pages(scene, "edit-units", rows, at, aside))


@flow.tapped("edit-unit", Action.EDIT_UNITS)
async def page(scene: Scene) -> Turn:
    """Everything that may be changed of a unit."""
    unit = _unit(scene)
    fields = [
        Button(changing.title("unit", name), f"unit-field:{unit.id}:{name}") for name in FIELDS
    ]
    fields += [
        Button(changing.title("unit", "serves"), f"unit-serves:{unit.id}"),
        button("staff-history", f"unit-history:{unit.id}"),
    ]
    now = unit_value(unit)
    lines = [changing.told(scene, "unit", name, now[name]) for name in SHOWN]
    back = (button("edit-units", "edit-units"), button("menu", "menu"))
    reply = say("staff-edit", *changing.two_a_row(fields), back, lines="\n".join(lines))
    return staffing.left(scene, reply)


@flow.tapped("unit-field", Action.EDIT_UNITS)
async def ask(scene: Scene) -> Turn:
    if scene.arg(1) not in FIELDS:
        raise Refused("stale-button")
    return await changing.ask(scene, "unit", _unit(scene).id, scene.arg(1))


@flow.tapped("unit-history", Action.EDIT_UNITS)
async def history(scene: Scene) -> Turn:
    return await changing.history(scene, "unit", _unit(scene).id)


@flow.tapped("unit-serves", Action.EDIT_UNITS)
async def serves(scene: Scene) -> Turn:
    """Whom it serves: asked, or chosen."""
    unit, chosen = _unit(scene), scene.arg(1)
    if chosen in SERVES:
        return changing.propose(scene, ("unit", unit.id, {"serves": chosen}))
    rows = [Button(words(f"serves-{one}"), f"unit-serves:{unit.id}:{one}") for one in SERVES]
    back = button("staff-open", f"edit-unit:{unit.id}")
    return scene.stay(say("ask-unit-serves", *rows, back, name=unit.name))


@flow.tapped("unit-new", Action.EDIT_UNITS)
async def ask_new(scene: Scene) -> Turn:
    """A new unit is written in two or three lines at once."""
    return await changing.ask(scene, "unit", "", "new")


@flow.said(changing.VALUE["unit"], Action.EDIT_UNITS)
async def hear(scene: Scene) -> Turn:
    """The value that was asked for; what cannot be read is asked for again."""
    draft = scene.chat.draft
    if draft["field"] == "new":
        return _new(scene)
    unit, field = scene.house.ministry.units.get(draft["id"]), draft["field"]
    if unit is None:
        raise Refused("unit-none", said=draft["id"])
    if field in {"hours", "zone"}:
        return changing.propose(scene, ("unit", unit.id, _time(scene, unit, field)))
    said = changing.cleared(scene) or ""
    if field == "name":
        value = _name(scene, said, unit.id)
    elif field == "parent":
        value = staffing.unit_named(scene, said) if said else ""
    else:
        value = staffing.person_named(scene, said, unit.id) if said else ""
        if not value and field == "head":
            raise Refused("unit-needs-head")
    more = _role_of_head(scene, value) if field == "head" else ()
    return changing.propose(scene, ("unit", unit.id, {field: value}), *more)


def _time(scene: Scene, unit: Unit, field: str) -> dict[str, Any]:
    """Hours or zone of its own; without a word of them, the ministry's."""
    text = scene.event.text if field == "hours" else changing.cleared(scene)
    if changing.cleared(scene) is None or text is None:
        value = None
    else:
        try:
            value = staff_words.week(text) if field == "hours" else staff_words.zone(text)
        except ValueError:
            raise Refused(f"bad-{field}") from None
    return {"schedule": schedule_value(own_schedule(scene.house.ministry, unit, {field: value}))}


def _role_of_head(scene: Scene, id_: str) -> tuple[changing.Change, ...]:
    """Whoever becomes head has the role of one."""
    found = scene.house.employee(id_)
    if found is None or Role.HEAD in found.roles:
        return ()
    roles = sorted(map(str, found.roles - {Role.EMPLOYEE} | {Role.HEAD}))
    return (("employee", id_, {"roles": roles}),)


def _new(scene: Scene) -> Turn:
    """A new unit: its name, its head, who moves to it, and the unit above it, a line each."""
    lines = [" ".join(line.split()) for line in scene.event.text.splitlines() if line.strip()]
    if not 2 <= len(lines) <= 3:
        raise Refused("unit-new-lines")
    name, head = _name(scene, lines[0], ""), staffing.person_named(scene, lines[1], "")
    parent = staffing.unit_named(scene, lines[2]) if len(lines) == 3 else ""
    wanted = staff_words.latin(name) or "unit"
    id_ = staff_words.free(wanted, set(scene.house.ministry.units))
    unit = replace(Unit(id_, name, head), parent=parent, serves="employees")
    known = scene.house.ministry.employees[head]
    roles = sorted(map(str, known.roles - {Role.EMPLOYEE} | {Role.HEAD}))
    moved = ("employee", head, {"unit": id_, "roles": roles})
    return changing.propose(scene, ("unit", id_, unit_value(unit)), moved)


def _name(scene: Scene, said: str, of: str) -> str:
    if not said or len(said) > staff_words.LONGEST:
        raise Refused("bad-unit-name")
    plain = staff_words.plain(said)
    others = (one for one in scene.house.ministry.units.values() if one.id != of)
    if any(staff_words.plain(one.name) == plain for one in others):
        raise Refused("unit-namesake", name=said)
    return said


def _unit(scene: Scene) -> Unit:
    found = scene.house.ministry.units.get(scene.arg(0))
    if found is None:
        raise Refused("unit-none", said=scene.arg(0))
    return found
