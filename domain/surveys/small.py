"""Small numbers: what is shown of an anonymous survey lets nobody be told from the others.

Nothing that fewer than `SMALL` answers stand behind is shown (D-139 §5.2). Since the sum of a group
is shown, what is hidden could be had by subtracting from it what is shown; therefore one more part
is hidden while only one is, or while those hidden are fewer than `SMALL` together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from domain.surveys.waves import OTHERS, SMALL, Wave


def hidden(counts: Mapping[str, int], besides: Set[str] = frozenset()) -> frozenset[str]:
    """Which parts of a whole must not be shown, when the whole is. `counts` says how many answers
    each part has; `besides` are hidden for another reason already. Parts without an answer are
    hidden and hide nobody. Among equals the first by name goes."""
    found = {part for part, n in counts.items() if n < SMALL or part in besides}
    while unseen := [counts[part] for part in found if counts[part]]:
        shown = sorted(counts.keys() - found, key=lambda part: (counts[part], part))
        if not shown or (len(unseen) > 1 and sum(unseen) >= SMALL):
            break
        found.add(shown[0])
    return frozenset(found)


def within_reach(wave: Wave, others: Iterable[Wave]) -> bool:
    """Whether the breakdown of this wave would tell of a few people what they answered, by taking
    away from it that of an earlier one: both ask the same of nearly the same people at the same
    time. It is the later of the two that goes without its breakdown, whoever held it."""
    return any(_earlier(other, wave) and _overlap(other, wave) for other in others) and bool(
        wave.groups
    )


def _earlier(other: Wave, wave: Wave) -> bool:
    began, other_began = wave.opened_at or wave.opens_at, other.opened_at or other.opens_at
    return other.id != wave.id and (other_began, other.id) < (began, wave.id)


def _overlap(other: Wave, wave: Wave) -> bool:
    ended = other.closed_at or other.closes_at
    at_once = (wave.opened_at or wave.opens_at) < ended
    same = other.questionnaire.id == wave.questionnaire.id
    return at_once and same and _nearly_the_same(other, wave)


def _nearly_the_same(other: Wave, wave: Wave) -> bool:
    """Whether fewer than SMALL people may be in one audience and not in the other. How many work
    in each unit is not kept with a wave: what is known is how many were invited in all, and that
    a unit with a group of its own has SMALL people at least. Where only units without one differ,
    nobody knows, and so it is taken for nearly the same."""
    if not other.groups:
        return False
    differing = other.groups.keys() ^ wave.groups.keys()
    names = {**other.groups, **wave.groups}
    if any(names[unit] != OTHERS for unit in differing):
        return False
    if differing and (other.groups.keys() - wave.groups.keys()):
        return True
    return abs(other.invited - wave.invited) < SMALL
