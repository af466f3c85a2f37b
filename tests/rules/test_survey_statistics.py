"""The statistics of surveys: against numbers made with scipy, and against scipy where it is.

The fixed numbers were made once with scipy 1.17.1 and statsmodels 0.15.0 (`binomtest(…)
.proportion_ci("wilson")`, `confint_proportions_2indep(method="newcomb")`, `fisher_exact`,
`ttest_ind(equal_var=False)`, `multipletests("holm")`), those of small tables reckoned by hand."""

from __future__ import annotations

from math import comb, sqrt
from typing import Any

import pytest

from domain.surveys import statistics as s

NEAR = 1e-8
A, B = [5, 5, 4, 3, 5, 4, 4], [3, 4, 2, 3, 3, 4, 1, 2]


def near(value: object) -> object:
    return pytest.approx(value, abs=NEAR)


@pytest.mark.requirement("S5")
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (0, 5, 0.0, 0.43448246478317465),
        (5, 5, 0.5655175352168254, 1.0),
        (31, 50, 0.4815044693099298, 0.7413721068980641),
        (1, 7, 0.02567962434474355, 0.5131278292743188),
        (1860, 3000, 0.6024879578473802, 0.6372051184585416),
    ],
)
def test_wilson(count: int, n: int, low: float, high: float) -> None:
    assert s.wilson(count, n) == near((low, high))


@pytest.mark.requirement("S5")
def test_where_all_are_asked_the_interval_closes_as_they_answer() -> None:
    """50 of 60: z shrinks by sqrt(10/59)."""
    z = 1.959963984540054 * sqrt(10 / 59)
    middle = (0.62 + z * z / 100) / (1 + z * z / 50)
    half = z * sqrt(0.62 * 0.38 / 50 + z * z / 10000) / (1 + z * z / 50)
    assert s.wilson(31, 50, 60) == near((middle - half, middle + half))
    assert s.wilson(31, 50, 50) == near((0.62, 0.62))
    assert s.wilson(0, 0) == (0.0, 1.0)
    assert s.mean(A, 7).interval == near((30 / 7, 30 / 7))
    open_, half_known = s.mean(A).interval, s.mean(A, 13).interval
    ratio = (half_known.high - half_known.low) / (open_.high - open_.low)
    assert ratio == near(sqrt(6 / 12))


@pytest.mark.requirement("S5")
def test_newcombe() -> None:
    assert s.newcombe(40, 50, 31, 52) == near((0.025124622102213473, 0.3651579779705205))
    assert s.newcombe(5, 5, 0, 5) == near((0.3855490056903438, 1.0))
    assert s.newcombe(1860, 3000, 1700, 2900) == near((0.00882306709578198, 0.05871335432374039))
    assert s.newcombe(40, 50, 31, 52).excludes_zero
    assert not s.newcombe(12, 60, 13, 60).excludes_zero


@pytest.mark.requirement("S5")
def test_fisher() -> None:
    """All five against none of five: 2 of the 252 ways to choose five of ten."""
    assert s.fisher(5, 5, 0, 5) == near(2 / comb(10, 5))
    assert s.fisher(40, 50, 31, 52) == near(0.03188039391833525)
    assert s.fisher(1860, 3000, 1700, 2900) == near(0.008408480141091725)
    assert s.fisher(2900, 3000, 100, 3000) == near(0)
    assert s.fisher(12, 60, 13, 60) == near(1)


@pytest.mark.requirement("S5")
def test_holm() -> None:
    assert s.holm([0.01, 0.04, 0.03, 0.005, 0.5]) == near([0.04, 0.09, 0.09, 0.025, 0.5])
    assert s.holm([]) == []
    assert s.holm([0.9, 0.8]) == near([1.0, 1.0])


@pytest.mark.requirement("S5")
def test_means_and_their_difference() -> None:
    a, b = s.mean(A), s.mean(B)
    assert (a.value, a.n) == (near(30 / 7), 7)
    assert a.interval == near((3.58659661395858, 4.984831957469991))
    found = s.welch(a, b)
    assert found.value == near(30 / 7 - 22 / 8)
    assert found.interval == near((0.5298632056807682, 2.541565365747803))
    assert found.p == near(0.005854885285448232)


@pytest.mark.requirement("S5")
def test_samples_without_any_spread_differ_by_the_chance_of_such_a_split() -> None:
    fives, fours = s.mean([5] * 5), s.mean([4] * 6)
    assert s.welch(fives, fours).p == near(1 / comb(11, 5))
    assert s.welch(fives, fives) == (0.0, (0.0, 0.0), 1.0)


@pytest.mark.requirement("S5")
def test_nps() -> None:
    """Ten answers, five promoters and two detractors: 30; the variance is 0.5 + 0.2 - 0.3²."""
    found = s.nps([10, 9, 9, 10, 9, 8, 7, 7, 6, 0])
    half = 100 * 1.959963984540054 * sqrt(0.61 / 10)
    assert found.value == near(30)
    assert found.interval == near((30 - half, 30 + half))
    assert s.nps([10] * 5).interval == (100, 100)
    assert s.nps([9, 0, 9, 9, 9]).interval.high == 100


@pytest.mark.requirement("S5")
def test_the_index_weighs_what_was_marked() -> None:
    assert s.satisfaction([(5, 1), (3, 1)]) == near(75)
    assert s.satisfaction([(5, 3), (1, 1)]) == near(75)
    assert s.satisfaction([(5, 0)]) is None
    assert s.satisfaction([]) is None
    assert s.csi([100, 100, 50, 75, 75]).value == near(80)
    assert s.csi([100, 100, 100, 75, 75]).interval.high == 100


@pytest.mark.requirement("S5")
def test_all_of_it_agrees_with_scipy() -> None:
    reason = "scipy is 170 MB and no part of the product: the fixed numbers above are always there"
    stats: Any = pytest.importorskip("scipy.stats", reason=reason)
    for n in range(1, 9):
        for count in range(n + 1):
            theirs = stats.binomtest(count, n).proportion_ci(method="wilson")
            assert s.wilson(count, n) == near((theirs.low, theirs.high))
            for other in range(9):
                table = [[count, n - count], [other, 8 - other]]
                assert s.fisher(count, n, other, 8) == near(stats.fisher_exact(table)[1])
    for freedom in (1, 2, 4.3, 29, 58.7, 500, 5990.2):
        assert s.student_quantile(freedom) == near(stats.t.ppf(0.975, freedom))
        for t in (0, 1e-6, 0.1, 0.9, 1, 2, 5, 30, -3):
            assert s.student_tail(t, freedom) == near(2 * stats.t.sf(abs(t), freedom))
    theirs = stats.ttest_ind(A, B, equal_var=False)
    ours = s.welch(s.mean(A), s.mean(B))
    assert (ours.p, *ours.interval) == near((theirs.pvalue, *theirs.confidence_interval()))
