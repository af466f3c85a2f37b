"""The people somebody is in charge of: units, whoever works there, and each person's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.access import OF_PEOPLE, Action, allowed, allowed_about, allowed_in, besides
from domain.appeals import first_lines
from domain.ministry import Employee, Role, Unit
from domain.proving import types_pin
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, moments, say, words

flow = Flow()

FINDING = "staff-find"
#: One a row, for names are long; the two last rows turn pages and lead elsewhere.
A_PAGE = 4
#: the longest label a button takes everywhere
LABEL = 40

#: What may be done with somebody: the button's name, its verb (`verb:employee`), and what it asks
#: for; in the order of use.
PERSON_ACTIONS: tuple[tuple[str, str, Action], ...] = (
    ("invite", "invite", Action.INVITE),
    ("revoke", "revoke", Action.REVOKE),
    ("away-of", "away-of", Action.SET_ABSENCE),
    ("pin-reset", "pin-reset", Action.EDIT_STAFF),
    ("dismiss", "dismiss", Action.EDIT_STAFF),
    ("edit-person", "edit-person", Action.EDIT_STAFF),
)


@flow.tapped("staff", Action.SEE_STAFF)
async def units(scene: Scene) -> Turn:
    """The units this person is in charge of; a head of one unit alone opens it at once."""
    found = in_charge_of(scene)
    if len(found) == 1:
        return _shown(scene, _people(scene, found[0], 0))
    rows = [Button(label(unit.name), f"staff-unit:{unit.id}:0") for unit in found]
    aside = (button("staff-find", "staff-find"), button("sheet", "sheet"))
    return _shown(scene, pages(scene, "staff-units", rows, ("staff", scene.number(0)), aside))


@flow.tapped("staff-unit", Action.SEE_STAFF)
async def unit(scene: Scene) -> Turn:
    """Whoever works in the unit."""
    found = next((one for one in in_charge_of(scene) if one.id == scene.arg(0)), None)
    if found is None:
        raise Refused("no-such-person")
    return _shown(scene, _people(scene, found, scene.number(1)))


@flow.tapped("staff-find", Action.SEE_STAFF)
async def ask_name(scene: Scene) -> Turn:
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return Turn((say("staff-ask-name", button("cancel", "staff")),), FINDING)


@flow.said(FINDING, Action.SEE_STAFF)
async def find(scene: Scene) -> Turn:
    """Everybody whose name holds each of the words; more words find fewer people."""
    found = named(scene, scene.event.text)
    rows = [Button(label(one.name), f"person:{one.id}") for one in found[:A_PAGE]]
    last = (button("staff", "staff"), button("menu", "menu"))
    if not found:
        return scene.stay(say("staff-none-found", last))
    return scene.stay(say("staff-found", *rows, last, total=len(found)))


@flow.tapped("person", Action.SEE_STAFF)
async def person(scene: Scene) -> Turn:
    """Who it is, whether they have joined, and what this person may do with them."""
    return _shown(scene, await page_of(scene, pressed(scene)))


def named(scene: Scene, text: str) -> list[Employee]:
    """Whom of the people this person is in charge of the words may mean."""
    called = scene.house.called(text)
    units = {one.unit for one in called}
    theirs = {unit for unit in units if allowed_in(scene.actor, Action.SEE_STAFF, unit)}
    return [one for one in called if one.unit in theirs]


def _shown(scene: Scene, reply: Reply) -> Turn:
    """Whoever looks at a list or a page looks for nobody by name any more."""
    return Turn((reply,)) if scene.chat.step == FINDING else scene.stay(reply)


def in_charge_of(scene: Scene, action: Action = Action.SEE_STAFF) -> list[Unit]:
    """The units to whose people this person may do it, in the file's order."""
    known = scene.house.ministry.units.values()
    return [one for one in known if allowed_in(scene.actor, action, one.id)]


def pressed(scene: Scene) -> Employee:
    """The employee the pressed button names first, if this person may do its action to them now.
    The refusal is the same whether there is such an employee or not."""
    assert scene.action is not None
    found = scene.house.employee(scene.arg(0))
    if found is None or not may(scene, scene.action, found):
        raise Refused("no-such-person")
    return found


def may(scene: Scene, action: Action, person: Employee) -> bool:
    """Whether this person may do it to the other: by the matrix of whom it is done to, or anywhere
    where it is asked for without a person; never by what the other may."""
    if action in OF_PEOPLE:
        return allowed_about(scene.actor, action, person)
    return allowed(besides(scene.actor, person), action)


async def page_of(scene: Scene, person: Employee) -> Reply:
    """A person's page, as it stands now."""
    house, security = scene.house, scene.house.ministry.security
    roles = [words(f"role-{role}") for role in Role if role in person.roles]
    has_pin = person.id != scene.actor.id and types_pin(security, person.roles)
    doing = [
        button(name, f"{verb}:{person.id}")
        for name, verb, action in PERSON_ACTIONS
        if may(scene, action, person) and (verb != "pin-reset" or has_pin)
    ]
    rows = [tuple(doing[place : place + 2]) for place in range(0, len(doing), 2)]
    return say(
        "person-page",
        *rows,
        (button("staff", f"staff-unit:{person.unit}:0"), button("menu", "menu")),
        name=person.name,
        post=person.post,
        unit=house.unit_name(person.unit),
        roles=", ".join(roles),
        phone=person.phone or "none",
        deputy=house.who(person.deputy) if person.deputy else "none",
        access=await _access(scene, person),
    )


async def _access(scene: Scene, person: Employee) -> str:
    """Whether they have joined, and if not, what they wait for."""
    chats = await scene.unit.chats.of_employees([person.id])
    if chat := chats.get(person.id):
        return words("access-joined", channel=str(chat.channel))
    if any(one["employee"] == person.id for one in await scene.unit.joinings.waiting()):
        return words("access-waits")
    invited = await scene.unit.invites.waiting([person.id], scene.now)
    if until := invited.get(person.id):
        return words("access-invited", until=moments.until(until, scene.house.zone, scene.now))
    return words("access-none")


def _people(scene: Scene, unit: Unit, page: int) -> Reply:
    found = scene.house.ministry.people_of(unit.id)
    rows = [Button(label(one.name), f"person:{one.id}") for one in found]
    aside = (button("sheet", f"sheet:{unit.id}"), button("staff", "staff"))
    return pages(
        scene, "staff-people", rows, (f"staff-unit:{unit.id}", page), aside, unit=unit.name
    )


def pages(
    scene: Scene,
    name: str,
    rows: Sequence[Button],
    at: tuple[str, int],
    aside: Sequence[Button],
    **values: Any,
) -> Reply:
    """A page of a list; `at` is the verb that turns it, and the page; `aside` leads elsewhere."""
    verb, page = at
    last_page = max(0, (len(rows) - 1) // A_PAGE)
    page = min(page, last_page)
    turns = [button("earlier", f"{verb}:{page - 1}:turn")] if page else []
    turns += [button("later", f"{verb}:{page + 1}:turn")] if page < last_page else []
    shown = rows[page * A_PAGE :][:A_PAGE]
    last = (*aside, button("menu", "menu"))
    turned = scene.event.message if "turn" in scene.args else ""
    return say(name, *shown, turns, last, instead_of=turned, total=len(rows), **values)


def label(text: str) -> str:
    """What fits on a button, cut between words."""
    return text if len(text) <= LABEL else first_lines(text, LABEL - 1)
