"""Words changed after they were sent: both versions are kept, and whoever works on it hears."""

from __future__ import annotations

from domain.talk import File, What
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk, draft, reply
from storage.exchange import Entry, Stored

flow = Flow()


@flow.happened(What.EDITED)
async def edited(scene: Scene) -> Turn:
    """A part of what is being written is mended there; anything else may be part of an appeal."""
    if draft.is_open(scene) and (turn := await reply.mend(scene)):
        return turn
    if scene.chat.step == desk.ASIDE and (turn := desk.mend(scene)):
        return turn
    versions = await scene.unit.exchange.by_message(scene.chat, scene.event.message)
    if versions:
        await _revise(scene, versions)
    return scene.stay()


async def _revise(scene: Scene, versions: list[Entry]) -> None:
    event, latest = scene.event, versions[-1]
    appeal = await scene.unit.appeals.get(latest.appeal)
    ids = {version.id for version in versions}
    kept = [f for f in await scene.unit.exchange.files_of(latest.appeal) if f.entry in ids]
    files = [file for file in event.files if not any(_same(file, known) for known in kept)]
    if appeal is None or (latest.text == event.text and not files):
        return
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at, message=event.message, revises=latest.id
    )
    scene.unit.exchange.sent_files(scene.chat, files, scene.now, entry)
    scene.unit.appeals.record(appeal, "edited", "client", scene.now, entry=entry, revises=latest.id)
    if appeal.officer and appeal.is_open:
        scene.unit.notices.note(appeal, "edited", scene.now, employee=appeal.officer, entry=entry)


def _same(file: File, known: Stored) -> bool:
    """A messenger tells all files of a changed message again, under new handles."""
    sizes = {file.size, known.size}
    return file.name == known.name and (len(sizes) == 1 or None in sizes)
