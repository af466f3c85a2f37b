"""The signatory at work: sees the reply as the client will, approves it, returns it, mends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State, first_lines
from domain.refusal import Refused
from domain.talk import Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import delivery, leaving, signed_view
from handlers.officer import draft as drafts
from handlers.officer.asking import ASKED, Said, ask, asked, confirmed, preview
from handlers.officer.findings import findings_text
from handlers.officer.outcomes import still_ahead
from handlers.officer.review import errors, review
from handlers.officer.signed_view import waiting_reply
from storage.replies import KeptReply
from texts import button, say, words, written

flow = Flow()

#: "ok" is no reason
SHORTEST_REASON = 5


@flow.tapped("sign-open", Action.SIGN)
async def look(scene: Scene) -> Turn:
    """Everything a signatory needs to decide."""
    appeal, reply = await _pressed(scene)
    return scene.stay(*await signed_view.of(scene, appeal, reply))


@flow.tapped("sign", Action.SIGN)
async def sign(scene: Scene) -> Turn:
    """Approved as it is: the reply leaves."""
    appeal, reply = await _pressed(scene)
    said = await drafts.by_client(scene, appeal)
    if len(said) > scene.number(2):
        told = _wrote_meanwhile(appeal, [entry.text for entry in said[scene.number(2) :]])
        return scene.stay(told, *await signed_view.of(scene, appeal, reply))
    return scene.stay(await _signed(scene, appeal, reply, {}))


@flow.tapped("sign-back", Action.SIGN)
async def ask_remark(scene: Scene) -> Turn:
    appeal, reply = await _pressed(scene)
    text = say("ask-remark", number=appeal.number, who=scene.house.who(reply.author))
    return await ask(scene, appeal, "sign-back", text, reply=reply.id)


@asked("sign-back", Action.SIGN)
async def give_back(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Back to its officer with words; the officer takes the draft up again with one press."""
    reply = await _same(scene, appeal, said)
    if said.files or not said.text:
        return scene.stay(say("remark-words-only"))
    back = await scene.unit.appeals.change(appeal, state=State.TAKEN, signatory="")
    if back is None:
        raise Refused("not-any-more", number=appeal.number)
    unit, now, who = scene.unit, scene.now, scene.actor.id
    facts: dict[str, Any] = {"remark": said.text, "settled_at": now, "signatory": who}
    await unit.replies.change(reply, state="returned", **facts)
    unit.appeals.record(back, "returned", scene.actor.id, now, reply=reply.id, remark=said.text)
    facts = {"reply": reply.id, "said": said.text}
    unit.notices.note(back, "returned", now, employee=back.officer, **facts)
    who = scene.house.who_now(back.officer, now)
    return Turn((say("reply-returned", number=appeal.number, who=who),))


@flow.tapped("sign-change", Action.SIGN)
async def ask_text(scene: Scene) -> Turn:
    appeal, reply = await _pressed(scene)
    facts = {"reply": reply.id, "said": scene.number(2)}
    return await ask(
        scene, appeal, "sign-change", say("ask-signed-text", number=appeal.number), **facts
    )


@asked("sign-change", Action.SIGN)
async def show_change(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The new text as the client will see it, with what the check finds in it."""
    reply = await _same(scene, appeal, said)
    if said.files or not said.text:
        return scene.stay(say("signed-words-only"))
    return await _change_shown(scene, appeal, reply, said)


@confirmed("sign-change", Action.SIGN)
async def sign_change(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Approved with changes; what the check calls an error, and the author gave no reason for,
    wants one."""
    appeal, reply = await _locked(scene, appeal, said)
    seen = await drafts.by_client(scene, appeal)
    if len(seen) > said.more["said"]:
        told = _wrote_meanwhile(appeal, [entry.text for entry in seen[said.more["said"] :]])
        more = said.more | {"said": len(seen)}
        shown = await _change_shown(scene, appeal, reply, replace(said, more=more))
        return replace(shown, replies=(told, *shown.replies))
    if said.more["errors"]:
        more = said.more | {"text": said.text}
        fresh = {"what": "sign-reason", "text": "", "more": more, "version": 0, "message": ""}
        draft = scene.chat.draft | fresh
        cancel = (button("cancel", "drop-asked"),)
        return Turn((say("ask-reason", cancel, number=appeal.number),), ASKED, draft)
    return Turn((await _signed(scene, appeal, reply, {"signed_text": said.text}),))


@asked("sign-reason", Action.SIGN)
async def hear_reason(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Why it goes all the same; nothing has left yet, so the client may have written again."""
    appeal, reply = await _locked(scene, appeal, said)
    if said.files or len(said.text) < SHORTEST_REASON:
        return scene.stay(say("reason-words"))
    text, found = said.more["text"], said.more["errors"]
    seen = await drafts.by_client(scene, appeal)
    if len(seen) > said.more["said"]:
        told = _wrote_meanwhile(appeal, [entry.text for entry in seen[said.more["said"] :]])
        more = said.more | {"said": len(seen)}
        shown = await _change_shown(scene, appeal, reply, Said(text, (), more))
        return replace(shown, replies=(told, *shown.replies))
    reason = "; ".join(filter(None, (reply.reason, said.text)))
    changes = {"signed_text": text, "reason": reason, "errors": [*reply.errors, *found]}
    return Turn((await _signed(scene, appeal, reply, changes),))


async def _signed(scene: Scene, appeal: Appeal, reply: KeptReply, changes: dict[str, Any]) -> Reply:
    """Approved: the reply leaves, its author hears how. What the signatory is answered."""
    still_ahead(scene.house, reply.promised_on, scene.now)
    by = await leaving.way_of(scene, appeal)
    moved = await leaving.depart(scene, appeal, by)
    seen = [entry.id for entry in await drafts.by_client(scene, moved)]
    # whoever signs for an absent signatory puts their own name under it
    values = changes | {"state": str(moved.state), "way": by, "seen": seen}
    values |= {"signatory": scene.actor.id}
    signed = await scene.unit.replies.change(reply, **values)
    assert signed is not None
    changed = "yes" if "signed_text" in changes else "no"
    facts = {"reply": signed.id, "changed": changed == "yes", "outcome": signed.outcome}
    if "reason" in changes:
        facts |= {"broken": signed.errors, "reason": signed.reason}
    unit, who, now = scene.unit, scene.actor.id, scene.now
    unit.appeals.record(moved, "signed", who, now, **facts)
    what = "reply_sent" if by == "chat" else "to_dispatch"
    unit.appeals.record(moved, what, who, now, reply=signed.id, outcome=signed.outcome, seen=seen)
    told = say("reply-signed", number=appeal.number, who=scene.house.who(who), changed=changed)
    await delivery.tell(unit, scene.house, signed.author, told, now)
    if by == "chat":
        text = await signed_view.as_client_sees(scene, moved, signed)
        await leaving.send_by_chat(scene, moved, signed, text)
    else:
        await _hand_to_author(scene, moved, signed)
    author = scene.house.who(signed.author)
    return say("sign-done", number=appeal.number, way=by, who=author)


async def _hand_to_author(scene: Scene, appeal: Appeal, reply: KeptReply) -> None:
    """The finished document for whoever sends it."""
    acts = scene.house.acting(appeal.officer, scene.now)
    chat = (await scene.unit.chats.of_employees([acts])).get(acts)
    if chat is not None:
        sheet = await leaving.to_send(scene, appeal, reply, chat)
        scene.unit.outbox.post(chat, sheet, scene.now)


async def _change_shown(scene: Scene, appeal: Appeal, reply: KeptReply, said: Said) -> Turn:
    draft = drafts.kept_as_draft(reply, said.text)
    findings = await review(scene, appeal, draft)
    fresh = [rule for rule in errors(findings) if rule not in reply.errors]
    heading = words("signed-preview", number=appeal.number)
    changed = replace(reply, signed_text=said.text)
    text = await signed_view.as_client_sees(scene, appeal, changed)
    shown = (written(f"{heading}\n\n{findings_text(findings, said.text)}"), Reply(text))
    return preview(scene, "sign-change", replace(said, more=said.more | {"errors": fresh}), *shown)


def _wrote_meanwhile(appeal: Appeal, unseen: list[str]) -> Reply:
    """What the client has written since the signatory was shown the reply."""
    text = first_lines("\n".join(unseen), 1_000) or words("no-words")
    return say("client-wrote-before-signing", number=appeal.number, text=text)


async def _pressed(scene: Scene) -> tuple[Appeal, KeptReply]:
    """The appeal the pressed button names, held, and the reply that waits for this person."""
    found = await scene.unit.appeals.get(scene.number(0)) if scene.number(0) else None
    if found is not None and not scene.may(Action.SIGN, found):
        made = await scene.unit.replies.of_appeal(found.id)
        if any(reply.signatory in scene.actor.ids for reply in made):
            raise Refused("sign-over", number=found.number)
    appeal = await _hold(scene, await scene.appeal())
    reply = _not_own(scene, appeal, await waiting_reply(scene, appeal))
    if scene.arg(1) and scene.number(1) != reply.id:
        raise Refused("older-reply", number=appeal.number)
    return appeal, reply


async def _locked(scene: Scene, appeal: Appeal, said: Said) -> tuple[Appeal, KeptReply]:
    held = await _hold(scene, appeal)
    return held, await _same(scene, held, said)


async def _hold(scene: Scene, appeal: Appeal) -> Appeal:
    """Whatever the client is writing just now is either here after this, or comes to a reply that
    has left."""
    await scene.unit.chats.lock(appeal.chat)
    scene.unit.appeals.forget(appeal.id)
    return scene.allowed(await scene.unit.appeals.get(appeal.id), Action.SIGN)


async def _same(scene: Scene, appeal: Appeal, said: Said) -> KeptReply:
    """The reply the words are about, unless another one waits by now."""
    reply = await waiting_reply(scene, appeal)
    if reply.id != said.more["reply"]:
        scene.chat.step, scene.chat.draft = "", {}
        raise Refused("older-reply", number=appeal.number)
    return _not_own(scene, appeal, reply)


def _not_own(scene: Scene, appeal: Appeal, reply: KeptReply) -> KeptReply:
    """Nobody approves what they wrote themselves, whoever they stand in for (N-1052 §10)."""
    if reply.author == scene.actor.id:
        raise Refused("sign-own", number=appeal.number)
    return reply
