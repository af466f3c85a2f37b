"""The main officer and the co-executors: asks each for a part, sees the parts, makes one reply.

A part has its own four working hours (M-97 §10); the reply and its mark stay the main officer's
(N-1052 §17).
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action
from domain.appeals import Appeal, first_lines
from domain.ministry import Employee, Role
from domain.parts import Part, PartState
from domain.refusal import Refused
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer import parts as of_parts
from handlers.officer import reply
from handlers.officer.asking import Said, ask, asked, confirmed, preview
from handlers.officer.moving import away_told, is_away, label
from texts import button, moments, say, words, written

flow = Flow()

PAGE = 4
#: parts that can be withdrawn from one screen
A_PAGE = 3
#: a button's label holds no more
LONGEST_LABEL = 40


@flow.tapped("ask-part", Action.ASK_PART)
async def choose_unit(scene: Scene) -> Turn:
    """Whose knowledge is wanted: the units that have anybody who can be asked."""
    appeal = await scene.appeal()
    kept_from = _kept_from(scene, appeal)
    units = [u for u in scene.house.ministry.units.values() if _people(scene, u.id, kept_from)]
    if not units:
        raise Refused("part-nobody", number=appeal.number)
    page = scene.number(1) % -(-len(units) // PAGE)
    shown = units[page * PAGE : (page + 1) * PAGE]
    rows = [(Button(_label(unit.name), f"whom:{appeal.id}:{unit.id}"),) for unit in shown]
    if len(units) > PAGE:
        rows.append((button("more-units", f"ask-part:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-part-unit", *rows, number=appeal.number, instead_of=turned))


@flow.tapped("whom", Action.ASK_PART)
async def choose_person(scene: Scene) -> Turn:
    """The unit as a whole, or one person of it."""
    appeal = await scene.appeal()
    unit = _unit(scene, scene.arg(1))
    people = _people(scene, unit, _kept_from(scene, appeal))
    if not people:
        raise Refused("part-nobody-there", unit=scene.house.unit_name(unit))
    page = scene.number(2) % -(-len(people) // PAGE)
    shown = people[page * PAGE : (page + 1) * PAGE]
    rows = [(button("part-unit", f"part-unit:{appeal.id}:{unit}"),)]
    rows += [(Button(label(scene, o), f"part-from:{appeal.id}:{o.id}"),) for o in shown]
    last = [button("other-unit", f"ask-part:{appeal.id}")]
    if len(people) > PAGE:
        last.append(button("more-people", f"whom:{appeal.id}:{unit}:{page + 1}"))
    turned = scene.event.message if scene.arg(2) else ""
    name = scene.house.unit_name(unit)
    return scene.stay(
        say(
            "choose-part-person",
            *rows,
            tuple(last),
            number=appeal.number,
            unit=name,
            instead_of=turned,
        )
    )


@flow.tapped("part-unit", Action.ASK_PART)
async def choose_whole_unit(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await _ask_question(scene, appeal, _unit(scene, scene.arg(1)), "")


@flow.tapped("part-from", Action.ASK_PART)
async def choose_one(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    employee = scene.house.employee(scene.arg(1))
    if employee is None:
        raise Refused("stale-button")
    if is_away(scene, employee) and scene.arg(2) != "away":
        return await _away(scene, appeal, employee)
    return await _ask_question(scene, appeal, employee.unit, employee.id)


async def _away(scene: Scene, appeal: Appeal, employee: Employee) -> Turn:
    """Who acts for them, and is offered where they can be asked."""
    acts = scene.house.employee(scene.house.acting(employee.id, scene.now))
    rows = [(button("part-away", f"part-from:{appeal.id}:{employee.id}:away"),)]
    kept_from = _kept_from(scene, appeal)
    if acts and acts != employee and acts in _people(scene, acts.unit, kept_from):
        rows.insert(0, (Button(label(scene, acts), f"part-from:{appeal.id}:{acts.id}"),))
    rows.append((button("more-people", f"whom:{appeal.id}:{employee.unit}"),))
    return scene.stay(away_told(scene, "coexecutor-away", employee, *rows))


async def _ask_question(scene: Scene, appeal: Appeal, unit: str, employee: str) -> Turn:
    await _can_be_asked(scene, appeal, unit, employee)
    question = say("ask-part-question", number=appeal.number, who=_name(scene, unit, employee))
    return await ask(scene, appeal, "ask-part", question, unit=unit, employee=employee)


@asked("ask-part", Action.ASK_PART)
async def hear_question(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The question as it will be read, and by when the part is due."""
    unit, employee = said.more["unit"], said.more["employee"]
    await _can_be_asked(scene, appeal, unit, employee)
    window = scene.house.window("coexecutor_part", scene.now, unit=unit)
    until = moments.until(window.due_at, scene.house.zone, scene.now) if window else "none"
    shown = say(
        "part-question-preview",
        number=appeal.number,
        who=_name(scene, unit, employee),
        until=until,
        text=said.text or words("no-words"),
        count=len(said.files),
    )
    return preview(scene, "ask-part", said, shown)


@confirmed("ask-part", Action.ASK_PART)
async def send_question(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The co-executor is asked; their time runs from now."""
    work, now = scene.unit, scene.now
    unit, employee = said.more["unit"], said.more["employee"]
    await _can_be_asked(scene, appeal, unit, employee)
    window = scene.house.window("coexecutor_part", now, unit=unit)
    part = work.parts.ask(
        appeal,
        now,
        asked_by=scene.actor.id,
        unit=unit,
        employee=employee,
        question=said.text,
        question_files=list(said.files),
        due_at=window.due_at if window else None,
    )
    if window:
        work.windows.open(appeal, window, part.id)
    facts = {"part": part.id, "unit": unit, "employee": employee}
    work.appeals.record(appeal, "part_asked", scene.actor.id, now, **facts)
    to = of_parts.addressee(scene.house, part)
    work.notices.note(appeal, "part_asked", now, part=part.id, **to)
    told = say(
        "part-asked",
        (button("ask-another", f"ask-part:{appeal.id}"), button("open", f"card:{appeal.id}")),
        number=appeal.number,
        who=of_parts.who(scene.house, part),
        deadline=of_parts.deadline(scene.house, part, now),
    )
    return Turn((told,))


@flow.tapped("parts", Action.WITHDRAW_PART)
async def parts(scene: Scene) -> Turn:
    """Every part, with what may be done: take a question back, ask another, make the reply."""
    appeal = await scene.appeal()
    found = await scene.unit.parts.of_appeal(appeal.id)
    lines = await of_parts.lines(scene, found) or [words("parts-none")]
    text = "\n\n".join([words("parts-heading", number=appeal.number), *lines])
    return scene.stay(written(text, *_to_do(scene, appeal, found)))


def _to_do(scene: Scene, appeal: Appeal, found: list[Part]) -> list[tuple[Button, ...]]:
    it, waiting = str(appeal.id), [part for part in found if part.waits]
    page = scene.number(1) % max(1, -(-len(waiting) // A_PAGE))
    rows: list[tuple[Button, ...]] = []
    for part in waiting[page * A_PAGE :][:A_PAGE]:
        label = _label(words("withdraw-part", who=_name(scene, part.unit, part.employee)))
        rows.append((Button(label, f"drop-part:{it}:{part.id}"),))
    if len(waiting) > A_PAGE:
        rows.append((button("more-people", f"parts:{it}:{page + 1}"),))
    last = [button("open", f"card:{it}")]
    if scene.can(Action.ASK_PART, appeal):
        last.insert(0, button("ask-another", f"ask-part:{it}"))
    return [*rows, *assembling(scene, appeal, found), tuple(last)]


def assembling(scene: Scene, appeal: Appeal, found: Sequence[Part]) -> list[tuple[Button, ...]]:
    """The one press that makes the reply's draft, once there is anything to make it from."""
    given = any(part.state is PartState.GIVEN for part in found)
    if not given or not scene.can(Action.REPLY, appeal):
        return []
    return [(button("assemble", f"assemble:{appeal.id}"),)]


@flow.tapped("drop-part", Action.WITHDRAW_PART)
async def withdraw(scene: Scene) -> Turn:
    """The part is not needed any more; whoever was asked hears of it."""
    appeal = await scene.appeal()
    part = await scene.unit.parts.get(scene.number(1))
    if part is None or part.appeal != appeal.id:
        raise Refused("stale-button")
    scene.allowed(appeal, Action.WITHDRAW_PART, part)
    gone = await of_parts.withdraw(scene.unit, scene.house, part, scene.actor.id, scene.now)
    if gone is None:
        raise await of_parts.beaten(scene, appeal, part)
    rows = (button("parts", f"parts:{appeal.id}"), button("open", f"card:{appeal.id}"))
    name = _name(scene, part.unit, part.employee)
    return scene.stay(say("part-withdrawn", rows, number=appeal.number, who=name))


@flow.tapped("assemble", Action.REPLY)
async def assemble(scene: Scene) -> Turn:
    """The parts given become the reply's draft, in the order they were asked for."""
    appeal = await scene.appeal()
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    found = await scene.unit.parts.of_appeal(appeal.id)
    given = [part for part in found if part.state is PartState.GIVEN]
    if not given:
        raise Refused("parts-none-given", number=appeal.number)
    made = [{"text": part.text, "files": part.files, "message": ""} for part in given]
    turn = await reply.begin_with(scene, appeal, made)
    told = words("parts-assembled", number=appeal.number, count=len(given))
    return Turn((written(told), *turn.replies), turn.step, turn.draft)


def _kept_from(scene: Scene, appeal: Appeal) -> set[str]:
    """Who cannot be asked: whoever asks, and whom the appeal goes past."""
    return {*scene.actor.ids, *scene.house.past(appeal)}


def _people(scene: Scene, unit: str, kept_from: set[str]) -> list[Employee]:
    """Who of the unit can be asked."""
    return [
        employee
        for employee in scene.house.ministry.employees.values()
        if employee.unit == unit
        and employee.roles & {Role.OFFICER, Role.HEAD}
        and employee.id not in kept_from
    ]


async def _can_be_asked(scene: Scene, appeal: Appeal, unit: str, employee: str) -> None:
    """A refusal by name unless this unit, or this person of it, can be asked now."""
    people = _people(scene, _unit(scene, unit), _kept_from(scene, appeal))
    if employee:
        people = [one for one in people if one.id == employee]
    name = _name(scene, unit, employee)
    if not people:
        raise Refused("part-not-them", number=appeal.number, who=name)
    for part in await scene.unit.parts.of_appeal(appeal.id):
        if part.waits and (part.unit, part.employee) == (unit, employee):
            asked_at = moments.stamp(part.asked_at, scene.house.zone)
            raise Refused("part-asked-before", number=appeal.number, who=name, since=asked_at)
    # Their four hours would run out before they could hear of the question.
    acting = {scene.house.acting(one.id, scene.now) for one in people}
    chats = await scene.unit.chats.of_employees(acting)
    if not any(chat.reachable for chat in chats.values()):
        raise Refused("part-unheard", who=name, one="yes" if employee else "no")


def _unit(scene: Scene, unit: str) -> str:
    """The unit of a button, if the ministry still has it."""
    if unit not in scene.house.ministry.units:
        raise Refused("part-unit-unknown")
    return unit


def _name(scene: Scene, unit: str, employee: str) -> str:
    return scene.house.who(employee) if employee else scene.house.unit_name(unit)


def _label(text: str) -> str:
    return first_lines(text, LONGEST_LABEL - 1)
