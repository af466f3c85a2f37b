"""Proving anew who it is: accounts silent for long, and the PIN of those who sign and control.

While the PIN is asked for, the draft of the dialogue holds what it interrupts: `was` and `draft`
(step and draft to go back to), `then` (the events that are heard once it is right), and `whole`
(nothing else is heard meanwhile, for the account was silent). No PIN ever stands in it, and no
words of a proposal without a name.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from domain.access import Action
from domain.people import Chat
from domain.proving import (
    LOCKED_FOR,
    WRONG_PINS,
    hashed,
    is_forgotten,
    is_pin,
    is_stale,
    wants_pin,
)
from domain.talk import Channel, File, FileKind, Inbound, Reply, What
from handlers.called import is_command
from handlers.employee import access
from handlers.employee.proposals import PROPOSING
from handlers.flow import Flow, Scene, Turn
from handlers.joining import CODE
from texts import button, heard_as, moments, say

flow = Flow()

PIN = "employee-pin"
#: what is heard even while nothing else is
_FREE = frozenset({"lost-phone", "lost-yes", "pin-cancel"})
_NOTICED = frozenset({What.LEFT, What.CAME_BACK, What.IN_GROUP})
_WORDS = frozenset({What.SAID, What.EDITED})
#: how much waits for a PIN: an album with what was said about it
A_FEW = 12
#: nobody has read a question of ours and answered it as soon as this
AT_ONCE = timedelta(seconds=2)


@flow.gate("before")
async def before(scene: Scene) -> Turn | None:
    """Keeps when an employee was last heard, to the minute; whoever was silent for too long is
    heard no more, or types their PIN first."""
    chat, event, now = scene.chat, scene.event, scene.now
    if not chat.employee or event.what in _NOTICED or re.fullmatch(CODE, event.text.strip()):
        return None
    security, seen = scene.house.ministry.security, chat.seen_at
    if is_forgotten(security, seen, now):
        return await _forgotten(scene)
    if scene.actor.employee is None:  # a citizen's words prove nothing, and are never kept waiting
        return None
    chat.seen_at = now.replace(second=0, microsecond=0)
    if chat.step == PIN:
        return await _meanwhile(scene)
    silent = seen is not None and is_stale(security, seen, now)
    if silent and wants_pin(security, scene.actor.roles, chat.proved_at, now):
        return await _ask(scene, whole=True)
    return None


@flow.gate("proof")
async def proof(scene: Scene) -> Turn:
    """What wants a PIN waits for it."""
    return await _ask(scene, whole=False)


async def _forgotten(scene: Scene) -> Turn:
    """The account is nobody's any more; what a citizen does there is heard all the same."""
    chat = scene.chat
    step, draft = chat.step, chat.draft
    await access.ended(scene.unit, chat.employee, "clock", "silent", scene.now)
    if scene.actor.employee:
        return Turn((say("access-silent"),))
    return Turn((say("access-silent-citizen"),), step, draft, later=(scene.event,))


async def _ask(scene: Scene, *, whole: bool) -> Turn:
    kept = await scene.unit.pins.get(scene.chat.employee)
    if kept and kept["set_at"] is None:  # it was left half set
        await scene.unit.pins.forget(scene.chat.employee)
        kept = None
    kept_back = {"was": scene.chat.step, "draft": scene.chat.draft, "whole": whole}
    draft = kept_back | {"then": _put_off(scene.event, scene.chat.step)}
    rows = () if whole else (button("pin-cancel", "pin-cancel"),)
    asked = say("pin-ask" if kept else "pin-new", rows)
    if scene.event.what is What.EDITED:
        return Turn((say("edit-unknown"), asked), PIN, draft)
    if scene.event.what is What.SAID and scene.chat.step == PROPOSING:
        return Turn((say("pin-not-kept"), asked), PIN, draft)
    return Turn((asked,), PIN, draft)


async def _meanwhile(scene: Scene) -> Turn | None:
    """Something happens while the PIN is asked for. Whoever may go on without it goes on where
    they were; words are taken for a PIN, so that no PIN is ever taken for words."""
    chat, event = scene.chat, scene.event
    if event.what is What.EDITED:
        return _mended(scene)
    said = [one for one in chat.draft["then"] if _is_words(one["what"], one["text"])]
    if _is_words(event.what, event.text):
        if not _goes_on(said, event):
            return await hear(scene)
        then = [*chat.draft["then"], *_put_off(event, chat.draft["was"])]
        return Turn((), PIN, chat.draft | {"then": then})
    text = event.text.strip().lower()
    if event.tap.partition(":")[0] in _FREE or text in heard_as("lost-phone"):
        return None
    if chat.draft["whole"]:
        then = [*said, *_put_off(event, chat.draft["was"])]
        return Turn((say("pin-first"),), PIN, chat.draft | {"then": then})
    chat.step, chat.draft = chat.draft["was"], chat.draft["draft"]
    return None


def _is_words(what: str, text: str) -> bool:
    """Whether something said is no command."""
    return what == What.SAID and not (text.strip().startswith("/") or is_command(text))


def _goes_on(said: list[dict[str, Any]], event: Inbound) -> bool:
    """Whether it was sent together with the words that wait, before anything could be asked."""
    if not said or len(said) >= A_FEW or is_pin(event.text.strip()):
        return False
    last = said[-1]
    if event.album and event.album == last["album"]:
        return True
    return abs(event.at - datetime.fromisoformat(last["at"])) <= AT_ONCE


def _mended(scene: Scene) -> Turn:
    """Words that wait are mended where they wait. A change of any others is not heard: what was
    typed for a PIN is no words, and what was proposed without a name is nobody's."""
    event, draft = scene.event, scene.chat.draft
    waits = [one["message"] for one in draft["then"] if one["what"] == What.SAID]
    if event.message not in waits or is_pin(event.text.strip()):
        return scene.stay(say("edit-unknown"))
    new = {"text": event.text, "files": asdict(event)["files"]}
    mended = [one | new if one["message"] == event.message else one for one in draft["then"]]
    return Turn((), PIN, draft | {"then": mended})


@flow.tapped("pin-cancel", Action.PROVE)
async def cancel(scene: Scene) -> Turn:
    """What wants the PIN is not done; everything else goes on as it was."""
    draft = scene.chat.draft
    if scene.chat.step != PIN or draft["whole"]:
        return scene.stay(say("stale-button"))
    return Turn((say("cancelled"),), draft["was"], draft["draft"])


@flow.said(PIN, Action.PROVE)
async def hear(scene: Scene) -> Turn:
    """A PIN, the first of two, or the second; it is kept nowhere but as a salted hash."""
    pin, who = scene.event.text.strip(), scene.chat.employee
    if scene.event.files or not is_pin(pin):
        return scene.stay(say("pin-digits"))
    kept = await scene.unit.pins.get(who)
    if kept is None:
        salt = secrets.token_hex(16)
        scene.unit.pins.begin(who, salt, hashed(pin, salt))
        return scene.stay(say("pin-again"))
    if kept["locked_until"] and scene.now < kept["locked_until"]:
        until = moments.soon(kept["locked_until"], scene.house.zone, scene.now)
        return scene.stay(say("pin-locked", until=until))
    right = hmac.compare_digest(hashed(pin, kept["salt"]), kept["hash"])
    if kept["set_at"] is None:
        return await _second(scene, right)
    return _right(scene, say("pin-right")) if right else await _wrong(scene, kept)


async def _second(scene: Scene, same: bool) -> Turn:
    who, now = scene.chat.employee, scene.now
    if not same:
        await scene.unit.pins.forget(who)
        return scene.stay(say("pin-differs"))
    scene.unit.pins.confirm(who, now)
    scene.unit.staff.record("pin_set", "employee", who, who, now)
    return _right(scene, say("pin-set"))


def _right(scene: Scene, told: Reply) -> Turn:
    """Proved: what was interrupted goes on, and what waited for it is heard."""
    draft = scene.chat.draft
    scene.unit.pins.tried(scene.chat.employee, 0, None)
    scene.chat.proved_at = scene.now
    return Turn((told,), draft["was"], draft["draft"], later=_revived(draft["then"]))


async def _wrong(scene: Scene, kept: dict[str, Any]) -> Turn:
    who, tries = scene.chat.employee, int(kept["tries"]) + 1
    if tries < WRONG_PINS:
        scene.unit.pins.tried(who, tries, None)
        return scene.stay(say("pin-wrong", left=WRONG_PINS - tries))
    until = scene.now + LOCKED_FOR
    scene.unit.pins.tried(who, 0, until)
    scene.unit.staff.record("pin_locked", "employee", who, "clock", scene.now)
    await _tell_administrators(scene, who)
    return scene.stay(say("pin-locked", until=moments.soon(until, scene.house.zone, scene.now)))


async def _tell_administrators(scene: Scene, who: str) -> None:
    person = scene.house.employee(who)
    administrators = {one.id for one in scene.house.ministry.administrators} - {who}
    told = say(
        "pin-locked-told",
        button("open-person", f"person:{who}"),
        name=person.name if person else who,
    )
    for chat in (await scene.unit.chats.of_employees(administrators)).values():
        scene.unit.outbox.post(chat, told, scene.now, kind="notice")


def unkept(chat: Chat, event: Inbound | None) -> bool:
    """Whether words said here may stand nowhere beside a name: a PIN, or those of a proposal
    without a name, also where they are changed later."""
    if not chat.employee or (event and event.what not in _WORDS):
        return False
    return chat.step in {PIN, PROPOSING} or bool(event and event.what is What.EDITED)


def _put_off(event: Inbound, step: str) -> list[dict[str, Any]]:
    """The event as a draft keeps it; nothing for what looks like a PIN or may be a proposal."""
    proposed = event.what is What.EDITED or (event.what is What.SAID and step == PROPOSING)
    if proposed or is_pin(event.text.strip()):
        return []
    return [asdict(event) | {"at": event.at.isoformat()}]


def _revived(kept: list[dict[str, Any]]) -> tuple[Inbound, ...]:
    return tuple(_as_it_was(one) for one in kept)


def _as_it_was(kept: dict[str, Any]) -> Inbound:
    files = tuple(File(**(file | {"kind": FileKind(file["kind"])})) for file in kept["files"])
    known = {"channel": Channel(kept["channel"]), "what": What(kept["what"]), "files": files}
    return Inbound(**(kept | known | {"at": datetime.fromisoformat(kept["at"])}))
