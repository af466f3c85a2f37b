"""Invitations beside the chat: the command line's, and the codes of a printed sheet."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.documents import sheet
from bot.documents.sheet import Invited
from bot.service import Service
from domain.access import Action, allowed_about
from domain.joining import CODE_LASTS, SHEET_LASTS, TRUSTED, needs_second
from domain.ministry import Employee, Role
from domain.people import Actor, Chat
from domain.talk import Inbound
from handlers.flow import Scene
from handlers.house import House
from handlers.joining import JOINED, confirmers, joined_before, let_in
from handlers.standing import heed_staff
from storage.unit import Unit

HOW = "Open a link and press Start, or send the code to the bot or the community as a message."


class NotSo(Exception):
    """What was asked for cannot be done; the sentence says why and what to do instead."""


async def invite(service: Service, id_: str) -> list[str]:
    """A code for one employee, shown once; the lines to be printed."""
    now, house = service.jobs.clock(), service.house
    async with service.units.begin() as unit:
        person = await _employee(unit, service, id_)
        second = needs_second(person, joined_before=await joined_before(unit, person))
        until = now + CODE_LASTS
        code = unit.invites.make(person.id, now, until, needs_second=second)
        unit.joinings.void(person.id, "", now)
        _on_record(unit, person, "", now, until, second=second)
        others = await confirmers(unit, house, person, "", now) if second else []
    lines = [f"{person.name}, {person.post}", f"One-time code, good for 24 hours: {code}"]
    lines += [f"{door.channel}: {await door.invitation(code)}" for door in service.doors]
    lines.append(HOW)
    return [*lines, *_second_needed(house, person, others)] if second else lines


def _second_needed(house: House, person: Employee, others: Sequence[Chat]) -> list[str]:
    told = "A second person has to confirm this first joining: "
    if others:
        names = ", ".join(house.who(chat.employee) for chat in others)
        return [f"{told}{names} will be asked in the chat."]
    return [
        f"{told}nobody who could has joined yet, so the word is yours. Once {person.id} has sent"
        f" the code and you are sure that it was them: python -m bot confirm {person.id}"
    ]


async def confirm(service: Service, id_: str) -> list[str]:
    """The operator's word for somebody who waits, while nobody who could give it has joined."""
    now, house = service.jobs.clock(), service.house
    async with service.units.begin() as unit:
        person = await _employee(unit, service, id_)
        waiting = [row for row in await unit.joinings.waiting() if row["employee"] == person.id]
        if not waiting:
            raise NotSo(f"{person.id} waits for nobody's word: python -m bot check says who does")
        asked = waiting[-1]
        others = await confirmers(unit, house, person, asked["invited_by"], now)
        if others:
            names = ", ".join(house.who(chat.employee) for chat in others)
            raise NotSo(f"{person.id}: {names} can confirm it in the chat and have been asked to")
        await unit.chats.lock(asked["chat"])
        chat = await unit.chats.get(asked["chat"])
        await unit.joinings.settle(asked["id"], "confirmed", "", now)
        facts = {"invited_by": asked["invited_by"]}
        unit.staff.record("confirmed", "employee", person.id, "", now, **facts)
        for reply in await let_in(_scene(unit, house, chat, now), person, chat, "", ""):
            unit.outbox.post(chat, reply, now)
    return [f"{person.name}, {person.post}: joined through {chat.channel}, profile {chat.name!r}"]


async def write_sheet(service: Service, file: Path, at: str | None) -> list[str]:
    """A sheet for everybody of the unit (None: of all) who has not joined, as a file that nobody
    but its owner reads."""
    now, house = service.jobs.clock(), service.house
    links = {door.channel: await door.invitation("") for door in service.doors}
    unknown = [f"{channel}: {link}" for channel, link in links.items() if "://" not in link]
    async with service.units.begin() as unit:
        await heed_staff(unit, house, await unit.staff.version())
        if at is not None and at not in house.ministry.units:
            raise NotSo(f"no unit {at}; known: {', '.join(sorted(house.ministry.units))}")
        people = [p for p in house.ministry.employees.values() if at in {None, p.unit}]
        people = await _not_joined(unit, people)
        if not people:
            raise NotSo("everybody there has joined already: there is nobody to invite")
        invited = await cards(unit, house, people, None, now)
    until = now + SHEET_LASTS
    made = sheet.docx(invited, house.ministry.name, until, house.zone_of(at or ""))
    await asyncio.to_thread(_write, file, made)
    return [
        f"{file}: {len(invited)} cards, good for {SHEET_LASTS.days} days. Whoever has a card can"
        " join by it: print the file, hand the cards out in person, and delete the file.",
        *unknown,
    ]


def _write(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)


async def sheet_for(unit: Unit, house: House, chat: Chat, at: str, asked: datetime) -> bytes:
    """The sheet somebody asked for in their dialogue: of a unit, or of all they are in charge of.
    Raises LookupError when there is nobody whom they may invite now."""
    actor = house.actor(replace(chat, hat=""), asked)
    people = [
        person
        for one in house.ministry.units
        if at in {"", one}
        for person in house.ministry.people_of(one)
        if allowed_about(actor, Action.INVITE, person)
    ]
    people = await _not_joined(unit, people)
    if not people:
        raise LookupError(at)
    invited = await cards(unit, house, people, actor, asked)
    name, until = house.ministry.name, asked + SHEET_LASTS
    return await asyncio.to_thread(sheet.docx, invited, name, until, house.zone_of(at))


async def cards(
    unit: Unit, house: House, people: Iterable[Employee], inviter: Actor | None, asked: datetime
) -> list[Invited]:
    """A new code for each of these, in place of those made before it was asked for: making the
    same sheet once more, after a break, does not spoil what may be printed already."""
    until, made, by = asked + SHEET_LASTS, [], inviter.id if inviter else ""
    roles = inviter.own_roles if inviter else None
    alone = roles is None or Role.ADMINISTRATOR in roles
    for person in people:
        # asked only where it matters: a whole ministry may be on the sheet
        before = (alone and not person.roles & TRUSTED) or await _happened(unit, person)
        second = needs_second(person, joined_before=before, inviter=roles)
        code = unit.invites.make(person.id, asked, until, by=by, needs_second=second, before=asked)
        _on_record(unit, person, by, asked, until, second=second)
        name = house.unit_name(person.unit)
        links = house.ways_in(code)
        made.append(Invited(person.name, person.post, name, code, links, second))
    return made


async def _happened(unit: Unit, person: Employee) -> bool:
    return await unit.staff.happened(JOINED, "employee", person.id)


async def _not_joined(unit: Unit, people: Sequence[Employee]) -> list[Employee]:
    joined = await unit.chats.of_employees([one.id for one in people])
    return [one for one in people if one.id not in joined]


def _on_record(
    unit: Unit, person: Employee, by: str, now: datetime, until: datetime, *, second: bool
) -> None:
    facts = {"until": until.isoformat(), "needs_second": second}
    unit.staff.record("invited", "employee", person.id, by, now, **facts)


async def _employee(unit: Unit, service: Service, id_: str) -> Employee:
    house = service.house
    await heed_staff(unit, house, await unit.staff.version())
    person = house.employee(id_)
    if person is None:
        known = ", ".join(sorted(house.ministry.employees))
        raise NotSo(f"{service.settings.organisation_file}: no employee {id_}; known: {known}")
    return person


def _scene(unit: Unit, house: House, chat: Chat, now: datetime) -> Scene:
    """The dialogue of whoever waits, in which nothing was said just now."""
    said = Inbound(chat.channel, chat.account, "", chat.peer, chat.peer, now)
    return Scene(said, chat, house.actor(chat, now), unit, house, now)
