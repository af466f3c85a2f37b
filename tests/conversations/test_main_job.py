"""The main job from end to end: a client writes, an officer answers, on every pair of channels."""

from __future__ import annotations

import pytest

from sandbox.people import Sent
from tests.conversations.talk import receives, sends, stored
from tests.town import Town

PAIRS = [(c, o) for c in ("telegram", "vk") for o in ("telegram", "vk")]


@pytest.mark.requirement("A1")
@pytest.mark.requirement("A2")
@pytest.mark.requirement("W1")
@pytest.mark.requirement("R1")
@pytest.mark.requirement("R2")
@pytest.mark.requirement("E5")
@pytest.mark.parametrize(("client_at", "officer_at"), PAIRS)
async def test_a_message_is_answered(town: Town, client_at: str, officer_at: str) -> None:
    petrov = await town.employee("petrov", officer_at)
    client = town.person(client_at)
    scan = Sent("photo", "справка.jpg", b"\xff\xd8\xff" + b"p" * 500, "image/jpeg")

    await client.says("Когда придёт пособие на ребёнка за октябрь?", scan)
    receipt = await client.hears("2026-000001")
    assert "Ответим до" in receipt.text
    assert "Отвечает" in receipt.text

    notice = await petrov.hears("Новое обращение 2026-000001")
    assert "пособие на ребёнка" in notice.text
    assert "Вложения: 1" in notice.text
    await petrov.taps("Взять", notice)
    await petrov.hears("ваше")
    card = await petrov.hears("Когда придёт пособие")
    await stored(town)
    await petrov.taps("Вложения", card)
    await petrov.hears("Вложения к обращению")
    await receives(petrov, 503)
    await petrov.taps("Ответить", card)
    await petrov.hears("Напишите ответ")
    await petrov.says(
        "Пособие перечислят 26 ноября.", Sent("document", "график.pdf", b"%PDF-1.4 x")
    )
    preview = await petrov.hears("Пособие перечислят 26 ноября.")
    await stored(town)
    await sends(petrov, preview)
    reply = await client.hears("Пособие перечислят 26 ноября.")
    assert "Рассмотрели ваше обращение 2026-000001" in reply.text
    await petrov.hears("доставлен клиенту")
    assert (await receives(client, 10)).name == "график.pdf"
