"""Filing what an employee asks: number, unit, window and notice in one transaction, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.appeals import Appeal, Kind
from domain.requests import goes_to
from handlers.client.register import clocked, notify_unit
from handlers.clocks import main_rule
from handlers.flow import Scene, Turn
from texts import button, moments, say


@dataclass(frozen=True, slots=True)
class Where:
    """What is filed and where it belongs; no unit for what is to be sorted."""

    kind: Kind
    unit: str = ""
    process: str = ""


async def file(
    scene: Scene, where: Where, lines: Sequence[str], parts: Sequence[dict[str, Any]]
) -> Appeal:
    """A new request of this employee. `lines` are the answers to a form, `parts` what was said in
    free words, each message by itself, so that a change of it is known later."""
    house, now = scene.house, scene.now
    place, sorting = goes_to(house.ministry, where.unit, scene.actor.id)
    window = house.window(main_rule(house, where.kind, where.process), now, unit=place)
    appeal = await scene.unit.appeals.register(
        scene.chat,
        house.year(now),
        kind=where.kind,
        process=where.process,
        filer=scene.actor.id,
        topic="",
        unit=place,
        officer="",
        sorting=sorting,
        album="",
        written_at=scene.event.at,
        received_at=now,
        due_at=window.due_at if window else None,
    )
    clocked(scene, appeal, window)
    _keep(scene, appeal, lines, parts)
    facts = {"kind": str(where.kind), "process": where.process, "unit": place, "sorting": sorting}
    scene.unit.appeals.record(appeal, "requested", scene.actor.id, now, **facts)
    notify_unit(scene.unit, appeal, now)
    return appeal


def _keep(
    scene: Scene, appeal: Appeal, lines: Sequence[str], parts: Sequence[dict[str, Any]]
) -> None:
    exchange, at = scene.unit.exchange, scene.event.at
    if lines:
        exchange.said(appeal.id, scene.chat, "\n".join(lines), at)
    for part in parts:
        entry = exchange.said(appeal.id, scene.chat, part["text"], at, message=part["message"])
        exchange.give_files(part["files"], entry)


#: what is said where a request's receipt would not be true
_RECEIPTS = {Kind.ORAL: "oral-receipt", Kind.LETTER: "letter-receipt"}


def receipt(scene: Scene, appeal: Appeal) -> Turn:
    """Told at once: number, unit, by when, what next (N-2138 §10.1, D-139 §3.7)."""
    house, now = scene.house, scene.now
    oral, letter = appeal.kind is Kind.ORAL, appeal.kind is Kind.LETTER
    told = say(
        _RECEIPTS.get(appeal.kind, "request-receipt"),
        button("letter-open" if letter else "request-open", f"my:{appeal.id}"),
        button("menu", "menu"),
        number=appeal.number,
        subject=house.subject(appeal),
        unit=house.unit_name(appeal.unit),
        who=house.full_name(appeal.officer),
        promise=until_when(scene, appeal) if oral else house.promise(appeal, now),
        sorting="yes" if appeal.sorting else "no",
        pause=house.pause(now) or "none",
    )
    return Turn((told,), receipt=appeal.id)


def until_when(scene: Scene, appeal: Appeal) -> str:
    """Until when today's working day lasts there; out of hours, the next one."""
    house, now, due = scene.house, scene.now, appeal.due_at
    if due is None:
        return house.promise(appeal, now)
    zone = house.zone_of(appeal.unit)
    calendar = house.calendar_of(appeal.unit)
    today = calendar.local_day(now) == calendar.local_day(due)
    hour = moments.hour(due, zone)
    return say(
        "oral-today" if today else "oral-later", hour=hour, until=moments.until(due, zone, now)
    ).text
