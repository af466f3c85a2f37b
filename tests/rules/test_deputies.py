"""Who acts for whoever is away: never somebody absent, never in circles, always the same one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import organisation
from domain.dative import accusative_surname
from domain.deputies import (
    acting,
    acting_through,
    away_until,
    can_stand_in,
    comes_to_more,
    falls_to,
    is_away,
    stands_in_for,
)
from domain.ministry import Away, Employee, Ministry, Role, Unit
from domain.staff import amended

SAMPLE = organisation.load(Path(__file__).parents[2] / "organisation.yaml")
TODAY = date(2026, 11, 24)
PEOPLE, UNITS = ("a", "b", "c", "d", "e", "f"), ("u", "v", "w")
OFFICER = frozenset({Role.EMPLOYEE, Role.OFFICER})
HEAD = frozenset({Role.EMPLOYEE, Role.HEAD})
PLAIN = frozenset({Role.EMPLOYEE})

pytestmark = pytest.mark.requirement("R13")


def ministry(people: Mapping[str, Employee], units: Mapping[str, Unit]) -> Ministry:
    return Ministry(
        SAMPLE.name,
        SAMPLE.short_name,
        SAMPLE.schedule,
        SAMPLE.contacts,
        SAMPLE.channels,
        SAMPLE.appeals,
        SAMPLE.windows,
        units,
        people,
        {},
    )


AWAY = st.builds(
    lambda since, days: Away(TODAY + timedelta(days=since), TODAY + timedelta(days=since + days)),
    st.integers(-3, 3),
    st.integers(0, 4),
)


@st.composite
def ministries(draw: st.DrawFn) -> Ministry:
    """Anything a staff list may come to: circles, missing people, everybody away."""
    anybody = st.sampled_from((*PEOPLE, "", "nobody"))
    people = {
        one: Employee(
            one,
            one,
            "",
            draw(st.sampled_from((*UNITS, "nowhere"))),
            draw(st.sampled_from((OFFICER, HEAD, PLAIN))),
            deputy=draw(anybody),
            away=tuple(draw(st.lists(AWAY, max_size=2))),
        )
        for one in PEOPLE
    }
    parents = st.sampled_from((*UNITS, "", "nowhere"))
    units = {one: Unit(one, one, draw(anybody), parent=draw(parents)) for one in UNITS}
    return ministry(people, units)


@settings(max_examples=400)
@given(ministries(), st.sampled_from(PEOPLE), st.integers(-4, 8))
def test_whoever_acts_is_there_and_can_do_it(town: Ministry, who: str, later: int) -> None:
    day, known = TODAY + timedelta(days=later), town.employees[who]
    found = acting(town, who, day)
    assert found == acting(town, who, day)
    if not is_away(known, day):
        assert found == known
    elif found:
        assert found.id in town.employees
        assert not is_away(found, day)
        assert can_stand_in(known, found)


@settings(max_examples=300)
@given(ministries(), st.integers(-4, 8))
def test_each_absent_one_has_one_who_acts_for_them(town: Ministry, later: int) -> None:
    """Seen from both sides it is the same person, and nobody absent acts for anybody."""
    day = TODAY + timedelta(days=later)
    for one in town.employees.values():
        found = acting(town, one.id, day)
        standing = [p for p in PEOPLE if one in stands_in_for(town, p, day)]
        assert standing == ([found.id] if found and found != one else [])
        assert not (is_away(one, day) and stands_in_for(town, one.id, day))


@settings(max_examples=200)
@given(ministries(), st.sampled_from(PEOPLE))
def test_a_deputy_who_is_there_comes_before_any_head(town: Ministry, who: str) -> None:
    known = town.employees[who]
    deputy = town.employees.get(known.deputy)
    fit = deputy and can_stand_in(known, deputy) and not is_away(deputy, TODAY)
    if is_away(known, TODAY) and fit:
        assert acting(town, who, TODAY) == deputy


@settings(max_examples=200)
@given(ministries(), st.sampled_from(PEOPLE), st.integers(-4, 4))
def test_an_absence_ends_on_the_day_before_somebody_is_there(
    town: Ministry, who: str, later: int
) -> None:
    known, day = town.employees[who], TODAY + timedelta(days=later)
    last = away_until(known, day)
    assert (last is None) is not is_away(known, day)
    if last:
        assert all(is_away(known, day + timedelta(n)) for n in range((last - day).days + 1))
        assert not is_away(known, last + timedelta(days=1))


def changed(**away: str) -> Ministry:
    """The sample ministry while these people are away; the value is their deputy, "" for none,
    "-" for whom the file names."""
    days = [[TODAY.isoformat(), TODAY.isoformat()]]
    values = {
        ("employee", who): {"away": days} | ({} if deputy == "-" else {"deputy": deputy})
        for who, deputy in away.items()
    }
    return amended(SAMPLE, values)


@pytest.mark.parametrize(
    ("away", "whose", "acts"),
    [
        ({"petrov": "-"}, "petrov", "gromova"),
        ({"petrov": "-", "gromova": "-"}, "petrov", "ivanova"),
        ({"petrov": "-", "gromova": "-"}, "gromova", "ivanova"),
        ({"petrov": "-", "gromova": "zaitsev"}, "petrov", "zaitsev"),
        ({"petrov": "", "ivanova": "gromova"}, "petrov", "gromova"),
        ({"petrov": "", "ivanova": ""}, "petrov", "sokolov"),
        ({"ivanova": ""}, "ivanova", "sokolov"),
        ({"ivanova": "", "sokolov": "-"}, "ivanova", "lebedeva"),
        ({"petrov": "loginov"}, "petrov", "ivanova"),
        ({"petrov": "nobody"}, "petrov", "ivanova"),
        ({"sokolov": "-", "lebedeva": ""}, "sokolov", None),
        ({"gromova": "-"}, "petrov", "petrov"),
    ],
)
def test_the_chain(away: dict[str, str], whose: str, acts: str | None) -> None:
    found = acting(changed(**away), whose, TODAY)
    assert (found and found.id) == acts


def test_a_deputy_who_has_left_is_passed_over() -> None:
    town = amended(changed(petrov="-"), {("employee", "gromova"): {"gone": True}})
    found = acting(town, "petrov", TODAY)
    assert found
    assert found.id == "ivanova"


def test_everybody_who_acts_through_an_absence() -> None:
    days = {"petrov": (0, 6), "gromova": (2, 3), "ivanova": (3, 3)}
    values = {
        ("employee", who): {"away": [[str(TODAY + timedelta(first)), str(TODAY + timedelta(last))]]}
        for who, (first, last) in days.items()
    }
    town = amended(SAMPLE, values)
    found = acting_through(town, "petrov", town.employees["petrov"].away[0])
    assert [one and one.id for one in found] == ["gromova", "ivanova", "sokolov"]


def test_what_falls_to_a_deputy_who_never_does_it() -> None:
    people = SAMPLE.employees
    assert falls_to(people["sidorova"], people["belov"]) == (Role.HEAD, Role.CONTROLLER)
    assert falls_to(people["petrov"], people["gromova"]) == ()
    assert not can_stand_in(people["petrov"], people["loginov"])
    assert not can_stand_in(people["petrov"], people["petrov"])
    assert can_stand_in(people["loginov"], people["admin"])


def test_nobody_makes_themselves_the_deputy_of_whoever_may_more() -> None:
    def changed(**deputies: str) -> Ministry:
        rows = {("employee", one): {"deputy": who} for one, who in deputies.items()}
        return amended(SAMPLE, rows)

    assert comes_to_more(SAMPLE, changed(ivanova="admin"), "admin")
    assert comes_to_more(SAMPLE, changed(sokolov="loginov", loginov="admin"), "admin")
    assert comes_to_more(SAMPLE, changed(lebedeva="admin"), "admin"), "the minister's deputy's"
    assert not comes_to_more(SAMPLE, changed(ivanova="gromova"), "admin")
    assert not comes_to_more(SAMPLE, changed(vlasova="admin"), "admin"), "an officer's"
    assert not comes_to_more(SAMPLE, changed(nikitina="ivanova"), "ivanova"), "a head's by a head"
    theirs = changed(ivanova="admin")
    assert not comes_to_more(theirs, theirs, "admin"), "by another's word"


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Петров Андрей Николаевич", "Петрова"),
        ("Громова Светлана Игоревна", "Громову"),
        ("Достоевский Фёдор Михайлович", "Достоевского"),
        ("Шевчук Ольга Ивановна", "Шевчук"),
        ("Ким Юрий Черсанович", "Кима"),
        ("Кузьмина-Орлова Нина Юрьевна", ""),
        ("Петров", ""),
    ],
)
def test_for_whom_in_the_accusative(name: str, surname: str) -> None:
    assert accusative_surname(name) == surname
