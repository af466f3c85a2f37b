"""The register: what came by no messenger, what is noted of an appeal, and its card as a file."""

from __future__ import annotations

import json

import pytest
from aiohttp import ClientSession

from sandbox.people import Person, Sent, Shown
from tests.conversations.kinds import more, noted, opens, presses, takes_both, windows
from tests.conversations.talk import (
    appeal,
    appeals,
    entries,
    history,
    labels,
    number,
    settled,
    stored,
    until,
    writes,
)
from tests.town import Town

LETTER = "Прошу назначить пособие на ребёнка. Почему мне отказали?"
PAGES = [Sent("photo", f"{n}.jpg", b"\xff\xd8\xff" + b"p" * n, "image/jpeg") for n in (9, 8)]


async def begins(person: Person) -> Shown:
    """The employee presses «record» in the menu."""
    await person.says("Меню")
    await person.taps("Ещё", await person.hears("Что открыть?"))
    await person.taps("Записать обращение", await person.hears("Что ещё открыть?"))
    return await person.hears("Как поступило")


async def passes(person: Person, *questions: str) -> None:
    for question in questions:
        await person.taps("Пропустить", await person.hears(question))


@pytest.mark.requirement("A9", "A11", "W4", "R21", "R1")
async def test_a_letter_is_recorded_like_any_other_appeal(town: Town, at: str) -> None:
    belov = await town.employee("belov", at)
    petrov = await town.employee("petrov", at)
    await belov.taps("Почта", await begins(belov))
    await belov.taps("Официальное", await belov.hears("Что это"))
    await belov.hears("текст обращения")
    await belov.says(LETTER)
    await belov.hears("Пришлите ещё")
    await belov.says("", *PAGES)
    await stored(town)
    await belov.taps("Дальше", await belov.hears("Пришлите ещё"))
    await belov.hears("имя и отчество заявителя")
    await belov.says("Кузнецова Мария Павловна")
    await belov.taps("Гражданин", await belov.hears("Кто обращается"))
    await belov.hears("В чьих интересах")
    await belov.says("Кузнецов Иван Ильич")
    ways = await belov.hears("Как отправить ответ")
    assert "В чате с министерством" not in labels(ways), "there is no dialogue to answer in"
    await belov.taps("Письмом", ways)
    await belov.hears("Адрес для ответа")
    await belov.says("630000, Новосибирск, ул. Мира, 1")
    topics = await belov.hears("О чём обращение")
    assert labels(topics)[0] == "Пособия на детей", "what the words speak of stands first"
    await belov.taps("Пособия на детей", topics)
    summary = await belov.hears("Проверьте")
    for said in ("Почта", "Официальное", "Кузнецова", "в чьих интересах: Кузнецов", "ул. Мира, 1"):
        assert said.lower() in summary.text.lower()
    assert "(и 2 файла)" in summary.text
    assert await appeals(town) == []
    await belov.taps("Записать в реестр", summary)
    told = await belov.hears("Записали обращение 2026-000001")
    assert "24 декабря" in told.text
    found = await appeal(town, number(told))
    assert (found["chat"], found["came_by"], found["kind"]) == (None, "post", "official")
    assert (found["unit"], found["topic"]) == ("benefits", "child_benefit")
    assert found["received_at"] == town.watch()
    running = await windows(town, found["number"])
    assert {rule: state for rule, (state, _) in running.items()} == {
        "official_reply": "open",
        "redirect": "open",
        "extension": "open",
    }
    assert ("belov", "recorded") in await history(town, found["number"])
    assert (await noted(town, found["number"]))["reply_to"] == "630000, Новосибирск, ул. Мира, 1"
    await petrov.hears(found["number"])
    card = await opens(town, petrov, found["number"])
    assert "по почте" in card.text
    assert "Клиент: Кузнецова Мария Павловна" in card.text
    assert LETTER in card.text
    await petrov.taps("Вложения", card)
    await petrov.hears("Вложения к обращению")
    await belov.taps("Записать в реестр", summary)
    await belov.hears("уже не действует")
    assert len(await appeals(town)) == 1


@pytest.mark.requirement("A9")
async def test_a_call_recorded_with_the_least_goes_to_be_sorted(town: Town, at: str) -> None:
    belov = await town.employee("belov", at)
    await belov.taps("Телефон", await begins(belov))
    await belov.taps("Сообщение", await belov.hears("Что это"))
    await belov.hears("текст обращения")
    first = await belov.says("Во дворе лежит дерева.")
    await belov.hears("Пришлите ещё")
    await belov.messenger.edits(belov.id, first, "Во дворе лежит дерево.")
    await settled(belov)
    await belov.taps("Дальше")
    await passes(belov, "имя и отчество", "Кто обращается", "В чьих интересах", "Как отправить")
    await belov.taps("Пропустить", await belov.hears("О чём обращение"))
    await belov.taps("Записать в реестр", await belov.hears("Проверьте"))
    its = number(await belov.hears("Записали обращение"))
    found = await appeal(town, its)
    assert (found["kind"], found["came_by"], found["sorting"]) == ("message", "telephone", True)
    assert found["unit"] == "reception"
    assert [entry["text"] for entry in await entries(town, its)] == ["Во дворе лежит дерево."]
    assert (await windows(town, its))["message_reply"][0] == "open"


@pytest.mark.requirement("A9")
async def test_a_recording_is_guarded_survives_a_restart_and_can_be_left(
    town: Town, at: str
) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, at)
    notice = await petrov.hears(its)
    await petrov.taps("Личный приём", await begins(petrov))
    kinds = await petrov.hears("Что это")
    await petrov.says("не знаю")
    await petrov.hears("Нажмите, пожалуйста, одну из кнопок")
    await petrov.taps("Назад", kinds)
    await petrov.taps("Горячая линия", await petrov.hears("Как поступило"))
    await petrov.taps("Официальное", await petrov.hears("Что это"))
    asked = await petrov.hears("текст обращения")
    assert "Пропустить" not in labels(asked)
    await presses(petrov, "form-skip:text")
    await petrov.hears("уже не действует")
    await petrov.says("слово " * 600)
    await petrov.hears("Пришлите ещё")
    await petrov.taps("Ответить", notice)
    await petrov.hears("Вы начали записывать")
    await town.stop()
    await town.start()
    await petrov.says("Меню")
    guard = await petrov.hears("Вы начали записывать")
    await petrov.hears("Что открыть?")
    await petrov.taps("Продолжить", guard)
    await petrov.hears("Пришлите ещё")
    for _ in range(3):
        await petrov.says("слово " * 600)
    await petrov.hears("Слишком длинно")
    await petrov.taps("Не оформлять", guard)
    await petrov.hears("ничего не записали")
    await petrov.taps("Продолжить", guard)
    await petrov.hears("уже не действует")
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    assert len(await appeals(town)) == 1


@pytest.mark.requirement("P1")
async def test_nobody_else_records(town: Town, at: str) -> None:
    client, _ = await writes(town, at)
    await presses(client, "record")
    await client.hears("Такого обращения среди доступных вам нет")
    admin = await town.employee("admin", at)
    await admin.taps("Ещё", admin.last)
    assert not any("Записать" in label for label in labels(await admin.hears("Что ещё открыть?")))
    await presses(admin, "record")
    await admin.hears("Такого обращения среди доступных вам нет")


@pytest.mark.requirement("A11", "R19", "R21")
async def test_an_appeal_is_described(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, at)
    await petrov.hears(its)
    await more(town, petrov, its, "Описать")
    menu = await petrov.hears("Что записать")
    await petrov.taps("Категория", menu)
    await petrov.taps("Жалоба", await petrov.hears("Что это за обращение"))
    assert "Вид: сообщение, жалоба" in (await petrov.hears("Пришло ")).text
    await petrov.taps("Кто обращается", menu)
    await petrov.taps("Организация", await petrov.hears("Кто обращается"))
    await petrov.hears("Пришло ")
    for label, asked, wrong, refused, right in (
        ("Представитель", "в чьих интересах", "а" * 300, "не длиннее 250", "ООО «Ромашка»"),
        ("Имя заявителя", "Напишите фамилию", "8-800", "Не получилось", "Кузнецова Мария"),
        (
            "Номер в системе",
            "номер и дату",
            "А-1 от 01.12.2026",
            "ещё впереди",
            "А-1 от 23.11.2026",
        ),
    ):
        await petrov.taps(label, menu)
        await petrov.hears(asked)
        await petrov.says(wrong)
        await petrov.hears(refused)
        await petrov.says(right)
        await petrov.hears("Записали в карточку")
    card = await petrov.hears("Пришло ")
    assert "организация, Кузнецова Мария" in card.text
    assert "В интересах: ООО «Ромашка»" in card.text
    assert "А-1 от 23.11.2026" in card.text
    await petrov.taps("Куда ответить", menu)
    await petrov.taps("Письмом", await petrov.hears("Как отправить ответ"))
    await petrov.hears("Напишите адрес")
    await petrov.says("дома")
    await petrov.hears("почтовый адрес полностью")
    await petrov.says("630000, Новосибирск, ул. Мира, 1")
    assert "письмом, 630000" in (await petrov.hears("Ответ: ")).text
    row = await noted(town, its)
    assert (row["category"], row["registered_on"]) == ("complaint", "2026-11-23")
    it = (await appeal(town, its))["id"]
    for tap in (f"describe:{it}:category.song", f"describe:{it}:way.dove", f"describe:{it}:x"):
        await presses(petrov, tap)
        await petrov.hears("уже не действует")
    nikitina = await town.employee("nikitina", at)
    await presses(nikitina, f"describe:{it}:category.request")
    await nikitina.hears("Такого обращения среди доступных вам нет")


@pytest.mark.requirement("R19", "A11")
async def test_the_card_goes_out_as_a_file(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.hears(its)
    it = (await appeal(town, its))["id"]
    await presses(petrov, f"describe:{it}:category.statement")
    await petrov.hears("Записали в карточку")
    await more(town, petrov, its, "Карточка файлом")
    which = await petrov.hears("В каком виде")
    await petrov.taps("JSON", which)
    document = json.loads(await _file(petrov, f"{its}.json"))
    assert (document["number"], document["category"]) == (its, "statement")
    await petrov.taps("DOCX", which)
    assert (await _file(petrov, f"{its}.docx")).startswith(b"PK")
    assert ("petrov", "exported") in await history(town, its)
    assert not any(file for shown in client.heard for file in shown.files)
    await presses(petrov, f"export:{it}:exe")
    await petrov.hears("уже не действует")
    zaitsev = await town.employee("zaitsev", at)
    await presses(zaitsev, f"export:{it}:json")
    await zaitsev.hears("Такого обращения среди доступных вам нет")


async def _file(person: Person, name: str) -> bytes:
    async def came() -> bool:
        return any(file.name == name for shown in person.heard for file in shown.files)

    await until(came)
    file = next(f for shown in person.heard for f in shown.files if f.name == name)
    async with ClientSession() as session, session.get(file.url) as answer:
        return await answer.read()
