"""The reply: written as an ordinary message, seen as the client will see it, then sent."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State
from domain.refusal import Refused
from domain.talk import Attached, Reply
from handlers.client.filing import is_nothing
from handlers.flow import Flow, Scene, Turn
from handlers.officer.work import take_it
from texts import button, say, words

flow = Flow()

WRITING = "officer-reply"


@flow.tapped("reply", Action.TAKE)
async def begin(scene: Scene) -> Turn:
    """Taking comes with answering: nobody answers an appeal that is not theirs."""
    appeal = await take_it(scene, await scene.appeal())
    ask = say("ask-reply", button("cancel", "drop-reply"), number=appeal.number)
    return Turn((ask,), WRITING, _draft(appeal, [], 0))


@flow.said(WRITING)
async def write(scene: Scene) -> Turn:
    """Every message becomes a part of the reply, in order; the preview shows the whole."""
    event = scene.event
    if is_nothing(event):
        return scene.stay(say("nothing-said"))
    appeal = await _in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other"),))
    draft = scene.chat.draft
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    part = {"text": event.text, "files": files, "message": event.message}
    changed = _draft(appeal, [*draft["parts"], part], draft["version"] + 1)
    return Turn(await _preview(scene, appeal, changed), WRITING, changed)


async def edited(scene: Scene) -> Turn:
    """The officer mends a message that is a part of the reply."""
    draft, event = scene.chat.draft, scene.event
    if all(part["message"] != event.message for part in draft["parts"]):
        return scene.stay()
    appeal = await _in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other"),))
    parts = [
        part | {"text": event.text} if part["message"] == event.message else part
        for part in draft["parts"]
    ]
    changed = _draft(appeal, parts, draft["version"] + 1)
    return Turn(await _preview(scene, appeal, changed), WRITING, changed)


@flow.tapped("rewrite", Action.SEE_QUEUE)
async def rewrite(scene: Scene) -> Turn:
    """Begin the reply anew."""
    appeal, draft = await _the_draft(scene)
    ask = say("ask-reply", button("cancel", "drop-reply"), number=appeal.number)
    return Turn((ask,), WRITING, _draft(appeal, [], draft["version"] + 1))


@flow.tapped("drop-reply", Action.SEE_QUEUE)
async def drop(scene: Scene) -> Turn:
    """Nothing is sent; the appeal stays this officer's."""
    if scene.chat.step != WRITING:
        raise Refused("stale-button")
    return Turn((say("reply-dropped"),))


@flow.tapped("send", Action.SEE_QUEUE)
async def send(scene: Scene) -> Turn:
    """The reply leaves; the appeal is answered when it has been delivered."""
    appeal, draft = await _the_draft(scene)
    if not draft["parts"]:
        raise Refused("stale-button")
    sending = await scene.unit.appeals.change(appeal, state=State.SENDING)
    if sending is None:
        raise Refused("not-any-more", number=appeal.number)
    client = await scene.unit.chats.get(appeal.chat)
    text = _text(draft)
    entry = scene.unit.exchange.said(
        appeal.id, client, text, scene.now, author=scene.actor.id
    )
    files = [file for part in draft["parts"] for file in part["files"]]
    scene.unit.exchange.give_files(files, entry)
    attached = await _attached(scene, draft)
    scene.unit.outbox.post(
        client,
        Reply(seen_by_client(scene, appeal, text), files=attached),
        scene.now,
        kind="reply",
        about=entry,
    )
    scene.unit.appeals.record(sending, "reply_sent", scene.actor.id, scene.now, entry=entry)
    return Turn((say("reply-on-its-way", number=appeal.number),))


def seen_by_client(scene: Scene, appeal: Appeal, text: str) -> str:
    """The reply as the client reads it: whose question, the words, who answers."""
    employee = scene.actor.employee
    assert employee is not None
    return words(
        "reply-to-client",
        number=appeal.number,
        text=text or words("reply-in-files"),
        name=employee.name,
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
        phone=employee.phone or "none",
    )


async def _preview(scene: Scene, appeal: Appeal, draft: dict[str, Any]) -> tuple[Reply, ...]:
    send = button("send", f"send:{draft['version']}")
    files = [file for part in draft["parts"] for file in part["files"]]
    return (
        say("reply-preview", number=appeal.number, count=len(files)),
        Reply(
            seen_by_client(scene, appeal, _text(draft)),
            ((send,), (button("rewrite", "rewrite"), button("cancel", "drop-reply"))),
        ),
    )


async def _attached(scene: Scene, draft: dict[str, Any]) -> tuple[Attached, ...]:
    files = [file for part in draft["parts"] for file in part["files"]]
    return tuple(file.attached for file in await scene.unit.exchange.files(files))


async def _in_hand(scene: Scene) -> Appeal | None:
    """The appeal the draft is for, unless somebody else has it by now or it is closed."""
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is None or not scene.may(Action.REPLY, appeal) or appeal.state is not State.TAKEN:
        return None
    return appeal


async def _the_draft(scene: Scene) -> tuple[Appeal, dict[str, Any]]:
    """The draft the pressed button was shown for; an older preview sends nothing."""
    draft = scene.chat.draft
    if scene.chat.step != WRITING:
        raise Refused("stale-button")
    if scene.args and scene.args[0] != str(draft["version"]):
        raise Refused("older-preview")
    appeal = await _in_hand(scene)
    if appeal is None:
        raise Refused("held-by-other")
    return appeal, draft


def _draft(appeal: Appeal, parts: list[dict[str, Any]], version: int) -> dict[str, Any]:
    return {"appeal": appeal.id, "parts": parts, "version": version}


def _text(draft: dict[str, Any]) -> str:
    return "\n\n".join(p["text"].strip() for p in draft["parts"] if p["text"].strip())
