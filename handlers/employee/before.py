"""What somebody wrote as a citizen before they joined: from now on past the heads above them."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from domain.appeals import Appeal, State
from domain.leaving import controls, signatory
from domain.people import Chat
from handlers.client.register import notify_unit
from handlers.flow import Scene
from handlers.officer.parts import withdraw


async def keep_apart(scene: Scene, employee: str, chat: Chat) -> None:
    """Whoever joins in this dialogue has filed its appeals; what a head above them has in hand goes
    on to others (D-139 §1.4). Leaving takes nothing of it back: an employee filed it."""
    unit, now = scene.unit, scene.now
    for appeal in await unit.appeals.filed_by(employee, chat):
        past = scene.house.past(appeal)
        for part in await unit.parts.of_appeal(appeal.id):
            if part.waits and part.employee in past:
                await withdraw(unit, scene.house, part, "clock", now)
        changes = _changes(scene, appeal, past)
        changed = await unit.appeals.change(appeal, **changes) if changes else None
        if changed is None:
            continue
        unit.appeals.record(changed, "kept_apart", "clock", now, came_from=appeal.officer)
        if changed.state is State.WAITING:
            notify_unit(unit, changed, now)
        if changed.signatory != appeal.signatory:
            unit.notices.note(changed, "to_sign", now, employee=changed.signatory, findings=0)


def _changes(scene: Scene, appeal: Appeal, past: Set[str]) -> dict[str, Any]:
    """What of it lies with somebody it goes past, and with whom it lies instead."""
    ministry, found = scene.house.ministry, dict[str, Any]()
    if appeal.officer in past and appeal.state is State.TAKEN:
        found |= {"officer": "", "state": State.WAITING, "taken_at": None}
    if appeal.signatory in past:
        signs = signatory(ministry, appeal.unit, {*past, appeal.officer})
        found |= {"signatory": signs} if signs else {}
    if appeal.control in past:
        found["control"] = controls(ministry, appeal.unit, past)
    return found
