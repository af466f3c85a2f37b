"""What the owner of a wave hears: it has opened, it ends soon, it is closed, it was called off."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.ministry import Role
from domain.surveys.waves import SMALL, Wave, WaveState
from domain.talk import Button, Reply
from handlers.house import House
from handlers.survey.invited import missed
from storage.unit import Unit
from texts import button, moments, say

#: before the end, if the wave lasts for more than twice as long
SOON = timedelta(days=1)
#: how long the owner waits to hear how many invitations have arrived
SETTLES = timedelta(hours=1)
#: how long after the end it still is news
NEWS = timedelta(days=7)


def hearers(house: House, wave: Wave) -> list[str]:
    """Who hears of a wave: its owner, as long as they run surveys; then the head of its unit, and
    of the whole ministry's, or of a unit that is no more, the controllers."""
    owner = house.employee(wave.owner)
    if owner and (Role.CONTROLLER in owner.roles or owner.heads(wave.unit)):
        return [owner.id]
    unit = house.ministry.units.get(wave.unit)
    if unit and house.employee(unit.head):
        return [unit.head]
    return [one.id for one in house.ministry.controllers]


def key(wave: Wave, what: str) -> str:
    """Under which name it is remembered that the owner was told."""
    return f"wave:{wave.id}:{what}"


def due(wave: Wave, now: datetime) -> list[str]:
    """What the owner should have heard by now: opened, ending, closed, off."""
    if wave.state is WaveState.CALLED_OFF:
        by_clock = wave.opened_at and now - wave.opened_at < NEWS
        return ["off"] if by_clock else []
    if wave.state is WaveState.CLOSED:
        return ["closed"] if wave.closed_at and now - wave.closed_at < NEWS else []
    if wave.state is not WaveState.OPEN or wave.opened_at is None:
        return []
    long = wave.closes_at - wave.opened_at > 2 * SOON
    return ["opened", *(["ending"] if long and wave.closes_at - now <= SOON else [])]


async def told(unit: Unit, house: House, wave: Wave, what: str, now: datetime) -> Reply | None:
    """The words for it; None when it is too early to say."""
    if what == "opened":
        return await _opened(unit, house, wave, now)
    if what == "ending":
        return await _ending(unit, house, wave, now)
    title = wave.questionnaire.title
    if what == "closed":
        ways = (button("run-page", f"survey:{wave.id}"), button("surveys", "surveys"))
        return say(await _closed(unit, wave), ways, title=title)
    again = (button("run-run", "survey-run"), button("surveys", "surveys"))
    if wave.opened_at and wave.closes_at <= wave.opened_at:
        return say("wave-off-late", again, title=title)
    if not wave.invited:
        return say("wave-off-nobody", again, title=title)
    return say("wave-off-few", again, title=title, count=wave.invited, least=SMALL)


async def _opened(unit: Unit, house: House, wave: Wave, now: datetime) -> Reply | None:
    if wave.chosen.public:
        return say("wave-opened-public", _page(wave), title=wave.questionnaire.title)
    states = await unit.invitations.states(wave.id)
    waiting = sum(states.get(state, 0) for state in ("new", "queued", "sending"))
    if waiting and wave.opened_at and now - wave.opened_at < SETTLES:
        return None
    lost = sum(states.get(state, 0) for state in ("unreachable", "refused", "unsent"))
    return say(
        "wave-opened",
        _page(wave),
        title=wave.questionnaire.title,
        invited=wave.invited,
        missed=lost + await missed(unit, house, wave),
        unsure=states.get("unknown", 0),
        until=moments.until(wave.closes_at, house.zone, now),
    )


async def _ending(unit: Unit, house: House, wave: Wave, now: datetime) -> Reply:
    title, until = wave.questionnaire.title, moments.until(wave.closes_at, house.zone, now)
    if wave.questionnaire.link:
        return say("wave-ending-elsewhere", _page(wave), title=title, until=until)
    count = await unit.ballots.count(wave.id)
    few = 0 if count < SMALL else count  # fewer would say something of each
    return say("wave-ending", _page(wave), title=title, until=until, count=few, least=SMALL)


async def _closed(unit: Unit, wave: Wave) -> str:
    if wave.questionnaire.link:
        return "wave-closed-elsewhere"
    return "wave-closed-few" if await unit.ballots.kept(wave.id) < SMALL else "wave-closed"


def _page(wave: Wave) -> tuple[Button, ...]:
    return (button("run-page", f"survey:{wave.id}"),)
