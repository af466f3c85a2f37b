"""A complaint about how an employee has acted: a new appeal, which goes past them to their head.

Nothing of it is written into the appeal it is about: they read that one.
"""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal
from domain.talk import Reply
from handlers.client.filing import hear, keep
from handlers.client.register import Heard, enter
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.officer import draft as drafts
from handlers.past import placed, tell_those_in_charge
from texts import button, say

flow = Flow()

COMPLAINING = "client-complain"


@flow.tapped("complain", Action.COMPLAIN)
async def ask_what(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    ask = say("ask-complaint", button("cancel", "drop-complaint"), number=appeal.number)
    return Turn((ask,), COMPLAINING, {"appeal": appeal.id})


@flow.said(COMPLAINING, Action.WRITE)
async def complain(scene: Scene) -> Turn:
    """The next words are the complaint; what follows within a minute joins it."""
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    about = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if about is None or not scene.can(Action.COMPLAIN, about):
        scene.chat.step, scene.chat.draft = "", {}
        return await hear(scene)  # there is nothing to complain about any more: simply heard
    barred = await _who_has_had_it(scene, about)
    values = await placed(scene, barred, about.unit, _filed_by(scene))
    appeal = await enter(
        scene,
        Heard.now(scene),
        "complained",
        {"about": about.number, "barred": barred},
        topic=about.topic,
        sorting=False,
        barred=barred,
        **values,
    )
    keep(scene, appeal)
    await scene.unit.particulars.note(appeal.id, category="complaint")
    head = scene.house.head_of(appeal, scene.now)
    tell_those_in_charge(scene.unit, appeal, head, scene.now)
    return Turn((_receipt(scene.house, scene, appeal, head),), receipt=appeal.id)


@flow.tapped("drop-complaint", Action.WRITE)
async def drop(scene: Scene) -> Turn:
    said = say("cancelled")
    return Turn((said,)) if scene.chat.step == COMPLAINING else scene.stay(said)


def _receipt(house: House, scene: Scene, appeal: Appeal, head: str) -> Reply:
    found = house.employee(head)
    return say(
        "receipt-complaint",
        number=appeal.number,
        promise=house.promise(appeal, scene.now),
        who=found.short_name if found else "none",
        unit=house.unit_name(appeal.unit),
        pause=house.pause(scene.now) or "none",
    )


def _filed_by(scene: Scene) -> set[str]:
    """Whoever complains, and of an employee the heads above them: their appeals as a citizen are
    none of a head's business."""
    filer = scene.chat.employee
    return {filer, *scene.house.heads_over(filer)} - {""}


async def _who_has_had_it(scene: Scene, about: Appeal) -> str:
    """The officer who has the appeal, or had it last; "" when nobody ever did."""
    if about.officer:
        return about.officer
    had = [_taker(line) for line in await scene.unit.appeals.history(about)]
    return next((who for who in reversed(had) if who), "")


def _taker(line: dict[str, Any]) -> str:
    """Whose the appeal became by this line of its history."""
    if line["what"] == "handed_over":
        return str(line["details"]["to"])
    return str(line["actor"]) if line["what"] == "taken" else ""
