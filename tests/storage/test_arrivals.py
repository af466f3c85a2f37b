"""Arrivals: what was heard already, where receiving stopped, and what was set aside."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.talk import Channel
from storage import tables as t
from tests.kit import PLACE, Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _hear(kit: Kit, keys: list[str], peers: list[str] | None = None) -> frozenset[str]:
    async with kit.units.begin() as unit:
        return (await unit.arrivals.hear(PLACE, keys, peers or [], kit.watch())).new


async def test_a_key_is_new_once(kit: Kit) -> None:
    assert await _hear(kit, ["m:1", "m:2"]) == {"m:1", "m:2"}
    assert await _hear(kit, ["m:2", "m:3", "m:3"]) == {"m:3"}


async def test_the_same_key_elsewhere_is_another(kit: Kit) -> None:
    await _hear(kit, ["m:1"])
    async with kit.units.begin() as unit:
        for place in ((Channel.VK, "42"), (Channel.TELEGRAM, "43")):
            assert (await unit.arrivals.hear(place, ["m:1"], [], kit.watch())).new == {"m:1"}


async def test_of_two_processes_one_hears_it(kit: Kit) -> None:
    found = await asyncio.gather(
        *(_hear(kit, ["m:1", "m:2"], ["7"]) for _ in range(2)), return_exceptions=True
    )
    heard = [keys for keys in found if isinstance(keys, frozenset) and keys]
    assert heard == [{"m:1", "m:2"}]
    assert len(await rows(kit.engine, t.chats)) == 1


async def test_people_come_with_their_open_appeals(kit: Kit) -> None:
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    async with kit.units.begin() as unit:
        arrived = await unit.arrivals.hear(
            PLACE, ["m:1"], [chat.peer, "new", "", chat.peer], kit.watch()
        )
        assert arrived.chats.keys() == {chat.peer, "new"}
        assert arrived.chats[chat.peer].id == chat.id
        assert await unit.appeals.open_of(arrived.chats[chat.peer]) == [appeal]
        assert await unit.appeals.open_of(arrived.chats["new"]) == []


async def test_a_dialogue_is_one_object_and_only_its_changes_are_written(kit: Kit) -> None:
    chat = await kit.chat()
    async with kit.units.begin() as unit:
        known = await unit.chats.get(chat.id)
        known.step, known.draft = "client-add", {"appeal": 5, "parts": ["слово"]}
        assert await unit.chats.get(chat.id) is known
    async with kit.units.begin() as unit:
        stale = await unit.chats.get(chat.id)
        stale.reachable = False
        # Meanwhile, on PostgreSQL, somebody else's unit could move the step on.
        stale_step = stale.step
    async with kit.units.begin() as unit:
        found = await unit.chats.get(chat.id)
    assert (found.step, found.draft, found.reachable) == (stale_step, known.draft, False)


@pytest.mark.postgres
async def test_a_sender_does_not_undo_the_step_somebody_took(postgres_database: str) -> None:
    from storage.engine import make_engine

    kit = Kit(make_engine(postgres_database))
    chat = await kit.chat()
    async with kit.units.begin() as sender:
        gone = await sender.chats.get(chat.id)
        async with kit.units.begin() as intake:
            (await intake.chats.get(chat.id)).step = "client-add"
        gone.reachable = False
    async with kit.units.begin() as unit:
        found = await unit.chats.get(chat.id)
    assert (found.step, found.reachable) == ("client-add", False)
    await kit.engine.dispose()


async def test_nobody_is_no_dialogue(kit: Kit) -> None:
    async with kit.units.begin() as unit:
        with pytest.raises(LookupError):
            await unit.chats.get(5)
        assert await unit.chats.of_employees(["petrov"]) == {}


async def test_receiving_goes_on_where_it_stopped(kit: Kit) -> None:
    async with kit.units.begin() as unit:
        assert await unit.arrivals.cursor(*PLACE) == ""
        unit.arrivals.move_cursor(*PLACE, "17")
        unit.arrivals.move_cursor(*PLACE, "18")
        assert await unit.arrivals.cursor(*PLACE) == "18"
    async with kit.units.begin() as unit:
        assert await unit.arrivals.cursor(*PLACE) == "18"


async def test_what_is_set_aside_is_kept_whole_and_emptied_when_replayed(kit: Kit) -> None:
    body = {"text": "a\0b \ud83d слово", "n": [1, None, 2.5]}
    async with kit.units.begin() as unit:
        unit.arrivals.set_aside(PLACE, "m:1", body, "ValueError", kit.watch())
    async with kit.units.begin() as unit:
        (event,) = await unit.arrivals.set_aside_events()
        assert event["body"] == body
        assert await unit.arrivals.replayed(event["id"], kit.watch()) == "m:1"
        assert await unit.arrivals.set_aside_events() == []
    async with kit.units.begin() as unit:
        assert await unit.arrivals.replayed(event["id"], kit.watch()) == ""
    (row,) = await rows(kit.engine, t.quarantine)
    assert row["body"] is None


async def test_keys_are_forgotten_when_nobody_delivers_them_again(kit: Kit) -> None:
    await _hear(kit, ["old"])
    kit.watch.passes(days=61)
    await _hear(kit, ["young"])
    await kit.jobs.forget()
    assert await _hear(kit, ["old", "young"]) == {"old"}


async def test_moments_come_back_as_they_were_stored(kit: Kit) -> None:
    async with kit.units.begin() as unit:
        unit.notices.tell("calendar", kit.watch() + timedelta(microseconds=5))
        told = await unit.notices.told(["calendar", "nothing"])
    assert told == {"calendar": kit.watch() + timedelta(microseconds=5)}
    with pytest.raises(ValueError, match="without a zone"):
        async with kit.units.begin() as unit:
            unit.notices.tell("calendar", kit.watch().replace(tzinfo=None))
