"""Leaving: whoever's access ends is a client at the very next event, and nothing there works."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.talk import Reply
from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    appeals,
    card_of,
    entries,
    number,
    presses,
    rows,
    settled,
    writes,
)
from tests.town import Town

NOBODYS = ("среди доступных вам нет", "уже не действует")


async def all_dead(town: Town, person: Person, before: int) -> None:
    """Every button the person was shown while at work does nothing any more."""
    held = (await rows(town, select(t.chats).order_by(t.chats.c.id)), await appeals(town))
    shown = person.heard[:before]
    taps = dict.fromkeys(b.data for one in shown for row in one.rows for b in row if b.data)
    assert len(taps) > 10
    for data in taps:
        if any(free in data for free in FREE):
            continue
        at = len(person.heard)
        await person.messenger.taps(person.id, shown[-1].id, data)
        answer = await person.hears()
        assert any(word in answer.text for word in NOBODYS), (data, answer.text)
        assert len(person.heard) == at + 1
    now = (await rows(town, select(t.chats).order_by(t.chats.c.id)), await appeals(town))
    assert now == held


#: what everybody may press
FREE = ("menu", "help", "contacts", "write", "lost-")


@pytest.mark.requirement("E1", "P1")
async def test_revoked_is_a_client_at_once(town: Town, at: str) -> None:
    head = await town.employee("ivanova", "telegram")
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("Исполнитель: ")
    await petrov.taps("Ответить")
    await petrov.hears("Напишите ответ")
    await petrov.says("Пособие придёт 26 ноября, приходить никуда не нужно.")
    await petrov.hears("приходить никуда не нужно")
    code, before = await town.invite("petrov"), len(petrov.heard)

    await head.says("/revoke Петров Андрей")
    await head.taps("Отозвать", await head.hears("Отозвать доступ: Петров Андрей Николаевич"))
    await head.hears("Доступ отозван: Петров Андрей Николаевич")
    await petrov.hears("Доступ закрыл сотрудник: Иванова О. Д.")

    await all_dead(town, petrov, before)
    stranger = town.person(at)
    await stranger.says(code)
    await stranger.hears("Код не подошёл")
    await petrov.says(BENEFIT)
    mine = number(await petrov.hears("его номер"))
    assert [one["filer"] for one in await appeals(town) if one["number"] == mine] == [""]
    (chat,) = await rows(town, select(t.chats).where(t.chats.c.peer == str(petrov.id)))
    assert (chat["employee"], chat["hat"], chat["seen_at"]) == ("", "", None)
    history = await rows(town, select(t.staff_history).order_by(t.staff_history.c.id))
    last = history[-1]
    assert (last["subject"], last["what"], last["actor"]) == ("petrov", "access_ended", "ivanova")
    assert last["details"] == {"why": "revoked", "channel": at}
    assert await entries(town, its)
    await card_of(town, head, its)


@pytest.mark.requirement("E1")
async def test_what_waits_to_be_told_is_not_told(town: Town) -> None:
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", "vk")
    await settled(petrov)
    async with town.service.units.begin() as unit:
        chat = await unit.chats.held("petrov")
        assert chat
        later = town.watch.at.replace(hour=23)
        for kind in ("notice", "answer", "receipt"):
            unit.outbox.post(chat, Reply(f"Секрет: {kind}"), later, kind=kind)
    await presses(admin, "revoke-yes:petrov")
    await admin.hears("Доступ отозван")
    town.watch.passes(days=1)
    await petrov.hears("Секрет: receipt")
    assert not any("Секрет: notice" in s.text or "Секрет: answer" in s.text for s in petrov.heard)


@pytest.mark.requirement("E1", "P1")
async def test_who_may_revoke_whom(town: Town) -> None:
    head, officer = await town.employee("morozov", "vk"), await town.employee("orlova", "telegram")
    petrov, client = await town.employee("petrov", "vk"), town.person("telegram")
    for person in (head, officer, client):
        await person.says("Меню")
        await person.hears()
        for tap in ("revoke:petrov", "revoke-yes:petrov", "revoke-yes:nobody"):
            await presses(person, tap)
            await person.hears("среди доступных вам нет")
    await head.says("/revoke petrov")
    await head.hears("Никого с таким именем")
    for person in (officer, client):
        await person.says("/revoke petrov")
        await person.hears("среди доступных вам нет")
    await client.says("/revoke")
    await client.hears("нет рабочего доступа")
    await petrov.says("Меню")
    await petrov.hears("Что открыть?")
    assert await appeals(town) == []


@pytest.mark.requirement("E1")
async def test_a_lost_phone(town: Town, at: str) -> None:
    """By the button or the command, under either hat, asked once; a new invitation lets back in."""
    petrov = await town.employee("petrov", at)
    await petrov.taps("Ещё")
    await petrov.taps("Потерян телефон", await petrov.hears("Что ещё открыть?"))
    await petrov.taps("Оставить", await petrov.hears("Закрыть рабочий доступ"))
    await petrov.hears("Что открыть?")
    await petrov.taps("Я как гражданин")
    await petrov.hears("как гражданин")
    await petrov.says("/revoke")
    await petrov.taps("Закрыть доступ", await petrov.hears("Закрыть рабочий доступ"))
    await petrov.hears("Рабочий доступ с этого аккаунта закрыт")
    await presses(petrov, "hat-work")
    await petrov.hears("среди доступных вам нет")
    await petrov.says(await town.invite("petrov"))
    await petrov.hears("Теперь вы работаете")


@pytest.mark.requirement("E1")
async def test_a_command_that_is_no_message_does_nothing(town: Town) -> None:
    """Edited into an earlier message, sent in a group, forwarded: nobody loses anything."""
    admin, petrov = await town.employee("admin", "telegram"), await town.employee("petrov", "vk")
    client, _ = await writes(town, "telegram", BENEFIT)
    said = await admin.says("Заметка себе")
    await admin.hears()
    for text in ("/revoke", "/revoke petrov"):
        await admin.messenger.edits(admin.id, said, text)
        mine = client.messenger.shown(client.id)[0].id
        await client.messenger.edits(client.id, mine, text)
    await settled(admin)
    await settled(client)
    assert not any("закрыт" in one.text or "Отозвать" in one.text for one in admin.heard)
    joined = {c["employee"] for c in await rows(town, select(t.chats)) if c["employee"]}
    assert joined == {"admin", "petrov"}
    assert len(await appeals(town)) == 1
    await petrov.says("Меню")
    await petrov.hears("Что открыть?")


@pytest.mark.requirement("E1", "E9")
async def test_what_somebody_writes_as_a_citizen_outlives_their_access(town: Town, at: str) -> None:
    """The dialogue of a citizen is nobody's to empty: what they were in the middle of goes on."""
    admin, petrov = await town.employee("admin", "vk"), await town.employee("petrov", at)
    await presses(petrov, "hat-client")
    await petrov.hears("Сейчас вы пишете как гражданин")
    await petrov.says(BENEFIT)
    await petrov.taps("Официальное обращение", await petrov.hears("его номер"))
    await petrov.hears("Как вас зовут")
    await presses(admin, "revoke-yes:petrov")
    await admin.hears("Доступ отозван")
    await petrov.hears("Рабочий доступ с этого аккаунта закрыт")
    await petrov.says("Петров Андрей Николаевич")
    await petrov.hears("как гражданин")
    await presses(petrov, "queue-mine:0")
    await petrov.hears("среди доступных вам нет")
