"""The beginning of every dialogue: greeting, menu, and an employee's joining by a one-time code."""

from __future__ import annotations

import re
from datetime import timedelta

from domain.access import Action
from domain.people import Actor
from domain.refusal import Refused
from domain.talk import What
from handlers.client import desk as client_desk
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk as officer_desk
from texts import say

flow = Flow()

#: What an invitation looks like: so that a mistyped one is not filed as an appeal.
CODE = re.compile(r"join-[A-Za-z0-9_-]{16,40}")
WRONG_CODES_AN_HOUR = 5


@flow.command("menu")
async def menu(scene: Scene) -> Turn:
    """The way back to the beginning from anywhere; with a code, the joining of an employee."""
    if scene.args and CODE.fullmatch(scene.args[0]):
        return await join(scene, scene.args[0])
    if scene.actor.employee:
        return Turn((officer_desk.menu(scene),))
    return Turn((client_desk.menu(scene),))


@flow.tapped("menu", Action.WRITE)
async def menu_pressed(scene: Scene) -> Turn:
    return await menu(scene)


@flow.command("help")
async def help_(scene: Scene) -> Turn:
    return await client_desk.help_(scene)


async def join(scene: Scene, code: str) -> Turn:
    """The code's first sender becomes the employee; every other code is answered alike."""
    chat, now = scene.chat, scene.now
    if chat.wrong_since and now - chat.wrong_since > timedelta(hours=1):
        chat.wrong_codes, chat.wrong_since = 0, None
    if chat.wrong_codes >= WRONG_CODES_AN_HOUR:
        raise Refused("too-many-codes")
    found = await scene.unit.invites.use(code, chat, now)
    employee = scene.house.employee(found) if found else None
    if employee is None:
        chat.wrong_codes, chat.wrong_since = chat.wrong_codes + 1, chat.wrong_since or now
        return scene.stay(say("wrong-code"))
    earlier = (await scene.unit.chats.of_employees([employee.id])).get(employee.id)
    if earlier and earlier.id != chat.id:
        earlier.employee, earlier.step, earlier.draft = "", "", {}
        scene.unit.outbox.post(earlier, say("access-moved"), now)
    chat.employee, chat.wrong_codes, chat.wrong_since = employee.id, 0, None
    name = " ".join(employee.name.split()[1:])
    joined = say("joined-as", name=name, post=employee.post, unit=scene.house.unit_name(employee.unit))
    return Turn((joined, officer_desk.menu(scene, Actor(chat.id, employee))))


@flow.happened(What.LEFT)
async def left(scene: Scene) -> Turn:
    """They blocked us: nothing more can be said, and replies will come back as undelivered."""
    scene.chat.reachable = False
    scene.unit.outbox.give_up(scene.chat, scene.now)
    return scene.stay()


@flow.happened(What.CAME_BACK)
async def came_back(scene: Scene) -> Turn:
    scene.chat.reachable = True
    return scene.stay()


@flow.happened(What.IN_GROUP)
async def in_group(scene: Scene) -> Turn:
    return scene.stay(say("in-group", ministry=scene.house.ministry.name))


@flow.happened(What.ODD)
async def odd(scene: Scene) -> Turn:
    if scene.event.odd not in _ODD:
        return scene.stay(say("odd-other"))
    return scene.stay(say(f"odd-{scene.event.odd}"))


_ODD = frozenset({"sticker", "poll", "dice"})
