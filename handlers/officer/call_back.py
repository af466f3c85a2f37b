"""A reply comes back: not delivered, returned or called back, it becomes the draft once more."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.letters import GONE_BACK
from handlers.officer.reply import shown
from handlers.officer.work import take_it
from storage.replies import KeptReply
from texts import button, say

flow = Flow()

#: what of a reply made before its new draft keeps
_KEPT = ("outcome", "promised_on", "answers", "template")


@flow.tapped("again", Action.TAKE)
async def again(scene: Scene) -> Turn:
    """A reply that could not be delivered becomes the draft once more."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    entry = await scene.unit.exchange.entry(scene.number(1))
    made = await scene.unit.replies.by_entry(entry.id) if entry else None
    if made is None or made.appeal != appeal.id:
        raise Refused("stale-button")
    if appeal.state is not State.TAKEN or appeal.officer not in scene.actor.ids:
        appeal = await take_it(scene, appeal)
    return await _taken_up(scene, appeal, made, made.final_text)


@flow.tapped("call-back", Action.CALL_BACK)
async def call_back(scene: Scene) -> Turn:
    """While nothing has reached the client, its author may have it back."""
    appeal = await scene.appeal()
    made = await scene.unit.replies.of_appeal(appeal.id)
    waiting = [reply for reply in made if reply.state == str(appeal.state)]
    if not waiting:
        raise Refused("stale-button")
    back = await scene.unit.appeals.change(appeal, state=State.TAKEN, signatory="")
    if back is None:
        raise Refused("not-any-more", number=appeal.number)
    await scene.unit.replies.change(waiting[-1], state="returned", settled_at=scene.now)
    facts = {"reply": waiting[-1].id, "came_from": str(appeal.state)}
    scene.unit.appeals.record(back, "called_back", scene.actor.id, scene.now, **facts)
    up = button("take-up", f"take-up:{appeal.id}:{waiting[-1].id}")
    rows = (up, button("open", f"card:{appeal.id}"))
    return scene.stay(say("reply-called-back", rows, number=appeal.number))


@flow.tapped("take-up", Action.REPLY)
async def take_up(scene: Scene) -> Turn:
    """The author's text is the draft once more, with the remark it was returned with."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    made = await scene.unit.replies.get(scene.number(1)) if scene.number(1) else None
    if made is None or made.appeal != appeal.id or made.state not in GONE_BACK:
        raise Refused("stale-button")
    turn = await _taken_up(scene, appeal, made, made.text)
    if not made.remark:
        return turn
    who = scene.house.who(made.signatory)
    remark = say("reply-remark", number=appeal.number, who=who, remark=made.remark)
    return Turn((remark, *turn.replies), turn.step, turn.draft)


async def _taken_up(scene: Scene, appeal: Appeal, made: KeptReply, text: str) -> Turn:
    """A reply that was made before becomes the draft, with this text; its lost files are left
    out."""
    stored = await scene.unit.exchange.files(made.files)
    files = [file.id for file in stored if file.state != "lost"]
    part = {"text": text, "files": files, "message": ""}
    parts = [part] if text.strip() or files else []
    kept = {name: drafts.kept_as_draft(made)[name] for name in _KEPT}
    draft = await drafts.begun(scene, appeal) | kept | {"parts": parts, "version": 1}
    return await shown(scene, appeal, draft)
