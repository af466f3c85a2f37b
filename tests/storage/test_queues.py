"""Queues: in which order, for whose eyes, and by which index."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Kind
from domain.priority import in_order
from storage import tables as t
from storage.queues import Borrowed, Queue
from storage.trip import Query
from tests.kit import Kit
from tests.storage.test_indexes import plan

#: the clock of the ministry: its days begin at 12:00 UTC of the day before
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
#: 11:00 of the 24th there
NOON = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


@pytest.mark.requirement("R22")
async def test_what_goes_first_stands_before_what_is_due_the_same_local_day(kit: Kit) -> None:
    dues = [(-15, ""), (-1, ""), (0, "health"), (3, "safety"), (3, ""), (20, ""), (26, "situation")]
    for hours, priority in dues:
        await kit.appeal(due_at=NOON + timedelta(hours=hours), priority=priority)
    async with kit.units.begin() as unit:
        found, total = await unit.appeals.queue(Queue(unit="benefits", ahead=12 * 60), 0, 10)
    appeals = [appeal for appeal, _ in found]
    assert total == len(dues)
    assert [a.priority for a in appeals] == ["", "health", "safety", "", "", "situation", ""]
    order = sorted(appeals, key=lambda a: in_order(a, lambda at: at.astimezone(KAMCHATKA).date()))
    assert [a.id for a in appeals] == [a.id for a in order]


@pytest.mark.requirement("A13")
@pytest.mark.parametrize(
    "queue",
    [
        Queue(unit="benefits"),
        Queue(officers=("petrov",)),
        Queue(signatories=("petrov",)),
        Queue(controls=("petrov",)),
        Queue(),
    ],
)
async def test_what_complains_about_the_reader_is_left_out(kit: Kit, queue: Queue) -> None:
    await kit.appeal(barred="petrov", officer="petrov", signatory="petrov", control="petrov")
    async with kit.units.begin() as unit:
        assert await unit.appeals.queue(replace(queue, reader="petrov"), 0, 5) == ([], 0)
        found, total = await unit.appeals.queue(replace(queue, reader="gromova"), 0, 5)
    assert (len(found), total) == (1, 1)


@pytest.mark.parametrize(
    ("queue", "index"),
    [
        (Queue(unit="benefits", reader="petrov", ahead=180), "ix_appeals_unit_open"),
        (Queue(officers=("petrov",), reader="petrov", ahead=180), "ix_appeals_officer_open"),
        (Queue(reader="petrov", ahead=180), "_open"),
        (Queue(signatories=("petrov",), reader="petrov", ahead=180), "ix_appeals_signatory"),
        (Queue(controls=("petrov",), reader="petrov", ahead=180), "ix_appeals_control"),
    ],
)
async def test_a_queue_is_found_by_its_index(engine: AsyncEngine, queue: Queue, index: str) -> None:
    if engine.dialect.name == "postgresql" and index.endswith("_open"):
        index = "_open"  # of an empty table it cannot know which of them is the shortest
    query = Query(queue.ordered(select(t.appeals.c.id)).limit(5))
    assert index in await plan(engine, query)


async def test_several_peoples_appeals_and_units_are_one_queue(kit: Kit) -> None:
    mine = await kit.appeal(officer="petrov")
    theirs = await kit.appeal("care", officer="gromova")
    await kit.appeal(officer="ivanova")
    async with kit.units.begin() as unit:
        found, total = await unit.appeals.queue(Queue(officers=("petrov", "gromova")), 0, 10)
        units, _ = await unit.appeals.queue(Queue(units=("care", "employment")), 0, 10)
    assert ([one.id for one, _ in found], total) == ([mine.id, theirs.id], 2)
    assert [one.id for one, _ in units] == [theirs.id]


@pytest.mark.requirement("E9")
async def test_what_people_below_wrote_as_citizens_is_left_out(kit: Kit) -> None:
    await kit.appeal(filer="petrov")
    asked = await kit.appeal(filer="petrov", kind=Kind.REQUEST)
    others = await kit.appeal(filer="orlova")
    below = frozenset({"petrov", "gromova"})
    async with kit.units.begin() as unit:
        queue = Queue(unit="benefits", not_filed_by=below)
        found, total = await unit.appeals.queue(queue, 0, 10)
    assert ({one.id for one, _ in found}, total) == ({asked.id, others.id}, 2)


@pytest.mark.requirement("E9", "R13")
async def test_a_stand_ins_lists_show_no_more_than_the_cards_do(kit: Kit) -> None:
    """What complains about whoever they stand in for, and what that head's people wrote as
    citizens, is left out; what is the reader's own work stays in their queue."""
    away = {"officer": "ivanova", "control": "ivanova"}
    await kit.appeal(**away, barred="ivanova")
    await kit.appeal(**away, filer="gromova")
    await kit.appeal(**away, filer="ivanova")
    open_ = [await kit.appeal(**away), await kit.appeal(**away, filer="orlova")]
    own = await kit.appeal(officer="petrov", barred="ivanova", filer="gromova")
    absent = Borrowed(frozenset({"ivanova"}), frozenset({"petrov", "gromova"}))
    both = ("petrov", "ivanova")
    shown = [one.id for one in open_]
    for queue, ids in (
        (Queue(officers=both), [*shown, own.id]),
        (Queue(controls=both), shown),
        (Queue(unit="benefits"), shown),
    ):
        seen = replace(queue, reader="petrov", borrowed=absent)
        async with kit.units.begin() as unit:
            found, total = await unit.appeals.queue(seen, 0, 10)
        assert ([one.id for one, _ in found], total) == (ids, len(ids))
    in_their_own_right = replace(absent, own_units=frozenset({"benefits"}))
    async with kit.units.begin() as unit:
        everything = Queue(unit="benefits", reader="petrov", borrowed=in_their_own_right)
        assert (await unit.appeals.queue(everything, 0, 10))[1] == 6
