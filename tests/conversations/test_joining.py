"""Employees join with a one-time code; each role opens what is its own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import appeals, labels, presses, rows, turned, until, writes
from tests.town import Town


@pytest.mark.requirement("E1")
async def test_a_code_joins_its_employee(town: Town, at: str) -> None:
    person, code = town.person(at), await town.invite("petrov")
    await person.says(code)
    joined = await person.hears("Здравствуйте, Андрей Николаевич!")
    assert "главный консультант (Отдел пособий и социальных выплат)" in joined.text
    menu = await person.hears("Что открыть?")
    assert labels(menu)[:2] == ["Моя очередь", "Очередь отдела"]
    assert await appeals(town) == [], "a code is no appeal"


@pytest.mark.requirement("E1")
async def test_the_code_itself_is_nowhere_kept(town: Town) -> None:
    person, code = town.person("vk"), await town.invite("petrov")
    await person.says(f"/start {code}")
    await person.hears("Теперь вы работаете")
    for table in (t.invites, t.entries, t.events, t.outbox, t.chats):
        assert code not in repr(await rows(town, select(table)))


@pytest.mark.requirement("E1")
async def test_vk_hands_the_code_over_by_a_link(town: Town) -> None:
    person, code = town.person("vk"), await town.invite("petrov")
    await town.vk.starts(person.id, ref=code)
    await person.hears("Теперь вы работаете")


@pytest.mark.requirement("E1")
async def test_a_code_works_once(town: Town, at: str) -> None:
    first, second, code = town.person(at), town.person("vk"), await town.invite("petrov")
    await first.says(f"/start {code}")
    await first.hears("Теперь вы работаете")
    await second.says(f"/start {code}")
    await second.hears("Код не подошёл")
    await second.says("Меню")
    await second.hears("Это приёмная")
    await first.says(f"/start {code}")
    await first.hears("Код не подошёл")


@pytest.mark.requirement("E1")
async def test_a_code_lasts_a_day(town: Town) -> None:
    person, code = town.person("vk"), await town.invite("petrov")
    town.watch.passes(hours=24, seconds=1)
    await person.says(code)
    await person.hears("Код не подошёл")


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    "code", ["join-", "join-0000000000000000000000", "JOIN-опечатка", "join-'or'1'='1"]
)
async def test_a_wrong_code_is_no_appeal(town: Town, at: str, code: str) -> None:
    person = town.person(at)
    await person.says(code.lower())
    await person.hears("Код не подошёл")
    assert await appeals(town) == []


@pytest.mark.requirement("E1")
async def test_guessing_is_stopped(town: Town, at: str) -> None:
    person, code = town.person(at), await town.invite("petrov")
    for _ in range(5):
        await person.says("join-0000000000000000000000")
        await person.hears("Код не подошёл")
    await person.says(code)
    await person.hears("Слишком много неверных кодов")
    town.watch.passes(hours=1, seconds=1)
    await person.says(code)
    await person.hears("Теперь вы работаете")


@pytest.mark.requirement("E1", "P1")
async def test_a_new_account_takes_the_place_of_the_old(town: Town) -> None:
    old = await town.employee("petrov", "telegram")
    _, its = await writes(town, "vk")
    notice = await old.hears(its)
    new = await town.employee("petrov", "vk")
    await old.hears("рабочий доступ с этого снят")
    await old.taps("Взять", notice)
    await old.hears("Такого обращения среди доступных вам нет")
    town.watch.passes(minutes=1)
    await writes(town, "telegram")
    await new.hears("2026-000002")
    await old.says("Меню")
    await old.hears("Это приёмная")
    assert not any("2026-000002" in shown.text for shown in old.heard)


@pytest.mark.requirement("E1")
async def test_an_account_with_another_persons_code_is_that_person(town: Town) -> None:
    """Whoever has the code is its employee; an account is one employee at a time."""
    person = await town.employee("petrov", "telegram")
    await person.says(await town.invite("nikitina"))
    await person.hears("Здравствуйте, Вера Алексеевна!")
    await writes(town, "vk", "Нужна сиделка для пожилой мамы")
    await person.hears("Новое обращение 2026-000001")
    await writes(town, "vk")
    town.watch.passes(seconds=30)
    await writes(town, "vk", "Нужна ещё одна сиделка")
    await person.hears("Новое обращение 2026-000003")
    assert not any("2026-000002" in shown.text for shown in person.heard)


async def menu_of(town: Town, who: str) -> tuple[Person, list[str]]:
    person = town.person("vk")
    await person.says(await town.invite(who))
    return person, labels(await person.hears("Что открыть?"))


OFFICERS = ["Моя очередь", "Очередь отдела"]


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("who", "queues", "more"),
    [
        ("loginov", [], set()),
        ("petrov", OFFICERS, {"Записать обращение"}),
        ("belov", [*OFFICERS, "Разобрать"], {"Записать обращение"}),
        (
            "sidorova",
            [*OFFICERS, "Разобрать", "Все сроки", "На контроле"],
            {"Записать обращение", "Сотрудники", "Кто ждёт доступа"},
        ),
        ("lebedeva", [*OFFICERS, "На согласовании"], {"Записать обращение"}),
        ("admin", [], {"Сотрудники", "Кто ждёт доступа"}),
    ],
)
async def test_the_menu_opens_what_is_ones_own(
    town: Town, who: str, queues: list[str], more: set[str]
) -> None:
    person, shown = await menu_of(town, who)
    assert [one for one in shown if one in ALL_QUEUES] == queues
    assert (await second_page(person)) & ON_THE_SECOND_PAGE == more
    await presses(person, "help")
    await person.hears("Как работать с обращениями")


ALL_QUEUES = {*OFFICERS, "Разобрать", "Все сроки", "На контроле", "На согласовании"}
ON_THE_SECOND_PAGE = {"Записать обращение", "Сотрудники", "Кто ждёт доступа"}


async def second_page(person: Person) -> set[str]:
    """Everything beside the queues, turned through to its end."""
    await presses(person, "desk")
    page, found = await person.hears("Что ещё открыть?"), set[str]()
    while not found >= set(labels(page)):
        found |= set(labels(page))
        if "Ещё" in labels(page):
            await person.taps("Ещё", page)
            page = await turned(person, page)
    return found


async def invites(admin: Person, who: str) -> str:
    """Somebody in charge invites; returns the code."""
    await presses(admin, f"invite:{who}")
    shown = await admin.hears("Приглашение для сотрудника")
    return code_in(shown.text)


def code_in(text: str) -> str:
    found = re.search(r"Код: (join-\S+)", text)
    assert found, text
    return found[1]


@pytest.mark.requirement("E1")
async def test_an_administrator_invites_from_the_chat(town: Town, at: str) -> None:
    admin, newcomer = await town.employee("admin", at), town.person("vk")
    await presses(admin, "person:petrov")
    await admin.taps("Пригласить", await admin.hears("Ещё не работает здесь"))
    shown = await admin.hears("Приглашение для сотрудника: Петров Андрей Николаевич")
    code = code_in(shown.text)
    assert f"https://t.me/priyomnaya_demo_bot?start={code}" in shown.text
    assert f"https://vk.me/club1?ref={code}" in shown.text
    assert "до среды, 25 ноября, 10:00" in shown.text
    assert "второй человек" not in shown.text
    await newcomer.says(shown.text)
    await newcomer.hears("Здравствуйте, Андрей Николаевич! Теперь вы работаете")
    await admin.hears(
        "Петров Андрей Николаевич теперь работает здесь: код прислали через ВКонтакте"
    )
    await until(lambda: kept_nowhere(town, code))


async def kept_nowhere(town: Town, code: str) -> bool:
    tables = (t.invites, t.entries, t.events, t.outbox, t.chats, t.staff_history)
    return all([code not in repr(await rows(town, select(table))) for table in tables])


@pytest.mark.requirement("E1")
async def test_a_new_code_takes_the_place_of_the_old_one(town: Town) -> None:
    head, newcomer = await town.employee("ivanova", "telegram"), town.person("telegram")
    earlier, later = await invites(head, "petrov"), await invites(head, "petrov")
    await newcomer.says(earlier)
    await newcomer.hears("Код не подошёл")
    await newcomer.says(later)
    await newcomer.hears("Теперь вы работаете")


@pytest.mark.requirement("E1", "P1")
async def test_a_head_invites_their_own_and_nobody_else(town: Town) -> None:
    head = await town.employee("morozov", "vk")
    for tap in ("invite:petrov", "invite:nobody", "sheet:benefits", "make-sheet:benefits"):
        await presses(head, tap)
        await head.hears("Такого сотрудника среди доступных вам нет")
    await presses(head, "invite:loginov")
    await head.hears("Приглашение для сотрудника: Логинов")
    officer = await town.employee("petrov", "telegram")
    await presses(officer, "invite:gromova")
    await officer.hears("среди доступных вам нет")
    assert len(await rows(town, select(t.invites).where(t.invites.c.invited_by != ""))) == 1


@pytest.mark.requirement("E1", "P1")
async def test_a_heads_first_joining_takes_a_second_persons_word(town: Town, at: str) -> None:
    admin = await town.employee("admin", "telegram")
    controller = await town.employee("sidorova", "vk")
    newcomer = town.person(at, "Ольга И.")
    await newcomer.says(await invites(admin, "ivanova"))
    waits = await newcomer.hears("Код подошёл. Осталось, чтобы доступ подтвердил второй человек")
    assert "Ольга Дмитриевна" in waits.text
    asked = await controller.hears("Иванова Ольга Дмитриевна просит доступ: начальник отдела")
    assert "Роли: исполнитель, начальник отдела" in asked.text
    assert "Пригласил сотрудник Крылов Е. С." in asked.text
    assert "тел. 12-20" in asked.text
    await newcomer.says("Когда придёт пособие?")
    await newcomer.hears("его номер")
    (joining,) = await rows(town, select(t.joinings))
    for other in (admin, newcomer):
        await presses(other, f"join-yes:{joining['id']}")
        await other.hears("среди доступных вам нет")
    await controller.taps("Подтвердить", asked)
    await controller.hears("Иванова Ольга Дмитриевна теперь работает здесь.")
    await newcomer.hears("Теперь вы работаете здесь как начальник отдела")
    await controller.taps("Отклонить", asked)
    await controller.hears("По этой просьбе уже есть решение: Сидорова Т. В.")
    done = [(row["actor"], row["what"]) for row in await staff_history(town, "ivanova")]
    assert done == [
        ("admin", "invited"),
        ("ivanova", "asked"),
        ("sidorova", "confirmed"),
        ("sidorova", "joined"),
    ]
    again = town.person("vk")
    await again.says(await invites(admin, "ivanova"))
    await again.hears("Теперь вы работаете")


async def staff_history(town: Town, who: str) -> list[dict[str, Any]]:
    query = select(t.staff_history).where(t.staff_history.c.subject == who)
    return await rows(town, query.order_by(t.staff_history.c.id))


@pytest.mark.requirement("E1")
async def test_a_second_person_may_say_no(town: Town) -> None:
    head = await town.employee("sokolov", "telegram")
    admin, stranger = await town.employee("admin", "vk"), town.person("telegram")
    code = await invites(head, "lebedeva")
    await stranger.says(code)
    await stranger.hears("Код подошёл")
    await admin.taps("Отклонить", await admin.hears("Лебедева Галина Аркадьевна просит доступ"))
    await admin.hears("Доступ не открыли")
    await stranger.hears("Доступ сотрудника вам не подтвердили")
    await stranger.says("Меню")
    await stranger.hears("Это приёмная")
    await stranger.says(code)
    await stranger.hears("Код не подошёл")


@pytest.mark.requirement("E1")
async def test_a_head_makes_nobody_an_administrator_alone(town: Town) -> None:
    """The administrator works in the head's unit: a code for them in the head's own hands."""
    admin, head = await town.employee("admin", "vk"), await town.employee("fomin", "telegram")
    controller = await town.employee("sidorova", "telegram")
    await head.says(await invites(head, "admin"))
    await head.hears("Код подошёл. Осталось")
    await presses(head, "staff")
    await head.hears("Отдел информационных технологий: 2 сотрудника")
    await presses(controller, "joinings")
    await controller.taps("Крылов", await controller.hears("Ждут вашего подтверждения: 1"))
    await controller.taps("Отклонить", await controller.hears("Пригласил сотрудник Фомин К. Е."))
    await head.hears("Доступ сотрудника вам не подтвердили")
    await presses(admin, "staff")
    await admin.hears("Подразделения: 10")


@pytest.mark.requirement("E1")
async def test_a_code_that_everybody_has_seen_is_good_for_nobody(town: Town) -> None:
    admin, newcomer = await town.employee("admin", "vk"), town.person("telegram")
    code = await invites(admin, "petrov")
    await newcomer.says("/start")
    await newcomer.hears("Это приёмная")
    town.telegram.adds(newcomer.id, -500)
    town.telegram.says_in(-500, newcomer.id, f"/start@priyomnaya_demo_bot {code}")

    async def is_void() -> bool:
        found = await rows(town, select(t.invites).where(t.invites.c.invited_by == "admin"))
        return [row["expires_at"] for row in found] == [town.watch()]

    await until(is_void)
    await newcomer.says(code)
    await newcomer.hears("Код не подошёл")
