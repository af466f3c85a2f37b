"""Co-executors: asked for a part each, giving it in time or late; one reply made of the parts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    appeal,
    data_of,
    gathered,
    history,
    labels,
    receives,
    rows,
    sends,
    settled,
    stored,
    turned,
    writes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("R4")

QUESTION = "Положена ли семье коляска от соцзащиты?"
PART = "Коляска положена, её выдадут в центре реабилитации."
ORDER = Sent("document", "порядок.pdf", b"%PDF-1.4 " + b"o" * 700, "application/pdf")
TABLE = Sent("document", "перечень.pdf", b"%PDF-1.4 " + b"t" * 900, "application/pdf")


async def taken(town: Town, main: Person, text: str = BENEFIT) -> tuple[Person, str]:
    """An appeal in the hands of the main officer."""
    client, its = await writes(town, "vk", text)
    await main.taps("Взять", await main.hears(its))
    await main.hears("Исполнитель: ")
    return client, its


async def chooses(main: Person, *labels_: str) -> Shown:
    """From the newest card to the question «whom»; returns what is said to the last choice."""
    await main.taps("Ещё", next(s for s in reversed(main.heard) if "Исполнитель: " in s.text))
    await main.taps("Спросить соисполнителя", await main.hears("Что сделать"))
    shown = await main.hears("Кого спросить")
    for label in labels_:
        await main.taps(label, shown)
        shown = await main.hears()
    return shown


async def asks(
    main: Person, unit: str, person: str, question: str = QUESTION, *files: Sent
) -> Shown:
    await chooses(main, unit, person)
    await main.says(question, *files)
    await main.taps("Отправить", await main.hears("Вопрос по обращению"))
    return await main.hears("Спросили по обращению")


async def gives(coexecutor: Person, notice: Shown, text: str = PART, *files: Sent) -> Shown:
    await coexecutor.taps("Ответить", notice)
    await coexecutor.hears("Напишите вашу часть")
    await coexecutor.says(text, *files)
    await coexecutor.taps("Отправить", await coexecutor.hears("Ваша часть ответа"))
    return await coexecutor.hears("асть ответа на обращение")


async def presses(person: Person, tap: str) -> None:
    """Press a button made by hand, under the newest message."""
    data = json.dumps({"t": tap}) if person.messenger.name == "vk" else tap
    await person.messenger.taps(person.id, person.last.id, data)


async def part_rows(town: Town) -> list[dict[str, object]]:
    return await rows(town, select(t.parts).order_by(t.parts.c.id))


async def later(town: Town, **span: float) -> None:
    town.watch.passes(**span)
    await town.service.jobs.alerts()


async def test_a_part_is_asked_given_and_becomes_the_reply(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", "telegram" if at == "vk" else "vk")
    client, its = await taken(town, petrov)
    asked = await asks(petrov, "Отдел социального", "Зайцев", QUESTION, ORDER)
    assert "Срок для части ответа: до вторника, 24 ноября, 14:45 (осталось 4 ч)" in asked.text
    notice = await zaitsev.hears(f"Нужна ваша часть ответа на обращение {its}")
    assert QUESTION in notice.text
    assert BENEFIT in notice.text
    assert "осталось 4 ч" in notice.text
    assert "Вложения: 1" in notice.text
    assert labels(notice) == ["Ответить", "Не моё", "Открыть"]
    await stored(town)
    await zaitsev.taps("Открыть", notice)
    await zaitsev.hears(f"Часть ответа на обращение {its}")
    await receives(zaitsev, len(ORDER.content))
    assert "Спасибо" in (await gives(zaitsev, notice, PART, TABLE)).text
    town.watch.passes(seconds=30)
    arrived = await petrov.hears("Пришла часть ответа")
    assert PART in arrived.text
    assert labels(arrived) == ["Собрать ответ из частей", "Открыть"]
    await petrov.taps("Открыть", arrived)
    card = await petrov.hears(f"Часть ответа: {PART}")
    assert "Соисполнитель: Зайцев Т. Р. · спросили 24.11 10:00 · часть пришла 24.11 10:00" in (
        card.text
    )
    assert "порядок.pdf" in card.text
    assert "перечень.pdf" in card.text
    await petrov.taps("Собрать ответ", card)
    await petrov.hears("Собрали ответ на обращение")
    preview = await petrov.hears(PART)
    assert "Петров Андрей Николаевич" in preview.text
    assert "Зайцев" not in preview.text, "the mark is the main officer's alone"
    await stored(town)
    await sends(petrov, preview)
    await petrov.hears("доставлен клиенту")
    reply = await client.hears(PART)
    assert "Петров Андрей Николаевич" in reply.text
    await receives(client, len(TABLE.content))
    assert not any(QUESTION in shown.text or "Зайцев" in shown.text for shown in client.heard)
    done = await history(town, its)
    assert ("petrov", "part_asked") in done
    assert ("zaitsev", "part_given") in done
    windows = await rows(town, select(t.windows).where(t.windows.c.part.is_not(None)))
    assert [window["state"] for window in windows] == ["met"]


@pytest.mark.requirement("W3")
async def test_four_working_hours_then_the_coexecutors_head_and_the_controller(
    town: Town, at: str
) -> None:
    petrov = await town.employee("petrov", "vk")
    ivanova = await town.employee("ivanova", "telegram")
    zaitsev = await town.employee("zaitsev", at)
    nikitina = await town.employee("nikitina", "vk")
    sidorova = await town.employee("sidorova", at)
    _, its = await taken(town, petrov)
    due = (await appeal(town, its))["due_at"]
    await asks(petrov, "Отдел социального", "Зайцев")
    notice = await zaitsev.hears("Нужна ваша часть")
    assert (await appeal(town, its))["due_at"] == due, "the part does not rule the appeal"
    await later(town, hours=3, minutes=45)  # the lunch of 45 minutes does not count
    alert = await zaitsev.hears("Скоро срок вашей части")
    assert "(осталось 1 ч)" in alert.text
    assert QUESTION in alert.text
    assert labels(alert) == ["Ответить", "Не моё", "Открыть"]
    await later(town, hours=1, minutes=1)
    breach = await nikitina.hears(f"Часть ответа на обращение {its} не готова в срок")
    assert "Зайцев Т. Р." in breach.text
    assert labels(breach) == [], "their head reads no appeals of another unit"
    breach = await sidorova.hears(f"Часть ответа на обращение {its} не готова в срок")
    assert labels(breach) == ["Открыть"]
    await petrov.says("Меню")
    await petrov.taps("Моя очередь", await petrov.hears("Что открыть?"))
    await petrov.taps("1", await petrov.hears("Моя очередь: 1"))
    assert "часть просрочена" in (await petrov.hears("Соисполнитель: Зайцев")).text
    assert "позже срока" in (await gives(zaitsev, notice)).text
    town.watch.passes(seconds=30)
    assert "(позже срока)" in (await petrov.hears("Пришла часть ответа")).text
    await settled(ivanova)
    assert not any("не готова в срок" in shown.text for shown in ivanova.heard)
    clock = [what for who, what in await history(town, its) if who == "clock"]
    assert [what for what in clock if what.startswith("part")] == ["part_alert", "part_breach"]
    windows = await rows(town, select(t.windows).where(t.windows.c.part.is_not(None)))
    assert [window["state"] for window in windows] == ["late"]


@pytest.mark.requirement("W3")
async def test_a_whole_unit_is_asked_and_the_first_gives_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", at)
    nikitina = await town.employee("nikitina", "vk")
    _, its = await taken(town, petrov)
    await asks(petrov, "Отдел социального", "Всему отделу")
    notices = [await one.hears("Нужна ваша часть") for one in (zaitsev, nikitina)]
    await later(town, hours=3, minutes=45)
    for one in (zaitsev, nikitina):
        await one.hears("Скоро срок вашей части")
    await gives(zaitsev, notices[0])
    await nikitina.taps("Ответить", notices[1])
    await nikitina.hears("уже готова, её подготовил коллега: Зайцев Т. Р.")
    await nikitina.taps("Не моё", notices[1])
    await nikitina.hears("уже готова")
    await nikitina.taps("Открыть", notices[1])
    assert PART in (await nikitina.hears(f"Часть ответа на обращение {its}")).text
    (part,) = await part_rows(town)
    assert (part["employee"], part["settled_by"], part["text"]) == ("", "zaitsev", PART)


async def test_a_coexecutor_sees_and_does_nothing_else(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", at)
    _, its = await taken(town, petrov)
    card = next(s for s in petrov.heard if "Исполнитель: Петров" in s.text)
    await petrov.taps("Ещё", card)
    more = await petrov.hears("Что сделать")
    await petrov.taps("Заметка", more)
    await petrov.hears("Напишите заметку")
    await petrov.says("Клиентка уже звонила министру, осторожно.")
    await petrov.hears("записана")
    await asks(petrov, "Отдел социального", "Зайцев")
    notice = await zaitsev.hears("Нужна ваша часть")
    await zaitsev.taps("Открыть", notice)
    await zaitsev.hears("Часть ответа на обращение")
    assert not any("министру" in shown.text for shown in zaitsev.heard)
    before = await rows(town, select(t.history))
    for shown in (card, more):
        for row in shown.rows:
            for button in row:
                await zaitsev.messenger.taps(zaitsev.id, notice.id, button.data)
                await zaitsev.hears("Такого обращения среди доступных вам нет")
    assert await rows(town, select(t.history)) == before
    stranger = await town.employee("orlova", at)
    for label in ("Ответить", "Не моё", "Открыть"):
        await stranger.messenger.taps(stranger.id, stranger.heard[0].id, data_of(notice, label))
        await stranger.hears("Такого обращения среди доступных вам нет")
    assert its in notice.text


async def test_my_parts_are_in_the_menu_of_whoever_has_any(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    zaitsev = await town.employee("zaitsev", at)
    assert "Мои части" not in labels(zaitsev.last)
    numbers = []
    for n in range(6):
        _, its = await taken(town, petrov, f"Пособие на ребёнка, вопрос {n}")
        numbers.append(its)
        await asks(petrov, "Отдел социального", "Зайцев", f"Вопрос соисполнителю {n}")
        town.watch.passes(minutes=1)
    await gathered(town)
    await settled(zaitsev)
    await zaitsev.says("Меню")
    await zaitsev.taps("Мои части", await zaitsev.hears("Что открыть?"))
    queue = await zaitsev.hears("Мои части ответов: 6")
    assert [line in queue.text for line in ("соисполнителю 0", "соисполнителю 5")] == [True, False]
    await zaitsev.taps("Дальше", queue)
    last = await turned(zaitsev, queue)
    await zaitsev.taps("6", last)
    part = await zaitsev.hears(f"Часть ответа на обращение {numbers[5]}")
    await zaitsev.taps("Не моё", part)
    await zaitsev.hears("Почему")
    await zaitsev.says("", SCAN)
    await zaitsev.hears("Объясните словами")
    await zaitsev.says("Это вопрос службы занятости")
    told = await zaitsev.hears("не ваша")
    town.watch.passes(seconds=30)
    await zaitsev.taps("Мои части", told)
    await zaitsev.hears("Мои части ответов: 5")
    declined = await petrov.hears("Это вопрос службы занятости")
    assert labels(declined) == ["Спросить ещё", "Открыть"]
    await zaitsev.taps("Ответить", part)
    await zaitsev.hears("уже вернули тому, кто спрашивал: Зайцев Т. Р.")


async def test_several_are_asked_and_the_draft_says_who_has_not_answered(
    town: Town, at: str
) -> None:
    petrov = await town.employee("petrov", at)
    await town.employee("zaitsev", "vk")
    orlova = await town.employee("orlova", "telegram")
    _, its = await taken(town, petrov)
    told = await asks(petrov, "Отдел социального", "Зайцев")
    await petrov.taps("Спросить ещё", told)
    await petrov.taps("Отдел занятости", await petrov.hears("Кого спросить"))
    await petrov.taps("Орлова", await petrov.hears("Кого спросить"))
    await petrov.hears("Напишите вопрос")
    await petrov.says("Есть ли вакансии рядом с домом?")
    await petrov.taps("Отправить", await petrov.hears("Вопрос по обращению"))
    await petrov.hears("Спросили по обращению")
    other = await orlova.hears("вакансии рядом")
    await petrov.taps("Открыть")
    card = await petrov.hears("Соисполнитель: Орлова")
    await presses(petrov, f"assemble:{(await appeal(town, its))['id']}")
    await petrov.hears("пока нет ни одной части")
    await gives(orlova, other, "Вакансии есть.")
    await petrov.taps("Обновить", card)
    card = await petrov.hears("Часть ответа: Вакансии есть.")
    await petrov.taps("Собрать ответ", card)
    await petrov.hears("Собрали ответ")
    heading = await petrov.hears("увидит клиент")
    assert "Ещё не ответили: Зайцев Т. Р." in heading.text
    await petrov.taps("Отмена", await petrov.hears("Вакансии есть."))
    await petrov.hears("не отправлен")


async def test_a_part_is_withdrawn_and_the_rest_goes_with_the_appeal(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", "vk")
    orlova = await town.employee("orlova", "telegram")
    gromova = await town.employee("gromova", at)
    client, _ = await taken(town, petrov)
    await asks(petrov, "Отдел социального", "Зайцев")
    await asks(petrov, "Отдел занятости", "Орлова")
    asked = await zaitsev.hears("Нужна ваша часть")
    await gives(orlova, await orlova.hears("Нужна ваша часть"), "Вакансии есть.")
    card = next(s for s in reversed(petrov.heard) if "Исполнитель: " in s.text)
    await petrov.taps("Ещё", card)
    await petrov.taps("Соисполнители", await petrov.hears("Что сделать"))
    listed = await petrov.hears("Соисполнители по обращению")
    assert labels(listed) == [
        "Отозвать: Зайцев Т. Р.",
        "Собрать ответ из частей",
        "Спросить ещё",
        "Открыть",
    ]
    await petrov.taps("Отозвать", listed)
    await petrov.hears("эту часть больше не ждём: Зайцев Т. Р.")
    await petrov.taps("Отозвать", listed)
    await petrov.hears("больше не нужна: вопрос отозван")
    town.watch.passes(seconds=30)
    assert labels(await zaitsev.hears("больше не нужна, вопрос отозван")) == []
    await zaitsev.taps("Ответить", asked)
    await zaitsev.hears("больше не нужна: вопрос отозван")
    await petrov.taps("Передать", card)
    await petrov.taps("Громова", await petrov.hears("Кому передать"))
    await petrov.hears("Теперь исполнитель — Громова")
    town.watch.passes(seconds=30)
    await gromova.taps("Открыть", await gromova.hears("Вам передали"))
    kept = await gromova.hears("Соисполнитель: Орлова")
    await gromova.taps("Собрать ответ", kept)
    await gromova.hears("Собрали ответ")
    await sends(gromova, await gromova.hears("Вакансии есть."))
    await client.hears("Вакансии есть.")


async def test_closing_the_appeal_lets_the_waiting_parts_go(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", at)
    client, its = await taken(town, petrov)
    await asks(petrov, "Отдел социального", "Зайцев")
    notice = await zaitsev.hears("Нужна ваша часть")
    await zaitsev.taps("Ответить", notice)
    await zaitsev.hears("Напишите вашу часть")
    await zaitsev.says(PART)
    preview = await zaitsev.hears("Ваша часть ответа")
    card = next(s for s in reversed(petrov.heard) if "Исполнитель: " in s.text)
    await petrov.taps("Ответить", card)
    await petrov.hears("Напишите ответ")
    await petrov.says("Коляску выдаём в центре.")
    assert "Ещё не ответили: Зайцев Т. Р." in (await petrov.hears("увидит клиент")).text
    await sends(petrov, await petrov.hears("Коляску выдаём"))
    await petrov.hears("Обращение закрыто")
    await client.hears("Коляску выдаём")
    town.watch.passes(seconds=30)
    await zaitsev.hears("больше не нужна")
    await zaitsev.taps("Отправить", preview)
    await zaitsev.hears("больше не нужна")
    (part,) = await part_rows(town)
    assert (part["state"], part["text"]) == ("withdrawn", "")
    windows = await rows(town, select(t.windows).where(t.windows.c.part.is_not(None)))
    assert [window["state"] for window in windows] == ["dropped"]
    await later(town, days=1)  # when it would have been due long ago, and people are written to
    await gathered(town)
    await settled(zaitsev)
    assert not any("Скоро срок вашей" in shown.text for shown in zaitsev.heard)
    assert ("petrov", "part_withdrawn") in await history(town, its)


async def test_who_cannot_be_asked(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", "vk")
    _, its = await taken(town, petrov)
    refused = await chooses(petrov, "Отдел занятости", "Орлова")
    assert "Орлова Д. М. не увидит вопрос" in refused.text
    refused = await chooses(petrov, "Отдел занятости", "Всему отделу")
    assert "вопрос никто не увидит" in refused.text
    own = await chooses(petrov, "Отдел пособий")
    assert "Петров А. Н." not in labels(own), "nobody asks themselves"
    await asks(petrov, "Отдел социального", "Зайцев")
    again = await chooses(petrov, "Отдел социального", "Зайцев")
    assert "уже спросили: Зайцев Т. Р., 24.11 10:00" in again.text
    await zaitsev.hears("Нужна ваша часть")
    whole = await chooses(petrov, "Отдел социального", "Всему отделу")
    assert "Напишите вопрос" in whole.text
    units = {k: v for k, v in town.ministry.units.items() if k != "care"}
    town.service.house.ministry = replace(town.ministry, units=units)
    await petrov.says(QUESTION)
    await petrov.hears("Такого отдела больше нет")
    assert len(await part_rows(town)) == 1
    assert its


async def test_nobody_is_asked_of_their_own_appeal_nor_of_a_complaint_about_them(
    town: Town,
) -> None:
    petrov = await town.employee("petrov", "vk")
    zaitsev = await town.employee("zaitsev", "vk")
    await zaitsev.says(BENEFIT)
    await zaitsev.taps("Подать как гражданин", await zaitsev.hears("никому не отправлено"))
    await zaitsev.hears("его номер")
    await petrov.taps("Взять", await petrov.hears("Новое обращение"))
    await petrov.hears("Исполнитель: ")
    # neither the one who filed it nor the head above: the unit has nobody else
    assert "Отдел социального" not in " ".join(labels(await chooses(petrov)))
    its = (await appeal(town, "2026-000001"))["id"]
    await presses(petrov, f"part-from:{its}:zaitsev")
    assert "здесь нельзя (Зайцев Т. Р.)" in (await petrov.hears("Спросить по")).text
    async with town.service.units.begin() as unit:
        found = await unit.appeals.get(its)
        assert found
        await unit.appeals.change(found, barred="nikitina")
    await presses(petrov, f"whom:{its}:care")
    await petrov.hears("спросить здесь некого")


async def test_old_and_wrong_buttons_change_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", at)
    _, its = await taken(town, petrov)
    id_ = (await appeal(town, its))["id"]
    await asks(petrov, "Отдел социального", "Зайцев")
    notice = await zaitsev.hears("Нужна ваша часть")
    await gives(zaitsev, notice)
    before = [await part_rows(town), await rows(town, select(t.history))]
    for label in ("Ответить", "Не моё"):
        await zaitsev.taps(label, notice)
        await zaitsev.hears("уже готова")
    (part,) = await part_rows(town)
    for tap, words in (
        (f"drop-part:{id_}:{part['id']}", "уже готова"),
        (f"drop-part:{id_}:7", "не действует"),
        (f"drop-part:{id_}", "не действует"),
        (f"part:{part['id']}", "Такого обращения среди доступных вам нет"),
        (f"give-part:{part['id']}", "Такого обращения среди доступных вам нет"),
        ("give-part:x", "Такого обращения среди доступных вам нет"),
        (f"part-from:{id_}:nobody", "не действует"),
        (f"part-unit:{id_}:nowhere", "Такого отдела больше нет"),
        (f"whom:{id_}:nowhere", "Такого отдела больше нет"),
    ):
        await presses(petrov, tap)
        await petrov.hears(words)
    assert [await part_rows(town), await rows(town, select(t.history))] == before


async def test_a_part_half_written_and_an_empty_one(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    zaitsev = await town.employee("zaitsev", at)
    await taken(town, petrov)
    await chooses(petrov, "Отдел социального", "Зайцев")
    await petrov.says("Слишком " * 600)
    await petrov.hears("Слишком длинно")
    await petrov.says(QUESTION)
    first = await petrov.hears(QUESTION)
    await petrov.says("Другой вопрос: нужна ли справка?")
    second = await petrov.hears("Другой вопрос")
    await petrov.taps("Отправить", first)
    await petrov.hears("старый вариант")
    await petrov.taps("Отправить", second)
    await petrov.hears("Спросили")
    notice = await zaitsev.hears("нужна ли справка?")
    assert QUESTION not in notice.text
    await petrov.taps("Отправить", second)
    await petrov.hears("не действует")
    assert len(await part_rows(town)) == 1
