"""Who signs, who controls, by which way a reply goes, and what counts as executed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.appeals import Appeal, State
from domain.leaving import controls, signatory, way, without_signatory
from domain.life import Execution, executed
from domain.ministry import Ministry, Role
from tests.kit import sample

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def without(ministry: Ministry, unit: str) -> Ministry:
    """The ministry with a unit that has no signatory of its own."""
    changed = replace(ministry.units[unit], signatory="")
    return replace(ministry, units={**ministry.units, unit: changed})


@pytest.mark.requirement("R8")
def test_the_units_signatory_signs_else_its_head() -> None:
    assert signatory(sample(), "benefits", {"petrov", ""}) == "lebedeva"
    assert signatory(without(sample(), "benefits"), "benefits", {"petrov"}) == "ivanova"


@pytest.mark.requirement("R8")
def test_nobody_signs_what_they_wrote_or_are_complained_about_in() -> None:
    assert signatory(sample(), "benefits", {"lebedeva"}) == "ivanova"
    assert signatory(without(sample(), "benefits"), "benefits", {"ivanova"}) == "sidorova"
    assert signatory(without(sample(), "it"), "it", {"fomin", "sidorova"}) == "lebedeva"
    assert signatory(sample(), "gone", {"sidorova"}) == "lebedeva"


@pytest.mark.requirement("R8")
def test_where_nobody_can_sign_it_is_said_whose_replies_those_are() -> None:
    ministry = sample()
    assert list(without_signatory(ministry)) == []
    roles = frozenset({Role.OFFICER})
    people = {id_: replace(one, roles=roles) for id_, one in ministry.employees.items()}
    people["ivanova"] = ministry.employees["ivanova"]
    alone = replace(ministry, employees=people)
    assert ("benefits", "ivanova") in list(without_signatory(alone))
    assert signatory(alone, "benefits", {"petrov"}) == "ivanova"


@pytest.mark.requirement("R9")
def test_the_head_controls_what_is_promised_unless_complained_about() -> None:
    assert controls(sample(), "benefits", {""}) == "ivanova"
    assert controls(sample(), "benefits", {"ivanova"}) == "sidorova"
    assert controls(sample(), "reception", {"sidorova"}) == ""


@pytest.mark.requirement("R21")
@pytest.mark.parametrize(
    ("chosen", "came_by", "dialogue", "expected"),
    [
        ("", "", True, "chat"),
        ("chat", "", True, "chat"),
        ("email", "", True, "email"),
        ("post", "", True, "post"),
        ("portal", "", True, "portal"),
        ("", "email", False, "email"),
        ("chat", "post", False, "post"),
        ("", "counter", False, "post"),
        ("portal", "telephone", False, "portal"),
    ],
)
def test_the_way_a_reply_goes(chosen: str, came_by: str, dialogue: bool, expected: str) -> None:
    assert way(chosen, came_by, dialogue) == expected


@pytest.mark.requirement("R9")
@pytest.mark.parametrize("state", State)
def test_what_counts_as_executed(state: State) -> None:
    appeal = Appeal(9, "2026-000009", 1, state, "", "care", "", False, "", NOW, NOW, NOW)
    before, after = executed(appeal, NOW), executed(appeal, NOW + timedelta(seconds=1))
    if state is State.NOT_APPEAL:
        assert (before, after) == (Execution.NONE, Execution.NONE)
    elif state in {State.ANSWERED, State.REDIRECTED, State.LEFT}:
        assert (before, after) == (Execution.EXECUTED, Execution.EXECUTED)
    else:
        assert (before, after) == (Execution.RUNNING, Execution.NOT_EXECUTED)
    assert executed(replace(appeal, due_at=None), NOW) is not Execution.NOT_EXECUTED
