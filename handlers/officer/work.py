"""Work on an appeal: take it, hand it over in the unit, give it back, send it where it belongs."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import card, colleagues, moving
from handlers.officer.draft import no_reason_now
from handlers.officer.moving import in_work, status_told
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
    """The appeal, this officer's from now on; a refusal that names whoever was first. Whoever
    stands in for an absent colleague makes what is theirs their own."""
    if appeal.officer == scene.actor.id and appeal.state is State.TAKEN:
        return appeal
    taken, absent = None, scene.actor.ids[1:]
    if appeal.state is State.WAITING or appeal.officer in absent:
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


def _beaten(scene: Scene, appeal: Appeal) -> Refused:
    if appeal.officer not in {"", *scene.actor.ids} and appeal.is_open:
        return scene.house.held_by(appeal, scene.now)
    return Refused("not-any-more", number=appeal.number)


@flow.tapped("over", Action.HAND_OVER)
async def choose_colleague(scene: Scene) -> Turn:
    """Who of the unit could have it."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    colleagues = moving.colleagues(scene, appeal)
    if not colleagues:
        return scene.stay(say("no-colleagues", number=appeal.number))
    page = scene.number(1) % -(-len(colleagues) // PAGE)
    shown = colleagues[page * PAGE : (page + 1) * PAGE]
    rows = [(Button(moving.label(scene, o), f"give:{appeal.id}:{o.id}"),) for o in shown]
    if len(colleagues) > PAGE:
        rows.append((button("more-people", f"over:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-colleague", *rows, instead_of=turned, number=appeal.number))


@flow.tapped("give", Action.HAND_OVER)
async def hand_over(scene: Scene) -> Turn:
    """The appeal becomes a colleague's; of one who is away it is said who acts for them first."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    colleague = scene.house.employee(scene.arg(1))
    if colleague is None:
        raise Refused("stale-button")
    if moving.is_away(scene, colleague) and scene.arg(2) != "away":
        return await _away(scene, appeal, colleague)
    await moving.to_colleague(scene, appeal, colleague)
    told = say("handed-over", number=appeal.number, who=colleague.short_name)
    return moving.done(scene, appeal, told)


async def _away(scene: Scene, appeal: Appeal, colleague: Employee) -> Turn:
    """Who acts for them, and is offered where they can have it."""
    acts = scene.house.employee(scene.house.acting(colleague.id, scene.now))
    rows = [(button("give-away", f"give:{appeal.id}:{colleague.id}:away"),)]
    if acts in moving.colleagues(scene, appeal) and acts:
        rows.insert(0, (Button(moving.label(scene, acts), f"give:{appeal.id}:{acts.id}"),))
    rows.append((button("more-people", f"over:{appeal.id}"),))
    return scene.stay(moving.away_told(scene, "colleague-away", colleague, *rows))


@flow.tapped("give-back", Action.GIVE_BACK)
async def give_back(scene: Scene) -> Turn:
    """Not this unit's business: back to whoever sorts what nobody claims."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    back = await moving.to_sorting(scene, appeal)
    told = say("given-back", number=appeal.number, unit=scene.house.unit_name(back.unit))
    return moving.done(scene, appeal, told)


@flow.tapped("route", Action.ROUTE)
async def choose_unit(scene: Scene) -> Turn:
    """Where an appeal belongs: by topic, so that the choice can be learnt from."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    if appeal.kind.internal:
        return scene.stay(colleagues.choose_unit(scene, appeal))
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
    """To the unit of the topic somebody has chosen."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    topic = scene.house.ministry.topics.get(scene.arg(1))
    if topic is None or appeal.kind.internal:
        raise Refused("stale-button")
    routed = await moving.to_topic(scene, appeal, topic)
    unit = scene.house.unit_name(routed.unit)
    told = say("routed", number=appeal.number, topic=topic.title, unit=unit)
    return moving.done(scene, appeal, told)


@flow.tapped("to-unit", Action.ROUTE)
async def to_unit(scene: Scene) -> Turn:
    """A colleague's request to the unit somebody has chosen."""
    appeal = in_work(scene, await scene.appeal())
    if third := moving.third(scene, appeal):
        return third
    unit = colleagues.chosen(scene, appeal, scene.arg(1))
    moved = await moving.to_unit(scene, appeal, unit)
    told = say("to-unit", number=appeal.number, unit=scene.house.unit_name(moved.unit))
    return moving.done(scene, appeal, told)
