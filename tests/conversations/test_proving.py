"""Proving anew: accounts silent for long, and the PIN of those who sign and take off control."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.ministry import Role, Security
from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.kinds import presses
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    appeal,
    appeals,
    gathered,
    labels,
    made_official,
    rows,
    writes,
)
from tests.conversations.talk import answers as answers_to
from tests.town import Town

TEXT = "Пособие перечислим 10 декабря, приходить никуда не нужно."
PIN, OTHER = "48151623", "9999"
STRICT = Security(timedelta(days=90), frozenset({Role.SIGNATORY, Role.CONTROLLER}))


def strict(town: Town) -> None:
    town.ministry = replace(town.ministry, security=STRICT)
    town.service.house.ministry = town.ministry


async def to_sign(town: Town, at: str) -> tuple[Person, Person, Shown]:
    """The signatory looks for the first time at what waits; the client."""
    petrov = await town.employee("petrov", "vk")
    lebedeva = await town.employee("lebedeva", at)
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    await made_official(town, its)
    await answers_to(petrov, notice, TEXT)
    await petrov.hears("на согласование: Лебедева Г. А.")
    await gathered(town)
    return lebedeva, client, await lebedeva.hears("Ответ на согласование")


async def kept_nowhere(town: Town, *secrets: str) -> None:
    for table in (t.entries, t.outbox, t.chats, t.pins, t.staff_history, t.quarantine):
        found = repr(await rows(town, select(table)))
        assert not any(secret in found for secret in secrets), table.name


@pytest.mark.requirement("P1", "E1")
async def test_a_pin_is_chosen_at_the_first_need_and_asked_again(town: Town, at: str) -> None:
    strict(town)
    lebedeva, client, notice = await to_sign(town, at)
    await lebedeva.taps("Открыть ответ", notice)
    await lebedeva.taps("Не сейчас", await lebedeva.hears("придумайте пин-код"))
    await lebedeva.hears("ничего не изменили")
    await lebedeva.taps("Открыть ответ", notice)
    await lebedeva.hears("придумайте пин-код")
    await lebedeva.says("не скажу")
    await lebedeva.hears("Сейчас нужен пин-код")
    await lebedeva.says(PIN)
    await lebedeva.hears("Повторите")
    await lebedeva.says(OTHER)
    await lebedeva.hears("не совпал")
    for said in ("Повторите", "Пин-код сохранён"):
        await lebedeva.says(PIN)
        await lebedeva.hears(said)
    shown = await lebedeva.hears("Рассмотрели ваше обращение")  # the press is done after all

    town.watch.passes(hours=8, minutes=1)
    await lebedeva.taps("Согласовать", shown)
    await lebedeva.hears("Введите ваш пин-код")
    await lebedeva.says(OTHER)
    await lebedeva.hears("Осталось 4 попытки")
    assert (await appeals(town))[0]["state"] == "approval"
    await lebedeva.says(PIN)
    await lebedeva.hears("Спасибо, это вы")
    await client.hears(TEXT)
    await kept_nowhere(town, PIN)


@pytest.mark.requirement("P1", "E1")
async def test_wrong_pins_lock_and_the_administrator_resets(town: Town) -> None:
    strict(town)
    admin = await town.employee("admin", "vk")
    lebedeva, client, notice = await to_sign(town, "telegram")
    await lebedeva.taps("Открыть ответ", notice)
    for _ in range(2):
        await lebedeva.says(PIN)
    await lebedeva.hears("Рассмотрели")
    town.watch.passes(hours=8, minutes=1)
    await lebedeva.taps("Согласовать")
    await lebedeva.hears("Введите ваш пин-код")
    for n in range(5):
        await lebedeva.says(f"{n}{n}{n}{n}")
        await lebedeva.hears("ин-код")
    await admin.taps("Открыть", await admin.hears("Пять раз введён неверный пин-код: Лебедева"))
    await lebedeva.says(PIN)
    await lebedeva.hears("Слишком много неверных")
    assert (await appeals(town))[0]["state"] == "approval"
    page = await admin.hears("Лебедева Галина Аркадьевна\n")
    await admin.taps("Сбросить пин-код", page)
    await admin.hears("Пин-код сброшен")
    await lebedeva.hears("сбросил ваш пин-код")
    for who, name in (("petrov", "Петров Андрей"), ("admin", "Крылов Егор")):
        await presses(admin, f"person:{who}")
        assert "Сбросить пин-код" not in labels(await admin.hears(name))
    await presses(admin, "pin-reset:admin")
    await admin.hears("Свой пин-код сбросить нельзя")
    for said in ("Повторите", "Пин-код сохранён"):
        await lebedeva.says(OTHER)
        await lebedeva.hears(said)
    await client.hears(TEXT)


@pytest.mark.requirement("P1", "E1")
async def test_after_silence_nothing_is_heard_without_the_pin(town: Town) -> None:
    """And what was begun before goes on after it."""
    strict(town)
    sidorova = await town.employee("sidorova", "vk")
    _, its = await writes(town, "telegram", "У нас во дворе третий день лежит упавшее дерево.")
    await sidorova.taps("Ответить", await sidorova.hears(its))
    await sidorova.hears("Напишите ответ")
    town.watch.passes(hours=9)
    await sidorova.says(TEXT)
    await sidorova.hears("придумайте пин-код")
    for press in (f"card:{(await appeal(town, its))['id']}", "menu", "queue-all:0"):
        await presses(sidorova, press)
        await sidorova.hears("Сначала введите пин-код")
    await sidorova.says("/help")
    await sidorova.hears("Сначала введите пин-код")
    await presses(sidorova, "queue-mine:0")
    await sidorova.hears("Сначала введите пин-код")
    for said in ("Повторите", "Пин-код сохранён"):
        await sidorova.says(PIN)
        await sidorova.hears(said)
    await sidorova.hears(TEXT)  # the reply is being written as before
    await sidorova.hears("Моя очередь")
    await kept_nowhere(town, PIN)


@pytest.mark.requirement("P1", "E1")
async def test_words_and_files_wait_for_the_pin_as_they_were_sent(town: Town) -> None:
    """And nothing typed meanwhile is anything but a PIN."""
    strict(town)
    sidorova = await town.employee("sidorova", "telegram")
    _, its = await writes(town, "vk", "У нас во дворе третий день лежит упавшее дерево.")
    await sidorova.taps("Ответить", await sidorova.hears(its))
    await sidorova.hears("Напишите ответ")
    town.watch.passes(hours=9)
    second = Sent("photo", "двор.jpg", b"\xff\xd8\xff" + b"q" * 500, "image/jpeg")
    sent = await sidorova.says(TEXT, SCAN, second)
    await sidorova.hears("придумайте пин-код")
    await presses(sidorova, "menu")
    await sidorova.hears("Сначала введите пин-код")
    town.watch.passes(seconds=30)
    await sidorova.says("kb-vacation")
    await sidorova.hears("Сейчас нужен пин-код")
    await sidorova.messenger.edits(sidorova.id, sent, TEXT + " Спасибо.")
    for said in ("Повторите", "Пин-код сохранён"):
        await sidorova.says(PIN)
        await sidorova.hears(said)
    await sidorova.hears(TEXT + " Спасибо.")
    await sidorova.hears("Что открыть?")
    assert len(await rows(town, select(t.files.c.id))) == 2


@pytest.mark.requirement("P1", "E8")
async def test_no_words_of_a_proposal_wait_for_a_pin(town: Town) -> None:
    strict(town)
    sidorova = await town.employee("sidorova", "telegram")
    await presses(sidorova, "unnamed")
    await sidorova.hears("без имени, времени и порядка")
    town.watch.passes(hours=9)
    sent = await sidorova.says("Поставьте кулер в коридоре.")
    await sidorova.hears("Слова предложения не сохранили")
    await sidorova.messenger.edits(sidorova.id, sent, "Поставьте кулер в холле.")
    await sidorova.hears("Исправленный текст никуда не попал")
    await kept_nowhere(town, "кулер")
    for said in ("Повторите", "Пин-код сохранён"):
        await sidorova.says(PIN)
        await sidorova.hears(said)
    await sidorova.says("Поставьте кулер в коридоре.")
    await sidorova.hears("предложение сохранено без имени")


@pytest.mark.requirement("P1", "E9")
async def test_a_citizen_is_heard_whatever_became_of_the_account(town: Town) -> None:
    """Nothing is proved under the client's hat: to work one goes with the PIN, or never again."""
    strict(town)
    sidorova = await town.employee("sidorova", "vk")
    await presses(sidorova, "hat-client")
    await sidorova.hears("Сейчас вы пишете как гражданин")
    for _ in range(2):
        town.watch.passes(hours=5)
        await sidorova.says(BENEFIT)
        await sidorova.hears("2026-")
    await presses(sidorova, "hat-work")
    await sidorova.hears("придумайте пин-код")
    for said in ("Повторите", "Пин-код сохранён"):
        await sidorova.says(PIN)
        await sidorova.hears(said)
    await sidorova.hears("Что открыть?")
    await presses(sidorova, "hat-client")
    await sidorova.hears("Сейчас вы пишете как гражданин")
    town.watch.passes(days=91)
    await sidorova.says("Где справка о составе семьи?")
    await sidorova.hears("приняли от вас как от гражданина")
    await sidorova.hears("2026-")
    kept = await rows(town, select(t.entries.c.text).where(t.entries.c.side == "client"))
    assert [row["text"] for row in kept][-1] == "Где справка о составе семьи?"
    await presses(sidorova, "hat-work")
    await sidorova.hears("среди доступных вам нет")


@pytest.mark.requirement("E1")
async def test_an_account_silent_for_long_is_nobodys(town: Town, at: str) -> None:
    strict(town)
    petrov = await town.employee("petrov", at)
    town.watch.passes(days=80)
    await petrov.says("Меню")
    await petrov.hears("Что открыть?")
    town.watch.passes(days=91)
    await petrov.says("Проверю очередь")
    await petrov.hears("Вы давно не работали здесь")
    assert await appeals(town) == [], "what an employee says is no citizen's appeal"
    await presses(petrov, "queue-mine:0")
    await petrov.hears("среди доступных вам нет")
    await petrov.says(await town.invite("petrov"))
    await petrov.hears("Теперь вы работаете")


@pytest.mark.requirement("P1")
async def test_without_the_settings_nobody_is_asked(town: Town) -> None:
    lebedeva, client, notice = await to_sign(town, "vk")
    town.watch.passes(days=400)
    await lebedeva.taps("Открыть ответ", notice)
    await lebedeva.taps("Согласовать", await lebedeva.hears("Рассмотрели"))
    await client.hears(TEXT)
    assert await rows(town, select(t.pins)) == []
    seen = {c["employee"]: c["seen_at"] for c in await rows(town, select(t.chats))}
    assert seen[""] is None
    assert seen["lebedeva"] == town.watch.at.replace(second=0, microsecond=0)
