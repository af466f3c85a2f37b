"""To hold a survey, step by step: what is asked, whom, when; seen before it begins (D-139 §5.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.surveys import planning
from domain.surveys.waves import Wave
from domain.talk import Reply
from handlers import form
from handlers.flow import Flow, Scene, Turn
from handlers.form import Draft, Field, Filled, Form, Option, Values
from handlers.officer import draft as drafts
from handlers.survey import audience
from handlers.survey.plan import how_many, keyed, note_held, obstacle, planned
from handlers.survey.preview import as_invited
from texts import button, moments, say, words, written

flow = Flow()

#: how many days a survey may last by a button
DAYS = (3, 5, 10, 14)


@flow.tapped("survey-run", Action.RUN_SURVEY)
async def run(scene: Scene) -> Turn:
    """From the first question on; nothing half written is left behind."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    found = audience.sides(scene)
    if not any(audience.questionnaires(scene, {"for": side}) for side, _ in found):
        raise Refused("run-no-questionnaires")
    return await begun(scene, {"for": found[0][0]} if len(found) == 1 else {})


async def begun(scene: Scene, values: Values) -> Turn:
    """The form with what is known already; its summary where that is everything."""
    return await form.ended(scene, form.begin_with(scene, SURVEY, (), None, values))


def _fields(scene: Scene, _: Draft) -> tuple[Field, ...]:
    several = len(audience.sides(scene)) > 1
    return (*((_chosen("for", _sides),) if several else ()), *_FIELDS)


def _sides(scene: Scene, _: Values) -> list[Option]:
    return audience.sides(scene)


def _chosen(name: str, options: Any, *when: str) -> Field:
    """A field chosen by a button; asked only where `whom` is one of `when`."""
    return Field(
        name,
        options=options,
        wanted=lambda values: not when or values.get("whom") in when,
        can_skip=False,
        title=words(f"run-title-{name}"),
    )


def _today(_: Scene, __: Values) -> list[Option]:
    return [(planning.TODAY, words("run-today"))]


def _typed_begin(scene: Scene, text: str) -> str:
    return planning.typed_begin(text, scene.house.today(scene.now))


def _lengths(_: Scene, __: Values) -> list[Option]:
    return [(str(days), words("run-days", count=days)) for days in DAYS]


def _typed_end(scene: Scene, text: str) -> str:
    begins = scene.chat.draft["values"].get("begins", planning.TODAY)
    return planning.typed_end(text, begins, scene.house.today(scene.now))


def _typed(name: str, options: Any, checked: Any) -> Field:
    title = words(f"run-title-{name}")
    return Field(name, options=options, checked=checked, can_skip=False, title=title)


_FIELDS = (
    _chosen("what", audience.questionnaires),
    _chosen("whom", audience.audiences),
    _chosen("unit", audience.units, "unit", "below"),
    _chosen("process", audience.processes, "process"),
    _chosen("topic", audience.topics, "topic"),
    _chosen("lately", audience.months, "process", "wrote"),
    _typed("begins", _today, _typed_begin),
    _typed("lasts", _lengths, _typed_end),
)


async def _ending(scene: Scene, turn: Turn) -> Turn:
    """How it will be seen, how many will be asked, and what stands in the way; a choice that fits
    no more since another was changed is asked for anew."""
    draft = turn.draft
    if gone := _no_more(scene, draft):
        values = {name: value for name, value in draft["values"].items() if name not in gone}
        return form.shown(scene, draft | {"values": values, "at": gone[0], "mending": True})
    change = (button("run-change", "form-mend"), button("cancel", "form-drop"))
    try:
        wave = planned(scene, form.filled(scene, draft).values)
        count = await how_many(scene, wave)
        wrong = await obstacle(scene, wave, count)
    except Refused as no:
        wrong = words(no.text, **no.values)
    if wrong:
        return replace(turn, replies=(written(wrong, change),))
    draft = draft | {"seen": wave.questionnaire.version}
    start = (button("run-start", f"form-done:{draft['version']}"),)
    heading = words("form-survey-summary")
    summary = written("\n".join([heading, "", *_lines(scene, wave, count)]), start, change)
    return replace(turn, replies=(*as_invited(scene, wave), summary), draft=draft)


def _no_more(scene: Scene, draft: Draft) -> list[str]:
    """Fields whose choice is none of those offered now."""
    values = form.filled(scene, draft).values
    return [
        one.name
        for one in form.fields_of(scene, draft)
        if one.options
        and one.checked is None
        and one.name in values
        and values[one.name] not in dict(one.options(scene, values))
    ]


def _lines(scene: Scene, wave: Wave, count: int) -> list[str]:
    """All of it before it begins, a line each."""
    zone, now = scene.house.zone, scene.now
    counted = "run-line-public" if wave.chosen.public else "run-line-count"
    lines = [
        words("run-line-title", title=wave.questionnaire.title),
        words("run-line-whom", whom=audience.told(scene.house, wave, now)),
        words(counted, count=count),
        words("run-line-opens", at=moments.soon(wave.opens_at, zone, now)),
        words("run-line-closes", at=moments.on(wave.closes_at, zone, now)),
    ]
    if wave.remind_at:
        lines.append(words("run-line-reminder", at=moments.on(wave.remind_at, zone, now)))
    if wave.questionnaire.link:
        lines.append(words("run-line-link"))
    else:
        lines.append(words("run-line-anonymous" if wave.anonymous else "run-line-by-name"))
    return lines


def _nothing(_: Scene, __: Filled) -> list[str]:
    """What the summary says takes the storage: see `_ending`."""
    return []


async def _start(scene: Scene, _: Appeal | None, filled: Filled) -> Turn:
    """Made as it was seen: the clock opens it when its time has come."""
    draft, asked = scene.chat.draft, audience.chosen_questionnaire(scene, filled.values)
    if _no_more(scene, draft) or (asked and asked.version != draft.get("seen")):
        again = await form.ended(scene, form.shown(scene, draft))
        return replace(again, replies=(say("run-changed-since"), *again.replies))
    wave = planned(scene, filled.values)
    await scene.unit.waves.one_by_one()
    if wrong := await obstacle(scene, wave, await how_many(scene, wave)):
        change = (button("run-change", "form-mend"), button("cancel", "form-drop"))
        return scene.stay(written(wrong, change))
    made = scene.unit.waves.make(keyed(wave))
    await note_held(scene, made)
    return Turn((_started(scene, made),))


def _started(scene: Scene, made: Wave) -> Reply:
    name = "run-planned" if made.opens_at > scene.now else "run-starting"
    rows = [(button("run-page", f"survey:{made.id}"),)]
    if made.chosen.public:
        rows.append((button("run-post", f"survey-post:{made.id}"),))
    return say(
        name,
        *rows,
        button("menu", "menu"),
        title=made.questionnaire.title,
        public=audience.asked_publicly(made),
        at=moments.soon(made.opens_at, scene.house.zone, scene.now),
    )


SURVEY = form.add(
    Form(
        "survey",
        "survey",
        Action.RUN_SURVEY,
        (),
        _nothing,
        _start,
        made=_fields,
        mends=True,
        ending=_ending,
    )
)
