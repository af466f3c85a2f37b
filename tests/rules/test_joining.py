"""Whose first joining takes a second person's word, and who may give it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from domain.access import Action, allowed_about
from domain.joining import TRUSTED, codes_in, may_confirm, needs_second
from domain.ministry import Employee, Role
from domain.people import Actor, Capacity
from handlers.joining import CODE

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
A_CODE = "join-" + "a-B_9" * 4 + "xy"


def somebody(name: str, unit: str, *roles: Role) -> Employee:
    return Employee(name, f"{name} Имя Отчество", "", unit, frozenset({Role.EMPLOYEE, *roles}))


def actor(one: Employee, below: str = "", *standing_in: Capacity) -> Actor:
    return Actor(1, one, Capacity(one, frozenset(below.split())), standing_in)


@pytest.mark.requirement("E1")
@pytest.mark.parametrize("role", Role)
def test_whoever_may_do_more_than_answer_needs_it_the_first_time(role: Role) -> None:
    one = somebody("новый", "benefits", role)
    assert needs_second(one, joined_before=False) is (role in TRUSTED)
    assert not needs_second(one, joined_before=True)
    head, admin = frozenset({Role.HEAD}), frozenset({Role.ADMINISTRATOR})
    assert needs_second(one, joined_before=True, inviter=head)
    assert not needs_second(one, joined_before=True, inviter=admin)
    assert needs_second(one, joined_before=False, inviter=admin) is (role in TRUSTED)


@pytest.mark.requirement("E1", "P1")
def test_it_is_the_word_of_somebody_in_charge_who_is_neither_of_the_two() -> None:
    joiner = somebody("joiner", "benefits", Role.HEAD)
    own = Capacity(joiner, frozenset())
    may = {
        "administrator": actor(somebody("admin", "it", Role.ADMINISTRATOR)),
        "controller": actor(somebody("controller", "reception", Role.CONTROLLER)),
        "a head above": actor(somebody("minister", "leadership", Role.HEAD), "benefits it"),
    }
    may_not = {
        "a head beside": actor(somebody("beside", "care", Role.HEAD), "job_centre"),
        "an officer": actor(somebody("officer", "benefits", Role.OFFICER)),
        "the joiner": actor(joiner),
        "a client": Actor(1),
        "their deputy, by what the joiner may": actor(somebody("deputy", "benefits"), "", own),
    }
    assert {name for name, one in may.items() if may_confirm(one, joiner, "inviter")} == {*may}
    assert not [name for name, one in may_not.items() if may_confirm(one, joiner, "inviter")]
    for one in may.values():
        assert not may_confirm(one, joiner, one.id), "never the inviter"


@pytest.mark.requirement("E1", "R13")
def test_a_stand_in_does_nothing_to_whom_they_stand_in_for() -> None:
    head = somebody("head", "benefits", Role.HEAD)
    officer = somebody("officer", "benefits", Role.OFFICER)
    deputy = actor(officer, "", Capacity(head))
    assert deputy.own_roles == officer.roles
    for action in (Action.INVITE, Action.REVOKE, Action.SET_ABSENCE, Action.CONFIRM_JOINING):
        assert not allowed_about(deputy, action, head)
        assert allowed_about(deputy, action, somebody("colleague", "benefits"))
    assert allowed_about(deputy, Action.SEE_STAFF, head)
    above = actor(somebody("above", "leadership", Role.HEAD), "benefits", Capacity(head))
    assert allowed_about(above, Action.INVITE, head), "in their own right"


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    "text",
    [
        A_CODE,
        f"/start {A_CODE}",
        f"/START  {A_CODE}",
        f"Приглашение. Код: {A_CODE}\nДействует до завтра",
        f"https://t.me/bot?start={A_CODE} и {A_CODE}",
    ],
)
def test_a_code_is_found_in_whatever_it_came_with(text: str) -> None:
    found = re.fullmatch(CODE, text)
    assert found
    assert found[1] == A_CODE
    assert set(codes_in(text)) == {A_CODE}


@pytest.mark.requirement("E1")
def test_other_words_are_no_code() -> None:
    for text in ("просьба join-абв", f"x{A_CODE}", f"{A_CODE}x и ещё", "/start", "join us"):
        assert not re.fullmatch(CODE, text), text
        assert codes_in(text) == []
    for mistyped in ("join-", "join-опечатка", "/start join-1234", f"{A_CODE}x"):
        assert re.fullmatch(CODE, mistyped), "answered as a wrong code, and no appeal"
