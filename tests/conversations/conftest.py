"""Whatever is said in these conversations, nothing may break: quarantine stays empty."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from storage import tables as t
from tests.conversations.talk import rows
from tests.town import Town


@pytest.fixture(autouse=True)
async def nothing_breaks(town: Town) -> AsyncIterator[None]:
    yield
    broken = await rows(town, select(t.quarantine.c.reason, t.quarantine.c.body))
    assert broken == []


@pytest.fixture(params=["telegram", "vk"])
def at(request: pytest.FixtureRequest) -> str:
    """The messenger a conversation happens in."""
    name: str = request.param
    return name
