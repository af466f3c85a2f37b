"""Messages that did not get through: which, why, and what may still be done about each."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.refusal import Refused
from domain.talk import Reply
from handlers.administrator.desk import shown
from handlers.flow import Flow, Scene, Turn
from handlers.officer.delivery import not_sent
from storage.upkeep import Failure
from texts import button, moments, say, words

flow = Flow()

A_PAGE = 5
#: greater than every id
NEWEST = 2**63 - 1
#: what is known of why one did not leave; anything else was said by the messenger
KNOWN = frozenset({"unreachable", "refused", "no door", "file"})


@flow.tapped("admin-failures", Action.SEE_FAILURES)
async def failures(scene: Scene) -> Turn:
    """The newest first."""
    before = scene.number(0) or NEWEST
    found = await scene.unit.upkeep.failures(before, A_PAGE + 1)
    back = (button("admin", "admin"), button("menu", "menu"))
    if not found:
        return shown(scene, say("admin-failures-none", back))
    total = await scene.unit.upkeep.failed()
    rows = [
        (button("admin-failure", f"admin-failure:{one.id}", **_facts(scene, one)),)
        for one in found[:A_PAGE]
    ]
    more = len(found) > A_PAGE
    last = (button("later", f"admin-failures:{found[A_PAGE - 1].id}"), *back) if more else back
    return shown(scene, say("admin-failures", *rows, last, total=total))


@flow.tapped("admin-failure", Action.SEE_FAILURES)
async def failure(scene: Scene) -> Turn:
    """What is known of one, and what may be done."""
    return shown(scene, _page(scene, await _pressed(scene)))


@flow.tapped("admin-again", Action.SEE_FAILURES)
async def again(scene: Scene) -> Turn:
    """It leaves once more, as it was."""
    one = await _pressed(scene)
    if not one.can_go_again:
        raise Refused("admin-failure-not-again")
    channel = await scene.unit.upkeep.send_again(one.id, scene.now)
    if channel is None:
        raise Refused("admin-failure-gone")
    scene.unit.outbox.posted.add(channel)
    scene.unit.upkeep.noted("sent_again", one, scene.actor.id, scene.now)
    return scene.stay(say("admin-failure-again", (button("admin-failures", "admin-failures"),)))


@flow.tapped("admin-drop", Action.SEE_FAILURES)
async def drop(scene: Scene) -> Turn:
    """It is not tried any more; a reply goes back to whoever wrote it."""
    one = await _pressed(scene)
    if not one.can_be_dropped or not await scene.unit.upkeep.drop(one.id, scene.now):
        raise Refused("admin-failure-gone")
    if one.about and one.state == "unknown":
        await not_sent(scene.unit, scene.house, one.kind, one.about, "unreachable", scene.now)
    scene.unit.upkeep.noted("dropped", one, scene.actor.id, scene.now)
    return scene.stay(say("admin-failure-dropped", (button("admin-failures", "admin-failures"),)))


async def _pressed(scene: Scene) -> Failure:
    found = await scene.unit.upkeep.failure(scene.number(0))
    if found is None:
        raise Refused("admin-failure-gone")
    return found


def _page(scene: Scene, one: Failure) -> Reply:
    doing = [button("admin-again", f"admin-again:{one.id}")] if one.can_go_again else []
    if one.can_be_dropped:
        doing.append(button("admin-drop", f"admin-drop:{one.id}"))
    last = (button("admin-failures", "admin-failures"), button("admin", "admin"))
    trouble = one.trouble if one.trouble in KNOWN else "other"
    hint = "reply" if one.kind in {"reply", "word"} else "other"
    if one.state == "unknown":
        hint = "unknown"
    elif not one.reachable:
        hint = "unreachable"
    return say(
        "admin-failure",
        tuple(doing),
        last,
        trouble=words("admin-trouble", trouble=trouble.replace(" ", "-")),
        tries=one.tries,
        hint=words("admin-failure-hint", hint=hint),
        **_facts(scene, one),
    )


def _facts(scene: Scene, one: Failure) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "kind": one.kind,
        "state": one.state,
        "number": one.number or "none",
        "stamp": moments.stamp(one.settled_at or one.created_at, scene.house.zone),
    }
