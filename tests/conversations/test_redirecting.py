"""What is another body's business goes there within seven days, and its client is told where."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.people import Person, Shown
from tests.conversations.moved import (
    FOREIGN,
    changed,
    details,
    made_official,
    opens_more,
    presses,
    takes,
    window,
    windows,
)
from tests.conversations.talk import (
    answers,
    appeal,
    entries,
    history,
    labels,
    settled,
    writes,
)
from tests.town import TUESDAY, Town

pytestmark = [pytest.mark.requirement("R6", "W5")]
BODY = "Социальный фонд России, отделение по области\nПриозёрск, ул. Мира, 4"


async def begins(officer: Person, card: Shown) -> None:
    await opens_more(officer, card, "Переадресовать")
    await officer.hears("Какое ведомство")


async def shows(officer: Person, card: Shown, body: str = BODY) -> Shown:
    """The officer has named the body; returns the preview."""
    await begins(officer, card)
    await officer.says(body)
    return await officer.hears(body)


@pytest.mark.requirement("W12")
async def test_the_client_is_told_where_it_went(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    preview = await shows(petrov, await takes(petrov, its))
    assert labels(preview) == ["Отправить", "Отмена"]
    await settled(client)
    assert not any(BODY in shown.text for shown in client.heard), "nothing goes before «Send»"
    await petrov.taps("Отправить", preview)
    await petrov.hears(f"Обращение {its} переадресовано и закрыто. Клиенту об этом написали")
    told = await client.hears(f"Мы прочитали ваше обращение {its} от 24 ноября")
    assert told.text == preview.text
    assert BODY in told.text
    assert "24 ноября 2026 года мы направили обращение туда" in told.text
    assert "Вам ничего делать не нужно" in told.text
    closed = await appeal(town, its)
    assert (closed["state"], closed["officer"]) == ("redirected", "petrov")
    assert closed["closed_at"] == TUESDAY
    assert [e["kind"] for e in await entries(town, its)] == ["", "notice"]
    assert await windows(town, its) == {"message_reply": "dropped", "redirect": "met"}
    start, due = await window(town, its, "redirect")
    assert start == TUESDAY
    assert due.date() == (TUESDAY + timedelta(days=7)).date()
    assert (await details(town, its, "redirected"))["to"] == BODY


async def test_an_official_appeal_within_seven_days(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await made_official(town, its)
    town.watch.passes(days=6)
    await petrov.taps("Отправить", await shows(petrov, card))
    await petrov.hears("переадресовано и закрыто")
    assert await windows(town, its) == {
        "message_reply": "dropped",
        "official_reply": "dropped",
        "redirect": "met",
    }
    assert "late" not in await details(town, its, "redirected")


async def test_after_seven_days_only_the_head_and_late(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    ivanova = await town.employee("ivanova", at)
    client, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await made_official(town, its)
    town.watch.passes(days=8)
    await opens_more(petrov, card, "Переадресовать")
    refused = await petrov.hears("закончились во вторник, 1 декабря")
    assert "попросите переадресовать того, кто это решает: Иванова О. Д." in refused.text
    assert (await appeal(town, its))["state"] == "taken"
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    preview = await shows(ivanova, await ivanova.hears("Исполнитель: Петров"))
    assert any("Семь дней со дня регистрации уже прошли" in s.text for s in ivanova.heard)
    await ivanova.taps("Отправить", preview)
    await ivanova.hears("переадресовано и закрыто")
    assert (await details(town, its, "redirected"))["late"] is True
    assert (await windows(town, its))["redirect"] == "late"
    await client.hears("Вам ничего делать не нужно")
    town.watch.passes(hours=24)
    await petrov.hears(f"Обращение {its} закрыто без вас")


async def test_a_window_that_passes_between_preview_and_send(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await made_official(town, its)
    preview = await shows(petrov, card)
    town.watch.passes(days=8)
    await petrov.taps("Отправить", preview)
    await petrov.hears("закончились во вторник, 1 декабря")
    assert (await appeal(town, its))["state"] == "taken"
    assert (await windows(town, its))["official_reply"] in {"open", "broken"}


async def test_bad_words_lose_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    await begins(petrov, await takes(petrov, its))
    for words in ("СФ", "слово " * 80):
        await petrov.says(words)
        await petrov.hears("Напишите название ведомства и адрес")
    await petrov.says("С" * 3_600)
    await petrov.hears("Слишком длинно")
    await petrov.says(BODY)
    first = await petrov.hears(BODY)
    await petrov.says("Социальный фонд России")
    second = await petrov.hears("туда:\n\nСоциальный фонд России")
    await petrov.taps("Отправить", first)
    await petrov.hears("старый вариант")
    await petrov.taps("Отмена", second)
    await petrov.hears("осталось как было")
    await petrov.taps("Отправить", second)
    await petrov.hears("не действует")
    assert (await appeal(town, its))["state"] == "taken"


async def test_the_client_writes_before_it_is_sent(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    preview = await shows(petrov, await takes(petrov, its))
    town.watch.passes(minutes=3)
    await client.says("Забыла сказать: пособие назначало министерство.")
    await client.hears("Добавили")
    await petrov.taps("Отправить", preview)
    told = await petrov.hears("клиент дописал")
    assert "пособие назначало министерство" in told.text
    assert (await appeal(town, its))["state"] == "taken"
    await petrov.taps("Отправить", await petrov.hears(BODY))
    await petrov.hears("переадресовано и закрыто")


async def test_who_cannot_redirect_and_when(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    nikitina = await town.employee("nikitina", "vk")
    client, its = await writes(town, "vk")
    preview = await shows(petrov, await takes(petrov, its))
    it = (await appeal(town, its))["id"]
    assert "у коллеги: Петров А. Н." in (await presses(gromova, f"redirect:{it}")).text
    assert FOREIGN in (await presses(nikitina, f"redirect:{it}")).text
    assert FOREIGN in (await presses(client, f"redirect:{it}")).text
    await changed(town, its, control="sidorova")
    await petrov.taps("Отправить", preview)
    assert "Это может Сидорова Т. В." in (await petrov.hears("на контроле")).text
    await changed(town, its, control="")
    await petrov.taps("Отправить", preview)
    await petrov.hears("переадресовано и закрыто")
    await petrov.taps("Отправить", preview)
    await petrov.hears("не действует")
    assert "уже нельзя" in (await presses(petrov, f"redirect:{it}")).text
    await settled(client)
    assert sum("направили обращение туда" in shown.text for shown in client.heard) == 1
    assert [what for _, what in await history(town, its)].count("redirected") == 1


async def test_an_answered_appeal_is_redirected_no_more(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await answers(petrov, notice)
    await petrov.hears("Обращение закрыто")
    it = (await appeal(town, its))["id"]
    assert "уже нельзя" in (await presses(petrov, f"redirect:{it}")).text


async def test_a_client_without_a_dialogue(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await changed(town, its, chat=None, came_by="post")
    await petrov.taps("Отправить", await shows(petrov, card))
    await petrov.hears("отправьте ему текст выше тем же путём")
    assert [e["kind"] for e in await entries(town, its)] == ["", "notice"]


async def test_a_message_that_cannot_be_delivered_comes_back(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "telegram")
    preview = await shows(petrov, await takes(petrov, its))
    await client.messenger.blocks(client.id)
    await petrov.taps("Отправить", preview)
    await petrov.hears("переадресовано и закрыто")
    back = await petrov.hears("Клиент не получил ваше сообщение")
    assert its in back.text


async def test_what_the_client_sees_of_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, at)
    await petrov.taps("Отправить", await shows(petrov, await takes(petrov, its)))
    await client.hears("Вам ничего делать не нужно")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Передали в ведомство, которое решает"))
    assert BODY in (await client.hears("Передали в ведомство")).text
