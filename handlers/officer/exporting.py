"""The card as a file: a document to read, or data for the document system (N-1052 §10)."""

from __future__ import annotations

from domain.access import Action
from domain.refusal import Refused
from domain.talk import Attached, FileKind
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@flow.tapped("export", Action.EXPORT)
async def export(scene: Scene) -> Turn:
    """Which file; then the file itself, for whoever asked."""
    appeal, form = await scene.appeal(), scene.arg(1)
    if not form:
        rows = [button(f"export-{one}", f"export:{appeal.id}:{one}") for one in FORMS]
        return scene.stay(say("export-which", rows, number=appeal.number))
    if form not in FORMS:
        raise Refused("stale-button")
    name = f"{appeal.number}.{form}"
    ref = f"card:{appeal.id}:{form}"
    file = scene.unit.exchange.house_file(scene.chat, ref, name, FORMS[form], scene.now)
    scene.unit.appeals.record(appeal, "exported", scene.actor.id, scene.now, form=form)
    attached = Attached(file, FileKind.DOCUMENT, "", name, FORMS[form])
    return scene.stay(say("export-made", files=[attached], number=appeal.number))
