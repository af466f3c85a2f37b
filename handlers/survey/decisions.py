"""Decisions taken from what was heard, kept with the wave or the quarter (N-2137 §15)."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import straight
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.survey import subject
from handlers.survey.paging import paged
from storage.deeds import Decision
from texts import button, moments, say, words

flow = Flow()

STEP = "decision"
LONGEST = 1_500


@flow.tapped("decisions", Action.DECIDE)
async def listed(scene: Scene) -> Turn:
    """All there ever were, the newest first."""
    about = await subject.named(scene, scene.arg(0), Action.DECIDE)
    found = await about.decisions(scene)
    heading = words(
        "decisions-heading" if found else "decisions-none", about=about.told(scene.house)
    )
    lines = [line(scene, one) for one in reversed(found)]
    new = button("decide", f"decide:{about.name}")
    back = (button("deeds", f"deeds:{about.name}"), button("surveys", "surveys"))
    return paged(scene, f"decisions:{about.name}", [heading, *lines], (new,), back)


@flow.tapped("decide", Action.DECIDE)
async def begin(scene: Scene) -> Turn:
    about = await subject.named(scene, scene.arg(0), Action.DECIDE)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    told = say("decide-ask", button("cancel", "menu"), about=about.told(scene.house))
    return Turn((told,), STEP, {"about": about.name})


@flow.said(STEP, Action.DECIDE)
async def hear(scene: Scene) -> Turn:
    """Kept as it was said; nothing takes it back."""
    text = scene.event.text.strip()
    if scene.event.files or not text:
        raise Refused("form-words-only")
    if len(text) > LONGEST:
        raise Refused("form-too-long", longest=LONGEST)
    about = await subject.named(scene, scene.chat.draft["about"], Action.DECIDE)
    wave = about.wave.id if about.wave else None
    scene.unit.decisions.take(
        Decision(0, wave, about.quarter, about.unit, text, scene.actor.id, scene.now)
    )
    back = button("decisions", f"decisions:{about.name}")
    return Turn((say("decided", (back, button("menu", "menu"))),))


def line(scene: Scene, decision: Decision) -> str:
    return words(
        "decision-line",
        text=straight(decision.text),
        who=scene.house.who(decision.decided_by),
        day=moments.day_of(decision.at, scene.house.zone),
    )
