"""Words changed after they were sent: both versions are kept, and whoever works on it hears."""

from __future__ import annotations

from domain.talk import What
from handlers.flow import Flow, Scene, Turn
from handlers.officer import reply

flow = Flow()


@flow.happened(What.EDITED)
async def edited(scene: Scene) -> Turn:
    event = scene.event
    if scene.chat.step == reply.WRITING:
        return await reply.edited(scene)
    versions = await scene.unit.exchange.by_message(scene.chat, event.message)
    if not versions or versions[-1].text == event.text:
        return scene.stay()
    appeal = await scene.unit.appeals.get(versions[-1].appeal)
    if appeal is None:
        return scene.stay()
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at,
        message=event.message, revises=versions[-1].id,
    )
    scene.unit.appeals.record(
        appeal, "edited", "client", scene.now, entry=entry, revises=versions[-1].id
    )
    if appeal.officer and appeal.is_open:
        scene.unit.notices.note(appeal, "edited", scene.now, employee=appeal.officer)
    return scene.stay()
