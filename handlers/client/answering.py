"""The button under a question of ours: what is written next is its answer."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.life import possible
from domain.refusal import Refused
from handlers import questions
from handlers.client import filing, mailings
from handlers.client.filing import ANSWERING
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk as officer_desk
from handlers.officer import draft as drafts
from texts import button, say

flow = Flow()


@flow.tapped("answer", Action.ADD_TO)
async def begin(scene: Scene) -> Turn:
    """Which question is answered, where several wait; an answer begun aside is taken as it is."""
    appeal = await scene.appeal()
    if scene.arg(1):
        return await _written_aside(scene, appeal)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    ask = say("ask-answer", button("cancel", "cancel"), number=appeal.number)
    kept = {"appeal": appeal.id, "number": appeal.number, "kind": appeal.kind}
    return Turn((ask,), ANSWERING, kept)


@flow.said(ANSWERING, Action.WRITE)
async def hear(scene: Scene) -> Turn:
    """The answer; when the appeal has been closed meanwhile, that is said, and nothing is lost."""
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if stopped := await mailings.stopped(scene, amid=True):
        return stopped
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is not None and possible(Action.ADD_TO, appeal):
        return await filing.answer(scene, appeal)
    closed = say("answer-too-late", number=drafts.number(scene.chat.draft))
    if scene.actor.employee is None:
        turn = await filing.hear(scene)
    else:
        turn = await officer_desk.aside(scene)
    return Turn((*turn.replies, closed), turn.step, turn.draft, turn.receipt)


async def _written_aside(scene: Scene, appeal: Appeal) -> Turn:
    """An employee's own appeal: what they said in the middle of nothing answers the question."""
    if scene.chat.step != officer_desk.ASIDE:
        raise Refused("stale-button")
    settled = await questions.settle(scene.unit, scene.house, appeal, "client", scene.now)
    entry = officer_desk.keep_aside(scene, settled)
    scene.unit.appeals.record(settled, "answered_question", "client", scene.now, entry=entry)
    filing.tell_officer(scene, settled, entry, "answered_question")
    return Turn((say("added", number=appeal.number),))
