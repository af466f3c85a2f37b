"""The messengers fail in every way they are known to fail, and the house loses nothing."""

from __future__ import annotations

import asyncio

import pytest

from sandbox import telegram_faults as broken
from sandbox.telegram_faults import Fault as TelegramFault
from sandbox.vk_faults import AnyFault, Fault, held, slow
from tests.conversations.talk import sends
from tests.ports import kept
from tests.town import Town
from tests.trials import poison
from tests.trials.hard_times import hard_times

#: How many calls of each kind go wrong; receiving pauses longer each time, for real.
SENDS, RECEIVES = 6, 2

TELEGRAM: dict[str, tuple[TelegramFault, bool]] = {
    # fault → whether the call takes effect though no answer comes
    "429": (broken.too_many(3), False),
    "429 without retry_after": (broken.too_many(None), False),
    "500": (broken.broken(), False),
    "502 page": (broken.bad_gateway(), False),
    "dropped": (broken.dropped(), False),
    "answer lost": (broken.answer_lost(), True),
    "malformed": (broken.malformed(), True),
    "slow": (broken.slow(1.0), False),
}
VK: dict[str, AnyFault] = {
    "500": Fault.HTTP_500,
    "502 page": Fault.HTML_502,
    "dropped": Fault.DROP,
    "answer lost": Fault.LOST,
    "malformed": Fault.MALFORMED,
    "slow": slow(1.0),
    "too many a second": 6,
    "flood control": 9,
    "internal error": 10,
    "limit reached": 29,
}
#: VK asks for ten minutes each time.
PATIENT = {29}

pytestmark = pytest.mark.slow


@pytest.mark.requirement("A1", "W1")
@pytest.mark.parametrize("name", TELEGRAM)
async def test_telegram_fails(town: Town, name: str) -> None:
    fault, took_effect = TELEGRAM[name]
    async with hard_times(town) as times:
        await times.write(2)
        town.telegram.faults.add("sendMessage", fault, SENDS)
        town.telegram.faults.add("getUpdates", fault, RECEIVES)
        await times.write(20)
        await times.write(10, anew=True)
        await times.all_is_well(telegram_twice=SENDS if took_effect else 0)


@pytest.mark.requirement("A2", "W1")
@pytest.mark.parametrize("name", VK)
async def test_vk_fails(town: Town, name: str) -> None:
    fault = VK[name]
    async with hard_times(town) as times:
        await times.write(2)
        for method in ("messages.send", "execute"):
            town.vk.faults.add(method, fault, 1 if fault in PATIENT else SENDS)
        if not isinstance(fault, int):
            town.vk.faults.add("longpoll", fault, RECEIVES)
        await times.write(20)
        await times.write(10, anew=True)
        await times.all_is_well()


@pytest.mark.requirement("A1", "A2", "W1")
@pytest.mark.parametrize(("gone", "works"), [("telegram", "vk"), ("vk", "telegram")])
async def test_one_messenger_is_away(town: Town, gone: str, works: str) -> None:
    """Who writes by the other one is answered meanwhile, and nobody is forgotten."""
    stand_in = town.telegram if gone == "telegram" else town.vk
    port = int(stand_in.base_url.rpartition(":")[2])
    async with hard_times(town) as times:
        await times.write(10)
        await stand_in.stop()
        with kept(port):
            await times.write(10, at=gone, anew=True)
            await times.write(10, at=works, anew=True)
            await times.answered(works)
            await stand_in.start(port=port)
        # What was on the wire at the very moment has no known fate.
        await times.all_is_well(telegram_twice=10 if gone == "telegram" else 0)


@pytest.mark.requirement("A1", "A2", "A5")
async def test_poison_stops_nothing(town: Town) -> None:
    """Every senseless event there is, each followed by a sensible message."""
    async with hard_times(town) as times:
        await times.write(1)
        await times.answered("telegram")
        await times.answered("vk")
        for place in range(len(poison.TELEGRAM)):
            town.telegram.emit_raw(poison.telegram(place))
            await times.write(1, at="telegram", anew=True)
        for place in range(len(poison.VK)):
            town.vk.emit_raw(poison.vk(place, 77_001, town.vk.group_id))
            await times.write(1, at="vk", anew=True)
        town.telegram.emit_raw(poison.UNSPEAKABLE)
        await times.write(1, anew=True)
        verdict = await times.all_is_well()
        assert verdict.quarantined == len(poison.TELEGRAM) + len(poison.VK)


@pytest.mark.requirement("A1", "A2")
@pytest.mark.parametrize("at", ["telegram", "vk"])
async def test_an_answer_that_takes_longer_than_the_lease(town: Town, at: str) -> None:
    """A message on its way for minutes is not taken up a second time meanwhile."""
    free = asyncio.Event()
    async with hard_times(town) as times:
        if at == "telegram":
            town.telegram.faults.add("sendMessage", broken.held(free), 3)
        else:
            town.vk.faults.add("messages.send", slow(3.0), 3)
        await times.write(3, at=at)
        await asyncio.sleep(3)  # three minutes of the town's
        free.set()
        await times.all_is_well()


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("at", ["telegram", "vk"])
async def test_the_client_blocks_us_while_the_reply_is_on_its_way(town: Town, at: str) -> None:
    """The officer is told and keeps the appeal; unblocked, the client gets the reply, once."""
    petrov = await town.employee("petrov", "vk" if at == "telegram" else "telegram")
    client = town.person(at)
    await client.says("Когда придёт пособие на ребёнка за октябрь?")
    await client.hears("Ответим")
    await petrov.taps("Ответить", await petrov.hears("Новое обращение"))
    await petrov.hears("Напишите ответ")
    await client.hears("занимается Петров")
    await petrov.says("Пособие перечислят 26 ноября.")
    preview = await petrov.hears("Пособие перечислят 26 ноября.")

    blocked = asyncio.Event()
    if at == "telegram":
        town.telegram.faults.add("sendMessage", broken.held(blocked), 1)
    else:
        town.vk.faults.add("messages.send", held(blocked), 1)
    await sends(petrov, preview)
    await petrov.hears("Отправляем ответ")
    await client.messenger.blocks(client.id)
    blocked.set()
    again = await petrov.hears("не доставлен")
    assert not any("26 ноября" in message.text for message in client.heard)

    await client.messenger.unblocks(client.id)
    await petrov.taps("Вернуться", again)
    await petrov.taps("Отправить", await petrov.hears("Пособие перечислят 26 ноября."))
    await client.hears("Пособие перечислят 26 ноября.")
    await petrov.hears("доставлен клиенту")
    assert sum("26 ноября" in message.text for message in client.heard) == 1
