"""An oral reply the client agreed to: kept in the words the order gives it (N-1052 §11)."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State
from domain.refusal import Refused
from domain.reply_rules import Outcome
from handlers.flow import Flow, Scene, Turn
from handlers.officer import delivery, outcomes
from handlers.officer import draft as drafts
from handlers.officer.asking import Said, ask, asked, confirmed, preview
from handlers.officer.telling import let_know
from texts import button, say, words

flow = Flow()


@flow.tapped("oral", Action.ANSWER_ORALLY)
async def begin(scene: Scene) -> Turn:
    """The outcome first, then the gist of what was said."""
    appeal, outcome = await scene.appeal(), scene.arg(1)
    if not outcome:
        rows = [(button(f"outcome-{one}", f"oral:{appeal.id}:{one}"),) for one in Outcome]
        return scene.stay(say("oral-outcome", *rows, number=appeal.number))
    if outcome not in set(Outcome):
        raise Refused("stale-button")
    if outcome == Outcome.WILL_BE:
        return await ask(scene, appeal, "oral-day", say("ask-oral-day", number=appeal.number))
    return await _ask_gist(scene, appeal, outcome, "")


@asked("oral-day", Action.ANSWER_ORALLY)
async def hear_day(scene: Scene, appeal: Appeal, _: Said) -> Turn:
    day = outcomes.promised_day(scene)
    return await _ask_gist(scene, appeal, str(Outcome.WILL_BE), day.isoformat())


async def _ask_gist(scene: Scene, appeal: Appeal, outcome: str, promised_on: str) -> Turn:
    asking = say("ask-oral", number=appeal.number)
    seen = [entry.id for entry in await drafts.by_client(scene, appeal)]
    facts = {"outcome": outcome, "promised_on": promised_on, "seen": seen}
    return await ask(scene, appeal, "oral", asking, **facts)


@asked("oral", Action.ANSWER_ORALLY)
async def hear(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    if said.files or not said.text:
        raise Refused("words-only")
    shown = say(
        "oral-preview",
        number=appeal.number,
        record=record(scene, said.text),
        outcome=outcomes.outcome_line(said.more),
    )
    return preview(scene, "oral", said, shown, go="agreed")


@confirmed("oral", Action.ANSWER_ORALLY)
async def keep(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Answered, in every question; the client hears of it and can say that it is not so."""
    unit = scene.unit
    if appeal.chat is not None:
        await unit.chats.lock(appeal.chat)
        unit.appeals.forget(appeal.id)
        appeal = scene.allowed(await unit.appeals.get(appeal.id), Action.ANSWER_ORALLY)
    seen = [entry.id for entry in await drafts.by_client(scene, appeal)]
    if set(seen) - set(said.more["seen"]):
        card = button("open", f"card:{appeal.id}")
        return Turn((say("oral-client-wrote", card, number=appeal.number),))
    closed = await _answered(scene, appeal, said, seen)
    await let_know(scene, closed, say("oral-told", number=closed.number))
    controlled = "yes" if closed.state is State.CONTROL else "no"
    return Turn((say("oral-kept", number=closed.number, controlled=controlled),))


async def _answered(scene: Scene, appeal: Appeal, said: Said, seen: list[int]) -> Appeal:
    unit, text = scene.unit, record(scene, said.text)
    author = scene.actor.id
    entry = unit.exchange.said(appeal.id, None, text, scene.now, author=author, kind="oral")
    questions = await unit.questions.of_appeal(appeal.id)
    facts: dict[str, Any] = {"outcome": said.more["outcome"], "entry": entry, "seen": seen}
    reply = unit.replies.keep(
        appeal,
        author,
        scene.now,
        text=text,
        files=[],
        promised_on=said.more["promised_on"],
        answers={str(one.id): True for one in questions},
        state="sending",
        way="oral",
        **facts,
    )
    unit.appeals.record(appeal, "answered_orally", author, scene.now, reply=reply.id)
    closed = await delivery.answered(unit, scene.house, appeal, reply, scene.now)
    if closed is None:
        raise Refused("not-any-more", number=appeal.number)
    return closed


def record(scene: Scene, gist: str) -> str:
    """The order's own sentence, who answered, and what was said."""
    employee = scene.actor.employee
    assert employee is not None
    return words("oral-record", name=employee.name, post=employee.post, text=gist)
