"""What an officer says to a client before the reply: questions, and how the matter goes on.

Neither closes anything (N-1052 §30).
"""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from handlers import questions
from handlers.flow import Flow, Scene, Turn
from handlers.officer import framing
from handlers.officer.asking import Said, ask, asked, confirmed
from texts import button, say

flow = Flow()


@flow.tapped("clarify", Action.ASK_CLIENT)
async def begin_question(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "clarify", say("ask-clarify", number=appeal.number))


@asked("clarify", Action.ASK_CLIENT)
async def show_question(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await framing.show(scene, appeal, "clarify", said)


@confirmed("clarify", Action.ASK_CLIENT)
async def send_question(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """All questions go at once; what the client says next is the answer."""
    if again := await framing.look_again(scene, appeal, "clarify", said):
        return again
    # Without a dialogue no answer can be heard here: nothing waits for one.
    if appeal.chat is not None:
        unit, house, who = scene.unit, scene.house, scene.actor.id
        if await questions.put(unit, house, appeal, who, scene.now) is None:
            raise Refused("not-any-more", number=appeal.number)
    row = (button("answer", f"answer:{appeal.id}"),)
    facts = await framing.send(scene, appeal, "clarify", said, (row,))
    scene.unit.appeals.record(appeal, "asked_client", scene.actor.id, scene.now, **facts)
    return framing.done(appeal, "asked-client")


@flow.tapped("inform", Action.INFORM)
async def begin_progress(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "inform", say("ask-inform", number=appeal.number))


@asked("inform", Action.INFORM)
async def show_progress(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await framing.show(scene, appeal, "inform", said)


@confirmed("inform", Action.INFORM)
async def send_progress(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    if again := await framing.look_again(scene, appeal, "inform", said):
        return again
    facts = await framing.send(scene, appeal, "inform", said)
    scene.unit.appeals.record(appeal, "informed", scene.actor.id, scene.now, **facts)
    return framing.done(appeal, "informed")
