"""The running index of satisfaction with replies, of the marks clients give them (N-2137 §13).

It is kept by the rules of small numbers, like a survey: fewer than five marks say who gave them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.surveys import statistics
from domain.surveys.comparing import Verdict, verdict
from domain.surveys.small import hidden
from domain.surveys.statistics import Estimate
from domain.surveys.waves import SMALL


class Counted(NamedTuple):
    """How often replies of a unit, asked for by a channel ("" for none), were given a mark."""

    unit: str
    channel: str
    mark: int
    n: int


@dataclass(frozen=True, slots=True)
class Running:
    """The index of the marks of a time: of all, of each unit and of its channels. What may not be
    shown is not here. `some_hidden` says whether there was any such unit."""

    whole: Estimate | None
    units: Mapping[str, Estimate] = field(default_factory=dict)
    channels: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    some_hidden: bool = False


def running(counts: Iterable[Counted], units: Iterable[str] | None = None) -> Running:
    """The index of these marks. With `units` the sum of all is not shown, and those units alone:
    then only a unit's channels could give one another away."""
    own = None if units is None else set(units)
    given = [one for one in counts if own is None or one.unit in own]
    by_unit = _summed((one.unit, one) for one in given)
    counted = {unit: len(values) for unit, values in by_unit.items()}
    small = frozenset(unit for unit, n in counted.items() if n < SMALL)
    gone = hidden(counted) if own is None else small
    shown = sorted(by_unit.keys() - gone)
    everything = [index for values in by_unit.values() for index in values]
    known = own is None and len(everything) >= SMALL
    return Running(
        statistics.csi(everything) if known else None,
        {unit: statistics.csi(by_unit[unit]) for unit in shown},
        {unit: _channels(one for one in given if one.unit == unit) for unit in shown},
        bool(gone),
    )


def tells_of_nobody(n: int, other: int) -> bool:
    """Whether two times that overlap may both be shown, with so many marks each: what is in the
    one and not in the other is nothing, or not small."""
    return n == other or abs(n - other) >= SMALL


def _channels(counts: Iterable[Counted]) -> dict[str, Estimate]:
    found = _summed((one.channel, one) for one in counts)
    gone = hidden({channel: len(values) for channel, values in found.items()})
    return {one: statistics.csi(found[one]) for one in sorted(found.keys() - gone)}


def _summed(counts: Iterable[tuple[str, Counted]]) -> dict[str, list[float]]:
    """The index of each mark given, by key."""
    found: dict[str, list[float]] = {}
    for key, one in counts:
        found.setdefault(key, []).extend([25.0 * (one.mark - 1)] * one.n)
    return found


def trends(now: Running, before: Running) -> dict[str, Verdict]:
    """What has become of the index since the time before, by unit and "" for all: of those shown
    in both times, corrected for how many are looked at."""
    pairs: Sequence[tuple[str, Estimate, Estimate]] = [
        (unit, one, before.units[unit]) for unit, one in now.units.items() if unit in before.units
    ]
    if now.whole and before.whole:
        pairs = [("", now.whole, before.whole), *pairs]
    found = [statistics.welch(one, other) for _, one, other in pairs]
    corrected = statistics.holm([one.p for one in found])
    return {
        unit: verdict(one.value, one.interval, p)
        for (unit, _, _), one, p in zip(pairs, found, corrected, strict=True)
    }
