"""The beginning of every dialogue: greeting, menu, and what is noticed on the way."""

from __future__ import annotations

from domain.access import Action
from domain.talk import What
from handlers.client import desk as client_desk
from handlers.employee import my_requests
from handlers.flow import Flow, Scene, Turn
from handlers.joining import void_codes
from handlers.officer import asking, draft
from handlers.officer import desk as officer_desk
from texts import say

flow = Flow()


@flow.command("menu", Action.WRITE)
async def menu(scene: Scene) -> Turn:
    """The way back to the beginning from anywhere; a reply half written is kept."""
    client = scene.actor.employee is None
    if unfinished := await draft.unfinished(scene):
        shown = client_desk.menu(scene) if client else await officer_desk.menu(scene)
        return scene.stay(unfinished, shown)
    if client:
        return Turn((client_desk.menu(scene),))
    if scene.chat.step == asking.ASKED and scene.chat.draft["text"]:
        dropped = say("asked-dropped", number=draft.number(scene.chat.draft))
        return Turn((dropped, await officer_desk.menu(scene)))
    return Turn((await officer_desk.menu(scene),))


@flow.tapped("menu", Action.WRITE)
async def menu_pressed(scene: Scene) -> Turn:
    return await menu(scene)


@flow.command("help", Action.WRITE)
async def help_(scene: Scene) -> Turn:
    return await client_desk.help_(scene)


@flow.command("mine", Action.SEE_OWN_LIST)
async def mine(scene: Scene) -> Turn:
    """What whoever speaks has asked for: a colleague's requests, a citizen's appeals."""
    at_work = scene.may(Action.SEE_REQUESTS)
    return await (my_requests.requests(scene) if at_work else client_desk.mine(scene))


@flow.happened(What.LEFT)
async def left(scene: Scene) -> Turn:
    """They blocked us: nothing more can be said, and replies will come back as undelivered."""
    scene.chat.reachable = False
    await scene.unit.outbox.give_up(scene.chat, scene.now)
    return scene.stay()


@flow.happened(What.CAME_BACK)
async def came_back(scene: Scene) -> Turn:
    scene.chat.reachable = True
    return scene.stay()


@flow.happened(What.IN_GROUP)
async def in_group(scene: Scene) -> Turn:
    """No business before others; an invitation they have all seen is good for nobody any more."""
    void_codes(scene)
    return scene.stay(say("in-group", ministry=scene.house.ministry.name))


@flow.happened(What.ODD)
async def odd(scene: Scene) -> Turn:
    """Something that cannot be kept; what to send instead depends on who sent it."""
    if scene.actor.employee:
        return scene.stay(say("odd-from-employee"))
    kind = scene.event.odd if scene.event.odd in _ODD else "other"
    return scene.stay(say(f"odd-{kind}"))


_ODD = frozenset({"sticker", "poll", "dice"})
