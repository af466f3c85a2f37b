"""Presses that make sense under the other hat only: one sentence, and the way over (E9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.access import MATRIX, Action, Scope
from domain.talk import Button, Reply, What
from handlers.standing import CLIENT
from texts import button, say

if TYPE_CHECKING:
    from handlers.flow import Scene

#: the verbs that change the hat
BACK_TO_WORK, AS_CLIENT = "hat-work", "hat-client"
#: what a citizen presses though no appeal is named
_CITIZENS = frozenset({"write", "mine"})
#: what a button may carry, in bytes
LONGEST_TAP = 64


async def elsewhere(scene: Scene) -> Reply | None:
    """What to say of a press that is the other hat's, whether what it names exists or not; None
    for everything else. The button changes the hat and does what was pressed."""
    if scene.event.what is not What.TAPPED or scene.action is None:
        return None
    if scene.actor.behind and _of_employees(scene.action):
        return say("press-at-work", _over(scene, BACK_TO_WORK))
    if scene.actor.employee and await _as_citizen(scene):
        return say("press-as-client", _over(scene, AS_CLIENT))
    return None


def put_on(scene: Scene, tap: str) -> Scene:
    """The hat has been changed: the scene in which `tap` is pressed now."""
    chat = scene.chat
    chat.step, chat.draft = "", {}
    event = replace(scene.event, what=What.TAPPED, tap=tap)
    return replace(scene, event=event, actor=scene.house.actor(chat, scene.now), action=None)


def wear(scene: Scene) -> None:
    """Whoever is heard as a client wears that hat, also when they are in the staff list no more."""
    if scene.chat.employee and scene.actor.employee is None:
        scene.chat.hat = CLIENT


def goes_back(scene: Scene) -> bool:
    """Whoever has come from work can always go back, whatever the channel is for."""
    return bool(scene.actor.behind) and scene.event.tap.partition(":")[0] == BACK_TO_WORK


def way_back(scene: Scene) -> list[Button]:
    """The button back to work, for whoever speaks as a citizen and is an employee."""
    return [button("hat-work", "hat-work")] if scene.actor.behind else []


def _over(scene: Scene, verb: str) -> Button:
    tap = f"{verb}:{scene.event.tap}"
    if len(tap.encode()) > LONGEST_TAP:
        tap = verb
    return button(f"over-{verb}", f"{tap}")


def _of_employees(action: Action) -> bool:
    return all(role is not None for role, _ in MATRIX[action])


async def _as_citizen(scene: Scene) -> bool:
    """Whether an employee has pressed what is a citizen's: not what they asked as a colleague."""
    verb = scene.event.tap.partition(":")[0]
    if verb in _CITIZENS:
        return True
    assert scene.action is not None
    if MATRIX[scene.action] != {(None, Scope.OWN)}:
        return False
    found = await scene.unit.appeals.get(scene.number(0)) if scene.number(0) else None
    assert scene.actor.employee is not None
    mine = found is not None and found.filer == scene.actor.employee.id
    return not (found and mine and found.kind.internal)
