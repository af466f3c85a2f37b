"""Receipts that do not get through: watched after ten minutes, met when they arrive at last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Appeal
from domain.talk import Reply
from handlers.clocks import acknowledged
from storage import tables as t
from tests.kit import PLACE, Kit, rows


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def waiting(kit: Kit) -> Appeal:
    """An appeal whose receipt waits in the outbox."""
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    async with kit.units.begin() as unit:
        unit.outbox.post(chat, Reply("Получили."), kit.watch(), kind="receipt", about=appeal.id)
    return appeal


async def states(kit: Kit) -> list[str]:
    found = await rows(kit.engine, t.windows)
    return [row["state"] for row in found if row["rule"] == "acknowledge"]


@pytest.mark.requirement("W1")
async def test_a_receipt_is_watched_once_it_is_late(kit: Kit) -> None:
    appeal = await waiting(kit)
    kit.watch.passes(minutes=9)
    assert await kit.jobs.watch() == 0
    kit.watch.passes(minutes=1)
    assert await kit.jobs.watch() == 1
    assert await kit.jobs.watch() == 0
    async with kit.units.begin() as unit:
        *_, kept = await unit.windows.of_appeal(appeal)
    assert kept.window.starts_at == appeal.received_at
    assert kept.window.due_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert (await kit.now_is(appeal)).due_at == appeal.due_at, "it asks nothing of the officer"


@pytest.mark.requirement("W1")
async def test_it_is_met_when_it_arrives(kit: Kit) -> None:
    appeal = await waiting(kit)
    kit.watch.passes(hours=3)
    await kit.jobs.watch()
    async with kit.units.begin() as unit:
        await acknowledged(unit, appeal.id, kit.watch())
    assert await states(kit) == ["met"]


@pytest.mark.requirement("W1")
async def test_a_day_without_a_receipt_is_the_heads_to_hear(kit: Kit) -> None:
    ivanova = await kit.chat("ivanova")
    appeal = await waiting(kit)
    kit.watch.passes(hours=1)
    await kit.jobs.watch()
    kit.watch.at = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    await kit.jobs.alerts()
    assert await states(kit) == ["broken"]
    found = await rows(kit.engine, t.notices)
    told = [row for row in found if row["details"].get("rule") == "acknowledge"]
    assert [(row["kind"], row["employee"]) for row in told] == [("breach", "ivanova")]
    assert ivanova.employee == "ivanova"
    assert appeal.is_open


@pytest.mark.requirement("W1")
async def test_what_is_sent_in_time_is_never_watched(kit: Kit) -> None:
    await waiting(kit)
    async with kit.units.begin() as unit:
        (message,) = await unit.outbox.claim(*PLACE, kit.watch(), 10)
    async with kit.units.begin() as unit:
        unit.outbox.settle(message, "sent", kit.watch())
    kit.watch.passes(hours=1)
    assert await kit.jobs.watch() == 0
    assert await states(kit) == []
