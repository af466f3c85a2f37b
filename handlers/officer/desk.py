"""The employee's desk: the menu, and queues ordered by time left."""

from __future__ import annotations

from datetime import datetime

from domain.access import Action, allowed
from domain.appeals import Appeal, first_lines
from domain.people import Actor
from domain.talk import Button, Reply
from handlers.client import receipt
from handlers.client.filing import is_nothing
from handlers.client.register import register
from handlers.flow import Flow, Scene, Turn
from storage.appeals import Queue
from texts import button, say, words, written

flow = Flow()

#: VK shows five buttons in a row and ten in all under a message.
PAGE = 5
QUEUES = {
    "mine": Action.SEE_QUEUE,
    "unit": Action.SEE_UNIT_QUEUE,
    "sorting": Action.SEE_UNIT_QUEUE,
    "all": Action.SEE_ALL_QUEUES,
}


def menu(scene: Scene, actor: Actor | None = None) -> Reply:
    """What this employee may open; `actor` for somebody who has joined just now."""
    who = actor or scene.actor
    assert who.employee is not None
    return say(
        "employee-menu",
        *((button(f"queue-{name}", f"queue-{name}:0"),) for name in _open_to(scene, who)),
        (button("contacts", "contacts"), button("help", "help")),
        name=who.employee.short_name,
        unit=scene.house.unit_name(who.employee.unit),
    )


@flow.tapped("queue-mine", QUEUES["mine"])
async def mine(scene: Scene) -> Turn:
    return await _page(scene, "mine", Queue(officer=scene.actor.id))


@flow.tapped("queue-unit", QUEUES["unit"])
async def unit(scene: Scene) -> Turn:
    return await _page(scene, "unit", Queue(unit=scene.actor.unit))


@flow.tapped("queue-sorting", QUEUES["sorting"])
async def sorting(scene: Scene) -> Turn:
    return await _page(scene, "sorting", Queue(unit=scene.actor.unit, sorting=True))


@flow.tapped("queue-all", QUEUES["all"])
async def everything(scene: Scene) -> Turn:
    return await _page(scene, "all", Queue())


@flow.rest("employee")
async def aside(scene: Scene) -> Turn:
    """Words an employee says in the middle of nothing go to nobody, and are not lost."""
    event = scene.event
    if is_nothing(event):
        return scene.stay(say("nothing-said"))
    files = scene.unit.exchange.sent_files(scene.chat, event.files, scene.now)
    draft = {
        "text": event.text,
        "files": files,
        "at": event.at.isoformat(),
        "message": event.message,
    }
    ask = say("employee-aside", button("menu", "menu"), button("file-own", "file-own"))
    return Turn((ask,), "employee-aside", draft)


@flow.tapped("file-own", Action.WRITE)
async def file_own(scene: Scene) -> Turn:
    """An employee writes to the ministry as a citizen: an appeal like everybody's."""
    if scene.chat.step != "employee-aside":
        return scene.stay(say("stale-button"))
    draft = scene.chat.draft
    written_at = datetime.fromisoformat(draft["at"])
    appeal = await register(scene, written_at, draft["text"])
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, draft["text"], written_at, message=draft["message"]
    )
    scene.unit.exchange.give_files(draft["files"], entry)
    return Turn((receipt.of(scene, appeal, draft["text"]),))


async def _page(scene: Scene, name: str, queue: Queue) -> Turn:
    """One page of a queue: what is due first stands first."""
    page = int(scene.args[0]) if scene.args and scene.args[0].isdecimal() else 0
    found, total = await scene.unit.appeals.queue(queue, min(page, 10_000), PAGE)
    if not found and page:
        page = 0
        found, total = await scene.unit.appeals.queue(queue, page, PAGE)
    heading = words("queue-heading", title=words(f"button-queue-{name}"), total=total)
    lines = [line(scene, place, one) for place, one in enumerate(found, page * PAGE + 1)]
    open_it = [
        Button(str(place), f"card:{appeal.id}")
        for place, (appeal, _) in enumerate(found, page * PAGE + 1)
    ]
    turn_page = []
    if page:
        turn_page.append(button("earlier", f"queue-{name}:{page - 1}:turn"))
    if (page + 1) * PAGE < total:
        turn_page.append(button("later", f"queue-{name}:{page + 1}:turn"))
    return scene.stay(
        written(
            "\n\n".join([heading, *lines]),
            open_it,
            turn_page,
            (button("refresh", f"queue-{name}:{page}:turn"), button("menu", "menu")),
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
        topic=house.topic_title(appeal.topic),
        who=house.who(appeal.officer) if appeal.officer else words("nobody-yet"),
        text=first_lines(text, 90) or words("no-words"),
    )


def _open_to(scene: Scene, actor: Actor) -> list[str]:
    """The queues this person may open; sorting is done in the unit that takes what nobody claims."""
    sorts = actor.unit == scene.house.ministry.default_unit.id
    return [
        name
        for name, action in QUEUES.items()
        if allowed(actor, action) and (name != "sorting" or sorts)
    ]

