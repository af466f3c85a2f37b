"""A message turned into an official appeal by an officer, with the client or without."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from handlers import form, official
from handlers.flow import Flow, Scene, Turn
from handlers.form import DIALOGUE, Filled, Form
from handlers.officer import card
from handlers.officer import draft as drafts
from handlers.officer.telling import let_know, tell
from texts import button, say, words, written

flow = Flow()


@flow.tapped("turn-official", Action.TURN_OFFICIAL)
async def offer(scene: Scene) -> Turn:
    """The client is asked for what is missing, or the officer fills it in. Where official appeals
    are taken through the portal only, what came by a messenger goes there; what came on paper is
    official all the same."""
    appeal = await scene.appeal()
    client = await scene.unit.chats.find(appeal.chat)
    handed = client is not None and official.is_handed_over(scene.house)
    rows = []
    if client is not None and client.reachable:
        name = "turn-hand-over" if handed else "turn-ask"
        rows.append((button(name, f"turn-ask:{appeal.id}"),))
    if not handed:
        rows.append((button("turn-fill", f"turn-fill:{appeal.id}"),))
    rows.append((button("open", f"card:{appeal.id}"),))
    name = "turn-handed" if handed else "turn-official"
    return scene.stay(say(name, *rows, number=appeal.number))


@flow.tapped("turn-ask", Action.TURN_OFFICIAL)
async def ask_client(scene: Scene) -> Turn:
    """The client gets the button with its steps, or what to file on the portal; once."""
    appeal = await scene.appeal()
    if appeal.chat is None:
        raise Refused("no-dialogue", number=appeal.number)
    if any(row["what"] == "official_asked" for row in await scene.unit.appeals.history(appeal)):
        raise Refused("official-asked-already", number=appeal.number)
    if official.is_handed_over(scene.house):
        entries = await scene.unit.exchange.of_appeal(appeal.id)
        text = official.handed_over(scene.house, appeal, entries, scene.now)
        await tell(scene, appeal, text, "notice")
    else:
        text = words("official-asked", number=appeal.number)
        rows = ((button("official", f"official:{appeal.id}"),),)
        await tell(scene, appeal, text, "notice", rows=rows)
    scene.unit.appeals.record(appeal, "official_asked", scene.actor.id, scene.now)
    return scene.stay(say("turn-asked", number=appeal.number))


@flow.tapped("turn-fill", Action.TURN_OFFICIAL)
async def fill_in(scene: Scene) -> Turn:
    """With the data at hand, the officer fills it in."""
    appeal = await scene.appeal()
    if appeal.chat is not None and official.is_handed_over(scene.house):
        raise Refused("turn-handed", number=appeal.number)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    dialogue = {DIALOGUE: "yes"} if appeal.chat is not None else {}
    return form.begin(scene, TURNED, appeal, **dialogue)


async def _done(scene: Scene, appeal: Appeal | None, filled: Filled) -> Turn:
    assert appeal is not None
    made = await official.make(scene, appeal, filled)
    way = official.particulars(filled.values).get("reply_by", "")
    await let_know(scene, made, written(official.told(scene.house, made, way, scene.now)))
    return Turn((say("turned-official", number=made.number), await card.of(scene, made)))


TURNED = form.add(
    Form("turned", "officer", Action.TURN_OFFICIAL, official.FIELDS, official.lines, _done)
)
