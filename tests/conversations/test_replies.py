"""The reply: drafted, seen as the client will see it, sent, delivered or come back."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from sandbox.people import Person, Sent, Shown
from sandbox.telegram_faults import held
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    answers,
    appeal,
    entries,
    history,
    labels,
    receives,
    rows,
    sends,
    stored,
    until,
    writes,
)
from tests.town import Town

TABLE = Sent("document", "график.pdf", b"%PDF-1.4 x", "application/pdf")


async def taken(
    town: Town, at: str = "telegram", client_at: str = "vk"
) -> tuple[Person, Person, str, Shown]:
    """Petrov has begun to answer a client; the notice he began from comes last."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, client_at)
    notice = await petrov.hears(its)
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await client.hears("занимается Петров")
    return petrov, client, its, notice


@pytest.mark.requirement("R2", "C8")
async def test_the_preview_is_what_the_client_gets(town: Town, at: str) -> None:
    petrov, client, its, _ = await taken(town, at)
    await petrov.says("Пособие придёт 26 ноября.")
    heading = await petrov.hears("Так ответ на обращение")
    assert "файл" not in heading.text
    preview = await petrov.hears("Пособие придёт 26 ноября.")
    assert labels(preview) == [
        "Отправить",
        "Шаблоны",
        "База знаний",
        "Поправить текст",
        "Написать заново",
        "Отмена",
    ]
    assert not any("26 ноября" in shown.text for shown in client.heard)
    await sends(petrov, preview)
    reply = await client.hears("26 ноября")
    assert reply.text.replace("\n\nИтог: вопрос решён.", "") == preview.text
    assert reply.text.startswith(f"Здравствуйте!\n\nРассмотрели ваше обращение {its} от 24 ноября")
    assert "Петров Андрей Николаевич, главный консультант" in reply.text
    assert "тел. 12-21" in reply.text
    await petrov.hears(f"Отправляем ответ на обращение {its}")
    await petrov.hears(f"Ответ на обращение {its} доставлен клиенту")
    closed = await appeal(town, its)
    assert (closed["state"], closed["closed_at"]) == ("answered", town.watch.at)
    done = await history(town, its)
    assert done[-2:] == [("petrov", "reply_sent"), ("petrov", "answered")]


async def test_a_reply_in_several_messages_and_anew(town: Town, at: str) -> None:
    petrov, client, _, _ = await taken(town, at)
    await petrov.says("Первый набросок")
    first = await petrov.hears("Первый набросок")
    await petrov.taps("Написать заново", first)
    await petrov.hears("Напишите ответ")
    await petrov.says("Здравствуйте!")
    await petrov.hears("обращение по имени мы поставим сами")
    early = await petrov.hears("Здравствуйте!")
    await petrov.says("Пособие придёт 26 ноября.", TABLE)
    heading = await petrov.hears("(и 1 файл)")
    whole = await petrov.hears("Пособие придёт 26 ноября.")
    assert whole.text.startswith("Здравствуйте!\n\nРассмотрели ваше обращение")
    assert whole.text.count("Здравствуйте!") == 1
    assert heading.id < whole.id
    await petrov.taps("Отправить", early)
    await petrov.hears("старый вариант")
    await sends(petrov, whole)
    reply = await client.hears("Пособие придёт")
    assert "Первый набросок" not in reply.text


async def test_the_officers_own_edit_changes_the_draft(town: Town, at: str) -> None:
    petrov, client, its, _ = await taken(town, at)
    message = await petrov.says("Придёт 25 ноября.")
    early = await petrov.hears("Придёт 25 ноября.")
    town.watch.passes(seconds=5)
    await petrov.messenger.edits(petrov.id, message, "Придёт 26 ноября.")
    preview = await petrov.hears("Придёт 26 ноября.")
    await petrov.taps("Отправить", early)
    await petrov.hears("старый вариант")
    await sends(petrov, preview)
    await client.hears("Придёт 26 ноября.")
    assert [entry["text"] for entry in await entries(town, its)][1:] == ["Придёт 26 ноября."]


async def test_a_reply_of_files_alone(town: Town, at: str) -> None:
    petrov, client, _, _ = await taken(town, at, "telegram")
    await petrov.says("", TABLE)
    preview = await petrov.hears("Ответ — в приложенных файлах.")
    await stored(town)
    await sends(petrov, preview)
    await client.hears("Ответ — в приложенных файлах.")
    assert (await receives(client, 10)).name == "график.pdf"


async def test_an_album_is_previewed_once(town: Town) -> None:
    petrov, client, _, _ = await taken(town, "telegram", "vk")
    await petrov.says("Смотрите фото", SCAN, SCAN, SCAN)
    await petrov.hears("(и файлы, которые вы приложили)")
    preview = await petrov.hears("Смотрите фото")
    await petrov.says("/help")
    await petrov.hears("Как работать")
    assert sum("Так ответ" in shown.text for shown in petrov.heard) == 1
    await stored(town)
    await sends(petrov, preview)
    await client.hears("Смотрите фото")

    async def arrived() -> bool:
        return sum(len(shown.files) for shown in client.heard) == 3

    await until(arrived)


async def test_a_long_reply_arrives_whole(town: Town, at: str) -> None:
    petrov, client, _, _ = await taken(town, at, at)
    for part in range(3):
        await petrov.says(f"Часть {part}. " + "Слово за словом. " * 200)
        await petrov.hears("Так ответ")
        preview = await petrov.hears("главный консультант")
    await sends(petrov, preview)
    await petrov.hears("доставлен клиенту")
    said = "\n\n".join(shown.text for shown in client.heard[1:])
    assert [said.count(f"Часть {part}.") for part in range(3)] == [1, 1, 1]
    assert said.count("Слово за словом.") == 600
    assert all(len(shown.text) <= 4096 for shown in client.heard)


async def test_nothing_is_sent_by_cancelling(town: Town, at: str) -> None:
    petrov, client, its, notice = await taken(town, at)
    await petrov.says("Набросок")
    await petrov.taps("Отмена", await petrov.hears("Набросок"))
    await petrov.hears("не отправлен. Обращение осталось у вас")
    await petrov.taps("Отправить")
    await petrov.hears("не действует")
    assert (await appeal(town, its))["state"] == "taken"
    assert not any("Рассмотрели" in shown.text for shown in client.heard)
    await answers(petrov, notice)
    await petrov.hears("доставлен")


async def test_answering_twice_loses_nothing(town: Town, at: str) -> None:
    petrov, client, its, notice = await taken(town, at)
    await petrov.says("Набросок")
    await petrov.hears("Набросок")
    await petrov.taps("Ответить", notice)
    waiting = await petrov.hears(f"Вы начали ответ на обращение {its}")
    assert labels(waiting) == ["Открыть начатый ответ", "Удалить начатый ответ"]
    await petrov.taps("Открыть", waiting)
    await sends(petrov, await petrov.hears("Набросок"))
    await client.hears("Набросок")


async def test_another_appeal_does_not_push_a_draft_away(town: Town) -> None:
    petrov, client, its, _ = await taken(town)
    await petrov.says("Набросок")
    await petrov.hears("Набросок")
    town.watch.passes(minutes=1)
    _, other = await writes(town, "telegram")
    notice = await petrov.hears(other)
    await petrov.taps("Ответить", notice)
    await petrov.taps("Удалить", await petrov.hears(f"Вы начали ответ на обращение {its}"))
    await petrov.hears(f"Ответ на обращение {its} не отправлен")
    assert (await appeal(town, other))["officer"] == "", "not taken by the way"
    await answers(petrov, notice)
    await petrov.hears(f"Ответ на обращение {other} доставлен")
    assert not any("Рассмотрели" in shown.text for shown in client.heard)


async def test_the_menu_keeps_a_draft(town: Town, at: str) -> None:
    petrov, client, its, _ = await taken(town, at)
    await petrov.says("Набросок")
    await petrov.hears("Набросок")
    await petrov.says("Меню")
    waiting = await petrov.hears(f"Вы начали ответ на обращение {its}")
    menu = await petrov.hears("Что открыть?")
    await petrov.taps("Моя очередь", menu)
    await petrov.hears("Моя очередь: 1 обращение")
    await petrov.taps("Открыть", waiting)
    await sends(petrov, await petrov.hears("Набросок"))
    await client.hears("Набросок")


async def test_a_draft_whose_appeal_is_gone_is_told_of(town: Town, at: str) -> None:
    petrov, client, its, _ = await taken(town, at)
    ivanova = await town.employee("ivanova", "vk")
    await petrov.says("Набросок")
    preview = await petrov.hears("Набросок")
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    await ivanova.taps("Передать", await ivanova.hears("Исполнитель: Петров"))
    await ivanova.taps("Громова", await ivanova.hears("Кому передать"))
    await ivanova.hears("Теперь исполнитель")
    await petrov.taps("Отправить", preview)
    await petrov.hears(f"Обращение {its} уже не у вас. Ответ на него не отправлен")
    await petrov.says("Ещё строка")
    await petrov.hears(f"Обращение {its} уже не у вас")
    await petrov.says("А теперь?")
    await petrov.hears("никому не отправлено")
    assert not any("Рассмотрели" in shown.text for shown in client.heard)


async def test_a_draft_for_what_is_gone_stands_in_nobodys_way(town: Town) -> None:
    petrov, _, its, _ = await taken(town)
    ivanova = await town.employee("ivanova", "vk")
    await petrov.says("Набросок")
    await petrov.hears("Набросок")
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    await ivanova.taps("Передать", await ivanova.hears("Исполнитель: Петров"))
    await ivanova.taps("Громова", await ivanova.hears("Кому передать"))
    await ivanova.hears("Теперь исполнитель")
    town.watch.passes(seconds=30)
    await petrov.hears(f"Обращение {its} больше не у вас")
    _, other = await writes(town, "telegram")
    town.watch.passes(seconds=30)
    await answers(petrov, await petrov.hears(f"Новое обращение {other}"))
    await petrov.hears(f"Ответ на обращение {other} доставлен")


async def test_giving_away_what_one_is_answering(town: Town) -> None:
    petrov, client, its, notice = await taken(town)
    await petrov.says("Набросок")
    await petrov.hears("Набросок")
    await petrov.taps("Не наше", notice)
    await petrov.hears("вернули на разбор")
    await petrov.hears("Начатый ответ не отправлен")
    await petrov.says("Что дальше?")
    await petrov.hears("никому не отправлено")
    assert not any("Рассмотрели" in shown.text for shown in client.heard)
    assert (await appeal(town, its))["sorting"]


async def test_what_the_client_adds_is_read_before_sending(town: Town, at: str) -> None:
    petrov, client, its, _ = await taken(town, at)
    await petrov.says("Придёт 26 ноября.")
    preview = await petrov.hears("Придёт 26 ноября.")
    town.watch.passes(minutes=5)
    await client.says("Уже пришло, спасибо! А за ноябрь?")
    await client.hears("Добавили")
    await sends(petrov, preview)
    told = await petrov.hears("Ответ ещё не отправлен")
    assert "А за ноябрь?" in told.text
    assert (await appeal(town, its))["state"] == "taken"
    again = await petrov.hears("Придёт 26 ноября.")
    await petrov.taps("Отправить", again)
    await client.hears("Придёт 26 ноября.")
    await petrov.hears("Обращение закрыто")


async def test_what_is_written_while_the_reply_flies_keeps_it_open(town: Town) -> None:
    petrov, client, its, notice = await taken(town, "vk", "telegram")
    await petrov.says("Придёт 26 ноября.")
    landing = asyncio.Event()
    town.telegram.faults.add("sendMessage", held(landing))
    await sends(petrov, await petrov.hears("Придёт 26 ноября."))
    await petrov.hears("Отправляем ответ")
    await petrov.taps("Ответить", notice)
    await petrov.hears("уже отправляется")
    await client.says("И ещё вопрос: за ноябрь?")

    async def heard() -> bool:
        return len(await entries(town, its)) == 3

    await until(heard)
    landing.set()
    told = await petrov.hears("Пока он уходил, клиент написал ещё")
    assert (await appeal(town, its))["state"] == "taken"
    await answers(petrov, told, "За ноябрь — 26 декабря.")
    await client.hears("За ноябрь")
    await petrov.hears("Обращение закрыто")


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("client_at", ["telegram", "vk"])
async def test_a_reply_that_cannot_be_delivered_comes_back(
    town: Town, at: str, client_at: str
) -> None:
    petrov, client, its, _ = await taken(town, at, client_at)
    await client.messenger.blocks(client.id)
    await petrov.says("Придёт 26 ноября.", TABLE)
    preview = await petrov.hears("Придёт 26 ноября.")
    await stored(town)
    await sends(petrov, preview)
    back = await petrov.hears(f"Ответ на обращение {its} не доставлен")
    assert "клиент закрыл сообщения от нас" in back.text
    assert labels(back) == ["Вернуться к ответу", "Открыть"]
    assert (await appeal(town, its))["state"] == "taken"
    assert ("petrov", "not_delivered") in await history(town, its)
    await petrov.taps("Открыть", back)
    assert "— не доставлено" in (await petrov.hears("Исполнитель: Петров")).text
    await client.messenger.unblocks(client.id)
    await petrov.taps("Вернуться", back)
    await petrov.taps("Отправить", await petrov.hears("Придёт 26 ноября."))
    await client.hears("Придёт 26 ноября.")
    await petrov.hears("доставлен клиенту")
    names = [file.name for shown in client.heard for file in shown.files]
    assert names == ["график.pdf"]
    assert (await appeal(town, its))["state"] == "answered"


async def test_sending_twice_sends_once(town: Town, at: str) -> None:
    petrov, client, _, notice = await taken(town, at)
    await petrov.says("Придёт 26 ноября.")
    preview = await petrov.hears("Придёт 26 ноября.")
    await petrov.taps("Отправить", preview)
    asked = await petrov.hears("Чем закончилось")
    for _ in range(3):
        await petrov.taps("Вопрос решён", asked)
    await petrov.hears("доставлен")
    await petrov.taps("Ответить", notice)
    await petrov.hears("сделать уже нельзя")
    assert sum("26 ноября" in shown.text for shown in client.heard) == 1


async def test_after_the_answer_new_words_are_a_new_appeal(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    receipt = client.last
    await answers(petrov, await petrov.hears(its))
    await client.hears("Рассмотрели ваше обращение")
    await petrov.hears("доставлен")
    await client.taps("Дополнить", receipt)
    await client.hears("уже ответили")
    await client.taps("Это не обращение", receipt)
    await client.hears("уже ответили")
    await client.says(BENEFIT)
    await client.hears("его номер — 2026-000002")


@pytest.mark.requirement("A14")
async def test_thanks_after_the_answer_begin_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    await answers(petrov, await petrov.hears(its))
    await client.hears("Рассмотрели ваше обращение")
    await petrov.hears("доставлен")
    await client.says("Большое спасибо за быстрый ответ!")
    await client.hears("Рады, что помогли")
    assert (await appeal(town, its))["state"] == "answered"
    assert (await history(town, its))[-1] == ("client", "thanked")
    assert [e["text"] for e in await entries(town, its)][-1] == "Большое спасибо за быстрый ответ!"
    await client.says("Спасибо, а за ноябрь когда придёт?")
    await client.hears("его номер — 2026-000002")


@pytest.mark.requirement("T1", "T2", "T3")
async def test_the_reply_greets_by_name_and_bears_the_executors_mark(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client = town.person("telegram", "Марина Кузнецова")
    await client.says(BENEFIT)
    await client.hears("его номер")
    await answers(petrov, await petrov.hears("Новое обращение"))
    reply = await client.hears("Придёт 26 ноября.")
    greeting, question, *_ = reply.text.split("\n\n")
    assert greeting == "Уважаемая Марина!"
    assert question.startswith("Рассмотрели ваше обращение 2026-000001 от 24 ноября, тема")
    assert reply.text.endswith("тел. 12-21, petrov@example.org")


@pytest.mark.requirement("T4", "C8")
async def test_a_brush_off_goes_only_with_a_reason_on_record(town: Town, at: str) -> None:
    petrov, client, _, _ = await taken(town, at)
    await petrov.says("Ваш вопрос взят на контроль.")
    heading = await petrov.hears("Проверили текст")
    assert "звучит как отписка" in heading.text
    assert "(приказ № 2137, пункт 7)" in heading.text
    preview = await petrov.hears("взят на контроль")
    assert "Отправить всё равно" in labels(preview)
    await petrov.taps("Отправить всё равно", preview)
    await petrov.hears("напишите, почему")
    await petrov.says("ок")
    await petrov.hears("хотя бы несколькими словами")
    assert not any("на контроль" in shown.text for shown in client.heard)
    await petrov.says("Так просил ответить сам заявитель")
    shown = await petrov.hears("Так просил ответить сам заявитель")
    assert labels(shown) == [
        "Отправить с этой причиной",
        "Это новый текст ответа",
        "Открыть начатый ответ",
    ]
    assert not any("на контроль" in shown.text for shown in client.heard)
    await petrov.taps("Отправить с этой причиной", shown)
    await petrov.taps("Вопрос решён", await petrov.hears("Чем закончилось"))
    await client.hears("взят на контроль")
    await petrov.hears("доставлен клиенту")
    query = select(t.history).where(t.history.c.what == "reply_sent")
    (sent,) = await rows(town, query)
    assert sent["details"]["reason"] == "Так просил ответить сам заявитель"
    assert "brush-off" in sent["details"]["broken"]


@pytest.mark.requirement("T4")
async def test_a_text_with_errors_can_be_mended_instead(town: Town) -> None:
    petrov, client, _, _ = await taken(town)
    await petrov.says("Ваш вопрос взят на контроль.")
    await petrov.hears("Проверили текст")
    await petrov.taps("Отправить всё равно", await petrov.hears("взят на контроль"))
    asked = await petrov.hears("напишите, почему")
    await petrov.taps("Открыть начатый ответ", asked)
    await petrov.hears("Проверили текст")
    preview = await petrov.hears("взят на контроль")
    await petrov.taps("Написать заново", preview)
    await petrov.hears("Напишите ответ")
    await petrov.says("Пособие придёт 26 ноября.")
    heading = await petrov.hears("Проверили текст")
    assert "замечаний нет" in heading.text
    await sends(petrov, await petrov.hears("Пособие придёт"))
    reply = await client.hears("Пособие придёт 26 ноября.")
    assert "контроль" not in reply.text
