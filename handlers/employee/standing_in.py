"""Whom somebody stands in for today, until when, and the queues of their units (D-139 §6)."""

from __future__ import annotations

from domain.access import Action
from domain.deputies import away_until
from domain.refusal import Refused
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer.desk import borrowed, page_of, queue_of
from texts import button, moments, say, words

flow = Flow()

#: One a row; the last row is for the way back and on.
A_PAGE = 5
LABEL = 40


@flow.tapped("standing-in", Action.SEE_DESK)
async def standing_in(scene: Scene) -> Turn:
    """The absent colleagues, a line each; a button for each queue that is not one's own."""
    absent = [capacity.employee for capacity in scene.actor.standing_in]
    if not absent:
        return scene.stay(say("standing-in-none", button("menu", "menu")))
    today, house = scene.house.today(scene.now), scene.house
    lines = [
        words(
            "standing-in-line",
            who=one.short_name,
            unit=house.unit_name(one.unit),
            until=moments.day_name(away_until(one, today) or today),
        )
        for one in absent
    ]
    queues = [
        Button(_label(house.unit_name(unit)), f"queue-for:0:{unit}") for unit in _units(scene)
    ]
    page = scene.number(0) % max(1, -(-len(queues) // A_PAGE))
    rows = [(one,) for one in queues[page * A_PAGE :][:A_PAGE]]
    last = [button("queue-mine", "queue-mine:0"), button("menu", "menu")]
    if len(queues) > A_PAGE:
        last.append(button("more-units", f"standing-in:{page + 1}"))
    return scene.stay(say("standing-in", *rows, tuple(last), who="\n".join(lines)))


@flow.tapped("queue-for", Action.SEE_UNIT_QUEUE)
async def unit_queue(scene: Scene) -> Turn:
    """The queue of a unit somebody stands in for a colleague of."""
    unit = scene.arg(1)
    if unit not in _units(scene):
        raise Refused("foreign")
    theirs = [one for one in scene.actor.standing_in if one.employee.unit == unit]
    queue = queue_of(scene, unit=unit, borrowed=borrowed(theirs))
    return await page_of(scene, "for", queue, unit, scene.house.unit_name(unit))


def _units(scene: Scene) -> list[str]:
    """The units of absent colleagues, without one's own."""
    units = dict.fromkeys(capacity.employee.unit for capacity in scene.actor.standing_in)
    return [one for one in units if one != scene.actor.unit]


def _label(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1].rstrip() + "…"
