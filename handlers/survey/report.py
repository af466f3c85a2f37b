"""Everything a picture, a workbook or a report tells of a closed wave, read at once (S5).

It has been through the rules of small numbers (`reading`); words are masked."""

from __future__ import annotations

from dataclasses import dataclass

from domain.surveys.comparing import Comparison, compare, same_groups
from domain.surveys.deeds import Deed
from domain.surveys.results import Results
from domain.surveys.waves import Wave
from handlers.house import House
from handlers.survey.reading import earlier, read, without_names
from storage.deeds import Decision
from storage.unit import Unit
from texts import moments, words

#: as many waves side by side as a telephone shows
MOST_WAVES = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One wave of a series: when it was, and what it found."""

    wave: Wave
    found: Results
    days: str


@dataclass(frozen=True, slots=True)
class Report:
    """`now` is the wave; `unit` whose internal clients were asked. `before` is the last wave it can
    be compared with, with `comparison`. `series` are the waves whose index can be compared with
    this one's, itself the last. `done` are the deeds that came of the wave before, whatever it
    found; `given` and `decided` came of this one."""

    house: House
    now: Told
    unit: str
    before: Told | None = None
    comparison: Comparison | None = None
    series: tuple[Told, ...] = ()
    done: tuple[Deed, ...] = ()
    given: tuple[Deed, ...] = ()
    decided: tuple[Decision, ...] = ()

    @property
    def wave(self) -> Wave:
        return self.now.wave

    @property
    def found(self) -> Results:
        return self.now.found

    def words(self) -> dict[str, tuple[str, ...]]:
        """The words to each question, masked; of thousands that takes its time."""
        found = self.found.texts.items()
        return {key: without_names(self.house, texts) for key, texts in found}


async def report_of(unit: Unit, house: House, wave: Wave) -> Report:
    """The report of a closed wave; of any other it is refused."""
    now = Told(wave, await read(unit, wave), days(house, wave))
    whose = house.unit_name(wave.unit) if wave.unit else words("results-whole-ministry")
    if not now.found.enough:
        return Report(house, now, whose)
    past = (await earlier(unit, wave))[: MOST_WAVES - 1]
    others = [Told(one, await read(unit, one), days(house, one)) for one in past]
    known = [one for one in others if one.found.enough]
    before = known[0] if others and known[:1] == others[:1] else None
    comparison = None
    if before:
        comparison = compare(now.found, before.found, same_groups(wave, before.wave))
    like = [one for one in known if one.found.csi and compare(now.found, one.found).index]
    series = (*reversed(like), now) if now.found.csi else ()
    return Report(
        house,
        now,
        whose,
        before,
        comparison,
        series,
        tuple(await unit.deeds.of_wave(past[0].id)) if past else (),
        tuple(await unit.deeds.of_wave(wave.id)),
        tuple(await unit.decisions.of_wave(wave.id)),
    )


def days(house: House, wave: Wave) -> str:
    """From which day to which the wave was open."""
    ends = wave.opened_at or wave.opens_at, wave.closed_at or wave.closes_at
    first, last = (moments.numerals(house.calendar.local_day(one)) for one in ends)
    return first if first == last else words("report-days", first=first, last=last)


def deed_of(house: House, deed: Deed) -> tuple[str, str, str, str, str]:
    """A deed in words: what, whose, by when, how it stands, what was done."""
    due = moments.numerals(house.calendar.local_day(deed.due_at))
    state = words("report-deed-state", state=str(deed.state))
    return deed.text, house.who(deed.employee), due, state, deed.done_text
