"""Mailings at the doors: the same words to a hundred people in one call, reminders as replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channel import Outgoing, Rejected, Unreachable
from domain.talk import Button, Reply
from sandbox.vk import Fault, VkStandIn
from tests.doors.telegram_tools import door, say, telegram
from tests.doors.vk_kit import Clock, official, opened, standing

pytestmark = pytest.mark.requirement("S8")
ASKED = Reply("Ответите на семь вопросов?", ((Button("Ответить", "sv:1"),),))


def mailing(people: range, wave: str = "wave:1") -> list[Outgoing]:
    return [Outgoing(1000 + n, str(n), ASKED, alike=wave) for n in people]


async def test_two_and_a_half_thousand_leave_in_one_call(tmp_path: Path) -> None:
    async with standing(VkStandIn(Clock(), limits=False)) as vk:
        for person in range(1, 2501):
            vk.world.hear(person, person, "x")
        vk.refuses[7] = 902
        async with opened(vk, tmp_path) as sender:
            outcomes = await sender.send(mailing(range(1, 2501)))
            assert isinstance(outcomes.pop(6), Unreachable)
            assert outcomes == ["2"] * 2499
            # said again, after a crash or an answer that was lost: nobody has it twice
            vk.faults.add("execute", Fault.LOST)
            await sender.send(mailing(range(8, 60)))
            assert await sender.send(mailing(range(8, 60))) == ["2"] * 52
        calls = [params for method, params in vk.requests if method == "messages.send"]
        assert max(len(params["peer_ids"].split(",")) for params in calls) == 100
        assert len({params["random_id"] for params in calls}) == 1
        assert [method for method, _ in vk.requests].count("execute") == 1 + 1 + 1
        assert all(len(vk.shown(n)) == 2 for n in (1, 8, 59, 2500))
        schema = official()
        assert not [p for p in calls[:3] if schema.request("messages.send", p)]


async def test_a_mailing_vk_refuses_is_refused_to_each(tmp_path: Path) -> None:
    async with standing(VkStandIn(Clock(), limits=False)) as vk:
        for person in range(1, 4):
            vk.world.hear(person, person, "x")
        vk.faults.add("messages.send", 911)
        async with opened(vk, tmp_path) as sender:
            outcomes = await sender.send(mailing(range(1, 4)))
        assert [type(one) for one in outcomes] == [Rejected] * 3


async def test_a_reminder_on_vk_is_a_reply(tmp_path: Path) -> None:
    async with standing(VkStandIn(Clock(), limits=False)) as vk:
        for person in (1, 2, 3):
            vk.world.hear(person, person, "x")
        batch = [
            Outgoing(n, str(n), Reply("Напоминаем", answers="1" if n < 3 else "77"))
            for n in (1, 2, 3)
        ]
        async with opened(vk, tmp_path) as sender:
            assert await sender.send(batch) == ["2"] * 3
            # what it would be a reply to is gone: said all the same
            again = [Outgoing(9, "3", Reply("Ещё", answers="77"))]
            assert await sender.send(again) == ["3"]
        assert [vk.shown(n)[-1].answers for n in (1, 2, 3)] == [1, 1, 0]
        schema = official()
        calls = [params for method, params in vk.requests if method == "messages.send"]
        assert [
            found for params in calls if (found := schema.request("messages.send", params))
        ] == []


async def test_a_reminder_on_telegram_is_a_reply() -> None:
    async with telegram() as standin, door(standin) as sender:
        said = await standin.says(7, "эй")
        assert await say(sender, 7, Reply("Напоминаем", answers=str(said))) == ["2"]
        assert await say(sender, 7, Reply("Ещё", answers="99")) == ["3"]
        assert [shown.answers for shown in standin.shown(7)] == [0, said, 0]
