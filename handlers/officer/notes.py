"""Internal notes: what colleagues write for each other on the card. Clients never see them."""

from __future__ import annotations

from domain.access import Action, allowed
from domain.appeals import Appeal, straight
from domain.people import Actor
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from handlers.officer.asking import LONGEST, Said, ask, asked
from storage.notes import Note
from texts import moments, say, words

flow = Flow()

#: no dialogue: an employee as such, wherever they have joined
NOWHERE = 0


@flow.tapped("note", Action.NOTE)
async def begin(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "note", say("ask-note", number=appeal.number))


@asked("note", Action.NOTE)
async def write(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The words are on the card; files are not, and whoever sent some is told so."""
    if not said.text:
        return scene.stay(say("note-words-only"))
    await _keep(scene, appeal, said.text, "noted")
    name = "note-kept-without-files" if said.files else "note-kept"
    return Turn((say(name, number=appeal.number),))


async def mend(scene: Scene) -> Turn | None:
    """A note changed by its author: both versions stay; None when the message is no note."""
    note = await scene.unit.notes.by_message(scene.chat, scene.event.message)
    if note is None or note.author != scene.actor.id:
        return None
    text = scene.event.text.strip()
    if text == note.text or scene.says_nothing:
        return scene.stay()
    appeal = scene.allowed(await scene.unit.appeals.get(note.appeal), Action.NOTE)
    if len(text) > LONGEST:
        raise Refused("note-change-too-long", number=appeal.number, longest=LONGEST)
    await _keep(scene, appeal, text, "note_changed", note)
    return scene.stay(say("note-changed", number=appeal.number))


async def _keep(
    scene: Scene, appeal: Appeal, text: str, what: str, before: Note | None = None
) -> None:
    known = await scene.unit.notes.of_appeal(appeal.id)
    said = (scene.chat, scene.event.message)
    revises = before.id if before else None
    note = scene.unit.notes.write(appeal, scene.actor.id, text, scene.now, said, revises)
    scene.unit.appeals.record(appeal, what, scene.actor.id, scene.now, note=note)
    for employee in _listeners(scene, appeal, known):
        scene.unit.notices.note(appeal, "note", scene.now, employee=employee, note=note)


def _listeners(scene: Scene, appeal: Appeal, known: list[Note]) -> list[str]:
    """Who hears of a note: whose work it is now, and who has noted something before; nobody who
    may not read the card, and nobody once the appeal is closed."""
    if not appeal.is_open:
        return []
    concerned = {appeal.officer, appeal.signatory, *(note.author for note in known)}
    found = (scene.house.employee(name) for name in sorted(concerned - {"", *scene.actor.ids}))
    readers = (
        one for one in found if one and allowed(Actor(NOWHERE, one), Action.SEE_CARD, appeal)
    )
    past = scene.house.past(appeal)
    return [employee.id for employee in readers if employee.id not in past]


async def lines(scene: Scene, appeal: Appeal) -> list[str]:
    """The notes as the card shows them."""
    return [
        words(
            "note-line",
            at=moments.stamp(note.at, scene.house.zone),
            who=scene.house.who(note.author),
            text=straight(note.text),
            edited="yes" if note.revises else "no",
        )
        for note in await scene.unit.notes.of_appeal(appeal.id)
    ]
