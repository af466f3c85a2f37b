"""Answers ride in a button: packed and unpacked, gone back over, and kept only if asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from domain.surveys.answering import (
    HELD,
    LONGEST_PACKED,
    SKIPPED,
    Given,
    answered,
    back,
    in_words,
    is_skipped,
    may_be_unsure,
    next_item,
    pack,
    part_of,
    progress,
    sheet_of,
    toggled,
    unpack,
)
from domain.surveys.marks import MARK_LENGTH
from domain.surveys.questionnaire import (
    UNSURE,
    Answer,
    Audience,
    Item,
    Kind,
    Option,
    Question,
    Questionnaire,
    When,
)
from domain.surveys.reading import MOST_OF_MANY, MOST_OPTIONS, ROOM, can_be_answered, packed_length
from domain.surveys.sitting import Sitting, held, opened, skipped
from domain.surveys.taps import Press, Tap, is_of_survey, read_tap
from domain.surveys.waves import Chosen, Wave, WaveState

pytestmark = pytest.mark.requirement("S1")
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{place}", f"Ответ {place}") for place in range(count))


@st.composite
def questions(draw: Any, place: int, earlier: list[Question]) -> Question:
    """Anything that `domain.surveys.reading` lets through."""
    kind = draw(st.sampled_from(list(Kind)))
    can_be_unsure = kind in (Kind.ONE, Kind.SCALE, Kind.MATRIX)
    unsure = can_be_unsure and draw(st.booleans())
    most = {Kind.ONE: MOST_OPTIONS - unsure, Kind.MANY: MOST_OF_MANY}.get(kind, 0)
    own = options(draw(st.integers(2, most))) if most else ()
    rows = options(draw(st.integers(1, 12))) if kind is Kind.MATRIX else ()
    items = [item for one in earlier for item in one.items if item.kind is not Kind.TEXT]
    when = None
    if items and draw(st.booleans()):
        item = draw(st.sampled_from(items))
        known = st.sampled_from(can_be_answered(item))
        when = When(item.key, tuple(draw(st.lists(known, min_size=1, max_size=4))))
    return Question(
        f"q{place}",
        kind,
        "О чём?",
        own,
        rows,
        draw(st.booleans()),
        unsure,
        most=draw(st.integers(0, len(own))) if kind is Kind.MANY else 0,
        when=when,
    )


@st.composite
def questionnaires(draw: Any) -> Questionnaire:
    found: list[Question] = []
    for place in range(draw(st.integers(1, 38))):
        one = draw(questions(place, found))
        if sum(map(packed_length, [*found, one])) > ROOM:
            break
        found.append(one)
    return Questionnaire("any", "Опрос", "О чём", Audience.EMPLOYEES, tuple(found))


def answers(item: Item) -> list[Answer]:
    """Everything that may be said to an item."""
    plain: list[Answer] = [] if item.question.required else [SKIPPED]
    ids = [one.id for one in item.question.options]
    if item.kind is Kind.ONE:
        plain += ids
    elif item.kind is Kind.MANY:
        most = item.question.most or len(ids)
        plain = [[], *([one] for one in ids), ids[:most]]
        plain = plain[item.question.required :]
    elif item.kind is Kind.TEXT:
        plain.append(HELD)
    else:
        plain += list(range(11) if item.kind is Kind.NPS else range(1, 6))
    return [*plain, UNSURE] if may_be_unsure(item) else plain


Way = tuple[Questionnaire, list[Given]]


@st.composite
def ways(draw: Any) -> Way:
    """A questionnaire, and what was said at each step of going through it."""
    survey = draw(questionnaires())
    steps: list[Given] = [{}]
    while item := next_item(survey, steps[-1]):
        steps.append(answered(survey, steps[-1], draw(st.sampled_from(answers(item)))))
    return survey, steps


@given_(ways())
def test_what_was_answered_comes_back_from_the_button(
    way: Way,
) -> None:
    survey, steps = way
    for step in steps:
        packed = pack(survey, step)
        again = unpack(survey, packed)
        assert again is not None
        assert list(again.items()) == list(step.items())
        longest = Tap(Press.SEND, 2**63 - 1, "m" * MARK_LENGTH, packed)
        assert len(f"sv:{longest}".encode()) <= 64
        assert read_tap(f"sv:{longest}") == longest


def test_the_longest_questionnaire_there_may_be_fits() -> None:
    for kind, own, count in ((Kind.NPS, 0, 38), (Kind.MANY, 7, 19), (Kind.ONE, 8, 38)):
        all_ = tuple(
            Question(f"q{place}", kind, "?", options(own), required=False) for place in range(count)
        )
        survey, said = Questionnaire("a", "b", "c", Audience.CLIENTS, all_), Given()
        while item := next_item(survey, said):
            ids = [one.id for one in item.question.options]
            last: dict[Kind, Any] = {Kind.NPS: 10, Kind.MANY: ids, Kind.ONE: ids and ids[-1]}
            said = answered(survey, said, last[kind])
        assert 20 < len(pack(survey, said)) <= LONGEST_PACKED


@given_(ways())
def test_back_undoes_and_the_sheet_holds_what_was_asked(
    way: Way,
) -> None:
    survey, steps = way
    for before, after in pairwise(steps):
        assert back(after) == before
    whole = steps[-1]
    asked = {item.key: item for item in survey.asked(sheet_of(survey, whole))}
    assert whole.keys() == asked.keys()
    assert progress(survey, whole) == (len(whole), len(whole))
    sheet = sheet_of(survey, whole)
    assert sheet.keys() <= asked.keys()
    assert all(asked[key].kind is not Kind.TEXT and not is_skipped(sheet[key]) for key in sheet)
    texts = {item.key for item in in_words(survey, whole)}
    assert texts.isdisjoint(sheet)
    assert texts == {key for key in whole if whole[key] == HELD and key not in sheet}


@given_(
    ways(),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:", max_size=30),
)
def test_a_forged_button_is_refused_or_is_what_could_have_been_said(way: Way, forged: str) -> None:
    survey, _ = way
    found = unpack(survey, forged)
    if found is not None:
        assert pack(survey, found) == forged
        assert {*found} <= {item.key for item in survey.asked(sheet_of(survey, found))}


def small(*all_: Question) -> Questionnaire:
    return Questionnaire("small", "Опрос", "О чём", Audience.EMPLOYEES, all_)


ONE = Question("one", Kind.ONE, "?", options(3))
MANY = Question("many", Kind.MANY, "?", options(4), required=False, most=2)
ASKED_OF_FIRST = Question("why", Kind.SCALE, "?", unsure=True, when=When("one", ("o0",)))
TEXT = Question("words", Kind.TEXT, "?", required=False)
SURVEY = small(ONE, ASKED_OF_FIRST, MANY, TEXT)


def test_what_is_not_asked_any_more_is_dropped() -> None:
    assert progress(SURVEY, {}) == (1, 4), "what may still be asked counts"
    said = answered(SURVEY, answered(SURVEY, {}, "o0"), 5)
    assert progress(SURVEY, said) == (3, 4)
    other = answered(SURVEY, back(back(said)), "o1")
    assert progress(SURVEY, other) == (2, 3)
    assert sheet_of(SURVEY, other) == {"one": "o1"}
    assert (item := next_item(SURVEY, other))
    assert item.key == "many"


@pytest.mark.parametrize("packed", ["A", "B", "AE", "=", "Ы", "E" * 27, "-" * 26, "E", "sv"])
def test_nothing_but_our_own_packing_is_read(packed: str) -> None:
    """E is the first question left out, which must be answered."""
    assert unpack(small(ONE), packed) is None


def test_a_choice_that_goes_on_may_be_empty_and_no_larger_than_allowed() -> None:
    (item,) = small(MANY).items
    assert toggled(item, ["o0", "o1"], "o3") == ["o0", "o1"]
    assert toggled(item, ["o3", "o0"], "o0") == ["o3"]
    wanted = small(replace(MANY, required=True))
    none = pack(wanted, {"many": []})
    assert unpack(wanted, none) is None
    assert unpack(wanted, none, choosing=True) == {"many": []}
    assert unpack(wanted, "", choosing=True) is None
    assert (
        unpack(small(MANY), pack(small(replace(MANY, most=0)), {"many": ["o0", "o1", "o2"]}))
        is None
    )


@pytest.mark.parametrize(
    "tap",
    [
        "sv", "sv:", "sv:a", "sw:aAAAAAAAAAAE:", "sv:xAAAAAAAAAAE:", "sv:aAAAAAAAAAAE",
        "sv:aAAAAAAAAAAF:", "sv:a__________8:", "sv:aAAAAAAAAAAA:", "sv:aAAAAAAAAAAEmark:",
    ],
)  # fmt: skip
def test_a_strange_tap_is_no_tap(tap: str) -> None:
    assert read_tap(tap) is None
    assert is_of_survey(tap) is not tap.startswith("sw")


WAVE = Wave(
    7, SURVEY, Chosen(Audience.EMPLOYEES), "boss", "", WaveState.OPEN, NOW, NOW, "2026-Q4", NOW
)


def sitting(given: Given, press: Press = Press.SHOW, **words: str) -> Sitting:
    return Sitting(WAVE, "m" * MARK_LENGTH, given, press, words)


def test_typed_answers() -> None:
    first = sitting({})
    for typed, said in (("1", "o0"), (" 3 ", "o2"), ("ответ 1", "o1")):
        assert (found := first.typed(typed, "не знаю"))
        assert found.given == {"one": said}
    for typed in ("4", "0", "12", "не знаю", "когда пособие?", "²"):
        assert first.typed(typed, "не знаю") is None
    second = sitting({"one": "o0"})
    assert (found := second.typed("Не знаю", "не знаю"))
    assert found.given["why"] == UNSURE
    third = sitting({"one": "o1"})
    for typed in ("1, 2", "1 2", "2;1"):
        found = third.typed(typed, "")
        assert found
        assert (found.given["many"], found.press) == (["o0", "o1"], Press.CHOOSE)
    for typed in ("1 2 3", "1 5", "12", "1,", "слова"):
        assert third.typed(typed, "") is None
    assert sitting({"one": "o1", "many": []}).typed("1", "") is None


def test_words_that_nobody_remembers_are_asked_for_again_and_nothing_else_is_lost() -> None:
    whole: Given = {"one": "o1", "many": ["o3"], "words": HELD}
    done = sitting(whole, words="слова")
    assert done.item is None
    lost = sitting(whole)
    assert lost.item
    assert lost.item.key == "words"
    assert lost.is_asked_again
    assert held(lost, "снова").given == whole
    assert held(lost, "снова").item is None
    assert skipped(lost) == whole | {"words": SKIPPED}
    tap = done.tap(Press.SEND, whole)
    assert (again := opened(WAVE, tap, {}))
    assert again.item == lost.item


def test_where_a_button_leads() -> None:
    first = sitting({})
    assert first.goes_back() is None
    assert opened(WAVE, first.tap(Press.SEND, {}), {}) is None
    assert opened(WAVE, first.tap(Press.LOW, {}), {}) is None
    chosen = sitting({"one": "o1", "many": ["o0"]})
    again = chosen.goes_back()
    assert again
    found = opened(WAVE, again, {})
    assert found
    assert (found.press, found.chosen, found.item) == (Press.CHOOSE, ["o0"], SURVEY.item("many"))
    assert found.goes_back() == first.tap(Press.SHOW, {})


def test_a_group_is_never_one_person() -> None:
    groups = {"benefits": "benefits", "care": "others", "labour": "others"}
    assert part_of({}, "benefits") == ""
    assert part_of(groups, "benefits") == "benefits"
    assert part_of(groups, "labour") == part_of(groups, "new") == "others"
    assert part_of({"b": "b", "a": "a"}, "new") == "a"
