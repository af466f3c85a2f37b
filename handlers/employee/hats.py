"""Two hats: the same person as an employee and as a citizen, and never both at once (E9)."""

from __future__ import annotations

from domain.access import Action
from domain.refusal import Refused
from handlers.client import desk as client_desk
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk as officer_desk
from handlers.standing import CLIENT
from texts import say

flow = Flow()


@flow.tapped("hat-client", Action.CHANGE_HAT)
async def as_client(scene: Scene) -> Turn:
    """From now on they are heard as a citizen."""
    if not scene.chat.employee:
        raise Refused("foreign")
    scene.chat.hat = CLIENT
    return Turn((say("hat-is-client"), client_desk.menu(scene)))


@flow.tapped("hat-work", Action.CHANGE_HAT)
async def at_work(scene: Scene) -> Turn:
    """Back at work."""
    if not scene.chat.employee:
        raise Refused("foreign")
    scene.chat.hat = ""
    actor = scene.house.actor(scene.chat, scene.now)
    return Turn((say("hat-is-work"), await officer_desk.menu(scene, actor)))
