"""The employee's second page: everything that is not a queue, in one list."""

from __future__ import annotations

from domain.access import Action
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()

#: Two buttons a row in five rows; the last one is for the way back and on.
A_PAGE = 8

#: Each entry: its button's name, the verb it presses, and what that asks for; in the order of use.
ENTRIES: tuple[tuple[str, str, Action], ...] = (
    ("requests", "requests", Action.SEE_REQUESTS),
    ("upward", "upward", Action.WRITE_UPWARD),
    ("propose", "propose", Action.PROPOSE),
    ("my-deeds", "my-deeds", Action.SEE_DEEDS),
    ("record", "record", Action.RECORD),
    ("below", "below", Action.SEE_BELOW),
    ("surveys", "surveys", Action.SEE_SURVEYS),
    ("proposals", "proposals", Action.SEE_PROPOSALS),
    ("admin", "admin", Action.SEE_HEALTH),
    ("staff", "staff", Action.SEE_STAFF),
    ("absence", "absence", Action.SET_OWN_ABSENCE),
    ("edit-units", "edit-units", Action.EDIT_UNITS),
    ("joinings", "joinings", Action.CONFIRM_JOINING),
    ("quests", "quests", Action.EDIT_QUESTIONNAIRES),
    ("views", "views", Action.SEE_VIEWS),
    ("hat-client", "hat-client", Action.CHANGE_HAT),
    ("lost-phone", "lost-phone", Action.LOSE_PHONE),
    ("contacts", "contacts", Action.WRITE),
    ("help", "help", Action.WRITE),
)


def offered(scene: Scene) -> list[Button]:
    """What this person may open beside their queues."""
    return [button(name, f"{verb}") for name, verb, action in ENTRIES if scene.may(action)]


@flow.tapped("desk", Action.SEE_DESK)
async def desk(scene: Scene) -> Turn:
    """A page of it."""
    found = offered(scene)
    pages = max(1, -(-len(found) // A_PAGE))
    page = scene.number(0) % pages
    shown = found[page * A_PAGE :][:A_PAGE]
    last = [button("menu", "menu")]
    if pages > 1:
        last.append(button("more", f"desk:{page + 1}"))
    rows = [tuple(shown[place : place + 2]) for place in range(0, len(shown), 2)]
    turned = scene.event.message if scene.args else ""
    return scene.stay(say("employee-desk", *rows, tuple(last), instead_of=turned))
