"""The quarantine: what could not be understood, counted, and handled again when asked."""

from __future__ import annotations

from collections import Counter

from domain.access import Action
from domain.refusal import Refused
from handlers.administrator.desk import shown
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words, written

flow = Flow()

#: how many of the newest are looked at, and how many lines are shown
LOOKED_AT, LINES = 500, 15


@flow.tapped("admin-quarantine", Action.SEE_QUARANTINE)
async def quarantine(scene: Scene) -> Turn:
    """How many wait, by day, channel and reason; never what they hold, for that is people's."""
    total = await scene.unit.upkeep.quarantined()
    back = (button("admin", "admin"), button("menu", "menu"))
    if not total:
        return shown(scene, say("admin-quarantine-empty", back))
    found = await scene.unit.upkeep.quarantine(LOOKED_AT)
    counted = Counter(
        (moments.day_of(row["at"], scene.house.zone), row["channel"], _reason(row["reason"]))
        for row in found
    )
    lines = [
        words("admin-quarantine-line", day=day, channel=channel, reason=reason, total=n)
        for (day, channel, reason), n in list(counted.items())[:LINES]
    ]
    heading = words("admin-quarantine-heading", total=total)
    rows = ((button("admin-replay", "admin-replay"),), back)
    return shown(scene, written("\n".join([heading, "", *lines]), *rows))


@flow.tapped("admin-replay", Action.SEE_QUARANTINE)
async def replay(scene: Scene) -> Turn:
    """They are handled again by the service itself, a moment later, which tells what came of it."""
    if not await scene.unit.upkeep.quarantined():
        raise Refused("admin-quarantine-empty")
    scene.unit.upkeep.ask("replay", scene.actor.id, scene.now)
    return scene.stay(say("admin-replay-asked"))


def _reason(reason: str) -> str:
    """What kind of trouble it was: what follows may quote what came."""
    return reason.partition(":")[0][:60]
