"""A complaint about an employee goes past them: whoever reads it first can see to that."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action
from domain.appeals import Appeal, State
from domain.ministry import Employee, Role
from domain.refusal import Refused
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import moving
from handlers.officer.parts import withdraw
from handlers.officer.telling import let_know
from handlers.past import placed, tell_those_in_charge
from texts import button, say

flow = Flow()

PAGE = 5


@flow.tapped("bar", Action.BAR)
async def choose(scene: Scene) -> Turn:
    """Whom it complains about: who has it, who else works there, then everybody."""
    appeal = _changeable(scene, moving.in_work(scene, await scene.appeal()))
    people = _people(scene, appeal)
    page = scene.number(1) % max(1, -(-len(people) // PAGE))
    rows = [
        (Button(o.short_name, f"bar-one:{appeal.id}:{o.id}"),)
        for o in people[page * PAGE : (page + 1) * PAGE]
    ]
    last = []
    if len(people) > PAGE:
        last.append(button("more-people", f"bar:{appeal.id}:{page + 1}"))
    if appeal.barred:
        last.append(button("bar-lift", f"bar-off:{appeal.id}"))
    turned = scene.event.message if scene.arg(1) else ""
    told = say("choose-barred", *rows, last, instead_of=turned, number=appeal.number)
    return scene.stay(told)


@flow.tapped("bar-one", Action.BAR)
async def bar(scene: Scene) -> Turn:
    """From now on they neither see it nor hear of it, and whoever is in charge has it."""
    appeal = _changeable(scene, moving.in_work(scene, await scene.appeal()))
    accused = scene.house.employee(scene.arg(1))
    if accused is None:
        raise Refused("stale-button")
    if appeal.barred == accused.id:
        raise Refused("bar-already", number=appeal.number, who=accused.short_name)
    past = scene.house.past(replace(appeal, barred=accused.id))
    values = await placed(scene, accused.id, accused.unit, past)
    head = scene.house.head_past(accused.unit, *past, now=scene.now)
    in_charge = head.id if head else ""
    if appeal.control == accused.id:
        values["control"] = in_charge
    moved = await moving.change(scene, appeal, barred=accused.id, sorting=False, **values)
    await scene.unit.particulars.note(moved.id, category="complaint")
    for part in await scene.unit.parts.of_appeal(moved.id):
        if part.employee == accused.id:
            await withdraw(scene.unit, scene.house, part, scene.actor.id, scene.now)
    facts = {"about": accused.id, "came_from": appeal.officer, "to": moved.officer}
    scene.unit.appeals.record(moved, "barred", scene.actor.id, scene.now, **facts)
    if moved.officer not in scene.actor.ids:
        tell_those_in_charge(scene.unit, moved, in_charge, scene.now)
    if (moved.officer, moved.unit) != (appeal.officer, appeal.unit):
        status = "taken" if moved.state is State.TAKEN else "moved"
        await let_know(scene, moved, moving.status_told(scene, status, moved))
    who = scene.house.who(in_charge)
    told = say("barred", number=appeal.number, accused=accused.short_name, who=who)
    return moving.done(scene, appeal, told)


@flow.tapped("bar-off", Action.BAR)
async def lift(scene: Scene) -> Turn:
    """It was no complaint about them after all."""
    appeal = _changeable(scene, moving.in_work(scene, await scene.appeal()))
    if not appeal.barred:
        raise Refused("bar-none", number=appeal.number)
    changed = await moving.change(scene, appeal, barred="")
    facts = {"about": appeal.barred}
    scene.unit.appeals.record(changed, "bar_lifted", scene.actor.id, scene.now, **facts)
    return scene.stay(say("bar-lifted", number=appeal.number))


def _changeable(scene: Scene, appeal: Appeal) -> Appeal:
    """Once it is past somebody, only those in charge bring it back: no colleague does a favour."""
    if appeal.barred and not scene.actor.roles & {Role.HEAD, Role.CONTROLLER}:
        raise Refused("bar-by-head", number=appeal.number)
    return appeal


def _people(scene: Scene, appeal: Appeal) -> list[Employee]:
    def nearness(one: Employee) -> tuple[bool, bool]:
        return (one.id != appeal.officer, one.unit != appeal.unit)

    everybody = scene.house.ministry.employees.values()
    return sorted((one for one in everybody if one.id != appeal.barred), key=nearness)
