"""What is sent on, written into an earlier message, said before others or played again changes
nothing and tells nothing (P1, E1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from sandbox.vk import CHATS
from storage import tables as t
from storage.invites import new_code
from tests.conversations.talk import (
    BENEFIT,
    appeal,
    gathered,
    number,
    presses,
    rows,
    settled,
    until,
    writes,
)
from tests.conversations.test_joining import invites
from tests.conversations.unchanged import NO, everything
from tests.town import Town

pytestmark = pytest.mark.requirement("P1")


def forwards(town: Town, person: Person, shown: Shown, whose: Person) -> None:
    """They send on a message of ours to somebody else, as their messenger does."""
    if person.messenger is town.telegram:
        author = town.telegram.world.person(person.id)
        sent = town.telegram.world.chats[whose.id].messages[shown.id]
        origin = {"type": "user", "date": sent["date"], "sender_user": sent["from"]}
        chat = town.telegram.world.dialogue(person.id)
        told = {**sent, "forward_origin": origin}
        for own in ("message_id", "from", "chat", "date", "reply_markup"):
            told.pop(own, None)
        message = town.telegram.world.write(chat, author, told)
        town.telegram.emit_raw({"message": message})
        return
    found = town.vk.world.dialogue(whose.id).find(shown.id)
    assert found
    town.vk.world.hear(person.id, person.id, "", fwd_messages=[found.json()])


@pytest.mark.parametrize("who", ["client", "loginov"])
async def test_a_card_sent_on_opens_nothing(town: Town, at: str, who: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk", BENEFIT)
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: ")
    await gathered(town)
    person = town.person(at) if who == "client" else await town.employee(who, at)
    await person.says("Меню")
    await person.hears()
    own = ("appeals", "entries", "windows", "history", "notices", "counters", "particulars")
    before, found = await everything(town, *own), await appeal(town, its)
    known = {table: await kept_of(town, table, found["id"]) for table in OF_APPEALS}
    forwards(town, person, card, petrov)
    answer = await person.hears()
    if who == "client":
        assert number(answer) != its, "what they send on is their own letter, and a new one"
    else:
        assert "никому не отправлено" in answer.text
    theirs = await settled(person)
    data = [b.data for row in card.rows for b in row if b.data]
    assert len(data) > 4
    for one in data:
        await person.messenger.taps(person.id, person.heard[0].id, one)
    await settled(person)
    free = ("menu", "Это приёмная", "Что открыть?")
    for shown in person.heard[theirs:-1]:
        assert any(no in shown.text for no in (*NO, *free)), shown.text
    assert {table: await kept_of(town, table, found["id"]) for table in OF_APPEALS} == known
    assert await everything(town, *own) == before
    assert await appeal(town, its) == found


OF_APPEALS = ("entries", "windows", "history", "notices", "particulars", "views")


async def kept_of(town: Town, table: str, appeal_id: int) -> list[dict[str, Any]]:
    kept = t.metadata.tables[table]
    return await rows(town, select(kept).where(kept.c.appeal == appeal_id))


async def test_what_is_written_into_an_earlier_message_orders_nothing(town: Town, at: str) -> None:
    """Commands, codes and links: changed words are words, for a client as for an employee in the
    middle of a reply."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at, BENEFIT)
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    sent = await petrov.says("Пособие придёт 26 ноября.")
    await petrov.hears("26 ноября")
    admin = await town.employee("admin", at)
    said = await admin.says("Заметка себе")
    await admin.hears("никому не отправлено")
    mine = client.messenger.shown(client.id)[0].id
    joined = petrov.messenger.shown(petrov.id)[0].id
    await gathered(town)
    own = ("entries", "history", "notices", "corrections")
    code = await town.invite("nikitina")
    before = await everything(town, *own)
    lengths = [await settled(one) for one in (client, petrov, admin)]
    for place, text in enumerate((code, f"/start {code}", "/revoke petrov", "/revoke", "Меню")):
        town.watch.passes(seconds=2)
        await client.messenger.edits(client.id, mine, text)
        await admin.messenger.edits(admin.id, said, text)
        await petrov.messenger.edits(petrov.id, joined, text)
        if place == 4:
            await petrov.messenger.edits(petrov.id, sent, text)
    for one, length in zip((client, petrov, admin), lengths, strict=True):
        await settled(one)
        assert not any(word in s.text for s in one.heard[length:-1] for word in ORDERED)
    assert await everything(town, *own) == before
    assert (await appeal(town, its))["state"] == "taken"
    chats = await rows(town, select(t.chats).where(t.chats.c.peer == str(petrov.id)))
    assert chats[0]["step"].startswith("officer-reply"), "the reply waits as it did"
    await client.says(code)  # and what was never sent is good still
    await client.hears("Здравствуйте, Вера Алексеевна!")


#: what an order would have been answered with
ORDERED = ("Теперь вы работаете", "Код не подошёл", "Отозвать", "Закрыть рабочий", "Что открыть?")


async def test_before_others_nothing_is_done_and_nothing_told(town: Town, at: str) -> None:
    """Commands, codes and presses in a group chat; a code everybody has seen is good for nobody."""
    admin = await town.employee("admin", at)
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, at, BENEFIT)
    notice = await petrov.hears(its)
    await gathered(town)
    code = await town.invite("gromova")
    before = await everything(town, "invites")
    taps = [b.data for row in notice.rows for b in row if b.data]
    texts = ("/revoke petrov", f"/start {code}", "/start", "/help", "Меню", f"/my {its}")
    if at == "telegram":
        chat = town.telegram.adds(admin.id, -500)
        for text in texts:
            town.telegram.says_in(-500, admin.id, f"@priyomnaya_demo_bot {text}")
            town.telegram.says_in(-500, petrov.id, text)
        for data in taps:
            town.telegram.tap(chat, town.telegram.world.person(petrov.id), notice.id, data)
    else:
        await town.vk.invites(admin.id, 1)
        for text in texts:
            await town.vk.says_in_chat(admin.id, 1, f"[club1|@priyomnaya] {text}")
        for data in taps:
            town.vk.world.press(CHATS + 1, petrov.id, notice.id, data)
    seen = town.telegram.world.chats[-500] if at == "telegram" else None

    async def told() -> bool:
        shown = town.telegram.shown_in(seen) if seen else town.vk.shown(CHATS + 1)
        ours = [one.text for one in shown if one.ours]
        assert all("В общих чатах мы не отвечаем" in one and its not in one for one in ours)
        return len(ours) >= len(texts)

    await until(told)
    await settled(admin)
    await settled(petrov)
    assert await whose(town, before) == before
    await petrov.says(code)
    await petrov.hears("Код не подошёл")
    await petrov.taps("Взять", notice)
    await petrov.hears("Исполнитель: ")


async def whose(town: Town, before: dict[str, list[str]]) -> dict[str, list[str]]:
    """Everything but the invitations, and without the group itself as a dialogue."""
    now = await everything(town, "invites")
    now["who"] = [one for one in now["who"] if one in before["who"]]
    return now


@pytest.mark.requirement("E1")
async def test_an_invitation_played_again_is_a_wrong_code(town: Town, at: str) -> None:
    """Used, replaced, expired, refused by the second person, or of somebody who has left."""
    admin = await town.employee("admin", "telegram")
    sidorova = await town.employee("sidorova", "vk")
    used, now = await invites(admin, "petrov"), town.watch()
    petrov = town.person("vk")
    await petrov.says(used)
    await petrov.hears("Теперь вы работаете")
    voided = await invites(admin, "gromova")
    await invites(admin, "gromova")
    refused = await invites(admin, "ivanova")
    stranger = town.person("telegram")
    await stranger.says(refused)
    await stranger.hears("Код подошёл")
    await sidorova.taps("Отклонить", await sidorova.hears("просит доступ"))
    await stranger.hears("не подтвердили")
    left = await invites(admin, "zaitsev")
    await presses(admin, "dismiss-yes:zaitsev")
    await admin.hears("Больше не работает")
    old = new_code()
    async with town.service.units.begin() as unit:
        unit.invites.write(old, "orlova", now - timedelta(days=2), now - timedelta(days=1))
    loginov = await town.employee("loginov", at)
    await gathered(town)
    before = await everything(town)
    answers = set()
    for code in ("join-0000000000000000000000", used, voided, refused, left, old):
        people = [town.person(at), loginov] if code is not used else [town.person(at), petrov]
        if code == "join-0000000000000000000000":
            people = [town.person(at)]
        for person in people:
            length = len(person.heard)
            await person.says(f"/start {code}" if person is loginov else code)
            await person.hears("Код")
            answers |= {shown.text for shown in person.heard[length:]}
    assert len(answers) == 1
    after = await everything(town)
    assert set(before.pop("who")) <= set(after.pop("who")), "everybody is who they were"
    assert after == before
    joined = await rows(town, select(t.chats.c.employee).where(t.chats.c.employee != ""))
    assert sorted(row["employee"] for row in joined) == ["admin", "loginov", "petrov", "sidorova"]
    for person in (loginov, petrov):
        await person.says("Меню")
        await person.hears("Что открыть?")
