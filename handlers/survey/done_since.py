"""What was done since the last wave: for the results, and for the report."""

from __future__ import annotations

from datetime import datetime

from domain.surveys.waves import Wave
from handlers.house import House
from handlers.survey.deed_words import line
from handlers.survey.reading import earlier
from storage.unit import Unit


async def done_since(unit: Unit, house: House, wave: Wave, now: datetime) -> list[str]:
    """What came of the wave before this one of the same questionnaire and unit, a few lines each
    deed; empty where there was none."""
    before = (await earlier(unit, wave))[:1]
    return [line(house, deed, now) for one in before for deed in await unit.deeds.of_wave(one.id)]
