"""Letters upward: to the minister, a deputy or one's own head, and proposals with a name (E8)."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, Kind, State
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Button
from handlers.client.register import clocked
from handlers.clocks import main_rule
from handlers.employee.filing import receipt
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, say, words

flow = Flow()

#: where the words of a letter are written
WRITING = "employee-letter"
#: what a letter may be
LETTER, PROPOSAL = "letter", "proposal"
LONGEST = 3_500
#: as many recipients as fit under a message
MOST = 5


def recipients(scene: Scene) -> list[Employee]:
    """To whom this employee may write: those of the organisation file in its order, and their own
    head; of a head, the head above."""
    ministry, me = scene.house.ministry, scene.actor.id
    named = [ministry.employees.get(one) for one in ministry.letters]
    found = [one for one in (*named, own_head(scene)) if one and one.id != me]
    return list({one.id: one for one in found}.values())[:MOST]


def own_head(scene: Scene) -> Employee | None:
    """The first head above this employee who is not themselves."""
    ministry, seen = scene.house.ministry, set[str]()
    unit = ministry.units.get(scene.actor.unit)
    while unit and unit.id not in seen:
        seen.add(unit.id)
        head = ministry.employees.get(unit.head)
        if head and head.id != scene.actor.id:
            return head
        unit = ministry.units.get(unit.parent)
    return None


@flow.tapped("upward", Action.WRITE_UPWARD)
async def choose(scene: Scene) -> Turn:
    """To whom."""
    what = PROPOSAL if scene.arg(0) == PROPOSAL else LETTER
    found = recipients(scene)
    if not found:
        raise Refused("upward-nobody")
    rows = [(Button(one.short_name, f"upward-to:{what}:{one.id}"),) for one in found]
    people = "\n".join(words("upward-line", name=one.name, post=one.post) for one in found)
    return scene.stay(say("upward-whom", *rows, people=people))


@flow.tapped("upward-to", Action.WRITE_UPWARD)
async def ask(scene: Scene) -> Turn:
    """The words are asked for; nothing half written is left behind."""
    to = next((one for one in recipients(scene) if one.id == scene.arg(1)), None)
    if to is None or scene.arg(0) not in {LETTER, PROPOSAL}:
        raise Refused("stale-button")
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    question = say("upward-ask", button("cancel", "upward-drop"), name=to.name, post=to.post)
    draft = {"to": to.id, "what": scene.arg(0), "parts": [], "version": 0, "album": ""}
    return Turn((question,), WRITING, draft)


@flow.said(WRITING, Action.WRITE_UPWARD)
async def write(scene: Scene) -> Turn:
    """Each message is a part of the letter; it goes when it is confirmed."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if sum(len(part["text"]) for part in draft["parts"]) + len(event.text) > LONGEST:
        raise Refused("form-too-long", longest=LONGEST)
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    part = {"text": event.text, "files": files, "message": event.message}
    same = bool(event.album) and event.album == draft["album"] and not event.text.strip()
    changed = draft | {"parts": [*draft["parts"], part], "album": event.album}
    return Turn((), WRITING, changed) if same else _shown(scene, changed)


def mend(scene: Scene) -> Turn | None:
    """A message of the letter is changed before it goes; None when it is another one."""
    event, parts = scene.event, scene.chat.draft["parts"]
    if all(part["message"] != event.message for part in parts):
        return None
    parts = [p | {"text": event.text} if p["message"] == event.message else p for p in parts]
    return _shown(scene, scene.chat.draft | {"parts": parts})


def _shown(scene: Scene, draft: dict[str, Any]) -> Turn:
    draft = draft | {"version": draft["version"] + 1}
    text = "\n\n".join(p["text"].strip() for p in draft["parts"] if p["text"].strip())
    shown = say(
        "upward-preview",
        (button("send", f"upward-send:{draft['version']}"), button("cancel", "upward-drop")),
        who=scene.house.full_name(draft["to"]),
        text=text or words("no-words"),
        count=sum(len(part["files"]) for part in draft["parts"]),
    )
    return Turn((shown,), WRITING, draft)


@flow.tapped("upward-send", Action.WRITE_UPWARD)
async def send(scene: Scene) -> Turn:
    """Registered as the recipient's own: nobody beside them reads it before they hand it over."""
    draft = scene.chat.draft
    if scene.chat.step != WRITING:
        raise Refused("stale-button")
    if scene.arg(0) != str(draft["version"]) or not draft["parts"]:
        raise Refused("older-preview")
    to = scene.house.employee(draft["to"])
    if to is None:
        raise Refused("upward-nobody")
    appeal = await _register(scene, to)
    for part in draft["parts"]:
        entry = scene.unit.exchange.said(
            appeal.id, scene.chat, part["text"], scene.event.at, message=part["message"]
        )
        scene.unit.exchange.give_files(part["files"], entry)
    if draft["what"] == PROPOSAL:
        await scene.unit.particulars.note(appeal.id, category="proposal")
    scene.unit.notices.note(appeal, "letter_upward", scene.now, employee=to.id)
    return receipt(scene, appeal)


@flow.tapped("upward-drop", Action.WRITE_UPWARD)
async def drop(scene: Scene) -> Turn:
    if scene.chat.step != WRITING:
        raise Refused("stale-button")
    return Turn((say("upward-dropped"),))


async def _register(scene: Scene, to: Employee) -> Appeal:
    house, now = scene.house, scene.now
    window = house.window(main_rule(house, Kind.LETTER), now, unit=to.unit)
    appeal = await scene.unit.appeals.register(
        scene.chat,
        house.year(now),
        kind=Kind.LETTER,
        process="",
        filer=scene.actor.id,
        topic="",
        unit=to.unit,
        officer=to.id,
        state=State.TAKEN,
        taken_at=now,
        sorting=False,
        album="",
        written_at=scene.event.at,
        received_at=now,
        due_at=window.due_at if window else None,
    )
    clocked(scene, appeal, window)
    facts = {"kind": str(Kind.LETTER), "to": to.id, "unit": to.unit}
    scene.unit.appeals.record(appeal, "requested", scene.actor.id, now, **facts)
    return appeal
