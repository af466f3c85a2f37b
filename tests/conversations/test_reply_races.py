"""Replies that meet something else: a client who writes meanwhile, a slip of the hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import text

from domain.talk import Channel
from sandbox import telegram_faults
from sandbox.people import Person, Sent, Shown
from sandbox.telegram_faults import held
from storage import tables as t
from storage.unit import Unit
from tests.conversations.talk import (
    BENEFIT,
    answers,
    appeal,
    entries,
    labels,
    rows,
    sends,
    until,
    writes,
)
from tests.town import Town

WAITS = text(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
on_postgresql = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


async def drafted(town: Town, words: str) -> tuple[Person, Person, str, Shown]:
    """Petrov (VK) has written a reply to a client (Telegram); its preview comes last."""
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, "telegram")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await client.hears("занимается Петров")
    await petrov.says(words)
    return petrov, client, its, await petrov.hears(words)


async def asked(town: Town) -> tuple[Person, Person, str, Shown]:
    """Petrov is asked why a brush-off should go; the question comes last."""
    petrov, client, its, preview = await drafted(town, "Ваш вопрос взят на контроль.")
    await petrov.taps("Отправить всё равно", preview)
    return petrov, client, its, await petrov.hears("напишите, почему")


@asynccontextmanager
async def taking_in(town: Town, client: Person, its: str, words: str) -> AsyncIterator[Unit]:
    """Another process is in the middle of taking in what the client adds."""
    stands = await appeal(town, its)
    async with town.service.units.begin() as unit:
        place = (Channel.TELEGRAM, "42")
        arrived = await unit.arrivals.hear(place, ["other"], [str(client.id)], town.watch())
        chat = arrived.chats[str(client.id)]
        assert chat.id == stands["chat"]
        unit.exchange.said(stands["id"], chat, words, town.watch(), message="other")
        yield unit


async def somebody_waits(town: Town) -> None:
    async def waits() -> bool:
        async with town.service.engine.connect() as connection:
            return bool((await connection.execute(WAITS)).all())

    await until(waits)


@on_postgresql
async def test_words_taken_in_while_the_delivery_is_noted_keep_it_open(town: Town) -> None:
    petrov, client, its, preview = await drafted(town, "Придёт 26 ноября.")
    landing = asyncio.Event()
    town.telegram.faults.add("sendMessage", held(landing))
    await sends(petrov, preview)
    await petrov.hears("Отправляем ответ")
    async with taking_in(town, client, its, "А за ноябрь?"):
        landing.set()
        await somebody_waits(town)
    await petrov.hears("Пока он уходил, клиент написал ещё")
    assert (await appeal(town, its))["state"] == "taken"


@on_postgresql
async def test_words_taken_in_while_the_reply_is_sent_are_read_first(town: Town) -> None:
    petrov, client, its, preview = await drafted(town, "Придёт 26 ноября.")
    async with taking_in(town, client, its, "А за ноябрь?"):
        await sends(petrov, preview)
        await somebody_waits(town)
    told = await petrov.hears("Ответ ещё не отправлен")
    assert "А за ноябрь?" in told.text
    assert (await appeal(town, its))["state"] == "taken"
    assert not any("26 ноября" in shown.text for shown in client.heard)


async def test_older_words_moved_here_while_the_reply_flies_keep_it_open(town: Town) -> None:
    client, its = await writes(town, "telegram")
    town.watch.passes(minutes=5)
    await client.says(BENEFIT)
    await client.taps("Это новое обращение", await client.hears("Добавили"))
    await client.hears("2026-000002")
    town.watch.passes(minutes=5)
    await client.says("И ещё: за ноябрь?")
    offered = await client.hears("Добавили это к обращению 2026-000002")
    petrov = await town.employee("petrov", "vk")
    await petrov.taps("Очередь отдела")
    await petrov.taps("1", await petrov.hears("Очередь отдела: 2 обращения"))
    await petrov.taps("Ответить", await petrov.hears("Ждёт исполнителя"))
    await petrov.hears("Напишите ответ")
    await client.hears("занимается")
    await petrov.says("Придёт 26 ноября.")
    landing = asyncio.Event()
    town.telegram.faults.add("sendMessage", held(landing))
    await sends(petrov, await petrov.hears("Придёт 26 ноября."))
    await petrov.hears("Отправляем ответ")
    await client.taps(its, offered)

    async def moved() -> bool:
        return len(await entries(town, its)) == 3

    await until(moved)
    landing.set()
    await petrov.hears("Пока он уходил, клиент написал ещё")
    assert (await appeal(town, its))["state"] == "taken"


@pytest.mark.requirement("C8", "T4")
async def test_a_mended_text_written_for_the_reason_goes_only_when_seen(town: Town) -> None:
    petrov, client, its, _ = await asked(town)
    await petrov.says("Пособие придёт 26 ноября.")
    shown = await petrov.hears("Пособие придёт 26 ноября.")
    await petrov.taps("Это новый текст ответа", shown)
    await petrov.hears("замечаний нет")
    preview = await petrov.hears("Рассмотрели ваше обращение")
    assert "контроль" not in preview.text
    assert not any("Рассмотрели" in shown.text for shown in client.heard)
    await petrov.taps("Отправить с этой причиной", shown)
    await petrov.hears("старый вариант")
    await sends(petrov, preview)
    reply = await client.hears("Пособие придёт 26 ноября.")
    assert "контроль" not in reply.text
    await petrov.hears(f"Ответ на обращение {its} доставлен")


@pytest.mark.requirement("C8", "T4")
async def test_the_answer_to_another_appeal_is_no_reason(town: Town) -> None:
    petrov, client, its, _ = await asked(town)
    town.watch.passes(minutes=1)
    other, number = await writes(town, "vk")
    town.watch.passes(seconds=30)
    await petrov.taps("Ответить", await petrov.hears(number))
    await petrov.hears(f"Вы начали ответ на обращение {its}")
    await petrov.says("Ваши деньги у соседнего отдела.")
    preview = await petrov.hears("Ваши деньги у соседнего отдела.")
    assert "Ваш вопрос взят на контроль." in preview.text, "a part of the reply begun"
    assert (len(client.heard), len(other.heard)) == (2, 1)
    assert (await appeal(town, its))["state"] == "taken"


async def test_a_reason_may_be_mended_before_it_goes(town: Town) -> None:
    petrov, client, _, _ = await asked(town)
    message = await petrov.says("Заявитель просит")
    early = await petrov.hears("Заявитель просит")
    town.watch.passes(seconds=5)
    await petrov.messenger.edits(petrov.id, message, "Заявитель просил так")
    shown = await petrov.hears("Заявитель просил так")
    await petrov.taps("Отправить с этой причиной", early)
    await petrov.hears("старый вариант")
    assert not any("Рассмотрели" in shown.text for shown in client.heard)
    await petrov.taps("Отправить с этой причиной", shown)
    await petrov.taps("Вопрос решён", await petrov.hears("Чем закончилось"))
    await client.hears("взят на контроль")


async def test_who_moved_to_another_unit_answers_what_they_hold(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "telegram")
    notice = await petrov.hears(its)
    await petrov.taps("Взять", notice)
    await petrov.hears(f"Обращение {its} ваше")
    people = town.ministry.employees
    units = {unit for unit in town.ministry.units if unit != people["petrov"].unit}
    moved = {**people, "petrov": replace(people["petrov"], unit=min(units))}
    await town.stop()
    town.ministry = replace(town.ministry, employees=moved)
    await town.start()
    await answers(petrov, notice)
    await petrov.hears(f"Ответ на обращение {its} доставлен")


async def test_a_lost_file_of_the_officers_own_is_named_and_left_out(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "vk")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    gone = telegram_faults.refused(400, "Bad Request: wrong file_id or the file is gone")
    town.telegram.faults.add("getFile", gone)
    await petrov.says("Вот график.", Sent("document", "график.pdf", b"%PDF", "application/pdf"))
    preview = await petrov.hears("главный консультант")
    told = await petrov.hears("Не смогли получить ваш файл «график.pdf»")
    assert "пожалуйста" not in told.text
    (file,) = await rows(town, t.files.select())
    assert file["state"] == "lost"
    await sends(petrov, preview)
    back = await petrov.hears(f"Ответ на обращение {its} не отправлен. Не смогли получить ваш файл")
    assert "«график.pdf»" in back.text
    assert labels(back) == ["Вернуться к ответу", "Открыть"]
    await petrov.taps("Вернуться", back)
    await petrov.hears("увидит клиент. Чтобы дополнить")
    await petrov.taps("Отправить")
    await client.hears("Вот график.")
    await petrov.hears("доставлен клиенту")
