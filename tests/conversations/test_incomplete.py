"""Incomplete documents: 24 hours from the finding, the list, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.kinds import more, presses
from tests.conversations.official import found, made_official
from tests.conversations.talk import appeal, entries, history, rows, writes
from tests.town import Town

LIST = "справка о доходах за 2025 год\nкопия паспорта: не видно номера"


async def finds(town: Town, at: str) -> tuple[Person, Person, str]:
    """An officer has found that something is missing: the client, the officer, the number."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(f"Новое обращение {its}"))
    await petrov.hears("ваше")
    await more(town, petrov, its, "Не хватает документов")
    return client, petrov, its


async def windows(town: Town) -> list[dict[str, Any]]:
    return await rows(town, select(t.windows).where(t.windows.c.rule == "incomplete"))


@pytest.mark.requirement("W7", "C8")
async def test_the_client_hears_what_to_send_within_24_hours(town: Town, at: str) -> None:
    client, petrov, its = await finds(town, at)
    question = await petrov.hears("что клиенту прислать или исправить")
    assert "до среды, 25 ноября, 10:00" in question.text
    await petrov.says(LIST)
    preview = await petrov.hears("• копия паспорта: не видно номера")
    await petrov.taps("Отправить", preview)
    await petrov.hears("Клиент узнает, чего не хватает")
    told = await client.hears("• справка о доходах за 2025 год")
    assert its in told.text
    (window,) = await windows(town)
    assert (window["state"], window["clause"]) == ("met", "N-2137 §8")
    now = await appeal(town, its)
    assert (now["asked"], now["state"]) == (True, "taken")
    assert (await entries(town, its))[-1]["kind"] == "question"
    done = [what for who, what in await history(town, its) if who == "petrov"]
    assert done == ["taken", "incomplete_found", "incomplete_told"]


@pytest.mark.requirement("W7")
async def test_found_and_not_told_alerts_and_is_broken(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, petrov, its = await finds(town, at)
    await petrov.hears("что клиенту прислать")
    await made_official(town, its)  # the reply itself is not due for long
    town.watch.passes(hours=23, minutes=30)
    await town.service.jobs.alerts()
    alert = await petrov.hears("Сообщение о неполных документах: до среды, 25 ноября, 10:00")
    assert its in alert.text
    town.watch.passes(minutes=31)
    await town.service.jobs.alerts()
    town.watch.passes(seconds=30)
    await ivanova.hears(f"Срок по обращению {its} истёк. Сообщение о неполных документах")
    assert [window["state"] for window in await windows(town)] == ["broken"]


@pytest.mark.requirement("W7")
async def test_found_twice_runs_once_and_a_mistake_is_taken_back(town: Town, at: str) -> None:
    client, petrov, its = await finds(town, at)
    await petrov.hears("что клиенту прислать")
    it = (await found(town, its)).id
    town.watch.passes(hours=1)
    await presses(petrov, f"incomplete:{it}")
    again = await petrov.hears("до среды, 25 ноября, 10:00")
    assert len(await windows(town)) == 1
    await petrov.taps("Всё в порядке", again)
    await petrov.hears("всё в порядке")
    assert [window["state"] for window in await windows(town)] == ["dropped"]
    await petrov.taps("Всё в порядке", again)
    await petrov.hears("просить не нужно")
    assert not any("не хватает" in shown.text for shown in client.heard)
