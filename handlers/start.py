"""The beginning of every dialogue: greeting, menu, and an employee's joining by a one-time code."""

from __future__ import annotations

from datetime import timedelta

from domain.access import Action
from domain.people import Chat
from domain.refusal import Refused
from domain.talk import What
from handlers.client import desk as client_desk
from handlers.flow import Flow, Scene, Turn
from handlers.officer import asking, draft
from handlers.officer import desk as officer_desk
from texts import say

flow = Flow()

#: An invitation, sent by a link or by hand; a mistyped one, too, so that it is no appeal.
CODE = r"(?i:/start\s+)?(join-\S{0,100})"
WRONG_CODES_AN_HOUR = 5


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
        dropped = say("asked-dropped", number=scene.chat.draft["number"])
        return Turn((dropped, await officer_desk.menu(scene)))
    return Turn((await officer_desk.menu(scene),))


@flow.tapped("menu", Action.WRITE)
async def menu_pressed(scene: Scene) -> Turn:
    return await menu(scene)


@flow.command("help", Action.WRITE)
async def help_(scene: Scene) -> Turn:
    return await client_desk.help_(scene)


@flow.spelt(CODE, Action.JOIN_AS_EMPLOYEE)
async def join(scene: Scene) -> Turn:
    """The code's first sender becomes the employee; every other code is answered alike."""
    chat, now = scene.chat, scene.now
    if chat.wrong_since and now - chat.wrong_since > timedelta(hours=1):
        chat.wrong_codes, chat.wrong_since = 0, None
    if chat.wrong_codes >= WRONG_CODES_AN_HOUR:
        raise Refused("too-many-codes")
    found = await scene.unit.invites.use(scene.arg(0), chat, now)
    employee = scene.house.employee(found) if found else None
    if employee is None:
        chat.wrong_codes, chat.wrong_since = chat.wrong_codes + 1, chat.wrong_since or now
        raise Refused("wrong-code")
    earlier = (await scene.unit.chats.of_employees([employee.id])).get(employee.id)
    if earlier and earlier.id != chat.id:
        _let_go(scene, earlier)
    chat.employee, chat.wrong_codes, chat.wrong_since = employee.id, 0, None
    joined = say(
        "joined-as",
        name=" ".join(employee.name.split()[1:]),
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
    )
    return Turn((joined, await officer_desk.menu(scene, scene.house.actor(chat, now))))


def _let_go(scene: Scene, earlier: Chat) -> None:
    """One employee, one account: the earlier one is a client's from now on."""
    earlier.employee, earlier.step, earlier.draft = "", "", {}
    scene.unit.outbox.post(earlier, say("access-moved"), scene.now)


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
    """Something that cannot be kept; what to send instead depends on who sent it."""
    if scene.actor.employee:
        return scene.stay(say("odd-from-employee"))
    kind = scene.event.odd if scene.event.odd in _ODD else "other"
    return scene.stay(say(f"odd-{kind}"))


_ODD = frozenset({"sticker", "poll", "dice"})
