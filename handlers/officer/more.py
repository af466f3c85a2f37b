"""What else may be done with an appeal: one list, shown where the card says «More»."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.access import Action
from domain.appeals import Appeal
from domain.transfers import is_spent
from handlers.flow import Flow, Scene, Turn
from handlers.officer import promises
from texts import button, say

flow = Flow()

#: Two buttons a row in five rows; the last one is for the way back and on.
A_PAGE = 8

#: Each further action: its button's name and verb, and what it asks for; in the order of use.
#: A verb not here belongs to the card itself.
ACTIONS: tuple[tuple[str, Action], ...] = (
    ("take", Action.TAKE),
    ("ask-part", Action.ASK_PART),
    ("parts", Action.WITHDRAW_PART),
    ("inform", Action.INFORM),
    ("promise", Action.PROMISE),
    ("kept", Action.KEEP_PROMISE),
    ("note", Action.NOTE),
    ("turn-official", Action.TURN_OFFICIAL),
    ("split-questions", Action.SPLIT),
    ("oral", Action.ANSWER_ORALLY),
    ("describe", Action.DESCRIBE),
    ("export", Action.EXPORT),
    ("incomplete", Action.REPORT_INCOMPLETE),
    ("extend", Action.EXTEND),
    ("extension", Action.DECIDE_EXTENSION),
    ("priority", Action.PRIORITISE),
    ("redirect", Action.REDIRECT),
    ("unclear", Action.LEAVE),
    ("leave", Action.LEAVE),
    ("bar", Action.BAR),
    ("over-again", Action.TRANSFER_AGAIN),
    ("letter", Action.LETTER),
    ("control", Action.CONTROL),
    ("take-off", Action.END_CONTROL),
    ("return", Action.RETURN_FROM_CONTROL),
)

#: What is offered only while an appeal stands so; till then another button does it.
ONLY_WHEN: Mapping[str, Callable[[Scene, Appeal], bool]] = {
    "over-again": lambda scene, appeal: is_spent(appeal) or _is_nowhere(scene, appeal),
    "take": lambda scene, appeal: appeal.officer in scene.actor.ids[1:],
}


def _is_nowhere(scene: Scene, appeal: Appeal) -> bool:
    """Whether its unit is in the organisation no longer."""
    return appeal.unit not in scene.house.ministry.units


def offered(scene: Scene, appeal: Appeal) -> list[str]:
    """The verbs this person may press for the appeal as it stands now."""
    return [
        verb
        for verb, action in ACTIONS
        if scene.can(action, appeal) and ONLY_WHEN.get(verb, _always)(scene, appeal)
    ]


def _always(_: Scene, __: Appeal) -> bool:
    return True


@flow.tapped("more", Action.SEE_CARD)
async def more(scene: Scene) -> Turn:
    """A page of what else may be done."""
    appeal = await scene.appeal()
    verbs = offered(scene, appeal)
    idle = await _idle(scene, appeal)
    verbs = [verb for verb in verbs if verb not in idle]
    pages = max(1, -(-len(verbs) // A_PAGE))
    page = scene.number(1) % pages
    shown = [
        button(f"do-{verb}", f"{verb}:{appeal.id}") for verb in verbs[page * A_PAGE :][:A_PAGE]
    ]
    last = [button("open", f"card:{appeal.id}")]
    if pages > 1:
        last.append(button("more", f"more:{appeal.id}:{page + 1}"))
    rows = [tuple(shown[place : place + 2]) for place in range(0, len(shown), 2)]
    name = "more-actions" if verbs else "more-nothing"
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say(name, *rows, tuple(last), number=appeal.number, instead_of=turned))


async def _idle(scene: Scene, appeal: Appeal) -> set[str]:
    """Verbs for which there is nothing here: nobody was asked, nothing is promised."""
    asked = await scene.unit.parts.of_appeal(appeal.id)
    promised = await promises.waiting(scene, appeal)
    return ({"parts"} if not asked else set()) | ({"kept"} if not promised else set())
