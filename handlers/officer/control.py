"""Control: only who put an appeal under control takes it off, or returns it (N-1052 §28-30)."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.refusal import Refused
from handlers import clocks
from handlers.flow import Flow, Scene, Turn
from handlers.officer.asking import Said, ask, asked
from handlers.officer.telling import let_know
from texts import say

flow = Flow()


@flow.tapped("control", Action.CONTROL)
async def ask_why(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    _free(scene, appeal)
    return await ask(scene, appeal, "control", say("ask-control", number=appeal.number))


@asked("control", Action.CONTROL)
async def put(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """From now on a reply alone does not close it."""
    if said.files or not said.text:
        return scene.stay(say("control-words-only"))
    # A reply that is being delivered just now is settled before or after, and knows of it.
    await scene.unit.chats.lock(appeal.chat)
    scene.unit.appeals.forget(appeal.id)
    appeal = scene.allowed(await scene.unit.appeals.get(appeal.id), Action.CONTROL)
    _free(scene, appeal)
    who = scene.actor.id
    changed = await _change(scene, appeal, control=who)
    scene.unit.appeals.record(changed, "controlled", who, scene.now, why=said.text)
    _tell_officer(scene, changed, "controlled", said.text)
    return Turn((say("control-put", number=appeal.number),))


@flow.tapped("take-off", Action.END_CONTROL)
async def take_off(scene: Scene) -> Turn:
    """The appeal is executed, as of the moment its reply reached the client; what was promised in
    the reply is kept only now. Before the reply it is merely under control no longer."""
    appeal = await _controlled(scene)
    unit, now, who = scene.unit, scene.now, scene.actor.id
    if appeal.state is not State.CONTROL:
        changed = await _change(scene, appeal, control="")
        unit.appeals.record(changed, "control_ended", who, now)
        _tell_officer(scene, changed, "control_ended", "")
        return scene.stay(say("control-ended", number=appeal.number, closed="no"))
    values = {"state": State.ANSWERED, "closed_at": now, "control": ""}
    changed = await _change(scene, appeal, **values)
    unit.windows.close_rule(changed, "promise", now)
    made = await unit.replies.of_appeal(changed.id)
    reached = [reply.settled_at for reply in made if reply.state == "sent" and reply.settled_at]
    at = max(reached, default=now)
    unit.windows.close(changed, at)
    unit.appeals.record(changed, "control_ended", who, now, delivered=at.isoformat())
    _tell_officer(scene, changed, "control_ended", "")
    return scene.stay(say("control-ended", number=appeal.number, closed="yes"))


@flow.tapped("return", Action.RETURN_FROM_CONTROL)
async def ask_remark(scene: Scene) -> Turn:
    appeal = await _controlled(scene)
    text = say("ask-control-return", number=appeal.number, who=scene.house.who(appeal.officer))
    return await ask(scene, appeal, "return", text)


@asked("return", Action.RETURN_FROM_CONTROL)
async def give_back(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The reply was not enough: its officer goes on, the windows have never stopped."""
    if said.files or not said.text:
        return scene.stay(say("control-words-only"))
    back = await _change(scene, appeal, state=State.TAKEN)
    facts = {"remark": said.text}
    scene.unit.appeals.record(back, "returned_from_control", scene.actor.id, scene.now, **facts)
    _tell_officer(scene, back, "control_returned", said.text)
    await clocks.heed(scene.unit, back)
    await let_know(scene, back, say("status-told-returned", number=appeal.number))
    who = scene.house.who(back.officer)
    return Turn((say("control-returned", number=appeal.number, who=who),))


async def _controlled(scene: Scene) -> Appeal:
    """The appeal the button names, if this person controls it; else who does."""
    found = await scene.unit.appeals.get(scene.number(0)) if scene.number(0) else None
    if found and scene.may(Action.SEE_CARD, found) and found.control not in scene.actor.ids:
        who = scene.house.who_now(found.control, scene.now)
        name = "controlled-by" if found.control else "not-controlled"
        raise Refused(name, number=found.number, who=who)
    return await scene.appeal()


def _free(scene: Scene, appeal: Appeal) -> None:
    if scene.house.employee(appeal.control):
        name = "controlled-already" if appeal.control in scene.actor.ids else "control-taken"
        raise Refused(name, number=appeal.number, who=scene.house.who(appeal.control))


async def _change(scene: Scene, appeal: Appeal, **values: object) -> Appeal:
    changed = await scene.unit.appeals.change(appeal, **values)
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    return changed


def _tell_officer(scene: Scene, appeal: Appeal, kind: str, said: str) -> None:
    if appeal.officer not in {"", *scene.actor.ids}:
        facts = {"said": said, "by": scene.actor.id}
        scene.unit.notices.note(appeal, kind, scene.now, employee=appeal.officer, **facts)
