"""The second person's word: whoever asks to join as a head, a controller … is known, or is not."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.joining import may_confirm
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Button
from handlers.administrator.people import label
from handlers.flow import Flow, Scene, Turn
from handlers.joining import asks, let_in
from texts import button, say

flow = Flow()

LISTED = 5


@flow.tapped("joinings", Action.CONFIRM_JOINING)
async def waiting(scene: Scene) -> Turn:
    """Who waits for this person's word, the longest first."""
    found = [
        (row["id"], person)
        for row in await scene.unit.joinings.waiting()
        if (person := scene.house.employee(row["employee"])) and _may_say(scene, person, dict(row))
    ]
    rows = [Button(label(person.name), f"joining:{id_}") for id_, person in found[:LISTED]]
    return scene.stay(say("joinings", *rows, button("menu", "menu"), total=len(found)))


@flow.tapped("joining", Action.CONFIRM_JOINING)
async def one(scene: Scene) -> Turn:
    row, person = await _asked(scene)
    chat = await scene.unit.chats.get(row["chat"])
    return scene.stay(asks(scene, row["id"], person, chat, row["invited_by"]))


@flow.tapped("join-yes", Action.CONFIRM_JOINING)
async def confirm(scene: Scene) -> Turn:
    row, person = await _asked(scene)
    await _settle(scene, row, "confirmed")
    await scene.unit.chats.lock(row["chat"])
    chat = await scene.unit.chats.get(row["chat"])
    for reply in await let_in(scene, person, chat, row["invited_by"], scene.actor.id):
        scene.unit.outbox.post(chat, reply, scene.now)
    return scene.stay(say("joining-confirmed", name=person.name))


@flow.tapped("join-no", Action.CONFIRM_JOINING)
async def decline(scene: Scene) -> Turn:
    """They stay what they were; another try takes another invitation."""
    row, person = await _asked(scene)
    await _settle(scene, row, "declined")
    chat = await scene.unit.chats.get(row["chat"])
    scene.unit.outbox.post(chat, say("joining-refused"), scene.now)
    return scene.stay(say("joining-declined", name=person.name))


async def _asked(scene: Scene) -> tuple[dict[str, Any], Employee]:
    """The joining the pressed button names, if it waits for this person's word. The refusal is the
    same whether it is another's to give or there is none."""
    row = await scene.unit.joinings.get(scene.number(0))
    person = scene.house.employee(row["employee"]) if row else None
    if row is None or person is None or not _may_say(scene, person, dict(row)):
        raise Refused("no-such-person")
    if row["state"] != "waiting":
        raise _settled(scene, row)
    return dict(row), person


def _may_say(scene: Scene, person: Employee, row: dict[str, Any]) -> bool:
    """Whoever sent the code is no second person, whatever they may do in this dialogue."""
    asked_here = row["chat"] == scene.chat.id
    return not asked_here and may_confirm(scene.actor, person, row["invited_by"])


async def _settle(scene: Scene, row: dict[str, Any], state: str) -> None:
    unit, by, now = scene.unit, scene.actor.id, scene.now
    if not await unit.joinings.settle(row["id"], state, by, now):
        raise _settled(scene, row)
    facts = {"invited_by": row["invited_by"]}
    unit.staff.record(state, "employee", row["employee"], by, now, **facts)


def _settled(scene: Scene, row: dict[str, Any]) -> Refused:
    by = row["settled_by"]
    return Refused("joining-settled", who=scene.house.who(by) if by else "none")
