"""Whom a survey may be put to: what its owner chooses from, and how that is told in words.

A head asks the internal clients of their unit, everybody outside it (D-139 §5.3); the controller
asks anybody, employees and clients. "For whom" is a unit, or MINISTRY for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.access import Action, allowed_in
from domain.appeals import first_lines
from domain.ministry import Role
from domain.surveys.planning import months_before
from domain.surveys.questionnaire import Audience, Questionnaire
from domain.surveys.waves import Chosen, Wave
from handlers.flow import Scene
from handlers.form import Option, Values
from handlers.house import House
from texts import words

#: for the whole ministry: no id of a unit has a hyphen alone
MINISTRY = "-"
LABEL = 40
#: for how many months back, of whoever used a process or wrote
_MONTHS = {Audience.EMPLOYEES: ("3", "12"), Audience.CLIENTS: ("1", "3", "12")}


def sides(scene: Scene) -> list[Option]:
    """For whom this person may ask: their units, the whole ministry."""
    heads = [c.employee.unit for c in scene.actor.capacities if Role.HEAD in c.employee.roles]
    units = [u for u in dict.fromkeys(heads) if allowed_in(scene.actor, Action.RUN_SURVEY, u)]
    found = [(unit, first_lines(scene.house.unit_name(unit), LABEL)) for unit in units]
    if allowed_in(scene.actor, Action.RUN_SURVEY, ""):
        found.append((MINISTRY, words("run-side-ministry")))
    return found


def unit_of(values: Values) -> str:
    """The unit whose clients are asked, as a wave has it: "" for the whole ministry's."""
    return "" if values.get("for") == MINISTRY else values.get("for", "")


def questionnaires(scene: Scene, values: Values) -> list[Option]:
    """What may be asked: a head asks employees only."""
    whole = values.get("for") == MINISTRY
    return [
        (one.id, first_lines(one.title, LABEL))
        for one in scene.house.ministry.questionnaires.values()
        if whole or one.audience is Audience.EMPLOYEES
    ]


def chosen_questionnaire(scene: Scene, values: Values) -> Questionnaire | None:
    return scene.house.ministry.questionnaires.get(values.get("what", ""))


def audiences(scene: Scene, values: Values) -> list[Option]:
    """The ways to choose people for this questionnaire."""
    asked = chosen_questionnaire(scene, values)
    if asked is None:
        return []
    if asked.audience is Audience.CLIENTS:
        names = ["consenting", "topic", "wrote", "public"]
    else:
        names = ["outside" if unit_of(values) else "everybody", "unit"]
        names += ["below"] if units(scene, values | {"whom": "below"}) else []
        names += ["process"] if processes(scene, values) else []
    return [(name, words(f"run-whom-{name}")) for name in names]


def units(scene: Scene, values: Values) -> list[Option]:
    """Units to be asked: another than one's own; with those below only where there are any."""
    ministry, own = scene.house.ministry, unit_of(values)
    return [
        (one.id, first_lines(one.name, LABEL))
        for one in ministry.units.values()
        if one.id != own and (values.get("whom") != "below" or ministry.below(one.id))
    ]


def processes(scene: Scene, values: Values) -> list[Option]:
    """What employees may have asked for: of one's own unit, of any for the whole ministry."""
    own = unit_of(values)
    return [
        (one.id, first_lines(one.title, LABEL))
        for one in scene.house.ministry.processes.values()
        if not one.instead and own in {"", one.unit}
    ]


def topics(scene: Scene, _: Values) -> list[Option]:
    return [(one.id, first_lines(one.title, LABEL)) for one in scene.house.ministry.topics.values()]


def months(scene: Scene, values: Values) -> Sequence[Option]:
    asked = chosen_questionnaire(scene, values)
    given = _MONTHS[asked.audience] if asked else ()
    return [(count, words("run-months", count=int(count))) for count in given]


def chosen(scene: Scene, asked: Questionnaire, values: Values) -> Chosen:
    """Whom the wave is put to, as chosen now."""
    whom = values["whom"]
    since = None
    if "lately" in values:
        since = months_before(scene.now, int(values["lately"]))
    if whom in {"unit", "below"}:
        return Chosen(asked.audience, units=(values["unit"],), below=whom == "below")
    return Chosen(
        asked.audience,
        process=values.get("process", ""),
        topic=values.get("topic", ""),
        since=since,
        public=whom == "public",
    )


def asked_publicly(wave: Wave) -> str:
    """The word texts choose by: nobody is invited to what is asked by a link on a page."""
    return "yes" if wave.chosen.public else "no"


def told(house: House, wave: Wave, now: datetime) -> str:
    """Whom a wave asks, in words."""
    whom = wave.chosen
    if whom.public:
        return words("run-to-public")
    if whom.topic:
        return words("run-to-topic", topic=house.topic_title(whom.topic))
    if whom.since:
        since = f"{house.calendar.local_day(whom.since):%d.%m.%Y}"
        process = house.ministry.processes.get(whom.process)
        if whom.audience is Audience.CLIENTS:
            return words("run-to-wrote", since=since)
        return words(
            "run-to-process", process=process.title if process else whom.process, since=since
        )
    if whom.audience is Audience.CLIENTS:
        return words("run-to-consenting")
    if not whom.units and wave.unit:
        return words("run-to-outside", unit=house.unit_name(wave.unit))
    if not whom.units:
        return words("run-to-everybody")
    name = "run-to-below" if whom.below else "run-to-unit"
    return words(name, unit=", ".join(map(house.unit_name, whom.units)))
