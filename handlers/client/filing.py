"""Being heard: whatever a client writes becomes an appeal, or joins the one it continues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State, in_one_breath, same_breath
from domain.courtesy import is_thanks
from domain.life import RUNNING
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.client import receipt
from handlers.client.register import Heard, register
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from storage.exchange import Entry
from texts import button, say

flow = Flow()

JOINED = "client-joined"
ADDING = "client-add"


@flow.rest("client", Action.WRITE)
async def hear(scene: Scene) -> Turn:
    """Nothing to fill in first: to write is to be heard."""
    event = scene.event
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeals = await scene.unit.appeals.open_of(scene.chat)
    if going_on := same_breath(appeals, event.at, event.album):
        join(scene, going_on)
        return scene.stay()
    if appeals:
        return _offer(scene, appeals)
    if answered := await _thanked_for(scene):
        entry = keep(scene, answered)
        scene.unit.appeals.record(answered, "thanked", "client", scene.now, entry=entry)
        return scene.stay(say("thanked"))
    heard = Heard.now(scene)
    appeal = await register(scene, heard)
    keep(scene, appeal)
    return Turn((receipt.of(scene, appeal, heard.text),), receipt=appeal.id)


async def _thanked_for(scene: Scene) -> Appeal | None:
    """The appeal these words thank for: the last one, answered; None for any other words."""
    if scene.event.files or not is_thanks(scene.event.text):
        return None
    last = await scene.unit.appeals.of_chat(scene.chat, 1)
    done = {State.ANSWERED, State.CONTROL}
    return last[0] if last and last[0].state in done else None


@flow.said(JOINED, Action.WRITE)
async def hear_more(scene: Scene) -> Turn:
    """What follows at once goes where the last message went; later ones are asked about again."""
    draft, event = scene.chat.draft, scene.event
    same_album = bool(event.album) and event.album == draft["album"]
    soon = in_one_breath(datetime.fromisoformat(draft["at"]), event.at)
    appeal = await scene.unit.appeals.get(draft["appeal"]) if same_album or soon else None
    if appeal is None or appeal.state not in RUNNING or scene.says_nothing:
        return await hear(scene)
    entry = join(scene, appeal)
    return Turn((), JOINED, draft | {"entries": [*draft["entries"], entry]})


@flow.tapped("add", Action.ADD_TO)
async def ask_what_to_add(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    ask = say("ask-addition", button("cancel", "cancel"), number=appeal.number)
    return Turn((ask,), ADDING, {"appeal": appeal.id})


@flow.said(ADDING, Action.WRITE)
async def add(scene: Scene) -> Turn:
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is None or appeal.state not in RUNNING:
        return await hear(scene)
    entry = join(scene, appeal)
    return Turn((say("added", number=appeal.number),), JOINED, _joined(scene, appeal, entry))


@flow.tapped("cancel", Action.WRITE)
async def cancel(scene: Scene) -> Turn:
    said = say("cancelled")
    return Turn((said,)) if scene.chat.step == ADDING else scene.stay(said)


@flow.tapped("split", Action.MOVE_WORDS)
async def split(scene: Scene) -> Turn:
    """What was joined to an open appeal is another matter after all: its time runs from when it
    was written, not from when the button was pressed."""
    joined, draft = await scene.appeal(), _offered(scene)
    versions = await _versions(scene, joined)
    heard = Heard(
        "\n".join(entries[-1].text for entries in versions),
        datetime.fromisoformat(draft["at"]),
        datetime.fromisoformat(draft["received_at"]),
        draft["album"],
    )
    appeal = await register(scene, heard)
    _move(scene, joined, appeal, versions)
    return Turn((receipt.of(scene, appeal, heard.text),), receipt=appeal.id)


@flow.tapped("move", Action.ADD_TO)
async def move(scene: Scene) -> Turn:
    """What was joined to one open appeal belongs to another open one."""
    appeal, draft = await scene.appeal(), _offered(scene)
    joined = await scene.unit.appeals.get(draft["appeal"])
    if joined is None or appeal.state not in RUNNING:
        raise Refused("already-answered", number=appeal.number)
    _move(scene, joined, appeal, await _versions(scene, joined))
    return Turn((say("added", number=appeal.number),))


def keep(scene: Scene, appeal: Appeal) -> int:
    """The words and files said just now become part of the appeal."""
    event = scene.event
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at, message=event.message
    )
    scene.unit.exchange.sent_files(scene.chat, event.files, scene.now, entry)
    return entry


def join(scene: Scene, appeal: Appeal) -> int:
    """Words said later join the appeal; whoever works on it hears of them."""
    entry = keep(scene, appeal)
    scene.unit.appeals.record(appeal, "added", "client", scene.now, entry=entry)
    _tell_officer(scene, appeal, entry)
    return entry


def _offer(scene: Scene, appeals: list[Appeal]) -> Turn:
    """Joined already, so that nothing waits for a choice; the choice can still be made."""
    latest = appeals[-1]
    entry = join(scene, latest)
    rows: list[tuple[Button, ...]] = [(button("split", f"split:{latest.id}:{entry}"),)]
    for other in reversed(appeals[-4:-1]):
        label = button("move", f"move:{other.id}:{entry}", number=other.number)
        rows.append((label,))
    offer: Reply = say("joined", *rows, number=latest.number)
    return Turn((offer,), JOINED, _joined(scene, latest, entry))


def _joined(scene: Scene, appeal: Appeal, entry: int) -> dict[str, Any]:
    return {
        "appeal": appeal.id,
        "entries": [entry],
        "at": scene.event.at.isoformat(),
        "received_at": scene.now.isoformat(),
        "album": scene.event.album,
    }


def _offered(scene: Scene) -> dict[str, Any]:
    """The messages the button was offered for, if the dialogue still stands there."""
    draft = scene.chat.draft
    if scene.chat.step != JOINED or draft["entries"][0] != scene.number(1):
        raise Refused("stale-button")
    return draft


async def _versions(scene: Scene, joined: Appeal) -> list[list[Entry]]:
    """The messages last joined to an appeal, each in all its versions, oldest first."""
    said = [e for e in await scene.unit.exchange.of_appeal(joined.id) if not e.author]
    versions = []
    for first in scene.chat.draft["entries"]:
        chain: list[Entry] = []
        for entry in said:
            if entry.id == first or (chain and entry.revises == chain[-1].id):
                chain.append(entry)
        versions.append(chain)
    return [chain for chain in versions if chain]


def _move(scene: Scene, joined: Appeal, appeal: Appeal, versions: list[list[Entry]]) -> None:
    """Messages joined to one appeal go to another, as they were mended; both histories say so."""
    entries = [entry.id for chain in versions for entry in chain]
    for entry in entries:
        scene.unit.exchange.move(entry, appeal.id)
    scene.unit.appeals.record(joined, "moved_away", "client", scene.now, to=appeal.number)
    scene.unit.appeals.record(
        appeal, "moved_here", "client", scene.now, came_from=joined.number, entries=entries
    )
    for entry in entries[-1:]:
        _tell_officer(scene, appeal, entry)


def _tell_officer(scene: Scene, appeal: Appeal, entry: int) -> None:
    # whoever has to approve the reply hears of it as its author does
    for who in filter(None, dict.fromkeys((appeal.officer, appeal.signatory))):
        once = f"added:{appeal.id}:{entry}" + ("" if who == appeal.officer else f":{who}")
        scene.unit.notices.note(appeal, "added", scene.now, employee=who, once=once, entry=entry)
