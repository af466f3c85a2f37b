"""People of a messenger whose events tell no names are greeted by name all the same."""

from __future__ import annotations

import asyncio

import pytest

from bot.names import TOGETHER
from sandbox.vk_faults import Fault
from storage import tables as t
from tests.conversations.talk import answers, until, writes
from tests.kit import rows
from tests.town import Town


async def named(town: Town, name: str) -> None:
    """Somebody is known by this name."""

    async def known() -> bool:
        return any(chat["name"] == name for chat in await rows(town.service.engine, t.chats))

    await until(known)


@pytest.mark.requirement("T1")
async def test_a_reply_in_vk_greets_by_name(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client = town.person("vk", "Роза Каримова")
    await client.says("Когда придёт пособие на ребёнка за октябрь?")
    await client.hears("его номер")
    await named(town, "Роза Каримова")
    await answers(petrov, await petrov.hears("Новое обращение"))
    reply = await client.hears("Придёт 26 ноября.")
    assert reply.text.startswith("Уважаемая Роза!")


@pytest.mark.requirement("T1")
async def test_a_messenger_that_tells_no_name_holds_up_nothing(town: Town) -> None:
    town.vk.faults.add("users.get", Fault.HTTP_500)
    petrov = await town.employee("petrov", "telegram")
    client, _ = await writes(town, "vk")
    await answers(petrov, await petrov.hears("Новое обращение"))
    reply = await client.hears("Придёт 26 ноября.")
    assert reply.text.startswith("Здравствуйте!")


async def test_nobody_is_asked_about_twice(town: Town) -> None:
    client = town.person("vk", "Роза Каримова")
    for words in ("Когда придёт пособие на ребёнка?", "Нужна сиделка для мамы"):
        await client.says(words)
        await client.hears()
        town.watch.passes(minutes=5)
    await named(town, "Роза Каримова")
    await client.says("Потерял удостоверение ветерана труда")
    await client.hears("Добавили")
    await asyncio.sleep(2 * TOGETHER)
    assert sum(request[0] == "users.get" for request in town.vk.requests) == 1
