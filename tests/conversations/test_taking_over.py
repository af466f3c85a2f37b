"""Nobody has a colleague's place by their own word alone: no stand-in, head or administrator."""

from __future__ import annotations

import pytest

from handlers.standing import heed_staff
from tests.conversations.leave import goes_on_leave
from tests.conversations.talk import presses
from tests.conversations.test_joining import code_in, invites
from tests.town import Town

NOT_YOURS = "Такого сотрудника среди доступных вам нет"


@pytest.mark.requirement("E1", "R13")
async def test_a_stand_in_takes_over_nobody(town: Town) -> None:
    head, deputy = await town.employee("ivanova", "telegram"), await town.employee("petrov", "vk")
    await town.employee("gromova", "vk")
    await goes_on_leave(head, "30 ноября", "Петров")
    for tap in ("invite:ivanova", "revoke-yes:ivanova", "away-of:ivanova", "away-new:ivanova"):
        await presses(deputy, tap)
        await deputy.hears(NOT_YOURS)
    await presses(deputy, "invite:gromova")
    shown = await deputy.hears("Приглашение для сотрудника: Громова")
    assert "когда его подтвердит второй человек" in shown.text
    await presses(deputy, "revoke-yes:gromova")
    await deputy.hears("Громова Светлана Игоревна")
    await presses(deputy, "invite:gromova")
    await deputy.hears("когда его подтвердит второй человек")


@pytest.mark.requirement("E1", "P1")
async def test_a_head_takes_no_subordinates_account_alone(town: Town) -> None:
    head, old = await town.employee("ivanova", "telegram"), await town.employee("gromova", "vk")
    controller, new = await town.employee("sidorova", "vk"), town.person("telegram")
    await new.says(await invites(head, "gromova"))
    await new.hears("Код подошёл. Осталось")
    await presses(old, "desk")
    await old.hears("Что ещё открыть?")
    asked = await controller.hears("Громова Светлана Игоревна просит доступ")
    await controller.taps("Подтвердить", asked)
    await new.hears("Теперь вы работаете")
    moved = await old.hears("рабочий доступ с этого снят")
    assert "Пригласил сотрудник Иванова О. Д." in moved.text


@pytest.mark.requirement("E1", "P1")
async def test_what_the_inviter_may_is_looked_at_when_the_code_is_used(town: Town) -> None:
    admin, new = await town.employee("admin", "telegram"), town.person("vk")
    await town.employee("petrov", "vk")
    await presses(admin, "invite:petrov")
    shown = await admin.hears("Приглашение для сотрудника: Петров")
    assert "второй человек" not in shown.text
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        unit.staff.amend("employee", "admin", {"roles": ["officer"]}, "fomin", town.watch())
    await new.says(code_in(shown.text))
    await new.hears("Код подошёл. Осталось")


@pytest.mark.requirement("R13", "P1")
async def test_an_administrator_names_themselves_nobodys_deputy_who_may_more(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    refused = "Назначить себя самого замещать"
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        unit.staff.amend("employee", "lebedeva", {"roles": ["signatory"]}, "fomin", town.watch())
    await presses(admin, "deputy:lebedeva:0")
    await admin.hears("кто заместит")
    await admin.says("Крылов")
    await admin.hears(refused)
    await admin.says("Фомин")
    await admin.hears("Записали")
    await presses(admin, "edit-field:lebedeva:deputy")
    await admin.hears("Напишите, кто замещает")
    await admin.says("Крылов Егор")
    await admin.hears(refused)
