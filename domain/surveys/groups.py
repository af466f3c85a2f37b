"""Under which name the answers of a unit's people are kept: nobody stands alone (D-139 §5.2)."""

from __future__ import annotations

from collections.abc import Mapping

from domain.surveys.waves import OTHERS, SMALL


def grouped(invited: Mapping[str, int]) -> dict[str, str]:
    """The group of each unit, by how many of its people are invited. Units with fewer than SMALL
    go together; were these fewer than SMALL together, the smallest other unit joins them, so that
    no group is small and none can be reckoned from the whole (with ties, the first by id). The
    same of groups, once it is known how many of each have an invitation: OTHERS takes the small."""
    small = {unit for unit, people in invited.items() if people < SMALL or unit == OTHERS}
    together = sum(invited[unit] for unit in small)
    others = sorted(invited.keys() - small, key=lambda unit: (invited[unit], unit))
    if small and together < SMALL and others:
        small.add(others[0])
    return {unit: OTHERS if unit in small else unit for unit in sorted(invited)}


#: Knowing which of a group have answered by a day tells their answers from the later ones: a guess
#: is then right for two in so many, and not for one. From here on that is 5 % more, or less.
SPLIT = 20


def may_be_flagged(invited: int, answered: int) -> bool:
    """Whether it may be written down which of a group's people have answered so far: the group is
    large, and neither they nor the others are few."""
    return invited >= SPLIT and min(answered, invited - answered) >= SMALL
