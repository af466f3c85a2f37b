"""What is done with a survey under way: open for longer, ended now, called off before it begins."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.refusal import Refused
from domain.surveys.planning import MORE, longer
from domain.surveys.waves import Wave, WaveState
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.survey.surveys import named
from texts import button, moments, say

flow = Flow()

#: by how many days an end is put off by a button
LONGER = (3, 7, 14, 30)


@flow.tapped("survey-longer", Action.RUN_SURVEY)
async def put_off(scene: Scene) -> Turn:
    """By how many days is asked, then done: 30 in all. A second press of the same button adds
    nothing, for it carries what was added before."""
    wave = await _standing(scene, WaveState.OPEN)
    was, _, by = scene.arg(1).partition("+")
    if not by.isdecimal():
        left = [one for one in LONGER if wave.extended + one <= MORE]
        if not left:
            raise Refused("run-long-enough", most=MORE)
        rows = [_by(wave, one, f"{wave.extended}+{one}") for one in left]
        at = moments.on(wave.closes_at, scene.house.zone, scene.now)
        return scene.stay(say("run-longer", rows[:2], rows[2:], back(wave), at=at))
    if was != str(wave.extended):
        raise Refused("run-changed")
    closes_at = longer(wave, int(by), scene.house.calendar)
    await _move(scene, wave, closes_at=closes_at, extended=wave.extended + int(by))
    at = moments.on(closes_at, scene.house.zone, scene.now)
    return scene.stay(say("run-goes-on", back(wave), title=wave.questionnaire.title, at=at))


def _by(wave: Wave, days: int, step: str) -> Button:
    return button("run-by", f"survey-longer:{wave.id}:{step}", count=days)


@flow.tapped("survey-end", Action.RUN_SURVEY)
async def ask_to_end(scene: Scene) -> Turn:
    wave = await _standing(scene, WaveState.OPEN)
    sure = (button("run-end-yes", f"survey-end-yes:{wave.id}"),)
    return scene.stay(say("run-end-sure", sure, back(wave), title=wave.questionnaire.title))


@flow.tapped("survey-end-yes", Action.RUN_SURVEY)
async def end(scene: Scene) -> Turn:
    """Its time is over: the clock closes it, as it would have later."""
    wave = await _standing(scene, WaveState.OPEN)
    await _move(scene, wave, closes_at=scene.now)
    return scene.stay(say("run-ends", back(wave), title=wave.questionnaire.title))


@flow.tapped("survey-off", Action.RUN_SURVEY)
async def ask_to_call_off(scene: Scene) -> Turn:
    wave = await _standing(scene, WaveState.PLANNED)
    sure = (button("run-off-yes", f"survey-off-yes:{wave.id}"),)
    return scene.stay(say("run-off-sure", sure, back(wave), title=wave.questionnaire.title))


@flow.tapped("survey-off-yes", Action.RUN_SURVEY)
async def call_off(scene: Scene) -> Turn:
    """Nobody has been asked, and nobody will be."""
    wave = await _standing(scene, WaveState.PLANNED)
    await _move(scene, wave, state=WaveState.CALLED_OFF, closed_at=scene.now)
    await scene.unit.offers.reopen(wave.id)
    return scene.stay(say("run-is-off", button("surveys", "surveys"), button("menu", "menu")))


async def _standing(scene: Scene, at: WaveState) -> Wave:
    """The wave of the pressed button, while it stands so; its end is kept, though the clock may
    not have come to it yet."""
    wave = await named(scene, Action.RUN_SURVEY)
    over = wave.state is WaveState.OPEN and wave.closes_at <= scene.now
    state = WaveState.CLOSED if over else wave.state
    if state is not at:
        raise Refused(f"run-is-{state}")
    return wave


async def _move(scene: Scene, wave: Wave, **facts: Any) -> None:
    """Changed, unless it has moved on this very moment."""
    if not await scene.unit.waves.move(wave, wave.state, **facts):
        raise Refused("run-changed")


def back(wave: Wave) -> tuple[Button, ...]:
    return (button("run-page", f"survey:{wave.id}"), button("menu", "menu"))
