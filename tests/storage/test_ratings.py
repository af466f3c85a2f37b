"""Ratings: one for a reply, with words by the messages they came in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Appeal
from domain.people import Chat
from tests.kit import Kit

FIRST = {"message": "7", "text": "Долго", "at": "2026-11-24T10:00:00+00:00"}
SECOND = {"message": "8", "text": "Непонятно", "at": "2026-11-24T10:00:20+00:00"}


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def answered(kit: Kit) -> tuple[Chat, Appeal, int]:
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat)
    facts = {"text": "Да", "files": [], "outcome": "solved", "promised_on": "", "state": "sent"}
    async with kit.units.begin() as unit:
        reply = unit.replies.keep(appeal, "petrov", kit.watch(), way="chat", **facts)
    return chat, appeal, reply.id


@pytest.mark.requirement("S2")
async def test_a_rating_is_given_changed_and_explained(kit: Kit) -> None:
    chat, appeal, reply = await answered(kit)
    other = await kit.chat()
    async with kit.units.begin() as unit:
        unit.ratings.give(appeal, reply, 2, kit.watch())
    async with kit.units.begin() as unit:
        rating = await unit.ratings.of_reply(reply)
        assert rating
        assert (rating.mark, rating.text, rating.said) == (2, "", [])
        unit.ratings.say(unit.ratings.mark(rating, 4), [FIRST, SECOND])
    async with kit.units.begin() as unit:
        (kept,) = await unit.ratings.of_appeals([appeal.id])
        assert (kept.mark, kept.text) == (4, "Долго\nНепонятно")
        assert kept.said == [FIRST, SECOND]
        assert await unit.ratings.by_message(chat, "8") == kept
        assert await unit.ratings.by_message(chat, "9") is None
        assert await unit.ratings.by_message(other, "8") is None
        unit.ratings.say(kept, ())
    async with kit.units.begin() as unit:
        (emptied,) = await unit.ratings.of_replies([reply])
    assert (emptied.mark, emptied.text, emptied.said) == (4, "", [])


@pytest.mark.requirement("S2")
async def test_a_mark_counts_for_the_unit_whose_reply_it_was(kit: Kit) -> None:
    """The appeal came back, and another unit has it now."""
    _, appeal, reply = await answered(kit)
    async with kit.units.begin() as unit:
        unit.ratings.give(appeal, reply, 2, kit.watch())
        moved = await unit.appeals.change(appeal, unit="care")
        assert moved
        facts = {"text": "Да", "files": [], "outcome": "solved", "promised_on": "", "state": "sent"}
        second = unit.replies.keep(moved, "zaitsev", kit.watch(), way="chat", **facts)
        unit.ratings.give(moved, second.id, 5, kit.watch())
    async with kit.units.begin() as unit:
        now = kit.watch()
        counted = await unit.ratings.counted(now - timedelta(days=1), now + timedelta(days=1))
    assert {(one.unit, one.mark, one.n) for one in counted} == {("benefits", 2, 1), ("care", 5, 1)}


@pytest.mark.requirement("S2")
async def test_a_reply_is_rated_once(kit: Kit) -> None:
    _, appeal, reply = await answered(kit)
    async with kit.units.begin() as unit:
        unit.ratings.give(appeal, reply, 2, kit.watch())
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with kit.units.begin() as unit:
            unit.ratings.give(appeal, reply, 5, kit.watch())
