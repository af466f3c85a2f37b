"""A reply on the ministry's letterhead, for the officer and for the client who wants it (T7)."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.people import Chat
from domain.refusal import Refused
from domain.talk import Attached
from handlers.flow import Flow, Scene, Turn
from storage.replies import KeptReply
from texts import button, say, words

flow = Flow()

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: a reply that is not with the client, and is not on its way there
GONE_BACK = frozenset({"returned", "failed"})


async def letter(scene: Scene, chat: Chat, appeal: Appeal, reply: KeptReply) -> Attached:
    """The letter as a file for this dialogue; it is made as soon as this is committed."""
    name = words("letter-file", number=appeal.number)
    file = scene.unit.exchange.house_file(chat, f"letter:{reply.id}", name, DOCX, scene.now)
    (stored,) = await scene.unit.exchange.files([file])
    return stored.attached


@flow.tapped("letter", Action.LETTER)
async def for_officer(scene: Scene) -> Turn:
    """The latest reply on the letterhead, as it stands now."""
    appeal = await scene.appeal()
    made = await scene.unit.replies.of_appeal(appeal.id)
    standing = [reply for reply in made if reply.state not in GONE_BACK]
    if not standing:
        raise Refused("letter-none", number=appeal.number)
    sheet = await letter(scene, scene.chat, appeal, standing[-1])
    rows = [button("open", f"card:{appeal.id}")]
    if scene.can(Action.DESCRIBE, appeal) and standing[-1].state == "sent":
        rows.insert(0, button("reply-number", f"reply-number:{appeal.id}"))
    return scene.stay(say("letter-here", tuple(rows), number=appeal.number, files=[sheet]))


@flow.tapped("my-letter", Action.SEE_OWN)
async def for_client(scene: Scene) -> Turn:
    """The last reply the client has got, on the letterhead."""
    appeal = await scene.appeal()
    sent = None if appeal.kind.internal else await sent_to(scene, appeal)
    if sent is None:
        raise Refused("my-letter-none", number=appeal.number)
    sheet = await letter(scene, scene.chat, appeal, sent)
    return scene.stay(say("my-letter-here", number=appeal.number, files=[sheet]))


async def sent_to(scene: Scene, appeal: Appeal) -> KeptReply | None:
    """The last reply that has reached the client in writing; None when none has."""
    made = await scene.unit.replies.of_appeal(appeal.id)
    sent = [reply for reply in made if reply.state == "sent" and reply.way != "oral"]
    return sent[-1] if sent else None
