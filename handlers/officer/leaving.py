"""How a finished reply leaves, and what the client reads."""

from __future__ import annotations

from domain.appeals import Appeal, State
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Reply
from handlers.flow import Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.draft import Draft
from handlers.officer.findings import greeting_text
from handlers.officer.outcomes import outcome_line
from storage.replies import KeptReply
from texts import moments, say, words


async def leave(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """The reply is on its way to the client."""
    sending = await scene.unit.appeals.change(appeal, state=State.SENDING)
    if sending is None:
        raise Refused("not-any-more", number=appeal.number)
    text = await seen_by_client(scene, appeal, draft)
    reply = keep(scene, sending, draft, "sending", "chat")
    await send_by_chat(scene, sending, reply, text)
    details = {"reply": reply.id, "outcome": draft["outcome"], "seen": draft["seen"]}
    if draft["errors"]:
        details |= {"broken": draft["errors"], "reason": draft["reason"]}
    scene.unit.appeals.record(sending, "reply_sent", scene.actor.id, scene.now, **details)
    return Turn((say("reply-on-its-way", number=appeal.number),))


def keep(scene: Scene, appeal: Appeal, draft: Draft, state: str, way: str) -> KeptReply:
    """The reply as its officer made it, on record from now on."""
    reply = scene.unit.replies.keep(
        appeal,
        scene.actor.id,
        scene.now,
        text=drafts.text_of(draft),
        files=drafts.files_of(draft),
        outcome=draft["outcome"],
        promised_on=draft["promised_on"],
        answers={str(question): True for question in draft["answers"]},
        seen=draft["seen"],
        errors=draft["errors"],
        reason=draft["reason"],
        template=draft["template"],
        state=state,
        way=way,
    )
    scene.unit.templates.used(reply, scene.now)
    return reply


async def send_by_chat(scene: Scene, appeal: Appeal, reply: KeptReply, text: str) -> int:
    """The reply into the exchange and the outbox; returns its entry. `text` is what the client
    reads; the appeal is SENDING by now."""
    unit = scene.unit
    assert appeal.chat is not None
    client = await unit.chats.get(appeal.chat)
    entry = unit.exchange.said(appeal.id, client, reply.final_text, scene.now, author=reply.author)
    unit.exchange.give_files(reply.files, entry)
    files = tuple(file.attached for file in await unit.exchange.files(reply.files))
    unit.outbox.post(client, Reply(text, files=files), scene.now, kind="reply", about=entry)
    await unit.replies.change(reply, entry=entry)
    return entry


async def seen_by_client(
    scene: Scene, appeal: Appeal, draft: Draft, author: Employee | None = None
) -> str:
    """The reply as the client reads it: greeted by name, with the question it answers (N-1052 §8),
    the words, the outcome, and the executor's mark (N-1052 §17)."""
    employee = author or scene.actor.employee
    assert employee is not None
    topic = scene.house.ministry.topics.get(appeal.topic)
    return words(
        "reply-to-client",
        greeting=draft["greeting"] or greeting_text(await drafts.client_name(scene, appeal)),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, scene.house.zone),
        topic=topic.title if topic else "none",
        text=draft["body"] or words("reply-in-files"),
        outcome=outcome_line(draft) or "none",
        name=employee.name,
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
        phone=employee.phone or "none",
        email=employee.email or "none",
    )
