"""Parts of a reply: whose each is, when it is late, and in which states what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.access import Action
from domain.appeals import OPEN, Appeal, State
from domain.life import OF_PARTS, possible
from domain.ministry import Employee, Role
from domain.parts import Part, PartState, is_asked, is_late

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=4)
PART = Part(3, 9, "petrov", "care", "zaitsev", "?", [], "", [], PartState.ASKED, NOW, DUE)


def employee(id_: str, unit: str) -> Employee:
    return Employee(id_, "Зайцев Тимур Рустамович", "", unit, frozenset({Role.OFFICER}))


@pytest.mark.requirement("R4")
def test_a_part_is_of_whom_it_names_else_of_the_unit() -> None:
    assert is_asked(PART, employee("zaitsev", "care"))
    assert is_asked(PART, employee("zaitsev", "benefits")), "who has moved takes it along"
    assert not is_asked(PART, employee("nikitina", "care"))
    of_unit = replace(PART, employee="")
    assert is_asked(of_unit, employee("nikitina", "care"))
    assert not is_asked(of_unit, employee("petrov", "benefits"))


@pytest.mark.requirement("W3")
@pytest.mark.parametrize(
    ("state", "settled", "now", "late"),
    [
        (PartState.ASKED, None, DUE, False),
        (PartState.ASKED, None, DUE + timedelta(seconds=1), True),
        (PartState.GIVEN, DUE, DUE + timedelta(days=9), False),
        (PartState.GIVEN, DUE + timedelta(seconds=1), DUE + timedelta(days=9), True),
        (PartState.DECLINED, DUE + timedelta(days=1), DUE + timedelta(days=9), False),
        (PartState.WITHDRAWN, DUE + timedelta(days=1), DUE + timedelta(days=9), False),
    ],
)
def test_late(state: PartState, settled: datetime | None, now: datetime, late: bool) -> None:
    assert is_late(replace(PART, state=state, settled_at=settled), now) is late


@pytest.mark.requirement("W3")
def test_without_a_calendar_nothing_is_late() -> None:
    assert not is_late(replace(PART, due_at=None), NOW + timedelta(days=99))


@pytest.mark.requirement("R4")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("stands", PartState)
def test_what_can_be_done_to_a_part(state: State, stands: PartState) -> None:
    """A part is given, declined or withdrawn once, while the client waits for the reply."""
    appeal = Appeal(9, "2026-000009", 2, state, "", "benefits", "petrov", False, "", NOW, NOW, NOW)
    part = replace(PART, state=stands)
    running = state in OPEN - {State.CONTROL}
    for action in (Action.GIVE_PART, Action.DECLINE_PART, Action.WITHDRAW_PART):
        assert possible(action, appeal, part) is (running and stands is PartState.ASKED)
    assert possible(Action.SEE_PART, appeal, part) is (stands in {PartState.ASKED, PartState.GIVEN})
    assert {*OF_PARTS} == {
        Action.SEE_PART,
        Action.GIVE_PART,
        Action.DECLINE_PART,
        Action.WITHDRAW_PART,
    }
