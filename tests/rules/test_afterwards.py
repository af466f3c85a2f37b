"""What comes after a reply: which marks are low, and who answers to a client not content."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.afterwards import MARKS, answerable, is_low
from domain.appeals import Appeal, State
from tests.kit import sample

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
APPEAL = Appeal(
    9, "2026-000009", 1, State.ANSWERED, "", "benefits", "petrov", False, "", NOW, NOW, NOW
)  # fmt: skip


@pytest.mark.requirement("S2")
def test_one_and_two_are_low() -> None:
    assert [mark for mark in MARKS if is_low(mark)] == [1, 2]
    assert len(MARKS) == 5


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("facts", "client", "unit", "head"),
    [
        ({}, "", "benefits", "ivanova"),
        ({"unit": "care"}, "", "care", "nikitina"),
        ({"barred": "petrov"}, "", "benefits", "ivanova"),
        ({"barred": "ivanova"}, "", "reception", "sidorova"),
        ({}, "ivanova", "reception", "sidorova"),
        ({"barred": "sidorova"}, "ivanova", "reception", ""),
        ({"unit": "reception", "barred": "sidorova"}, "", "reception", ""),
        ({"unit": "closed long ago"}, "", "reception", "sidorova"),
    ],
)
def test_who_answers_to_a_client_not_content(
    facts: dict[str, str], client: str, unit: str, head: str
) -> None:
    found, who = answerable(sample(), replace(APPEAL, **facts), client)  # type: ignore[arg-type]
    assert (found.id, who) == (unit, head)
