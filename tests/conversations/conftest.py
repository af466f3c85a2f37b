"""Whatever is said in these conversations, nothing may break: quarantine stays empty."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot import build
from storage import tables as t
from tests.conversations.talk import rows
from tests.town import Town


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices are gathered ten times a second, so that nobody waits for a whole one."""
    monkeypatch.setitem(build.TICKS, "gather", 0.1)


@pytest.fixture(autouse=True)
async def nothing_breaks(brisk: None, town: Town) -> AsyncIterator[None]:
    yield
    broken = await rows(town, select(t.quarantine.c.reason, t.quarantine.c.body))
    assert broken == []


@pytest.fixture(params=["telegram", "vk"])
def at(request: pytest.FixtureRequest) -> str:
    """The messenger a conversation happens in."""
    name: str = request.param
    return name
