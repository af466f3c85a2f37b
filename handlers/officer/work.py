"""Work on an appeal: take it, hand it over within the unit, give it back, send it where it belongs."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.refusal import Refused
from domain.talk import Button
from domain.words import lemmas
from handlers.client.register import notify_unit
from handlers.flow import Flow, Scene, Turn
from handlers.officer import card
from texts import button, say

flow = Flow()

PAGE = 5


@flow.tapped("take", Action.TAKE)
async def take(scene: Scene) -> Turn:
    """The first to press has it; everybody else is told who."""
    appeal = await scene.appeal()
    taken = await take_it(scene, appeal)
    return scene.stay(say("taken", number=taken.number), await card.of(scene, taken))


async def take_it(scene: Scene, appeal: Appeal) -> Appeal:
    """The appeal, this officer's from now on; a refusal that names whoever was first."""
    if appeal.officer == scene.actor.id and appeal.state is State.TAKEN:
        return appeal
    taken = None
    if appeal.state is State.WAITING:
        taken = await scene.unit.appeals.change(
            appeal, officer=scene.actor.id, state=State.TAKEN, sorting=False
        )
    if taken is None:
        now = await scene.unit.appeals.get(appeal.id) or appeal
        if now.officer and now.is_open:
            raise Refused("held-by", number=now.number, who=scene.house.who(now.officer))
        raise Refused("not-any-more", number=now.number)
    scene.unit.appeals.record(taken, "taken", scene.actor.id, scene.now)
    return taken


@flow.tapped("over", Action.HAND_OVER)
async def choose_colleague(scene: Scene) -> Turn:
    """Who of the unit could have it."""
    appeal = _in_work(await scene.appeal())
    page = int(scene.args[1]) if len(scene.args) > 1 and scene.args[1].isdecimal() else 0
    colleagues = [
        officer
        for officer in scene.house.ministry.officers_of(appeal.unit)
        if officer.id not in {appeal.officer, scene.actor.id}
    ]
    if not colleagues:
        return scene.stay(say("no-colleagues", unit=scene.house.unit_name(appeal.unit)))
    shown = colleagues[page * PAGE : (page + 1) * PAGE] or colleagues[:PAGE]
    rows = [(Button(o.short_name, f"give:{appeal.id}:{o.id}"),) for o in shown]
    if len(colleagues) > PAGE:
        pages = -(-len(colleagues) // PAGE)
        rows.append((button("more-people", f"over:{appeal.id}:{(page + 1) % pages}"),))
    return scene.stay(say("choose-colleague", *rows, number=appeal.number))


@flow.tapped("give", Action.HAND_OVER)
async def hand_over(scene: Scene) -> Turn:
    """The appeal becomes a colleague's; its windows run on as they did."""
    appeal = _in_work(await scene.appeal())
    colleague = scene.house.employee(scene.args[1] if len(scene.args) > 1 else "")
    if colleague not in scene.house.ministry.officers_of(appeal.unit) or colleague is None:
        raise Refused("stale-button")
    given = await scene.unit.appeals.change(
        appeal, officer=colleague.id, state=State.TAKEN, sorting=False
    )
    if given is None:
        raise Refused("not-any-more", number=appeal.number)
    scene.unit.appeals.record(
        given, "handed_over", scene.actor.id, scene.now, came_from=appeal.officer, to=colleague.id
    )
    scene.unit.notices.note(
        given, "handed_over", scene.now, employee=colleague.id, by=scene.actor.id
    )
    reply = say("handed-over", number=given.number, who=colleague.short_name)
    return Turn((reply,))


@flow.tapped("give-back", Action.GIVE_BACK)
async def give_back(scene: Scene) -> Turn:
    """Not this unit's business: back to whoever sorts what nobody claims."""
    appeal = _in_work(await scene.appeal())
    reception = scene.house.ministry.default_unit
    if appeal.unit == reception.id and appeal.sorting:
        raise Refused("already-sorting", number=appeal.number)
    back = await scene.unit.appeals.change(
        appeal, unit=reception.id, officer="", state=State.WAITING, sorting=True
    )
    if back is None:
        raise Refused("not-any-more", number=appeal.number)
    scene.unit.appeals.record(
        back, "given_back", scene.actor.id, scene.now, came_from=appeal.unit, to=reception.id
    )
    notify_unit(scene.unit, back, scene.now)
    return Turn((say("given-back", number=back.number, unit=reception.name),))


@flow.tapped("route", Action.ROUTE)
async def choose_unit(scene: Scene) -> Turn:
    """Where an appeal belongs: by topic, so that the choice can be learnt from."""
    appeal = _in_work(await scene.appeal())
    page = int(scene.args[1]) if len(scene.args) > 1 and scene.args[1].isdecimal() else 0
    topics = list(scene.house.ministry.topics.values())
    shown = topics[page * PAGE : (page + 1) * PAGE] or topics[:PAGE]
    rows = [(Button(t.title, f"send-to:{appeal.id}:{t.id}"),) for t in shown]
    if len(topics) > PAGE:
        pages = -(-len(topics) // PAGE)
        rows.append((button("more-topics", f"route:{appeal.id}:{(page + 1) % pages}"),))
    return scene.stay(say("choose-route", *rows, number=appeal.number))


@flow.tapped("send-to", Action.ROUTE)
async def route(scene: Scene) -> Turn:
    """A person decides where it belongs; the next message in such words may follow."""
    appeal = _in_work(await scene.appeal())
    topic = scene.house.ministry.topics.get(scene.args[1] if len(scene.args) > 1 else "")
    if topic is None:
        raise Refused("stale-button")
    routed = await scene.unit.appeals.change(
        appeal, topic=topic.id, unit=topic.unit, officer="", state=State.WAITING, sorting=False
    )
    if routed is None:
        raise Refused("not-any-more", number=appeal.number)
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    said = " ".join(entry.text for entry in entries if not entry.author)
    scene.unit.corrections.remember(routed, lemmas(said), scene.actor.id, scene.now)
    scene.unit.appeals.record(
        routed, "routed", scene.actor.id, scene.now, came_from=appeal.unit, to=topic.unit,
        topic=topic.id,
    )
    notify_unit(scene.unit, routed, scene.now)
    name = scene.house.unit_name(topic.unit)
    return Turn((say("routed", number=routed.number, topic=topic.title, unit=name),))


def _in_work(appeal: Appeal) -> Appeal:
    if appeal.state not in {State.WAITING, State.TAKEN}:
        raise Refused("not-any-more", number=appeal.number)
    return appeal
