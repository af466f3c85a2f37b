"""The administrator changes the staff list in chat; it counts from the very next event."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.leave import goes_on_leave
from tests.conversations.talk import appeal, labels, presses, rows, writes
from tests.town import Town


async def edits(admin: Person, who: str) -> Shown:
    await presses(admin, f"edit-person:{who}")
    return await admin.hears("Что изменить?")


async def saves(admin: Person, shown: Shown) -> None:
    await admin.taps("Сохранить", shown)
    await admin.hears("Сохранили. Изменение уже действует.")


@pytest.mark.requirement("P1")
async def test_a_role_taken_away_counts_at_the_next_press(town: Town) -> None:
    """An old button, and the menu, after the change."""
    admin = await town.employee("admin", "telegram")
    petrov = await town.employee("petrov", "telegram")
    _, its = await writes(town, "telegram")
    notice = await petrov.hears(its)
    await edits(admin, "petrov")
    await admin.taps("Роли")
    await admin.taps("Убрать: исполнитель", await admin.hears("Какую роль дать или убрать?"))
    shown = await admin.hears("Роли: исполнитель, станет нет")
    assert (await rows(town, select(t.amendments))) == [], "nothing before it is confirmed"
    await saves(admin, shown)
    await petrov.taps("Взять", notice)
    await petrov.hears("среди доступных вам нет")
    assert (await appeal(town, its))["officer"] == ""
    await presses(admin, "edit-history:petrov")
    await admin.hears("Крылов Е. С. — Роли: нет")


@pytest.mark.requirement("P1", "R13")
async def test_every_field_is_shown_before_and_after(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await presses(admin, "edit-history:petrov")
    await admin.hears("пока ничего")
    for field, said, refused, better, change in (
        (
            "post",
            "x" * 201,
            "не длиннее 200",
            "советник",
            "Должность: главный консультант, станет советник",
        ),
        ("phone", "нету", "цифрами", "12-99", "Телефон: 12-21, станет 12-99"),
        ("email", "почта", "один адрес", "нет", "Почта: petrov@example.org, станет нет"),
        (
            "deputy",
            "Никого",
            "не нашли",
            "Иванова",
            "Кто замещает: Громова С. И., станет Иванова О. Д.",
        ),
        ("unit", "отдел", "несколько подразделений", "соц. обсл", ""),
        ("name", "Петров", "фамилию, имя", "Петров Андрей Ильич", "Петров Андрей Ильич"),
    ):
        await presses(admin, f"edit-field:petrov:{field}")
        await admin.hears("Напишите")
        await admin.says(said)
        await admin.hears(refused)
        if change:
            await admin.says(better)
            await saves(admin, await admin.hears(change))
    await presses(admin, "edit-field:petrov:deputy")
    await admin.hears("кто замещает")
    await admin.says("petrov")
    await admin.hears("Нельзя замещать самого себя")
    await presses(admin, "edit-field:ivanova:unit")
    await admin.hears("в каком подразделении")
    await admin.says("care")
    told = await admin.hears("Так не получится")
    assert "«Отдел пособий и социальных выплат» — Иванова О" in told.text
    (kept,) = (one for one in await rows(town, select(t.amendments)) if one["id"] == "petrov")
    assert kept["value"] == {
        "post": "советник",
        "phone": "12-99",
        "email": "",
        "deputy": "ivanova",
        "name": "Петров Андрей Ильич",
    }


@pytest.mark.requirement("P1")
async def test_nobody_gives_themselves_a_role_nor_leaves_nobody_to_give_any(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    await presses(admin, "edit-role:admin:controller")
    await admin.hears("Роль самому себе дать нельзя")
    await presses(admin, "edit-role:admin:administrator")
    await admin.hears("Это последний администратор")
    await presses(admin, "edit-role:ivanova:head")
    await admin.hears("иметь роль «начальник отдела»")
    await presses(admin, "edit-role:fomin:administrator")
    await saves(admin, await admin.hears("станет администратор"))
    fomin = await town.employee("fomin", "telegram")
    await presses(fomin, "edit-role:admin:controller")
    await saves(fomin, await fomin.hears("Роли: администратор, станет администратор, контролёр"))
    await presses(fomin, "edit-role:admin:administrator")
    await saves(fomin, await fomin.hears("станет контролёр"))
    await presses(admin, "edit-person:petrov")
    await admin.hears("среди доступных вам нет")
    assert len(await rows(town, select(t.amendments))) == 2


@pytest.mark.requirement("P1")
async def test_a_change_shown_over_an_older_list_is_not_kept(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await presses(admin, "edit-role:fomin:administrator")
    await saves(admin, await admin.hears("станет администратор"))
    fomin = await town.employee("fomin", "vk")
    await presses(admin, "edit-role:petrov:controller")
    shown = await admin.hears("контролёр")
    await presses(fomin, "edit-role:petrov:signatory")
    await saves(fomin, await fomin.hears("подписант"))
    await admin.taps("Сохранить", shown)
    await admin.hears("список изменил кто-то ещё")


@pytest.mark.requirement("P1", "E3")
async def test_a_new_colleague_and_a_new_institution_with_hours_of_its_own(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    await presses(admin, "edit-units")
    assert "Отдел социального обслуживания и…" in labels(await admin.hears("Подразделения: "))
    await presses(admin, "edit-new")
    await admin.hears("каждое с новой строки")
    await admin.says("Кот Иван Ильич, директор")
    await admin.hears("Нужны три или четыре строки")
    await admin.says("Кот Иван Ильич\nдиректор\nцентр занятости\n44-20")
    shown = await admin.hears("Фамилия, имя, отчество: ")
    assert "Подразделение: Центр занятости населения" in shown.text
    assert "нет" not in shown.text.split(), "of what was not told nothing is said"
    await saves(admin, shown)
    await presses(admin, "unit-new")
    await admin.hears("название,")
    await admin.says("Филиал Дальний\nКот Иван\njob_centre")
    shown = await admin.hears("Начальник: Кот И. И.")
    assert "Название: " in shown.text
    assert "Роли: сотрудник" not in shown.text
    assert "Кому подчинено: Центр занятости населения Приозёрска" in shown.text
    await saves(admin, shown)
    await presses(admin, "unit-field:filial_dalniy:hours")
    await admin.hears("Напишите часы работы")
    await admin.says("с девяти до шести")
    await admin.hears("Часы не разобрали")
    await admin.says("пн-чт 09:00-18:00; пт 09:00-17:00")
    await saves(admin, await admin.hears("пн 09:00–18:00; вт 09:00–18:00"))
    await presses(admin, "unit-field:filial_dalniy:zone")
    await admin.hears("часовой пояс")
    await admin.says("Владивосток")
    await saves(admin, await admin.hears("(Asia/Vladivostok)"))
    await presses(admin, "unit-serves:filial_dalniy:both")
    await saves(admin, await admin.hears("сотрудников, станет заявителей и сотрудников"))
    await presses(admin, "unit-field:job_centre:parent")
    await admin.hears("кому подчинено")
    await admin.says("Филиал Дальний")
    await admin.hears("подчинялись бы друг другу по кругу")
    head = await town.employee("kot_ii", "telegram")
    await head.taps("Ещё")
    await head.taps("Сотрудники", await head.hears("Что ещё открыть?"))
    await head.hears("Филиал Дальний: 1 сотрудник")


@pytest.mark.requirement("P1")
async def test_only_administrators_change_anything(town: Town) -> None:
    head = await town.employee("ivanova", "vk")
    for tap in ("edit-person:petrov", "edit-new", "edit-units", "unit-new", "employee-save:0"):
        await presses(head, tap)
        await head.hears("среди доступных вам нет")
    assert await rows(town, select(t.amendments)) == []


@pytest.mark.requirement("P1", "R13")
async def test_a_deputy_changes_nothing_of_whom_they_stand_in_for(town: Town) -> None:
    """By what that one may: of others they do, for the while."""
    admin = await town.employee("admin", "telegram")
    lebedeva = await town.employee("lebedeva", "vk")
    await goes_on_leave(admin, "28.11", "Лебедева")
    for verb in ("edit-person:admin", "edit-role:admin:administrator", "edit-field:admin:post"):
        await presses(lebedeva, verb)
        await lebedeva.hears("Такого сотрудника среди доступных вам нет")
    await presses(lebedeva, "unit-new")
    await lebedeva.hears("название,")
    await lebedeva.says("Отдел связи\nКрылов Егор\nit")
    await lebedeva.hears("Вы замещаете этого сотрудника (Крылов Е. С.)")
    await presses(lebedeva, "edit-role:petrov:signatory")
    await saves(lebedeva, await lebedeva.hears("подписант"))
