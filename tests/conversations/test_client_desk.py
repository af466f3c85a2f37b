"""The client's desk: menu, my appeals, contacts, help, and why a reply is due when it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    answers,
    appeal,
    appeals,
    entries,
    labels,
    presses,
    settled,
    turned,
    writes,
)
from tests.town import Town


@pytest.mark.parametrize("word", ["/start", "Меню", " меню ", "Начать", "/start from_site"])
async def test_the_menu_is_a_word_away(town: Town, at: str, word: str) -> None:
    client = town.person(at)
    await client.says(word)
    menu = await client.hears("Это приёмная: Министерство труда")
    assert labels(menu) == [
        "Написать",
        "Мои обращения",
        "Справка",
        "Контакты",
        "Помощь",
        "Рассылки",
    ]
    assert await appeals(town) == []


async def test_words_after_a_command_are_not_lost(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("/start почему мне не платят пособие на ребёнка?")
    await client.hears("его номер")


async def test_every_button_of_the_menu_answers(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("Меню")
    menu = await client.hears("Это приёмная")
    await client.taps("Написать", menu)
    await client.hears("Напишите ваш вопрос")
    await client.taps("Мои обращения", menu)
    await client.hears("У вас пока нет обращений")
    await client.taps("Контакты", menu)
    contacts = await client.hears("Министерство труда")
    for said in ("Приёмная, д. 12", "8-800-000-00-00", "priemnaya@example.org", "pos.example.org"):
        assert said.removeprefix("Приёмная, ") in contacts.text
    assert "Личный приём — вторник и четверг" in contacts.text
    await client.taps("Помощь", menu)
    await client.hears("Как это устроено")


@pytest.mark.requirement("A8")
@pytest.mark.parametrize("words", ["мои обращения", "Статус", "статус обращения"])
async def test_who_asks_in_words_hears_of_their_appeals(town: Town, at: str, words: str) -> None:
    """Also a moment after they wrote: it is no continuation, and never an appeal of its own."""
    client, its = await writes(town, at)
    await client.says(words)
    assert its in (await client.hears("Ваши обращения")).text
    await client.says(f"{words}: когда ответите?")  # anybody's own words stay their own words
    await settled(client)
    said = [one["text"] for one in await entries(town, its)]
    assert words not in said
    assert f"{words}: когда ответите?" in said
    assert len(await appeals(town)) == 1


@pytest.mark.requirement("E2", "E9")
async def test_a_colleague_who_asks_in_words_hears_of_their_requests(town: Town, at: str) -> None:
    """By the hat they wear: at work of what they asked of colleagues, else of their own appeals."""
    loginov = await town.employee("loginov", at)
    await loginov.says("статус")
    await loginov.hears("У вас пока нет запросов")
    await presses(loginov, "hat-client")
    await loginov.hears("Теперь вы пишете как гражданин")
    await loginov.says("статус")
    await loginov.hears("У вас пока нет обращений")
    assert await appeals(town) == []


async def test_my_appeals_tell_number_status_due_and_unit(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at, BENEFIT, SCAN)
    await answers(petrov, await petrov.hears(its))
    await client.hears("Рассмотрели ваше обращение")
    await petrov.hears("доставлен")
    await client.says("Как получить путёвку в лагерь?")
    await client.hears("2026-000002")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    mine = await client.hears("Ваши обращения")
    newer, older = mine.text.index("2026-000002"), mine.text.index("2026-000001")
    assert newer < older
    assert "Ждёт сотрудника. Отвечает: Отдел по работе с обращениями граждан" in mine.text
    assert "Ответим до среды, 25 ноября, 09:45" in mine.text
    assert "Ответили: Отдел пособий и социальных выплат." in mine.text
    await client.taps(its, mine)
    exchange = await client.hears("Вы, 24.11 10:00")
    assert BENEFIT in exchange.text
    assert "Вложения: " in exchange.text
    assert "Ответ, 24.11 10:00" in exchange.text
    assert "Придёт 26 ноября." in exchange.text
    closed = ["Пожаловаться", "Ответ на бланке", "Мои обращения", "Меню"]
    assert "Вопрос не решён" in labels(exchange)
    assert labels(exchange)[-4:] == closed
    assert "Дополнить" not in labels(exchange), "a closed one is not added to"


@pytest.mark.requirement("A8")
async def test_an_appeal_is_withdrawn_from_its_page_until_somebody_takes_it(
    town: Town, at: str
) -> None:
    client, its = await writes(town, at)
    page = f"my:{(await appeal(town, its))['id']}"
    await presses(client, page)
    shown = await client.hears("Вы, 24.11 10:00")
    assert "Отозвать обращение" in labels(shown)
    await client.taps("Отозвать", shown)
    back = await client.hears(f"на сообщение {its} ответ не готовим")
    assert (await appeal(town, its))["state"] == "not_appeal"
    await client.taps("Всё-таки ответьте", back)
    await client.hears("Ответим до")
    petrov = await town.employee("petrov", "telegram")
    await presses(petrov, f"take:{(await appeal(town, its))['id']}")
    await client.hears("занимается Петров")
    await presses(client, page)
    shown = await client.hears("Вы, 24.11 10:00")
    assert "Отозвать обращение" not in labels(shown)


async def test_many_appeals_come_in_pages(town: Town, at: str) -> None:
    client = town.person(at)
    for n in range(7):
        await client.says(f"Спасибо {n}")
        await client.hears("его номер")
        await client.taps("Это не обращение")
        await client.hears("ответ не готовим")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    first = await client.hears("Ваши обращения")
    assert "2026-000007" in first.text
    assert "2026-000002" not in first.text
    await client.taps("Раньше", first)
    second = await turned(client, first)
    assert "2026-000002" in second.text
    assert "2026-000007" not in second.text
    assert "Новее" in labels(second)
    assert "Раньше" not in labels(second)


@pytest.mark.requirement("W13", "W10")
async def test_why_it_is_due_then(town: Town, at: str) -> None:
    town.watch.at = datetime(2026, 12, 30, 13, 0, tzinfo=UTC)  # 16:00, the day before a short one
    client, its = await writes(town, at)
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.taps("Почему такой срок", await client.hears("Вы, "))
    why = await client.hears(f"Как посчитан срок по обращению {its}")
    assert "Ответ на сообщение: 8 рабочих часов (основание: приказ № 97, пункт 10)" in why.text
    assert "Сообщение получено в среду, 30 декабря, в 16:00" in why.text
    assert "среда, 30 декабря: 16:00–18:00 — 2 ч, остаётся 6 ч" in why.text
    assert "пятница, 1 января: праздник, не считается" in why.text
    assert "остаётся 0 мин" in why.text
    assert "Срок истекает " in why.text.splitlines()[-1]


async def test_why_shows_only_the_window_that_runs(town: Town, at: str) -> None:
    client, its = await writes(town, at)
    await client.taps("Это не обращение")
    await client.taps("Всё-таки ответьте", await client.hears("ответ не готовим"))
    await client.hears("снова ждёт ответа")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    exchange = await client.hears("Вы, ")
    await client.taps("Почему такой срок", exchange)
    assert (await client.hears("Как посчитан")).text.count("Срок истекает ") == 1
    await client.taps("Это не обращение", client.heard[0])
    await client.hears("ответ не готовим")
    await client.taps("Почему такой срок", exchange)
    await client.hears("больше не идёт")


async def test_an_undelivered_reply_is_not_shown_to_the_client(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "vk")
    await client.messenger.blocks(client.id)
    await answers(petrov, await petrov.hears(its), "Первый вариант")
    await petrov.hears("не доставлен")
    await client.messenger.unblocks(client.id)
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    assert "Первый вариант" not in (await client.hears("Вы, ")).text


async def test_help_and_menu_do_not_disturb_what_joins(town: Town, at: str) -> None:
    client, _ = await writes(town, at)
    count = await settled(client)
    await client.says("Ещё одно слово")
    assert await settled(client) == count + 1
    assert len(await appeals(town)) == 1
