"""Ten thousand guesses at invitations: all answered alike, and nothing of them stays."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channel import Batch, Raw
from bot.intake import Intake
from domain.talk import Channel, Inbound
from handlers.conversations import conversations
from storage import tables as t
from storage.invites import new_code
from storage.letters import read_back
from tests.kit import PLACE, Kit, rows

GUESSES, ACCOUNTS, A_BATCH = 10_000, 400, 500


class Nothing:
    """Where a door's sender would be: it takes nothing up."""

    async def claim(self, *_: object) -> list[Any]:
        return []

    def carry(self, _: object) -> None:
        pass


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


def intake_of(kit: Kit) -> Intake:
    nobody: Any = {Channel.TELEGRAM: Nothing()}
    return Intake(kit.units, conversations(), kit.house, kit.watch, nobody, lambda: None)


def said(kit: Kit, number: int, text: str, peer: str) -> Raw:
    inbound = Inbound(*PLACE, f"m:{number}", peer, peer, kit.watch(), text=text, message="1")
    return Raw(str(number), {}, inbound)


@pytest.mark.requirement("E1", "P1")
async def test_ten_thousand_guesses_change_nothing(kit: Kit) -> None:
    """Real codes wait for everybody; among the guesses are codes used, expired, and of somebody
    who has left. After five wrong ones an account is heard no more for an hour."""
    now, people = kit.watch(), [*kit.ministry.employees]
    used, old, left, good = (new_code() for _ in range(4))
    async with kit.units.begin() as unit:
        for employee in people[4:]:
            unit.invites.make(employee, now, now + timedelta(days=7))
        unit.invites.write(used, people[0], now, now + timedelta(days=7))
        unit.invites.write(old, people[1], now - timedelta(days=2), now - timedelta(days=1))
        unit.invites.write(left, "gone", now, now + timedelta(days=7))
        unit.invites.write(good, people[2], now, now + timedelta(days=7))
    first = await kit.chat()
    async with kit.units.begin() as unit:
        assert await unit.invites.use(used, first, now) == people[0]
    tried = [used, old, left, *("join-" + secrets.token_urlsafe(16) for _ in range(GUESSES - 3))]
    intake, guesser = intake_of(kit), "9000"
    events = [said(kit, n, code, f"{8000 + n % ACCOUNTS}") for n, code in enumerate(tried)]
    for start in range(0, GUESSES, A_BATCH):
        await intake.take(Batch(*PLACE, tuple(events[start : start + A_BATCH])))
    answered = Counter(read_back(row["reply"]).text for row in await rows(kit.engine, t.outbox))
    assert sorted(answered.values()) == [ACCOUNTS * 5, GUESSES - ACCOUNTS * 5]
    assert {text.split(".")[0] for text in answered} == {
        "Код не подошёл",
        "Слишком много неверных кодов",
    }
    chats = await rows(kit.engine, t.chats)
    assert not any(chat["employee"] for chat in chats)
    assert await rows(kit.engine, t.appeals) == []
    # The guesses have spoilt nothing for whoever has a code, but those who guess are not heard.
    guesses = said(kit, GUESSES, good, "8000"), said(kit, GUESSES + 1, good, guesser)
    await intake.take(Batch(*PLACE, guesses))
    chats = await rows(kit.engine, t.chats)
    assert [chat["peer"] for chat in chats if chat["employee"]] == [guesser]
