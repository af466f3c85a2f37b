"""Moving an appeal on: to a colleague, back to be sorted, to the unit of a topic, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain import deputies
from domain.access import Action
from domain.appeals import Appeal, Kind, State, first_lines
from domain.ministry import Employee, Topic, Unit
from domain.refusal import Refused
from domain.requests import answers, desk
from domain.talk import Button, Reply
from domain.transfers import counted, is_spent
from domain.words import lemmas
from handlers import clocks
from handlers.client.register import notify_unit
from handlers.flow import Scene, Turn
from handlers.officer import telling
from handlers.officer.draft import is_open, no_reason_now
from handlers.officer.telling import let_know
from texts import button, moments, say, words

#: the longest label of a button
LABEL = 39


def third(scene: Scene, appeal: Appeal) -> Turn | None:
    """What to say instead of moving it on for the third time; None when that may be done. A head
    gives the reason, everybody else asks the head."""
    if not is_spent(appeal):
        return None
    if scene.may(Action.TRANSFER_AGAIN, appeal):
        anew = button("over-again", f"over-again:{appeal.id}")
        return scene.stay(say("transfers-spent-head", anew, number=appeal.number))
    head = scene.house.decides(appeal, scene.now)
    if not head:
        name = "letter" if appeal.kind is Kind.LETTER else "nobody"
        raise Refused(f"transfers-spent-{name}", number=appeal.number)
    known = scene.house.employee(head)
    by = "head" if known and known.heads(appeal.unit) else "controller"
    ask = button("ask-head", f"ask-head:{appeal.id}", by=by)
    who = scene.house.who_now(head, scene.now)
    return scene.stay(say("transfers-spent", ask, number=appeal.number, who=who, by=by))


async def to_colleague(scene: Scene, appeal: Appeal, colleague: Employee, why: str = "") -> Appeal:
    """The appeal becomes a colleague's; its windows run on as they did. `why` is a head's reason
    for moving it on once more."""
    if colleague not in colleagues(scene, appeal):
        raise Refused("stale-button")
    given = await change(
        scene,
        appeal,
        officer=colleague.id,
        state=State.TAKEN,
        sorting=False,
        taken_at=scene.now,
        transfers=counted(appeal),
    )
    facts = {"came_from": appeal.officer, "to": colleague.id}
    _record(scene, given, "handed_over", why, **facts)
    if colleague.id not in {*scene.actor.ids, appeal.officer}:
        scene.unit.notices.note(given, "handed_over", scene.now, employee=colleague.id)
    status = "handed" if appeal.officer else "taken"
    await let_know(scene, given, status_told(scene, status, given))
    return given


async def to_sorting(scene: Scene, appeal: Appeal, why: str = "") -> Appeal:
    """Back to whoever sorts what nobody claims."""
    _by_name(appeal)
    ministry = scene.house.ministry
    reception = desk(ministry) if appeal.kind.internal else ministry.default_unit
    if appeal.unit == reception.id and appeal.sorting:
        raise Refused("already-sorting", number=appeal.number)
    _not_to_the_barred(scene, appeal, reception.id)
    back = await _to_queue(scene, appeal, reception.id, sorting=True)
    _record(scene, back, "given_back", why, came_from=appeal.unit, to=reception.id)
    notify_unit(scene.unit, back, scene.now)
    await let_know(scene, back, status_told(scene, "sorting", back))
    return back


async def _to_queue(scene: Scene, appeal: Appeal, unit: str, **facts: Any) -> Appeal:
    """The appeal in a unit's queue, where nobody has it yet; it has changed hands once more."""
    waiting = {"officer": "", "state": State.WAITING, "sorting": False, "taken_at": None}
    moved = waiting | {"unit": unit, "transfers": counted(appeal)} | facts
    return await change(scene, appeal, **moved)


async def to_topic(scene: Scene, appeal: Appeal, topic: Topic, why: str = "") -> Appeal:
    """A person decides where it belongs; the next message in such words may follow."""
    _not_to_the_barred(scene, appeal, topic.unit)
    routed = await _to_queue(scene, appeal, topic.unit, topic=topic.id)
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    said = " ".join(entry.text for entry in entries if not entry.author)
    scene.unit.corrections.remember(routed, lemmas(said), scene.actor.id, scene.now)
    facts = {"came_from": appeal.unit, "to": topic.unit, "topic": topic.id}
    _record(scene, routed, "routed", why, **facts)
    notify_unit(scene.unit, routed, scene.now)
    if routed.unit != appeal.unit:
        await let_know(scene, routed, status_told(scene, "moved", routed))
    return routed


async def to_unit(scene: Scene, appeal: Appeal, unit: Unit, why: str = "") -> Appeal:
    """A colleague's request goes to the unit that can help: whoever has it finds that unit, never
    the asker (D-139 §3.10). The asker hears who it is, and has nothing to do."""
    _by_name(appeal)
    if not answers(scene.house.ministry, unit, appeal.filer):
        raise Refused("part-nobody-there", unit=unit.name)
    moved = await _to_queue(scene, appeal, unit.id)
    _record(scene, moved, "routed", why, came_from=appeal.unit, to=unit.id)
    notify_unit(scene.unit, moved, scene.now)
    await let_know(scene, moved, status_told(scene, "moved", moved))
    return moved


def status_told(scene: Scene, status: str, appeal: Appeal) -> Reply:
    """A change of status in the client's words, as it stands now."""
    return telling.status(scene.house, status, appeal, scene.now)


def colleagues(scene: Scene, appeal: Appeal) -> list[Employee]:
    """Officers of its unit who do not have it and may; an officer takes it by taking, a head may
    hand it to themselves."""
    officers = scene.house.ministry.officers_of(appeal.unit)
    others = {appeal.officer} if appeal.officer else {scene.actor.id}
    return [officer for officer in officers if officer.id not in others | scene.house.past(appeal)]


def is_away(scene: Scene, colleague: Employee) -> bool:
    return deputies.is_away(colleague, scene.house.today(scene.now))


def label(scene: Scene, colleague: Employee) -> str:
    """A colleague's name on a button; who is away is shown so."""
    if not is_away(scene, colleague):
        return first_lines(colleague.short_name, LABEL)
    return first_lines(words("who-on-leave", who=colleague.short_name), LABEL)


def away_told(scene: Scene, name: str, colleague: Employee, *rows: Sequence[Button]) -> Reply:
    """Until when a colleague is away, and who acts for them."""
    until = deputies.away_until(colleague, scene.house.today(scene.now))
    acts = scene.house.acting(colleague.id, scene.now)
    return say(
        name,
        *rows,
        who=colleague.short_name,
        until=moments.numerals(until) if until else "none",
        acts=scene.house.who(acts) if acts != colleague.id else "none",
    )


async def change(scene: Scene, appeal: Appeal, **values: Any) -> Appeal:
    """The appeal moved on; whoever worked on it hears when somebody else moved it."""
    changed = await scene.unit.appeals.change(appeal, **values)
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    if appeal.officer not in {"", *scene.actor.ids, changed.officer}:
        scene.unit.notices.note(changed, "moved_on", scene.now, employee=appeal.officer)
    if changed.unit != appeal.unit:
        await clocks.stays(scene.unit, scene.house, appeal, changed)
    return changed


def done(scene: Scene, appeal: Appeal, told: Reply) -> Turn:
    """Said so; a reply half written for it ends here, one for another appeal goes on."""
    if not is_open(scene) or scene.chat.draft["appeal"] != appeal.id:
        return scene.stay(told)
    left = (say("draft-left"),) if scene.chat.draft["parts"] else ()
    return Turn((told, *left))


def in_work(scene: Scene, appeal: Appeal) -> Appeal:
    no_reason_now(scene)
    return appeal


def _by_name(appeal: Appeal) -> None:
    """A letter is read by one person, whoever hands it over: it never lies in a unit's queue
    (D-139 §5.2)."""
    if appeal.kind is Kind.LETTER:
        raise Refused("letter-by-name", number=appeal.number)


def _not_to_the_barred(scene: Scene, appeal: Appeal, unit: str) -> None:
    """A complaint about a head is nothing for the head's own unit (N-2137 §5.2)."""
    found = scene.house.ministry.units.get(unit)
    if appeal.barred and found and found.head == appeal.barred:
        raise Refused("barred-there", number=appeal.number, unit=found.name)


def _record(scene: Scene, appeal: Appeal, what: str, why: str, **facts: Any) -> None:
    facts |= {"transfers": appeal.transfers} | ({"reason": why} if why else {})
    scene.unit.appeals.record(appeal, what, scene.actor.id, scene.now, **facts)
