"""Coming to a survey by the link of a post: the invitation is shown to whoever asks for it."""

from __future__ import annotations

from datetime import datetime

from domain.access import Action
from domain.refusal import Refused
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import Wave, WaveState
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.survey.asking import invitation
from texts import moments

flow = Flow()

#: A survey's address: /start s-ID by a link, or typed by hand.
LINK = r"(?i:/start\s+)?(?i:s)-(\d{1,19})"


def code(wave: Wave) -> str:
    """What stands in a link to this wave."""
    return f"s-{wave.id}"


def not_open(wave: Wave, house: House, now: datetime) -> Refused | None:
    """Why nobody can answer a wave now; None when it can be answered."""
    title = wave.questionnaire.title
    if wave.state is WaveState.CALLED_OFF:
        return Refused("survey-called-off", title=title)
    if wave.state is WaveState.CLOSED or wave.closes_at <= now:
        return Refused("survey-closed", title=title)
    if wave.state is WaveState.PLANNED:
        opens = moments.on(wave.opens_at, house.zone, now)
        return Refused("survey-not-open", title=title, opens=opens)
    return None


@flow.spelt(LINK, Action.ANSWER_SURVEY)
async def enter(scene: Scene) -> Turn:
    """The invitation of a wave that anybody may answer; entering asks for no consent."""
    number = scene.number(0)
    wave = await scene.unit.waves.get(number) if number else None
    if wave is None or wave.chosen.audience is Audience.EMPLOYEES:
        raise Refused("survey-unknown")
    if no := not_open(wave, scene.house, scene.now):
        raise no
    if not wave.chosen.public or wave.anonymous:
        raise Refused("survey-not-by-link", title=wave.questionnaire.title)
    return scene.stay(invitation(wave, None, scene.house, scene.now))
