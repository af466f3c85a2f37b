"""Dismissal: nothing of theirs is stuck, and their buttons are anybody's (D-139 §4.3)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers.standing import heed_staff
from sandbox.people import Person
from storage import tables as t
from tests.conversations.kinds import presses
from tests.conversations.talk import (
    answers,
    appeal,
    gathered,
    history,
    made_official,
    rows,
    settled,
    writes,
)
from tests.conversations.test_parts import QUESTION, asks, taken
from tests.town import Town

TEXT = "Пособие перечислим 10 декабря, приходить никуда не нужно."


async def dismisses(admin: Person, who: str, name: str) -> str:
    """The administrator does so from the person's page; what they are told."""
    await presses(admin, f"person:{who}")
    await admin.taps("Увольнение", await admin.hears(name))
    await admin.taps("Да, больше", await admin.hears("Больше не работает в министерстве: "))
    return (await admin.hears("Больше не работает здесь")).text


async def employee_rows(town: Town, who: str) -> list[dict[str, Any]]:
    query = select(t.staff_history).where(t.staff_history.c.subject == who)
    return await rows(town, query.order_by(t.staff_history.c.id))


@pytest.mark.requirement("E1", "R13", "W12")
async def test_what_an_officer_had_goes_to_the_deputy(town: Town, at: str) -> None:
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", at)
    gromova = await town.employee("gromova", "telegram")
    client, its = await taken(town, petrov)
    told = await dismisses(admin, "petrov", "Петров Андрей")
    assert "Передали 1 дело." in told
    await petrov.hears("вы больше не работаете в министерстве")
    found = await appeal(town, its)
    assert (found["officer"], found["state"]) == ("gromova", "taken")
    await gathered(town)
    await gromova.hears("Вам передали")
    assert ("admin", "handed_over") in await history(town, its)
    for tap in (f"card:{found['id']}", f"reply:{found['id']}", "queue-mine:0"):
        await presses(petrov, tap)
        await petrov.hears("среди доступных вам нет")
    await client.hears(f"Вашим обращением {its} теперь занимается Громова")
    ended = (await employee_rows(town, "petrov"))[-1]
    assert (ended["what"], ended["details"]["why"]) == ("access_ended", "dismissed")
    await presses(admin, "person:petrov")
    await admin.hears("Такого сотрудника среди доступных вам нет")
    await presses(admin, "person:gromova")  # whom he would have stood in for has no deputy now
    assert "Замещает" not in (await admin.hears("Громова")).text
    code = await town.invite("petrov")
    await petrov.says(code)
    await petrov.hears("Код не подошёл")


@pytest.mark.requirement("E1", "W12")
async def test_without_a_deputy_it_waits_in_the_unit(town: Town) -> None:
    """Both are dismissed, one after the other; parts they were asked for, too."""
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", "vk")
    ivanova = await town.employee("ivanova", "telegram")
    client, its = await taken(town, petrov)
    await settled(petrov)
    for who, name in (("petrov", "Петров"), ("gromova", "Громова")):
        await dismisses(admin, who, name)
    found = await appeal(town, its)
    assert (found["officer"], found["state"], found["unit"]) == ("", "waiting", "benefits")
    assert ("admin", "left_work") in await history(town, its)
    await gathered(town)
    await ivanova.hears("Новое обращение")
    await client.hears(f"Обращение {its} передаём другому сотруднику")


@pytest.mark.requirement("E1", "R4")
async def test_a_part_asked_by_name_is_asked_of_another(town: Town) -> None:
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", "vk")
    nikitina = await town.employee("nikitina", "telegram")
    await town.employee("zaitsev", "vk")
    _, its = await taken(town, petrov)
    await asks(petrov, "Отдел социального", "Зайцев")
    await dismisses(admin, "zaitsev", "Зайцев")
    await gathered(town)
    await nikitina.hears(QUESTION)
    (part,) = await rows(town, select(t.parts))
    assert part["employee"] == "nikitina"
    assert ("admin", "part_asked") in await history(town, its)


@pytest.mark.requirement("E1", "R8")
async def test_a_signatory_is_replaced_before_they_leave(town: Town) -> None:
    """Nobody is left without a signatory; whoever leads or signs for a unit is replaced first."""
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", "vk")
    ivanova, lebedeva = (
        await town.employee("ivanova", "telegram"),
        await town.employee("lebedeva", "vk"),
    )
    client, its = await writes(town, "telegram")
    notice = await petrov.hears(its)
    await made_official(town, its)
    await answers(petrov, notice, TEXT)
    await petrov.hears("на согласование: Лебедева")
    await presses(admin, "dismiss-yes:lebedeva")
    await admin.hears("Лебедева Галина Аркадьевна — подписант подразделения «")
    await presses(admin, "dismiss-yes:ivanova")
    told = await admin.hears("Сначала назначьте там другого начальника")
    assert "— начальник подразделения «Отдел пособий и социальных выплат»" in told.text
    await presses(admin, "dismiss-yes:admin")
    await admin.hears("Себя уволить нельзя")
    now = town.watch()
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        for id_ in ("benefits", "reception", "employment", "care", "leadership"):
            unit.staff.amend("unit", id_, {"signatory": ""}, "admin", now)
    await dismisses(admin, "lebedeva", "Лебедева")
    assert (await appeal(town, its))["signatory"] == "ivanova"
    await gathered(town)
    await ivanova.taps("Открыть ответ", await ivanova.hears("Ответ на согласование"))
    await ivanova.taps("Согласовать", await ivanova.hears("Рассмотрели"))
    await client.hears(TEXT)
    await presses(lebedeva, f"sign-open:{(await appeal(town, its))['id']}")
    await lebedeva.hears("среди доступных вам нет")
