"""Being heard: whatever a client writes becomes an appeal, or joins the one it continues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State, in_one_breath, same_breath
from domain.courtesy import is_thanks
from domain.life import possible
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers import questions
from handlers.client import mailings, receipt
from handlers.client.register import Heard, register
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk
from handlers.officer import draft as drafts
from storage.exchange import Entry
from texts import button, say

flow = Flow()

JOINED = "client-joined"
ADDING = "client-add"
#: the same for a question of ours that waits for an answer
ANSWERING = "client-answer"


@flow.rest("client", Action.WRITE)
async def hear(scene: Scene) -> Turn:
    """Nothing to fill in first: to write is to be heard. At work nothing is filed as a citizen's
    by itself: the employee says what it is."""
    event = scene.event
    if scene.actor.employee:
        return await desk.aside(scene)
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeals = await scene.unit.appeals.open_of(scene.chat)
    going_on = same_breath(appeals, event.at, event.album)
    asked = await _asked(scene, appeals, going_on)
    if stopped := await mailings.stopped(scene, amid=bool(asked or going_on)):
        return stopped  # a question of ours goes on waiting
    if asked:
        return await answer(scene, asked)
    if going_on:
        join(scene, going_on)
        return scene.stay()
    if appeals:
        return _offer(scene, appeals[-1], appeals, join(scene, appeals[-1]))
    if answered := await _thanked_for(scene):
        return scene.stay(thanked(scene, answered))
    heard = Heard.now(scene)
    appeal = await register(scene, heard)
    keep(scene, appeal)
    return Turn((receipt.of(scene, appeal, heard.text),), receipt=appeal.id)


async def _asked(scene: Scene, appeals: list[Appeal], going_on: Appeal | None) -> Appeal | None:
    """The appeal whose question these words answer: one waits, and they do not go on with what was
    written after it."""
    album = scene.event.album
    if going_on and album and going_on.album == album:
        return None
    since = None if going_on is None or going_on.asked else going_on.written_at
    return await questions.waiting(scene.unit, appeals, since)


async def answer(scene: Scene, appeal: Appeal) -> Turn:
    """What was said just now answers our question; the client can still say that it does not."""
    settled = await questions.settle(scene.unit, scene.house, appeal, "client", scene.now)
    entry = join(scene, settled, "answered_question")
    appeals = await scene.unit.appeals.open_of(scene.chat)
    return _offer(scene, settled, appeals, entry, "answer-passed")


async def _thanked_for(scene: Scene) -> Appeal | None:
    """The appeal these words thank for: the last one, answered; None for any other words."""
    if scene.event.files or not is_thanks(scene.event.text):
        return None
    last = await scene.unit.appeals.of_chat(scene.chat, 1)
    return last[0] if last and last[0].state in _TOLD else None


#: the client has been told how it ended
_TOLD = frozenset({State.ANSWERED, State.CONTROL, State.REDIRECTED, State.LEFT})


def thanked(scene: Scene, appeal: Appeal) -> Reply:
    """Thanks for a reply are kept with it, and restart nothing."""
    entry = keep(scene, appeal)
    scene.unit.appeals.record(appeal, "thanked", "client", scene.now, entry=entry)
    return say("thanked")


@flow.said(JOINED, Action.WRITE)
async def hear_more(scene: Scene) -> Turn:
    """What follows at once goes where the last message went; later ones are asked about again."""
    draft, event = scene.chat.draft, scene.event
    if stopped := await mailings.stopped(scene, amid=True):
        return stopped
    same_album = bool(event.album) and event.album == draft["album"]
    soon = in_one_breath(datetime.fromisoformat(draft["at"]), event.at)
    appeal = await scene.unit.appeals.get(draft["appeal"]) if same_album or soon else None
    if appeal is None or not possible(Action.ADD_TO, appeal) or scene.says_nothing:
        return await hear(scene)
    if not same_album and (asked := await _asked_since(scene, draft["at"])):
        return await answer(scene, asked)
    entry = join(scene, appeal, "answered_question" if draft.get("answers") else "added")
    return Turn((), JOINED, draft | {"entries": [*draft["entries"], entry]})


async def _asked_since(scene: Scene, at: str) -> Appeal | None:
    appeals = await scene.unit.appeals.open_of(scene.chat)
    return await questions.waiting(scene.unit, appeals, datetime.fromisoformat(at))


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
    if stopped := await mailings.stopped(scene, amid=True):
        return stopped
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is None or not possible(Action.ADD_TO, appeal):
        return await hear(scene)
    if appeal.asked:
        return await answer(scene, appeal)
    entry = join(scene, appeal)
    return Turn((say("added", number=appeal.number),), JOINED, _joined(scene, appeal, entry))


@flow.tapped("cancel", Action.WRITE)
async def cancel(scene: Scene) -> Turn:
    said = say("cancelled")
    return Turn((said,)) if scene.chat.step in {ADDING, ANSWERING} else scene.stay(said)


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
    told = (receipt.of(scene, appeal, heard.text), *await _asked_still(scene, joined, draft))
    return Turn(told, receipt=appeal.id)


@flow.tapped("move", Action.ADD_TO)
async def move(scene: Scene) -> Turn:
    """What was joined to one open appeal belongs to another open one."""
    appeal, draft = await scene.appeal(), _offered(scene)
    joined = await scene.unit.appeals.get(draft["appeal"])
    if joined is None:
        raise Refused("already-answered", number=appeal.number)
    what = "answered_question" if appeal.asked else "added"
    appeal = await questions.settle(scene.unit, scene.house, appeal, "client", scene.now)
    _move(scene, joined, appeal, await _versions(scene, joined), what)
    told = say("added", number=appeal.number)
    return Turn((told, *await _asked_still(scene, joined, draft)))


async def _asked_still(scene: Scene, joined: Appeal, draft: dict[str, Any]) -> tuple[Reply, ...]:
    """What was taken for an answer was none: the question waits again."""
    if not draft.get("answers") or not await questions.put_again(
        scene.unit, scene.house, joined, scene.now
    ):
        return ()
    row = button("answer", f"answer:{joined.id}")
    return (say("question-waits", row, number=joined.number),)


def keep(scene: Scene, appeal: Appeal) -> int:
    """The words and files said just now become part of the appeal."""
    event = scene.event
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at, message=event.message
    )
    scene.unit.exchange.sent_files(scene.chat, event.files, scene.now, entry)
    return entry


def join(scene: Scene, appeal: Appeal, what: str = "added") -> int:
    """Words said later join the appeal; whoever works on it hears of them. `what` is "added", or
    "answered_question" for an answer."""
    entry = keep(scene, appeal)
    scene.unit.appeals.record(appeal, what, "client", scene.now, entry=entry)
    tell_officer(scene, appeal, entry, what)
    return entry


def _offer(
    scene: Scene, appeal: Appeal, appeals: list[Appeal], entry: int, name: str = "joined"
) -> Turn:
    """Joined already, so that nothing waits for a choice; the choice can still be made."""
    if appeal.kind.internal:
        told = say("request-answered" if name == "answer-passed" else "added", number=appeal.number)
        return Turn((told,), JOINED, _joined(scene, appeal, entry))
    rows: list[tuple[Button, ...]] = [(button("split", f"split:{appeal.id}:{entry}"),)]
    others = [other for other in appeals if other.id != appeal.id]
    for other in reversed(others[-3:]):
        label = button("move", f"move:{other.id}:{entry}", number=other.number)
        rows.append((label,))
    offer: Reply = say(name, *rows, number=appeal.number)
    joined = _joined(scene, appeal, entry) | {"answers": name == "answer-passed"}
    return Turn((offer,), JOINED, joined)


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


def _move(
    scene: Scene,
    joined: Appeal,
    appeal: Appeal,
    versions: list[list[Entry]],
    what: str = "added",
) -> None:
    """Messages joined to one appeal go to another, as they were mended; both histories say so."""
    entries = [entry.id for chain in versions for entry in chain]
    for entry in entries:
        scene.unit.exchange.move(entry, appeal.id)
    scene.unit.appeals.record(joined, "moved_away", "client", scene.now, to=appeal.number)
    scene.unit.appeals.record(
        appeal, "moved_here", "client", scene.now, came_from=joined.number, entries=entries
    )
    for entry in entries[-1:]:
        tell_officer(scene, appeal, entry, what)


def tell_officer(scene: Scene, appeal: Appeal, entry: int, what: str) -> None:
    """Whoever works on it, and whoever has to approve its reply, hears of new words; of an answer
    also those who may take it."""
    people = [who for who in dict.fromkeys((appeal.officer, appeal.signatory)) if who]
    addressees = [{"employee": who} for who in people]
    if not appeal.officer and what != "added":
        addressees.append({"unit": appeal.unit})
    for who in addressees:
        once = f"{what}:{appeal.id}:{entry}:{next(iter(who.values()))}"
        scene.unit.notices.note(appeal, what, scene.now, once=once, entry=entry, **who)
