"""Incomplete documents: the client hears within 24 hours of the finding what to send or mend.

Pressing the button is the finding (N-2137 §8): from then on the window runs, whether or not the
list is written at once.
"""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.windows import Window
from handlers import clocks, questions
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.asking import ASKED, Said, ask, asked, confirmed, preview
from handlers.officer.telling import tell
from texts import button, moments, say, words, written

flow = Flow()

RULE = "incomplete"


@flow.tapped("incomplete", Action.REPORT_INCOMPLETE)
async def find(scene: Scene) -> Turn:
    """Something is missing: the window runs, and the list is asked for."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    window = await _running(scene, appeal)
    if window is None:
        scene.unit.appeals.record(appeal, "incomplete_found", scene.actor.id, scene.now)
        appeal = await clocks.begin(scene.unit, scene.house, appeal, RULE, scene.now)
        window = await _running(scene, appeal)
    until = moments.until(window.due_at, scene.house.zone, scene.now) if window else "none"
    complete = button("complete", f"complete:{appeal.id}")
    question = say("ask-incomplete", (complete,), number=appeal.number, until=until)
    return await ask(scene, appeal, "incomplete", question)


@asked("incomplete", Action.REPORT_INCOMPLETE)
async def show(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    if not said.text:
        return scene.stay(say("incomplete-wants-words"))
    name = "incomplete-preview" if appeal.chat else "incomplete-preview-elsewhere"
    shown = written(_to_client(appeal, said))
    return preview(scene, "incomplete", said, say(name, number=appeal.number), shown)


@confirmed("incomplete", Action.REPORT_INCOMPLETE)
async def send(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The client knows; what they answer comes to this appeal."""
    told: Appeal | None = appeal
    if appeal.chat is not None:
        unit, house, who = scene.unit, scene.house, scene.actor.id
        told = await questions.put(unit, house, appeal, who, scene.now)
    if told is None:
        raise Refused("not-any-more", number=appeal.number)
    text = _to_client(appeal, said)
    row = (button("answer", f"answer:{appeal.id}"),)
    listed = _listed(said.text)
    entry = await tell(scene, told, text, "question", said=listed, files=said.files, rows=(row,))
    told = await clocks.meet(scene.unit, told, RULE, scene.now)
    scene.unit.appeals.record(told, "incomplete_told", scene.actor.id, scene.now, entry=entry)
    name = "incomplete-told" if appeal.chat else "incomplete-told-elsewhere"
    return Turn((say(name, number=appeal.number),))


@flow.tapped("complete", Action.REPORT_INCOMPLETE)
async def nothing_missing(scene: Scene) -> Turn:
    """The finding was a mistake: nobody waits for the list."""
    appeal = await scene.appeal()
    if await _running(scene, appeal) is None:
        raise Refused("incomplete-not-found", number=appeal.number)
    await clocks.drop(scene.unit, appeal, RULE, scene.now)
    scene.unit.appeals.record(appeal, "incomplete_withdrawn", scene.actor.id, scene.now)
    told = say("incomplete-withdrawn", number=appeal.number)
    draft = scene.chat.draft
    asked_here = scene.chat.step == ASKED and draft["what"] == "incomplete"
    return Turn((told,)) if asked_here and draft["appeal"] == appeal.id else scene.stay(told)


async def _running(scene: Scene, appeal: Appeal) -> Window | None:
    kept = await scene.unit.windows.of_appeal(appeal)
    waiting = (one.window for one in kept if one.window.rule == RULE and one.window.state.waits)
    return next(waiting, None)


def _to_client(appeal: Appeal, said: Said) -> str:
    return words("incomplete-to-client", number=appeal.number, list=_listed(said.text))


def _listed(text: str) -> str:
    """One item a line, as a list; a single paragraph as it is."""
    lines = [line.strip(" \t-•*") for line in text.splitlines()]
    items = [line for line in lines if line]
    return "\n".join(f"• {item}" for item in items) if len(items) > 1 else text
