"""The client's choice: a message answered at once, or an official appeal with its thirty days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.people import Sent
from tests.conversations.kinds import (
    hands_over,
    more,
    noted,
    official,
    opens,
    presses,
    takes_both,
    windows,
)
from tests.conversations.talk import (
    BENEFIT,
    appeal,
    appeals,
    entries,
    gathered,
    history,
    labels,
    settled,
    writes,
)
from tests.town import Town

#: thirty days from the 24th of November
DUE = datetime(2026, 12, 24, 20, 59, 59, tzinfo=UTC)


@pytest.mark.requirement("A9")
async def test_the_receipt_tells_the_two_apart_before_it_promises(town: Town, at: str) -> None:
    takes_both(town)
    client, _ = await writes(town, at)
    receipt = client.last
    both = "официальное обращение регистрируем по закону № 59-ФЗ и отвечаем на бланке"
    assert both in receipt.text
    assert receipt.text.index(both) < receipt.text.index("Ответим до")
    assert "Официальное обращение" in labels(receipt)
    assert "pos.example.org" not in receipt.text


@pytest.mark.requirement("A9", "A11", "W4", "R21")
async def test_a_message_becomes_an_official_appeal(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.hears(its)
    town.watch.passes(minutes=40)
    await client.taps("Официальное обращение")
    await client.hears("Как вас зовут?")
    await client.says("Кузнецова Мария Павловна")
    await client.taps("Организация", await client.hears("как гражданин или от организации"))
    await client.hears("название организации")
    await client.says("ООО «Ромашка»")
    await client.taps("Электронной почтой", await client.hears("Куда прислать ответ"))
    await client.hears("Напишите адрес")
    await client.says("maria@example.org")
    summary = await client.hears("Проверьте")
    for said in ("Кузнецова Мария Павловна", "Организация", "ООО «Ромашка»", "maria@example.org"):
        assert said in summary.text
    assert (await appeal(town, its))["kind"] == "message"
    await client.taps("Оформить официально", summary)
    told = await client.hears("теперь официальное")
    assert "Ответим до четверга, 24 декабря, 23:59" in told.text
    assert "на электронную почту" in told.text
    found = await appeal(town, its)
    assert (found["kind"], found["due_at"]) == ("official", DUE)
    running = await windows(town, its)
    assert running["message_reply"][0] == "dropped"
    assert running["official_reply"] == ("open", DUE)
    assert running["redirect"] == ("open", datetime(2026, 12, 1, 20, 59, 59, tzinfo=UTC))
    assert running["extension"][1] <= datetime(2026, 12, 21, 20, 59, 59, tzinfo=UTC)
    row = await noted(town, its)
    assert (row["name"], row["applicant"]) == ("Кузнецова Мария Павловна", "legal")
    assert (row["representative"], row["reply_by"]) == ("ООО «Ромашка»", "email")
    assert row["reply_to"] == "maria@example.org"
    assert ("client", "made_official") in await history(town, its)
    await gathered(town)
    assert "24 декабря" in (await petrov.hears("стало официальным")).text
    card = await opens(town, petrov, its)
    assert "Вид: официальное" in card.text
    assert "организация, Кузнецова Мария Павловна" in card.text
    assert "В интересах: ООО «Ромашка»" in card.text


@pytest.mark.requirement("W13", "W4")
async def test_the_client_sees_every_window_of_it(town: Town, at: str) -> None:
    takes_both(town)
    client, its = await official(town, at)
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    assert "официальное" in (await client.hears("Ваши обращения")).text
    await client.taps(its)
    shown = await client.hears(f"{its} ·")
    assert "Официальное обращение" not in labels(shown)
    await client.taps("Почему такой срок", shown)
    why = await client.hears("Как посчитан срок")
    assert "Ответ на официальное обращение: 30 дней" in why.text
    assert "8 рабочих часов" not in why.text


@pytest.mark.requirement("A9", "A6")
async def test_every_step_can_be_passed_over_gone_back_from_and_left(town: Town, at: str) -> None:
    takes_both(town)
    client, its = await writes(town, at)
    await client.taps("Официальное обращение")
    await client.hears("Как вас зовут")
    await client.says("Кузнецова Мария")
    await client.taps("Гражданин", await client.hears("как гражданин"))
    await client.taps("Назад", await client.hears("за другого человека"))
    await client.taps("Назад", await client.hears("как гражданин"))
    await client.hears("Как вас зовут")
    await client.says("Кузнецова Мария Павловна")
    await client.taps("Пропустить", await client.hears("как гражданин"))
    await client.hears("за другого человека")
    await client.says("Кузнецов Павел Ильич")
    await client.taps("Письмом", await client.hears("Куда прислать"))
    await client.taps("Пропустить", await client.hears("Напишите адрес"))
    summary = await client.hears("Проверьте")
    assert "Кузнецов Павел Ильич" in summary.text
    assert "Ответ: В чате с министерством" in summary.text, "without an address there is no letter"
    await client.taps("Отмена", summary)
    await client.hears("осталось как было")
    assert (await appeal(town, its))["kind"] == "message"
    assert (await windows(town, its))["message_reply"][0] == "open"
    await client.taps("Оформить", summary)
    await client.hears("уже не действует")


@pytest.mark.requirement("A9")
async def test_what_cannot_be_right_is_asked_for_again(town: Town, at: str) -> None:
    takes_both(town)
    client, its = await writes(town, at)
    await client.taps("Официальное обращение")
    asked = await client.hears("Как вас зовут")
    for wrong in ("8 913 000-00-00", "слово " * 10, "https://example.org"):
        await client.says(wrong)
        await client.hears("Не получилось разобрать имя")
    await client.says("", Sent("photo", "паспорт.jpg", b"\xff\xd8\xff1", "image/jpeg"))
    await client.hears("Здесь нужны только слова")
    await client.taps("Пропустить", asked)
    step = await client.hears("как гражданин")
    await client.says("Я пенсионерка")
    await client.hears("Нажмите, пожалуйста, одну из кнопок")
    await client.says("гражданин")
    await client.taps("Пропустить", await client.hears("за другого человека"))
    await client.taps("Гражданин", step)
    await client.hears("уже не действует")
    await client.says("электронной почтой")
    await client.hears("Напишите адрес")
    await client.says("мой адрес — дом у реки")
    await client.hears("Не похоже на адрес электронной почты")
    await client.says("anna@example.org")
    await client.hears("Проверьте")
    assert len(await appeals(town)) == 1
    assert [entry["text"] for entry in await entries(town, its)] == [BENEFIT]


@pytest.mark.requirement("A9")
async def test_a_form_half_filled_in_survives_a_restart_and_the_menu(town: Town, at: str) -> None:
    takes_both(town)
    client, its = await writes(town, at)
    await client.taps("Официальное обращение")
    await client.hears("Как вас зовут")
    first = await client.says("Кузнецова Мария")
    await client.hears("как гражданин")
    await town.stop()
    await town.start()
    takes_both(town)
    await client.says("Меню")
    guard = await client.hears("Вы начали оформлять")
    await client.messenger.edits(client.id, first, "Кузнецова Мария Павловна")
    await settled(client)
    await client.taps("Продолжить", guard)
    await client.taps("Пропустить", await client.hears("как гражданин"))
    await client.taps("Пропустить", await client.hears("за другого человека"))
    await client.taps("Пропустить", await client.hears("Куда прислать"))
    summary = await client.hears("Проверьте")
    assert "Кузнецова Мария Павловна" in summary.text
    await client.taps("Оформить", summary)
    await client.hears("теперь официальное")
    assert (await noted(town, its))["reply_by"] == "chat"
    await client.taps("Оформить", summary)
    await client.hears("уже не действует")
    await presses(client, f"official:{(await appeal(town, its))['id']}")
    await client.hears("уже официальное")
    assert len(await appeals(town)) == 1


@pytest.mark.requirement("A9")
async def test_the_portal_takes_what_the_ministry_does_not(town: Town, at: str) -> None:
    hands_over(town)
    client, its = await writes(town, at)
    receipt, before = client.last, await appeal(town, its)
    assert "с ответом на бланке в течение 30 дней, подаётся здесь" in receipt.text
    assert "https://pos.example.org/" in receipt.text
    await client.taps("Официальное обращение")
    told = await client.hears("Ниже готовый текст")
    assert "https://pos.example.org/" in told.text
    assert "с 30 марта 2025 года" in told.text
    assert f"Моё сообщение от 24 ноября 2026 года, номер {its}" in told.text
    assert BENEFIT in told.text
    assert await appeal(town, its) == before
    assert (await windows(town, its))["message_reply"][0] == "open"
    assert ("client", "official_handed_over") in await history(town, its)


@pytest.mark.requirement("A9")
async def test_an_official_appeal_taken_back_and_restored_has_its_thirty_days(town: Town) -> None:
    takes_both(town)
    client, its = await official(town, "telegram")
    it = (await appeal(town, its))["id"]
    await presses(client, f"call-off:{it}")
    await client.hears("ответ не готовим")
    town.watch.passes(days=1)
    await client.taps("Всё-таки ответьте")
    assert "25 декабря" in (await client.hears("снова ждёт ответа")).text


@pytest.mark.requirement("A9")
async def test_an_officer_asks_the_client_to_make_it_official(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.hears(its)
    await more(town, petrov, its, "Сделать официальным")
    offer = await petrov.hears("Оформить сообщение")
    await petrov.taps("Попросить клиента", offer)
    await petrov.hears("Написали клиенту")
    asked = await client.hears("лучше оформить как официальное")
    await petrov.taps("Попросить клиента", offer)
    await petrov.hears("уже написали")
    await client.taps("Официальное обращение", asked)
    await client.hears("Как вас зовут")


@pytest.mark.requirement("A9", "W12")
async def test_an_officer_fills_it_in_with_the_data_at_hand(town: Town, at: str) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.hears(its)
    await more(town, petrov, its, "Сделать официальным")
    offer = await petrov.hears("Оформить сообщение")
    await petrov.taps("Заполнить самому", offer)
    await petrov.hears("имя и отчество заявителя")
    await petrov.says("Кузнецова Мария Павловна")
    await petrov.taps("Гражданин", await petrov.hears("Кто обращается?"))
    await petrov.taps("Пропустить", await petrov.hears("В чьих интересах"))
    await petrov.taps("В чате с министерством", await petrov.hears("Как отправить ответ"))
    await petrov.taps("Сделать официальным", await petrov.hears("Проверьте"))
    await petrov.hears("теперь официальное")
    await petrov.hears("Вид: официальное")
    assert "24 декабря" in (await client.hears("теперь официальное")).text
    await petrov.taps("Заполнить самому", offer)
    await petrov.hears("уже официальное")
    assert (await windows(town, its))["official_reply"] == ("open", DUE)


@pytest.mark.requirement("A9")
async def test_where_the_portal_takes_them_the_client_gets_text_and_link(town: Town) -> None:
    hands_over(town)
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, "vk")
    await petrov.hears(its)
    await more(town, petrov, its, "Сделать официальным")
    offer = await petrov.hears("принимает через портал")
    assert "Заполнить самому" not in labels(offer)
    await petrov.taps("Послать клиенту", offer)
    await petrov.hears("Написали клиенту")
    assert BENEFIT in (await client.hears("Ниже готовый текст")).text
    await presses(petrov, f"turn-fill:{(await appeal(town, its))['id']}")
    await petrov.hears("принимает через портал")


@pytest.mark.requirement("W4")
async def test_beginning_to_answer_settles_whose_business_it_is(town: Town) -> None:
    takes_both(town)
    petrov = await town.employee("petrov", "telegram")
    _, its = await official(town, "telegram")
    await petrov.taps("Ответить", await opens(town, petrov, its))
    await petrov.hears("Напишите ответ")
    running = await windows(town, its)
    assert running["redirect"][0] == "dropped"
    assert running["official_reply"][0] == "open"
