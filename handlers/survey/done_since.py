"""What was done since the last wave: for the results, and for the report."""

from __future__ import annotations

from datetime import datetime

from domain.surveys.waves import Wave
from handlers.house import House
from handlers.survey.deed_words import line
from storage.unit import Unit


async def done_since(unit: Unit, house: House, wave: Wave, now: datetime) -> list[str]:
    """What came of the wave before this one of the same questionnaire and unit, a few lines each
    deed; empty where there was none."""
    series = await unit.waves.series(wave.questionnaire.id, wave.unit)
    before = [one for one in series if one.id < wave.id]
    if not before:
        return []
    return [line(house, one, now) for one in await unit.deeds.of_wave(before[-1].id)]
