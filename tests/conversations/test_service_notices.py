"""Notices about one's own appeal are no mailing: nothing turns them off (S9)."""

from __future__ import annotations

import json
import re

import pytest

from sandbox.people import Person, Shown
from tests.conversations.talk import answers, gathered, number, presses, settled, writes
from tests.conversations.test_hats import as_client
from tests.conversations.test_requests import asks_for_computer
from tests.town import Town

pytestmark = pytest.mark.requirement("S9")

#: how a switch of notices would be called
SWITCH = re.compile(r"уведомл|оповещ|рассыл|подписк|отпис|отключ|выключ|не присыла|тишин|без звука")
#: what ends the walk, the other hat and no access any more; and what is asked for at every turn
AWAY = {"hat-client", "hat-work", "lost-yes", "answer-as-client", "help"}
#: so many buttons of one verb are pressed: the rest name other things of the same kind
OF_A_VERB = 2
MOST = 120


def tap_of(data: str) -> str:
    return str(json.loads(data)["t"]) if data.startswith("{") else data


async def walks(person: Person) -> tuple[set[str], set[str]]:
    """Every button that can be come to is pressed, nearest first; their verbs and labels."""
    labels, pressed, verbs = set[str](), set[str](), list[str]()
    while True:
        await settled(person)
        shown = {b.data: b for one in person.heard for row in one.rows for b in row if b.data}
        labels |= {b.label for one in person.heard for row in one.rows for b in row}
        waiting = []
        for data in shown:
            verb = tap_of(data).partition(":")[0]
            if data in pressed or verb in AWAY or verbs.count(verb) >= OF_A_VERB:
                continue
            verbs.append(verb)
            waiting.append(data)
        if not waiting or len(pressed) > MOST:
            return {*verbs}, labels
        for data in waiting:
            pressed.add(data)
            await person.messenger.taps(person.id, person.last.id, data)


@pytest.mark.parametrize("at", ["telegram"])
async def test_no_menu_has_a_switch_for_notices(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    client, _ = await writes(town, at)
    await client.says("Меню")
    await client.hears("Это приёмная")
    verbs, labels = await walks(client)
    assert {"mine", "my", "write", "contacts", "topics", "add"} <= verbs
    # mailings are no notices of an appeal: test_mailings.py
    labels = {label for label in labels if "рассыл" not in label.lower()}
    assert [label for label in labels if SWITCH.search(label.lower())] == []
    await presses(petrov, "desk")
    await petrov.hears("Что ещё открыть?")
    verbs, labels = await walks(petrov)
    assert {"queue-mine", "card", "more", "absence", "requests", "upward", "knowledge"} <= verbs
    assert [label for label in labels if SWITCH.search(label.lower())] == []


async def handled(officer: Person, notice: Shown, reply: str) -> None:
    """Taken, then answered."""
    await officer.taps("Взять", notice)
    card = await officer.hears("Исполнитель: ")
    await answers(officer, card, reply)


async def test_they_come_again_after_the_dialogue_was_closed(town: Town, at: str) -> None:
    """Who has blocked us and unblocks hears of their appeal from then on, without asking for it."""
    petrov = await town.employee("petrov", "telegram")
    client = town.person(at)
    await client.says("/help")
    await client.hears()
    await client.messenger.blocks(client.id)
    await client.messenger.unblocks(client.id)
    await client.says("Когда придёт пособие на ребёнка за октябрь?")
    its = number(await client.hears("его номер"))
    await client.messenger.blocks(client.id)
    await client.messenger.unblocks(client.id)
    await settled(client)
    await handled(petrov, await petrov.hears(its), "Придёт 26 ноября.")
    await client.hears("Петров А. Н.")
    await client.hears("Придёт 26 ноября.")


async def test_a_citizens_notices_come_to_them_at_work(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    belov = await town.employee("belov", "telegram")
    await as_client(petrov)
    await petrov.says("У нас во дворе третий день лежит упавшее дерево.")
    its = number(await petrov.hears("его номер"))
    await presses(petrov, "hat-work")
    await petrov.hears("Вы снова на работе")
    await handled(belov, await belov.hears(its), "Дерево уберут 26 ноября.")
    await petrov.hears("Белов Р. Ю.")
    await petrov.hears("Дерево уберут 26 ноября.")
    await belov.hears("доставлен клиенту")


async def test_a_colleagues_notices_come_to_them_as_a_citizen(town: Town) -> None:
    """And after closing the dialogue, too."""
    asker = await town.employee("loginov", "telegram")
    fomin = await town.employee("fomin", "vk")
    its = await asks_for_computer(town, asker)
    await presses(asker, "hat-client")
    await asker.hears("Сейчас вы пишете как гражданин")
    await asker.messenger.blocks(asker.id)
    await asker.messenger.unblocks(asker.id)
    await settled(asker)
    await gathered(town)
    await fomin.taps("Взять", await fomin.hears(its))
    await fomin.taps("Ответить", await fomin.hears("Исполнитель: "))
    await fomin.hears("Напишите ответ")
    await fomin.says("Монитор заменим 26 ноября.")
    await fomin.taps("Отправить", await fomin.hears("Монитор заменим"))
    await fomin.taps("решён", await fomin.hears("Чем закончил"))
    await asker.hears("Фомин К. Е.")
    await asker.hears("Монитор заменим 26 ноября.")
