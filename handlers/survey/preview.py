"""A survey as those who are invited will see it, shown before it begins; its buttons do nothing."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action
from domain.surveys.sitting import Sitting
from domain.surveys.waves import Wave
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.survey.asking import invitation, page
from handlers.survey.audience import asked_publicly
from texts import say

flow = Flow()


def as_invited(scene: Scene, wave: Wave) -> tuple[Reply, ...]:
    """The invitation and the first question, as they will come."""
    invited = _sample(invitation(wave, None, scene.house, scene.now))
    if wave.questionnaire.link:
        return (say("run-seen-link"), invited)
    first = _sample(page(Sitting(wave, ""), scene.house))
    return (say("run-seen", public=asked_publicly(wave)), invited, first)


def _sample(reply: Reply) -> Reply:
    """The same with buttons that only say that it is a sample; links open."""
    rows = tuple(tuple(map(_still, row)) for row in reply.rows)
    return replace(reply, rows=rows)


def _still(button: Button) -> Button:
    return button if button.link else Button(button.label, "survey-sample")


@flow.tapped("survey-sample", Action.RUN_SURVEY)
async def sample(scene: Scene) -> Turn:
    return scene.stay(say("run-sample"))
