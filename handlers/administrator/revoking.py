"""Taking a colleague's access away: from their page, or by a command with their name or id."""

from __future__ import annotations

from domain.access import Action
from domain.ministry import Employee
from domain.talk import Button, Reply
from handlers.administrator import people
from handlers.employee import access
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()

#: the command with whom it is about; alone it is about oneself (`handlers.employee.access`)
REVOKE = r"(?is:/revoke(?:@\S*)?\s+(\S.{0,200}))"


@flow.spelt(REVOKE, Action.REVOKE)
async def called(scene: Scene) -> Turn:
    """Whoever is meant; asks whom, where it may be several."""
    said = scene.arg(0).strip()
    known = scene.house.employee(said.lower())
    if known and people.may(scene, Action.REVOKE, known):
        return scene.stay(_sure(scene, known))
    found = people.named(scene, said)
    if len(found) == 1:
        return scene.stay(_sure(scene, found[0]))
    if not found:
        return scene.stay(say("staff-none-found", (button("staff", "staff"),)))
    rows = [Button(people.label(one.name), f"revoke:{one.id}") for one in found[: people.A_PAGE]]
    return scene.stay(say("revoke-whom", *rows, button("menu", "menu"), total=len(found)))


@flow.tapped("revoke", Action.REVOKE)
async def ask(scene: Scene) -> Turn:
    return scene.stay(_sure(scene, people.pressed(scene)))


@flow.tapped("revoke-yes", Action.REVOKE)
async def revoke(scene: Scene) -> Turn:
    """The next thing that happens in their dialogue is a client's."""
    person = people.pressed(scene)
    if person.id == scene.chat.employee:
        return await access.give_up(scene)
    told = say("access-revoked", by=scene.house.who(scene.actor.id))
    await access.ended(scene.unit, person.id, scene.actor.id, "revoked", scene.now, told=told)
    rows = (button("staff", f"staff-unit:{person.unit}:0"), button("menu", "menu"))
    return scene.stay(say("revoked", rows, name=person.name))


def _sure(scene: Scene, person: Employee) -> Reply:
    yes = button("revoke-yes", f"revoke-yes:{person.id}")
    name = scene.house.unit_name(person.unit)
    return say(
        "revoke-sure",
        (yes, button("revoke-no", f"person:{person.id}")),
        name=person.name,
        unit=name,
    )
