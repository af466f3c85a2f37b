"""Two waves of a survey: what counts as a change, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.surveys import statistics
from domain.surveys.comparing import CSI, Verdict, compare, same_groups
from domain.surveys.questionnaire import Audience, Kind, Option, Question, Questionnaire, Sheet
from domain.surveys.results import Results, results
from tests.rules.test_small_numbers import wave

YES, NO = Option("yes", "Да"), Option("no", "Нет")
ASKED = Questionnaire(
    "work",
    "Работа",
    "",
    Audience.EMPLOYEES,
    (
        Question("pace", Kind.SCALE, "Как быстро?"),
        Question("tell", Kind.NPS, "Посоветуете?"),
        Question("met", Kind.ONE, "Помогли?", options=(YES, NO)),
    ),
)


def found(*sheets: tuple[int, Sheet], asked: Questionnaire = ASKED, part: str = "") -> Results:
    """So many sheets of each kind."""
    return results(asked, [(part, sheet) for n, sheet in sheets for _ in range(n)], (), 100)


WELL: Sheet = {"pace": 5, "tell": 10, "met": "yes"}
ILL: Sheet = {"pace": 2, "tell": 3, "met": "no"}


@pytest.mark.requirement("S5")
def test_a_change_counts_when_it_cannot_be_chance() -> None:
    now, before = found((40, WELL), (10, ILL)), found((15, WELL), (37, ILL))
    better = {(one.item, one.what): one for one in compare(now, before).changes}
    assert {key: str(one.verdict) for key, one in better.items()} == {
        ("pace", "good"): "better",
        ("tell", "nps"): "better",
        ("met", "yes"): "more",
        ("met", "no"): "less",
        (CSI, ""): "better",
    }
    good = better["pace", "good"]
    assert [good.now, good.before] == pytest.approx([80, 100 * 15 / 52])
    apart = statistics.newcombe(40, 50, 15, 52)
    assert good.interval == pytest.approx((100 * apart.low, 100 * apart.high))
    raw = [statistics.fisher(40, 50, 15, 52)] * 5
    nps, before_nps = (statistics.nps([10] * n + [3] * m) for n, m in ((40, 10), (15, 37)))
    raw[1] = statistics.welch(nps, before_nps).p
    csi, before_csi = (statistics.csi([100] * n + [25] * m) for n, m in ((40, 10), (15, 37)))
    raw[4] = statistics.welch(csi, before_csi).p
    assert [one.p for one in better.values()] == pytest.approx(statistics.holm(raw), rel=1e-9)
    worse = {one.item: one.verdict for one in compare(before, now).changes if one.item != "met"}
    assert {*worse.values()} == {Verdict.WORSE}


@pytest.mark.requirement("S5")
def test_one_change_among_many_is_corrected() -> None:
    """40 of 50 against 31 of 52: p is 0.032 alone, and chance among three."""
    one = replace(ASKED, questions=(ASKED.questions[2],))
    met = [(40, {"met": "yes"}), (10, {"met": "no"})]
    were = [(31, {"met": "yes"}), (21, {"met": "no"})]
    changes = compare(found(*met, asked=one), found(*were, asked=one)).changes
    assert [change.p for change in changes] == pytest.approx([2 * 0.03188039391833525] * 2)
    assert {change.verdict for change in changes} == {Verdict.CHANCE}
    assert all(change.interval.excludes_zero for change in changes)


@pytest.mark.requirement("S5")
def test_hardly_any_change_is_told_from_one_that_may_be_chance() -> None:
    same = compare(found((40, WELL), (10, ILL)), found((40, WELL), (10, ILL)))
    assert {one.verdict for one in same.changes} == {Verdict.SAME}
    assert {one.p for one in same.changes} == {1.0}
    chance = compare(found((40, WELL), (10, ILL)), found((37, WELL), (13, ILL)))
    assert {one.verdict for one in chance.changes} == {Verdict.CHANCE}


@pytest.mark.requirement("S5")
@pytest.mark.parametrize(
    "changed",
    [
        {"ask": "Насколько быстро?"},
        {"low": "медленно"},
        {"kind": Kind.NPS},
        {"id": "speed"},
    ],
)
def test_a_question_asked_otherwise_is_not_compared(changed: dict[str, str]) -> None:
    first = replace(ASKED.questions[0], **changed)  # type: ignore[arg-type]
    other = replace(ASKED, questions=(first, *ASKED.questions[1:]))
    found_ = compare(found((9, WELL)), found((9, {**WELL, "speed": 5}), asked=other))
    assert found_.changed == ("pace",)
    assert not found_.index
    assert {one.item for one in found_.changes} == {"tell", "met"}


@pytest.mark.requirement("S5")
def test_options_that_changed_and_weights_that_changed() -> None:
    met = replace(ASKED.questions[2], options=(YES, Option("no", "Не помогли")))
    other = replace(ASKED, questions=(*ASKED.questions[:2], met))
    assert compare(found((9, WELL)), found((9, WELL), asked=other)).changed == ("met",)
    heavy = replace(ASKED.questions[0], weight=2)
    other = replace(ASKED, questions=(heavy, *ASKED.questions[1:]))
    found_ = compare(found((9, WELL)), found((9, WELL), asked=other))
    assert (found_.changed, found_.index) == ((), False)


@pytest.mark.requirement("S4", "S5")
def test_what_is_hidden_in_one_wave_is_not_compared() -> None:
    few = found((9, {"pace": 5, "met": "yes"}), (4, {"tell": 9}))
    assert compare(few, found((9, WELL))).few == ("tell",)
    shown = found((9, WELL), part="care")
    hidden = results(ASKED, [("care", WELL)] * 4 + [("it", WELL)] * 9, (), 100)
    both = ("care", "it")
    assert [one.what for one in compare(shown, shown, both).of(CSI)] == ["", "care"]
    assert [one.what for one in compare(shown, hidden, both).of(CSI)] == [""]
    assert [one.what for one in compare(hidden, shown, both).of(CSI)] == [""]


@pytest.mark.requirement("S4", "S5")
def test_only_groups_of_the_same_units_are_compared() -> None:
    now = wave(2, 0, care="care", it="others", tiny="others")
    before = wave(1, -20, care="care", it="others")
    assert same_groups(now, before) == ("care",)
    assert same_groups(now, now) == ("care", "others")
