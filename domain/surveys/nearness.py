"""Two surveys of which one taken from the other tells of a few: the same question, put to nearly
the same people at about the same time (D-139 §5.2)."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta

from domain.surveys.audience import is_by_marks
from domain.surveys.comparing import same_question
from domain.surveys.questionnaire import Kind, Questionnaire
from domain.surveys.waves import SMALL, Wave, WaveState

#: for so long people answer much as they did before
FRESH = timedelta(days=30)


def asks_the_same(one: Questionnaire, other: Questionnaire) -> bool:
    """Whether any question with figures means the same in both, under whatever name they go."""
    return any(
        same_question(item, other.item(item.key))
        for item in one.items
        if item.kind is not Kind.TEXT
    )


def fresh_until(wave: Wave) -> datetime:
    """When its answers are not those of today any more."""
    return (wave.closed_at or wave.closes_at) + FRESH


def may_be_taken_from(wave: Wave, other: Wave) -> bool:
    """Whether the results of both may be held against each other. Two units ask their clients
    about themselves, and mean two things by the same words."""
    began = other.opened_at or other.opens_at
    return (
        other.id != wave.id
        and other.state is not WaveState.CALLED_OFF
        and is_by_marks(other)
        and (other.unit == wave.unit or "" in {other.unit, wave.unit})
        and other.chosen.audience is wave.chosen.audience
        and wave.opens_at < fresh_until(other)
        and began < wave.closes_at + FRESH
        and asks_the_same(wave.questionnaire, other.questionnaire)
    )


def differ_by_few(people: Set[str], others: Set[str]) -> bool:
    """Whether so few are asked in one and not in the other that the difference is about them. The
    same people may be asked again: that tells how everybody has changed."""
    return 0 < len(people ^ others) < SMALL
