"""What was found, as every conversation and every document reads it: by the rules of small
numbers, and only once the wave is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.masking import masked
from domain.refusal import Refused
from domain.surveys.comparing import Comparison, compare, same_groups
from domain.surveys.results import Results, results
from domain.surveys.small import within_reach
from domain.surveys.waves import Wave, WaveState
from handlers.house import House
from storage.unit import Unit
from texts import words


async def read(unit: Unit, wave: Wave) -> Results:
    """The results of a closed wave; of any other they are refused."""
    if wave.state is not WaveState.CLOSED:
        raise Refused("results-not-yet")
    near = within_reach(wave, await unit.waves.asked(wave.questionnaire.id))
    sheets = await unit.ballots.sheets(wave.id)
    texts = await unit.ballots.texts(wave.id)
    return results(wave.questionnaire, sheets, texts, wave.invited, by_parts=not near)


async def earlier(unit: Unit, wave: Wave) -> list[Wave]:
    """The waves it can be compared with, the newest first."""
    series = await unit.waves.series(wave.questionnaire.id, wave.unit)
    newest_first = sorted(series, key=_when, reverse=True)
    return [one for one in newest_first if _when(one) < _when(wave)]


def _when(wave: Wave) -> tuple[datetime, int]:
    return wave.opens_at, wave.id


async def compared(unit: Unit, wave: Wave, before: Wave) -> Comparison | None:
    """A wave with an earlier one; None where either has too few answers to be told of."""
    now, then = await read(unit, wave), await read(unit, before)
    if not (now.enough and then.enough):
        return None
    return compare(now, then, same_groups(wave, before))


def without_names(house: House, texts: Iterable[str]) -> tuple[str, ...]:
    """What was said in words, masked; of thousands that takes its time."""
    people = house.names()
    return tuple(masked(text, people, _mask).strip() for text in texts)


def _mask(kind: str) -> str:
    return words(f"masked-{kind}")
