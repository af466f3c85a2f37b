"""The surveys somebody runs: which there are, how they stand, and what may be done with each."""

from __future__ import annotations

from domain.access import Action, allowed_in
from domain.appeals import first_lines
from domain.refusal import Refused
from domain.surveys.waves import SMALL, Wave, WaveState
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.survey import audience
from handlers.survey.offering import not_held
from texts import button, moments, words, written

flow = Flow()

#: a row each, then the new one, then the way on and back: six rows
A_PAGE = 4
#: as many waves can be leafed through
KEPT = 400
LABEL = 40


@flow.tapped("surveys", Action.SEE_SURVEYS)
async def listed(scene: Scene) -> Turn:
    """The newest first, a page at a time."""
    found = await _of(scene)
    pages = max(1, -(-len(found) // A_PAGE))
    page = scene.number(0) % pages
    some = found[page * A_PAGE :][:A_PAGE]
    lines = [await _line(scene, one) for one in some]
    rows = [(Button(_label(scene, one), f"survey:{one.id}"),) for one in some]
    last = [button("menu", "menu")]
    if pages > 1:
        last.append(button("more", f"surveys:{page + 1}"))
    heading = words("run-heading" if found else "run-none")
    text = "\n\n".join([heading, *lines, *await not_held(scene, found)])
    turned = scene.event.message if scene.args else ""
    run = (button("run-run", "survey-run"), button("marks", "marks"))
    return scene.stay(written(text, *rows, run, tuple(last), instead_of=turned))


@flow.tapped("survey", Action.SEE_RESULTS)
async def page(scene: Scene) -> Turn:
    """One of them: whom it asks, how it stands, what can be done now."""
    wave = await named(scene, Action.SEE_RESULTS)
    house, zone, now = scene.house, scene.house.zone, scene.now
    side = house.unit_name(wave.unit) if wave.unit else words("run-side-ministry")
    lines = [
        words("run-line-title", title=wave.questionnaire.title),
        words("run-line-state", state=words(f"run-state-{wave.state}")),
        words("run-line-side", side=side, owner=house.who(wave.owner)),
        words("run-line-whom", whom=audience.told(house, wave, now)),
        words("run-line-opens", at=moments.soon(wave.opens_at, zone, now)),
        words("run-line-closes", at=moments.on(wave.closes_at, zone, now)),
    ]
    if wave.questionnaire.link:
        lines.append(words("run-line-link"))
    if answered := await _answered(scene, wave):
        lines.append(answered)
    return scene.stay(written("\n".join(lines), *_doings(scene, wave)))


def _doings(scene: Scene, wave: Wave) -> list[tuple[Button, ...]]:
    """What this person may do with it as it stands."""
    rows: list[tuple[Button, ...]] = []
    runs = allowed_in(scene.actor, Action.RUN_SURVEY, wave.unit)
    if wave.state is WaveState.OPEN and runs:
        rows.append((button("run-longer", f"survey-longer:{wave.id}"),))
        rows.append((button("run-end", f"survey-end:{wave.id}"),))
    if wave.state is WaveState.PLANNED and runs:
        rows.append((button("run-off", f"survey-off:{wave.id}"),))
    if wave.chosen.public and runs and wave.state in {WaveState.PLANNED, WaveState.OPEN}:
        rows.append((button("run-post", f"survey-post:{wave.id}"),))
    if wave.state is WaveState.CLOSED and allowed_in(scene.actor, Action.ASSIGN_DEED, wave.unit):
        decided = button("decisions", f"decisions:{wave.id}")
        rows.append((button("deeds", f"deeds:{wave.id}"), decided))
    if wave.state in {WaveState.OPEN, WaveState.CLOSED}:
        rows.append((button("results", f"results:{wave.id}"),))
    rows.append((button("surveys", "surveys"), button("menu", "menu")))
    return rows


async def named(scene: Scene, action: Action) -> Wave:
    """The wave the pressed button names, refused alike whether it is not there or another's."""
    found = await scene.unit.waves.get(scene.number(0)) if scene.number(0) else None
    if found is None or not allowed_in(scene.actor, action, found.unit):
        raise Refused("foreign-survey")
    return found


async def _of(scene: Scene) -> list[Wave]:
    """The waves whose results this person may see: all there are, or those of their units, which
    are not lost sight of among those of all others."""
    if allowed_in(scene.actor, Action.SEE_RESULTS, ""):
        return await scene.unit.waves.all(KEPT)
    units = scene.house.ministry.units
    own = [one for one in units if allowed_in(scene.actor, Action.SEE_RESULTS, one)]
    return await scene.unit.waves.of_units(own, KEPT)


async def _line(scene: Scene, wave: Wave) -> str:
    """A wave in the list."""
    house, zone = scene.house, scene.house.zone
    line = words(
        "run-in-list",
        title=wave.questionnaire.title,
        side=house.unit_name(wave.unit) if wave.unit else words("run-side-ministry"),
        state=words(f"run-state-{wave.state}"),
        opens=moments.stamp(wave.opens_at, zone),
        closes=moments.stamp(wave.closes_at, zone),
    )
    answered = await _answered(scene, wave)
    return f"{line}\n{answered}" if answered else line


async def _answered(scene: Scene, wave: Wave) -> str:
    """How many were invited, if anybody was, and have answered; of an open one only from five
    answers on, for fewer could be told apart."""
    if wave.state not in {WaveState.OPEN, WaveState.CLOSED}:
        return ""
    if wave.questionnaire.link:
        return words("run-invited", invited=wave.invited)
    public = audience.asked_publicly(wave)
    if wave.state is WaveState.OPEN:
        count = await scene.unit.ballots.count(wave.id)
    else:
        count = await scene.unit.ballots.kept(wave.id)
    if count < SMALL:
        more = "-few" if wave.state is WaveState.OPEN else "-too-few"
        return words(f"run-answered{more}", public=public, invited=wave.invited, least=SMALL)
    return words("run-answered", public=public, invited=wave.invited, count=count)


def _label(scene: Scene, wave: Wave) -> str:
    """Its title, and the day that tells it from another of the same."""
    day = moments.day_of(wave.opens_at, scene.house.zone)
    return f"{first_lines(wave.questionnaire.title, LABEL - len(day) - 2)}, {day}"
