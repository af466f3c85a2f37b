"""What a channel may be used for is the ministry's to say, and what was sent crosses channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.ministry import Policy
from domain.talk import Channel
from sandbox.people import Sent
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    appeals,
    number,
    receives,
    sends,
    settled,
    stored,
    writes,
)
from tests.town import Town

PAIRS = [("telegram", "vk"), ("vk", "telegram")]


def policy(town: Town, channel: str, **audiences: Policy) -> None:
    channels: dict[Channel, Mapping[str, Policy]] = dict(town.ministry.channels)
    channels[Channel(channel)] = {**channels[Channel(channel)], **audiences}
    town.service.house.ministry = replace(town.ministry, channels=channels)


async def test_a_channel_that_only_informs(town: Town, at: str) -> None:
    policy(town, at, clients=Policy.INFORM_ONLY)
    client = town.person(at)
    for text in (BENEFIT, "Меню"):
        await client.says(text)
        told = await client.hears("Обратиться к нам можно так")
        assert "8-800-000-00-00" in told.text
        assert "https://pos.example.org/" in told.text
    assert await appeals(town) == []
    petrov = await town.employee("petrov", at)
    await settled(petrov)


async def test_a_channel_that_is_off(town: Town, at: str) -> None:
    policy(town, at, clients=Policy.OFF)
    client = town.person(at)
    await client.says(BENEFIT)
    await client.says(odd="sticker")
    petrov = await town.employee("petrov", at)
    await settled(petrov)
    assert client.heard == []
    assert await appeals(town) == []


async def test_employees_have_a_policy_of_their_own(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    policy(town, "vk", employees=Policy.INFORM_ONLY)
    await petrov.says("Меню")
    await petrov.hears("Обратиться к нам можно так")
    await writes(town, "vk")


async def test_messages_may_be_handed_over_to_the_portal(town: Town, at: str) -> None:
    handed: dict[str, Any] = {**town.ministry.appeals, "message": "hand_over"}
    town.service.house.ministry = replace(town.ministry, appeals=handed)
    client = town.person(at)
    await client.says(BENEFIT)
    assert "https://pos.example.org/" in (await client.hears("Обратиться к нам")).text
    assert await appeals(town) == []


ALBUM = tuple(
    Sent("photo", f"{n}.jpg", b"\xff\xd8\xff" + b"p" * n, "image/jpeg") for n in (100, 200)
)
VOICE = Sent("voice", "голос.ogg", b"OggS" + b"v" * 300, "audio/ogg")
PAPER = Sent("document", "справка.pdf", b"%PDF-1.4" + b"d" * 400, "application/pdf")


@pytest.mark.requirement("A4", "E5")
@pytest.mark.parametrize(("client_at", "officer_at"), PAIRS)
async def test_files_cross_from_messenger_to_messenger(
    town: Town, client_at: str, officer_at: str
) -> None:
    petrov = await town.employee("petrov", officer_at)
    client = town.person(client_at)
    await client.says(BENEFIT, *ALBUM)
    its = number(await client.hears("его номер"))
    await client.says("", VOICE)
    await client.says("", PAPER)
    await settled(client)
    await stored(town)
    notice = await petrov.hears(its)
    await petrov.taps("Открыть", notice)
    await petrov.taps("Вложения", await petrov.hears("Ждёт исполнителя"))
    await petrov.hears("Вложения к обращению")
    for size in (103, 203, 304, 408):
        await receives(petrov, size)
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await petrov.says("Смотрите:", PAPER)
    await petrov.hears("главный консультант")
    await petrov.says("", VOICE)
    preview = await petrov.hears("главный консультант")
    await stored(town)
    await sends(petrov, preview)
    await client.hears("Смотрите:")
    assert (await receives(client, 408)).name == "справка.pdf"
    assert (await receives(client, 304)).kind == "voice"
    await petrov.hears("доставлен")


@pytest.mark.requirement("E5")
async def test_notices_come_only_where_one_joined(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    elsewhere = town.person("telegram")
    await elsewhere.says("Меню")
    await elsewhere.hears("Это приёмная")
    _, its = await writes(town, "telegram", BENEFIT, SCAN)
    await petrov.hears(its)
    assert len(elsewhere.heard) == 1
