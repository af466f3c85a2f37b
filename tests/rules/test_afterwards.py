"""What comes after a reply: which marks are low, and who answers to a client not content."""

from __future__ import annotations

import pytest

from domain.afterwards import MARKS, answerable, is_low
from tests.kit import sample


@pytest.mark.requirement("S2")
def test_one_and_two_are_low() -> None:
    assert [mark for mark in MARKS if is_low(mark)] == [1, 2]
    assert len(MARKS) == 5


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("of", "past", "unit", "head"),
    [
        ("benefits", set(), "benefits", "ivanova"),
        ("care", set(), "care", "nikitina"),
        ("benefits", {"petrov"}, "benefits", "ivanova"),
        ("benefits", {"ivanova"}, "reception", "sidorova"),
        ("benefits", {"sidorova", "ivanova"}, "reception", ""),
        ("reception", {"sidorova"}, "reception", ""),
        ("closed long ago", set(), "reception", "sidorova"),
    ],
)
def test_who_answers_to_a_client_not_content(of: str, past: set[str], unit: str, head: str) -> None:
    found, who = answerable(sample(), of, past)
    assert (found.id, who) == (unit, head)
