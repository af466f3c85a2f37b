"""How a finished reply leaves: by the client's dialogue, or as a document the officer sends."""

from __future__ import annotations

from domain.appeals import Appeal, Kind, State
from domain.leaving import way
from domain.ministry import Employee
from domain.people import Chat
from domain.refusal import Refused
from domain.talk import Reply
from handlers.flow import Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.draft import Draft
from handlers.officer.findings import greeting_of
from handlers.officer.letters import letter
from handlers.officer.outcomes import outcome_line
from handlers.officer.telling import let_know
from storage.replies import KeptReply
from texts import button, moments, say, words


async def leave(
    scene: Scene, appeal: Appeal, draft: Draft, signed: KeptReply | None = None
) -> Turn:
    """The reply leaves the officer: it is on its way, or theirs to send. `signed` is the same reply
    as it was approved before."""
    by = await way_of(scene, appeal)
    moved = await depart(scene, appeal, by)
    text = await seen_by_client(scene, moved, draft)
    signatory = signed.signatory if signed else ""
    reply = keep(scene, moved, draft, (str(moved.state), by), signatory)
    details = {"reply": reply.id, "outcome": draft["outcome"], "seen": draft["seen"]}
    if signed:
        details |= {"signed": signed.id}
    if draft["errors"]:
        details |= {"broken": draft["errors"], "reason": draft["reason"]}
    what = "reply_sent" if by == "chat" else "to_dispatch"
    scene.unit.appeals.record(moved, what, scene.actor.id, scene.now, **details)
    if by == "chat":
        await send_by_chat(scene, moved, reply, text)
        return Turn((say("reply-on-its-way", number=appeal.number),))
    return Turn((await to_send(scene, moved, reply, scene.chat),))


async def way_of(scene: Scene, appeal: Appeal) -> str:
    """By which way the reply goes, as things stand now."""
    noted = await scene.unit.particulars.get(appeal.id)
    return way(noted.reply_by, appeal.came_by, appeal.chat is not None)


async def depart(scene: Scene, appeal: Appeal, by: str) -> Appeal:
    """The appeal once its reply has left whoever had it; refused when somebody was first."""
    state = State.SENDING if by == "chat" else State.DISPATCH
    moved = await scene.unit.appeals.change(appeal, state=state, signatory="")
    if moved is None:
        raise Refused("not-any-more", number=appeal.number)
    return moved


def keep(
    scene: Scene, appeal: Appeal, draft: Draft, stands: tuple[str, str], signatory: str = ""
) -> KeptReply:
    """The reply as its officer made it, on record from now on; `stands` is its state and way."""
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
        state=stands[0],
        way=stands[1],
        signatory=signatory,
    )
    scene.unit.templates.used(reply, scene.now)
    for article in map(scene.house.whole.get, draft.get("articles", ())):
        if article and any(part in reply.text for part in (f"kb-{article.id}", article.text[:80])):
            scene.unit.articles.used(article.id, "sent")
    return reply


async def send_by_chat(scene: Scene, appeal: Appeal, reply: KeptReply, text: str) -> int:
    """The reply into the exchange and the outbox; returns its entry. `text` is what the client
    reads; the appeal is SENDING by now. What is signed goes on the letterhead, too."""
    unit = scene.unit
    assert appeal.chat is not None
    client = await unit.chats.get(appeal.chat)
    entry = unit.exchange.said(appeal.id, client, reply.final_text, scene.now, author=reply.author)
    unit.exchange.give_files(reply.files, entry)
    files = [file.attached for file in await unit.exchange.files(reply.files)]
    if appeal.kind is Kind.OFFICIAL:
        sheet = await letter(scene, client, appeal, reply)
        unit.exchange.give_files([sheet.id], entry)
        files.insert(0, sheet)
    unit.outbox.post(client, Reply(text, files=tuple(files)), scene.now, kind="reply", about=entry)
    await unit.replies.change(reply, entry=entry)
    return entry


async def to_send(scene: Scene, appeal: Appeal, reply: KeptReply, officer: Chat) -> Reply:
    """The finished document for the officer who sends it, and what to do with it; the client hears
    that it is on its way."""
    noted = await scene.unit.particulars.get(appeal.id)
    to = noted.reply_to or "none"
    told = say("status-told-dispatch", number=appeal.number, way=reply.way, to=to)
    await let_know(scene, appeal, told)
    sheet = await letter(scene, officer, appeal, reply)
    files = [sheet, *(file.attached for file in await scene.unit.exchange.files(reply.files))]
    return say(
        "reply-to-send",
        (button("sent", f"sent:{appeal.id}"), button("call-back", f"call-back:{appeal.id}")),
        button("open", f"card:{appeal.id}"),
        number=appeal.number,
        files=files,
        way=reply.way,
        to=to,
    )


async def seen_by_client(
    scene: Scene, appeal: Appeal, draft: Draft, author: Employee | None = None
) -> str:
    """The reply as the client reads it: greeted by name, with the question it answers (N-1052 §8),
    the words, the outcome, and the executor's mark (N-1052 §17)."""
    employee = author or scene.actor.employee
    assert employee is not None
    topic = scene.house.ministry.topics.get(appeal.topic)
    about = scene.house.subject(appeal) if topic or appeal.kind.internal else "none"
    name = await drafts.client_name(scene, appeal)
    return words(
        "reply-to-colleague" if appeal.kind.internal else "reply-to-client",
        greeting=draft["greeting"] or greeting_of(appeal, name),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, scene.house.zone),
        topic=about,
        text=draft["body"] or words("reply-in-files"),
        outcome=outcome_line(draft) or "none",
        name=employee.name,
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
        phone=employee.phone or "none",
        email=employee.email or "none",
    )
