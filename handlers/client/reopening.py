"""«Not solved»: one tap, and the appeal is the head's, its time running anew (N-1052 §1, §18)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.access import Action
from domain.appeals import Appeal, Kind, State
from domain.life import possible
from domain.ministry import Unit
from domain.refusal import Refused
from domain.talk import Reply
from handlers import clocks
from handlers.client import filing, marks
from handlers.client.marks import REOPENED
from handlers.client.rating import WORDS_WITHIN, at_ease, hear_anew, owes_an_answer
from handlers.flow import Flow, Scene, Turn
from texts import moments, say

flow = Flow()


@flow.tapped("reopen", Action.REOPEN)
async def reopen(scene: Scene) -> Turn:
    """The head has it from now on, or the unit where the head cannot."""
    appeal = await scene.appeal()
    told = await marks.ending(scene.unit, appeal)
    if told is None or told[0] != scene.number(1):
        raise Refused("stale-button")
    if marks.is_late(scene, told[1]):
        raise _too_late(scene, appeal, told[1])
    unit, head = scene.house.answerable(appeal)
    holder = head if await _can_have_it(scene, appeal, head) else ""
    changed = await scene.unit.appeals.change(appeal, **_reopened(scene, unit, holder))
    if changed is None:
        raise Refused("stale-button")
    facts = {"reply": told[0], "came_from": appeal.officer, "to": holder, "unit": unit.id}
    scene.unit.appeals.record(changed, "reopened", "client", scene.now, **facts)
    changed = await _clocks(scene, changed, told[1])
    _tell(scene, changed, appeal.officer, head)
    return _done(scene, changed)


@flow.said(REOPENED, Action.WRITE)
async def hear(scene: Scene) -> Turn:
    """What is still not solved joins the appeal; what comes late is asked about as ever."""
    asked = datetime.fromisoformat(scene.chat.draft["at"])
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    late = abs(scene.event.at - asked) > WORDS_WITHIN or await owes_an_answer(scene)
    if appeal is None or not possible(Action.ADD_TO, appeal) or late:
        return await hear_anew(scene)
    return await filing.add(scene)


async def _can_have_it(scene: Scene, appeal: Appeal, head: str) -> bool:
    """They work here and have joined; otherwise it would lie with nobody."""
    acts = scene.house.acting(head, scene.now) if scene.house.employee(head) else ""
    joined = await scene.unit.chats.of_employees([acts]) if acts else {}
    return acts in joined and joined[acts].id != appeal.chat and acts != appeal.barred


def _reopened(scene: Scene, unit: Unit, holder: str) -> dict[str, Any]:
    return {
        "state": State.TAKEN if holder else State.WAITING,
        "officer": holder,
        "unit": unit.id,
        "taken_at": scene.now if holder else None,
        "closed_at": None,
        "due_at": None,
        "signatory": "",
        "asked": False,
        "sorting": False,
        # work begins anew: it may be handed over like any other
        "transfers": 0,
    }


async def _clocks(scene: Scene, appeal: Appeal, answered: datetime) -> Appeal:
    """What the reply has met is met as of the reply; a promise given in it runs on; the main window
    begins anew."""
    unit, house = scene.unit, scene.house
    for kept in await unit.windows.of_appeal(appeal):
        if kept.part is None and kept.window.state.waits and kept.window.rule != "promise":
            appeal = await clocks.meet(unit, appeal, kept.window.rule, answered)
    window = house.window(clocks.rule_of(house, appeal), scene.now, unit=appeal.unit)
    if window is None:
        return appeal
    changed = await clocks.add(unit, appeal, window)
    if appeal.kind is Kind.OFFICIAL:
        changed = await clocks.begin(unit, house, changed, "extension", scene.now, window.due_at)
    return changed


def _tell(scene: Scene, appeal: Appeal, former: str, head: str) -> None:
    """Whoever has it or may take it, the head, and whose reply did not help."""
    people, ministry = {former, appeal.officer, head}, scene.house.ministry
    if not head:
        people |= {controller.id for controller in ministry.controllers}
    for one in sorted(people - {"", *scene.house.past(appeal)}):
        if scene.house.employee(one):
            scene.unit.notices.note(appeal, "reopened", scene.now, employee=one)
    if appeal.state is State.WAITING:
        scene.unit.notices.note(appeal, "reopened", scene.now, unit=appeal.unit)


def _done(scene: Scene, appeal: Appeal) -> Turn:
    house = scene.house
    holder = house.employee(appeal.officer)
    told: Reply = say(
        "reopened",
        number=appeal.number,
        who=holder.short_name if holder else "none",
        post=holder.post if holder else "",
        unit=house.unit_name(appeal.unit),
        promise=house.promise(appeal, scene.now),
    )
    if not at_ease(scene):
        return scene.stay(told)
    return Turn((told,), REOPENED, {"appeal": appeal.id, "at": scene.event.at.isoformat()})


def _too_late(scene: Scene, appeal: Appeal, answered: datetime) -> Refused:
    until = scene.house.reopens_until(answered)
    assert until is not None
    text = moments.until(until, scene.house.zone, scene.now)
    return Refused("reopening-late", number=appeal.number, until=text)
