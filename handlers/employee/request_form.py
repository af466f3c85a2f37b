"""What an employee asks of a colleague: the process's form, their own words, a short question.

All three are forms asked field by field; files are taken at any field, and anything can be mended
from the summary before it goes (E2, E6).
"""

from __future__ import annotations

from functools import partial

from domain.access import Action
from domain.appeals import Appeal, Kind, first_lines
from domain.form_fields import typed
from domain.ministry import Field as Asked
from domain.ministry import Process
from domain.refusal import Refused
from domain.requests import LONGEST_QUESTION, answers, desk, goes_to, serving
from handlers import form
from handlers.employee import filing
from handlers.flow import Scene, Turn
from handlers.form import ASKING, Draft, Field, Filled, Form, Option, Values
from texts import button, say, words

#: chosen where no process fits; no id of a process has a hyphen
OTHER = "no-process"
#: a label is cut here
LONGEST_LABEL = 39


def process_of(scene: Scene, values: Values) -> Process | None:
    return scene.house.ministry.processes.get(values.get("process", ""))


def _fields(scene: Scene, draft: Draft) -> tuple[Field, ...]:
    """The process's own questions; then, or before them, what is said in free words."""
    process = process_of(scene, draft["values"])
    asked = tuple(map(_field, process.form)) if process and not process.instead else ()
    if draft["form"] == BY_WORDS.name:
        return (_words("need"), _process_field(), *asked)
    return (*asked, _words("more" if asked else "need"))


def _words(name: str) -> Field:
    title = words(f"request-title-{name}")
    return Field(name, many=True, can_skip=name == "more", title=title)


def _field(asked: Asked) -> Field:
    """A question of the organisation file as the form asks it."""
    choices = partial(_choices, asked) if asked.kind == "choice" else None
    return Field(
        f"f.{asked.id}",
        options=choices,
        checked=None if choices else partial(_checked, asked),
        can_skip=not asked.required,
        asks=partial(_asks, asked),
        title=asked.ask,
    )


def _choices(asked: Asked, _: Scene, __: Values) -> list[Option]:
    return [(str(place), choice) for place, choice in enumerate(asked.choices)]


def _checked(asked: Asked, scene: Scene, text: str) -> str:
    return typed(asked, text, scene.house.today(scene.now))


def _asks(asked: Asked, scene: Scene, draft: Draft) -> str:
    """The question with its place among all, and how to answer it."""
    process = process_of(scene, draft["values"])
    names = [one.id for one in process.form] if process else [asked.id]
    return words(
        "request-field",
        process=process.title if process else "",
        place=names.index(asked.id) + 1 if asked.id in names else 1,
        total=len(names),
        ask=asked.ask,
        hint=asked.hint or (words(f"field-hint-{asked.kind}") if asked.kind in _HINTED else "none"),
    )


#: kinds of fields that say how to write them
_HINTED = frozenset({"number", "day", "phone", "email", "choice"})


def _proposed(scene: Scene, values: Values) -> list[Option]:
    """Up to three processes that the words speak of, and the way for what none of them fits."""
    processes = scene.house.ministry.processes
    said = "\n".join(part["text"] for part in scene.chat.draft.get("parts", ()))
    found = [*scene.house.processes_for(said), values.get("process", "")]
    known = [processes[one] for one in dict.fromkeys(found) if one in processes]
    return [*((one.id, one.title) for one in known[:3]), (OTHER, words("request-other"))]


def _ask_process(scene: Scene, _: Draft) -> str:
    unit = desk(scene.house.ministry)
    return words("request-which", unit=unit.name)


def _process_field() -> Field:
    title = words("request-title-process")
    return Field("process", options=_proposed, can_skip=False, asks=_ask_process, title=title)


def _instead(scene: Scene, draft: Draft) -> Turn | None:
    """What cannot be done this way is told with the other way, and nothing is filed (N-2138 §9.5);
    the words stay for another choice."""
    process = process_of(scene, draft["values"])
    if process is None or not process.instead:
        return None
    values = {name: value for name, value in draft["values"].items() if name != "process"}
    rows = (button("request-choose", "form-show"), button("cancel", "form-drop"))
    told = say("request-instead", rows, process=process.title, instead=process.instead)
    return Turn((told,), ASKING, draft | {"values": values, "at": "process"})


def answered(process: Process | None, values: Values) -> list[str]:
    """What the form's questions were answered, a line each."""
    lines = []
    for asked in process.form if process else ():
        value = values.get(f"f.{asked.id}", "")
        if value and asked.kind == "choice":
            value = asked.choices[int(value)] if int(value) < len(asked.choices) else ""
        if value:
            asks = "yes" if asked.ask.endswith("?") else "no"
            lines.append(words("request-answer", ask=asked.ask, asks=asks, value=value))
    return lines


def _lines(scene: Scene, filled: Filled) -> list[str]:
    process = process_of(scene, filled.values)
    unit, _ = goes_to(scene.house.ministry, process.unit if process else "", scene.actor.id)
    name = process.title if process else words("request-other")
    heading = words("request-what", process=name, unit=scene.house.unit_name(unit))
    return [heading, *answered(process, filled.values), *_said(filled)]


def _said(filled: Filled) -> list[str]:
    files = sum(len(part["files"]) for part in filled.parts)
    if not filled.parts:
        return []
    if not filled.text:
        return [words("request-files", count=files)]
    return [words("line-text", text=first_lines(filled.text, 300), count=files)]


async def _done(scene: Scene, _: Appeal | None, filled: Filled) -> Turn:
    """Filed: it is in the unit's queue from now on, and its time runs."""
    process = process_of(scene, filled.values)
    if process and process.instead:
        raise Refused("stale-button")
    lines = answered(process, filled.values)
    unit = process.unit if process else ""
    where = filing.Where(Kind.REQUEST, unit, process.id if process else "")
    appeal = await filing.file(scene, where, lines, filled.parts)
    return filing.receipt(scene, appeal)


def _units(scene: Scene, _: Values) -> list[Option]:
    """Whoever may be asked: units that serve employees, with somebody there to answer."""
    ministry = scene.house.ministry
    found = [unit for unit in serving(ministry) if answers(ministry, unit, scene.actor.id)]
    return [(unit.id, first_lines(unit.name, LONGEST_LABEL)) for unit in found]


def _of_question(_: Scene, __: Draft) -> tuple[Field, ...]:
    unit, question = words("oral-title-unit"), words("oral-title-question")
    return (
        Field("unit", options=_units, can_skip=False, title=unit),
        Field("question", many=True, can_skip=False, title=question),
    )


def _question(scene: Scene, filled: Filled) -> list[str]:
    unit = scene.house.unit_name(filled.values["unit"])
    return [words("oral-what", unit=unit), *_said(filled)]


async def _ask(scene: Scene, _: Appeal | None, filled: Filled) -> Turn:
    """A short question: answered by the end of the working day (N-2138 §9.4)."""
    if len(filled.text) > LONGEST_QUESTION:
        raise Refused("oral-too-long", longest=LONGEST_QUESTION)
    where = filing.Where(Kind.ORAL, filled.values["unit"])
    appeal = await filing.file(scene, where, [], filled.parts)
    return filing.receipt(scene, appeal)


REQUEST = form.add(
    Form(
        "request",
        "employee",
        Action.FILE_REQUEST,
        (),
        _lines,
        _done,
        made=_fields,
        files=True,
        mends=True,
    )
)
BY_WORDS = form.add(
    Form(
        "request-words",
        "employee",
        Action.FILE_REQUEST,
        (),
        _lines,
        _done,
        made=_fields,
        halts=_instead,
        files=True,
        mends=True,
    )
)
ORAL = form.add(
    Form(
        "request-oral",
        "employee",
        Action.FILE_REQUEST,
        (),
        _question,
        _ask,
        made=_of_question,
        files=True,
        mends=True,
    )
)
