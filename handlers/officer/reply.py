"""The reply: written as an ordinary message, seen as the client will see it, then sent."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State, first_lines
from domain.refusal import Refused
from domain.reply_rules import Outcome
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import answers, outcomes
from handlers.officer import draft as drafts
from handlers.officer.approval import leave
from handlers.officer.draft import DATING, REASONING, WRITING, Draft
from handlers.officer.findings import findings_text
from handlers.officer.leaving import seen_by_client
from handlers.officer.parts import still_waiting
from handlers.officer.review import errors, parted, review
from handlers.officer.work import take_it
from handlers.official import found_ours
from storage.exchange import Entry
from texts import button, say, words, written

flow = Flow()

#: "ok" is no reason
SHORTEST_REASON = 5


@flow.tapped("reply", Action.TAKE)
async def begin(scene: Scene) -> Turn:
    """Taking comes with answering: nobody answers an appeal that is not theirs."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    # what is an absent colleague's stays theirs: whoever stands in answers for them
    if appeal.state is not State.TAKEN or appeal.officer not in scene.actor.ids:
        appeal = await take_it(scene, appeal)
    appeal = await found_ours(scene, appeal)
    return _ask(appeal, await drafts.begun(scene, appeal))


async def begin_with(scene: Scene, appeal: Appeal, parts: list[dict[str, Any]]) -> Turn:
    """A reply that others have written, as a draft to be worked on."""
    draft = await drafts.begun(scene, appeal) | {"parts": parts, "version": 1}
    return await shown(scene, appeal, draft)


@flow.said(WRITING, Action.DRAFT)
async def write(scene: Scene) -> Turn:
    """Every message becomes a part of the reply, in order; the preview shows the whole."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    changed = drafts.with_part(draft, event, files)
    if changed["version"] == draft["version"]:
        return Turn((), WRITING, changed)
    return await shown(scene, appeal, changed)


async def mend(scene: Scene) -> Turn | None:
    """The officer changes a message that is a part of the reply; None when it is none."""
    draft = scene.chat.draft
    show_it, changed = shown, drafts.mended(draft, scene.event)
    if changed is None and scene.chat.step == REASONING:
        show_it, changed = _reason_shown, drafts.mended(draft, scene.event, "aside")
    if changed is None:
        return None
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(changed)),))
    return await show_it(scene, appeal, changed)


@flow.tapped("draft", Action.DRAFT)
async def show(scene: Scene) -> Turn:
    """The preview once more."""
    appeal, draft = await drafts.pressed(scene)
    return await shown(scene, appeal, draft) if draft["parts"] else _ask(appeal, draft)


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
    return Turn((say("reply-dropped", number=drafts.number(scene.chat.draft)),))


@flow.tapped("send", Action.DRAFT)
async def send(scene: Scene) -> Turn:
    """The reply leaves; the appeal is answered when it has been delivered."""
    appeal, draft = await drafts.pressed(scene)
    if not draft["parts"]:
        raise Refused("stale-button")
    if draft["errors"] and not draft["reason"]:
        ask = say("ask-reason", button("show-draft", "draft"), number=appeal.number)
        return Turn((ask,), REASONING, draft | {"aside": []})
    return await _go(scene, appeal, draft)


async def _go(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """One step nearer to leaving: what is still missing is asked for."""
    draft, missing = await answers.missing(scene, appeal, draft)
    if missing:
        return missing
    if not draft["outcome"]:
        return outcomes.ask(appeal, draft)
    return await _send(scene, appeal, draft)


@flow.tapped("answers-done", Action.DRAFT)
async def answers_marked(scene: Scene) -> Turn:
    return await _go(scene, *await answers.all_marked(scene))


@flow.tapped("outcome", Action.DRAFT)
async def choose_outcome(scene: Scene) -> Turn:
    """Which of the four it is (N-1052 §8); «will be solved» wants its day."""
    appeal, draft = await drafts.pressed(scene)
    chosen = scene.arg(1)
    if chosen not in set(Outcome) or not draft["parts"]:
        raise Refused("stale-button")
    if chosen == Outcome.WILL_BE:
        return outcomes.ask_day(appeal, draft)
    return await _with_outcome(scene, appeal, draft | {"outcome": chosen, "promised_on": ""})


@flow.tapped("outcomes", Action.DRAFT)
async def change_outcome(scene: Scene) -> Turn:
    appeal, draft = await drafts.pressed(scene)
    return outcomes.ask(appeal, draft)


@flow.said(DATING, Action.DRAFT)
async def hear_day(scene: Scene) -> Turn:
    """The day by which it will be solved."""
    draft = scene.chat.draft
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
    day = outcomes.promised_day(scene)
    facts = {"outcome": str(Outcome.WILL_BE), "promised_on": day.isoformat()}
    return await _with_outcome(scene, appeal, draft | facts)


async def _with_outcome(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    """The check is asked once more, now that the outcome is known; it may find something new."""
    known = set(draft["errors"])
    found = errors(await review(scene, appeal, draft))
    if set(found) - known:
        return await shown(scene, appeal, draft | {"version": draft["version"] + 1, "reason": ""})
    return await _go(scene, appeal, draft | {"errors": found})


@flow.said(REASONING, Action.DRAFT)
async def hear_reason(scene: Scene) -> Turn:
    """Nothing leaves by this: it may be the reason, or the text mended; a button says which."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
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
    return await _go(scene, appeal, draft | {"reason": reason, "aside": []})


@flow.tapped("new-text", Action.DRAFT)
async def take_as_text(scene: Scene) -> Turn:
    """What was written when the reason was asked for is the reply from now on."""
    appeal, draft = await drafts.pressed(scene)
    if not draft["aside"] or not scene.args:
        raise Refused("stale-button")
    fresh = {"parts": draft["aside"], "aside": [], "version": draft["version"] + 1, "album": ""}
    return await shown(scene, appeal, draft | fresh | {"reason": "", "template": ""})


async def _send(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
    # Whatever the client is writing just now is either here after this, or comes to a reply sent.
    await scene.unit.chats.lock(appeal.chat)
    scene.unit.appeals.forget(appeal.id)
    held = await drafts.in_hand(scene)
    if held is None:
        raise Refused("held-by-other", number=drafts.number(draft))
    said = await drafts.by_client(scene, held)
    if unseen := [entry for entry in said if entry.id not in draft["seen"]]:
        return await _look_first(scene, held, draft, unseen)
    outcomes.still_ahead(scene.house, draft["promised_on"], scene.now)
    return await leave(scene, held, draft)


def _ask(appeal: Appeal, draft: Draft) -> Turn:
    ask = say("ask-reply", *_text_from(draft), button("cancel", "drop-reply"), number=appeal.number)
    return Turn((ask,), WRITING, draft)


async def shown(scene: Scene, appeal: Appeal, draft: Draft) -> Turn:
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
    if waiting := still_waiting(scene.house, await scene.unit.parts.of_appeal(appeal.id)):
        heading = f"{heading}\n\n{waiting}"
    preview = Reply(
        await seen_by_client(scene, appeal, draft),
        (
            (button("send-anyway" if draft["errors"] else "send", f"send:{draft['version']}"),),
            *outcomes.again(draft),
            *_text_from(draft),
            (button("rewrite", "rewrite"), button("cancel", "drop-reply")),
        ),
    )
    return Turn((written(heading), preview), WRITING, draft)


def _text_from(draft: Draft) -> list[tuple[Button, ...]]:
    """Where another text may be had from, and the way to mend the one there is."""
    version = draft["version"]
    row = [
        button("templates", f"templates:{version}"),
        button("articles", f"articles:{version}"),
    ]
    if drafts.text_of(draft):
        row.append(button("mend-text", f"mend-text:{version}"))
    return [tuple(row)]


async def _look_first(scene: Scene, appeal: Appeal, draft: Draft, unseen: list[Entry]) -> Turn:
    """The client has written since the preview was shown: the officer reads it before sending."""
    seen = [*draft["seen"], *(entry.id for entry in unseen)]
    text = "\n".join(entry.text for entry in unseen)
    told = say(
        "client-wrote-meanwhile",
        number=appeal.number,
        text=first_lines(text, 1_000) or words("no-words"),
    )
    now = await shown(scene, appeal, draft | {"version": draft["version"] + 1, "seen": seen})
    return Turn((told, *now.replies), now.step, now.draft)
