"""The text for the official page: a survey anybody may answer, with a link for each messenger."""

from __future__ import annotations

from domain.access import Action
from domain.ministry import Policy
from domain.refusal import Refused
from domain.surveys.reading import minutes
from domain.surveys.waves import Wave, WaveState
from handlers.flow import Flow, Scene, Turn
from handlers.survey.changing import back
from handlers.survey.entering import code
from handlers.survey.surveys import named
from texts import moments, say, words, written

flow = Flow()


@flow.tapped("survey-post", Action.RUN_SURVEY)
async def post(scene: Scene) -> Turn:
    """Ready to be copied: two messages, so that nothing of ours stands in the text itself."""
    wave = await named(scene, Action.RUN_SURVEY)
    if not wave.chosen.public:
        raise Refused("foreign-survey")
    if wave.state not in {WaveState.PLANNED, WaveState.OPEN}:
        raise Refused(f"run-is-{wave.state}")
    links = links_to(scene, wave)
    if not links:
        raise Refused("run-no-links")
    text = words(
        "run-post-text",
        title=wave.questionnaire.title,
        about=wave.questionnaire.about,
        ministry=scene.house.ministry.name,
        closes=moments.until(wave.closes_at, scene.house.zone, scene.now),
        minutes=minutes(wave.questionnaire),
        anonymous="yes" if wave.anonymous else "no",
        links="\n".join(links),
    )
    told = say(
        "run-post",
        back(wave),
        opens=moments.soon(wave.opens_at, scene.house.zone, scene.now),
        waits="yes" if wave.state is WaveState.PLANNED else "no",
    )
    return scene.stay(written(text), told)


def links_to(scene: Scene, wave: Wave) -> list[str]:
    """A line for each messenger clients may write in: its name and the link to the survey."""
    found = []
    for channel, link in scene.house.links.items():
        off = scene.house.ministry.channels[channel]["clients"] is Policy.OFF
        made = "" if off else link(code(wave))
        if made:
            found.append(words(f"run-post-link-{channel}", link=made))
    return found
