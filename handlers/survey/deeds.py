"""Deeds in chat: given, done, accepted or returned; each change on record (M-97 §21)."""

from __future__ import annotations

from domain.access import Action, allowed_in
from domain.appeals import first_lines, straight
from domain.refusal import Refused
from domain.surveys.deeds import Deed, DeedState, alert_after
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.survey import subject
from handlers.survey.deed_words import line, tell
from texts import button, say, words, written

flow = Flow()

A_PAGE = 4
LONGEST = 1_500
LABEL = 40
#: where the words of what was done, and why it is returned, are heard
DOING, RETURNING = "deed-doing", "deed-returning"


@flow.tapped("deeds", Action.ASSIGN_DEED)
async def listed(scene: Scene) -> Turn:
    """What came of a wave, or of a quarter's marks."""
    about = await subject.named(scene, scene.arg(0), Action.ASSIGN_DEED)
    found = await about.deeds(scene)
    new = button("deed-new", f"deed-new:{about.name}")
    decided = button("decisions", f"decisions:{about.name}")
    back = button("surveys", "surveys")
    heading = words("deeds-heading" if found else "deeds-none", about=about.told(scene.house))
    return _page(scene, found, heading, f"deeds:{about.name}", ((new, decided), (back,)))


@flow.tapped("my-deeds", Action.SEE_DEEDS)
async def mine(scene: Scene) -> Turn:
    """What this person has to do, theirs and whom they stand in for, what is due first first."""
    found = await scene.unit.deeds.open_of(scene.actor.ids)
    heading = words("my-deeds-heading" if found else "my-deeds-none")
    return _page(scene, found, heading, "my-deeds", ((button("menu", "menu"),),))


def _page(
    scene: Scene,
    found: list[Deed],
    heading: str,
    tap: str,
    last: tuple[tuple[Button, ...], ...],
) -> Turn:
    count, place = max(1, -(-len(found) // A_PAGE)), tap.count(":")
    page = scene.number(place) % count
    some = found[page * A_PAGE :][:A_PAGE]
    lines = [line(scene.house, one, scene.now) for one in some]
    taps = [(Button(first_lines(straight(one.text), LABEL), f"deed:{one.id}"),) for one in some]
    more = [(button("more", f"{tap}:{page + 1}"),)] if count > 1 else []
    rows = (*taps, (*(more[0] if more else ()), *last[0]), *last[1:])
    instead = scene.event.message if scene.arg(place) else ""
    return scene.stay(written("\n\n".join([heading, *lines]), *rows, instead_of=instead))


@flow.tapped("deed", Action.SEE_DEEDS)
async def one(scene: Scene) -> Turn:
    """A deed and what may be done with it now."""
    deed = await _deed(scene)
    return scene.stay(written(line(scene.house, deed, scene.now, whole=True), *_ways(scene, deed)))


def _ways(scene: Scene, deed: Deed) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    if deed.state is DeedState.OPEN and _has(scene, deed):
        rows.append((button("deed-done", f"deed-done:{deed.id}"),))
    if deed.state is DeedState.DONE and _judges(scene, deed):
        accept = button("deed-accept", f"deed-accept:{deed.id}")
        rows.append((accept, button("deed-return", f"deed-return:{deed.id}")))
    last = [button("menu", "menu")]
    if _gives(scene, deed):
        last.insert(0, button("deeds", f"deeds:{subject.of(deed)}"))
    return [*rows, tuple(last)]


@flow.tapped("deed-done", Action.DO_DEED)
async def done(scene: Scene) -> Turn:
    """What was done is asked for in words."""
    deed = await _deed(scene)
    if not _has(scene, deed):
        raise Refused("foreign-survey")
    if deed.state is not DeedState.OPEN:
        raise Refused("deed-settled")
    return await _ask(scene, deed, "done", DOING)


@flow.said(DOING, Action.DO_DEED)
async def hear_done(scene: Scene) -> Turn:
    """Done, says whoever has it; whoever gave it hears of it."""
    text = _words(scene)
    deed = await _drafted(scene)
    if not _has(scene, deed):
        raise subject.over(scene, Refused("foreign-survey"))
    values = {"state": DeedState.DONE, "done_text": text, "done_at": scene.now}
    changed = None
    if deed.state is DeedState.OPEN:
        changed = await scene.unit.deeds.change(deed, **values, next_alert_at=None, step=0)
    if changed is None:
        raise subject.over(scene, Refused("deed-settled"))
    _noted(scene, changed, "deed_done", text=text)
    await tell(scene, deed.assigned_by, "deed-is-done", changed)
    return Turn((say("deed-done-kept", button("my-deeds", "my-deeds")),))


@flow.tapped("deed-accept", Action.ASSIGN_DEED)
async def accept(scene: Scene) -> Turn:
    deed = await _given(scene)
    changed = await scene.unit.deeds.change(deed, state=DeedState.ACCEPTED)
    if changed is None:
        raise Refused("deed-settled")
    _noted(scene, changed, "deed_accepted")
    await tell(scene, deed.employee, "deed-is-accepted", changed)
    back = button("deeds", f"deeds:{subject.of(deed)}")
    return scene.stay(say("deed-accepted", (back, button("menu", "menu"))))


@flow.tapped("deed-return", Action.ASSIGN_DEED)
async def give_back(scene: Scene) -> Turn:
    """Why is asked for in words."""
    deed = await _given(scene)
    return await _ask(scene, deed, "return", RETURNING)


@flow.said(RETURNING, Action.ASSIGN_DEED)
async def hear_return(scene: Scene) -> Turn:
    """Open again, with what is still to be done."""
    remark = _words(scene)
    deed = await _drafted(scene)
    if not _judges(scene, deed):
        raise subject.over(scene, Refused("foreign-survey"))
    at, step = alert_after(deed.due_at, scene.now)
    changed = None
    if deed.state is DeedState.DONE:
        values = {"state": DeedState.OPEN, "next_alert_at": at, "step": step}
        changed = await scene.unit.deeds.change(deed, **values)
    if changed is None:
        raise subject.over(scene, Refused("deed-settled"))
    _noted(scene, changed, "deed_returned", remark=remark)
    await tell(scene, deed.employee, "deed-is-returned", changed, remark=remark)
    return Turn((say("deed-returned", button("deeds", f"deeds:{subject.of(deed)}")),))


async def _ask(scene: Scene, deed: Deed, what: str, step: str) -> Turn:
    """Words about the deed are heard next; nothing half written is left behind."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    told = say(f"deed-ask-{what}", button("cancel", "menu"), text=straight(deed.text))
    return Turn((told,), step, {"deed": deed.id})


async def _deed(scene: Scene) -> Deed:
    """The deed the button names, if this person has it or may give such; refused alike."""
    found = await scene.unit.deeds.get(scene.number(0)) if scene.number(0) else None
    if found is None or not (_has(scene, found) or _gives(scene, found)):
        raise Refused("foreign-survey")
    return found


async def _given(scene: Scene) -> Deed:
    """The same, said to be done, for whoever gives such."""
    deed = await _deed(scene)
    if not _judges(scene, deed):
        raise Refused("foreign-survey")
    if deed.state is not DeedState.DONE:
        raise Refused("deed-settled")
    return deed


async def _drafted(scene: Scene) -> Deed:
    found = await scene.unit.deeds.get(scene.chat.draft["deed"])
    if found is None:
        raise subject.over(scene, Refused("foreign-survey"))
    return found


def _has(scene: Scene, deed: Deed) -> bool:
    """Whether it is theirs to do, or that of whom they stand in for."""
    return deed.employee in scene.actor.ids


def _gives(scene: Scene, deed: Deed) -> bool:
    return allowed_in(scene.actor, Action.ASSIGN_DEED, deed.unit)


def _judges(scene: Scene, deed: Deed) -> bool:
    """Whether it is theirs to accept: of what they were given by another they are no judge."""
    own = _has(scene, deed) and deed.assigned_by not in scene.actor.ids
    return _gives(scene, deed) and not own


def _words(scene: Scene) -> str:
    text = scene.event.text.strip()
    if scene.event.files or not text:
        raise Refused("form-words-only")
    if len(text) > LONGEST:
        raise Refused("form-too-long", longest=LONGEST)
    return text


def _noted(scene: Scene, deed: Deed, what: str, **details: str) -> None:
    scene.unit.staff.record(what, "deed", str(deed.id), scene.actor.id, scene.now, **details)
