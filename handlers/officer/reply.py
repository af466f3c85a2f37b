"""The reply: written as an ordinary message, seen as the client will see it, then sent."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State, first_lines
from domain.refusal import Refused
from domain.talk import Attached, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.draft import REASONING, WRITING, Draft
from handlers.officer.findings import findings_text, greeting_text
from handlers.officer.review import errors, parted, review
from handlers.officer.work import take_it
from storage.exchange import Entry
from texts import button, moments, say, words, written

flow = Flow()

#: "ok" is no reason
SHORTEST_REASON = 5


@flow.tapped("reply", Action.TAKE)
async def begin(scene: Scene) -> Turn:
    """Taking comes with answering: nobody answers an appeal that is not theirs."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    appeal = await take_it(scene, appeal)
    return _ask(appeal, await drafts.begun(scene, appeal))


@flow.tapped("again", Action.TAKE)
async def again(scene: Scene) -> Turn:
    """A reply that could not be delivered becomes the draft once more."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    entry = await scene.unit.exchange.entry(scene.number(1))
    if entry is None or entry.appeal != appeal.id or not entry.author:
        raise Refused("stale-button")
    appeal = await take_it(scene, appeal)
    stored = await scene.unit.exchange.files_of(appeal.id)
    files = [f.id for f in stored if f.entry == entry.id and f.state != "lost"]
    part = {"text": entry.text, "files": files, "message": ""}
    parts = [part] if entry.text.strip() or files else []
    draft = await drafts.begun(scene, appeal) | {"parts": parts, "version": 1}
    return await _shown(scene, appeal, draft)


@flow.said(WRITING, Action.DRAFT)
async def write(scene: Scene) -> Turn:
    """Every message becomes a part of the reply, in order; the preview shows the whole."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=draft["number"]),))
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    changed = drafts.with_part(draft, event, files)
    if changed["version"] == draft["version"]:
        return Turn((), WRITING, changed)
    return await _shown(scene, appeal, changed)


async def mend(scene: Scene) -> Turn | None:
    """The officer changes a message that is a part of the reply; None when it is none."""
    draft = scene.chat.draft
    show_it, changed = _shown, drafts.mended(draft, scene.event)
    if changed is None and scene.chat.step == REASONING:
        show_it, changed = _reason_shown, drafts.mended(draft, scene.event, "aside")
    if changed is None:
        return None
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=changed["number"]),))
    return await show_it(scene, appeal, changed)


@flow.tapped("draft", Action.DRAFT)
async def show(scene: Scene) -> Turn:
    """The preview once more."""
    appeal, draft = await drafts.pressed(scene)
    return await _shown(scene, appeal, draft) if draft["parts"] else _ask(appeal, draft)


@flow.tapped("rewrite", Action.DRAFT)
async def rewrite(scene: Scene) -> Turn:
    """Begin the reply anew."""
    appeal, draft = await drafts.pressed(scene)
    return _ask(appeal, await drafts.begun(scene, appeal, draft["version"] + 1))


@flow.tapped("drop-reply", Action.DRAFT)
async def drop(scene: Scene) -> Turn:
    """Nothing is sent; the appeal stays this officer's."""
    if not drafts.is_open(scene):
        raise Refused("stale-button")
    return Turn((say("reply-dropped", number=scene.chat.draft["number"]),))


@flow.tapped("send", Action.DRAFT)
async def send(scene: Scene) -> Turn:
    """The reply leaves; the appeal is answered when it has been delivered."""
    appeal, draft = await drafts.pressed(scene)
    if not draft["parts"]:
        raise Refused("stale-button")
    if draft["errors"]:
        ask = say("ask-reason", button("show-draft", "draft"), number=appeal.number)
        return Turn((ask,), REASONING, draft | {"aside": []})
    return await _send(scene, appeal, draft, "")


@flow.said(REASONING, Action.DRAFT)
async def hear_reason(scene: Scene) -> Turn:
    """Nothing leaves by this: it may be the reason, or the text mended; a button says which."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=draft["number"]),))
    if not event.files and not draft["aside"] and len(event.text.strip()) < SHORTEST_REASON:
        return scene.stay(say("reason-too-short", button("show-draft", "draft")))
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    return await _reason_shown(scene, appeal, drafts.with_aside(draft, event, files))


async def _reason_shown(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """What was written instead of the reply, and what it may be."""
    reason, version = drafts.reason_of(draft), draft["version"]
    rows = [button("new-text", f"new-text:{version}"), button("show-draft", "draft")]
    if len(reason) >= SHORTEST_REASON:
        rows.insert(0, button("send-so", f"send-so:{version}"))
    text = first_lines(reason, 1_000) or words("no-words")
    return Turn((say("reason-shown", *rows, number=appeal.number, text=text),), REASONING, draft)


@flow.tapped("send-so", Action.DRAFT)
async def send_all_the_same(scene: Scene) -> Turn:
    """The officer's reason goes on record with the rules it sets aside, and the reply goes."""
    appeal, draft = await drafts.pressed(scene)
    reason = drafts.reason_of(draft)
    if len(reason) < SHORTEST_REASON or not scene.args:
        raise Refused("stale-button")
    return await _send(scene, appeal, draft, reason)


@flow.tapped("new-text", Action.DRAFT)
async def take_as_text(scene: Scene) -> Turn:
    """What was written when the reason was asked for is the reply from now on."""
    appeal, draft = await drafts.pressed(scene)
    if not draft["aside"] or not scene.args:
        raise Refused("stale-button")
    fresh = {"parts": draft["aside"], "aside": [], "version": draft["version"] + 1, "album": ""}
    return await _shown(scene, appeal, draft | fresh)


async def _send(scene: Scene, appeal: Appeal, draft: Draft, reason: str) -> Turn:
    # Whatever the client is writing just now is either here after this, or comes to a reply sent.
    await scene.unit.chats.lock(appeal.chat)
    scene.unit.appeals.forget(appeal.id)
    held = await drafts.in_hand(scene)
    if held is None:
        raise Refused("held-by-other", number=draft["number"])
    said = await drafts.by_client(scene, held)
    if unseen := [entry for entry in said if entry.id not in draft["seen"]]:
        return await _look_first(scene, held, draft, unseen)
    sending = await scene.unit.appeals.change(held, state=State.SENDING)
    if sending is None:
        raise Refused("not-any-more", number=held.number)
    details = {"entry": await _post(scene, held, draft), "seen": draft["seen"]}
    if draft["errors"]:
        details |= {"broken": draft["errors"], "reason": reason}
    scene.unit.appeals.record(sending, "reply_sent", scene.actor.id, scene.now, **details)
    return Turn((say("reply-on-its-way", number=appeal.number),))


async def _post(scene: Scene, appeal: Appeal, draft: Draft) -> int:
    """The reply into the exchange and the outbox; returns its entry."""
    client = await scene.unit.chats.get(appeal.chat)
    text, files = drafts.text_of(draft), drafts.files_of(draft)
    entry = scene.unit.exchange.said(appeal.id, client, text, scene.now, author=scene.actor.id)
    scene.unit.exchange.give_files(files, entry)
    seen = seen_by_client(scene, appeal, client.name, draft)
    reply = Reply(seen, files=await _attached(scene, files))
    scene.unit.outbox.post(client, reply, scene.now, kind="reply", about=entry)
    return entry


def seen_by_client(scene: Scene, appeal: Appeal, client: str, draft: Draft) -> str:
    """The reply as the client reads it: greeted by name, with the question it answers (N-1052 §8),
    the words, and the executor's mark (N-1052 §17)."""
    employee = scene.actor.employee
    assert employee is not None
    topic = scene.house.ministry.topics.get(appeal.topic)
    return words(
        "reply-to-client",
        greeting=draft["greeting"] or greeting_text(client),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, scene.house.zone),
        topic=topic.title if topic else "none",
        text=draft["body"] or words("reply-in-files"),
        name=employee.name,
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
        phone=employee.phone or "none",
        email=employee.email or "none",
    )


def _ask(appeal: Appeal, draft: Draft) -> Turn:
    ask = say("ask-reply", button("cancel", "drop-reply"), number=appeal.number)
    return Turn((ask,), WRITING, draft)


async def _shown(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """The conversation at this draft, with its preview and what the check found."""
    draft = await drafts.without_lost(scene, draft)
    if not draft["parts"]:
        return _ask(appeal, draft)
    findings = await review(scene, appeal, draft)
    text = drafts.text_of(draft)
    greeting, body = parted(text, findings)
    draft = draft | {"errors": errors(findings), "greeting": greeting, "body": body}
    heading = words(
        "reply-preview",
        number=appeal.number,
        count=len(drafts.files_of(draft)),
        album="yes" if draft["album"] else "no",
    )
    if text:
        heading = f"{heading}\n\n{findings_text(findings, text)}"
    client = await scene.unit.chats.get(appeal.chat)
    preview = Reply(
        seen_by_client(scene, appeal, client.name, draft),
        (
            (button("send-anyway" if draft["errors"] else "send", f"send:{draft['version']}"),),
            (button("rewrite", "rewrite"), button("cancel", "drop-reply")),
        ),
    )
    return Turn((written(heading), preview), WRITING, draft)


async def _look_first(scene: Scene, appeal: Appeal, draft: Draft, unseen: list[Entry]) -> Turn:
    """The client has written since the preview was shown: the officer reads it before sending."""
    seen = [*draft["seen"], *(entry.id for entry in unseen)]
    text = "\n".join(entry.text for entry in unseen)
    told = say(
        "client-wrote-meanwhile",
        number=appeal.number,
        text=first_lines(text, 1_000) or words("no-words"),
    )
    shown = await _shown(scene, appeal, draft | {"version": draft["version"] + 1, "seen": seen})
    return Turn((told, *shown.replies), shown.step, shown.draft)


async def _attached(scene: Scene, files: list[int]) -> tuple[Attached, ...]:
    return tuple(file.attached for file in await scene.unit.exchange.files(files))
