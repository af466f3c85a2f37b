"""The card of an appeal: all that is known of it, and what this person may do with it."""

from __future__ import annotations

from functools import partial

from domain.access import Action
from domain.appeals import Appeal, Kind, State, first_lines
from domain.life import RUNNING
from domain.talk import Button, Reply
from handlers.client import marks as ratings
from handlers.entries import what_was_sent
from handlers.explain import why
from handlers.flow import Flow, Scene, Turn
from handlers.officer import (
    coexecutors,
    colleagues,
    marks,
    more,
    notes,
    on_record,
    particulars,
    repeats,
)
from handlers.officer import parts as of_parts
from handlers.officer.draft import client_name
from handlers.viewing import reads
from storage.exchange import Entry, Stored
from texts import button, moments, say, words, written

flow = Flow()


@flow.tapped("card", Action.SEE_CARD)
async def card(scene: Scene) -> Turn:
    return scene.stay(await of(scene, await scene.appeal()))


async def of(scene: Scene, appeal: Appeal) -> Reply:
    """The card as this person sees it now."""
    house, now = scene.house, scene.now
    reads(scene, appeal, "card")
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    files = await scene.unit.exchange.files_of(appeal.id)
    delivered = await scene.unit.outbox.deliveries(e.id for e in entries if e.author)
    client = await scene.unit.chats.find(appeal.chat)
    heading = words(
        "card-heading-colleague" if appeal.kind.internal else "card-heading",
        number=appeal.number,
        topic=house.subject(appeal),
        unit=house.unit_name(appeal.unit),
        deadline=house.deadline(appeal, now),
        status=_status(scene, appeal),
        channel=appeal.came_by or (str(client.channel) if client else ""),
        name=first_lines(await client_name(scene, appeal), 60) or words("no-name"),
        came=moments.stamp(appeal.received_at, house.zone),
        **colleagues.facts(house, appeal),
    )
    heading = "\n".join([heading, *await particulars.lines(scene, appeal)])
    lines = [
        _entry(scene, appeal, entry, files, delivered.get(entry.id, {}).get("state", ""))
        for entry in entries
    ]
    if asked := await particulars.questions(scene, appeal):
        lines.append(asked)
    lines += await on_record.replies(scene, appeal)
    lines += await notes.lines(scene, appeal)
    lines += await ratings.lines(scene, appeal)
    heading = "\n".join([heading, *on_record.standing(scene, appeal)])
    parts = await scene.unit.parts.of_appeal(appeal.id)
    lines += await of_parts.lines(scene, parts)
    files += await of_parts.files(scene, parts)
    rows = [*coexecutors.assembling(scene, appeal, parts), *buttons(scene, appeal, bool(files))]
    if again := await repeats.repeated(scene, appeal) if appeal.is_open else None:
        heading = f"{heading}\n\n{repeats.lines(scene, again)}"
        rows += repeats.way_there(scene, appeal, again)
    marked = await marks.lines(scene, appeal)
    return written("\n\n".join([heading, *marked, *lines]), *rows)


def _status(scene: Scene, appeal: Appeal) -> str:
    house = scene.house
    who = partial(house.who_now, now=scene.now) if appeal.is_open else house.who
    status = words(f"card-status-{appeal.state}", who=who(appeal.officer))
    asked = appeal.asked and appeal.state in RUNNING
    return words("card-asked", status=status) if asked else status


def buttons(scene: Scene, appeal: Appeal, files: bool) -> list[tuple[Button, ...]]:
    """What may be done now, by this person, with this appeal."""
    it = str(appeal.id)
    look = [button("why", f"why-card:{it}"), button("refresh", f"card:{it}")]
    if files:
        look.insert(0, button("files", f"files:{it}"))
    moving = _moving(scene, appeal)
    if more.offered(scene, appeal):
        moving.append(button("more", f"more:{it}"))
    return [tuple(row) for row in (_answering(scene, appeal), moving, look) if row]


def _answering(scene: Scene, appeal: Appeal) -> list[Button]:
    it = str(appeal.id)
    if appeal.state is State.WAITING and scene.can(Action.TAKE, appeal):
        return [button("take", f"take:{it}"), button("reply", f"reply:{it}")]
    frequent = [
        ("reply", Action.REPLY),
        ("clarify", Action.ASK_CLIENT),
        ("sign-open", Action.SIGN),
        ("sent", Action.MARK_SENT),
        ("call-back", Action.CALL_BACK),
    ]
    if appeal.state is State.CONTROL:
        frequent += [("take-off", Action.END_CONTROL), ("return", Action.RETURN_FROM_CONTROL)]
    return [button(n, f"{n}:{it}") for n, action in frequent if scene.can(action, appeal)]


def _moving(scene: Scene, appeal: Appeal) -> list[Button]:
    """Whoever sorts sends an appeal where it belongs, everybody else gives it back to them."""
    it = str(appeal.id)
    if not scene.can(Action.ROUTE, appeal):
        return []
    if appeal.kind.internal:
        letter = appeal.kind is Kind.LETTER  # it goes on to somebody by name
        units = [] if letter else colleagues.away(scene.house, appeal)
        return [button("hand-over", f"over:{it}"), *units]
    away = button("give-back", f"give-back:{it}")
    if appeal.unit == scene.house.ministry.default_unit.id:
        away = button("route", f"route:{it}")
    return [button("hand-over", f"over:{it}"), away]


@flow.tapped("why-card", Action.SEE_CARD)
async def why_card(scene: Scene) -> Turn:
    return scene.stay(await why(scene, await scene.appeal()))


@flow.tapped("files", Action.SEE_CARD)
async def files(scene: Scene) -> Turn:
    """The files of the exchange and of the parts, sent anew; those that are not here are named with
    the reason."""
    appeal = await scene.appeal()
    found = await scene.unit.exchange.files_of(appeal.id)
    found += await of_parts.files(scene, await scene.unit.parts.of_appeal(appeal.id))
    here = [file.attached for file in found if file.state == "stored"]
    lines = [words("files-heading", number=appeal.number)]
    for file in found:
        if file.state != "stored":
            lines.append(words(f"file-{file.state}", name=first_lines(file.name, 80)))
    if not found:
        lines = [words("files-none", number=appeal.number)]
    return scene.stay(say("plain", text="\n".join(lines), files=here))


def _entry(scene: Scene, appeal: Appeal, entry: Entry, files: list[Stored], delivery: str) -> str:
    heading = words(
        "entry-heading",
        at=moments.stamp(entry.at, scene.house.zone),
        who=_who(scene, appeal, entry),
        edited="yes" if entry.revises else "no",
        delivery=delivery or "none",
    )
    return "\n".join([heading, *what_was_sent(entry, files)])


def _who(scene: Scene, appeal: Appeal, entry: Entry) -> str:
    """Who said it, and as what, where it is neither the client's words nor a reply."""
    asker = scene.house.who(appeal.filer) if appeal.kind.internal else words("client")
    who = scene.house.who(entry.author) if entry.author else asker
    return words(f"entry-{entry.kind}", who=who) if entry.kind else who
