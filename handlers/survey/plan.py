"""A wave as somebody has filled it in: what it will be, and what stands in its way."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from domain.access import Action, allowed_in
from domain.refusal import Refused
from domain.surveys.audience import is_by_marks
from domain.surveys.nearness import FRESH, differ_by_few, fresh_until, may_be_taken_from
from domain.surveys.planning import dates
from domain.surveys.quarterly import OfferState, quarter
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import SMALL, Wave, WaveState
from handlers.flow import Scene
from handlers.form import Values
from handlers.survey.audience import chosen, chosen_questionnaire, unit_of
from handlers.survey.invited import employees_reached, would_be
from texts import moments, words


def planned(scene: Scene, values: Values) -> Wave:
    """The wave these values ask for, not made yet (its id is 0). Refused where the person may not
    run it, the questionnaire is gone, or the days do not fit."""
    unit, asked = unit_of(values), chosen_questionnaire(scene, values)
    if asked is None or not allowed_in(scene.actor, Action.RUN_SURVEY, unit):
        raise Refused("foreign-survey")
    calendar, whom = scene.house.calendar, chosen(scene, asked, values)
    if whom.public:
        # whoever comes by the same link as all others gets no mark drawn by lot, and is told so
        asked = replace(asked, anonymous=False)
    when = dates(values["begins"], values["lasts"], calendar, scene.now)
    return Wave(
        id=0,
        questionnaire=asked,
        chosen=whom,
        owner=scene.actor.id,
        unit=unit,
        state=WaveState.PLANNED,
        opens_at=when.opens_at,
        closes_at=when.closes_at,
        # nobody is reminded who was not invited
        remind_at=None if whom.public else when.remind_at,
        quarter=quarter(calendar, when.opens_at),
        created_at=scene.now,
    )


def keyed(wave: Wave) -> Wave:
    """With a key from which its marks are made, unless they are drawn by lot."""
    return wave if wave.anonymous else replace(wave, key=secrets.token_urlsafe(32))


async def obstacle(scene: Scene, wave: Wave, count: int) -> str:
    """Why it cannot be started, and what to do; "" for nothing."""
    for one in await scene.unit.waves.under_way():
        if one.questionnaire.id == wave.questionnaire.id and one.unit == wave.unit:
            zone, now = scene.house.zone, scene.now
            return words(
                f"run-runs-{one.state}",
                title=one.questionnaire.title,
                opens=moments.soon(one.opens_at, zone, now),
                closes=moments.until(one.closes_at, zone, now),
            )
    if wave.chosen.public:
        return ""
    if not count:
        return words(f"run-nobody-{wave.chosen.audience}")
    if not wave.questionnaire.link and count < SMALL:
        return words("run-few" if wave.anonymous else "run-few-by-name", count=count, least=SMALL)
    return await _nearness(scene, wave)


async def _nearness(scene: Scene, wave: Wave) -> str:
    """Why one must not be taken from another, and what to do. Clients are invited once a month,
    and so are never the same."""
    if wave.chosen.audience is Audience.CLIENTS or not is_by_marks(wave):
        return ""
    people = await employees_reached(scene.unit, scene.house, wave)
    for other in await scene.unit.waves.since(scene.now - FRESH):
        if may_be_taken_from(wave, other) and differ_by_few(
            people, await employees_reached(scene.unit, scene.house, other)
        ):
            after = scene.house.calendar.local_day(fresh_until(other)) + timedelta(days=1)
            return words(
                "run-nearly", title=other.questionnaire.title, after=moments.date_name(after)
            )
    return ""


async def how_many(scene: Scene, wave: Wave) -> int:
    """How many people will be asked; 0 where everybody may come by the link."""
    if wave.chosen.public:
        return 0
    return await would_be(scene.unit, scene.house, wave, scene.now)


async def note_held(scene: Scene, made: Wave) -> None:
    """The survey of the quarter is under way, from its offer or without: nobody asks any more."""
    held = scene.house.ministry.quarterly
    if held and made.questionnaire.id == held.questionnaire:
        await scene.unit.offers.settle(made.unit, made.quarter, OfferState.HELD, made.id)
