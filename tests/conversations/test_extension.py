"""A reply that needs more time: asked for, decided, told, refused by name where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.ministry import Role
from sandbox.people import Person
from storage import tables as t
from tests.conversations.kinds import more, presses
from tests.conversations.official import found, made_official
from tests.conversations.talk import appeal, entries, gathered, history, labels, rows, writes
from tests.town import Town

REASON = "Ждём ответ из пенсионного фонда."
DONE = "Запросили сведения, осталось получить ответ."


async def official(town: Town, at: str) -> tuple[Person, Person, str]:
    """An official appeal due on 24 December: the client, its officer, its number."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(f"Новое обращение {its}"))
    await petrov.hears("ваше")
    await client.hears("Петров")
    await made_official(town, its)
    return client, petrov, its


async def asks(petrov: Person, town: Town, its: str, day: str = "20.01.2027") -> None:
    await more(town, petrov, its, "Продлить срок")
    question = await petrov.hears("До какого дня продлить")
    assert "до 24 декабря 2026 года" in question.text
    assert "не дальше 23 января 2027 года" in question.text
    await petrov.says(day)
    await petrov.hears("Причину увидит тот, кто решает о продлении")
    await petrov.says(REASON)
    await petrov.hears("уже сделано")
    await petrov.says(DONE)
    await petrov.taps("Отправить", await petrov.hears(f"Что сделано: {DONE}"))
    await petrov.hears("Попросили продлить срок")
    await gathered(town)


@pytest.mark.requirement("W8", "W4", "C8")
async def test_the_head_agrees_and_the_client_hears_why(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    client, petrov, its = await official(town, at)
    await asks(petrov, town, its)
    before = (await appeal(town, its))["due_at"]
    notice = await ivanova.hears("Просят продлить срок")
    assert REASON in notice.text
    assert labels(notice)[:2] == ["Продлить", "Отказать"]
    await ivanova.taps("Продлить", notice)
    await ivanova.hears("продлён до 20 января 2027 года. Клиенту об этом написали")
    told = await client.hears("нужно больше времени, ответим до 20 января 2027 года")
    assert REASON in told.text
    assert DONE in told.text
    town.watch.passes(seconds=30)
    await petrov.hears(f"Срок по обращению {its} продлён до 20 января")
    now = await appeal(town, its)
    assert (now["extended"], now["state"]) == (1, "taken")
    assert before < now["due_at"] == datetime(2027, 1, 20, 20, 59, 59, tzinfo=UTC)
    kept = await rows(town, select(t.windows).where(t.windows.c.rule == "extension"))
    assert [window["state"] for window in kept] == ["met"]
    assert (await entries(town, its))[-1]["kind"] == "interim"
    done = [what for _, what in await history(town, its)]
    assert done[-2:] == ["extension_asked", "extended"]
    await presses(petrov, f"why-card:{now['id']}")
    why = await petrov.hears("Как посчитан срок")
    assert "до среды, 20 января 2027 года, 23:59. Причина" in why.text
    assert f"Причина: {REASON}" in why.text


@pytest.mark.requirement("W8")
async def test_the_head_refuses_with_a_reason_and_the_day_stays(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", at)
    client, petrov, its = await official(town, at)
    await asks(petrov, town, its)
    before = (await appeal(town, its))["due_at"]
    await ivanova.taps("Отказать", await ivanova.hears("Просят продлить срок"))
    await ivanova.hears("Почему срок")
    await ivanova.says("Ответ фонда уже пришёл.")
    await ivanova.hears("остался прежним")
    town.watch.passes(seconds=30)
    refused = await petrov.hears("не продлили")
    assert "Ответ фонда уже пришёл." in refused.text
    assert (await appeal(town, its))["due_at"] == before
    assert not any("больше времени" in shown.text for shown in client.heard)
    it = (await found(town, its)).id
    await presses(ivanova, f"extend-yes:{it}")
    await ivanova.hears("никто не просит продлить")


@pytest.mark.requirement("W8")
async def test_days_that_cannot_be_are_refused_by_name(town: Town, at: str) -> None:
    _, petrov, its = await official(town, at)
    await more(town, petrov, its, "Продлить срок")
    await petrov.hears("До какого дня продлить")
    for day, says in (
        ("24.12.2026", "Ответить и так нужно до 24 декабря"),
        ("25.01.2027", "не дальше 23 января 2027"),
        ("16.01.2027", "Ближайший рабочий — 18 января 2027"),
        ("потом", "Не получилось разобрать дату"),
    ):
        await petrov.says(day)
        await petrov.hears(says)
    await petrov.says("18.01.2027")
    await petrov.hears("Причину увидит тот, кто решает о продлении")
    await petrov.says("надо")
    await petrov.hears("хотя бы несколькими")
    assert (await appeal(town, its))["extended"] == 0
    assert "extension_asked" not in [what for _, what in await history(town, its)]


@pytest.mark.requirement("W8")
async def test_in_the_last_three_days_it_is_too_late(town: Town, at: str) -> None:
    """24 December less three days is Monday, the 21st; after it nothing is extended."""
    ivanova = await town.employee("ivanova", "vk")
    _, petrov, its = await official(town, at)
    await asks(petrov, town, its)
    notice = await ivanova.hears("Просят продлить срок")
    town.watch.at = datetime(2026, 12, 21, 15, 1, tzinfo=UTC)  # 18:01
    await ivanova.taps("Продлить", notice)
    late = await ivanova.hears("уже нельзя")
    assert "в понедельник, 21 декабря, в 18:00" in late.text
    assert (await appeal(town, its))["extended"] == 0


@pytest.mark.requirement("W8")
async def test_that_the_day_has_passed_is_nobodys_breach(town: Town) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, petrov, its = await official(town, "telegram")
    town.watch.at = datetime(2026, 12, 17, 14, 30, tzinfo=UTC)  # 16 working hours before
    await town.service.jobs.alerts()
    soon = await petrov.hears(
        "Если в срок не успеть, продлите его до понедельника, 21 декабря, 18:00"
    )
    assert its in soon.text
    town.watch.at = datetime(2026, 12, 22, 7, 0, tzinfo=UTC)
    await town.service.jobs.alerts()
    town.watch.passes(seconds=30)
    await ivanova.hears(f"Продлить срок по обращению {its} уже нельзя")
    kept = await rows(town, select(t.windows).where(t.windows.c.rule == "extension"))
    assert [window["state"] for window in kept] == ["dropped"]
    await more(town, petrov, its, "Продлить срок")
    await petrov.hears("уже нельзя: это можно было сделать не позже")


@pytest.mark.requirement("W8", "E9")
async def test_past_its_head_a_controller_decides(town: Town) -> None:
    """What a colleague of the unit has filed as a citizen is not for the head, and still decided;
    where nobody can, the officer hears it at once."""
    ivanova = await town.employee("ivanova", "vk")
    sidorova = await town.employee("sidorova", "telegram")
    _, petrov, its = await official(town, "vk")
    await presses(sidorova, f"extend-yes:{(await appeal(town, its))['id']}:2027-01-20")
    await sidorova.hears("у коллеги: Петров А. Н.")
    appeal_ = await found(town, its)
    async with town.service.units.begin() as unit:
        await unit.appeals.change(appeal_, filer="gromova")
    await asks(petrov, town, its)
    await sidorova.taps("Продлить", await sidorova.hears("Просят продлить срок"))
    await sidorova.hears("продлён до 20 января 2027 года. Клиенту об этом написали")
    await petrov.hears("продлён до 20 января")
    assert ("sidorova", "extended") in await history(town, its)
    assert not any("Просят продлить" in shown.text for shown in ivanova.heard)
    appeal_ = await found(town, its)
    async with town.service.units.begin() as unit:
        await unit.appeals.change(appeal_, filer="sidorova", barred="ivanova")
    await more(town, petrov, its, "Продлить срок")
    await petrov.hears("некому")


@pytest.mark.requirement("W8", "E9")
async def test_another_who_heads_the_unit_decides_before_a_controller(town: Town) -> None:
    gromova = await town.employee("gromova", "vk")
    _, petrov, its = await official(town, "telegram")
    employees = dict(town.ministry.employees)
    roles = employees["gromova"].roles | {Role.HEAD}
    employees["gromova"] = replace(employees["gromova"], roles=roles)
    town.service.house.ministry = replace(town.ministry, employees=employees)
    appeal_ = await found(town, its)
    async with town.service.units.begin() as unit:
        await unit.appeals.change(appeal_, barred="ivanova")
    await asks(petrov, town, its)
    await gromova.taps("Продлить", await gromova.hears("Просят продлить срок"))
    await gromova.hears("продлён до 20 января")
    await gathered(town)
    await petrov.hears("продлён до 20 января")
    assert ("gromova", "extended") in await history(town, its)


async def test_a_message_is_not_extended(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(f"Новое обращение {its}"))
    await petrov.hears("ваше")
    it = (await found(town, its)).id
    await presses(petrov, f"extend:{it}")
    await petrov.hears("только с официальным обращением")
