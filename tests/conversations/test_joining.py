"""Employees join with a one-time code; each role opens what is its own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import appeals, labels, rows, settled, writes
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
    client, _ = await writes(town, "vk")
    assert await settled(client) == 2
    assert not any("2026-000002" in shown.text for shown in person.heard)


async def menu_of(town: Town, who: str) -> tuple[Person, list[str]]:
    person = town.person("vk")
    await person.says(await town.invite(who))
    return person, labels(await person.hears("Что открыть?"))


COMMON = ["Мои личные обращения", "Контакты", "Помощь"]


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("who", "queues"),
    [
        ("petrov", ["Моя очередь", "Очередь отдела", "Записать обращение"]),
        ("belov", ["Моя очередь", "Очередь отдела", "Разобрать", "Записать обращение"]),
        (
            "sidorova",
            [
                "Моя очередь",
                "Очередь отдела",
                "Разобрать",
                "Все сроки",
                "На контроле",
                "Записать обращение",
            ],
        ),
        ("lebedeva", ["На согласовании"]),
        ("admin", []),
    ],
)
async def test_the_menu_opens_what_is_ones_own(town: Town, who: str, queues: list[str]) -> None:
    person, shown = await menu_of(town, who)
    assert shown == queues + COMMON
    await person.taps("Помощь")
    await person.hears("Как работать с обращениями")
