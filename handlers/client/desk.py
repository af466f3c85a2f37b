"""The client's desk: menu, my appeals, contacts, help, and why a reply is due when it is."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State, first_lines
from domain.talk import Button, Reply
from handlers.explain import why
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words, written

flow = Flow()

MINE_SHOWN = 5


def menu(scene: Scene) -> Reply:
    return say(
        "client-menu",
        button("write", "write"),
        button("mine", "mine"),
        (button("contacts", "contacts"), button("help", "help")),
        ministry=scene.house.ministry.name,
    )


@flow.tapped("write", Action.WRITE)
async def write(scene: Scene) -> Turn:
    return Turn((say("ask-message"),))


@flow.tapped("contacts", Action.WRITE)
async def contacts(scene: Scene) -> Turn:
    return scene.stay(written(scene.house.contacts(), button("menu", "menu")))


@flow.tapped("help", Action.WRITE)
async def help_(scene: Scene) -> Turn:
    name = "employee-help" if scene.actor.employee else "client-help"
    return scene.stay(say(name, button("menu", "menu"), ministry=scene.house.ministry.name))


@flow.tapped("mine", Action.SEE_OWN_LIST)
async def mine(scene: Scene) -> Turn:
    """The client's appeals, newest first: number, status, due, unit."""
    appeals = await scene.unit.appeals.of_chat(scene.chat, MINE_SHOWN)
    if not appeals:
        return scene.stay(say("mine-none", button("menu", "menu")))
    lines = [_line(scene, appeal) for appeal in appeals]
    rows = [(Button(appeal.number, f"my:{appeal.id}"),) for appeal in appeals]
    text = "\n\n".join([words("mine-heading"), *lines, words("mine-open-one")])
    return scene.stay(written(text, *rows))


@flow.tapped("my", Action.SEE_OWN)
async def my(scene: Scene) -> Turn:
    """One of the client's appeals with what was written about it."""
    appeal = await scene.appeal()
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    lines = [
        words(
            "my-entry",
            side=entry.side,
            at=moments.stamp(entry.at, scene.house.zone),
            text=entry.text.strip() or words("no-words"),
        )
        for entry in entries
    ]
    rows: list[tuple[Button, ...]] = []
    if appeal.is_open:
        rows.append((button("add", f"add:{appeal.id}"), button("why", f"why:{appeal.id}")))
    rows.append((button("mine", "mine"), button("menu", "menu")))
    return scene.stay(written("\n\n".join([_line(scene, appeal), *lines]), *rows))


@flow.tapped("why", Action.SEE_OWN)
async def why_mine(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return scene.stay(await why(scene, appeal))


def _line(scene: Scene, appeal: Appeal) -> str:
    house = scene.house
    return words(
        "mine-line",
        number=appeal.number,
        topic=first_lines(house.topic_title(appeal.topic), 60),
        status=words(f"status-{appeal.state}", unit=house.unit_name(appeal.unit)),
        due=house.due(appeal, scene.now) if appeal.state in _RUNNING else "",
        running="yes" if appeal.state in _RUNNING else "no",
    )


_RUNNING = frozenset({State.WAITING, State.TAKEN, State.SENDING})
