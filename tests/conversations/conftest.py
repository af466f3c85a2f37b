"""Whatever is said in these conversations: nothing breaks, and every screen fits everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot import build
from sandbox.people import Shown
from storage import tables as t
from tests.conversations.talk import rows
from tests.town import Town


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices are gathered ten times a second, so that nobody waits for a whole one. Set before
    the house is built; a file with a rhythm of its own has a `brisk` of its own."""
    monkeypatch.setitem(build.TICKS, "gather", 0.1)


@pytest.fixture(autouse=True)
async def nothing_breaks(brisk: None, town: Town) -> AsyncIterator[None]:
    yield
    broken = await rows(town, select(t.quarantine.c.reason, t.quarantine.c.body))
    assert broken == []
    for chat in [*town.telegram.world.chats.values()]:
        for shown in town.telegram.shown_in(chat):
            fits_everywhere(shown)


def fits_everywhere(shown: Shown) -> None:
    """Telegram takes more buttons than VK; a conversation is the same on both."""
    buttons = [button for row in shown.rows for button in row]
    assert len(shown.rows) <= 6, shown
    assert all(len(row) <= 5 for row in shown.rows), shown
    assert len(buttons) <= 10, shown
    assert all(0 < len(button.label) <= 40 for button in buttons), shown
    assert all(len(button.data.encode()) <= 64 for button in buttons), shown


@pytest.fixture(params=["telegram", "vk"])
def at(request: pytest.FixtureRequest) -> str:
    """The messenger a conversation happens in."""
    name: str = request.param
    return name
