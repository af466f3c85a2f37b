"""Approval: the signatory sees a reply, approves it, returns it, mends it; nothing goes before."""

from __future__ import annotations

from dataclasses import replace as replaced

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    answers,
    appeal,
    card_of,
    entries,
    gathered,
    gets_file,
    history,
    labels,
    made_official,
    noted,
    presses,
    rows,
    sends,
    writes,
)
from tests.town import Town

TEXT = "Пособие придёт 26 ноября."


async def submitted(
    town: Town, at: str, text: str = TEXT, **noted: str
) -> tuple[Person, Person, Person, str]:
    """Petrov has sent the reply to an official appeal for approval: he, the signatory (who joined
    at `at`), the client, the number."""
    petrov = await town.employee("petrov", "vk" if at == "telegram" else "telegram")
    lebedeva = await town.employee("lebedeva", at)
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    await made_official(town, its, **noted)
    await answers(petrov, notice, text)
    await petrov.hears("на согласование: Лебедева Г. А.")
    return petrov, lebedeva, client, its


async def opened(town: Town, lebedeva: Person) -> Shown:
    """The signatory opens what waits; the message with the buttons."""
    await gathered(town)
    await lebedeva.taps("Открыть ответ", await lebedeva.hears("Ответ на согласование"))
    await lebedeva.hears("Ответ на согласование")
    return await lebedeva.hears("Рассмотрели ваше обращение")


async def replies(town: Town) -> list[dict[str, object]]:
    return await rows(town, select(t.replies).order_by(t.replies.c.id))


@pytest.mark.requirement("R8", "C8", "W12")
async def test_an_official_reply_goes_only_when_it_is_approved(town: Town, at: str) -> None:
    petrov, lebedeva, client, its = await submitted(town, at)
    await client.hears("проверяет руководитель")
    waiting = await appeal(town, its)
    assert (waiting["state"], waiting["signatory"]) == ("approval", "lebedeva")
    assert waiting["due_at"] is not None
    await gathered(town)
    notice = await lebedeva.hears("Ответ на согласование")
    assert "Проверка текста, замечаний: 1" in notice.text
    assert labels(notice) == ["Открыть ответ", "Открыть"]
    await lebedeva.taps("Открыть ответ", notice)
    about = await lebedeva.hears("Как уйдёт: в чат клиента")
    assert "назовите вопрос, на который отвечаете" in about.text
    assert "исполнитель Петров А. Н." in about.text
    assert "Итог: вопрос решён" in about.text
    assert "Когда придёт пособие" in about.text
    shown = await lebedeva.hears("Рассмотрели ваше обращение")
    assert TEXT in shown.text
    assert "Петров Андрей Николаевич, главный консультант" in shown.text
    assert labels(shown) == ["Согласовать", "Вернуть", "Изменить и подписать", "Открыть"]
    assert not any(TEXT in one.text for one in client.heard)
    await lebedeva.taps("Согласовать", shown)
    await lebedeva.hears("согласован. Отправляем его клиенту")
    await petrov.hears("согласован: Лебедева Г. А.")
    reply = await client.hears(TEXT)
    assert reply.text == shown.text
    await petrov.hears("доставлен клиенту")
    await gets_file(client, f"Ответ {its}.docx")
    assert (await appeal(town, its))["state"] == "answered"
    done = await history(town, its)
    assert done[-4:] == [
        ("petrov", "sent_to_sign"),
        ("lebedeva", "signed"),
        ("lebedeva", "reply_sent"),
        ("petrov", "answered"),
    ]
    (kept,) = await replies(town)
    assert (kept["state"], kept["signatory"], kept["signed_text"]) == ("sent", "lebedeva", "")


@pytest.mark.requirement("R8")
async def test_what_waits_stands_in_the_signatorys_queue(town: Town, at: str) -> None:
    _, lebedeva, _, its = await submitted(town, at)
    await lebedeva.says("Меню")
    await lebedeva.taps("На согласовании", await lebedeva.hears("Что открыть?"))
    await lebedeva.taps("1", await lebedeva.hears("На согласовании: 1 обращение"))
    card = await lebedeva.hears("На согласовании: Лебедева Г. А.")
    assert its in card.text
    assert "на согласовании. Итог: вопрос решён" in card.text
    assert "Открыть ответ" in labels(card)
    assert "Ответить" not in labels(card)
    await lebedeva.taps("Открыть ответ", card)
    await lebedeva.taps("Согласовать", await lebedeva.hears("Рассмотрели ваше обращение"))
    await lebedeva.hears("согласован")
    await lebedeva.says("Меню")
    await lebedeva.taps("На согласовании", await lebedeva.hears("Что открыть?"))
    await lebedeva.hears("На согласовании: пусто")


@pytest.mark.requirement("R8", "C8")
async def test_a_returned_reply_is_taken_up_with_one_press(town: Town, at: str) -> None:
    petrov, lebedeva, client, its = await submitted(town, at)
    shown = await opened(town, lebedeva)
    await lebedeva.taps("Вернуть", shown)
    await lebedeva.hears("Что исправить")
    await lebedeva.says("   ")
    await lebedeva.hears("пришло пустым")
    await lebedeva.says("Назовите сумму и основание.")
    await lebedeva.hears("вернули с замечанием")
    back = await appeal(town, its)
    assert (back["state"], back["officer"], back["signatory"]) == ("taken", "petrov", "")
    await gathered(town)
    notice = await petrov.hears("Назовите сумму и основание.")
    assert labels(notice) == ["Вернуться к ответу", "Открыть"]
    await petrov.taps("Открыть", notice)
    card = await petrov.hears("Замечание, Лебедева Г. А.: Назовите сумму")
    assert TEXT in card.text
    await petrov.taps("Вернуться к ответу", notice)
    remark = await petrov.hears("Замечание, Лебедева Г. А.:")
    assert "Назовите сумму и основание." in remark.text
    preview = await petrov.hears(TEXT)
    await petrov.says("Сумма — 12 000 рублей по закону № 81-ФЗ.")
    preview = await petrov.hears("Сумма — 12 000 рублей")
    await petrov.taps("Отправить", preview)
    await petrov.hears("на согласование")
    await gathered(town)
    anew = await lebedeva.hears("Ответ на согласование")
    await lebedeva.taps("Согласовать", shown)
    await lebedeva.hears("прежний вариант ответа")
    assert (await appeal(town, its))["state"] == "approval"
    await lebedeva.taps("Открыть ответ", anew)
    shown = await lebedeva.hears("Рассмотрели ваше обращение")
    assert "Сумма — 12 000 рублей" in shown.text
    await lebedeva.taps("Согласовать", shown)
    await client.hears("Сумма — 12 000 рублей")
    first, second = await replies(town)
    assert (first["state"], first["remark"]) == ("returned", "Назовите сумму и основание.")
    assert second["text"] == f"{TEXT}\n\nСумма — 12 000 рублей по закону № 81-ФЗ."
    assert ("lebedeva", "returned") in await history(town, its)
    assert sum("проверяет руководитель" in one.text for one in client.heard) == 1


@pytest.mark.requirement("R8", "C8")
async def test_signing_with_changes_keeps_both_texts(town: Town, at: str) -> None:
    petrov, lebedeva, client, its = await submitted(town, at)
    shown = await opened(town, lebedeva)
    await lebedeva.taps("Изменить и подписать", shown)
    await lebedeva.hears("целиком, как он должен уйти")
    await lebedeva.says("Пособие придёт в четверг, 26 ноября.")
    await lebedeva.hears("Проверили текст")
    preview = await lebedeva.hears("Пособие придёт в четверг")
    assert preview.text.startswith("Здравствуйте!\n\nРассмотрели ваше обращение")
    await lebedeva.says("Пособие придёт в четверг, 26 ноября, до вечера.")
    await lebedeva.hears("Так ответ на обращение")
    last = await lebedeva.hears("до вечера")
    await lebedeva.taps("Отправить", preview)
    await lebedeva.hears("старый вариант")
    await lebedeva.taps("Отправить", last)
    await lebedeva.hears("согласован")
    await petrov.hears("согласован с изменениями")
    assert (await client.hears("26 ноября, до вечера")).text == last.text
    await petrov.hears("доставлен клиенту")
    (kept,) = await replies(town)
    assert kept["text"] == TEXT
    assert kept["signed_text"] == "Пособие придёт в четверг, 26 ноября, до вечера."
    assert [entry["text"] for entry in await entries(town, its)][-1] == kept["signed_text"]
    card = await card_of(town, petrov, its)
    assert TEXT in card.text
    assert "Текст с изменениями, Лебедева Г. А.:" in card.text


@pytest.mark.requirement("R8", "T4")
async def test_the_signatorys_own_errors_want_a_reason(town: Town) -> None:
    petrov, lebedeva, client, _ = await submitted(town, "telegram")
    await lebedeva.taps("Изменить и подписать", await opened(town, lebedeva))
    await lebedeva.hears("целиком")
    await lebedeva.says("Ваш вопрос взят на контроль.")
    await lebedeva.hears("звучит как отписка")
    await lebedeva.taps("Отправить", await lebedeva.hears("взят на контроль"))
    await lebedeva.hears("напишите, почему")
    await lebedeva.says("ок")
    await lebedeva.hears("хотя бы несколькими")
    assert not any("взят на контроль" in one.text for one in client.heard)
    await lebedeva.says("Так просил сам заявитель")
    await lebedeva.hears("согласован")
    await client.hears("взят на контроль")
    await petrov.hears("доставлен")
    (signed,) = await rows(town, select(t.history).where(t.history.c.what == "signed"))
    assert signed["details"]["reason"] == "Так просил сам заявитель"
    assert "brush-off" in signed["details"]["broken"]


@pytest.mark.requirement("R8")
async def test_the_signatory_sees_the_officers_reason(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    lebedeva = await town.employee("lebedeva", "vk")
    _, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await made_official(town, its)
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await petrov.says("Ваш вопрос взят на контроль.")
    await petrov.hears("Проверили текст")
    await petrov.taps("Отправить всё равно", await petrov.hears("взят на контроль"))
    await petrov.hears("напишите, почему")
    await petrov.says("Так просил заявитель")
    await petrov.taps("Отправить с этой", await petrov.hears("Если это причина"))
    await petrov.taps("Вопрос решён", await petrov.hears("Чем закончилось"))
    await petrov.hears("на согласование")
    await gathered(town)
    found = await lebedeva.hears("Проверка текста, замечаний:")
    await lebedeva.taps("Открыть ответ", found)
    about = await lebedeva.hears("потому что: Так просил заявитель")
    assert "звучит как отписка" in about.text


@pytest.mark.requirement("R8", "A14")
async def test_what_the_client_adds_meanwhile_is_read_before_signing(town: Town, at: str) -> None:
    petrov, lebedeva, client, its = await submitted(town, at)
    shown = await opened(town, lebedeva)
    town.watch.passes(minutes=5)
    await client.says("А за декабрь?")
    await client.hears("Добавили")
    await gathered(town)
    for who in (petrov, lebedeva):
        await who.hears("Клиент дополнил обращение")
    await lebedeva.taps("Согласовать", shown)
    told = await lebedeva.hears("пока он ждал согласования")
    assert "А за декабрь?" in told.text
    assert (await appeal(town, its))["state"] == "approval"
    await lebedeva.taps("Согласовать", await lebedeva.hears("Рассмотрели ваше обращение"))
    await client.hears(TEXT)
    await petrov.hears("Обращение закрыто")


@pytest.mark.requirement("R8")
async def test_changes_too_wait_for_what_the_client_wrote(town: Town) -> None:
    petrov, lebedeva, client, _ = await submitted(town, "vk")
    await lebedeva.taps("Изменить и подписать", await opened(town, lebedeva))
    await lebedeva.hears("целиком")
    await lebedeva.says("Пособие придёт в четверг, 26 ноября.")
    preview = await lebedeva.hears("Пособие придёт в четверг")
    town.watch.passes(minutes=5)
    await client.says("А за декабрь?")
    await client.hears("Добавили")
    await lebedeva.taps("Отправить", preview)
    await lebedeva.hears("пока он ждал согласования")
    await lebedeva.taps("Отправить", await lebedeva.hears("Пособие придёт в четверг"))
    await client.hears("Пособие придёт в четверг")
    await petrov.hears("Обращение закрыто")


@pytest.mark.requirement("R8", "C8")
async def test_the_author_calls_it_back_while_it_waits(town: Town, at: str) -> None:
    petrov, lebedeva, client, its = await submitted(town, at)
    shown = await opened(town, lebedeva)
    await petrov.taps("Отозвать ответ")
    called = await petrov.hears("отозвали, клиент его не получил")
    await petrov.taps("Отозвать ответ")
    await petrov.hears("сделать уже нельзя")
    for press in ("Согласовать", "Вернуть", "Изменить и подписать"):
        await lebedeva.taps(press, shown)
        await lebedeva.hears("уже не ждёт вашего согласования")
    await petrov.taps("Вернуться к ответу", called)
    preview = await petrov.hears(TEXT)
    await petrov.taps("Отправить", preview)
    await petrov.hears("на согласование")
    assert ("petrov", "called_back") in await history(town, its)
    await lebedeva.taps("Согласовать", await opened(town, lebedeva))
    await client.hears(TEXT)


async def undelivered(town: Town, at: str) -> tuple[Person, Person, Person, str]:
    """The reply was approved, and the client has blocked us; petrov has it as a draft again."""
    petrov, lebedeva, client, its = await submitted(town, at)
    shown = await opened(town, lebedeva)
    await client.messenger.blocks(client.id)
    await lebedeva.taps("Согласовать", shown)
    back = await petrov.hears("не доставлен")
    await petrov.taps("Вернуться к ответу", back)
    return petrov, lebedeva, client, its


@pytest.mark.requirement("R8", "R15", "R21")
async def test_what_is_signed_goes_another_way_without_being_signed_again(
    town: Town, at: str
) -> None:
    petrov, _, _, its = await undelivered(town, at)
    preview = await petrov.hears(TEXT)
    await noted(town, its, reply_by="post", reply_to="101000, г. Приозёрск, а/я 5")
    await petrov.taps("Отправить", preview)
    await petrov.hears("уже согласован (Лебедева Г. А.)")
    await petrov.hears("Отправьте его почтой: 101000")
    assert (await appeal(town, its))["state"] == "dispatch"
    first, second = await replies(town)
    assert (second["state"], second["signatory"]) == ("dispatch", "lebedeva")
    assert second["text"] == first["text"]


@pytest.mark.requirement("R8", "R15")
@pytest.mark.parametrize("changed", ["words", "client"])
async def test_what_is_not_what_was_signed_is_signed_anew(
    town: Town, at: str, changed: str
) -> None:
    """Its words are others now, or the client has written what the signatory has not read."""
    petrov, lebedeva, client, _ = await undelivered(town, at)
    preview = await petrov.hears(TEXT)
    if changed == "words":
        await petrov.says("Деньги придут на карту.")
        preview = await petrov.hears("Деньги придут на карту.")
    else:
        await client.messenger.unblocks(client.id)
        town.watch.passes(minutes=5)
        await client.says("У меня теперь другая карта.")
        await client.hears("Добавили")
        await petrov.taps("Отправить", preview)
        await petrov.hears("У меня теперь другая карта.")
        preview = await petrov.hears(TEXT)
    await petrov.taps("Отправить", preview)
    await petrov.hears("на согласование: Лебедева Г. А.")
    await gathered(town)
    await lebedeva.hears("Ответ на согласование")


@pytest.mark.requirement("R8", "P1")
async def test_nobody_else_signs_and_nobody_signs_twice(town: Town) -> None:
    petrov, lebedeva, client, _ = await submitted(town, "telegram")
    gromova = await town.employee("gromova", "telegram")
    shown = await opened(town, lebedeva)
    it, reply = (await replies(town))[0]["appeal"], (await replies(town))[0]["id"]
    for who in (petrov, gromova):
        await presses(who, f"sign:{it}:{reply}:1")
        await who.hears("у подписанта" if who is petrov else "у коллеги")
    await petrov.taps("Взять", next(one for one in petrov.heard if "Новое обращение" in one.text))
    await petrov.hears("у подписанта")
    for _ in range(3):
        await lebedeva.taps("Согласовать", shown)
    await lebedeva.hears("согласован. Отправляем")
    await lebedeva.hears("уже не ждёт вашего согласования")
    await client.hears(TEXT)
    await petrov.hears("доставлен")
    assert sum(TEXT in one.text for one in client.heard) == 1


@pytest.mark.requirement("R8")
async def test_words_for_a_reply_that_was_called_back_do_nothing(town: Town) -> None:
    petrov, lebedeva, _, its = await submitted(town, "telegram")
    await lebedeva.taps("Вернуть", await opened(town, lebedeva))
    await lebedeva.hears("Что исправить")
    await petrov.taps("Отозвать ответ")
    await petrov.hears("отозвали")
    await lebedeva.says("Назовите сумму.")
    await lebedeva.hears("Такого обращения")
    assert (await replies(town))[0]["remark"] == ""
    assert ("lebedeva", "returned") not in await history(town, its)


@pytest.mark.requirement("R8")
async def test_the_head_signs_where_the_unit_has_no_signatory(town: Town, at: str) -> None:
    unit = town.ministry.units["benefits"]
    units = dict(town.ministry.units) | {"benefits": replaced(unit, signatory="")}
    town.service.house.ministry = replaced(town.ministry, units=units)
    petrov = await town.employee("petrov", "telegram")
    ivanova = await town.employee("ivanova", at)
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    await made_official(town, its)
    await answers(petrov, notice, TEXT)
    await petrov.hears("на согласование: Иванова О. Д.")
    await gathered(town)
    await ivanova.taps("Открыть ответ", await ivanova.hears("Ответ на согласование"))
    await ivanova.taps("Согласовать", await ivanova.hears("Рассмотрели"))
    await client.hears(TEXT)


@pytest.mark.requirement("R8")
async def test_where_nobody_else_may_sign_the_reply_stays_with_its_author(town: Town) -> None:
    only = {"petrov": town.ministry.employees["petrov"]}
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "telegram")
    notice = await petrov.hears(its)
    await made_official(town, its)
    town.service.house.ministry = replaced(town.ministry, employees=only)
    await answers(petrov, notice, TEXT)
    await petrov.hears("некому согласовать")
    assert (await appeal(town, its))["state"] == "taken"
    town.service.house.ministry = town.ministry
    await sends(petrov, await preview_again(petrov))
    await petrov.hears("на согласование: Лебедева")
    assert not any(TEXT in one.text for one in client.heard)


@pytest.mark.requirement("R8", "W2")
async def test_windows_run_on_while_it_waits(town: Town, at: str) -> None:
    petrov, lebedeva, _, _ = await submitted(town, at)
    await gathered(town)
    await lebedeva.hears("Ответ на согласование")
    town.watch.passes(hours=4, minutes=50)
    await town.service.jobs.alerts()
    for who in (petrov, lebedeva):
        await who.hears("Скоро срок по обращению")


async def preview_again(petrov: Person) -> Shown:
    await petrov.says("Меню")
    await petrov.taps("Открыть начатый ответ", await petrov.hears("Вы начали ответ"))
    return await petrov.hears(TEXT)
