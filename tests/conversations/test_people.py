"""The people somebody is in charge of: by unit, by name, and each person's page."""

from __future__ import annotations

import pytest

from sandbox.people import Person
from tests.conversations.talk import labels, presses
from tests.town import Town


async def opens_staff(person: Person) -> None:
    await person.taps("Ещё")
    await person.taps("Сотрудники", await person.hears("Что ещё открыть?"))


@pytest.mark.requirement("P1")
async def test_an_administrator_finds_anybody(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    await opens_staff(admin)
    units = await admin.hears("Подразделения: 10")
    await admin.taps("Отдел пособий и социальных выплат", units)
    await admin.taps("Петров", await admin.hears("3 сотрудника"))
    page = await admin.hears("Петров Андрей Николаевич\nглавный консультант")
    assert "Ещё не работает здесь." in page.text
    await admin.taps("Найти по имени", units)
    await admin.hears("Напишите фамилию")
    await admin.says("никакой")
    await admin.hears("Никого с таким именем")
    await admin.says("  АНДР пет ")
    found = await admin.hears("Нашёлся 1 сотрудник")
    assert labels(found) == ["Петров Андрей Николаевич", "Сотрудники", "Меню"]


@pytest.mark.requirement("P1")
async def test_a_head_sees_their_own_and_nobody_elses(town: Town) -> None:
    head = await town.employee("morozov", "vk")
    await opens_staff(head)
    units = await head.hears("Подразделения: 2")
    await head.taps("Центр занятости", units)
    await head.hears("2 сотрудника")
    for tap in ("person:petrov", "person:nobody", "staff-unit:care:0", "staff-unit:nowhere:0"):
        await presses(head, tap)
        await head.hears("Такого сотрудника среди доступных вам нет")
    officer = await town.employee("petrov", "vk")
    await presses(officer, "person:gromova")
    await officer.hears("среди доступных вам нет")
