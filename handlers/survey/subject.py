"""What a deed or a decision comes of: a closed wave, or the marks clients gave in a quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.access import Action, allowed_in
from domain.refusal import Refused
from domain.surveys.deeds import Deed
from domain.surveys.waves import Wave, WaveState
from handlers.flow import Scene
from handlers.house import House
from storage.deeds import Decision
from texts import words

#: the marks of a quarter as a button names them: "2026-Q4.benefits", "2026-Q4." for all units
MARKS = re.compile(r"(\d{4}-Q[1-4])\.([a-z0-9_-]*)")


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` is what buttons carry: a wave's id, or a quarter and a unit."""

    name: str
    wave: Wave | None
    quarter: str
    unit: str

    def told(self, house: House) -> str:
        """What it is, in words."""
        if self.wave:
            return self.wave.questionnaire.title
        side = house.unit_name(self.unit) if self.unit else words("run-side-ministry")
        return words("deeds-of-marks", quarter=quarter_told(self.quarter), side=side)

    async def deeds(self, scene: Scene) -> list[Deed]:
        if self.wave:
            return await scene.unit.deeds.of_wave(self.wave.id)
        return await scene.unit.deeds.of_quarter(self.quarter, self.unit)

    async def decisions(self, scene: Scene) -> list[Decision]:
        if self.wave:
            return await scene.unit.decisions.of_wave(self.wave.id)
        return await scene.unit.decisions.of_quarter(self.quarter, self.unit)


async def named(scene: Scene, name: str, action: Action) -> Subject:
    """What a button names, if this person may do the action to it; refused alike whether it is
    not there, another's, or not closed yet."""
    found = await _found(scene, name)
    if found is None or not allowed_in(scene.actor, action, found.unit):
        raise Refused("foreign-survey")
    return found


async def _found(scene: Scene, name: str) -> Subject | None:
    if marks := MARKS.fullmatch(name):
        quarter, unit = marks.groups()
        found = Subject(name, None, quarter, unit)
        if not unit or unit in scene.house.ministry.units:
            return found
        # what came of the marks of a unit that is no more is still there
        kept = await found.deeds(scene) or await found.decisions(scene)
        return found if kept else None
    if not (name.isascii() and name.isdecimal() and len(name) < 19):
        return None
    wave = await scene.unit.waves.get(int(name))
    if wave is None or wave.state is not WaveState.CLOSED:
        return None
    return Subject(name, wave, wave.quarter, wave.unit)


def over(scene: Scene, no: Refused) -> Refused:
    """Nothing is written about it any more: what is said next is heard as usual."""
    scene.chat.step, scene.chat.draft = "", {}
    return no


def of(deed: Deed) -> str:
    """The name of what a deed came of."""
    return str(deed.wave) if deed.wave else f"{deed.quarter}.{deed.unit}"


def quarter_told(quarter: str) -> str:
    """A quarter in words: "2026-Q4"."""
    year, _, number = quarter.partition("-Q")
    return words("quarter", number=number, year=year)
