"""Whom of the ministry a wave is put to, as a rule of its staff list (D-139 §5.3)."""

from __future__ import annotations

from collections.abc import Set

from domain.ministry import Ministry
from domain.surveys.waves import Chosen, Wave


def employees_chosen(
    ministry: Ministry, chosen: Chosen, own: str = "", used: Set[str] = frozenset()
) -> frozenset[str]:
    """The employees who are asked. `own` is the unit whose clients they are: its own people are
    none, unless the unit is named outright. `used` is who has used `chosen.process`."""
    units = set(chosen.units)
    if chosen.below:
        units.update(*(ministry.below(unit) for unit in chosen.units))
    return frozenset(
        one.id
        for one in ministry.employees.values()
        if (not units or one.unit in units)
        and (not chosen.process or one.id in used)
        and (not own or one.unit != own or own in chosen.units)
    )


def is_by_marks(wave: Wave) -> bool:
    """Whether each invitation carries a mark of its own, drawn by lot: anonymous, and answered
    here and not elsewhere."""
    return wave.anonymous and not wave.questionnaire.link
