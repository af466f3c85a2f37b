"""Work on an appeal: take it, hand it over in the unit, give it back, send it where it belongs."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, State
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Button, Reply
from domain.words import lemmas
from handlers.client.register import notify_unit
from handlers.flow import Flow, Scene, Turn
from handlers.officer import card
from handlers.officer.draft import is_open, no_reason_now
from handlers.officer.telling import let_know
from texts import button, say

flow = Flow()

PAGE = 5


@flow.tapped("take", Action.TAKE)
async def take(scene: Scene) -> Turn:
    """The first to press has it; everybody else is told who."""
    no_reason_now(scene)
    taken = await take_it(scene, await scene.appeal())
    return scene.stay(say("taken", number=taken.number), await card.of(scene, taken))


async def take_it(scene: Scene, appeal: Appeal) -> Appeal:
    """The appeal, this officer's from now on; a refusal that names whoever was first."""
    if appeal.officer == scene.actor.id and appeal.state is State.TAKEN:
        return appeal
    taken = None
    if appeal.state is State.WAITING:
        taken = await scene.unit.appeals.change(
            appeal,
            officer=scene.actor.id,
            state=State.TAKEN,
            sorting=False,
            taken_at=scene.now,
        )
    if taken is None:
        raise _beaten(scene, await scene.unit.appeals.get(appeal.id) or appeal)
    scene.unit.appeals.record(taken, "taken", scene.actor.id, scene.now)
    await let_know(scene, taken, status_told(scene, "taken", taken))
    return taken


def status_told(scene: Scene, status: str, appeal: Appeal) -> Reply:
    """A change of status in the client's words: who works on it now, and what happens next."""
    house = scene.house
    return say(
        f"status-told-{status}",
        number=appeal.number,
        unit=house.unit_name(appeal.unit),
        who=house.who(appeal.officer),
        promise=house.promise(appeal, scene.now),
    )


def _beaten(scene: Scene, appeal: Appeal) -> Refused:
    if appeal.officer not in {"", scene.actor.id} and appeal.is_open:
        return scene.house.held_by(appeal)
    return Refused("not-any-more", number=appeal.number)


@flow.tapped("over", Action.HAND_OVER)
async def choose_colleague(scene: Scene) -> Turn:
    """Who of the unit could have it."""
    appeal = _in_work(scene, await scene.appeal())
    colleagues = _colleagues(scene, appeal)
    if not colleagues:
        return scene.stay(say("no-colleagues", number=appeal.number))
    page = scene.number(1) % -(-len(colleagues) // PAGE)
    shown = colleagues[page * PAGE : (page + 1) * PAGE]
    rows = [(Button(o.short_name, f"give:{appeal.id}:{o.id}"),) for o in shown]
    if len(colleagues) > PAGE:
        rows.append((button("more-people", f"over:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-colleague", *rows, instead_of=turned, number=appeal.number))


@flow.tapped("give", Action.HAND_OVER)
async def hand_over(scene: Scene) -> Turn:
    """The appeal becomes a colleague's; its windows run on as they did."""
    appeal = _in_work(scene, await scene.appeal())
    colleague = scene.house.employee(scene.arg(1))
    if colleague is None or colleague not in scene.house.ministry.officers_of(appeal.unit):
        raise Refused("stale-button")
    given = await _change(
        scene,
        appeal,
        officer=colleague.id,
        state=State.TAKEN,
        sorting=False,
        taken_at=scene.now,
    )
    scene.unit.appeals.record(
        given, "handed_over", scene.actor.id, scene.now, came_from=appeal.officer, to=colleague.id
    )
    if colleague.id not in {scene.actor.id, appeal.officer}:
        scene.unit.notices.note(given, "handed_over", scene.now, employee=colleague.id)
    return _done(scene, appeal, "handed-over", who=colleague.short_name)


@flow.tapped("give-back", Action.GIVE_BACK)
async def give_back(scene: Scene) -> Turn:
    """Not this unit's business: back to whoever sorts what nobody claims."""
    appeal = _in_work(scene, await scene.appeal())
    reception = scene.house.ministry.default_unit
    if appeal.unit == reception.id and appeal.sorting:
        raise Refused("already-sorting", number=appeal.number)
    back = await _change(
        scene,
        appeal,
        unit=reception.id,
        officer="",
        state=State.WAITING,
        sorting=True,
        taken_at=None,
    )
    scene.unit.appeals.record(
        back, "given_back", scene.actor.id, scene.now, came_from=appeal.unit, to=reception.id
    )
    notify_unit(scene.unit, back, scene.now)
    return _done(scene, appeal, "given-back", unit=reception.name)


@flow.tapped("route", Action.ROUTE)
async def choose_unit(scene: Scene) -> Turn:
    """Where an appeal belongs: by topic, so that the choice can be learnt from."""
    appeal = _in_work(scene, await scene.appeal())
    topics = list(scene.house.ministry.topics.values())
    page = scene.number(1) % max(1, -(-len(topics) // PAGE))
    shown = topics[page * PAGE : (page + 1) * PAGE]
    rows = [(Button(t.title, f"send-to:{appeal.id}:{t.id}"),) for t in shown]
    if len(topics) > PAGE:
        rows.append((button("more-topics", f"route:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-route", *rows, instead_of=turned, number=appeal.number))


@flow.tapped("send-to", Action.ROUTE)
async def route(scene: Scene) -> Turn:
    """A person decides where it belongs; the next message in such words may follow."""
    appeal = _in_work(scene, await scene.appeal())
    topic = scene.house.ministry.topics.get(scene.arg(1))
    if topic is None:
        raise Refused("stale-button")
    routed = await _change(
        scene,
        appeal,
        topic=topic.id,
        unit=topic.unit,
        officer="",
        state=State.WAITING,
        sorting=False,
        taken_at=None,
    )
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    said = " ".join(entry.text for entry in entries if not entry.author)
    scene.unit.corrections.remember(routed, lemmas(said), scene.actor.id, scene.now)
    facts = {"came_from": appeal.unit, "to": topic.unit, "topic": topic.id}
    scene.unit.appeals.record(routed, "routed", scene.actor.id, scene.now, **facts)
    notify_unit(scene.unit, routed, scene.now)
    if routed.unit != appeal.unit:
        await let_know(scene, routed, status_told(scene, "moved", routed))
    unit = scene.house.unit_name(topic.unit)
    return _done(scene, appeal, "routed", topic=topic.title, unit=unit)


def _colleagues(scene: Scene, appeal: Appeal) -> list[Employee]:
    """Officers of its unit who do not have it; an officer takes it by taking, a head may hand it
    to themselves."""
    officers = scene.house.ministry.officers_of(appeal.unit)
    others = {appeal.officer} if appeal.officer else {scene.actor.id}
    return [officer for officer in officers if officer.id not in others]


async def _change(scene: Scene, appeal: Appeal, **values: Any) -> Appeal:
    """The appeal moved on; whoever worked on it hears when somebody else moved it."""
    changed = await scene.unit.appeals.change(appeal, **values)
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    if appeal.officer not in {"", scene.actor.id, changed.officer}:
        scene.unit.notices.note(changed, "moved_on", scene.now, employee=appeal.officer)
    return changed


def _done(scene: Scene, appeal: Appeal, name: str, **values: Any) -> Turn:
    """Said so; a reply half written for it ends here, one for another appeal goes on."""
    told = say(name, number=appeal.number, **values)
    if not is_open(scene) or scene.chat.draft["appeal"] != appeal.id:
        return scene.stay(told)
    left = (say("draft-left"),) if scene.chat.draft["parts"] else ()
    return Turn((told, *left))


def _in_work(scene: Scene, appeal: Appeal) -> Appeal:
    no_reason_now(scene)
    return appeal
