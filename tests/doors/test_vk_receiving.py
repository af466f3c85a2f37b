"""The door by long poll, before the stand-in: nothing lost, nothing stopped by anything."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.vk.longpoll import Mark
from domain.talk import FileKind, What
from sandbox.people import Sent
from sandbox.vk import CHATS, Fault, VkStandIn
from tests.doors.vk_kit import Clock, Ledger, listening, opened, out, rows, standing, until
from tests.ports import kept


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def vk(clock: Clock) -> AsyncIterator[VkStandIn]:
    async with standing(VkStandIn(clock)) as vk:
        yield vk


async def begun(vk: VkStandIn, files: Path) -> Ledger:
    """A ledger of a door that has run before and heard one message."""
    ledger = Ledger()
    async with opened(vk, files) as door, listening(door, ledger):
        await until(lambda: ledger.cursor)
        await vk.says(1, "прежде")
        await until(lambda: ledger.texts == ["прежде"])
    return ledger


@pytest.mark.requirement("A2", "A4")
async def test_words_and_files_come_in(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = Ledger()
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.cursor)
        await vk.says(7, "Яма", [Sent("photo", "яма.jpg", b"jpg"), Sent("document", "a.pdf", b"%")])
        await vk.says(7, "", [Sent("voice", "v.ogg", b"ogg")])
        await vk.says(7, odd="location")
        await vk.says(7, odd="sticker")
        await until(lambda: len(ledger.heard) == 4)
        kinds = [[file.kind for file in inbound.files] for inbound in ledger.heard]
        assert kinds == [[FileKind.PHOTO, FileKind.DOCUMENT], [FileKind.VOICE], [], []]
        assert [inbound.what for inbound in ledger.heard] == [What.SAID] * 3 + [What.ODD]
        photo, document = ledger.heard[0].files
        await door.download(photo, tmp_path / "photo")
        await door.download(document, tmp_path / "document")
    assert (tmp_path / "photo").read_bytes() == b"jpg"
    assert (tmp_path / "document").read_bytes() == b"%"
    assert len(list(tmp_path.iterdir())) == 2


async def test_everything_people_do_is_heard(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = Ledger()
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.cursor)
        await vk.starts(7, "c0de")
        said = await vk.says(7, "Яма")
        await vk.edits(7, said, "Яма глубже")
        await door.send([out(1, 7, "Готово", rows=rows("Да"))])
        await vk.taps(7, vk.shown(7)[-1].id, '{"t":"do:0"}')
        await vk.taps(7, 4000, "вовсе не JSON")
        await vk.blocks(7)
        await vk.unblocks(7)
        await until(lambda: len(ledger.heard) == 7)
    assert [(inbound.what, inbound.text or inbound.tap) for inbound in ledger.heard] == [
        (What.SAID, "/start c0de"), (What.SAID, "Яма"), (What.EDITED, "Яма глубже"),
        (What.TAPPED, "do:0"), (What.TAPPED, ""), (What.LEFT, ""), (What.CAME_BACK, ""),
    ]  # fmt: skip
    assert not ledger.troubles


async def test_presses_are_acknowledged(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = Ledger()
    await vk.says(7, "Яма")
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.cursor)
        for _ in range(30):
            await vk.taps(7, 1, '{"t":"x"}')
        await until(lambda: [p.answer for p in vk.world.presses.values()] == [""] * 30)
    assert len(ledger.heard) == 31


async def test_a_press_that_cannot_be_acknowledged_harms_nobody(
    vk: VkStandIn, clock: Clock, tmp_path: Path
) -> None:
    ledger = await begun(vk, tmp_path)
    await vk.taps(1, 1, '{"t":"x"}')
    clock.move(timedelta(minutes=2))
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: vk.requests[-1][0] == "messages.sendMessageEventAnswer")
        await vk.says(1, "дальше")
        await until(lambda: ledger.texts[-1] == "дальше")


async def test_a_restart_goes_on_from_the_stored_mark(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    for number in range(250):
        await vk.says(number + 1, f"пока закрыто {number}")
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: len(ledger.heard) == 251)
    assert ledger.repeats == 0


async def test_what_was_not_stored_comes_again(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    cursor, ledger.breaks = ledger.cursor, 2
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await vk.says(7, "Яма")
        await until(lambda: ledger.texts == ["прежде", "Яма"])
    assert ledger.breaks == 0
    assert ledger.cursor != cursor


async def test_an_old_mark_brings_the_same_again_under_the_same_keys(
    vk: VkStandIn, tmp_path: Path
) -> None:
    ledger = await begun(vk, tmp_path)
    ledger.cursor = "0 0"
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.repeats == 1)
    assert ledger.texts == ["прежде"]


@pytest.mark.parametrize("trouble", ["outdate", "forget"])
async def test_a_lost_history_is_read_back_from_the_dialogues(
    vk: VkStandIn, tmp_path: Path, trouble: str
) -> None:
    ledger = await begun(vk, tmp_path)
    for number in range(45):
        await vk.says(7, f"семь {number}")
    for person in range(100, 300):
        await vk.says(person, f"человек {person}")
    said = await vk.says(300, "описка")
    await vk.edits(300, said, "правка")
    # Answered meanwhile by somebody in the community's own window: heard all the same.
    vk.world.speak(300, "Отвечает дежурный", 0)
    await vk.says_in_chat(7, 3, "[club1|@demo] в общей беседе")
    getattr(vk.queue, trouble)()
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: len(ledger.heard) == 1 + 45 + 200 + 2)
        await vk.says(7, "после")
        await until(lambda: ledger.texts[-1] == "после")
    assert [t for t in ledger.texts if t.startswith("семь")] == [f"семь {n}" for n in range(45)]
    assert [i.what for i in ledger.heard if i.chat == "300"] == [What.SAID, What.EDITED]
    assert not ledger.troubles
    assert Mark.read(ledger.cursor).ts == str(vk.queue.ts)


async def test_a_long_dialogue_is_read_back_whole(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    for number in range(430):
        await vk.says(7, f"семь {number}")
    vk.queue.outdate()
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: len(ledger.heard) == 431)
    assert ledger.texts[1:] == [f"семь {number}" for number in range(430)]


async def test_a_gap_interrupted_is_mended_from_the_beginning(
    vk: VkStandIn, tmp_path: Path
) -> None:
    ledger = await begun(vk, tmp_path)
    for person in range(2, 60):
        await vk.says(person, f"человек {person}")
    vk.queue.outdate()
    vk.faults.add("messages.getConversations", 10)
    vk.faults.add("execute", Fault.DROP)
    ledger.breaks = 1
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: len(ledger.heard) == 59)
    assert sorted(ledger.texts[1:]) == sorted(f"человек {person}" for person in range(2, 60))


async def test_an_expired_key_loses_nothing(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        for number in range(5):
            vk.queue.expire_key()
            await vk.says(7, f"раз {number}")
            await until(lambda: len(ledger.texts) == number + 2)  # noqa: B023
    assert ledger.texts[1:] == [f"раз {number}" for number in range(5)]


async def test_who_waits_at_the_first_start_is_heard(
    vk: VkStandIn, clock: Clock, tmp_path: Path
) -> None:
    await vk.says(5, "давно забыто")
    clock.move(timedelta(days=30))
    for text in ("Здравствуйте", "Есть кто?"):
        await vk.says(7, text)
    await vk.says(8, "уже отвечено")
    vk.world.speak(8, "Ответ", 0)
    await vk.says(9, "ответили, но спросил ещё")
    vk.world.speak(9, "Ответ", 0)
    await vk.says(9, "ещё вопрос")
    ledger = Ledger()
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.cursor)
    assert ledger.texts == ["Здравствуйте", "Есть кто?", "ещё вопрос"]


POISON: list[Any] = [
    None, 5, "text", [], {}, {"type": None}, {"type": "message_new"}, {"type": "message_event"},
    {"type": "message_new", "event_id": "p1", "object": {"message": {"peer_id": 7}}},
    {"type": "message_edit", "event_id": "p2", "object": "?"},
    {"type": "message_deny", "event_id": "p3", "object": {"user_id": "7"}},
]  # fmt: skip


async def test_poison_stops_nobody(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    for number, poison in enumerate(POISON):
        await vk.says(7, f"до {number}")
        vk.emit_raw(poison)
    vk.emit_raw({"type": "brand_new_kind", "event_id": "n1", "object": {}})
    await vk.says(7, "после")
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await until(lambda: ledger.texts[-1] == "после")
    assert len(ledger.troubles) == len(POISON)
    assert len(ledger.texts) == len(POISON) + 2
    assert [raw.chat for raw in ledger.troubles if raw.key == "p1"] == ["7"]


@pytest.mark.parametrize("fault", [Fault.HTTP_500, Fault.HTML_502, Fault.DROP, Fault.MALFORMED])
async def test_a_broken_answer_is_asked_again(vk: VkStandIn, tmp_path: Path, fault: Fault) -> None:
    ledger = await begun(vk, tmp_path)
    vk.faults.add("longpoll", fault)
    vk.faults.add("groups.getLongPollServer", fault)
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await vk.says(7, "Яма")
        await until(lambda: ledger.texts[-1] == "Яма")
    assert ledger.repeats == 0


async def test_vk_itself_restarts(vk: VkStandIn, tmp_path: Path) -> None:
    with kept() as port:
        await vk.start(port=port)
        ledger = await begun(vk, tmp_path)
        async with opened(vk, tmp_path) as door, listening(door, ledger):
            await vk.stop()
            await vk.says(7, "пока не слышно")
            await vk.start(port=port)
            await until(lambda: ledger.texts[-1] == "пока не слышно")


async def test_group_chats(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    vk.reads_all_in_chats = True
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        await vk.invites(7, 3)
        await vk.says_in_chat(7, 3, "между собой")
        await vk.says_in_chat(7, 3, "[club1|@demo] подскажите")
        await until(lambda: len(ledger.heard) == 3)
    assert [(i.what, i.chat) for i in ledger.heard[1:]] == [(What.IN_GROUP, str(CHATS + 3))] * 2


async def test_the_events_are_kept_as_they_came(vk: VkStandIn, tmp_path: Path) -> None:
    ledger = await begun(vk, tmp_path)
    assert [raw.body for raw in ledger.events] == json.loads(json.dumps(vk.events))


def test_a_mark_is_read_as_it_was_written() -> None:
    assert Mark.read(str(Mark("12", 34))) == Mark("12", 34)
    assert Mark.read("12") == Mark("12", 0)
    assert Mark.read("") == Mark("", 0)
