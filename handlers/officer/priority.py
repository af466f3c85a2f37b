"""Priority: an appeal that goes first, and why."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.priority import Priority
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from texts import button, say, words

flow = Flow()


@flow.tapped("priority", Action.PRIORITISE)
async def choose(scene: Scene) -> Turn:
    """The reasons; the one it has can be lifted."""
    appeal = await scene.appeal()
    rows = [
        (button(f"priority-{reason}", f"priority-for:{appeal.id}:{reason}"),)
        for reason in Priority
        if reason != appeal.priority
    ]
    if appeal.priority:
        rows.append((button("priority-lift", f"priority-off:{appeal.id}"),))
    rows.append((button("open", f"card:{appeal.id}"),))
    return scene.stay(say("choose-priority", *rows, number=appeal.number, now=label(appeal)))


@flow.tapped("priority-for", Action.PRIORITISE)
async def prioritise(scene: Scene) -> Turn:
    appeal, reason = await scene.appeal(), scene.arg(1)
    if reason not in set(Priority):
        raise Refused("stale-button")
    if reason == appeal.priority:
        raise Refused("priority-already", number=appeal.number, reason=label(appeal))
    changed = await _set(scene, appeal, reason)
    scene.unit.appeals.record(changed, "prioritised", scene.actor.id, scene.now, reason=reason)
    _tell_who_works(scene, changed)
    return scene.stay(say("priority-set", number=appeal.number, reason=label(changed)))


@flow.tapped("priority-off", Action.PRIORITISE)
async def lift(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    if not appeal.priority:
        raise Refused("priority-none", number=appeal.number)
    changed = await _set(scene, appeal, "")
    scene.unit.appeals.record(
        changed, "priority_lifted", scene.actor.id, scene.now, reason=appeal.priority
    )
    return scene.stay(say("priority-lifted", number=appeal.number))


def label(appeal: Appeal) -> str:
    """Why it goes first, in words; "none" when it does not."""
    known = appeal.priority in set(Priority)
    return words(f"priority-{appeal.priority}") if known else "none"


async def _set(scene: Scene, appeal: Appeal, reason: str) -> Appeal:
    changed = await scene.unit.appeals.change(appeal, priority=reason)
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    return changed


def _tell_who_works(scene: Scene, appeal: Appeal) -> None:
    """Its officer, or the unit's officers while nobody has taken it."""
    if appeal.officer in scene.actor.ids:
        return
    addressee = {"employee": appeal.officer} if appeal.officer else {"unit": appeal.unit}
    scene.unit.notices.note(appeal, "priority", scene.now, **addressee)
