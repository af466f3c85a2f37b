"""Where requests to colleagues go, and whose kinds the register has."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from domain.ministry import Ministry
from domain.requests import GROUPS, answers, desk, goes_to, grouped, serving, sorts
from tests.kit import sample


def serving_only(ministry: Ministry, **serves: str) -> Ministry:
    units = {
        id_: replace(unit, serves=serves.get(id_, "clients"))
        for id_, unit in ministry.units.items()
    }
    return replace(ministry, units=MappingProxyType(units))


@pytest.mark.requirement("E7")
def test_who_sorts_what_employees_ask() -> None:
    ministry = sample()
    assert desk(ministry).id == "reception"
    assert sorts(ministry, "reception")
    assert not sorts(ministry, "it")
    own = serving_only(ministry, personnel="employees", it="both")
    assert desk(own).id == "it", "the first that serves them, in the file's order"
    assert sorts(own, "it")
    assert sorts(own, "reception")
    assert desk(serving_only(ministry)).id == "reception", "somebody sorts it all the same"


@pytest.mark.requirement("E2", "E7")
def test_a_request_goes_where_somebody_else_can_answer_it() -> None:
    ministry = sample()
    assert goes_to(ministry, "it", "loginov") == ("it", False)
    assert goes_to(ministry, "facilities", "gusev") == ("reception", True)
    assert goes_to(ministry, "accounting", "kuzmina") == ("accounting", False)
    assert goes_to(ministry, "gone", "loginov") == ("reception", True)
    assert goes_to(ministry, "", "loginov") == ("reception", True)
    assert answers(ministry, ministry.units["accounting"], "kuzmina") == ("vlasova",)


@pytest.mark.requirement("E10")
def test_the_sample_register_has_every_kind_of_the_orders() -> None:
    ministry = sample()
    found = grouped(ministry)
    assert [*found][: len(GROUPS)] == [*GROUPS]
    assert [*found][len(GROUPS) :] == ["Пресс-служба"]
    assert sum(map(len, found.values())) == len(ministry.processes)
    served = {unit.id for unit in serving(ministry)}
    assert {p.unit for p in ministry.processes.values() if p.unit} <= served
    assert any(process.instead for process in ministry.processes.values())
