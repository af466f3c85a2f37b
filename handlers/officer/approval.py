"""Approval: a reply to an official appeal goes to its signatory first (N-1052 §10)."""

from __future__ import annotations

from dataclasses import replace

from domain.appeals import Appeal, Kind, State
from domain.leaving import signatory
from domain.refusal import Refused
from handlers.flow import Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer import leaving
from handlers.officer.draft import Draft
from handlers.officer.review import review
from handlers.officer.telling import let_know
from storage.replies import KeptReply
from texts import button, say


async def leave(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """The officer is done with the reply: it goes to the client, or first to the signatory."""
    if appeal.kind is not Kind.OFFICIAL:
        return await leaving.leave(scene, appeal, draft)
    if signed := await _signed_already(scene, appeal, draft):
        turn = await leaving.leave(scene, appeal, draft, signed)
        who = scene.house.who(signed.signatory)
        told = say("reply-signed-before", number=appeal.number, who=who)
        return replace(turn, replies=(told, *turn.replies))
    return await _submit(scene, appeal, draft)


async def _signed_already(scene: Scene, appeal: Appeal, draft: Draft) -> KeptReply | None:
    """The reply this is once more: approved to the letter, and not delivered. Whoever signed it
    has nothing new to read, neither in it nor from the client."""
    made = await scene.unit.replies.of_appeal(appeal.id)
    if not made or made[-1].state != "failed" or not made[-1].signatory:
        return None
    signed = made[-1]
    was = (signed.author, signed.unit, signed.final_text, signed.files, drafts.decided(signed))
    decided = {name: draft[name] for name in was[-1]}
    now = (scene.actor.id, appeal.unit, drafts.text_of(draft), drafts.files_of(draft), decided)
    said = {entry.id for entry in await drafts.by_client(scene, appeal)}
    return signed if was == now and said <= {*signed.seen} else None


async def _submit(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """The reply waits for whoever approves it; the appeal's windows run on."""
    signs = _who_signs(scene, appeal)
    by = await leaving.way_of(scene, appeal)
    findings = await review(scene, appeal, draft)
    before = await scene.unit.replies.of_appeal(appeal.id)
    waiting = await scene.unit.appeals.change(appeal, state=State.APPROVAL, signatory=signs)
    if waiting is None:
        raise Refused("not-any-more", number=appeal.number)
    reply = leaving.keep(scene, waiting, draft, ("approval", by), signs)
    details = {"reply": reply.id, "to": signs, "outcome": draft["outcome"], "seen": draft["seen"]}
    if draft["errors"]:
        details |= {"broken": draft["errors"], "reason": draft["reason"]}
    unit, now = scene.unit, scene.now
    unit.appeals.record(waiting, "sent_to_sign", scene.actor.id, now, **details)
    unit.notices.note(waiting, "to_sign", now, employee=signs, findings=len(findings))
    if not before:
        await let_know(scene, waiting, say("status-told-approval", number=appeal.number))
    rows = (button("call-back", f"call-back:{appeal.id}"), button("open", f"card:{appeal.id}"))
    who = scene.house.who_now(signs, now)
    return Turn((say("reply-sent-to-sign", rows, number=appeal.number, who=who),))


def _who_signs(scene: Scene, appeal: Appeal) -> str:
    """Not the author, nor anybody the appeal goes past."""
    excluded = {scene.actor.id, *scene.house.past(appeal)}
    # nor anybody in whose place one of those would sign today
    absent = scene.house.ministry.absent
    excluded |= {one.id for one in absent if scene.house.acting(one.id, scene.now) in excluded}
    signs = signatory(scene.house.ministry, appeal.unit, excluded)
    if not signs:
        raise Refused("nobody-signs", number=appeal.number)
    return signs
