"""The administrator's changes of people: a new colleague, their post, unit, telephone, roles …"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain import staff_words
from domain.access import Action
from domain.ministry import Employee, Role
from domain.refusal import Refused
from domain.staff import employee_value
from domain.talk import Button
from handlers.administrator import people
from handlers.administrator import staff_changes as changing
from handlers.flow import Flow, Scene, Turn
from texts import button, say, words

flow = Flow()

#: what is asked for in words, in the order of the page
FIELDS = ("name", "post", "unit", "phone", "email", "deputy")
_READ: dict[str, Callable[[str], str]] = {
    "name": staff_words.person,
    "post": staff_words.short,
    "phone": staff_words.phone,
    "email": staff_words.email,
}


@flow.tapped("edit-person", Action.EDIT_STAFF)
async def page(scene: Scene) -> Turn:
    """Everything that may be changed of somebody."""
    person = _person(scene)
    fields = [
        Button(changing.title("employee", name), f"edit-field:{person.id}:{name}")
        for name in FIELDS
    ]
    fields += [
        Button(changing.title("employee", "roles"), f"edit-roles:{person.id}"),
        button("staff-history", f"edit-history:{person.id}"),
    ]
    back = (button("staff-page", f"person:{person.id}"), button("menu", "menu"))
    now = employee_value(person)
    lines = [changing.told(scene, "employee", name, now[name]) for name in (*FIELDS, "roles")]
    reply = say("staff-edit", *changing.two_a_row(fields), back, lines="\n".join(lines))
    return left(scene, reply)


@flow.tapped("edit-field", Action.EDIT_STAFF)
async def ask(scene: Scene) -> Turn:
    if scene.arg(1) not in FIELDS:
        raise Refused("stale-button")
    return await changing.ask(scene, "employee", _person(scene).id, scene.arg(1))


@flow.tapped("edit-history", Action.EDIT_STAFF)
async def history(scene: Scene) -> Turn:
    return await changing.history(scene, "employee", _person(scene).id)


@flow.tapped("edit-roles", Action.EDIT_STAFF)
async def roles(scene: Scene) -> Turn:
    """A button for each role: what it gives or takes."""
    person = _person(scene)
    rows = [
        button(
            "staff-role",
            f"edit-role:{person.id}:{role}",
            has="yes" if role in person.roles else "no",
            role=words(f"role-{role}"),
        )
        for role in Role
        if role is not Role.EMPLOYEE
    ]
    back = (button("staff-open", f"edit-person:{person.id}"), button("menu", "menu"))
    return left(scene, say("staff-roles", *rows, back, name=person.name))


@flow.tapped("edit-role", Action.EDIT_STAFF)
async def toggle(scene: Scene) -> Turn:
    person, role = _person(scene), scene.arg(1)
    if role not in {*Role} - {Role.EMPLOYEE}:
        raise Refused("stale-button")
    changed = person.roles ^ {Role(role)}
    return changing.propose(
        scene, ("employee", person.id, {"roles": sorted(map(str, changed - {Role.EMPLOYEE}))})
    )


@flow.tapped("edit-new", Action.EDIT_STAFF)
async def ask_new(scene: Scene) -> Turn:
    """Whoever is new is written in four lines at once."""
    return await changing.ask(scene, "employee", "", "new")


@flow.said(changing.VALUE["employee"], Action.EDIT_STAFF)
async def hear(scene: Scene) -> Turn:
    """The value that was asked for; what cannot be read is asked for again."""
    draft = scene.chat.draft
    if draft["field"] == "new":
        return _new(scene)
    person, field = scene.house.employee(draft["id"]), draft["field"]
    if person is None:
        raise Refused("no-such-person")
    said = changing.cleared(scene)
    value: Any = said or ""
    if field == "unit":
        value = unit_named(scene, value)
    elif field == "deputy":
        value = person_named(scene, value, person.unit) if value else ""
    else:
        value = read(field, value)
    return changing.propose(scene, ("employee", person.id, {field: value}))


def _new(scene: Scene) -> Turn:
    """Somebody new: name, post, unit and, if it is told, telephone, a line each."""
    lines = [" ".join(line.split()) for line in scene.event.text.splitlines() if line.strip()]
    if not 3 <= len(lines) <= 4:
        raise Refused("staff-new-lines")
    name, post = read("name", lines[0]), read("post", lines[1])
    unit = unit_named(scene, lines[2])
    phone = read("phone", lines[3]) if len(lines) == 4 else ""
    ministry = scene.house.ministry
    plain = staff_words.plain(name)
    if any(staff_words.plain(one.name) == plain for one in ministry.people_of(unit)):
        raise Refused("staff-namesake", name=name)
    taken = {*ministry.employees, *ministry.former}
    id_ = staff_words.free(staff_words.id_of_person(name), taken)
    new = Employee(id_, name, post, unit, frozenset({Role.EMPLOYEE}), phone)
    return changing.propose(scene, ("employee", id_, employee_value(new)))


def read(field: str, said: str) -> str:
    """A value as it is kept; refused with what to write where it is none."""
    try:
        if not said and field in {"name", "post"}:
            raise ValueError
        return _READ[field](said) if said else ""
    except ValueError:
        raise Refused(f"bad-{field}") from None


def unit_named(scene: Scene, said: str) -> str:
    """The id of the unit meant by its id, its name or the beginning of it."""
    units, wanted = scene.house.ministry.units.values(), staff_words.plain(said)
    exact = [one.id for one in units if wanted in {one.id, staff_words.plain(one.name)}]
    near = [one.id for one in units if wanted and wanted in staff_words.plain(one.name)]
    found = exact or near
    if len(found) != 1:
        raise Refused("unit-many" if found else "unit-none", said=said)
    return found[0]


def person_named(scene: Scene, said: str, unit: str) -> str:
    """The id of the colleague meant by id or name; one of the unit before others."""
    if known := scene.house.employee(said.lower()):
        return known.id
    called = scene.house.called(said)
    found = [one for one in called if one.unit == unit] or list(called)
    if len(found) != 1:
        raise Refused("person-many" if found else "person-none", said=said)
    return found[0].id


def _person(scene: Scene) -> Employee:
    found = scene.house.employee(scene.arg(0))
    if found is None or not people.may(scene, Action.EDIT_STAFF, found):
        raise Refused("no-such-person")
    return found


def left(scene: Scene, reply: Any) -> Turn:
    """Whoever looks at a page has given up the change they had begun."""
    steps = {*changing.VALUE.values(), *changing.SURE.values()}
    return Turn((reply,)) if scene.chat.step in steps else scene.stay(reply)
