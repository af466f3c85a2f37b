"""The exchange: what was said, in all its versions, and the files that came with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.talk import File, FileKind
from tests.kit import Kit

SCAN = File(FileKind.PHOTO, "ref", "справка.jpg", 100, "image/jpeg")


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _file(kit: Kit) -> int:
    chat = await kit.chat()
    async with kit.units.begin() as unit:
        (file,) = unit.exchange.sent_files(chat, [SCAN], kit.watch())
    return file


async def test_a_message_is_kept_in_all_its_versions(kit: Kit) -> None:
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    async with kit.units.begin() as unit:
        first = unit.exchange.said(appeal.id, chat, "раз", kit.watch(), message="7")
        unit.exchange.said(appeal.id, chat, "два", kit.watch(), message="7", revises=first)
        unit.exchange.said(appeal.id, chat, "ответ", kit.watch(), message="7", author="petrov")
    async with kit.units.begin() as unit:
        versions = await unit.exchange.by_message(chat, "7")
        whole = await unit.exchange.of_appeal(appeal.id)
    assert [(v.text, v.revises) for v in versions] == [("раз", None), ("два", first)]
    assert [(e.side, e.text) for e in whole[1:]] == [
        ("client", "раз"),
        ("client", "два"),
        ("ministry", "ответ"),
    ]


async def test_what_was_said_can_move_to_another_appeal_with_its_files(kit: Kit) -> None:
    chat = await kit.chat()
    one, other = await kit.appeal(chat=chat), await kit.appeal(chat=chat)
    async with kit.units.begin() as unit:
        entry = unit.exchange.said(one.id, chat, "и ещё", kit.watch())
        unit.exchange.sent_files(chat, [SCAN], kit.watch(), entry)
        unit.exchange.move(entry, other.id)
        assert [file.name for file in await unit.exchange.files_of(other.id)] == ["справка.jpg"]
        assert await unit.exchange.files_of(one.id) == []


async def test_a_file_is_settled_once(kit: Kit) -> None:
    """Two processes may have fetched the same file: the person is told once."""
    lost, here = await _file(kit), await _file(kit)
    async with kit.units.begin() as unit:
        assert await unit.exchange.file_is_lost(lost, 100, "gone")
        assert await unit.exchange.file_is_here(here, "2026/11/1.jpg", 90)
    async with kit.units.begin() as unit:
        assert not await unit.exchange.file_is_lost(lost, 100, "gone")
        assert not await unit.exchange.file_is_lost(here, 100, "gone")
        found = {file.id: file.state for file in await unit.exchange.files([lost, here])}
    assert found == {lost: "lost", here: "stored"}


async def test_a_file_is_wanted_until_it_is_settled_and_not_before_its_time(kit: Kit) -> None:
    file = await _file(kit)
    async with kit.units.begin() as unit:
        assert [row["id"] for row in await unit.exchange.wanted_files(kit.watch(), 10)] == [file]
        unit.exchange.file_later(file, kit.watch() + timedelta(minutes=1))
        assert await unit.exchange.wanted_files(kit.watch(), 10) == []
        kit.watch.passes(minutes=1)
        (row,) = await unit.exchange.wanted_files(kit.watch(), 10)
        assert row["tries"] == 1
        await unit.exchange.file_is_here(file, "2026/11/1.jpg", 90)
        assert await unit.exchange.wanted_files(kit.watch(), 10) == []


async def test_who_waits_for_a_file_is_there_to_be_woken(kit: Kit) -> None:
    """A file that is lost while a reply begins to wait for it must not miss that reply."""
    file = await _file(kit)

    async def is_lost() -> None:
        async with kit.units.begin() as unit:
            assert await unit.exchange.file_is_lost(file, None, "gone")

    async with asyncio.TaskGroup() as group, kit.units.begin() as unit:
        (held,) = await unit.exchange.hold_files([file])
        losing = group.create_task(is_lost())
        await asyncio.sleep(0.2)
        assert held.state == "wanted"
        assert not losing.done()
    async with kit.units.begin() as unit:
        (found,) = await unit.exchange.files([file])
    assert found.state == "lost"


@pytest.mark.requirement("R3")
async def test_the_last_question_of_several_appeals(kit: Kit) -> None:
    chat = await kit.chat()
    one, other = [await kit.appeal(chat=chat) for _ in range(2)]
    async with kit.units.begin() as unit:
        assert await unit.exchange.last_question([one.id, other.id]) is None
        kinds = ((other, "question"), (one, "question"), (other, "interim"), (other, ""))
        for appeal, kind in kinds:
            unit.exchange.said(appeal.id, chat, "слово", kit.watch(), author="petrov", kind=kind)
    async with kit.units.begin() as unit:
        for asked, expected in (([one.id, other.id], one.id), ([other.id], other.id)):
            last = await unit.exchange.last_question(asked)
            assert last is not None
            assert (last.appeal, last.kind) == (expected, "question")
        assert await unit.exchange.last_question([]) is None
