"""The administrator's desk: what is set, and how the service itself is."""

from __future__ import annotations

from domain.access import Action
from domain.talk import Reply
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()

#: steps of this desk in which somebody is about to type something
TYPING = frozenset({"admin-topic", "admin-day", "admin-window"})
#: Each page: its button's name, the verb it presses, and what that asks for.
PAGES: tuple[tuple[str, str, Action], ...] = (
    ("admin-topics", "admin-topics", Action.EDIT_TOPICS),
    ("admin-days", "admin-days", Action.EDIT_DAYS),
    ("admin-windows", "admin-windows", Action.EDIT_WINDOWS),
    ("admin-channels", "admin-channels", Action.SEE_CHANNELS),
    ("admin-quarantine", "admin-quarantine", Action.SEE_QUARANTINE),
    ("admin-failures", "admin-failures", Action.SEE_FAILURES),
    ("admin-health", "admin-health", Action.SEE_HEALTH),
)


@flow.tapped("admin", Action.SEE_HEALTH)
async def desk(scene: Scene) -> Turn:
    """Everything an administrator sets and watches."""
    found = [button(name, f"{verb}") for name, verb, action in PAGES if scene.may(action)]
    rows = [tuple(found[place : place + 2]) for place in range(0, len(found), 2)]
    return shown(scene, say("admin-desk", *rows, (button("menu", "menu"),)))


def shown(scene: Scene, reply: Reply) -> Turn:
    """A page; whoever opens one types nothing for another any more, and loses nothing else."""
    return Turn((reply,)) if scene.chat.step in TYPING else scene.stay(reply)
