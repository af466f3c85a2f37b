"""What `check` finds out about a community, and what it says to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.vk import Fault, VkStandIn
from tests.doors.vk_kit import SECRET, Clock, opened, standing


@pytest.fixture
async def vk() -> AsyncIterator[VkStandIn]:
    async with standing(VkStandIn(Clock())) as vk:
        yield vk


async def test_all_is_well(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        assert await door.check() == []


async def test_a_wrong_token(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path, token="never-given-out") as door:
        [finding] = await door.check()
    assert "VK_TOKEN" in finding
    assert "new community token" in finding
    assert "never-given-out" not in finding


async def test_vk_is_not_reached(vk: VkStandIn, tmp_path: Path) -> None:
    vk.faults.add("groups.getById", Fault.DROP)
    async with opened(vk, tmp_path) as door:
        [finding] = await door.check()
    assert "VK_API_URL" in finding


async def test_another_community(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path, group_id=5) as door:
        [finding] = await door.check()
    assert "VK_GROUP_ID=1" in finding


@pytest.mark.parametrize("right", ["messages", "photos", "docs", "manage"])
async def test_a_missing_right(vk: VkStandIn, tmp_path: Path, right: str) -> None:
    vk.world.permissions.discard(right)
    async with opened(vk, tmp_path) as door:
        [finding] = await door.check()
    assert f"'{right}'" in finding


async def test_long_poll_is_off(vk: VkStandIn, tmp_path: Path) -> None:
    vk.world.long_poll = False
    async with opened(vk, tmp_path) as door:
        [finding] = await door.check()
    assert "switch it on" in finding


@pytest.mark.parametrize(
    "kind", ["message_new", "message_edit", "message_event", "message_allow", "message_deny"]
)
async def test_an_event_is_not_delivered(vk: VkStandIn, tmp_path: Path, kind: str) -> None:
    vk.world.long_poll_events[kind] = 0
    async with opened(vk, tmp_path) as door:
        [finding] = await door.check()
    assert kind in finding


async def test_callback_servers(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path, receive="callback") as door:
        [finding] = await door.check()
        assert "No Callback server is confirmed" in finding
        server = vk.servers.add("http://127.0.0.1:1/vk", SECRET)
        server.status = "ok"
        assert await door.check() == []
        server.events["message_event"] = 0
        [finding] = await door.check()
        assert "message_event" in finding
