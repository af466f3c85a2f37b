"""The same person as employee and as citizen: menus, words and appeals stay apart (E9)."""

from __future__ import annotations

import pytest

from sandbox.people import Person
from tests.conversations.talk import (
    BENEFIT,
    appeal,
    appeals,
    card_of,
    entries,
    gathered,
    labels,
    presses,
    settled,
    until,
    writes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("E9")


async def as_client(person: Person) -> None:
    """They put the citizen's hat on from the second page."""
    await person.says("Меню")
    await person.taps("Ещё", await person.hears("Вы на работе"))
    await person.taps("Я как гражданин", await person.hears("Что ещё открыть"))
    await person.hears("Теперь вы пишете как гражданин")
    await person.hears("Сейчас вы пишете как гражданин")


async def test_the_hat_is_shown_and_changed_by_a_button(town: Town, at: str) -> None:
    """What an officer asks as a citizen is a citizen's, and every list shows its own side only."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "telegram")
    notice = await petrov.hears(its)
    await as_client(petrov)
    await petrov.says("У нас во дворе третий день лежит упавшее дерево.")
    own = "2026-000002"
    await petrov.hears(f"его номер — {own}")
    assert (await appeal(town, own))["filer"] == "petrov"
    # an employee's button, of an appeal that exists and of one that does not
    await petrov.taps("Взять", notice)
    there = await petrov.hears("Эта кнопка для работы")
    await presses(petrov, "card:999")
    assert (await petrov.hears("Эта кнопка для работы")).text == there.text
    assert (await appeal(town, its))["officer"] == ""
    await petrov.taps("Вернуться к работе", there)
    await petrov.hears("Вы снова на работе")
    await petrov.hears("Исполнитель: Петров")  # what was pressed is done under the right hat
    assert (await appeal(town, its))["officer"] == "petrov"
    # a citizen's button, of their own, a stranger's and of none
    said = set()
    for number in (own, its):
        await presses(petrov, f"my:{(await appeal(town, number))['id']}")
        said.add((await petrov.hears("Эта кнопка для личных обращений")).text)
    await presses(petrov, "my:999")
    said.add((await petrov.hears("Эта кнопка для личных обращений")).text)
    assert len(said) == 1
    await presses(petrov, f"my:{(await appeal(town, own))['id']}")
    await petrov.taps("Перейти к моим", await petrov.hears("Эта кнопка для личных обращений"))
    assert "дерево" in (await petrov.hears("Вы, ")).text
    assert not any("дерево" in shown.text for shown in client.heard)


async def test_nothing_half_written_goes_over(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says("Пособие придёт 26 ноября.")
    await petrov.hears("главный консультант")
    await presses(petrov, "hat-client")
    stays = await petrov.hears(its)
    assert len(labels(stays)) == 2, "show it, or drop it"
    await petrov.says("Выплата уже назначена.")
    assert "26 ноября" in (await petrov.hears("Выплата уже назначена.")).text
    assert len(await appeals(town)) == 1
    await presses(petrov, "drop-reply")
    await petrov.hears()
    await as_client(petrov)
    assert not any("26 ноября" in shown.text for shown in client.heard)


async def test_a_question_about_their_own_appeal_reaches_them_at_work(town: Town, at: str) -> None:
    """The answer lands on the appeal, by one button, and on nothing else."""
    petrov = await town.employee("petrov", at)
    belov = await town.employee("belov", "telegram")
    await as_client(petrov)
    await petrov.says("У нас во дворе третий день лежит упавшее дерево.")
    await petrov.hears("его номер — 2026-000001")
    await presses(petrov, "hat-work")
    await petrov.hears("Вы снова на работе")
    await belov.taps("Взять", await belov.hears("2026-000001"))
    await belov.hears("Исполнитель: Белов")
    it = (await appeal(town, "2026-000001"))["id"]
    await presses(belov, f"clarify:{it}")
    await belov.hears("2026-000001")
    await belov.says("Уточните, пожалуйста, в каком дворе лежит дерево?")
    await belov.taps("Отправить", await belov.hears("в каком дворе"))
    await petrov.hears("в каком дворе")
    town.watch.passes(minutes=5)
    sent = await petrov.says("Набережная улица, дом 5.")
    aside = await petrov.hears("никому не отправлено")
    assert "Ответить как гражданин (2026-000001)" in labels(aside)
    await petrov.taps("Ответить как гражданин", aside)
    await petrov.hears("Теперь вы пишете как гражданин")
    assert [e["text"] for e in await entries(town, "2026-000001")][-1] == "Набережная улица, дом 5."
    assert (await appeal(town, "2026-000001"))["asked"] is False
    await belov.hears("Набережная улица")
    await presses(petrov, "hat-work")
    await petrov.hears("Вы снова на работе")
    town.watch.passes(seconds=30)
    await petrov.messenger.edits(petrov.id, sent, "Набережная улица, дом 7.")
    await belov.hears("дом 7")
    assert len(await appeals(town)) == 1


async def test_words_said_at_work_and_changed_as_a_citizen_are_heard_by_nobody(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    sent = await petrov.says("Коллеги, напомните про совещание.")
    await petrov.hears("никому не отправлено")
    await as_client(petrov)
    await petrov.messenger.edits(petrov.id, sent, "Коллеги, напомните про планёрку.")
    await petrov.hears("Исправленный текст никуда не попал")
    assert await appeals(town) == []


async def test_a_head_never_learns_of_a_citizens_appeal_of_their_own_people(town: Town) -> None:
    """Neither by notice, queue, card nor number; breach, low mark and reopening go past them, up to
    the minister. Colleagues see a client like any other."""
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    above = [await town.employee(one, "vk") for one in ("ivanova", "sokolov")]
    sidorova = await town.employee("sidorova", "telegram")
    await as_client(petrov)
    await petrov.says(BENEFIT)
    its = "2026-000001"
    await petrov.hears(f"его номер — {its}")
    notice = await gromova.hears(its)
    assert "Петров" not in notice.text
    it = (await appeal(town, its))["id"]
    for head in above:
        for tap in (
            f"card:{it}",
            f"files:{it}",
            f"export:{it}:json",
            f"over:{it}",
            f"control:{it}",
        ):
            await presses(head, tap)
            await head.hears("Такого обращения среди доступных вам нет")
        await presses(head, "queue-unit:0")
        await head.hears("пусто")
    town.watch.passes(days=3)
    await town.ticks()
    await sidorova.hears(its)
    await gromova.taps("Взять", notice)
    card = await card_of(town, gromova, its)
    await presses(gromova, f"ask-part:{it}")
    shown = await gromova.hears("2026-")
    await presses(gromova, f"whom:{it}:benefits")
    shown = await gromova.hears()
    assert not {"Иванова О. Д.", "Петров А. Н.", "Соколов Д. А."} & {*labels(shown), *labels(card)}
    await gromova.taps("Ответить", card)
    await gromova.hears("Напишите ответ")
    await gromova.says("Придёт 26 ноября.")
    await gromova.taps("Отправить", await gromova.hears("Придёт 26 ноября."))
    await gromova.taps("Вопрос решён", await gromova.hears("Чем закончилось"))
    mark = await petrov.hears("помог?")
    await petrov.taps("1", mark)
    await petrov.hears()
    await petrov.taps("Вопрос не решён", mark)
    await petrov.hears("Вернули обращение")
    await gathered(town)
    told = ("Вернулись нерешёнными: 1", "вернул", "Не решён")

    async def hears_of_it() -> bool:
        return any(word in shown.text for shown in sidorova.heard for word in told)

    await until(hears_of_it)
    assert (await appeal(town, its))["officer"] == "sidorova"
    for head in above:
        await settled(head)
        assert not any(its in shown.text for shown in head.heard)


async def test_what_was_written_before_joining_goes_past_the_head_from_then_on(town: Town) -> None:
    ivanova = await town.employee("ivanova", "telegram")
    belov = town.person("vk")
    await belov.says(BENEFIT)
    await belov.hears("его номер — 2026-000001")
    await ivanova.taps("Взять", await ivanova.hears("2026-000001"))
    await ivanova.hears("Исполнитель: Иванова")
    gromova = await town.employee("gromova", "telegram")
    await belov.says(f"/start {await town.invite('petrov')}")
    await belov.hears("Вы на работе")
    town.watch.passes(seconds=30)
    await gromova.hears("2026-000001")
    found = await appeal(town, "2026-000001")
    assert (found["filer"], found["officer"], found["state"]) == ("petrov", "", "waiting")
    await presses(ivanova, f"card:{found['id']}")
    await ivanova.hears("Такого обращения среди доступных вам нет")
