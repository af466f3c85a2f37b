"""The client's choice: the message becomes an official appeal, or what to file on the portal."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from handlers import form, official
from handlers.flow import Flow, Scene, Turn
from handlers.form import DIALOGUE, Filled, Form
from handlers.officer import draft as drafts
from texts import written

flow = Flow()


@flow.tapped("official", Action.MAKE_OFFICIAL)
async def begin(scene: Scene) -> Turn:
    """A few short steps, each can be passed over; till the last one it stays a message."""
    appeal = await scene.appeal()
    if official.is_handed_over(scene.house):
        return await _hand_over(scene, appeal)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return form.begin(scene, OFFICIAL, appeal, **{DIALOGUE: "yes"})


async def _hand_over(scene: Scene, appeal: Appeal) -> Turn:
    """The message stays a message with its eight hours; the rest is for the portal."""
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    scene.unit.appeals.record(appeal, "official_handed_over", "client", scene.now)
    return scene.stay(written(official.handed_over(scene.house, appeal, entries, scene.now)))


async def _done(scene: Scene, appeal: Appeal | None, filled: Filled) -> Turn:
    assert appeal is not None
    made = await official.make(scene, appeal, filled)
    way = official.particulars(filled.values)["reply_by"]
    return Turn((written(official.told(scene.house, made, way, scene.now)),))


OFFICIAL = form.add(
    Form("official", "client", Action.MAKE_OFFICIAL, official.FIELDS, official.lines, _done)
)
