"""The knowledge base in the chat: found, read, linked, put into replies, and counted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    appeals,
    entries,
    labels,
    number,
    presses,
    rows,
    sends,
    turned,
    writes,
)
from tests.town import Town

SUBSIDY = "Почему уменьшили субсидию на оплату коммунальных услуг? Было 2300, стало 1100 рублей."


async def uses(town: Town, article: str) -> dict[str, int]:
    query = select(t.article_uses).where(t.article_uses.c.article == article)
    return {row["how"]: row["count"] for row in await rows(town, query)}


async def menu(person: Person) -> Shown:
    await person.says("Меню")
    return await person.hears("")


@pytest.mark.requirement("E4")
async def test_a_client_finds_an_article_and_says_whether_it_helped(town: Town, at: str) -> None:
    client = town.person(at)
    await client.taps("Справка", await menu(client))
    home = await client.hears("Здесь ответы на частые вопросы")
    assert "Субсидия на оплату ЖКУ" in labels(home)
    await client.says("субсидя")  # one letter short
    found = await client.hears("Вот что нашлось")
    assert labels(found)[0] == "Субсидия на оплату коммунальных услуг"
    await client.taps("Субсидия на оплату", found)
    read = await client.hears("по федеральному стандарту")
    assert "• паспорт;" in read.text
    assert "Госуслугах (https://www.gosuslugi.ru/)" in read.text
    assert not any(mark in read.text for mark in ("##", "](", "kb-", "Отвечает"))
    await client.taps("Помогло", read)
    thanked = await turned(client, read)
    assert "Рады, что статья помогла" in thanked.text
    assert "Помогло" not in labels(thanked)
    assert await uses(town, "utilities_subsidy") == {"opened": 1, "helped": 1}
    assert await appeals(town) == [], "looking something up is no appeal"


@pytest.mark.requirement("E4")
async def test_what_is_not_found_goes_to_the_ministry_with_one_press(town: Town, at: str) -> None:
    client = town.person(at)
    await client.taps("Справка", await menu(client))
    await client.hears("Здесь ответы")
    await client.says("яма на дороге")
    await client.taps("Отправить в министерство", await client.hears("В справке такого нет"))
    its = number(await client.hears("его номер"))
    assert [entry["text"] for entry in await entries(town, its)] == ["яма на дороге"]


@pytest.mark.requirement("E4")
async def test_a_long_message_and_a_late_one_are_no_search(town: Town) -> None:
    client = town.person("telegram")
    await client.taps("Справка", await menu(client))
    await client.hears("Здесь ответы")
    await client.says(SUBSIDY + " Прошу объяснить, откуда взялась новая сумма.")
    await client.hears("его номер")
    other = town.person("vk")
    await other.taps("Справка", await menu(other))
    await other.hears("Здесь ответы")
    town.watch.passes(minutes=20)
    await other.says("Где мой ответ?")
    await other.hears("его номер")


@pytest.mark.requirement("E4")
async def test_no_help_is_a_question_to_people(town: Town) -> None:
    client = town.person("vk")
    await client.taps("Справка", await menu(client))
    await client.taps("Пособия на детей", await client.hears("Здесь ответы"))
    await client.taps("Единое пособие", await client.hears("Выберите статью"))
    await client.taps("Не помогло", await client.hears("Кто назначает"))
    await client.hears("Напишите, пожалуйста, свой вопрос")
    await client.says("Почему отказали?")
    await client.hears("его номер")
    assert await uses(town, "united_benefit") == {"opened": 1, "not_helped": 1}


@pytest.mark.requirement("E4")
async def test_a_link_opens_an_article(town: Town, at: str) -> None:
    client = town.person(at)
    if at == "vk":
        await town.vk.starts(client.id, ref="kb-unpaid_wages")
    else:
        await client.says("/start kb-unpaid_wages")
    await client.hears("статья 136 Трудового кодекса")
    await client.says("KB-unpaid_wages")
    await client.hears("статья 136 Трудового кодекса")
    await client.says("kb-nothing")
    await client.hears("Такой статьи в справке нет")
    assert await appeals(town) == []


@pytest.mark.requirement("E4")
async def test_a_receipt_points_to_the_article_it_is_just_about(town: Town) -> None:
    client, _ = await writes(town, "telegram", "Как получить звание ветерана труда?")
    receipt = client.last
    assert "статья об этом: «Как получить звание «Ветеран труда»»" in receipt.text
    await client.taps("Читать в справке", receipt)
    await client.hears("Звание «Ветеран труда» присваивает регион")
    assert len(await appeals(town)) == 1
    other, _ = await writes(town, "vk", SUBSIDY)
    assert "Читать в справке" not in labels(other.last)


@pytest.mark.requirement("E4")
async def test_employees_find_both_and_see_who_keeps_an_article(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    await petrov.taps("База знаний", petrov.last)
    home = await petrov.hears("статьи для сотрудников")
    await petrov.taps("Ещё темы", home)
    await turned(petrov, home)
    await petrov.says("отпуск")
    await petrov.taps("Отпуск: как оформить", await petrov.hears("Вот что нашлось"))
    read = await petrov.hears("График отпусков утверждают")
    assert "Только для сотрудников. Отвечает: Отдел кадров" in read.text
    assert "Номер статьи: kb-vacation" in read.text
    assert "Открывали" not in read.text
    await petrov.says("субсидия")
    await petrov.hears("Вот что нашлось")
    await petrov.says("синхрофазотрон")
    await petrov.hears("спросите коллег")
    await petrov.says("kb-vacation")
    await petrov.hears("График отпусков утверждают")
    admin = await town.employee("admin", at)
    await admin.says("kb-vacation")
    assert "Открывали: 3, отправили в ответах: 0" in (await admin.hears("График отпусков")).text


async def replying(town: Town, at: str) -> tuple[Person, Person, str, Shown]:
    """Petrov has begun to answer about a subsidy and looks at the articles."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at, SUBSIDY)
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.taps("База знаний", await petrov.hears("Напишите ответ"))
    return petrov, client, its, await petrov.hears("Статьи, которые подходят")


@pytest.mark.requirement("T6", "E4")
async def test_an_article_goes_into_a_reply_and_is_counted(town: Town, at: str) -> None:
    petrov, client, _, choice = await replying(town, at)
    assert labels(choice)[0] == "Субсидия на оплату коммунальных услуг"
    await petrov.taps("Субсидия на оплату", choice)
    await petrov.taps("Вставить текст", await petrov.hears("по федеральному стандарту"))
    await petrov.hears("по федеральному стандарту")
    await petrov.says("Ваш размер пересчитаем 26 ноября.")
    preview = await petrov.hears("пересчитаем 26 ноября")
    assert "по федеральному стандарту" in preview.text
    assert await uses(town, "utilities_subsidy") == {}
    await sends(petrov, preview)
    await client.hears("пересчитаем 26 ноября")
    await petrov.hears("доставлен клиенту")  # it is counted with that
    assert await uses(town, "utilities_subsidy") == {"sent": 1}


@pytest.mark.requirement("T6", "E4")
async def test_a_link_goes_into_a_reply_and_opens(town: Town, at: str) -> None:
    petrov, client, _, choice = await replying(town, at)
    await petrov.taps("Субсидия на оплату", choice)
    await petrov.taps("Вставить ссылку", await petrov.hears("по федеральному стандарту"))
    preview = await petrov.hears("kb-utilities_subsidy")
    await sends(petrov, preview)
    told = await client.hears("в нашей справке, статья «Субсидия на оплату коммунальных услуг»")
    links = {
        "telegram": "https://t.me/priyomnaya_demo_bot?start=kb-utilities_subsidy",
        "vk": "https://vk.me/club1?ref=kb-utilities_subsidy",
    }
    assert links[at] in told.text
    assert "по федеральному стандарту" not in told.text


@pytest.mark.requirement("E4")
async def test_searching_loses_no_reply_half_written(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    _, its = await writes(town, "vk", SUBSIDY)
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says("Мой набросок.")
    await petrov.hears("Мой набросок.")
    await presses(petrov, "knowledge")
    await petrov.hears("не отправлен")
    await petrov.says("Продолжение.")
    assert "Мой набросок." in (await petrov.hears("Продолжение.")).text
