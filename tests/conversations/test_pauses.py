"""Time that stands still while a client is asked: only where the organisation file says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.appeals import Appeal
from handlers import clocks
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.kinds import presses
from tests.conversations.official import found
from tests.conversations.talk import appeal, history, rows, writes
from tests.town import Town


def pausing(town: Town) -> None:
    """The ministry stops the reply's time while a question waits."""
    rule = replace(town.ministry.windows["message_reply"], pause_while=("question",))
    windows = {**town.ministry.windows, rule.id: rule}
    town.service.house.ministry = replace(town.ministry, windows=windows)


async def stops(town: Town, appeal_: Appeal) -> None:
    async with town.service.units.begin() as unit:
        await clocks.pause(unit, town.service.house, appeal_, "petrov", town.watch())


async def asked_for_documents(town: Town, at: str) -> tuple[Person, Person, str]:
    """At 11:00 the officer asks the client for what is missing."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(f"Новое обращение {its}"))
    await petrov.hears("ваше")
    town.watch.passes(hours=1)
    await presses(petrov, f"incomplete:{(await found(town, its)).id}")
    await petrov.hears("что клиенту прислать")
    await petrov.says("Справка о доходах")
    await petrov.taps("Отправить", await petrov.hears("Справка о доходах"))
    await petrov.hears("Клиент узнает")
    return client, petrov, its


@pytest.mark.requirement("W11")
async def test_nothing_stops_unless_the_file_says_so(town: Town, at: str) -> None:
    _, _, its = await asked_for_documents(town, at)
    kept = await rows(town, select(t.windows))
    assert [window["paused_at"] for window in kept] == [None, None]
    assert "window_paused" not in [what for _, what in await history(town, its)]


@pytest.mark.requirement("W11", "W13")
async def test_time_stops_with_the_question_and_goes_on_with_what_was_left(
    town: Town, at: str
) -> None:
    """Seven hours are left at 11:00; after two days of waiting seven hours are left."""
    pausing(town)
    client, petrov, its = await asked_for_documents(town, at)
    town.watch.at = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # Thursday, 11:00
    await town.service.jobs.alerts()
    await town.service.jobs.watch()
    standing = await appeal(town, its)
    assert standing["due_at"] == datetime(2026, 11, 27, 6, 45, tzinfo=UTC)
    await presses(petrov, f"why-card:{standing['id']}")
    why = await petrov.hears("Как посчитан срок")
    assert "С 24.11 11:00 время не идёт: ждём ответа на вопрос" in why.text
    assert "Если ответ придёт сейчас, срок истечёт в пятницу, 27 ноября, в 9:45" in why.text
    town.watch.passes(hours=1)
    await client.says("Вот справка о доходах.")
    await client.hears("Передали ваш ответ")
    running = await appeal(town, its)
    assert running["due_at"] == datetime(2026, 11, 27, 7, 45, tzinfo=UTC)
    await client.taps("Мои обращения", await _menu(client))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.taps("Почему такой срок", await client.hears(its))
    why = await client.hears("Как посчитан срок")
    assert "С 24.11 11:00 до 26.11 12:00 время не шло: ждали ответа от вас" in why.text
    assert "Срок истекает в пятницу, 27 ноября, в 10:45" in why.text
    assert "неполных" not in why.text
    assert not any("Скоро срок" in shown.text for shown in petrov.heard)
    done = [what for _, what in await history(town, its)]
    assert not {"alert", "breach"} & {*done}, "nor will it be told"
    assert done.index("window_paused") < done.index("window_resumed")


async def _menu(client: Person) -> Shown:
    await client.says("Меню")
    return await client.hears("Это приёмная")


@pytest.mark.requirement("W11")
async def test_what_is_due_already_does_not_stop(town: Town) -> None:
    pausing(town)
    _, its = await writes(town, "vk")
    town.watch.passes(days=2)
    before = await appeal(town, its)
    await stops(town, await found(town, its))
    assert (await appeal(town, its))["due_at"] == before["due_at"]
    assert "window_paused" not in [what for _, what in await history(town, its)]


@pytest.mark.requirement("W11")
async def test_an_answer_while_time_stands_still_is_in_time(town: Town) -> None:
    pausing(town)
    _, its = await writes(town, "vk")
    found_ = await found(town, its)
    await stops(town, found_)
    town.watch.passes(days=3)
    async with town.service.units.begin() as unit:
        unit.windows.close(found_, town.watch())
    (window,) = await rows(town, select(t.windows))
    assert (window["state"], window["paused_at"]) == ("met", None)
