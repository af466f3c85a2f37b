"""What tests of moving appeals on and out share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.appeals import Appeal, Kind
from handlers import clocks
from sandbox.people import Person, Shown
from sandbox.telegram import TelegramStandIn
from storage import tables as t
from tests.conversations.talk import appeal, labels, rows, settled, until
from tests.town import Town

FOREIGN = "Такого обращения среди доступных вам нет"


async def opens_more(person: Person, card: Shown, label: str) -> None:
    """Press what lies behind «More» on the card, on whichever of its pages."""
    await person.taps("Ещё", card)
    first = await person.hears("Что сделать с обращением")

    def now() -> Shown:
        return next(shown for shown in person.heard if shown.id == first.id)

    for _ in range(5):
        shown = now()
        if label in labels(shown):
            await person.taps(label, shown)
            return
        await person.taps("Ещё", shown)

        async def turned_on(before: Shown = shown) -> bool:
            return labels(now()) != labels(before)

        await until(turned_on)
    raise AssertionError(f"nowhere behind «More»: {label}")


async def takes(officer: Person, its: str) -> Shown:
    """The officer takes the appeal from its notice; returns the card."""
    await officer.taps("Взять", await officer.hears(its))
    await officer.hears("ваше")
    return await officer.hears("Исполнитель: ")


async def presses(person: Person, tap: str) -> Shown:
    """Press a button that is not shown any more, or never was; returns what is said."""
    await settled(person)
    data = tap if isinstance(person.messenger, TelegramStandIn) else f'{{"t":"{tap}"}}'
    await person.messenger.taps(person.id, person.heard[0].id, data)
    return await person.hears()


async def changed(town: Town, number: str, **values: Any) -> Appeal:
    """The appeal as something else would have made it, whatever the clock changes meanwhile."""
    id_ = (await appeal(town, number))["id"]
    after = None
    while after is None:
        async with town.service.units.begin() as unit:
            found = await unit.appeals.get(id_)
            assert found
            after = await unit.appeals.change(found, **values)
    return after


async def made_official(town: Town, number: str) -> Appeal:
    """An official appeal from its receipt on."""
    found = await changed(town, number, kind=Kind.OFFICIAL)
    async with town.service.units.begin() as unit:
        unit.windows.drop_rule(found, "message_reply", found.received_at)
        for rule in ("official_reply", "redirect"):
            found = await clocks.begin(unit, town.service.house, found, rule, found.received_at)
    return found


async def windows(town: Town, number: str) -> dict[str, str]:
    """How each window of the appeal stands, by rule."""
    query = select(t.windows).join(t.appeals).where(t.appeals.c.number == number)
    return {row["rule"]: row["state"] for row in await rows(town, query.order_by(t.windows.c.id))}


async def details(town: Town, number: str, what: str) -> dict[str, Any]:
    """What the appeal's history says of the last such event."""
    query = select(t.history).join(t.appeals).where(t.appeals.c.number == number)
    lines = await rows(town, query.where(t.history.c.what == what).order_by(t.history.c.id))
    found: dict[str, Any] = lines[-1]["details"]
    return found


async def window(town: Town, number: str, rule: str) -> tuple[datetime, datetime]:
    """When the window of this rule began and was due."""
    query = select(t.windows).join(t.appeals).where(t.appeals.c.number == number)
    found = await rows(town, query.where(t.windows.c.rule == rule))
    return found[-1]["starts_at"], found[-1]["due_at"]
