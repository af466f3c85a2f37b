"""Internal notes: who hears of them, how they are changed, and that no client ever sees one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    answers,
    appeal,
    gathered,
    history,
    labels,
    number,
    rows,
    settled,
    writes,
)
from tests.town import Town

NOTE = "Проверьте выплаты у соседнего ведомства."
#: words nobody would say by chance
CANARY = "кенгуру-{}-трюфель"


async def notes(person: Person, card: Shown, text: str, *files: Sent) -> None:
    """A note written from the card."""
    await person.taps("Ещё", card)
    await person.taps("Заметка", await person.hears("Что сделать с обращением"))
    await person.hears("Её увидят только коллеги")
    await person.says(text, *files)
    await person.hears("записана")


async def took(town: Town, at: str) -> tuple[Person, Person, str, Shown]:
    """Petrov has taken an appeal; its card comes last."""
    petrov = await town.employee("petrov", "telegram" if at == "vk" else "vk")
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(its))
    return petrov, client, its, await petrov.hears("Исполнитель: Петров")


async def opens(person: Person) -> Shown:
    """The card of the only appeal in the unit's queue."""
    await person.says("Меню")
    await person.taps("Очередь отдела", await person.hears("Что открыть?"))
    await person.taps("1", await person.hears("Очередь отдела: 1 обращение"))
    return await person.hears("Клиент: ")


@pytest.mark.requirement("R17", "C8")
async def test_colleagues_hear_of_each_others_notes(town: Town, at: str) -> None:
    """The officer hears the head's, the head the officer's: whoever noted something before."""
    petrov, _, its, card = await took(town, at)
    ivanova = await town.employee("ivanova", "telegram")
    gromova = await town.employee("gromova", "vk")
    await gathered(town)
    heads = await opens(ivanova)
    await notes(ivanova, heads, NOTE)
    town.watch.passes(seconds=30)
    notice = await petrov.hears(f"Коллега оставил заметку к обращению {its}")
    assert NOTE in notice.text
    assert BENEFIT not in notice.text
    assert labels(notice) == ["Ответить", "Открыть"]
    await notes(petrov, card, "Проверил, там пусто.")
    town.watch.passes(seconds=30)
    assert "там пусто" in (await ivanova.hears("Коллега оставил заметку")).text
    await petrov.taps("Обновить", card)
    shown = await petrov.hears("Исполнитель: Петров")
    assert shown.text.index("заметка, Иванова О. Д.:") < shown.text.index("заметка, Петров А. Н.:")
    assert NOTE in shown.text
    await settled(gromova)
    assert not any("Коллега оставил" in one.text for one in gromova.heard)
    noted = [line for line in await history(town, its) if line[1] == "noted"]
    assert noted == [("ivanova", "noted"), ("petrov", "noted")]


@pytest.mark.requirement("R17")
async def test_who_may_no_longer_read_the_card_hears_nothing(town: Town, at: str) -> None:
    """Gromova noted something while it was in her unit; then it went to another."""
    gromova = await town.employee("gromova", at)
    belov = await town.employee("belov", "telegram")
    _, its = await writes(town, "vk")
    card = await opens(gromova)
    await notes(gromova, card, NOTE)
    await gromova.taps("Не наше", card)
    await gromova.hears("вернули на разбор")
    await belov.taps("Открыть", await belov.hears(f"Разобрать: {its}"))
    sorting = await belov.hears("Ждёт исполнителя")
    assert NOTE in sorting.text
    await notes(belov, sorting, "Это к отделу занятости.")
    await gathered(town)
    await settled(gromova)
    assert not any("Коллега оставил" in one.text for one in gromova.heard)


@pytest.mark.requirement("R17")
async def test_files_are_refused_and_the_words_are_kept(town: Town, at: str) -> None:
    petrov, _, _, card = await took(town, at)
    await petrov.taps("Ещё", card)
    await petrov.taps("Заметка", await petrov.hears("Что сделать"))
    await petrov.hears("Её увидят только коллеги")
    await petrov.says("", SCAN)
    await petrov.hears("В заметке могут быть только слова")
    await petrov.says(NOTE, SCAN)
    await petrov.hears("Файлы к заметкам не прикладываются")
    await petrov.taps("Обновить", card)
    shown = await petrov.hears("Исполнитель: Петров")
    assert NOTE in shown.text
    assert "Вложения" not in labels(shown)


@pytest.mark.requirement("R17")
async def test_a_note_too_long_is_shortened(town: Town, at: str) -> None:
    petrov, _, _, card = await took(town, at)
    await petrov.taps("Ещё", card)
    await petrov.taps("Заметка", await petrov.hears("Что сделать"))
    await petrov.hears("Её увидят только коллеги")
    await petrov.says("Слово за словом. " * 220)
    await petrov.hears("Слишком длинно")
    await petrov.says("Слово за словом. " * 200)
    await petrov.hears("записана")
    (note,) = await rows(town, select(t.notes))
    assert len(note["text"]) == 3_399
    await petrov.taps("Обновить", card)
    await petrov.hears("Слово за словом. Слово за словом.")


@pytest.mark.requirement("R17", "C8")
async def test_a_changed_note_is_kept_in_both_versions(town: Town, at: str) -> None:
    petrov, _, its, card = await took(town, at)
    ivanova = await town.employee("ivanova", at)
    await gathered(town)
    heads = await opens(ivanova)
    await ivanova.taps("Ещё", heads)
    await ivanova.taps("Заметка", await ivanova.hears("Что сделать"))
    await ivanova.hears("Её увидят только коллеги")
    message = await ivanova.says("Ответьте сегодня.")
    await ivanova.hears("записана")
    await gathered(town)
    await petrov.hears("Ответьте сегодня.")
    town.watch.passes(minutes=3)
    await ivanova.messenger.edits(ivanova.id, message, "Ответьте завтра.")
    await ivanova.hears(f"Заметка к обращению {its} изменена")
    town.watch.passes(seconds=30)
    assert "Ответьте завтра." in (await petrov.hears("Коллега оставил заметку")).text
    await petrov.taps("Обновить", card)
    shown = await petrov.hears("Исполнитель: Петров")
    assert "Ответьте сегодня." in shown.text
    assert "заметка (изменено), Иванова О. Д.:\nОтветьте завтра." in shown.text
    assert (await history(town, its))[-1] == ("ivanova", "note_changed")
    await ivanova.messenger.edits(ivanova.id, message, "Слово за словом. " * 220)
    await ivanova.hears("осталась прежней")
    town.watch.passes(minutes=1)
    await ivanova.messenger.edits(ivanova.id, message, "Ответьте послезавтра.")
    await ivanova.hears("изменена")
    assert [one["text"] for one in await rows(town, select(t.notes).order_by(t.notes.c.id))] == [
        "Ответьте сегодня.",
        "Ответьте завтра.",
        "Ответьте послезавтра.",
    ]


@pytest.mark.requirement("R17", "P1")
async def test_a_note_is_not_changed_once_the_card_is_closed_to_its_author(town: Town) -> None:
    gromova = await town.employee("gromova", "vk")
    _, _ = await writes(town, "telegram")
    card = await opens(gromova)
    await gromova.taps("Ещё", card)
    await gromova.taps("Заметка", await gromova.hears("Что сделать"))
    await gromova.hears("Её увидят только коллеги")
    message = await gromova.says(NOTE)
    await gromova.hears("записана")
    await gromova.taps("Не наше", card)
    await gromova.hears("вернули на разбор")
    await gromova.messenger.edits(gromova.id, message, "Что-то другое")
    await gromova.hears("среди доступных вам нет")
    assert [one["text"] for one in await rows(town, select(t.notes))] == [NOTE]


@pytest.mark.requirement("R17", "T4")
async def test_a_reply_with_the_words_of_a_note_is_held_up(town: Town, at: str) -> None:
    petrov, client, _, card = await took(town, at)
    await notes(petrov, card, "Семья на учёте, соседи жалуются на шум по ночам.")
    await petrov.taps("Ответить", card)
    await petrov.hears("Напишите ответ")
    await petrov.says("Пособие придёт 26 ноября. Соседи жалуются на шум по ночам.")
    found = await petrov.hears("слова из внутренних записей, клиенту их не показываем")
    assert "Исправьте" in found.text
    preview = await petrov.hears("главный консультант")
    assert labels(preview)[0] == "Отправить всё равно"
    await petrov.taps("Отправить всё равно", preview)
    await petrov.hears("почему ответ нужно отправить так")
    await settled(client)
    assert not any("шум по ночам" in shown.text for shown in client.heard)


@pytest.mark.requirement("R17", "T4")
async def test_a_question_with_the_words_of_a_note_is_held_up(town: Town, at: str) -> None:
    petrov, _, _, card = await took(town, at)
    await notes(petrov, card, "Семья на учёте, соседи жалуются на шум по ночам.")
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Правда ли, что соседи жалуются на шум по ночам?")
    await petrov.hears("слова из внутренних записей")
    preview = await petrov.hears("Вам пишет")
    assert labels(preview) == ["Отправить всё равно", "Отмена"]
    await petrov.says("Сколько лет ребёнку?")
    preview = await petrov.hears("Вам пишет")
    assert labels(preview) == ["Отправить", "Отмена"]


def everything_said(person: Person) -> list[str]:
    """Whatever the house has handed to the messenger for this dialogue, also what is no longer
    shown there, and what is shown: texts, buttons, names of files."""
    calls: Any = person.messenger.requests  # type: ignore[attr-defined]
    sent = [call for call in calls if _peer(call) in {str(person.id), ""}]
    shown = [(one.text, one.rows, one.files) for one in person.messenger.shown(person.id)]
    return [str(one) for one in [*sent, *shown]]


def _peer(call: Any) -> str:
    """Whose dialogue a request is about; "" when it names none."""
    params = call[1] if isinstance(call, tuple) else call.params
    keys = ("chat_id", "peer_id", "peer_ids", "user_id")
    if isinstance(call, tuple) and call[0] == "execute":
        return "execute"  # each call inside it is told by itself, too
    return next((str(params[key]) for key in keys if params.get(key)), "")


async def looks_at_everything(client: Person) -> None:
    """Every screen a client can come to."""
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    mine = await client.hears("Ваши обращения")
    for label in [label for label in labels(mine) if label.startswith("2026-")]:
        await client.taps(label, mine)
        its = await client.hears(label)
        if "Почему такой срок" in labels(its):
            await client.taps("Почему такой срок", its)
            await client.hears("Как посчитан срок")


class Planting:
    """Notes with words nobody would say by chance, written wherever a card is shown."""

    def __init__(self) -> None:
        self.words: list[str] = []

    async def __call__(self, person: Person, card: Shown) -> None:
        self.words.append(CANARY.format(len(self.words)))
        await notes(person, card, f"Между нами: {self.words[-1]}, клиенту ни слова.")


async def asks_and_hands_over(petrov: Person, client: Person, card: Shown, plant: Planting) -> None:
    """A note, a question, a note while it waits, its answer, a transfer."""
    await plant(petrov, card)
    await petrov.taps("Уточнить", card)
    await petrov.hears("Напишите все вопросы")
    await petrov.says("Сколько лет ребёнку?")
    await petrov.taps("Отправить", await petrov.hears("Вам пишет"))
    await petrov.hears("отправили клиенту")
    await plant(petrov, card)
    await client.hears("Сколько лет")
    await looks_at_everything(client)
    await client.taps("Ответить", next(s for s in client.heard if "Сколько лет" in s.text))
    await client.hears("Напишите ответ")
    await client.says("Два года.")
    await client.hears("Передали ваш ответ")
    await petrov.taps("Передать", card)
    await petrov.taps("Иванова", await petrov.hears("Кому передать"))
    await petrov.hears("Теперь исполнитель")


async def promises_and_answers(
    ivanova: Person, client: Person, heads: Shown, plant: Planting
) -> None:
    """A note, a promise, a reply, a note after it."""
    await plant(ivanova, heads)
    await ivanova.taps("Ещё", heads)
    await ivanova.taps("Пообещать срок", await ivanova.hears("Что сделать"))
    await ivanova.hears("До какого дня")
    await ivanova.says("завтра до 15:00")
    await ivanova.hears("что именно")
    await ivanova.says("Посчитаем и напишем.")
    await ivanova.taps("Отправить", await ivanova.hears("Обещаем"))
    await ivanova.hears("Напомним")
    await answers(ivanova, heads, "Пособие придёт 26 ноября.")
    await ivanova.hears("доставлен клиенту")
    await client.hears("26 ноября")
    await ivanova.taps("Обновить", heads)
    await plant(ivanova, await ivanova.hears("ответ доставлен"))
    await looks_at_everything(client)


@pytest.mark.requirement("R17")
async def test_no_client_ever_sees_a_note(town: Town, at: str) -> None:
    """The canary: notes at every stage of an appeal; everything its client was ever sent is
    searched."""
    plant = Planting()
    petrov = await town.employee("petrov", at)
    ivanova = await town.employee("ivanova", at)
    client, its = await writes(town, at)
    await plant(ivanova, await opens(ivanova))
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    await asks_and_hands_over(petrov, client, card, plant)
    await gathered(town)
    await promises_and_answers(ivanova, client, await opens(ivanova), plant)
    await gathered(town)
    told = "\n".join(everything_said(petrov) + everything_said(ivanova))
    assert len(plant.words) == 5
    assert all(word in told for word in plant.words), "colleagues do see them"
    said = everything_said(client)
    assert len(said) > 20
    assert [one for one in said if "трюфель" in one] == []
    assert "трюфель" not in str(await rows(town, select(t.entries)))
    assert (await appeal(town, its))["state"] == "answered"


@pytest.mark.requirement("R17", "P1")
async def test_an_employee_sees_no_note_on_an_appeal_of_their_own(town: Town, at: str) -> None:
    """They are its client, and hear nothing of it as an employee, either."""
    plant = Planting()
    belov = await town.employee("belov", "telegram")
    sidorova = await town.employee("sidorova", at)
    await sidorova.says("Во дворе упало дерево, уберите его.")
    await sidorova.taps("Подать как гражданин", await sidorova.hears("никому не отправлено"))
    own = number(await sidorova.hears("его номер"))
    await belov.taps("Взять", await belov.hears(f"Разобрать: {own}"))
    card = await belov.hears("Исполнитель: Белов")
    await plant(belov, card)
    await answers(belov, card, "Дерево уберут 26 ноября.")
    await belov.hears("доставлен клиенту")
    await sidorova.hears("Дерево уберут")
    await gathered(town)
    await sidorova.says("Меню")
    await sidorova.taps("Мои обращения", await sidorova.hears("Сейчас вы пишете как гражданин"))
    await sidorova.taps(own, await sidorova.hears("Ваши обращения"))
    await sidorova.hears("Дерево уберут")
    assert any("трюфель" in one for one in everything_said(belov))
    assert [one for one in everything_said(sidorova) if "трюфель" in one] == []
