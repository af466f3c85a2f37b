"""The employee's desk: the menu, and queues ordered by time left."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import requests
from domain.access import Action, allowed
from domain.appeals import Appeal, first_lines, in_one_breath
from domain.life import executed
from domain.ministry import Role
from domain.people import Actor, Capacity
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.client import receipt
from handlers.client.register import Heard, register
from handlers.flow import Flow, Scene, Turn
from handlers.officer.priority import label
from handlers.standing import CLIENT
from storage.queues import Borrowed, Queue
from texts import button, say, words, written

flow = Flow()

#: Five buttons fit in a row, and ten in all, under a message everywhere.
PAGE = 5
MOST_PAGES = 10_000
#: What else stands in the menu takes three of ten buttons.
MOST_QUEUES = 7
ASIDE = "employee-aside"
QUEUES = {
    "mine": Action.SEE_QUEUE,
    "unit": Action.SEE_UNIT_QUEUE,
    "sorting": Action.SEE_UNIT_QUEUE,
    "all": Action.SEE_ALL_QUEUES,
    "approvals": Action.SEE_APPROVALS,
    "control": Action.SEE_CONTROL,
}
#: What stands under the queues in the menu, one row; everything else is on the second page.
FRONT: tuple[tuple[str, Action], ...] = (
    ("ask-colleagues", Action.FILE_REQUEST),
    ("knowledge", Action.READ_INTERNAL_ARTICLES),
)


async def menu(scene: Scene, actor: Actor | None = None) -> Reply:
    """What this employee may open; `actor` for somebody who has joined just now."""
    who = actor or scene.actor
    assert who.employee is not None
    queues = [button(f"queue-{name}", f"queue-{name}:0") for name in _open_to(scene, who)]
    if allowed(who, Action.SEE_PARTS):
        _, asked = await scene.unit.parts.waiting(who, 0, 1)
        queues += [button("queue-parts", "queue-parts:0")] if asked else []
    if who.standing_in and len(queues) < MOST_QUEUES:
        queues.append(button("standing-in", "standing-in"))
    front = [button(name, f"{name}") for name, action in FRONT if allowed(who, action)]
    return say(
        "employee-menu",
        *(tuple(queues[place : place + 2]) for place in range(0, len(queues), 2)),
        *(tuple(front[place : place + 2]) for place in range(0, len(front), 2)),
        button("desk", "desk"),
        name=who.employee.short_name,
        unit=scene.house.unit_name(who.employee.unit),
    )


@flow.tapped("queue-mine", QUEUES["mine"])
async def mine(scene: Scene) -> Turn:
    return await page_of(scene, "mine", _held(scene, officers=scene.actor.ids))


@flow.tapped("queue-unit", QUEUES["unit"])
async def unit(scene: Scene) -> Turn:
    return await page_of(scene, "unit", queue_of(scene, unit=scene.actor.unit))


@flow.tapped("queue-sorting", QUEUES["sorting"])
async def sorting(scene: Scene) -> Turn:
    actor = scene.actor
    units = _sorting(scene, actor) or (actor.unit,)
    absent = [one for one in actor.standing_in if one.employee.unit in units]
    seen = borrowed(absent, {actor.unit} & {*units})
    return await page_of(
        scene, "sorting", queue_of(scene, units=units, sorting=True, borrowed=seen)
    )


@flow.tapped("queue-all", QUEUES["all"])
async def everything(scene: Scene) -> Turn:
    absent = [one for one in scene.actor.standing_in if Role.CONTROLLER in one.employee.roles]
    own = scene.actor.employee
    if own and Role.CONTROLLER in own.roles:
        absent = []
    return await page_of(scene, "all", queue_of(scene, borrowed=borrowed(absent)))


@flow.tapped("queue-approvals", QUEUES["approvals"])
async def approvals(scene: Scene) -> Turn:
    return await page_of(scene, "approvals", _held(scene, signatories=scene.actor.ids))


@flow.tapped("queue-control", QUEUES["control"])
async def control(scene: Scene) -> Turn:
    return await page_of(scene, "control", _held(scene, controls=scene.actor.ids))


@flow.rest("employee", Action.WRITE)
async def aside(scene: Scene) -> Turn:
    """Words an employee says in the middle of nothing go to nobody, and are not lost: what is
    said in one breath stays together."""
    event, draft = scene.event, scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    part = {
        "text": event.text,
        "files": files,
        "at": event.at.isoformat(),
        "message": event.message,
    }
    if scene.chat.step == ASIDE and in_one_breath(_written_at(draft), event.at):
        return Turn((), ASIDE, draft | {"parts": [*draft["parts"], part]})
    queue = "yes" if scene.may(QUEUES["mine"]) else "no"
    ask = say("employee-aside", *await _aside_rows(scene), queue=queue)
    return Turn((ask,), ASIDE, {"parts": [part], "album": event.album})


async def _aside_rows(scene: Scene) -> list[Button]:
    """Where words said aside may go: to a question about an appeal of their own, or anew."""
    appeals = scene.unit.appeals
    asked = [own for own in await appeals.open_of(scene.chat) if own.asked]
    as_citizen = await appeals.open_of(replace(scene.chat, hat=CLIENT))
    theirs = [own for own in as_citizen if own.asked]
    return [
        button("menu", "menu"),
        *(button("answer-own", f"answer:{o.id}:aside", number=o.number) for o in asked[-1:]),
        *(
            button("answer-as-client", f"answer-as-client:{o.id}", number=o.number)
            for o in theirs[-2:]
        ),
        button("ask-aside", "ask-aside"),
        button("file-own", "file-own"),
    ]


def mend(scene: Scene) -> Turn | None:
    """A message said aside is changed before it is filed; None when it is another one."""
    event, parts = scene.event, scene.chat.draft["parts"]
    if all(part["message"] != event.message for part in parts):
        return None
    parts = [p | {"text": event.text} if p["message"] == event.message else p for p in parts]
    return Turn((), ASIDE, scene.chat.draft | {"parts": parts})


@flow.tapped("file-own", Action.WRITE)
async def file_own(scene: Scene) -> Turn:
    """An employee writes to the ministry as a citizen: an appeal like everybody's."""
    if scene.chat.step != ASIDE:
        raise Refused("stale-button")
    draft, scene.chat.hat = scene.chat.draft, CLIENT
    text = "\n".join(part["text"] for part in draft["parts"])
    heard = Heard(text, _written_at(draft), scene.now, draft["album"])
    appeal = await register(scene, heard)
    keep_aside(scene, appeal)
    return Turn((receipt.of(scene, appeal, text), say("hat-is-client")), receipt=appeal.id)


def keep_aside(scene: Scene, appeal: Appeal) -> int:
    """What was said aside becomes a part of an appeal of their own; the last entry."""
    entry = 0
    for part in scene.chat.draft["parts"]:
        at = datetime.fromisoformat(part["at"])
        entry = scene.unit.exchange.said(
            appeal.id, scene.chat, part["text"], at, message=part["message"]
        )
        scene.unit.exchange.give_files(part["files"], entry)
    return entry


def _written_at(draft: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(draft["parts"][0]["at"])


def queue_of(scene: Scene, **whose: Any) -> Queue:
    """A queue as this person may see it: without what complains about them, and what those below
    them have written as citizens."""
    own = scene.actor.own
    seen: dict[str, Any] = {
        "reader": scene.actor.id,
        "ahead": scene.house.minutes_ahead(scene.now),
        "not_filed_by": own.people if own else frozenset(),
    }
    return Queue(**(seen | whose))


def borrowed(absent: Sequence[Capacity], own_units: Set[str] = frozenset()) -> Borrowed | None:
    """A queue seen in the place of these colleagues shows no more than their cards do; None where
    nobody is stood in for."""
    if not absent:
        return None
    people = frozenset(one for capacity in absent for one in capacity.people)
    return Borrowed(frozenset(one.employee.id for one in absent), people, frozenset(own_units))


def _held(scene: Scene, **whose: Any) -> Queue:
    """What waits for this person, and for those they stand in for."""
    return queue_of(scene, borrowed=borrowed(scene.actor.standing_in), **whose)


async def page_of(scene: Scene, name: str, queue: Queue, of: str = "", title: str = "") -> Turn:
    """One page of a queue: what is due first stands first. `of` is what else its buttons carry."""
    tail = f":{of}:turn" if of else ":turn"
    page = min(scene.number(0), MOST_PAGES)
    found, total = await scene.unit.appeals.queue(queue, page, PAGE)
    if not found and total:
        page = (total - 1) // PAGE
        found, total = await scene.unit.appeals.queue(queue, page, PAGE)
    heading = words("queue-heading", title=title or words(f"button-queue-{name}"), total=total)
    lines = [line(scene, place, one) for place, one in enumerate(found, page * PAGE + 1)]
    open_it = [
        Button(str(place), f"card:{appeal.id}")
        for place, (appeal, _) in enumerate(found, page * PAGE + 1)
    ]
    turn_page = []
    if page:
        turn_page.append(button("earlier", f"queue-{name}:{page - 1}{tail}"))
    if (page + 1) * PAGE < total:
        turn_page.append(button("later", f"queue-{name}:{page + 1}{tail}"))
    return scene.stay(
        written(
            "\n\n".join([heading, *lines]),
            open_it,
            turn_page,
            (button("refresh", f"queue-{name}:{page}{tail}"), button("menu", "menu")),
            instead_of=scene.event.message if "turn" in scene.args else "",
        )
    )


def line(scene: Scene, place: int, found: tuple[Appeal, str]) -> str:
    """One appeal in a list: place, number, time left, topic, who has it, first words."""
    appeal, text = found
    house = scene.house
    return words(
        "queue-line",
        place=place,
        number=appeal.number,
        left=house.time_left(appeal, scene.now),
        first=label(appeal),
        topic=house.subject(appeal),
        who=_whose(scene, appeal),
        text=first_lines(text, 90) or words("no-words"),
        executed=str(executed(appeal, scene.now)),
    )


def _whose(scene: Scene, appeal: Appeal) -> str:
    """Who has it; an absent colleague is named with who acts for them."""
    house, officer = scene.house, appeal.officer
    if not officer:
        return words("nobody-yet")
    if officer in scene.actor.ids[1:]:
        return house.for_whom(officer)
    return house.who_now(officer, scene.now)


def _open_to(scene: Scene, actor: Actor) -> list[str]:
    """The queues this person may open; the unit that takes what nobody claims sorts, too."""
    sorts = _sorting(scene, actor)
    return [
        name
        for name, action in QUEUES.items()
        if allowed(actor, action) and (name != "sorting" or sorts)
    ]


def _sorting(scene: Scene, actor: Actor) -> tuple[str, ...]:
    """The units that sort of which they are, or somebody they stand in for."""
    units = dict.fromkeys(capacity.employee.unit for capacity in actor.capacities)
    return tuple(one for one in units if requests.sorts(scene.house.ministry, one))
