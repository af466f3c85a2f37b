"""The fullest screens there can be, on the messenger that holds least."""

from __future__ import annotations

from dataclasses import replace

from domain.ministry import Employee, Role
from tests.conversations.talk import BENEFIT, SCAN, labels, stored, turned, writes
from tests.town import Town


def crowded(town: Town) -> None:
    """A unit of nine officers, and titles as long as they may be."""
    employees = dict(town.ministry.employees)
    for n in range(6):
        name = f"Константинопольский-Заболоцкий{n} Александр Вячеславович"
        roles = frozenset({Role.OFFICER})
        employees[f"o{n}" + "n" * 30] = Employee(f"o{n}" + "n" * 30, name, "", "benefits", roles)
    topics = {
        key: replace(topic, title=f"{topic.title:х<40}"[:40])
        for key, topic in town.ministry.topics.items()
    }
    town.service.house.ministry = replace(town.ministry, employees=employees, topics=topics)


async def test_nine_colleagues_come_in_pages(town: Town) -> None:
    crowded(town)
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "vk")
    await petrov.taps("Передать", await petrov.hears(its))
    first = await petrov.hears("Кому передать")
    assert len(labels(first)) == 6
    await petrov.taps("Ещё", first)
    second = await turned(petrov, first)
    assert len(labels(second)) == 4
    await petrov.taps("Заболоцкий5", second)
    await petrov.hears("Теперь исполнитель")


async def test_a_page_in_the_middle_of_a_queue(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    for n in range(11):
        await writes(town, "vk", f"Пособие на ребёнка, вопрос {n}")
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    first = await petrov.hears("11 обращений")
    await petrov.taps("Дальше", first)
    middle = await turned(petrov, first)
    assert len(labels(middle)) == 9
    assert len(middle.text) < 4096


async def test_a_client_with_many_open_appeals(town: Town) -> None:
    crowded(town)
    client, _ = await writes(town, "vk")
    for n in range(5):
        town.watch.passes(minutes=5)
        await client.says(f"Новый вопрос {n}: субсидия, ветеран, вакансия, инвалид")
        offer = await client.hears("Добавили это")
        await client.taps("Это новое", offer)
        receipt = await client.hears("его номер")
        assert len(receipt.rows) <= 6
    assert len(labels(offer)) == 4
    await client.taps("Другая тема", receipt)
    assert len(labels(await client.hears("Выберите тему"))) == 6


async def test_the_longest_card(town: Town) -> None:
    sidorova = await town.employee("sidorova", "vk")
    client, _ = await writes(town, "vk", "Совсем неясный вопрос. " * 150, SCAN)
    for n in range(4):
        town.watch.passes(seconds=10)
        await client.says(f"Продолжение {n}. " + "Слово за словом. " * 200)
    await stored(town)
    await sidorova.taps("Разобрать")
    await sidorova.taps("1", await sidorova.hears("Разобрать: 1 обращение"))
    card = await sidorova.hears("Продолжение 3.")
    assert labels(card)[:4] == ["Взять", "Ответить", "Передать", "Направить"]
    assert len(labels(card)) == 8
    assert BENEFIT not in card.text
