"""Filling in a form: what is written, chosen, passed over, gone back to, and done at its end."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

from domain.access import Action, foreign
from domain.appeals import first_lines
from domain.refusal import Refused
from domain.talk import Button, Inbound
from handlers.flow import Flow, Scene, Step, Turn
from handlers.form import (
    ASKING,
    FILLING,
    FORMS,
    RECORDING,
    RUNNING,
    STEPS,
    Field,
    ended,
    field,
    filled,
    first_unanswered,
    shown,
    wanted,
)
from texts import button, say

flow = Flow()

#: the longest text of an appeal that is written down, in characters
LONGEST = 12_000
#: fields to mend on one page: a row each, and the last row
MENDED_A_PAGE = 5
#: what whoever fills in a form must be allowed all the while
_NEEDS = {
    RECORDING: Action.DRAFT,
    ASKING: Action.FILE_REQUEST,
    RUNNING: Action.RUN_SURVEY,
}


def to_its_end(step: Step) -> Step:
    """A step that may come to the summary of a form that says more there."""

    @wraps(step)
    async def played(scene: Scene) -> Turn:
        return await ended(scene, await step(scene))

    return played


@to_its_end
async def hear(scene: Scene) -> Turn:
    """Words for the field that is asked for."""
    draft, event = scene.chat.draft, scene.event
    at = field(scene, draft, draft["at"])
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if at is not None and at.many:
        return _part(scene, event)
    if FORMS[draft["form"]].files and event.files:
        again = bool(event.album) and event.album == draft.get("album")
        scene.chat.draft = draft = _with_files(scene, draft)
        if not event.text.strip():
            return scene.stay(*(() if again else (say("form-files-kept"),)))
    elif event.files:
        return scene.stay(say("form-words-only"))
    if at is None or (at.heard is None and at.checked is None):
        chosen = _typed_option(scene, at)
        return _next(scene, chosen) if chosen else scene.stay(say("form-press"))
    if not event.text.strip():
        return scene.stay(say("form-words-only"))
    value = _heard(scene, at, event.text)
    messages = draft["messages"] | {at.name: event.message}
    values = draft["values"] | {at.name: value}
    return _next(scene, draft | {"values": values, "messages": messages})


flow.said(FILLING, Action.WRITE)(hear)
flow.said(RECORDING, Action.DRAFT)(hear)
flow.said(ASKING, Action.FILE_REQUEST)(hear)
flow.said(RUNNING, Action.RUN_SURVEY)(hear)


def _heard(scene: Scene, at: Field, text: str) -> str:
    """The value of a field that is written; refused with what to write instead."""
    if at.checked is not None:
        return at.checked(scene, text)
    assert at.heard is not None
    return at.heard(scene.chat.draft["values"], text)


def _with_files(scene: Scene, draft: dict[str, Any]) -> dict[str, Any]:
    """Files that came with a field are kept with the rest; the words are the field's."""
    event = scene.event
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    part = {"text": "", "files": files, "message": event.message, "album": event.album}
    return draft | {"parts": [*draft["parts"], part], "album": event.album}


def _typed_option(scene: Scene, at: Field | None) -> dict[str, Any] | None:
    """The option whose label was written instead of pressed."""
    draft, said = scene.chat.draft, scene.event.text.strip().lower()
    options = at.options(scene, draft["values"]) if at and at.options else ()
    for value, label in options:
        if at and said == label.lower():
            return draft | {"values": draft["values"] | {at.name: value}}
    return None


def _part(scene: Scene, event: Inbound) -> Turn:
    """One more message of what is written down; further pictures of an album go without a word."""
    draft = scene.chat.draft
    so_far = sum(len(part["text"]) for part in draft["parts"])
    if so_far + len(event.text) > LONGEST:
        raise Refused("form-too-long", longest=LONGEST)
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    part = {"text": event.text, "files": files, "message": event.message, "album": event.album}
    last = draft["parts"][-1] if draft["parts"] else None
    changed = draft | {"parts": [*draft["parts"], part]}
    if event.album and last and last["album"] == event.album:
        return Turn((), scene.chat.step, changed)
    return shown(scene, changed)


@flow.tapped("form", Action.WRITE)
@to_its_end
async def choose(scene: Scene) -> Turn:
    at, draft = _pressed(scene)
    options = at.options(scene, draft["values"]) if at.options else ()
    if scene.arg(1) not in dict(options):
        raise Refused("stale-button")
    return _next(scene, draft | {"values": draft["values"] | {at.name: scene.arg(1)}})


@flow.tapped("form-skip", Action.WRITE)
@to_its_end
async def skip(scene: Scene) -> Turn:
    """Nothing is said of it; what was said before is taken back."""
    at, draft = _pressed(scene)
    if not at.can_skip and not (at.many and draft["parts"]):
        raise Refused("stale-button")
    values = {name: value for name, value in draft["values"].items() if name != at.name}
    return _next(scene, draft | {"values": values})


@flow.tapped("form-page", Action.WRITE)
async def turn_page(scene: Scene) -> Turn:
    _, draft = _pressed(scene)
    return shown(scene, draft | {"page": draft["page"] + 1}, scene.event.message)


@flow.tapped("form-back", Action.WRITE)
@to_its_end
async def back(scene: Scene) -> Turn:
    draft = _in_hand(scene)
    if scene.arg(0) != draft["at"]:
        raise Refused("stale-button")
    fields = wanted(scene, draft)
    place = fields.index(draft["at"]) if draft["at"] in fields else len(fields)
    return shown(scene, draft | {"at": fields[max(0, place - 1)], "page": 0, "mending": False})


@flow.tapped("form-mend", Action.WRITE)
@to_its_end
async def choose_to_mend(scene: Scene) -> Turn:
    """Any field of the summary can be mended; the summary comes back after it."""
    draft = _in_hand(scene)
    if draft["at"] or not FORMS[draft["form"]].mends:
        raise Refused("stale-button")
    fields = [f for f in map(partial(field, scene, draft), wanted(scene, draft)) if f and f.title]
    if scene.arg(0):
        if scene.arg(0) not in {one.name for one in fields}:
            raise Refused("stale-button")
        mending = {"at": scene.arg(0), "page": 0, "mending": True}
        return shown(scene, draft | mending)
    page = scene.number(1) % max(1, -(-len(fields) // MENDED_A_PAGE))
    some = fields[page * MENDED_A_PAGE :][:MENDED_A_PAGE]
    rows = [(Button(first_lines(one.title, 40), f"form-mend:{one.name}"),) for one in some]
    last = [button("form-show", "form-show")]
    if len(fields) > MENDED_A_PAGE:
        last.append(button("more", f"form-mend::{page + 1}"))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("form-mend", *rows, tuple(last), instead_of=turned))


@flow.tapped("form-show", Action.WRITE)
@to_its_end
async def show(scene: Scene) -> Turn:
    return shown(scene, _in_hand(scene))


@flow.tapped("form-drop", Action.WRITE)
async def drop(scene: Scene) -> Turn:
    draft = _in_hand(scene)
    name = "form-dropped" if draft["appeal"] else "record-dropped"
    name = "request-dropped" if scene.chat.step == ASKING else name
    name = "run-dropped" if scene.chat.step == RUNNING else name
    return Turn((say(name, number=draft["number"]),))


@flow.tapped("form-done", Action.WRITE)
async def finish(scene: Scene) -> Turn:
    """What was filled in is done, if it may be done still."""
    draft = _in_hand(scene)
    if draft["at"] or scene.arg(0) != str(draft["version"]):
        raise Refused("stale-button")
    form, appeal = FORMS[draft["form"]], None
    try:
        if draft["appeal"]:
            found = await scene.unit.appeals.get(draft["appeal"])
            appeal = scene.allowed(found, form.action)
        elif not scene.may(form.action):
            raise foreign(form.action)
    except Refused:
        scene.chat.step, scene.chat.draft = "", {}
        raise
    return await form.done(scene, appeal, filled(scene, draft))


async def mend(scene: Scene) -> Turn | None:
    """A message a value was written in is changed; None when it is none."""
    draft, event = scene.chat.draft, scene.event
    if any(part["message"] == event.message for part in draft["parts"]):
        parts = [
            p | {"text": event.text} if p["message"] == event.message else p for p in draft["parts"]
        ]
        return await _mended(scene, draft | {"parts": parts})
    for name, message in draft["messages"].items():
        at = field(scene, draft, name)
        written = at is not None and (at.heard or at.checked)
        if message == event.message and at is not None and written:
            value = _heard(scene, at, event.text)
            return await _mended(scene, draft | {"values": draft["values"] | {name: value}})
    return None


async def _mended(scene: Scene, draft: dict[str, Any]) -> Turn:
    """Said anew only where the change can be seen."""
    if draft["at"]:
        return Turn((), scene.chat.step, draft)
    return await ended(scene, shown(scene, draft))


def _next(scene: Scene, draft: dict[str, Any]) -> Turn:
    fields = wanted(scene, draft)
    place = fields.index(draft["at"]) + 1 if draft["at"] in fields else len(fields)
    at = fields[place] if place < len(fields) else ""
    if draft.get("mending"):  # another choice may ask for more than was answered
        at = first_unanswered(scene, draft, needed=True)
    # where nothing can be passed over, what was answered is not asked again on the way back
    mending = bool(draft.get("mending") and at and FORMS[draft["form"]].ending)
    return shown(scene, draft | {"at": at, "page": 0, "mending": mending})


def _in_hand(scene: Scene) -> dict[str, Any]:
    needs = _NEEDS.get(scene.chat.step)
    if needs and not scene.may(needs):
        raise foreign(needs)
    if scene.chat.step not in STEPS:
        raise Refused("stale-button")
    return scene.chat.draft


def _pressed(scene: Scene) -> tuple[Field, dict[str, Any]]:
    """The field the pressed button belongs to, if it is the one asked for."""
    draft = _in_hand(scene)
    at = field(scene, draft, draft["at"])
    if at is None or scene.arg(0) != at.name:
        raise Refused("stale-button")
    return at, draft
