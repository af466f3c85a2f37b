"""Routing by words: sure or not at all, and the better the more people mend."""

from __future__ import annotations

import pytest

from tests.conversations.talk import appeal, labels, writes
from tests.town import Town


@pytest.mark.requirement("R1")
@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Мне не выплатили заработную плату при увольнении", "employment"),
        ("Нужна сиделка для пожилой мамы", "care"),
        ("Как оформить материнский капитал на второго ребёнка?", "benefits"),
        ("Подскажите, пожалуйста, куда обратиться?", "reception"),
        ("Не работает телефон, дозвониться не могу", "reception"),
    ],
)
async def test_words_send_it_where_it_belongs_or_nowhere(
    town: Town, at: str, text: str, unit: str
) -> None:
    _, its = await writes(town, at, text)
    found = await appeal(town, its)
    assert found["unit"] == unit
    assert found["sorting"] == (unit == "reception")


@pytest.mark.requirement("R1")
async def test_what_people_mend_is_learnt(town: Town) -> None:
    belov = await town.employee("belov", "vk")
    text = "Сломался лифт в подъезде, бабушка не может выйти"
    for _ in range(5):
        _, its = await writes(town, "telegram", text)
        town.watch.passes(seconds=30)
        await belov.taps("Направить", await belov.hears(f"Разобрать: {its}"))
        topics = await belov.hears("Куда направить")
        await belov.taps("Субсидия", topics)
        await belov.hears("Запомним это")
    await town.service.jobs.learn()
    client, its = await writes(town, "vk", text)
    assert "Субсидия на оплату ЖКУ" in labels(client.last)[0] + client.last.text


async def test_learning_survives_a_restart(town: Town) -> None:
    belov = await town.employee("belov", "vk")
    text = "Сломался лифт в подъезде, бабушка не может выйти"
    _, its = await writes(town, "telegram", text)
    await belov.taps("Направить", await belov.hears(f"Разобрать: {its}"))
    await belov.taps("Субсидия", await belov.hears("Куда направить"))
    await belov.hears("Запомним это")
    await town.stop()
    await town.start()
    client, _ = await writes(town, "vk", text)
    assert "Субсидия на оплату ЖКУ" in labels(client.last)
