"""Buttons that are not one's own: every press is asked about anew, and changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import BENEFIT, SCAN, answers, rows, settled, stored, writes
from tests.town import Town

FOREIGN = "Такого обращения среди доступных вам нет"
#: what anybody may press: it shows the presser's own, and only that
ANYBODYS = {
    "menu",
    "help",
    "contacts",
    "mine",
    "write",
    "cancel",
    "file-own",
    "hat-client",
    "hat-work",
    "kb",
    "mailings",
}
#: what every employee may open, of whichever unit
EMPLOYEES = {"desk", "articles", "knowledge", "ask-colleagues", "my-requests"}

pytestmark = pytest.mark.requirement("P1")


def taps_of(person: Person) -> dict[str, str]:
    """What every button this person has been shown carries: the tap and the raw data."""
    data = {b.data for shown in person.heard for row in shown.rows for b in row if b.data}
    return {json.loads(d)["t"] if d.startswith("{") else d: d for d in data}


async def everything(town: Town) -> list[object]:
    """All that a press could change."""
    tables = (t.appeals, t.entries, t.windows, t.history, t.files, t.corrections)
    return [await rows(town, select(table).order_by(table.c.id)) for table in tables]


async def at_work(town: Town, at: str) -> tuple[Person, Person]:
    """A client and an officer who have seen every kind of button."""
    petrov = await town.employee("petrov", at)
    client, first = await writes(town, at, BENEFIT, SCAN)
    receipt, notice = client.last, await petrov.hears(first)
    await stored(town)
    await client.taps("Другая тема", receipt)
    await client.hears("Выберите тему")
    town.watch.passes(minutes=5)
    await client.says("И ещё одно")
    await client.taps("Это новое", await client.hears("Добавили"))
    second = await client.hears("его номер — 2026-000002")
    town.watch.passes(minutes=5)
    await client.says("И третье")
    await client.hears("Добавили")
    await client.taps("Дополнить", receipt)
    await client.hears("что добавить")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(first, await client.hears("Ваши обращения"))
    await client.hears("Вы, ")
    await client.taps("Это не обращение", second)
    await client.hears("ответ не готовим")
    await petrov.taps("Передать", notice)
    await petrov.hears("Кому передать")
    await petrov.taps("Взять", notice)
    await petrov.hears("Исполнитель: Петров")
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await petrov.says("Набросок")
    await petrov.hears("главный консультант")
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    await petrov.hears("Очередь отдела: ")
    return client, petrov


async def test_every_button_pressed_by_a_stranger(town: Town, at: str) -> None:
    client, petrov = await at_work(town, at)
    taps = taps_of(client) | taps_of(petrov)
    verbs = {tap.partition(":")[0] for tap in taps}
    assert {"take", "reply", "over", "give", "give-back", "send", "card", "add", "topic"} <= verbs
    stranger = town.person(at)
    await stranger.says("Меню")
    await stranger.hears("Это приёмная")
    before = await everything(town)
    for tap, data in taps.items():
        if tap.partition(":")[0] in ANYBODYS:
            continue
        await stranger.messenger.taps(stranger.id, stranger.heard[0].id, data)
        said = await stranger.hears()
        assert FOREIGN in said.text, tap
    for tap in sorted(taps.keys() & ANYBODYS):
        await stranger.messenger.taps(stranger.id, stranger.heard[0].id, taps[tap])
        shown = await stranger.hears()
        assert "2026-" not in shown.text, tap
    assert await everything(town) == before


async def test_every_button_pressed_by_somebody_who_has_left(town: Town, at: str) -> None:
    client, petrov = await at_work(town, at)
    taps = taps_of(petrov)
    employees = {k: v for k, v in town.ministry.employees.items() if k != "petrov"}
    town.service.house.ministry = replace(town.ministry, employees=employees)
    before = await everything(town)
    await settled_as_client(petrov)
    for tap, data in taps.items():
        if tap.partition(":")[0] in ANYBODYS:
            continue
        await petrov.messenger.taps(petrov.id, petrov.heard[0].id, data)
        assert FOREIGN in (await petrov.hears()).text, tap
    assert await everything(town) == before
    await petrov.says("Ещё строка ответа")
    await petrov.hears("его номер")
    assert not any("Ещё строка" in shown.text for shown in client.heard)


async def settled_as_client(person: Person) -> None:
    await person.says("/help")
    await person.hears("Как это устроено")


async def test_every_button_of_an_officer_pressed_by_an_officer_of_another_unit(town: Town) -> None:
    _, petrov = await at_work(town, "vk")
    nikitina = await town.employee("nikitina", "vk")
    await settled(nikitina)
    before = await everything(town)
    its_own = {"queue-mine", "queue-unit"}
    for tap, data in taps_of(petrov).items():
        verb = tap.partition(":")[0]
        if verb in ANYBODYS | EMPLOYEES | {"record"} or tap.endswith(":turn"):  # changes in place
            continue
        await nikitina.messenger.taps(nikitina.id, nikitina.heard[0].id, data)
        if verb in its_own:
            assert "пусто" in (await nikitina.hears("чередь")).text
        else:
            said = await nikitina.hears()
            assert FOREIGN in said.text or "не действует" in said.text, tap
    assert await everything(town) == before


async def test_old_buttons_of_a_closed_appeal(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await answers(petrov, await petrov.hears(its))
    await petrov.hears("Обращение закрыто")
    await client.hears("помог?")
    before = await everything(town)
    looking = ANYBODYS | {"queue-mine", "queue-unit", "card", "why", "why-card", "files", "my"}
    # what is asked after a reply, which is no old button
    assert {"rate", "reopen"} <= {tap.partition(":")[0] for tap in taps_of(client)}
    looking |= {"rate", "reopen"}
    for person in (petrov, client):
        for tap, data in taps_of(person).items():
            if tap.partition(":")[0] not in looking:
                await person.messenger.taps(person.id, person.heard[0].id, data)
                said = await person.hears()
                assert said.text
        await settled(person)
    assert await everything(town) == before
