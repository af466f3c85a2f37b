"""Internal notes: what colleagues write for each other on the card. Clients never see them."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, straight
from handlers.flow import Flow, Scene, Turn
from handlers.officer.asking import Said, ask, asked
from texts import moments, say, words

flow = Flow()


@flow.tapped("note", Action.NOTE)
async def begin(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "note", say("ask-note", number=appeal.number))


@asked("note", Action.NOTE)
async def write(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The note is on the card; whoever works on the appeal hears of it."""
    if said.files or not said.text:
        return scene.stay(say("note-words-only"))
    note = scene.unit.notes.write(appeal, scene.actor.id, said.text, scene.now)
    scene.unit.appeals.record(appeal, "noted", scene.actor.id, scene.now, note=note)
    if appeal.officer not in {"", scene.actor.id} and appeal.is_open:
        scene.unit.notices.note(appeal, "note", scene.now, employee=appeal.officer)
    return Turn((say("note-kept", number=appeal.number),))


async def lines(scene: Scene, appeal: Appeal) -> list[str]:
    """The notes as the card shows them."""
    return [
        words(
            "note-line",
            at=moments.stamp(note.at, scene.house.zone),
            who=scene.house.who(note.author),
            text=straight(note.text),
        )
        for note in await scene.unit.notes.of_appeal(appeal.id)
    ]
