"""What an officer says on the way, framed as the client reads it: greeted, explained, signed.

The frame says who writes and why (N-1052 §20, N-2137 §9). What `framed` has made of the words is
kept in `Said.more`: "greeting" (as the officer typed it), "body" (the rest), "errors" (rules of
the reply check that the words break).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.appeals import Appeal
from domain.life import RUNNING
from domain.talk import Button
from handlers.flow import Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.asking import ASKED, Said, preview
from handlers.officer.findings import findings_text, greeting_of
from handlers.officer.review import errors, parted, review_words
from handlers.officer.telling import tell
from texts import moments, say, words, written

#: which frame each kind of words has for a client (a colleague's ends in "-colleague"), and as what
#: the exchange keeps them
FRAMES: Mapping[str, tuple[str, str]] = {
    "clarify": ("question-to-client", "question"),
    "inform": ("progress-to-client", "interim"),
    "promise-words": ("promise-to-client", "interim"),
    "kept": ("kept-to-client", "interim"),
}


async def show(scene: Scene, appeal: Appeal, what: str, said: Said) -> Turn:
    """The preview, with what the reply check found in the officer's words."""
    said = replace(said, files=await _here(scene, said))
    if not said.text:
        kept = scene.chat.draft | {"files": list(said.files)}
        return Turn((say("told-words-wanted"),), ASKED, kept)
    until = _until(said)
    day = scene.house.calendar.local_day(until) if until else None
    findings = await review_words(scene, appeal, said.text, day)
    greeting, body = parted(said.text, findings)
    found = {"greeting": greeting, "body": body, "errors": errors(findings)}
    said = replace(said, more=said.more | found)
    files = "yes" if said.files else "no"
    heading = words("told-preview", number=appeal.number, files=files)
    checked = written(f"{heading}\n\n{findings_text(findings, said.text)}")
    shown = written(await _framed(scene, appeal, what, said))
    go = "send-anyway" if found["errors"] else "send"
    return preview(scene, what, said, checked, shown, go=go)


async def look_again(scene: Scene, appeal: Appeal, what: str, said: Said) -> Turn | None:
    """The preview anew where a file of it could not be received; its sender has heard of it."""
    if await _here(scene, said) == said.files:
        return None
    return await show(scene, appeal, what, said)


async def send(
    scene: Scene,
    appeal: Appeal,
    what: str,
    said: Said,
    rows: Sequence[Sequence[Button]] = (),
) -> dict[str, Any]:
    """The words go to the client; what the history is to know of them."""
    text, kind = await _framed(scene, appeal, what, said), FRAMES[what][1]
    entry = await tell(scene, appeal, text, kind, said=said.text, files=said.files, rows=rows)
    broken = said.more["errors"]
    return {"entry": entry} | ({"broken": broken} if broken else {})


def done(appeal: Appeal, name: str, **values: Any) -> Turn:
    """What the officer hears; without a dialogue it is for them to pass the words on."""
    if appeal.chat is None:
        return Turn((say("told-otherwise", number=appeal.number),))
    return Turn((say(name, number=appeal.number, **values),))


async def _framed(scene: Scene, appeal: Appeal, what: str, said: Said) -> str:
    house, employee, until = scene.house, scene.actor.employee, _until(said)
    assert employee is not None
    name = await drafts.client_name(scene, appeal)
    frame = FRAMES[what][0]
    return words(
        f"{frame}-colleague" if appeal.kind.internal else frame,
        greeting=said.more["greeting"] or greeting_of(appeal, name),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, house.zone),
        text=said.more["body"] or said.text,
        ministry=house.ministry.short_name or house.ministry.name,
        name=employee.name,
        post=employee.post,
        unit=house.unit_name(employee.unit),
        phone=employee.phone or "none",
        until=moments.until(until, house.zone, scene.now) if until else "",
        late="yes" if until and until < scene.now else "no",
        next=_next(scene, appeal),
    )


def _next(scene: Scene, appeal: Appeal) -> str:
    """What the client waits for after this (W12)."""
    if appeal.state not in RUNNING:
        return words("told-goes-on")
    return words("told-no-reply-yet", promise=scene.house.promise(appeal, scene.now))


def _until(said: Said) -> datetime | None:
    until = said.more.get("until")
    return datetime.fromisoformat(until) if until else None


async def _here(scene: Scene, said: Said) -> tuple[int, ...]:
    """The files without those that could not be received."""
    lost = {f.id for f in await scene.unit.exchange.files(said.files) if f.state == "lost"}
    return tuple(file for file in said.files if file not in lost)
