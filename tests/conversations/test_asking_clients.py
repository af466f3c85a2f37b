"""A question to the client: put by the officer, answered on the appeal, never a new one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    answers,
    appeal,
    appeals,
    data_of,
    entries,
    gathered,
    history,
    labels,
    number,
    presses,
    receives,
    rows,
    stored,
    until,
    writes,
)
from tests.town import Town

ASKED = "Сколько лет ребёнку? Где вы прописаны?"
VOICE = Sent("voice", "ответ.ogg", b"OggS" + b"v" * 600, "audio/ogg")


async def took(
    town: Town, at: str = "telegram", client_at: str = "vk", name: str = ""
) -> tuple[Person, Person, str, Shown]:
    """Petrov has taken an appeal; its card comes last."""
    petrov = await town.employee("petrov", at)
    client = town.person(client_at, name)
    await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    await client.hears("занимается")

    async def known() -> bool:
        # a messenger that tells no names is asked for them meanwhile
        return not name or name in {row["name"] for row in await rows(town, select(t.chats.c.name))}

    await until(known)
    town.watch.passes(minutes=5)
    return petrov, client, its, card


async def asks(petrov: Person, card: Shown, text: str = ASKED, *files: Sent) -> None:
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says(text, *files)
    await petrov.taps("Отправить", await petrov.hears("Вам пишет"))
    await petrov.hears("отправили клиенту")


@pytest.mark.requirement("R3", "T8", "C8")
async def test_a_question_and_its_answer(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at, at, "Мария Ивановна Ильина")
    assert labels(card)[:2] == ["Ответить", "Уточнить"]
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says(ASKED)
    assert "замечаний нет" in (await petrov.hears("Так это увидит клиент")).text
    preview = await petrov.hears(ASKED)
    assert labels(preview) == ["Отправить", "Отмена"]
    assert not any("прописаны" in shown.text for shown in client.heard)
    await petrov.taps("Отправить", preview)
    await petrov.hears("Когда он ответит, сообщим")
    question = await client.hears(ASKED)
    assert question.text == preview.text
    told = "Вам пишет Минтруд Приозёрья: Петров Андрей Николаевич, главный консультант."
    assert told in question.text
    assert question.text.index(told) < question.text.index("кое-что уточнить")
    assert labels(question) == ["Ответить"]
    assert (await appeal(town, its))["asked"] is True
    assert (await appeal(town, its))["state"] == "taken"

    town.watch.passes(minutes=5)
    await client.says("Два года, прописаны в Приозёрске.")
    passed = await client.hears("Передали ваш ответ")
    assert its in passed.text
    assert labels(passed) == ["Это новое обращение"]
    notice = await petrov.hears(f"Клиент ответил на вопрос по обращению {its}")
    assert "Два года" in notice.text
    assert BENEFIT not in notice.text
    assert labels(notice) == ["Ответить", "Открыть"]
    assert [one["number"] for one in await appeals(town)] == [its]
    assert (await appeal(town, its))["asked"] is False
    assert [(one["kind"], one["side"]) for one in await entries(town, its)] == [
        ("", "client"),
        ("question", "ministry"),
        ("", "client"),
    ]
    done = await history(town, its)
    assert done[-2:] == [("petrov", "asked_client"), ("client", "answered_question")]
    await answers(petrov, notice)
    await petrov.hears("доставлен клиенту")


@pytest.mark.requirement("T8")
async def test_who_asks_greets_by_name(town: Town) -> None:
    petrov, client, _, card = await took(town, "vk", "telegram", "Мария Ивановна Ильина")
    await asks(petrov, card, "Добрый день! Сколько лет ребёнку?")
    question = await client.hears("Сколько лет")
    assert question.text.startswith("Добрый день!\n\nВам пишет Минтруд")
    await asks(petrov, card, "Где вы прописаны?")
    question = await client.hears("прописаны")
    assert question.text.startswith("Уважаемая Мария Ивановна!\n\nВам пишет Минтруд")


@pytest.mark.requirement("R3")
async def test_an_answer_of_many_messages_and_files(town: Town, at: str) -> None:
    """An album, words and a voice message within a minute are one answer, heard of once."""
    petrov, client, its, card = await took(town, "telegram", at)
    await asks(petrov, card)
    await gathered(town)
    await client.hears(ASKED)
    await client.says("Вот справки", SCAN, SCAN, SCAN)
    await client.hears("Передали ваш ответ")
    await client.says("и ещё: Приозёрск")
    await client.says("", VOICE)
    await stored(town)

    async def kept() -> bool:
        return ("Приозёрск" in str(await entries(town, its))) and len(await _files(town, its)) == 4

    await until(kept)
    assert [one["number"] for one in await appeals(town)] == [its]
    assert not any("Добавили" in shown.text for shown in client.heard)
    town.watch.passes(seconds=30)
    notice = await petrov.hears("Клиент ответил на вопрос")
    await petrov.taps("Открыть", notice)
    whole = await petrov.hears("Исполнитель: Петров")
    assert "Вот справки" in whole.text
    assert "Приозёрск" in whole.text
    assert "Петров А. Н., вопрос клиенту" in whole.text
    await petrov.taps("Вложения", whole)
    await receives(petrov, 604)


async def _files(town: Town, its: str) -> list[int]:
    id_ = (await appeal(town, its))["id"]
    async with town.service.units.begin() as unit:
        found = await unit.exchange.files_of(id_)
    return [file.id for file in found]


@pytest.mark.requirement("R3")
async def test_an_answer_at_once_is_no_part_of_the_first_breath(town: Town, at: str) -> None:
    """The appeal was written less than a minute ago: what follows the question answers it."""
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(its))
    await asks(petrov, await petrov.hears("Исполнитель: Петров"))
    await client.hears(ASKED)
    await client.says("Два года.")
    await client.hears("Передали ваш ответ")
    assert (await appeal(town, its))["asked"] is False


async def second(town: Town, client: Person, petrov: Person) -> tuple[str, Shown]:
    """Another appeal of the same client, taken by Petrov, too."""
    town.watch.passes(minutes=5)
    await client.says("Положена ли субсидия на оплату ЖКХ?")
    await client.taps("Это новое", await client.hears("Добавили"))
    its = number(await client.hears("его номер"))
    town.watch.passes(seconds=30)
    await petrov.taps("Взять", await petrov.hears(f"Новое обращение {its}"))
    card = await petrov.hears("Исполнитель: Петров")
    town.watch.passes(minutes=5)
    return its, card


@pytest.mark.requirement("R3")
async def test_the_answer_goes_to_the_older_appeal_that_asked(town: Town, at: str) -> None:
    petrov, client, first, card = await took(town, "telegram", at)
    other, _ = await second(town, client, petrov)
    await asks(petrov, card)
    await client.hears(ASKED)
    await client.says("Два года.")
    passed = await client.hears(f"Передали ваш ответ по обращению {first}")
    assert labels(passed) == ["Это новое обращение", f"К обращению {other}"]
    assert "Два года." in str(await entries(town, first))


@pytest.mark.requirement("R3")
async def test_two_questions_wait_and_the_button_tells_which(town: Town, at: str) -> None:
    petrov, client, first, card = await took(town, "telegram", at)
    other, its_card = await second(town, client, petrov)
    await asks(petrov, card, "Сколько лет ребёнку?")
    town.watch.passes(minutes=1)
    await asks(petrov, its_card, "Какая площадь квартиры?")
    early = await client.hears("Сколько лет")
    await client.hears("Какая площадь")
    await client.taps("Ответить", early)
    await client.hears(f"Напишите ответ на вопрос по обращению {first}")
    await client.says("Два года.")
    await client.hears(f"Передали ваш ответ по обращению {first}")
    town.watch.passes(minutes=2)
    await client.says("Сорок метров.")
    await client.hears(f"Передали ваш ответ по обращению {other}")
    assert "Два года." in str(await entries(town, first))
    assert "Сорок метров." in str(await entries(town, other))


@pytest.mark.requirement("R3")
async def test_without_the_button_the_last_asked_is_answered(town: Town, at: str) -> None:
    petrov, client, first, card = await took(town, "telegram", at)
    other, its_card = await second(town, client, petrov)
    await asks(petrov, its_card, "Какая площадь квартиры?")
    town.watch.passes(minutes=1)
    await asks(petrov, card, "Сколько лет ребёнку?")
    await client.hears("Сколько лет")
    await client.says("Сорок метров.")
    passed = await client.hears(f"Передали ваш ответ по обращению {first}")
    await client.taps(f"К обращению {other}", passed)
    await client.hears(f"Добавили к обращению {other}")
    waits = await client.hears(f"Вопрос по обращению {first} всё ещё ждёт")
    assert (await appeal(town, other))["asked"] is False
    assert (await appeal(town, first))["asked"] is True
    await client.taps("Ответить", waits)
    await client.hears("Напишите ответ")
    await client.says("Два года.")
    await client.hears(f"Передали ваш ответ по обращению {first}")


@pytest.mark.requirement("R3")
async def test_a_question_interrupts_what_was_going_on(town: Town, at: str) -> None:
    """Words joined to one appeal, then a question about another, then its answer in the same
    minute."""
    petrov, client, first, card = await took(town, "telegram", at)
    other, _ = await second(town, client, petrov)
    await client.says("Ещё о субсидии")
    await client.hears(f"Добавили это к обращению {other}")
    town.watch.passes(seconds=20)
    await asks(petrov, card)
    await client.hears(ASKED)
    await client.says("Два года.")
    await client.hears(f"Передали ваш ответ по обращению {first}")
    await client.says("И живём в Приозёрске.")

    async def joined() -> bool:
        return "Приозёрске" in str(await entries(town, first))

    await until(joined)


@pytest.mark.requirement("R3", "A5")
async def test_something_else_is_split_off_and_the_question_waits_on(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, "telegram", at)
    await asks(petrov, card)
    question = await client.hears(ASKED)
    await client.says("Не работает лифт в доме!")
    await client.taps("Это новое", await client.hears("Передали ваш ответ"))
    receipt = await client.hears("его номер")
    assert number(receipt) != its
    await client.hears(f"Вопрос по обращению {its} всё ещё ждёт")
    assert (await appeal(town, its))["asked"] is True
    town.watch.passes(seconds=20)
    await client.says("Третий подъезд.")

    async def joined() -> bool:
        return "подъезд" in str(await entries(town, number(receipt)))

    await until(joined)
    await client.taps("Ответить", question)
    await client.hears("Напишите ответ")
    await client.says("Два года.")
    await client.hears(f"Передали ваш ответ по обращению {its}")
    assert (await appeal(town, its))["asked"] is False
    assert (await history(town, its))[-1] == ("client", "answered_question")


@pytest.mark.requirement("R3")
async def test_adding_by_the_button_answers_too(town: Town) -> None:
    petrov, client, its, card = await took(town, "telegram", "vk")
    await client.taps("Дополнить")
    await client.hears("что добавить")
    await asks(petrov, card)
    await client.hears(ASKED)
    await client.says("Два года.")
    await client.hears("Передали ваш ответ")
    assert (await appeal(town, its))["asked"] is False


@pytest.mark.requirement("R3", "W12")
async def test_an_answer_after_the_appeal_was_closed(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, "telegram", at)
    await asks(petrov, card)
    question = await client.hears(ASKED)
    await client.taps("Ответить", question)
    await client.hears("Напишите ответ")
    await answers(petrov, card)
    await petrov.hears("доставлен клиенту")
    await client.hears("26 ноября")
    assert (await appeal(town, its))["asked"] is False
    town.watch.passes(minutes=5)
    await client.says("Ребёнку два года.")
    receipt = await client.hears("его номер")
    await client.hears(f"Обращение {its} уже закрыто, поэтому к нему это не добавили")
    assert number(receipt) != its
    await client.taps("Ответить", question)
    await client.hears(f"На обращение {its} уже ответили")


@pytest.mark.requirement("R3", "W12")
async def test_the_client_sees_what_waits(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, "telegram", at)
    await asks(petrov, card)
    await client.hears(ASKED)
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    assert "Ждём ваш ответ на вопрос" in (await client.hears("Ваши обращения")).text
    await client.taps(its)
    mine = await client.hears("Вопрос к вам, 24.11")
    assert labels(mine)[0] == "Ответить"
    await petrov.taps("Обновить", card)
    assert "ждём ответа на вопрос" in (await petrov.hears("Исполнитель: Петров")).text
    await client.taps("Ответить", mine)
    await client.hears("Напишите ответ")
    await client.taps("Отмена")
    await client.hears("ничего не изменили")
    assert (await appeal(town, its))["asked"] is True


@pytest.mark.requirement("R3", "R15")
async def test_a_question_that_cannot_be_delivered(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, "telegram", at)
    await client.messenger.blocks(client.id)
    await asks(petrov, card)
    back = await petrov.hears("Клиент не получил ваше сообщение")
    assert "Сколько лет" in back.text
    found = await appeal(town, its)
    assert (found["state"], found["asked"]) == ("taken", False)
    assert ("petrov", "word_not_delivered") in await history(town, its)


@pytest.mark.requirement("R3")
async def test_files_go_with_a_question(town: Town, at: str) -> None:
    petrov, client, _, card = await took(town, at, "telegram")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("", SCAN)
    await petrov.hears("К файлам нужны слова")
    await petrov.says("Такая справка у вас есть?")
    assert "файлы, которые вы приложили" in (await petrov.hears("Так это увидит")).text
    await stored(town)
    await petrov.taps("Отправить", await petrov.hears("Такая справка"))
    await client.hears("Такая справка")
    await receives(client, 503)


async def test_an_album_with_a_question_is_previewed_once(town: Town) -> None:
    petrov, client, _, card = await took(town, "telegram", "telegram")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Какая из справок ваша?", SCAN, SCAN, SCAN)
    preview = await petrov.hears("Какая из справок")
    await petrov.taps("Ещё", card)
    await petrov.hears("Что сделать")
    assert sum("Так это увидит" in shown.text for shown in petrov.heard) == 1
    await stored(town)
    await petrov.taps("Отправить", preview)
    await client.hears("Какая из справок")

    async def arrived() -> bool:
        return sum(len(shown.files) for shown in client.heard) == 3

    await until(arrived)


@pytest.mark.requirement("R3")
async def test_bad_words_for_a_question(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at, "vk")
    clarify = data_of(card, "Уточнить")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Скажите, " * 500)
    await petrov.hears("Слишком длинно")
    await petrov.says("Сколько лет?")
    early = await petrov.hears("Сколько лет?")
    await petrov.says("Сколько лет ребёнку?")
    last = await petrov.hears("Сколько лет ребёнку?")
    await petrov.taps("Отправить", early)
    await petrov.hears("старый вариант")
    await petrov.taps("Отправить", last)
    await petrov.hears("отправили клиенту")
    await petrov.taps("Отправить", last)
    await petrov.hears("не действует")
    assert sum("Сколько лет" in shown.text for shown in client.heard) == 1
    await answers(petrov, card)
    await petrov.hears("доставлен клиенту")
    await petrov.messenger.taps(petrov.id, card.id, clarify)
    await petrov.hears(f"С обращением {its} это сделать уже нельзя")


@pytest.mark.requirement("R3", "P1")
async def test_only_the_officer_asks(town: Town, at: str) -> None:
    petrov, client, its, card = await took(town, at, "vk")
    clarify = data_of(card, "Уточнить")
    gromova = await town.employee("gromova", at)
    await gromova.messenger.taps(gromova.id, gromova.last.id, clarify)
    await gromova.hears("у коллеги: Петров А. Н.")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says(ASKED)
    preview = await petrov.hears(ASKED)
    await petrov.taps("Не наше", card)
    await petrov.hears("вернули на разбор")
    await petrov.taps("Отправить", preview)
    await petrov.hears("среди доступных вам нет")
    assert not any("прописаны" in shown.text for shown in client.heard)
    assert (await appeal(town, its))["asked"] is False


@pytest.mark.requirement("R3")
async def test_an_answer_while_nobody_has_the_appeal(town: Town, at: str) -> None:
    """Asked, then given back: the answer reaches whoever sorts it."""
    petrov, client, its, card = await took(town, "telegram", at)
    belov = await town.employee("belov", "vk")
    await asks(petrov, card)
    await client.hears(ASKED)
    await petrov.taps("Не наше", card)
    await petrov.hears("вернули на разбор")
    await belov.hears(f"Разобрать: {its}")
    town.watch.passes(minutes=2)
    await client.says("Два года.")
    await client.hears("Передали ваш ответ")
    assert "Два года." in (await belov.hears("Клиент ответил на вопрос")).text


@pytest.mark.requirement("R3")
async def test_an_employee_answers_about_an_appeal_of_their_own(town: Town, at: str) -> None:
    zaitsev = await town.employee("zaitsev", at)
    petrov = await town.employee("petrov", "telegram")
    await zaitsev.says(BENEFIT)
    await zaitsev.taps("Подать как гражданин", await zaitsev.hears("никому не отправлено"))
    its = number(await zaitsev.hears("его номер"))
    await petrov.taps("Взять", await petrov.hears(its))
    await asks(petrov, await petrov.hears("Исполнитель: Петров"))
    await zaitsev.hears(ASKED)
    town.watch.passes(minutes=2)
    await presses(zaitsev, "hat-work")
    await zaitsev.hears("Вы снова на работе")
    await zaitsev.says("Два года.")
    aside = await zaitsev.hears("никому не отправлено")
    assert {"Меню", f"Ответить как гражданин ({its})", "Подать как гражданин"} <= {*labels(aside)}
    await zaitsev.taps("Ответить как", aside)
    await zaitsev.hears(f"Добавили к обращению {its}")
    town.watch.passes(seconds=30)
    assert "Два года." in (await petrov.hears("Клиент ответил на вопрос")).text
    assert (await appeal(town, its))["asked"] is False
    await zaitsev.taps("Ответить как", aside)
    await zaitsev.hears("не действует")
