"""Small numbers: nothing that is hidden can be had from what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.surveys.nearness import differ_by_few, may_be_taken_from
from domain.surveys.questionnaire import UNSURE, Audience, Kind, Question, Questionnaire
from domain.surveys.results import Results, Sheets, results
from domain.surveys.small import hidden, within_reach
from domain.surveys.waves import OTHERS, SMALL, Chosen, Wave, WaveState

SCALES = Questionnaire(
    "work",
    "Работа",
    "",
    Audience.EMPLOYEES,
    tuple(Question(one, Kind.SCALE, one, weight=w) for one, w in (("a", 1), ("b", 2), ("c", 0))),
    breakdown=("unit",),
)
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)

parts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=1)


@pytest.mark.requirement("S4")
@given(parts, st.sets(st.sampled_from("abcdef")))
def test_what_is_hidden_cannot_be_had_by_subtraction(
    counts: dict[str, int], more: set[str]
) -> None:
    gone = hidden(counts, more)
    assert {part for part, n in counts.items() if n < SMALL or part in more} <= gone <= {*counts}
    unseen = [counts[part] for part in gone if counts[part]]
    if {*counts} - gone and unseen:
        assert len(unseen) >= 2
        assert sum(unseen) >= SMALL


@pytest.mark.requirement("S4")
def test_the_smallest_of_the_shown_goes_with_the_one_that_is_hidden() -> None:
    assert hidden({"a": 20, "b": 4, "c": 7}) == {"b", "c"}
    assert hidden({"a": 20, "b": 2, "c": 2, "d": 9}) == {"b", "c", "d"}
    assert hidden({"a": 20, "b": 2, "c": 3, "d": 9}) == {"b", "c"}
    assert hidden({"a": 20, "b": 0, "c": 7}) == {"b"}
    assert hidden({"a": 5, "b": 5}) == frozenset()
    assert hidden({"b": 9, "a": 9, "c": 1}) == {"a", "c"}


answers = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from([1, 2, 3, 4, 5, UNSURE]) for key in "abc"}
)
filled = st.fixed_dictionaries({key: st.integers(1, 5) for key in "abc"})
sheets = st.lists(
    st.tuples(st.sampled_from("xyz"), st.one_of(filled, filled, filled, answers)), max_size=26
)


FULL = {"a": 1, "b": 2, "c": 3}
#: one of five is unsure of "a": hidden are y's "a" and, so that it does not follow, x's
ONE_UNSURE = [("x", FULL)] * 6 + [("y", FULL)] * 4 + [("y", FULL | {"a": UNSURE})]
ONE_UNSURE += [("z", FULL)] * 8


@pytest.mark.requirement("S4")
@example(ONE_UNSURE)
@settings(max_examples=150, deadline=None)
@given(sheets)
def test_no_hidden_cell_follows_from_everything_that_is_shown(given_: Sheets) -> None:
    """Each mark is an unknown, each figure shown an equation; what fewer than five of a part gave
    to an item must not follow from the equations. An index is an equation to whoever need not
    guess what each of its people left out: where they have left out nothing that counts."""
    found = results(SCALES, given_, (), 40)
    assert found.enough == bool(found.items) == (len(given_) >= SMALL)
    unknown = {
        (place, key): number
        for number, (place, key) in enumerate(
            (place, key)
            for place, (_, sheet) in enumerate(given_)
            for key in "abc"
            if isinstance(sheet.get(key), int)
        )
    }

    def sums(key: str, part: str = "") -> list[Fraction]:
        row = [Fraction(0)] * len(unknown)
        for (place, of), number in unknown.items():
            row[number] = Fraction(of == key and part in {"", given_[place][0]})
        return row

    def index(part: str = "") -> list[Fraction]:
        row = [Fraction(0)] * len(unknown)
        weights = {one.item.key: one.item.question.weight for one in found.items if one.whole}
        for place, (of, _) in enumerate(given_):
            marked = {key: w for key, w in weights.items() if w and (place, key) in unknown}
            if part not in {"", of} or not marked:
                continue
            if sum(marked.values()) != sum(weights.values()):
                return [Fraction(0)] * len(unknown)
            for key, weight in marked.items():
                row[unknown[place, key]] = Fraction(weight, sum(marked.values()))
        return row

    shown = [sums(one.item.key) for one in found.items if one.whole]
    shown += [sums(one.item.key, part) for one in found.items for part in one.parts]
    shown += [index()] if found.csi else []
    shown += [index(part) for part in found.csi_parts]
    basis = _reduced(shown)
    for key, part in _small_cells(found, given_):
        assert any(_reduce(sums(key, part), basis)), (key, part)


def _small_cells(found: Results, given_: Sheets) -> Iterable[tuple[str, str]]:
    counts = Counter(
        (key, part) for part, sheet in given_ for key in "abc" if isinstance(sheet.get(key), int)
    )
    for (key, part), n in counts.items():
        item = found.item(key)
        if n < SMALL:
            assert item is None or part not in item.parts
            yield key, part


def _reduced(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = _reduce(row, basis)
        pivot = next((place for place, value in enumerate(rest) if value), None)
        if pivot is not None:
            basis.append((pivot, [value / rest[pivot] for value in rest]))
    return basis


def _reduce(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for pivot, other in basis:
        if factor := row[pivot]:
            row = [a - factor * b for a, b in zip(row, other, strict=True)]
    return row


@pytest.mark.requirement("S4")
def test_an_index_is_not_shown_where_one_of_its_scales_is_hidden() -> None:
    found = results(SCALES, ONE_UNSURE, (), 40)
    a, b = found.item("a"), found.item("b")
    assert a
    assert b
    assert (list(a.parts), list(b.parts)) == (["z"], ["x", "y", "z"])
    assert list(found.csi_parts) == ["z"]
    assert found.parts == {"x": 6, "y": 5, "z": 8}


def wave(id_: int, opened: int, invited: int = 30, **groups: str) -> Wave:
    """A wave that was open for ten days from this day on."""
    at = NOON + timedelta(days=opened)
    return Wave(
        id_,
        SCALES,
        Chosen(Audience.EMPLOYEES),
        "boss",
        "",
        WaveState.CLOSED,
        at,
        at + timedelta(days=10),
        "2026-Q4",
        at,
        opened_at=at,
        closed_at=at + timedelta(days=10),
        groups=groups or {"care": "care", "it": "it"},
        invited=invited,
    )


@pytest.mark.requirement("S4", "S5")
@pytest.mark.parametrize(
    ("other", "near"),
    [
        (wave(1, -5), True),
        (wave(1, -5, invited=27), True),
        (wave(1, -5, invited=24), False),
        (wave(1, -11), False),
        (wave(3, 0), False),
        (wave(1, 0), True),
        (wave(3, 5), False),
        (wave(1, -5, invited=27, care="care"), False),
        (wave(1, -5, invited=27, care="care", it="it", tiny=OTHERS), True),
        (wave(2, -5), False),
    ],
)
def test_a_breakdown_within_reach_of_an_earlier_one_is_not_shown(other: Wave, near: bool) -> None:
    assert within_reach(wave(2, 0), [other]) is near


@pytest.mark.requirement("S4")
def test_two_surveys_that_may_be_held_against_each_other() -> None:
    now = replace(wave(2, 0), state=WaveState.PLANNED)
    renamed = replace(SCALES, id="other", title="Другое имя")
    reworded = replace(SCALES, questions=(Question("a", Kind.SCALE, "иначе"),))
    for other, may in (
        (wave(1, -5), True),
        (replace(wave(1, -5), questionnaire=renamed), True),
        (replace(wave(1, -5), questionnaire=reworded), False),
        (wave(1, -39), True),
        (wave(1, -41), False),
        (wave(3, 39), True),
        (wave(3, 41), False),
        (replace(wave(1, -5), unit="it"), True),
        (replace(wave(1, -5), state=WaveState.CALLED_OFF), False),
        (replace(wave(1, -5), questionnaire=replace(SCALES, link="https://x.ru")), False),
        (wave(2, -5), False),
    ):
        assert may_be_taken_from(now, other) is may, other
    own = replace(now, unit="care")
    assert not may_be_taken_from(own, replace(wave(1, -5), unit="it"))
    assert differ_by_few({*"abcdefg"}, {*"abcdefgh"})
    assert differ_by_few({*"abcdefg"}, {*"abcde"})
    assert not differ_by_few({*"abcdefg"}, {*"abcdefg"})
    assert not differ_by_few({*"abcdefg"}, {*"ab"})


@pytest.mark.requirement("S4")
def test_without_its_breakdown_a_wave_shows_only_the_whole() -> None:
    found = results(SCALES, ONE_UNSURE, (), 40, by_parts=False)
    assert found.enough
    assert found.csi
    assert (found.parts, found.csi_parts) == ({}, {})
    assert all(one.whole and not one.parts for one in found.items)


@pytest.mark.requirement("S4")
def test_fewer_than_five_answers_and_fewer_than_five_texts_are_not_told() -> None:
    words = Question("why", Kind.TEXT, "Почему?")
    asked = Questionnaire("q", "Q", "", Audience.EMPLOYEES, (*SCALES.questions, words))
    few = results(asked, [("", FULL)] * 4, [("why", "потому")] * 4, 4)
    assert not few.enough
    assert (few.answered, few.items, few.texts, few.rate) == (0, (), {}, None)
    more = results(asked, [("", FULL)] * 5, [("why", "потому")] * 4, 9)
    assert more.enough
    assert more.texts == {}
    assert not more.broken_down
    assert results(asked, [("", FULL)] * 5, [("why", "я")] * 5, 9).texts == {"why": ("я",) * 5}
