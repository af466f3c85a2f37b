"""A change of the staff list: what was and what will be, asked about, kept, and remembered.

Kept as the draft of the dialogue meanwhile: `kind`, `id` and `field` of what is asked for, then
`changes` (kind, id, value), with the `version` of the staff list they were shown over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.access import Action
from domain.deputies import comes_to_more
from domain.ministry import Role
from domain.refusal import Refused
from domain.staff import employee_value, unit_value
from domain.staff_differences import steps
from domain.talk import Button
from handlers.administrator import people
from handlers.administrator.settling import settled
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, heard_as, moments, say, words

flow = Flow()

#: where the dialogue stands: a value is wanted, of a person or of a unit; a change is shown
VALUE = {"employee": "staff-value", "unit": "unit-value"}
SURE = {"employee": "staff-sure", "unit": "unit-sure"}
#: which page shows the row, and what a change of it asks for
PAGE = {"employee": "edit-person", "unit": "edit-unit"}
ASKS = {"employee": Action.EDIT_STAFF, "unit": Action.EDIT_UNITS}

Change = tuple[str, str, dict[str, Any]]


async def ask(scene: Scene, kind: str, id_: str, field: str) -> Turn:
    """Ask for a value in words."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    draft = {"kind": kind, "id": id_, "field": field}
    back = button("cancel", f"{PAGE[kind]}:{id_}") if id_ else button("cancel", "menu")
    return Turn((say(f"ask-{kind}-{field}", back),), VALUE[kind], draft)


def propose(scene: Scene, *changes: Change) -> Turn:
    """Show what was and what will be; the first of the changes is what it is about. Refused where
    it changes nothing, would not fit together, or is not for this person to decide."""
    house = scene.house
    _not_in_their_stead(scene, changes)
    would = house.tried(*changes)
    lines = [line for one in changes for line in _lines(scene, one)]
    if not lines:
        raise Refused("staff-as-it-was")
    if house.ministry.administrators and not would.administrators:
        raise Refused("last-administrator")
    own = would.employees.get(scene.actor.id)
    known = house.employee(scene.actor.id)
    if own and known and own.roles - known.roles:
        raise Refused("own-roles")
    if comes_to_more(house.ministry, would, scene.actor.id):
        raise Refused("deputy-yourself")
    kind, id_, _ = changes[0]
    draft = {"changes": [list(one) for one in changes], "version": house.version, "kind": kind}
    rows = would.units if kind == "unit" else would.employees
    name = rows[id_].name
    reply = say(
        "staff-sure",
        (button("staff-save", f"{kind}-save:{house.version}"), _leave(scene, kind, id_)),
        name=name,
        lines="\n".join(lines),
    )
    return Turn((reply,), SURE[kind], draft)


@flow.tapped("employee-save", Action.EDIT_STAFF)
async def save_employee(scene: Scene) -> Turn:
    return await _save(scene, "employee")


@flow.tapped("unit-save", Action.EDIT_UNITS)
async def save_unit(scene: Scene) -> Turn:
    return await _save(scene, "unit")


async def _save(scene: Scene, kind: str) -> Turn:
    """The change stands, if the list is still the one it was shown over; what somebody may have no
    longer goes on to others."""
    draft, house = scene.chat.draft, scene.house
    if scene.chat.step != SURE[kind] or scene.number(0) != draft["version"]:
        raise Refused("stale-button")
    if draft["version"] != house.version:
        raise Refused("staff-changed-meanwhile")
    changes = [(str(k), str(i), dict(v)) for k, i, v in draft["changes"]]
    _not_in_their_stead(scene, changes)
    would = house.tried(*changes)
    for one, id_, value in changes:
        whole = {**house.value_of(one, id_), **value}
        scene.unit.staff.amend(one, id_, whole, scene.actor.id, scene.now)
    await settled(scene.unit, house, would, scene.actor.id, scene.now)
    back = button("staff-open", f"{PAGE[kind]}:{changes[0][1]}")
    return Turn((say("staff-saved", (back, button("menu", "menu"))),))


def _not_in_their_stead(scene: Scene, changes: Sequence[Change]) -> None:
    """Nobody changes whom they stand in for by what that one may."""
    for kind, id_, _ in changes:
        person = scene.house.employee(id_) if kind == "employee" else None
        if person and not people.may(scene, Action.EDIT_STAFF, person):
            raise Refused("staff-in-their-stead", who=person.short_name)


@flow.said(SURE["employee"], Action.EDIT_STAFF)
async def press_employee(scene: Scene) -> Turn:
    return scene.stay(say("staff-press"))


@flow.said(SURE["unit"], Action.EDIT_UNITS)
async def press_unit(scene: Scene) -> Turn:
    return scene.stay(say("staff-press"))


async def history(scene: Scene, kind: str, id_: str) -> Turn:
    """What was changed, newest first: when, by whom, what."""
    rows = await scene.unit.staff.history(kind, id_, 11)
    kept = [row for row in rows if "value" in row["details"]]
    changed = steps([row["details"]["value"] or {} for row in kept])
    lines = [
        words(
            "staff-history-line",
            at=moments.stamp(row["at"], scene.house.zone),
            who=by(scene, row["actor"]),
            what="; ".join(told(scene, kind, name, value) for name, value in step.items()) or "—",
        )
        for row, step in list(zip(kept, changed, strict=True))[:10]
    ]
    back = (button("staff-open", f"{PAGE[kind]}:{id_}"), button("menu", "menu"))
    return scene.stay(
        say("staff-history", back, lines="\n".join(lines) or words("staff-no-history"))
    )


def by(scene: Scene, actor: str) -> str:
    """Who changed it; the command line has no name of its own."""
    return words("by-command-line") if actor == "command line" else scene.house.who(actor)


def cleared(scene: Scene) -> str | None:
    """What was written, without needless spaces; None for «нет» and the like."""
    said = " ".join(scene.event.text.split())
    if not said or scene.event.files:
        raise Refused("staff-words-only")
    return None if said.lower() in heard_as("cleared") else said


def _lines(scene: Scene, change: Change) -> list[str]:
    kind, id_, value = change
    now = standing(scene, kind, id_)
    if not now:  # of what is new only what is told
        return [told(scene, kind, name, new) for name, new in value.items() if new]
    return [
        words(
            "staff-change",
            field=title(kind, name),
            before=shown(scene, name, now.get(name)),
            after=shown(scene, name, new),
        )
        for name, new in value.items()
        if now.get(name) != new
    ]


def standing(scene: Scene, kind: str, id_: str) -> Mapping[str, Any]:
    """The row as it stands, in the form of an amendment; {} for a new one."""
    ministry = scene.house.ministry
    if kind == "unit":
        return unit_value(ministry.units[id_]) if id_ in ministry.units else {}
    return employee_value(ministry.employees[id_]) if id_ in ministry.employees else {}


def _leave(scene: Scene, kind: str, id_: str) -> Button:
    """Back to the page of what was to be changed, where it has one already."""
    ministry = scene.house.ministry
    known = id_ in (ministry.units if kind == "unit" else ministry.employees)
    return button("cancel", f"{PAGE[kind]}:{id_}") if known else button("cancel", "menu")


def title(kind: str, name: str) -> str:
    """What a field is called: a unit's name is not asked for as a person's is."""
    return words(
        "staff-field-name-unit" if (kind, name) == ("unit", "name") else f"staff-field-{name}"
    )


def told(scene: Scene, kind: str, name: str, value: Any) -> str:
    return f"{title(kind, name)}: {shown(scene, name, value)}"


def shown(scene: Scene, name: str, value: Any) -> str:
    """A value as people read it."""
    house = scene.house
    if not value:
        return words("staff-nothing")
    if name in {"unit", "parent"}:
        return house.unit_name(value)
    if name in {"head", "signatory", "deputy"}:
        return house.who(value)
    if name == "roles":
        return ", ".join(words(f"role-{Role(role)}") for role in value)
    if name == "serves":
        return words(f"serves-{value}")
    if name == "schedule":
        days = (
            ", ".join("–".join(span) for span in day) or words("staff-day-off")
            for day in value["week"]
        )
        named = [f"{words(f'staff-weekday-{number}')} {day}" for number, day in enumerate(days)]
        return f"{'; '.join(named)} ({value['zone']})"
    if name == "away":
        return "; ".join("–".join(days) for days in value)
    return str(value)


def two_a_row(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
