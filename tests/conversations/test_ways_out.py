"""The ways a reply goes out: as the client chose, on the letterhead, with an outgoing number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    answers,
    appeal,
    card_of,
    entries,
    gets_file,
    history,
    labels,
    made_official,
    noted,
    presses,
    rows,
    writes,
)
from tests.town import Town

TEXT = "Пособие придёт 26 ноября."
ADDRESS = "client@example.org"


async def to_send(town: Town, at: str, way: str = "email") -> tuple[Person, Person, str, Shown]:
    """Petrov has answered somebody who wants the reply by another way: what he is to send."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    await noted(town, its, reply_by=way, reply_to=ADDRESS)
    await answers(petrov, notice, TEXT)
    return petrov, client, its, await petrov.hears("письмо на бланке — в этом сообщении")


async def reply(town: Town) -> dict[str, object]:
    (kept,) = await rows(town, select(t.replies))
    return kept


@pytest.mark.requirement("R21", "R19", "T7", "C8", "W12")
@pytest.mark.parametrize(
    ("way", "how"),
    [("email", "по электронной почте"), ("post", "почтой"), ("portal", "через портал")],
)
async def test_the_officer_sends_it_and_records_it(town: Town, at: str, way: str, how: str) -> None:
    petrov, client, its, sheet = await to_send(town, at, way)
    assert f"{how}: {ADDRESS}" in sheet.text
    assert labels(sheet) == ["Отправлено", "Отозвать ответ", "Открыть"]
    await gets_file(petrov, f"Ответ {its}.docx")
    assert how in (await client.hears("Напишем, когда он уйдёт")).text
    assert (await appeal(town, its))["state"] == "dispatch"
    assert not any(TEXT in one.text for one in client.heard)
    town.watch.passes(hours=1)
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("Какой исходящий номер")
    for said, told in (
        ("отправил", "Не получилось найти исходящий номер"),
        ("25.11.2026", "Не получилось найти исходящий номер"),
        ("1" * 200, "Не получилось найти исходящий номер"),
        ("12-45 от 25.11.2026", "ещё не наступила"),
        ("12-45 от 23.11.2026", "ответа ещё не было"),
    ):
        await petrov.says(said)
        await petrov.hears(told)
    assert (await appeal(town, its))["state"] == "dispatch"
    await petrov.says("№ 12-45 от 24 ноября")
    await petrov.hears("отправлен клиенту. Обращение закрыто")
    await petrov.hears("исходящий 12-45 от 24 ноября 2026 года")
    assert how in (await client.hears("исходящий номер 12-45")).text
    kept = await reply(town)
    assert (kept["state"], kept["way"], kept["number"]) == ("sent", way, "12-45")
    assert kept["sent_on"] == "2026-11-24"
    assert (await appeal(town, its))["state"] == "answered"
    assert [entry["text"] for entry in await entries(town, its)][-1] == TEXT
    done = [what for _, what in await history(town, its)]
    assert done[-3:] == ["to_dispatch", "marked_sent", "answered"]
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("сделать уже нельзя")
    await petrov.taps("Отозвать ответ", sheet)
    await petrov.hears("сделать уже нельзя")


@pytest.mark.requirement("R21", "R8")
async def test_a_signed_reply_comes_to_its_author_to_be_sent(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    lebedeva = await town.employee("lebedeva", "telegram")
    client, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await made_official(town, its, reply_by="post", reply_to="101000, г. Приозёрск, а/я 5")
    await answers(petrov, notice, TEXT)
    await petrov.hears("на согласование")
    town.watch.passes(seconds=30)
    await lebedeva.taps("Открыть ответ", await lebedeva.hears("Ответ на согласование"))
    about = await lebedeva.hears("Как уйдёт: почтой, 101000")
    assert its in about.text
    await lebedeva.taps("Согласовать", await lebedeva.hears("Рассмотрели"))
    await lebedeva.hears("Отправит его Петров А. Н.")
    await petrov.hears("согласован: Лебедева")
    sheet = await petrov.hears("Отправьте его почтой: 101000")
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("Какой исходящий номер")
    await petrov.says("77")
    await petrov.hears("исходящий 77 от 24 ноября 2026 года")
    await client.hears("отправили почтой 24 ноября 2026 года")
    assert (await appeal(town, its))["state"] == "answered"


@pytest.mark.requirement("R21")
async def test_the_windows_are_met_on_the_day_it_was_sent(town: Town) -> None:
    """Sent on Tuesday in time, recorded on Thursday: the reply was not late."""
    petrov, _, _, sheet = await to_send(town, "telegram")
    town.watch.passes(days=2)
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("Какой исходящий номер")
    await petrov.says("12-45 от 24.11")
    await petrov.hears("Обращение закрыто")
    (window,) = await rows(town, select(t.windows.c.state, t.windows.c.closed_at))
    assert window["state"] == "met"
    assert window["closed_at"] == datetime(2026, 11, 24, 20, 59, 59, tzinfo=UTC)


@pytest.mark.requirement("R21", "A14")
async def test_what_the_client_wrote_before_it_went_keeps_it_open(town: Town, at: str) -> None:
    petrov, client, its, sheet = await to_send(town, at)
    town.watch.passes(minutes=5)
    await client.says("А за декабрь?")
    await client.hears("Добавили")
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("Какой исходящий номер")
    await petrov.says("12-45")
    await petrov.hears("отправлен клиенту. Пока он уходил, клиент написал ещё")
    assert (await appeal(town, its))["state"] == "taken"
    assert (await reply(town))["number"] == "12-45"


@pytest.mark.requirement("R21", "C8")
async def test_what_is_not_sent_yet_can_be_called_back(town: Town, at: str) -> None:
    petrov, client, its, sheet = await to_send(town, at)
    await petrov.taps("Ответить", next(one for one in petrov.heard if "Новое" in one.text))
    await petrov.hears("готов и ждёт отправки")
    await petrov.taps("Отозвать ответ", sheet)
    called = await petrov.hears("отозвали")
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("сделать уже нельзя")
    await petrov.taps("Вернуться к ответу", called)
    await petrov.taps("Отправить", await petrov.hears(TEXT))
    await petrov.hears("письмо на бланке — в этом сообщении")
    assert (await appeal(town, its))["state"] == "dispatch"
    assert not any(TEXT in one.text for one in client.heard)


@pytest.mark.requirement("R21")
async def test_whoever_has_no_dialogue_is_answered_as_they_wrote(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    now = town.watch()
    async with town.service.units.begin() as unit:
        made = await unit.appeals.register(
            None,
            2026,
            topic="child_benefit",
            unit="benefits",
            officer="",
            sorting=False,
            album="",
            written_at=now,
            received_at=now,
            due_at=None,
            came_by="email",
        )
        unit.exchange.said(made.id, None, "Когда придёт пособие?", now)
        await unit.particulars.note(made.id, name="Кузнецова Марина", reply_to=ADDRESS)
    await presses(petrov, f"reply:{made.id}")
    await petrov.hears("Напишите ответ")
    await petrov.says(TEXT)
    await petrov.taps("Отправить", await petrov.hears(TEXT))
    await petrov.taps("Вопрос решён", await petrov.hears("Чем закончилось"))
    sheet = await petrov.hears(f"по электронной почте: {ADDRESS}")
    await petrov.taps("Отправлено", sheet)
    await petrov.hears("Какой исходящий номер")
    await petrov.says("12-45")
    await petrov.hears("Обращение закрыто")
    assert (await reply(town))["way"] == "email"


@pytest.mark.requirement("T7", "R19", "C8")
async def test_the_letter_can_be_had_by_both_and_gets_its_number(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    notice = await petrov.hears(its)
    it = (await appeal(town, its))["id"]
    await presses(client, f"my-letter:{it}")
    await client.hears("пока нет")
    await presses(petrov, f"reply-number:{it}")
    await petrov.hears("клиенту ещё не отправлен")
    await answers(petrov, notice, TEXT)
    await petrov.hears("Обращение закрыто")
    await client.taps("Мои обращения", await menu(client))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.taps("Ответ на бланке", await client.hears("Ответили"))
    await client.hears("на бланке министерства")
    await gets_file(client, f"Ответ {its}.docx")
    await petrov.taps("Ещё", await card_of(town, petrov, its))
    await petrov.taps("Ответ на бланке", await petrov.hears("Что сделать"))
    sheet = await petrov.hears(f"Ответ на обращение {its} на бланке")
    await gets_file(petrov, f"Ответ {its}.docx")
    await petrov.taps("Исходящий номер", sheet)
    await petrov.hears("Какой исходящий номер")
    await petrov.says("12-45 от 24.11.2026")
    await petrov.hears("исходящий 12-45 от 24 ноября 2026 года")
    kept = await reply(town)
    assert (kept["number"], kept["sent_on"], kept["state"]) == ("12-45", "2026-11-24", "sent")
    assert ("petrov", "reply_numbered") in await history(town, its)
    assert "Исходящий 12-45 от 24.11.2026" in (await card_of(town, petrov, its)).text


async def menu(client: Person) -> Shown:
    await client.says("Меню")
    return await client.hears("Это приёмная")
