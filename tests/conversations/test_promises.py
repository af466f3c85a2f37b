"""Progress told to the client, and promises: a moment, a window, kept or broken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    answers,
    appeal,
    data_of,
    entries,
    gathered,
    history,
    labels,
    number,
    presses,
    rows,
    sends,
    until,
    writes,
)
from tests.town import Town

#: 25 November, 15:00 in Moscow
TOMORROW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WORDS = "Посчитаем пособие и напишем вам."


async def took(town: Town, at: str) -> tuple[Person, Person, str, Shown]:
    """Petrov has taken an appeal; its card comes last."""
    petrov = await town.employee("petrov", "telegram" if at == "vk" else "vk")
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    await client.hears("занимается")
    town.watch.passes(minutes=5)
    return petrov, client, its, card


async def does(petrov: Person, card: Shown, label: str) -> None:
    """One of the further actions."""
    await petrov.taps("Ещё", card)
    await petrov.taps(label, await petrov.hears("Что сделать с обращением"))


async def promises(petrov: Person, card: Shown, when: str, text: str = WORDS) -> Shown:
    """The preview of a promise."""
    await does(petrov, card, "Пообещать срок")
    await petrov.hears("До какого дня и часа")
    await petrov.says(when)
    await petrov.hears("что именно обещаете")
    await petrov.says(text)
    return await petrov.hears("Обещаем: до")


async def windows(town: Town, its: str, rule: str = "promise") -> list[dict[str, Any]]:
    id_ = (await appeal(town, its))["id"]
    query = select(t.windows).where(t.windows.c.appeal == id_, t.windows.c.rule == rule)
    return await rows(town, query.order_by(t.windows.c.id))


@pytest.mark.requirement("W12", "C8")
async def test_progress_closes_nothing(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    await does(petrov, card, "Сообщить о ходе дела")
    await petrov.hears("Обращение останется открытым")
    await petrov.says("Запросили сведения в пенсионном фонде.")
    preview = await petrov.hears("Запросили сведения")
    assert not any("Запросили" in shown.text for shown in client.heard)
    await petrov.taps("Отправить", preview)
    await petrov.hears("Обращение остаётся открытым")
    told = await client.hears("Запросили сведения")
    assert told.text == preview.text
    assert "Это ещё не окончательный ответ. Ответим до среды, 25 ноября, 09:45" in told.text
    assert "Петров Андрей Николаевич, главный консультант" in told.text
    found = await appeal(town, its)
    assert (found["state"], found["closed_at"], found["asked"]) == ("taken", None, False)
    assert [one["state"] for one in await windows(town, its, "message_reply")] == ["open"]
    assert (await history(town, its))[-1] == ("petrov", "informed")
    assert (await entries(town, its))[-1]["kind"] == "interim"
    await petrov.taps("Обновить", card)
    await petrov.hears("Петров А. Н., промежуточный ответ")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.hears("Промежуточный ответ, 24.11 10:05")


@pytest.mark.requirement("W15", "W13", "C8")
async def test_a_promise_is_a_window(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    preview = await promises(petrov, card, "завтра до 15:00")
    assert "Обещаем: до среды, 25 ноября, 15:00." in preview.text
    assert not any("Обещаем" in shown.text for shown in client.heard)
    assert await windows(town, its) == []
    await petrov.taps("Отправить", preview)
    await petrov.hears("Напомним заранее")
    assert (await client.hears(WORDS)).text == preview.text
    (window,) = await windows(town, its)
    assert (window["due_at"], window["starts_at"]) == (TOMORROW, town.watch.at)
    assert (await history(town, its))[-1] == ("petrov", "promised")
    reply_due = datetime(2026, 11, 25, 6, 45, tzinfo=UTC)
    assert (await appeal(town, its))["due_at"] == reply_due, "the earlier one rules"
    await petrov.taps("Почему такой срок", card)
    why = await petrov.hears("Как посчитан срок")
    assert "Обещание клиенту: до обещанного времени (основание: приказ № 97, пункт 13)" in why.text
    assert "Срок истекает в среду, 25 ноября, в 15:00" in why.text


@pytest.mark.requirement("W15")
async def test_an_earlier_promise_rules_and_reminds(town: Town, at: str) -> None:
    petrov, _, its, card = await took(town, at)
    ivanova = await town.employee("ivanova", "vk")
    await petrov.taps("Отправить", await promises(petrov, card, "сегодня 17:00"))
    await petrov.hears("Напомним заранее")
    due = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert (await appeal(town, its))["due_at"] == due
    await gathered(town)
    town.watch.passes(hours=6, minutes=26)
    await town.ticks()
    both = await petrov.hears("Скоро истекает срок: 2")  # of the promise, and of the reply
    assert its in both.text
    town.watch.passes(minutes=40)
    await town.ticks()
    assert its in (await ivanova.hears("истёк")).text
    assert [one["state"] for one in await windows(town, its)] == ["broken"]


@pytest.mark.requirement("W15", "C8")
async def test_a_promise_is_kept(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    await petrov.taps("Отправить", await promises(petrov, card, "сегодня 17:00"))
    await petrov.hears("Напомним заранее")
    town.watch.passes(hours=1)
    await does(petrov, card, "Обещание выполнено")
    await petrov.hears("срок был до вторника, 24 ноября, 17:00")
    await petrov.says("Посчитали: 12 000 рублей.")
    preview = await petrov.hears("Посчитали")
    await petrov.taps("Отправить", preview)
    await petrov.hears("отмечено выполненным")
    told = await client.hears("Посчитали")
    assert told.text == preview.text
    assert "Простите" not in told.text
    assert [one["state"] for one in await windows(town, its)] == ["met"]
    found = await appeal(town, its)
    assert found["state"] == "taken"
    assert found["due_at"] == datetime(2026, 11, 25, 6, 45, tzinfo=UTC), "the reply's own again"
    assert (await history(town, its))[-1] == ("petrov", "kept_promise")
    await petrov.taps("Отправить", preview)
    await petrov.hears("не действует")
    await petrov.taps("Ещё", card)
    more = await petrov.hears("Что сделать", button="Пообещать срок")
    assert not any("Обещание выполнено" in label for label in labels(more))
    await presses(petrov, f"kept:{found['id']}")
    await petrov.hears(f"По обращению {its} сейчас нет невыполненных обещаний")


@pytest.mark.requirement("W15")
async def test_kept_too_late(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    await petrov.taps("Отправить", await promises(petrov, card, "сегодня 11:00"))
    await petrov.hears("Напомним заранее")
    town.watch.passes(hours=2)
    await does(petrov, card, "Обещание выполнено")
    await petrov.hears("срок был")
    await petrov.says("Посчитали.")
    await petrov.taps("Отправить", await petrov.hears("Посчитали."))
    await petrov.hears("отмечено выполненным")
    assert "Простите, что получилось позже." in (await client.hears("Посчитали.")).text
    assert [one["state"] for one in await windows(town, its)] == ["late"]


@pytest.mark.requirement("W15")
async def test_one_of_two_promises_is_kept(town: Town, at: str) -> None:
    petrov, _, its, card = await took(town, at)
    await petrov.taps("Отправить", await promises(petrov, card, "сегодня 17:00"))
    await petrov.hears("Напомним заранее")
    await petrov.taps("Отправить", await promises(petrov, card, "25.11.2026 15:00"))
    await petrov.hears("Напомним заранее")
    await does(petrov, card, "Обещание выполнено")
    choice = await petrov.hears("Какое обещание")
    assert labels(choice) == ["До 24.11 17:00", "До 25.11 15:00"]
    await petrov.taps("До 25.11", choice)
    await petrov.hears("срок был до среды, 25 ноября, 15:00")
    await petrov.says("Посчитали.")
    await petrov.taps("Отправить", await petrov.hears("Посчитали."))
    await petrov.hears("отмечено выполненным")
    assert [one["state"] for one in await windows(town, its)] == ["open", "met"]


@pytest.mark.requirement("W15")
async def test_the_final_reply_keeps_what_was_promised(town: Town, at: str) -> None:
    petrov, _, its, card = await took(town, at)
    await petrov.taps("Отправить", await promises(petrov, card, "завтра до 15:00"))
    await petrov.hears("Напомним заранее")
    await answers(petrov, card)
    await petrov.hears("доставлен клиенту. Обращение закрыто")
    assert [one["state"] for one in await windows(town, its)] == ["met"]


@pytest.mark.requirement("W15", "W12")
async def test_under_control_the_client_still_hears(town: Town, at: str) -> None:
    """The reply says when it will be solved: till then progress is told, and that it is done."""
    petrov, client, its, card = await took(town, at)
    ivanova = await town.employee("ivanova", "vk")
    await petrov.taps("Ответить", card)
    await petrov.hears("Напишите ответ")
    await petrov.says("Назначим пособие до 15 декабря 2026 года.")
    await sends(petrov, await petrov.hears("главный консультант"), "Решение будет к дате")
    await petrov.hears("К какому дню")
    await petrov.says("15.12.2026")
    await petrov.hears("Обращение на контроле")
    await client.hears("15 декабря")
    town.watch.passes(seconds=30)
    await ivanova.hears("Клиент получил ответ")
    await does(petrov, card, "Сообщить о ходе дела")
    await petrov.hears("что будет дальше")
    await petrov.says("Документы уже у нас.")
    await petrov.taps("Отправить", await petrov.hears("Документы уже"))
    told = await client.hears("Документы уже")
    assert "Мы продолжаем заниматься этим вопросом." in told.text
    assert "окончательный" not in told.text
    assert (await appeal(town, its))["state"] == "control"
    town.watch.passes(days=6)
    await does(petrov, card, "Обещание выполнено")
    await petrov.hears("срок был до вторника, 15 декабря, 18:00")
    await petrov.says("Пособие назначено.")
    await petrov.taps("Отправить", await petrov.hears("Пособие назначено."))
    await petrov.hears("отмечено выполненным")
    await client.hears("Пособие назначено.")
    assert [one["state"] for one in await windows(town, its)] == ["met"]
    assert (await appeal(town, its))["state"] == "control", "whoever controls it takes it off"
    town.watch.passes(seconds=30)
    await ivanova.hears(f"Клиент получил ответ по обращению {its}")


@pytest.mark.requirement("W15")
@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("скоро", "Не получилось разобрать время"),
        ("завтра", "Не хватает часа"),
        ("сегодня 9:00", "Это время уже прошло: во вторник, 24 ноября, в 9:00"),
        ("24.11.2028 15:00", "больше года"),
        (
            "28.11.2026 15:00",
            "Ближайшее рабочее время — в пятницу, 27 ноября, в 16:45 или в понедельник, 30 ноября,"
            " в 10:00",
        ),
        ("завтра 20:00", "никто не работает: в среду, 25 ноября, в 20:00"),
        ("завтра 13:20", "в среду, 25 ноября, в 13:00 или в среду, 25 ноября, в 14:45"),
    ],
)
async def test_moments_that_cannot_be_promised(town: Town, when: str, answer: str) -> None:
    petrov, _, its, card = await took(town, "vk")
    await does(petrov, card, "Пообещать срок")
    await petrov.hears("До какого дня и часа")
    await petrov.says(when)
    await petrov.hears(answer)
    await petrov.says("завтра до 15:00")
    await petrov.hears("что именно обещаете")
    assert await windows(town, its) == []


@pytest.mark.requirement("W15")
async def test_a_moment_that_passes_while_it_is_promised(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    preview = await promises(petrov, card, "сегодня 11:00")
    town.watch.passes(hours=2)
    await petrov.taps("Отправить", preview)
    await petrov.hears("обещанное время по обращению")
    assert await windows(town, its) == []
    assert not any("Обещаем" in shown.text for shown in client.heard)
    await petrov.says("сегодня 17:00")
    await petrov.hears("что именно обещаете")


@pytest.mark.requirement("W15", "P1")
async def test_only_whose_it_is_may_promise(town: Town, at: str) -> None:
    petrov, _, its, card = await took(town, at)
    gromova = await town.employee("gromova", "telegram")
    await petrov.taps("Отправить", await promises(petrov, card, "сегодня 17:00"))
    await petrov.hears("Напомним заранее")
    await petrov.taps("Ещё", card)
    more = await petrov.hears("Что сделать")
    for label in ("Сообщить о ходе дела", "Пообещать срок", "Обещание выполнено"):
        data = data_of(more, label)
        tap = data if "{" not in data else data.split('"')[3]
        await gromova.messenger.taps(gromova.id, gromova.last.id, tap)
        await gromova.hears("у коллеги: Петров А. Н.")
    await answers(petrov, card)
    await petrov.hears("доставлен клиенту")
    await petrov.taps("Пообещать срок", more)
    await petrov.hears(f"С обращением {its} это сделать уже нельзя")


@pytest.mark.requirement("R15", "W15")
async def test_words_that_cannot_be_delivered_come_back(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    preview = await promises(petrov, card, "завтра до 15:00")
    await client.messenger.blocks(client.id)
    await petrov.taps("Отправить", preview)
    back = await petrov.hears("Клиент не получил ваше сообщение")
    assert WORDS in back.text
    assert "Об обещанном сроке он не знает, поэтому этот срок сняли" in back.text
    assert [one["state"] for one in await windows(town, its)] == ["dropped"]
    await petrov.taps("Открыть", back)
    await petrov.hears("промежуточный ответ — не доставлено")
    assert (await appeal(town, its))["state"] == "taken"
    assert ("petrov", "word_not_delivered") in await history(town, its)


@pytest.mark.requirement("R15", "W15")
async def test_another_promise_that_was_delivered_stands(town: Town) -> None:
    petrov, client, its, card = await took(town, "vk")
    await petrov.taps("Отправить", await promises(petrov, card, "завтра до 12:00"))
    await client.hears(WORDS)
    preview = await promises(petrov, card, "завтра до 09:30", "Позвоним вам.")
    await client.messenger.blocks(client.id)
    await petrov.taps("Отправить", preview)
    await petrov.hears("этот срок сняли")
    states = [one["state"] for one in await windows(town, its)]
    assert states == ["open", "dropped"]
    reply_due = datetime(2026, 11, 25, 6, 45, tzinfo=UTC)
    assert (await appeal(town, its))["due_at"] == reply_due


@pytest.mark.requirement("R15", "W12")
async def test_the_officer_hears_that_the_client_hears_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    await client.messenger.blocks(client.id)
    await petrov.taps("Взять", notice)
    await petrov.hears("Исполнитель: Петров")

    async def noted() -> bool:
        return bool(await rows(town, select(t.notices).where(t.notices.c.kind == "unheard")))

    await until(noted)
    await gathered(town)
    told = await petrov.hears(f"не узнает, как идёт работа над обращением {its}")
    assert "Ответить" in labels(told)


@pytest.mark.requirement("R15")
async def test_an_appeal_without_a_dialogue(town: Town) -> None:
    """It came by post: the words are kept on record, and the officer passes them on."""
    petrov, _, its, card = await took(town, "vk")
    id_ = (await appeal(town, its))["id"]
    async with town.service.units.begin() as unit:
        found = await unit.appeals.get(id_)
        assert found is not None
        await unit.appeals.change(found, chat=None, came_by="post")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Сколько лет ребёнку?")
    await petrov.taps("Отправить", await petrov.hears("Вам пишет"))
    await petrov.hears("передайте текст клиенту сами")
    assert (await appeal(town, its))["asked"] is False, "no answer can be heard here"
    assert (await entries(town, its))[-1]["kind"] == "question"
    await petrov.taps("Отправить", await promises(petrov, card, "завтра до 15:00"))
    await petrov.hears("передайте текст клиенту сами")
    assert [one["due_at"] for one in await windows(town, its)] == [TOMORROW]


@pytest.mark.requirement("W15")
async def test_a_promise_begun_while_a_reply_is_half_written(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at)
    await petrov.taps("Ответить", card)
    await petrov.hears("Напишите ответ")
    await petrov.says("Придёт 26 ноября.")
    await petrov.hears("главный консультант")
    await does(petrov, card, "Пообещать срок")
    await petrov.hears("Вы начали ответ")
    await petrov.taps("Открыть начатый ответ")
    await sends(petrov, await petrov.hears("Придёт 26 ноября."))
    await client.hears("Придёт 26 ноября.")
    assert BENEFIT not in client.last.text
    assert number(client.last) == its
