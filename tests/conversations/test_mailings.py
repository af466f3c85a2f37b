"""Consent to mailings: asked once and alone, given, refused, withdrawn; never about an appeal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.client.mailings import version
from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    answers,
    appeal,
    labels,
    number,
    presses,
    rows,
    sends,
    settled,
    writes,
)
from tests.town import Town

QUESTION = "Можно иногда приглашать вас в опросы"


async def answered(town: Town, at: str) -> tuple[Person, str]:
    """A client whose appeal was answered, and who is asked for a mark."""
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    await answers(petrov, await petrov.hears(its))
    await client.hears("Придёт 26 ноября.")
    return client, its


async def gives(client: Person, mark: str) -> None:
    await client.taps(mark, await client.hears("помог? Оцените"))


async def said(town: Town) -> list[tuple[str, str]]:
    found = await rows(town, select(t.consent_history).order_by(t.consent_history.c.id))
    return [(row["state"], row["how"]) for row in found]


async def stands(town: Town) -> list[tuple[str, str]]:
    return [(row["state"], row["version"]) for row in await rows(town, select(t.consents))]


@pytest.mark.requirement("S7")
async def test_asked_once_by_itself_and_answered(town: Town, at: str) -> None:
    client, _ = await answered(town, at)
    await gives(client, "5")
    await client.hears("Спасибо! Записали")
    question = await client.hears(QUESTION)
    assert labels(question) == ["Да, присылайте", "Нет, спасибо"]
    assert await stands(town) == [("asked", version())]
    await client.taps("4", next(one for one in client.heard if "5" in labels(one)))
    await settled(client)
    assert sum(QUESTION in one.text for one in client.heard) == 1
    await client.taps("Да, присылайте", question)
    await client.taps("Отписаться от рассылок", await client.hears("Будем иногда приглашать"))
    await client.hears("рассылок больше не будет")
    assert await said(town) == [
        ("asked", "question"),
        ("given", "question"),
        ("withdrawn", "mailing"),
    ]
    assert await stands(town) == [("withdrawn", version())]


@pytest.mark.requirement("S7")
async def test_no_is_no_and_can_be_changed_in_the_menu(town: Town) -> None:
    client, _ = await answered(town, "vk")
    await gives(client, "5")
    await client.taps("Нет, спасибо", await client.hears(QUESTION))
    await client.hears("приглашать не будем")
    assert await stands(town) == [("refused", version())]
    await client.says("меню")
    await client.taps("Рассылки", await client.hears("Это приёмная"))
    await client.taps("Да, присылайте", await client.hears("не присылаем"))
    await client.hears("Будем иногда приглашать")
    await presses(client, "mailings")
    await client.hears("Вы согласились получать приглашения")
    assert (await stands(town))[0][0] == "given"


@pytest.mark.requirement("S7")
async def test_whoever_is_not_content_is_asked_too(town: Town) -> None:
    """Asked of the contented alone, surveys would hear nobody else."""
    client, _ = await answered(town, "telegram")
    await gives(client, "1")
    await client.hears(QUESTION)


@pytest.mark.requirement("S7")
async def test_a_word_stops_mailings_and_is_an_appeal_for_whoever_gets_none(
    town: Town, at: str
) -> None:
    client = town.person(at)
    await client.says("меню")
    await client.taps("Рассылки", await client.hears("Это приёмная"))
    await client.taps("Да, присылайте", await client.hears("не присылаем"))
    await client.hears("Будем иногда приглашать")
    await client.says("Стоп")
    await client.hears("рассылок больше не будет")
    assert (await said(town))[-1] == ("withdrawn", "words")
    assert await rows(town, select(t.appeals)) == []
    other = town.person(at)
    await other.says("Отписаться")
    await other.hears("и так не присылаем")
    assert await rows(town, select(t.appeals)) == [], "the word alone is no appeal"
    await other.says("Стоп-кран в автобусе № 7 сломан, куда жаловаться?")
    await other.hears("его номер")
    await other.says("Стоп")  # in the same breath: nothing that was told is lost
    await settled(other)
    assert len(await rows(town, select(t.entries))) == 2


@pytest.mark.requirement("S7")
async def test_a_word_after_the_question_is_an_answer_to_it(town: Town) -> None:
    """The dialogue waits for words to the mark then: these are none."""
    client, _ = await answered(town, "vk")
    await gives(client, "4")
    await client.hears(QUESTION)
    await client.says("Не присылайте")
    await client.hears("и так не присылаем")
    assert await said(town) == [("asked", "question"), ("refused", "words")]
    assert [row["text"] for row in await rows(town, select(t.ratings))] == [""]


@pytest.mark.requirement("S7")
async def test_other_words_are_another_consent(town: Town) -> None:
    """The question is worded anew: who agreed to the old one is asked again, once, and nobody
    agrees by an old button to words they have not read."""
    client, _ = await answered(town, "telegram")
    await gives(client, "4")
    await client.taps("Да, присылайте", await client.hears(QUESTION))
    await client.hears("Будем иногда приглашать")
    async with town.service.engine.begin() as connection:
        await connection.execute(t.consents.update().values(version="older"))
    await presses(client, "mailings-yes:older:question")
    await client.hears("условия изменились")
    assert await stands(town) == [("given", "older")]
    await client.taps("3", next(one for one in client.heard if "5" in labels(one)))
    await client.taps("Да, присылайте", await client.hears("\n\nОтписаться можно"))
    await client.hears("Будем иногда приглашать")
    assert await stands(town) == [("given", version())]
    assert [state for state, _ in await said(town)] == ["asked", "given", "asked", "given"]


@pytest.mark.requirement("S9")
async def test_an_appeals_own_messages_need_no_consent_and_cannot_be_stopped(
    town: Town, at: str
) -> None:
    """Agreed before, taken back in the middle: the receipt, the question and the reply come."""
    petrov, client = await town.employee("petrov", "telegram"), town.person(at)
    await presses_first(client, f"mailings-yes:{version()}:menu")
    await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    await client.says("Стоп")  # in the same breath, by somebody who gets mailings
    await client.hears("рассылок больше не будет")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Сколько лет ребёнку? Где вы прописаны?")
    await petrov.taps("Отправить", await petrov.hears("Вам пишет"))
    await client.hears("Где вы прописаны?")
    await presses(client, "unsubscribe")
    await client.hears("и так не присылаем")
    await presses(petrov, f"reply:{(await appeal(town, its))['id']}")
    await petrov.hears("Напишите ответ")
    await petrov.says("Придёт 26 ноября.")
    await sends(petrov, await petrov.hears("Придёт 26 ноября."))
    await client.hears("Придёт 26 ноября.")
    await client.hears("помог? Оцените")
    assert (await said(town))[-1] == ("withdrawn", "words")


async def presses_first(client: Person, tap: str) -> None:
    await client.says("меню")
    await client.hears("Это приёмная")
    await presses(client, tap)
    await client.hears("Будем иногда приглашать")


@pytest.mark.requirement("S7", "S9")
@pytest.mark.parametrize("pressed", [False, True], ids=["at rest", "answering"])
async def test_a_word_that_stops_mailings_answers_no_question_of_ours(
    town: Town, at: str, pressed: bool
) -> None:
    petrov, client = await town.employee("petrov", "telegram"), town.person(at)
    await presses_first(client, f"mailings-yes:{version()}:menu")
    await client.says(BENEFIT)
    await petrov.taps("Взять", await petrov.hears(number(await client.hears("его номер"))))
    await petrov.taps("Уточнить", await petrov.hears("Исполнитель: Петров"))
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Сколько лет ребёнку?")
    await petrov.taps("Отправить", await petrov.hears("Вам пишет"))
    question = await client.hears("Сколько лет ребёнку?")
    town.watch.passes(minutes=10)
    if pressed:
        await client.taps("Ответить", question)
        await client.hears("Напишите ответ")
    await client.says("Стоп")
    await client.hears("рассылок больше не будет")
    await client.says("Пять лет")
    await client.hears("Передали ваш ответ")
    kept = [row["text"] for row in await rows(town, select(t.entries)) if not row["author"]]
    assert "Стоп" not in kept
    assert "Пять лет" in kept
