"""The outbox: in order per dialogue, one process at a time, nothing lost with whoever took it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.people import Chat
from domain.talk import Attached, Button, Channel, FileKind, Reply
from storage import tables as t
from storage.claims import Lane
from storage.engine import make_engine
from storage.letters import read_back, written
from storage.outbox import LEASE, Priority, Waiting
from tests.kit import PLACE, Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _post(kit: Kit, chat: Chat, *texts: str, **how: object) -> list[int]:
    async with kit.units.begin() as unit:
        return [unit.outbox.post(chat, Reply(x), kit.watch(), **how) for x in texts]  # type: ignore[arg-type]


async def _claim(kit: Kit, limit: int = 100) -> list[Waiting]:
    async with kit.units.begin() as unit:
        return await unit.claim(*PLACE, kit.watch(), limit)


async def _settle(kit: Kit, message: Waiting, state: str, **facts: object) -> None:
    async with kit.units.begin() as unit:
        unit.outbox.settle(message, state, kit.watch(), **facts)


def _texts(claimed: list[Waiting]) -> list[str]:
    return [message.reply.text for message in claimed]


async def test_a_dialogue_goes_on_only_when_the_message_before_is_settled(kit: Kit) -> None:
    one, two = await kit.chat(), await kit.chat()
    await _post(kit, one, "1", "2")
    await _post(kit, two, "a", "b")
    first = await _claim(kit)
    assert _texts(first) == ["1", "a"]
    assert await _claim(kit) == []
    await _settle(kit, first[0], "sent", remote="77")
    assert _texts(await _claim(kit)) == ["2"]
    await _settle(kit, first[1], "dead", trouble="unreachable")
    assert _texts(await _claim(kit)) == ["b"]


async def test_a_retry_waits_for_its_moment_and_holds_back_what_follows(kit: Kit) -> None:
    chat = await kit.chat()
    await _post(kit, chat, "1", "2")
    (first,) = await _claim(kit)
    later = kit.watch() + timedelta(minutes=5)
    await _settle(kit, first, "retry", due_at=later, trouble="busy")
    assert await _claim(kit) == []
    async with kit.units.begin() as unit:
        assert await unit.outbox.next_due(*PLACE) is not None
    kit.watch.passes(minutes=5)
    (again,) = await _claim(kit)
    assert (again.id, again.tries) == (first.id, 2)


async def test_what_somebody_waits_for_goes_before_notices(kit: Kit) -> None:
    chats = [await kit.chat() for _ in range(3)]
    await _post(kit, chats[0], "alarm", priority=Priority.ALARM)
    await _post(kit, chats[1], "notice", priority=Priority.NOTICE)
    await _post(kit, chats[2], "answer")
    claimed = [_texts(await _claim(kit, 1)) for _ in range(3)]
    assert claimed == [["answer"], ["notice"], ["alarm"]]


async def test_what_a_dead_process_had_taken_up_is_taken_up_again(kit: Kit) -> None:
    chat = await kit.chat()
    await _post(kit, chat, "1")
    (lost,) = await _claim(kit)
    kit.watch.at += LEASE - timedelta(seconds=1)
    assert await _claim(kit) == []
    kit.watch.passes(seconds=1)
    (again,) = await _claim(kit)
    assert (again.id, again.tries) == (lost.id, 2)


async def test_at_the_start_of_the_only_process_nothing_is_on_its_way(kit: Kit) -> None:
    await _post(kit, await kit.chat(), "1")
    await _claim(kit)
    async with kit.units.begin() as unit:
        unit.outbox.release()
    (again,) = await _claim(kit)
    assert again.tries == 2


async def test_another_channel_or_account_is_another_sender(kit: Kit) -> None:
    await _post(kit, await kit.chat(), "1")
    async with kit.units.begin() as unit:
        assert await unit.claim(Channel.VK, "42", kit.watch(), 10) == []
    async with kit.units.begin() as unit:
        assert await unit.claim(Channel.TELEGRAM, "43", kit.watch(), 10) == []


@pytest.mark.requirement("R15")
async def test_giving_a_person_up_spares_officers_replies(kit: Kit) -> None:
    """A reply must come back to its officer, so it is tried and fails by itself."""
    chat, other = await kit.chat(), await kit.chat()
    await _post(kit, chat, "receipt")
    await _post(kit, chat, "reply", kind="reply", about=5)
    await _post(kit, other, "another's")
    async with kit.units.begin() as unit:
        await unit.outbox.give_up(chat, kit.watch())
    assert sorted(_texts(await _claim(kit))) == ["another's", "reply"]
    async with kit.units.begin() as unit:
        assert (await unit.outbox.deliveries([5, 6]))[5]["state"] == "sending"
        counts = await unit.outbox.waiting_counts()
    assert counts == [{"channel": "telegram", "state": "sending", "n": 2}]


@pytest.mark.postgres
async def test_two_processes_send_each_message_once_and_in_order(postgres_database: str) -> None:
    kits = [Kit(make_engine(postgres_database)) for _ in range(2)]
    chats = [await kits[0].chat() for _ in range(5)]
    for number in range(8):
        for chat in chats:
            await _post(kits[0], chat, str(number))
    sent: dict[int, list[int]] = defaultdict(list)

    async def process(kit: Kit) -> None:
        idle = 0
        while idle < 5:
            claimed = await _claim(kit, 3)
            idle = 0 if claimed else idle + 1
            for message in claimed:
                sent[message.chat].append(int(message.reply.text))
                await asyncio.sleep(0.001)
                await _settle(kit, message, "sent")
            await asyncio.sleep(0.001)

    await asyncio.gather(*map(process, kits))
    assert sent == {chat.id: list(range(8)) for chat in chats}
    assert {row["tries"] for row in await rows(kits[0].engine, t.outbox)} == {1}
    for kit in kits:
        await kit.engine.dispose()


def test_a_reply_is_read_back_as_it_was_written() -> None:
    reply = Reply(
        "Ответ\n\N{SNOWMAN}",
        ((Button("Да", "yes:1"), Button("Портал", link="https://example.org")), (Button("Нет"),)),
        (Attached(5, FileKind.PHOTO, "2026/11/5.jpg", "фото.jpg", "image/jpeg"),),
        "17",
    )
    assert read_back(written(reply)) == reply
    assert read_back(written(Reply("words"))) == Reply("words")


async def test_a_mailing_holds_up_nothing_and_waits_for_everything(kit: Kit) -> None:
    chat = await kit.chat()
    mailing = {"kind": "mailing", "priority": Priority.MAILING, "about": 7}
    await _post(kit, chat, "mailing", **mailing)
    (sent,) = await _claim_mailing(kit)
    assert await _claim(kit) == []
    await _post(kit, chat, "answer", "one more")
    # the mailing is on its way for as long as it likes
    (answer,) = await _claim(kit)
    assert answer.reply.text == "answer"
    await _settle(kit, sent, "retry", due_at=kit.watch())
    assert [one.reply.text for one in await _claim_mailing(kit)] == ["mailing"]
    await _post(kit, chat, "second mailing", **mailing)
    assert await _claim_mailing(kit) == []


async def test_what_is_the_same_for_many_is_read_once(kit: Kit) -> None:
    for _ in range(3):
        await _post(kit, await kit.chat(), "Опрос")
    await _post(kit, await kit.chat(), "другое")
    one, two, three, other = (message.reply for message in await _claim(kit))
    assert one is two is three
    assert (one.text, other.text) == ("Опрос", "другое")


async def test_what_of_a_mailing_may_have_left_is_not_said_again(kit: Kit) -> None:
    mailing = {"kind": "mailing", "priority": Priority.MAILING, "about": 7}
    one, two, three = [await kit.chat() for _ in range(3)]
    for chat in (one, two, three):
        await _post(kit, chat, "mailing", **mailing)
    first, second, _ = await _claim_mailing(kit, Lane.MAILING_ONCE)
    await _settle(kit, first, "sent", remote="1")
    await _settle(kit, second, "unknown")
    kit.watch.passes(seconds=61)
    assert await _claim_mailing(kit, Lane.MAILING_ONCE) == []
    async with kit.units.begin() as unit:
        doubts = await unit.outbox.doubtful(*PLACE, kit.watch())
    assert sorted(row["chat"] for row in doubts) == sorted([two.id, three.id])
    assert {row["about"] for row in doubts} == {7}
    # where a repeat is still one message it would have gone
    assert await _claim_mailing(kit) == []


async def _claim_mailing(kit: Kit, lane: Lane = Lane.MAILING) -> list[Waiting]:
    async with kit.units.begin() as unit:
        return await unit.claim(*PLACE, kit.watch(), 100, lane)
