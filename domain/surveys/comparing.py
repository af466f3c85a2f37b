"""Two waves of one survey: what has changed, and whether that means anything (N-2138 §14).

The waves are taken for independent samples, because nothing ties what somebody answered now to
what they answered before. Mostly the same people answer, so that a real change must be larger here
to count than it would with paired answers: the comparison errs on the side of «может быть
случайной». A change counts when its interval excludes 0 and its p, corrected by Holm for
everything compared at once, is below 0.05.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.surveys import statistics
from domain.surveys.questionnaire import Item, Kind
from domain.surveys.results import Figures, ItemResult, Results, Share
from domain.surveys.statistics import Difference, Estimate, Interval
from domain.surveys.waves import Wave

#: a change by chance that is smaller than so many points of a hundred is hardly one
HARDLY = 2.0
#: where a change is of no item but of the index
CSI = ""


class Verdict(StrEnum):
    BETTER = "better"  # and that is not by chance; so is WORSE
    WORSE = "worse"
    MORE = "more"  # of an option, which is neither good nor bad, not by chance; so is LESS
    LESS = "less"
    CHANCE = "chance"  # may be chance
    SAME = "same"  # hardly any change


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of two waves. `item` is an item's key, or CSI. `what` says which of its figures:
    "good" (the share of 4 and 5, in percent), "nps", an option's id (percent); of the index, whose
    it is: "" everybody's, else a group's. `now`, `before` and `interval`, that of the difference,
    are in points of a hundred; `p` is corrected."""

    item: str
    what: str
    label: str
    now: float
    before: float
    interval: Interval
    p: float
    verdict: Verdict

    @property
    def difference(self) -> float:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of a wave with an earlier one. `changed` are the items of the later that were asked
    otherwise, or not at all, in the earlier: «вопрос изменился, сравнивать нельзя»; `few` are
    those that fewer than 5 answered in either. `index` says whether the indices can be compared:
    only where the same scales count, and for as much."""

    changes: tuple[Change, ...]
    changed: tuple[str, ...]
    few: tuple[str, ...]
    index: bool

    def of(self, item: str) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.item == item)


def same_question(item: Item, other: Item | None) -> bool:
    """Whether answers to both mean the same: kind, wording, options and the ends of the scale."""
    return other is not None and _meaning(item) == _meaning(other)


def _meaning(item: Item) -> tuple[object, ...]:
    asked = item.question
    labels = tuple((one.id, one.label) for one in asked.options)
    ends = (asked.low, asked.high)
    return asked.id, asked.kind, asked.ask, labels, item.row, ends, asked.when


def compare(now: Results, before: Results, groups: Sequence[str] = ()) -> Comparison:
    """The later results with the earlier. `groups` are the parts that are the same units in both
    waves (`same_groups`); of them those shown in both are compared."""
    pairs, changed, few = [], [], []
    for one in now.items:
        other = before.item(one.item.key)
        if other is None or not same_question(one.item, other.item):
            changed.append(one.item.key)
        elif one.whole is None or other.whole is None:
            few.append(one.item.key)
        else:
            pairs.append((one, other))
    index = _counted(now) == _counted(before)
    found = [raw for one, other in pairs for raw in _changes(one, other)]
    if index:
        found += _indices(now, before, groups)
    corrected = statistics.holm([raw.p for raw in found])
    judged = (replace(raw, p=p) for raw, p in zip(found, corrected, strict=True))
    return Comparison(
        tuple(replace(one, verdict=_verdict(one, now)) for one in judged),
        tuple(changed),
        tuple(few),
        index,
    )


def same_groups(now: Wave, before: Wave) -> tuple[str, ...]:
    """The groups that the same units stand behind in both waves."""

    def behind(wave: Wave, group: str) -> set[str]:
        return {unit for unit, name in wave.groups.items() if name == group}

    names = sorted({*now.groups.values()})
    return tuple(one for one in names if one and behind(now, one) == behind(before, one))


def _counted(found: Results) -> set[tuple[object, ...]]:
    """Which scales the index is made of, and what each counts for."""
    return {
        (*_meaning(one.item), one.item.question.weight)
        for one in found.items
        if one.item.kind is Kind.SCALE and one.item.question.weight and one.whole
    }


def _changes(one: ItemResult, other: ItemResult) -> Iterator[Change]:
    assert one.whole
    assert other.whole
    now, before, key = one.whole, other.whole, one.item.key
    if now.nps and before.nps:
        yield _of_means(key, "nps", now.nps, before.nps)
    else:
        yield from (_of_shares(key, a, b) for a, b in _shares(now, before))


def _shares(now: Figures, before: Figures) -> list[tuple[Share, Share]]:
    if now.good and before.good:
        return [(now.good, before.good)]
    return list(zip(now.shares, before.shares, strict=True))


def _indices(now: Results, before: Results, groups: Sequence[str]) -> Iterator[Change]:
    if now.csi and before.csi:
        yield _of_means(CSI, "", now.csi, before.csi)
    for part in groups:
        if part in now.csi_parts and part in before.csi_parts:
            yield _of_means(CSI, part, now.csi_parts[part], before.csi_parts[part])


def _of_means(item: str, what: str, now: Estimate, before: Estimate) -> Change:
    found = statistics.welch(now, before)
    return _change(item, what, "", (now.value, before.value), found)


def _of_shares(item: str, now: Share, before: Share) -> Change:
    counts = now.count, now.n, before.count, before.n
    apart = statistics.newcombe(*counts)
    found = Difference(
        100 * (now.value - before.value),
        Interval(100 * apart.low, 100 * apart.high),
        statistics.fisher(*counts),
    )
    return _change(item, now.id, now.label, (100 * now.value, 100 * before.value), found)


def _change(
    item: str, what: str, label: str, values: tuple[float, float], found: Difference
) -> Change:
    return Change(item, what, label, *values, found.interval, found.p, Verdict.CHANCE)


def verdict(difference: float, interval: Interval, p: float, directed: bool = True) -> Verdict:
    """What a change is worth: `p` is corrected, and `directed` says that more is better."""
    if interval.excludes_zero and p < 0.05:
        if difference > 0:
            return Verdict.BETTER if directed else Verdict.MORE
        return Verdict.WORSE if directed else Verdict.LESS
    return Verdict.SAME if abs(difference) < HARDLY else Verdict.CHANCE


def _verdict(change: Change, now: Results) -> Verdict:
    item = now.item(change.item)
    directed = item is None or item.item.kind in {Kind.SCALE, Kind.NPS}
    return verdict(change.difference, change.interval, change.p, directed)
