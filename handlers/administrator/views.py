"""«Who has looked»: views of one appeal by anybody who was not the officer responsible."""

from __future__ import annotations

from domain.access import Action
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, moments, say, words, written

flow = Flow()

ASKED = "views-asked"
MOST = 30


@flow.tapped("views", Action.SEE_VIEWS)
async def ask(scene: Scene) -> Turn:
    """Of which appeal."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return Turn((say("views-ask", button("cancel", "menu")),), ASKED)


@flow.said(ASKED, Action.SEE_VIEWS)
async def show(scene: Scene) -> Turn:
    """Newest first. What goes past the reader is answered like what nobody has looked at."""
    number = scene.event.text.strip()
    if not number or len(number) > 20:
        raise Refused("views-number")
    found = await scene.unit.appeals.by_number(number)
    hidden = found is None or scene.actor.id in scene.house.past(found)
    rows = [] if hidden or found is None else await scene.unit.views.of_appeal(found.id, MOST)
    lines = [
        words(
            "views-line",
            at=moments.stamp(row["at"], scene.house.zone),
            who=scene.house.who(row["actor"]),
            what=row["what"],
        )
        for row in rows
    ]
    heading = words("views-heading", number=number) if rows else words("views-none", number=number)
    return Turn((written("\n".join([heading, *lines]), button("menu", "menu")),))
