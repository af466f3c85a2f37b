"""The running index of marks: what is shown, what is not, and what has become of it."""

from __future__ import annotations

import pytest

from domain.surveys.comparing import Verdict
from domain.surveys.running import Counted, running, tells_of_nobody, trends


def counts(**units: dict[tuple[str, int], int]) -> list[Counted]:
    return [
        Counted(unit, channel, mark, n)
        for unit, given in units.items()
        for (channel, mark), n in given.items()
    ]


MARKS = counts(
    benefits={("telegram", 5): 12, ("telegram", 1): 4, ("vk", 4): 8},
    care={("telegram", 5): 6, ("vk", 3): 2},
    it={("vk", 1): 3},
    job_centre={("", 4): 9},
)


@pytest.mark.requirement("S2", "S4")
def test_the_index_of_all_and_of_each_unit() -> None:
    """12·100 + 4·0 + 8·75 of 24; it has three marks, and care, the next smallest, hides them."""
    found = running(MARKS)
    assert found.whole
    assert found.whole.value == pytest.approx((1200 + 600 + 600 + 100 + 675) / 44)
    assert found.some_hidden
    assert list(found.units) == ["benefits", "job_centre"]
    assert found.units["benefits"].value == pytest.approx(75)
    channels = found.channels["benefits"]
    assert {one: index.value for one, index in channels.items()} == {"telegram": 75, "vk": 75}
    assert list(found.channels["job_centre"]) == [""]


@pytest.mark.requirement("S2", "S4")
def test_whoever_sees_single_units_sees_no_sum_and_hides_only_what_is_small() -> None:
    found = running(MARKS, ["care", "it"])
    assert found.whole is None
    assert list(found.units) == ["care"]
    assert found.some_hidden
    assert found.channels["care"] == {}, "two by the one channel, and so the other goes, too"
    assert running(counts(it={("vk", 1): 4})).whole is None


@pytest.mark.requirement("S2", "S4")
def test_a_trend_is_told_of_what_is_shown_both_times() -> None:
    before = counts(
        benefits={("vk", 1): 20, ("vk", 2): 10},
        care={("telegram", 5): 30},
        job_centre={("", 4): 5, ("", 5): 4},
    )
    found = trends(running(MARKS), running(before))
    assert found["benefits"] is Verdict.BETTER
    assert found["job_centre"] is Verdict.CHANCE
    assert found.keys() == {"", "benefits", "job_centre"}


@pytest.mark.requirement("S4")
def test_times_that_overlap_may_not_give_a_few_away() -> None:
    assert tells_of_nobody(24, 24)
    assert tells_of_nobody(24, 19)
    assert tells_of_nobody(3, 8)
    assert not tells_of_nobody(24, 20)
    assert not tells_of_nobody(23, 24)
