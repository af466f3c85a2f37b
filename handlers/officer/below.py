"""The units below a head's: how many appeals are open and overdue there, and their queues."""

from __future__ import annotations

from domain.access import Action
from domain.ministry import Unit
from domain.refusal import Refused
from domain.talk import Button
from handlers.administrator.people import label
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk
from storage.queues import Queue
from texts import button, say, words, written

flow = Flow()

PAGE = 4


def units(scene: Scene) -> list[Unit]:
    """The units below this head's, and below those of the heads they stand in for."""
    below = {one for capacity in scene.actor.capacities for one in capacity.below}
    return [unit for unit in scene.house.ministry.units.values() if unit.id in below]


@flow.tapped("below", Action.SEE_BELOW)
async def below(scene: Scene) -> Turn:
    """A page of them."""
    found = units(scene)
    if not found:
        return scene.stay(say("below-none", button("menu", "menu")))
    page = scene.number(0) % -(-len(found) // PAGE)
    shown = found[page * PAGE :][:PAGE]
    counts = await scene.unit.counting.by_unit(_queue(scene, *(u.id for u in shown)), scene.now)
    lines = [
        words("below-line", unit=unit.name, open=of[0], late=of[1])
        for unit in shown
        for of in [counts.get(unit.id, (0, 0))]
    ]
    rows = [(Button(label(unit.name), f"below-unit:{unit.id}:0"),) for unit in shown]
    last = [button("menu", "menu")]
    if len(found) > PAGE:
        last.append(button("more", f"below:{page + 1}"))
    text = "\n".join([words("below-heading"), *lines])
    return scene.stay(written(text, *rows, last))


@flow.tapped("below-unit", Action.SEE_BELOW)
async def queue(scene: Scene) -> Turn:
    """The queue of one of them, to be read."""
    unit = next((one for one in units(scene) if one.id == scene.arg(0)), None)
    if unit is None:
        raise Refused("foreign")
    page = scene.number(1)
    found, total = await scene.unit.appeals.queue(_queue(scene, unit.id), page, PAGE)
    heading = words("queue-heading", title=unit.name, total=total)
    places = list(enumerate(found, page * PAGE + 1))
    lines = [desk.line(scene, place, one) for place, one in places]
    open_it = [Button(str(place), f"card:{one.id}") for place, (one, _) in places]
    turn = [button("earlier", f"below-unit:{unit.id}:{page - 1}")] if page else []
    if (page + 1) * PAGE < total:
        turn.append(button("later", f"below-unit:{unit.id}:{page + 1}"))
    last = (button("below", "below"), button("menu", "menu"))
    return scene.stay(written("\n\n".join([heading, *lines]), open_it, turn, last))


def _queue(scene: Scene, *units_: str) -> Queue:
    own = scene.actor.own
    below_own = own.below if own else frozenset()
    others = set(units_) - below_own
    absent = [one for one in scene.actor.standing_in if one.below & others]
    seen = desk.borrowed(absent, below_own & set(units_))
    return desk.queue_of(scene, units=units_, borrowed=seen)
