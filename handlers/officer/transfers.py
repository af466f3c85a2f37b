"""The third transfer: officers ask their head, the head moves the appeal on and says why."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, Kind, first_lines
from domain.refusal import Refused
from domain.talk import Button
from domain.transfers import is_spent
from handlers.flow import Flow, Scene, Turn
from handlers.officer import colleagues, moving
from handlers.officer.asking import Said, ask, asked
from texts import button, say

flow = Flow()

PAGE = 5
#: "ok" is no reason
SHORTEST_REASON = 5


@flow.tapped("ask-head", Action.HAND_OVER)
async def ask_head(scene: Scene) -> Turn:
    """The head hears who asks, and has the appeal at hand."""
    appeal = await scene.appeal()
    head = scene.house.decides(appeal, scene.now)
    if not is_spent(appeal) or not head:
        raise Refused("stale-button")
    unit, asker = scene.unit, scene.actor.id
    once = f"transfer_asked:{appeal.id}:{appeal.transfers}:{asker}"
    facts: dict[str, Any] = {"transfers": appeal.transfers, "asked_by": asker}
    unit.notices.note(appeal, "transfer_asked", scene.now, employee=head, once=once, **facts)
    unit.appeals.record(appeal, "transfer_asked", asker, scene.now, head=head)
    acts = scene.house.acting(head, scene.now)
    joined = acts in await unit.chats.of_employees([acts])
    name = "head-asked" if joined else "head-not-joined"
    return scene.stay(say(name, number=appeal.number, who=scene.house.who_now(head, scene.now)))


@flow.tapped("over-again", Action.TRANSFER_AGAIN)
async def choose(scene: Scene) -> Turn:
    """Where the head sends it: to somebody of the unit, back to be sorted, or by its topic."""
    appeal = moving.in_work(scene, await scene.appeal())
    places = await _places(scene, appeal)
    page = scene.number(1) % max(1, -(-len(places) // PAGE))
    rows = [(place,) for place in places[page * PAGE : (page + 1) * PAGE]]
    if len(places) > PAGE:
        rows.append((button("more-places", f"over-again:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-place", *rows, instead_of=turned, number=appeal.number))


async def _places(scene: Scene, appeal: Appeal) -> list[Button]:
    ministry = scene.house.ministry
    found = [
        Button(moving.label(scene, o), f"anew:{appeal.id}:who:{o.id}")
        for o in moving.colleagues(scene, appeal)
    ]
    if appeal.kind is Kind.LETTER:
        return found
    if not appeal.sorting:
        found.append(button("to-sorting", f"anew:{appeal.id}:sort"))
    if appeal.kind.internal:
        units = colleagues.units(scene.house, appeal)
        named = [
            Button(first_lines(u.name, colleagues.LONGEST), f"anew:{appeal.id}:unit:{u.id}")
            for u in units
        ]
        return [*found, *named]
    topics = [t for t in ministry.topics.values() if t.unit != appeal.unit]
    return [*found, *(Button(t.title, f"anew:{appeal.id}:topic:{t.id}") for t in topics)]


@flow.tapped("anew", Action.TRANSFER_AGAIN)
async def ask_why(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    text = say("ask-transfer-reason", number=appeal.number)
    return await ask(scene, appeal, "over-again", text, to=scene.arg(1), name=scene.arg(2))


@asked("over-again", Action.TRANSFER_AGAIN)
async def move_on(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Moved on once more, the reason on record with it."""
    if said.files or len(said.text) < SHORTEST_REASON:
        return scene.stay(say("reason-in-words"))
    ministry, name = scene.house.ministry, said.more["name"]
    colleague, topic = ministry.employees.get(name), ministry.topics.get(name)
    if said.more["to"] == "who" and colleague:
        await moving.to_colleague(scene, appeal, colleague, said.text)
        told = say("handed-over", number=appeal.number, who=colleague.short_name)
    elif said.more["to"] == "topic" and topic and not appeal.kind.internal:
        moved = await moving.to_topic(scene, appeal, topic, said.text)
        unit = scene.house.unit_name(moved.unit)
        told = say("routed", number=appeal.number, topic=topic.title, unit=unit)
    elif said.more["to"] == "unit":
        unit_ = colleagues.chosen(scene, appeal, name)
        moved = await moving.to_unit(scene, appeal, unit_, said.text)
        told = say("to-unit", number=appeal.number, unit=scene.house.unit_name(moved.unit))
    elif said.more["to"] == "sort":
        moved = await moving.to_sorting(scene, appeal, said.text)
        told = say("given-back", number=appeal.number, unit=scene.house.unit_name(moved.unit))
    else:
        raise Refused("stale-button")
    return Turn((told,))
