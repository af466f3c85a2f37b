"""What an administrator's changes have in common: typed, looked at, and only then saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.ministry import Ministry
from domain.recounting import Move, moves
from domain.refusal import Refused
from domain.routing import Router
from domain.talk import Button, Reply
from domain.worktime import Calendar
from handlers.flow import Scene, Turn
from handlers.house import House
from handlers.officer import draft as drafts
from texts import button, moments, say, words

#: how many running windows are looked at before a change is saved
LOOKED_AT = 2_000

Change = tuple[str, str, dict[str, Any] | None]


async def begin(scene: Scene, step: str, reply: Reply, draft: dict[str, Any]) -> Turn:
    """Ask for something to be typed, unless a reply half written would be lost."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return Turn((reply,), step, draft)


def to_save(scene: Scene, step: str, changes: Sequence[Change], reply: Reply) -> Turn:
    """What is about to be changed, kept until it is saved; the staff list it was looked at over is
    kept with it."""
    draft = {"changes": [list(change) for change in changes], "version": scene.house.version}
    return Turn((reply,), step, draft)


def save(scene: Scene, step: str) -> list[Change]:
    """Make the changes that were looked at. A button pressed twice changes nothing more; what
    another administrator has changed meanwhile is looked at first."""
    draft = scene.chat.draft
    if scene.chat.step != step or "changes" not in draft:
        raise Refused("stale-button")
    if draft["version"] != scene.house.version or scene.number(0) != draft["version"]:
        raise Refused("admin-changed-meanwhile")
    changes: list[Change] = [(kind, id_, value) for kind, id_, value in draft["changes"]]
    tried(scene, changes)
    for kind, id_, value in changes:
        scene.unit.staff.amend(kind, id_, value, scene.actor.id, scene.now)
    return changes


def tried(scene: Scene, changes: Sequence[Change]) -> Ministry:
    """The ministry as it would stand then."""
    return scene.house.tried(*changes)


async def moving(scene: Scene, would: Ministry) -> str:
    """How many running windows would move, and the one that moves farthest, in words."""
    running = await scene.unit.windows.open_ones(LOOKED_AT + 1)
    house = House(would, Calendar(would.schedule), Router([]))
    found = moves(running[:LOOKED_AT], would.windows, house.calendar_of, scene.now)
    told = words("admin-moves", total=len(found))
    if farthest := max(found, key=lambda m: abs(m.to - m.came_from), default=None):
        told += " " + _farthest(scene, farthest)
    if len(running) > LOOKED_AT:
        told += " " + words("admin-moves-some", total=LOOKED_AT)
    return told


def _farthest(scene: Scene, move: Move) -> str:
    zone = scene.house.zone
    return words(
        "admin-moves-farthest",
        number=move.number,
        since=moments.full_stamp(move.came_from, zone),
        to=moments.full_stamp(move.to, zone),
    )


def back(verb: Button) -> tuple[Button, ...]:
    """The last row of a page: where it belongs, and the menu."""
    return verb, button("menu", "menu")


def saved(text: str, verb: Button, **values: Any) -> Turn:
    """It stands so from the next event on."""
    return Turn((say(text, back(verb), **values),))
