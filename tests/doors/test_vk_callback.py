"""Callback API: `ok` is said for what is stored, and to VK alone."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.vk.config import VkConfig
from bot.vk.door import VkDoor
from domain.talk import What
from sandbox.vk import VkStandIn
from tests.doors.vk_kit import SECRET, Clock, Ledger, listening, opened, standing, until


@dataclass
class Place:
    vk: VkStandIn
    door: VkDoor
    url: str
    ledger: Ledger

    async def post(self, body: Any) -> tuple[int, str]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        stream = io.BytesIO(data)
        async with ClientSession() as http, http.post(self.url, data=stream) as answer:
            return answer.status, await answer.text()


@contextlib.asynccontextmanager
async def served(door: VkDoor) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/vk", door.hook)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/vk"
    finally:
        await runner.cleanup()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    ledger = Ledger()
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path, receive="callback", confirmation="c0nf1rm") as door,
        served(door) as url,
        listening(door, ledger),
    ):
        vk.servers.pause = 0.02
        await until(lambda: vk.requests)
        yield Place(vk, door, url, ledger)


def event(**changes: Any) -> dict[str, Any]:
    message = {
        "date": 1_795_420_800, "from_id": 7, "id": 40, "out": 0, "peer_id": 7, "text": "Яма",
        "conversation_message_id": 4, "fwd_messages": [], "attachments": [],
    }  # fmt: skip
    whole = {
        "group_id": 1, "type": "message_new", "event_id": "ab12", "v": "5.199", "secret": SECRET,
        "object": {"message": message, "client_info": {}},
    }  # fmt: skip
    return {name: value for name, value in (whole | changes).items() if value is not ...}


@pytest.mark.requirement("A2")
async def test_events_are_pushed_and_stored(place: Place) -> None:
    assert await place.vk.callback(place.url, SECRET, "c0nf1rm")
    for number in range(20):
        await place.vk.says(number % 3 + 1, f"раз {number}")
    await place.vk.taps(1, 1, '{"t":"x"}')
    await place.vk.blocks(2)
    await until(lambda: len(place.ledger.heard) == 22)
    await until(lambda: [p.answer for p in place.vk.world.presses.values()] == [""])
    first = [inbound.text for inbound in place.ledger.heard if inbound.chat == "1"]
    assert first[:7] == [f"раз {number}" for number in range(0, 20, 3)]
    assert {inbound.what for inbound in place.ledger.heard} == {What.SAID, What.TAPPED, What.LEFT}
    assert not any("secret" in raw.body for raw in place.ledger.events)


async def test_what_was_not_stored_is_pushed_again(place: Place) -> None:
    assert await place.vk.callback(place.url, SECRET, "c0nf1rm")
    place.ledger.breaks = 3
    for number in range(5):
        await place.vk.says(7, f"раз {number}")
    await until(lambda: len(place.ledger.heard) == 5)
    await until(lambda: place.vk.servers.delivered == 5)
    assert set(place.vk.servers.refused) == {503}
    assert sorted(place.ledger.texts) == [f"раз {number}" for number in range(5)]
    assert place.ledger.repeats == 0


async def test_a_repeat_has_the_same_key(place: Place) -> None:
    assert await place.post(event()) == (200, "ok")
    assert await place.post(event()) == (200, "ok")
    assert (len(place.ledger.events), place.ledger.repeats) == (1, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "wrong"}, {"secret": ""}, {"secret": ...}, {"secret": None}, {"secret": 5},
        {"secret": "иная-тайна"}, {"secret": SECRET + "\ud800"}, {"secret": [SECRET]},
        {"group_id": 2}, {"group_id": ...}, {"group_id": "1"},
        {"type": "confirmation", "secret": "wrong"}, {"type": "confirmation", "group_id": 2},
        {"type": "confirmation", "secret": ...},
    ],
)  # fmt: skip
async def test_strangers_are_not_heard(place: Place, changes: dict[str, Any]) -> None:
    status, text = await place.post(event(**changes))
    assert status == 403
    assert "c0nf1rm" not in text
    assert not place.ledger.events


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"[]", 400), (b'"ok"', 400), (b"null", 400),
        (b"[" * 100_000, 400), (b'{"a":"' + b"x" * 2**20 + b'"}', 413),
    ],
)  # fmt: skip
async def test_rubbish_is_refused(place: Place, body: bytes, status: int) -> None:
    assert (await place.post(body))[0] == status
    assert not place.ledger.events


async def test_poison_with_the_right_secret_is_kept(place: Place) -> None:
    assert await place.post(event(object={"message": {"peer_id": 7}})) == (200, "ok")
    assert await place.post(event(type=None, event_id=None)) == (200, "ok")
    assert [bool(raw.trouble) for raw in place.ledger.events] == [True, True]
    assert place.ledger.events[0].chat == "7"


async def test_the_code_is_asked_of_vk_when_it_is_not_configured(tmp_path: Path) -> None:
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path, receive="callback") as door,
        served(door) as url,
    ):
        assert await vk.callback(url, SECRET)
        vk.faults.add("groups.getCallbackConfirmationCode", 10)
        assert not await vk.callback(url, SECRET)


async def test_nobody_is_told_ok_while_nobody_listens(tmp_path: Path) -> None:
    ledger = Ledger()
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path, receive="callback", confirmation="c") as door,
        served(door) as url,
    ):
        place = Place(vk, door, url, ledger)
        assert (await place.post(event()))[0] == 503
        async with listening(door, ledger):
            await until(lambda: vk.requests)
            assert await place.post(event()) == (200, "ok")
        assert (await place.post(event(event_id="next")))[0] == 503
    assert len(ledger.events) == 1


async def test_who_was_not_answered_while_we_were_away_is_heard_at_start(tmp_path: Path) -> None:
    ledger = Ledger()
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path, receive="callback", confirmation="c") as door,
    ):
        await vk.says(7, "Есть кто?")
        async with listening(door, ledger):
            await until(lambda: ledger.texts == ["Есть кто?"])


@pytest.mark.requirement("A2")
async def test_who_was_not_answered_is_looked_for_until_all_is_kept(tmp_path: Path) -> None:
    """Neither VK nor the database is there at first; VK itself brings none of it again."""
    ledger = Ledger(breaks=1)
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path, receive="callback", confirmation="c") as door,
    ):
        await vk.says(7, "Есть кто?")
        vk.faults.add("messages.getConversations", 10)
        async with listening(door, ledger):
            await until(lambda: ledger.texts == ["Есть кто?"])
    assert [name for name, _ in vk.requests].count("messages.getConversations") == 3


async def test_a_door_by_long_poll_has_no_such_address(tmp_path: Path) -> None:
    async with (
        standing(VkStandIn(Clock())) as vk,
        opened(vk, tmp_path) as door,
        served(door) as url,
    ):
        assert (await Place(vk, door, url, Ledger()).post(event()))[0] == 404


def test_no_callback_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        VkDoor(VkConfig("t", 1, tmp_path, receive="callback"), Clock())
