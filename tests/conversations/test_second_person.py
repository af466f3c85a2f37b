"""Who lets a colleague in: the second person is another; codes end with whoever made them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import tables as t
from tests.conversations.leave import goes_on_leave
from tests.conversations.talk import presses, rows
from tests.conversations.test_joining import invites
from tests.conversations.test_staffing import edits, saves
from tests.town import Town


@pytest.mark.requirement("E1", "P1")
async def test_whoever_has_sent_the_code_is_no_second_person(town: Town, at: str) -> None:
    """A controller has come by a head's code: their own word does not make them the head."""
    admin = await town.employee("admin", "telegram")
    controller = await town.employee("sidorova", at)
    await controller.says(await invites(admin, "morozov"))
    await controller.hears("Код подошёл. Осталось")
    (joining,) = await rows(town, select(t.joinings))
    for tap in ("join-yes", "joining", "join-no"):
        await presses(controller, f"{tap}:{joining['id']}")
        await controller.hears("среди доступных вам нет")
    await presses(controller, "joinings")
    await controller.hears("никто не ждёт")
    assert not any("просит доступ" in shown.text for shown in controller.heard)
    (joining,) = await rows(town, select(t.joinings))
    assert joining["state"] == "waiting"


@pytest.mark.requirement("E1")
async def test_a_deputy_is_another_person_and_the_inviter_is_not(town: Town) -> None:
    """Whoever has invited is not asked in the place of a colleague they stand in for, either."""
    sokolov = await town.employee("sokolov", "vk")
    sidorova = await town.employee("sidorova", "vk")
    newcomer = town.person("telegram")
    await goes_on_leave(sidorova, "28.11", "Соколов")
    await newcomer.says(await invites(sokolov, "lebedeva"))
    await newcomer.hears("Код подошёл")
    (joining,) = await rows(town, select(t.joinings))
    await presses(sokolov, f"join-yes:{joining['id']}")
    await sokolov.hears("среди доступных вам нет")
    await sidorova.taps("Подтвердить", await sidorova.hears("Лебедева Галина Аркадьевна просит"))
    await newcomer.hears("Теперь вы работаете")


@pytest.mark.requirement("E1")
async def test_codes_of_a_phone_that_was_left_let_nobody_in(town: Town, at: str) -> None:
    """A stolen phone has invited, and its owner comes back with another one."""
    admin, head = await town.employee("admin", "vk"), await town.employee("ivanova", at)
    stranger, waits = town.person("vk"), town.person("telegram")
    code = await invites(head, "petrov")
    await waits.says(await invites(admin, "gromova"))
    await waits.hears("Теперь вы работаете")
    await invites(head, "gromova")
    new = town.person("telegram")
    await new.says(await invites(admin, "ivanova"))
    await new.hears("Теперь вы работаете")
    await new.hears("Приглашения, которые выдали с прежнего аккаунта")
    await head.hears("рабочий доступ с этого снят")
    await stranger.says(code)
    await stranger.hears("Код не подошёл")
    await stranger.says(await invites(new, "petrov"))
    await stranger.hears("Теперь вы работаете")


@pytest.mark.requirement("E1", "P1")
async def test_whoever_is_in_charge_no_longer_has_invited_nobody(town: Town) -> None:
    admin, newcomer = await town.employee("admin", "telegram"), town.person("vk")
    await presses(admin, "edit-role:fomin:administrator")
    await saves(admin, await admin.hears("станет администратор"))
    fomin = await town.employee("fomin", "vk")
    code = await invites(fomin, "petrov")
    await edits(admin, "fomin")
    await presses(admin, "edit-role:fomin:administrator")
    await saves(admin, await admin.hears("Роли: администратор"))
    await newcomer.says(code)
    await newcomer.hears("Код не подошёл")


@pytest.mark.requirement("E1", "P1")
async def test_whoever_is_in_charge_of_fewer_has_invited_nobody(town: Town) -> None:
    """The unit stands under another from now on: its former upper head lets nobody in there."""
    admin, one, other = (
        await town.employee("admin", "telegram"),
        town.person("vk"),
        town.person("vk"),
    )
    code = await invites(await town.employee("morozov", "vk"), "loginov")
    theirs = await invites(await town.employee("ivanova", "telegram"), "gromova")
    await presses(admin, "unit-field:job_centre:parent")
    await admin.hears("кому подчинено")
    await admin.says("Руководство министерства")
    await saves(admin, await admin.hears("Кому подчинено: "))
    await one.says(code)
    await one.hears("Код не подошёл")
    await other.says(theirs)
    await other.hears("Теперь вы работаете")
