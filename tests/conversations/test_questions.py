"""The questions of an official appeal: split, confirmed, and each answered before it is closed."""

from __future__ import annotations

import pytest

from sandbox.people import Person, Shown
from tests.conversations.kinds import more, official, opens, presses, takes_both
from tests.conversations.talk import appeal, entries, history, labels, turned, until, writes
from tests.town import Town

THREE = (
    "Когда придёт пособие на ребёнка за октябрь? Почему его нет на сайте? Прошу дать справку о нём."
)
LETTER = "Пособие за октябрь придёт 26 ноября, справку выдаст отдел по адресу: ул. Примерная, 6."


async def marks(town: Town, petrov: Person, its: str) -> Shown:
    """The officer writes a reply and presses «send»: the marks are asked for."""
    await petrov.taps("Ответить", await opens(town, petrov, its))
    await petrov.hears("Напишите ответ")
    await petrov.says(LETTER)
    await petrov.taps("Отправить", await petrov.hears("Примерная, 6"))
    return await petrov.hears("На какие вопросы")


async def changes(petrov: Person, step: Shown, words: str) -> Shown:
    """The message once these words stand in it."""

    def now() -> Shown:
        return next(shown for shown in petrov.heard if shown.id == step.id)

    async def stands() -> bool:
        return words in now().text

    await until(stands)
    return now()


@pytest.mark.requirement("R16")
async def test_the_split_is_proposed_mended_and_confirmed(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    _, its = await official(town, at, THREE)
    await petrov.taps("Взять", await opens(town, petrov, its))
    await petrov.hears("Обращение")
    await more(town, petrov, its, "Вопросы обращения")
    proposed = await petrov.hears("Вопросы обращения")
    assert "1. Когда придёт пособие" in proposed.text
    assert "3. Прошу дать справку о нём." in proposed.text
    await petrov.says("1. Когда придёт пособие?\n2. Дадут ли справку?")
    mended = await petrov.hears("2. Дадут ли справку?")
    assert "3." not in mended.text
    await petrov.taps("Всё верно", proposed)
    await petrov.hears("старый вариант")
    await petrov.says("в" * 600)
    await petrov.hears("не длиннее 500")
    await petrov.taps("Всё верно", mended)
    await petrov.hears("Записали вопросы")
    card = await opens(town, petrov, its)
    assert "2. Дадут ли справку?" in card.text
    assert ("petrov", "questions_set") in await history(town, its)


@pytest.mark.requirement("R16", "R9")
async def test_a_reply_that_leaves_one_out_is_only_an_interim(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    client, its = await official(town, at, THREE)
    step = await marks(town, petrov, its)
    assert "3. Прошу дать справку о нём." in step.text
    await petrov.taps("1", step)
    step = await turned(petrov, step)
    assert "1. Когда придёт пособие на ребёнка за октябрь? — есть ответ" in step.text
    await petrov.taps("Дальше", step)
    await petrov.hears("нет ответа на 2 вопроса")
    await presses(petrov, "outcome:1:solved")
    await petrov.hears("На какие вопросы")
    assert (await appeal(town, its))["state"] == "taken"
    await petrov.taps("Отправить как промежуточный", petrov.last)
    await petrov.hears("промежуточный ответ")
    told = await client.hears("пока отвечаем не на всё")
    assert LETTER in told.text
    found = await appeal(town, its)
    assert (found["state"], found["closed_at"]) == ("taken", None)
    assert (await entries(town, its))[-1]["kind"] == "interim"
    assert ("petrov", "interim_sent") in await history(town, its)


@pytest.mark.requirement("R16")
async def test_every_question_marked_lets_the_reply_go_on(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    _, its = await official(town, at, THREE)
    step = await marks(town, petrov, its)
    assert labels(step)[:3] == ["1", "2", "3"]
    for place, text in (("1", "октябрь?"), ("2", "на сайте?"), ("3", "справку о нём.")):
        await petrov.taps(place, step)
        step = await changes(petrov, step, f"{text} — есть ответ")
    assert labels(step)[:3] == ["1 — да", "2 — да", "3 — да"]
    await petrov.taps("Дальше", step)
    await petrov.hears("Чем закончилось")


@pytest.mark.requirement("R16")
async def test_the_list_is_rewritten_with_the_reply_half_done(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    _, its = await official(town, at, THREE)
    step = await marks(town, petrov, its)
    await petrov.taps("Изменить список", step)
    await petrov.hears("Напишите вопросы обращения")
    await petrov.says("\n".join(f"Вопрос {n}" for n in range(1, 8)))
    first = await petrov.hears("7. Вопрос 7")
    assert labels(first)[:5] == ["1", "2", "3", "4", "5"]
    await petrov.taps("Ещё", first)
    second = await turned(petrov, first)
    assert labels(second)[:2] == ["6", "7"]
    await petrov.taps("Изменить список", second)
    await petrov.hears("Напишите вопросы обращения")
    await petrov.says("Когда придёт пособие?")
    await petrov.hears("1. Когда придёт пособие?")
    await petrov.taps("Дальше")
    await petrov.hears("Чем закончилось")


@pytest.mark.requirement("R16")
async def test_a_message_and_an_appeal_that_asks_one_thing_need_no_marks(town: Town) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", "telegram")
    for asks in (writes, official):
        _, its = await asks(town, "telegram")
        await petrov.taps("Ответить", await opens(town, petrov, its))
        await petrov.hears("Напишите ответ")
        await petrov.says(LETTER)
        await petrov.taps("Отправить", await petrov.hears("Примерная, 6"))
        await petrov.hears("Чем закончилось")
        await petrov.taps("Отмена")
        await petrov.hears("не отправлен")
    _, message = await writes(town, "telegram")
    await presses(petrov, f"split-questions:{(await appeal(town, message))['id']}")
    await petrov.hears("Это делают только с официальным")
