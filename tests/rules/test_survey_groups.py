"""Groups of answers and audiences of employees: nobody alone, nobody asked about themselves."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.surveys.audience import employees_chosen
from domain.surveys.groups import grouped
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import OTHERS, SMALL, Chosen
from tests.kit import sample

pytestmark = pytest.mark.requirement("S4")


@pytest.mark.parametrize(
    ("invited", "groups"),
    [
        ({"a": 5, "b": 9}, {"a": "a", "b": "b"}),
        ({"a": 4, "b": 9, "c": 3}, {"a": OTHERS, "b": "b", "c": OTHERS}),
        # four could be reckoned from the whole: the smallest other unit hides them
        ({"a": 4, "b": 9, "c": 7}, {"a": OTHERS, "b": "b", "c": OTHERS}),
        ({"a": 2, "b": 3}, {"a": OTHERS, "b": OTHERS}),
        ({}, {}),
        # groups at the end: the others hide a small one, and no large one with it
        ({"a": 4, "b": 6, OTHERS: 7}, {"a": OTHERS, "b": "b", OTHERS: OTHERS}),
        ({"a": 0, "b": 6, "c": 7}, {"a": OTHERS, "b": OTHERS, "c": "c"}),
    ],
)
def test_small_units_go_together(invited: dict[str, int], groups: dict[str, str]) -> None:
    assert grouped(invited) == groups


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 12)))
def test_no_group_is_small(invited: dict[str, int]) -> None:
    people = Counter[str]()
    for unit, group in grouped(invited).items():
        people[group] += invited[unit]
    if sum(invited.values()) >= SMALL:
        assert all(count >= SMALL for count in people.values())


def test_the_people_of_the_unit_are_not_its_clients() -> None:
    ministry = sample()
    everybody = Chosen(Audience.EMPLOYEES)
    all_ = employees_chosen(ministry, everybody)
    assert all_ == set(ministry.employees)
    unit = next(iter(ministry.units))
    own = {one.id for one in ministry.people_of(unit)}
    assert own
    assert employees_chosen(ministry, everybody, unit) == all_ - own
    named = Chosen(Audience.EMPLOYEES, units=(unit,))
    assert employees_chosen(ministry, named, unit) == own
    used = Chosen(Audience.EMPLOYEES, process="x")
    one, *_ = own
    assert employees_chosen(ministry, used, "", {one}) == {one}
