"""A forgotten PIN: the administrator resets it, and its owner chooses a new one when needed."""

from __future__ import annotations

from domain.access import Action
from domain.refusal import Refused
from handlers.administrator import people
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()


@flow.tapped("pin-reset", Action.EDIT_STAFF)
async def reset(scene: Scene) -> Turn:
    """The old one opens nothing any more, nor does what was proved with it."""
    person, unit, now = people.pressed(scene), scene.unit, scene.now
    if person.id == scene.actor.id:  # or whoever holds their phone would choose a new one
        raise Refused("pin-reset-own")
    had = await unit.pins.forget(person.id)
    if chat := await unit.chats.held(person.id):
        chat.proved_at = None
        if had and chat.id != scene.chat.id:
            unit.outbox.post(chat, say("pin-was-reset"), now)
    unit.staff.record("pin_reset", "employee", person.id, scene.actor.id, now)
    rows = (button("open-person", f"person:{person.id}"), button("menu", "menu"))
    return scene.stay(say("pin-reset", rows, name=person.name))
