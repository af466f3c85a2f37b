"""The quarterly survey as it is offered to a head: hold it, change it, or not this quarter.

Offered a week before its day (D-139 §5.3) to the heads of units that serve employees, or to
whoever acts for them; the clock does that (`scheduler/quarterly.py`), the words are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from domain.access import Action, allowed_in
from domain.refusal import Refused
from domain.requests import serving
from domain.surveys.planning import TODAY
from domain.surveys.quarterly import Offer, OfferState, quarter, quarterly_day
from domain.surveys.waves import Quarterly, Wave, WaveState
from domain.talk import Reply
from handlers import filling
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.officer import draft as drafts
from handlers.survey.running import begun
from texts import button, moments, say, words

flow = Flow()


def offered(house: House, unit: str, held: Quarterly, now: datetime, *, again: bool) -> Reply:
    """The offer as a head reads it; `again` on the day itself."""
    today = house.today(now)
    day = quarterly_day(held, today)
    of = f"{unit}:{quarter(house.calendar, now)}"
    rows = (
        button("quarterly-hold", f"quarterly-hold:{of}"),
        button("run-change", f"quarterly-change:{of}"),
        button("quarterly-no", f"quarterly-no:{of}"),
    )
    return say(
        "quarterly-again" if again else "quarterly-offer",
        *rows,
        title=house.ministry.questionnaires[held.questionnaire].title,
        unit=house.unit_name(unit),
        day=moments.day_of(house.calendar.last_second(day), house.zone),
        days=held.open_for,
        left=max(0, (day - today).days),
    )


@flow.tapped("quarterly-hold", Action.RUN_SURVEY)
async def hold(scene: Scene) -> Turn:
    """Everything filled in: what is left is to look at it and to start."""
    offer = await _offer(scene)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return await begun(scene, _values(scene, offer))


@flow.tapped("quarterly-change", Action.RUN_SURVEY)
async def change(scene: Scene) -> Turn:
    """The same, with the choice of what is to be different."""
    offer = await _offer(scene)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    turn = await begun(scene, _values(scene, offer))
    scene.chat.step, scene.chat.draft = turn.step, turn.draft
    return await filling.choose_to_mend(replace(scene, args=()))


@flow.tapped("quarterly-no", Action.RUN_SURVEY)
async def decline(scene: Scene) -> Turn:
    """Not this quarter: nobody asks again before the next one."""
    offer = await _offer(scene)
    if not await scene.unit.offers.settle(offer.unit, offer.quarter, OfferState.DECLINED):
        raise Refused("quarterly-held")
    return scene.stay(say("quarterly-will-not", button("menu", "menu")))


async def _offer(scene: Scene) -> Offer:
    """The offer the pressed button is of, while something can still be said to it."""
    unit, of = scene.arg(0), scene.arg(1)
    found = (await scene.unit.offers.of_quarter(of)).get(unit)
    if found is None or not allowed_in(scene.actor, Action.RUN_SURVEY, unit):
        raise Refused("foreign-survey")
    if not found.waits:
        raise Refused(f"quarterly-{found.state}")
    if of != quarter(scene.house.calendar, scene.now):
        raise Refused("quarterly-over")
    return found


def _values(scene: Scene, offer: Offer) -> dict[str, str]:
    """The form as the ministry wants it filled in: all internal clients, from the day it names."""
    held = scene.house.ministry.quarterly
    if held is None or offer.questionnaire not in scene.house.ministry.questionnaires:
        raise Refused("quarterly-over")
    today = scene.house.today(scene.now)
    day = quarterly_day(held, today)
    return {
        "for": offer.unit,
        "what": offer.questionnaire,
        "whom": "outside",
        "begins": TODAY if day <= today else day.isoformat(),
        "lasts": str(held.open_for),
    }


async def not_held(scene: Scene, waves: Sequence[Wave]) -> list[str]:
    """The units whose survey of the quarter is not held, as the controller reads it: its day has
    come and there is none, or their head has said no."""
    held = scene.house.ministry.quarterly
    if held is None or not allowed_in(scene.actor, Action.RUN_SURVEY, ""):
        return []
    of, today = quarter(scene.house.calendar, scene.now), scene.house.today(scene.now)
    done = held_in(waves, held.questionnaire, of)
    offers = await scene.unit.offers.of_quarter(of)
    missing = [one.id for one in serving(scene.house.ministry) if one.id not in done]
    no = [one for one in missing if one in offers and offers[one].state is OfferState.DECLINED]
    late = [one for one in missing if one not in no and quarterly_day(held, today) <= today]
    return [
        words(name, units=", ".join(map(scene.house.unit_name, units)))
        for name, units in (("quarterly-not-held", late), ("quarterly-refused", no))
        if units
    ]


def held_in(waves: Iterable[Wave], questionnaire: str, quarter_: str) -> set[str]:
    """The units whose survey of this quarter is planned, under way or over."""
    return {
        one.unit
        for one in waves
        if one.questionnaire.id == questionnaire
        and one.quarter == quarter_
        and one.state is not WaveState.CALLED_OFF
    }
