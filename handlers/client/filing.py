"""Being heard: whatever a client writes becomes an appeal, or joins the one it continues."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.access import Action
from domain.appeals import ONE_BREATH, Appeal, same_breath
from domain.refusal import Refused
from domain.talk import Button, Inbound, Reply
from handlers.client import receipt
from handlers.client.register import register
from handlers.flow import Flow, Scene, Turn
from texts import button, say

flow = Flow()


@flow.rest("client")
async def hear(scene: Scene) -> Turn:
    """Nothing to fill in first: to write is to be heard."""
    event = scene.event
    if is_nothing(event):
        return scene.stay(say("nothing-said"))
    appeals = await scene.unit.appeals.open_of(scene.chat)
    if going_on := same_breath(appeals, event.at, event.album):
        join(scene, going_on, event)
        return scene.stay()
    if appeals:
        return _offer(scene, appeals)
    appeal = await register(scene, event.at)
    keep(scene, appeal, event)
    return Turn((receipt.of(scene, appeal),))


@flow.said("client-joined")
async def hear_more(scene: Scene) -> Turn:
    """What follows at once goes where the last message went; later ones are asked about again."""
    draft, event = scene.chat.draft, scene.event
    first_at = datetime.fromisoformat(draft["at"])
    same_album = bool(event.album) and event.album == draft["album"]
    soon = timedelta(0) <= event.at - first_at <= ONE_BREATH
    appeal = await scene.unit.appeals.get(draft["appeal"]) if same_album or soon else None
    if appeal is None or not appeal.is_open or is_nothing(event):
        return await hear(scene)
    entry = join(scene, appeal, event)
    return Turn((), "client-joined", draft | {"entries": [*draft["entries"], entry]})


@flow.tapped("add", Action.ADD_TO)
async def ask_what_to_add(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    if not appeal.is_open:
        raise Refused("already-answered", number=appeal.number)
    ask = say("ask-addition", button("cancel", "cancel"), number=appeal.number)
    return Turn((ask,), "client-add", {"appeal": appeal.id})


@flow.said("client-add")
async def add(scene: Scene) -> Turn:
    if is_nothing(scene.event):
        return scene.stay(say("nothing-said"))
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is None or not appeal.is_open:
        return await hear(scene)
    entry = join(scene, appeal, scene.event)
    draft = joined_draft(scene.event, appeal, entry)
    return Turn((say("added", number=appeal.number),), "client-joined", draft)


@flow.tapped("cancel", Action.WRITE)
async def cancel(scene: Scene) -> Turn:
    return Turn((say("cancelled"),))


@flow.tapped("split", Action.ADD_TO)
async def split(scene: Scene) -> Turn:
    """What was joined to an open appeal is another matter after all."""
    entries, event_at = _joined(scene)
    joined = await scene.appeal()
    appeal = await register(scene, event_at)
    return await _move(scene, entries, joined, appeal, Turn((receipt.of(scene, appeal),)))


@flow.tapped("move", Action.ADD_TO)
async def move(scene: Scene) -> Turn:
    """What was joined to one open appeal belongs to another open one."""
    appeal = await scene.appeal()
    entries, _ = _joined(scene)
    joined = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if joined is None or not appeal.is_open:
        raise Refused("already-answered", number=appeal.number)
    return await _move(
        scene, entries, joined, appeal, Turn((say("added", number=appeal.number),))
    )


def is_nothing(event: Inbound) -> bool:
    return not event.text.strip() and not event.files


def keep(scene: Scene, appeal: Appeal, event: Inbound) -> int:
    """The words and files of an event become part of the appeal."""
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at, message=event.message
    )
    scene.unit.exchange.sent_files(scene.chat, event.files, scene.now, entry)
    return entry


def join(scene: Scene, appeal: Appeal, event: Inbound) -> int:
    """Words said later join the appeal; whoever works on it hears of them."""
    entry = keep(scene, appeal, event)
    scene.unit.appeals.record(appeal, "added", "client", scene.now, entry=entry)
    if appeal.officer:
        scene.unit.notices.note(
            appeal, "added", scene.now, employee=appeal.officer, once=f"added:{entry}", entry=entry
        )
    return entry


def joined_draft(event: Inbound, appeal: Appeal, entry: int) -> dict[str, object]:
    return {
        "appeal": appeal.id,
        "entries": [entry],
        "at": event.at.isoformat(),
        "album": event.album,
    }


def _offer(scene: Scene, appeals: list[Appeal]) -> Turn:
    """Joined already, so that nothing waits for a choice; the choice can still be made."""
    latest = appeals[-1]
    entry = join(scene, latest, scene.event)
    rows: list[tuple[Button, ...]] = [(button("split", f"split:{latest.id}:{entry}"),)]
    for other in reversed(appeals[-4:-1]):
        label = button("move", f"move:{other.id}:{entry}", number=other.number)
        rows.append((label,))
    offer: Reply = say("joined", *rows, number=latest.number)
    return Turn((offer,), "client-joined", joined_draft(scene.event, latest, entry))


def _joined(scene: Scene) -> tuple[list[int], datetime]:
    """The messages the button was offered for, if the dialogue still stands there."""
    draft = scene.chat.draft
    first = scene.args[1] if len(scene.args) > 1 else ""
    if scene.chat.step != "client-joined" or str(draft["entries"][0]) != first:
        raise Refused("stale-button")
    return draft["entries"], datetime.fromisoformat(draft["at"])


async def _move(
    scene: Scene, entries: list[int], joined: Appeal, appeal: Appeal, turn: Turn
) -> Turn:
    for entry in entries:
        scene.unit.exchange.move(entry, appeal.id)
    scene.unit.appeals.record(joined, "moved_away", "client", scene.now, to=appeal.number)
    scene.unit.appeals.record(
        appeal, "moved_here", "client", scene.now, came_from=joined.number, entries=entries
    )
    if appeal.officer:
        scene.unit.notices.note(appeal, "added", scene.now, employee=appeal.officer)
    return turn
