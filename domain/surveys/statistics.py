"""What a number of answers says about everybody: shares, means and indices with their intervals,
and whether two of them differ by more than chance.

Intervals are of 95 %. Where the whole group was asked (an internal survey: everybody of the units
is invited), `population` is how many there are, and the intervals narrow as the group is used up
(finite population correction). Two waves are compared without it, as two independent samples:
nothing ties the answers of one person together (D-139 §5.2), so a change must be larger to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

#: of 100 such intervals 95 hold the true value
CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


class Interval(NamedTuple):
    """Where the true value lies, both ends included."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of `n` values with its interval; `deviation` is the values' sample standard one. NPS
    runs from -100 to 100, CSI from 0 to 100, a mean mark from 1 to 5."""

    value: float
    interval: Interval
    n: int
    deviation: float


class Difference(NamedTuple):
    """Later less earlier, its interval, and how likely chance alone makes one as large."""

    value: float
    interval: Interval
    p: float


def _correction(n: int, population: int | None) -> float:
    """What an interval's half-width is multiplied by when `n` of `population` have answered."""
    if population is None:
        return 1.0
    return sqrt((population - n) / (population - 1)) if 1 < population > n else 0.0


def wilson(count: int, n: int, population: int | None = None) -> Interval:
    """Wilson's interval for the share `count` of `n`, as a fraction of 1 (E. B. Wilson, 1927)."""
    if n == 0:
        return Interval(0.0, 1.0)
    share, z = count / n, _Z * _correction(n, population)
    if not z:
        return Interval(share, share)
    below = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / below
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / below
    low = max(0.0, middle - half) if count else 0.0
    return Interval(low, min(1.0, middle + half) if count < n else 1.0)


def newcombe(count: int, n: int, count_before: int, n_before: int) -> Interval:
    """Newcombe's interval for a share less an earlier one, as a fraction of 1 (R. G. Newcombe,
    1998, method 10: of two Wilson intervals)."""
    now, before = count / n, count_before / n_before
    low, high = wilson(count, n)
    low_before, high_before = wilson(count_before, n_before)
    down = sqrt((now - low) ** 2 + (high_before - before) ** 2)
    up = sqrt((high - now) ** 2 + (before - low_before) ** 2)
    return Interval(now - before - down, now - before + up)


def fisher(count: int, n: int, count_before: int, n_before: int) -> float:
    """Fisher's exact test, two-sided: how likely two samples of one population differ so."""
    both = count + count_before
    least, most = max(0, both - n_before), min(n, both)
    mode = max(least, min(most, (both + 1) * (n + 1) // (n + n_before + 2)))
    weights = {mode: 1.0}
    for x in range(mode, most):
        more = (n - x) * (both - x) / ((x + 1) * (n_before - both + x + 1))
        weights[x + 1] = weights[x] * more
    for x in range(mode, least, -1):
        fewer = x * (n_before - both + x) / ((n - x + 1) * (both - x + 1))
        weights[x - 1] = weights[x] * fewer
    # tables as likely as ours are as far out as ours: rounding must not part them
    limit = weights[count] * (1 + 1e-7)
    far = sum(weight for weight in weights.values() if weight <= limit)
    return min(1.0, far / sum(weights.values()))


def holm(chances: Sequence[float]) -> list[float]:
    """Each p as it counts when so many were looked at together, in the order given (Holm, 1979)."""
    found, largest = [0.0] * len(chances), 0.0
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(chances) - rank) * chances[place]))
        found[place] = largest
    return found


def mean(values: Sequence[float], population: int | None = None) -> Estimate:
    """The mean of at least one value, with Student's interval; of a single one it is endless."""
    n = len(values)
    middle = sum(values) / n
    if n == 1:
        whole = population is not None and population <= 1
        return Estimate(middle, Interval(middle, middle) if whole else Interval(-inf, inf), 1, 0.0)
    deviation = sqrt(sum((value - middle) ** 2 for value in values) / (n - 1))
    half = student_quantile(n - 1) * deviation / sqrt(n) * _correction(n, population)
    return Estimate(middle, Interval(middle - half, middle + half), n, deviation)


def within(estimate: Estimate, low: float, high: float) -> Estimate:
    """The estimate with its interval cut to what there can be."""
    cut = Interval(max(low, estimate.interval.low), min(high, estimate.interval.high))
    return Estimate(estimate.value, cut, estimate.n, estimate.deviation)


def nps(scores: Iterable[int], population: int | None = None) -> Estimate:
    """The net promoter score of marks of 0 to 10: the percent of 9 and 10 less that of 0 to 6. Its
    interval is that of the difference of two shares of one multinomial sample."""
    sides = [100 * ((score >= 9) - (score <= 6)) for score in scores]
    n = len(sides)
    value = sum(sides) / n
    spread = sqrt(sum((side - value) ** 2 for side in sides) / n)
    half = _Z * spread / sqrt(n) * _correction(n, population)
    deviation = spread * sqrt(n / (n - 1)) if n > 1 else 0.0
    found = Estimate(value, Interval(value - half, value + half), n, deviation)
    return within(found, -100.0, 100.0)


def satisfaction(marks: Iterable[tuple[int, int]]) -> float | None:
    """One respondent's index, 0 to 100, of marks of 1 to 5 and what each counts for; None when
    nothing that counts was marked. What was left out or unsure is no mark: it weighs nothing."""
    counted = [(mark, weight) for mark, weight in marks if weight > 0]
    whole = sum(weight for _, weight in counted)
    if not whole:
        return None
    return 100 * sum(weight * (mark - 1) / 4 for mark, weight in counted) / whole


def csi(indices: Sequence[float], population: int | None = None) -> Estimate:
    """The satisfaction index of respondents whose own indices these are."""
    return within(mean(indices, population), 0.0, 100.0)


def welch(now: Estimate, before: Estimate) -> Difference:
    """Welch's test of two means: a permutation test asks for chance, which a rule has none of;
    with five answers or more on either side, on scales of five and eleven marks, both agree well
    enough to say «не случайность». Where nobody differed from the others in either sample there is
    no spread to go by, and what is left is the exact chance of such a split."""
    value = now.value - before.value
    parts = now.deviation**2 / now.n, before.deviation**2 / before.n
    spread = sum(parts)
    if spread == 0:
        p = fisher(now.n, now.n, 0, before.n) if value else 1.0
        return Difference(value, Interval(value, value), p)
    freedom = spread**2 / (parts[0] ** 2 / (now.n - 1) + parts[1] ** 2 / (before.n - 1))
    half = student_quantile(freedom) * sqrt(spread)
    p = student_tail(value / sqrt(spread), freedom)
    return Difference(value, Interval(value - half, value + half), p)


def student_tail(t: float, freedom: float) -> float:
    """How likely Student's t is at least as far from 0, on either side."""
    return _beta(freedom / 2, 0.5, freedom, t * t)


@lru_cache(maxsize=1024)
def student_quantile(freedom: float) -> float:
    """Between minus this and this lies Student's t in 95 of 100 cases."""
    low, high = 0.0, 1.0
    while student_tail(high, freedom) > 1 - CONFIDENCE:
        high *= 2
    while (middle := (low + high) / 2) not in {low, high}:
        if student_tail(middle, freedom) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _beta(a: float, b: float, one: float, other: float) -> float:
    """The regularised incomplete beta function of one / (one + other), both ends kept exact."""
    x, rest = one / (one + other), other / (one + other)
    if rest == 0:
        return 1.0
    if x == 0:
        return 0.0
    log_rest = log1p(-x) if x < 0.5 else log(rest)
    log_x = log(x) if x < 0.5 else log1p(-rest)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log_rest)
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Its continued fraction, by Lentz's method (W. H. Press and others, Numerical Recipes)."""
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    found = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / ((1 + step * d) or tiny)
            c = (1 + step / c) or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return found
