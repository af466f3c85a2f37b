"""Two hats: the same person as an employee and as a citizen, and never both at once (E9).

Nothing half written goes over: it is finished or dropped first, so that what was begun under one
hat is never sent under the other, and never lost.
"""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action, allowed
from domain.people import Actor
from domain.refusal import Refused
from domain.talk import Reply
from handlers import questions
from handlers.administrator.views import ASKED as VIEWS_ASKED
from handlers.client import desk as client_desk
from handlers.client import filing, marks
from handlers.client.complaint import COMPLAINING
from handlers.employee import proposals
from handlers.flow import Flow, Scene, Turn
from handlers.form import STEPS as FORMS
from handlers.officer import asking, draft
from handlers.officer import desk as officer_desk
from handlers.standing import CLIENT
from texts import button, say

flow = Flow()

#: where nothing is in hand that could be lost: what was asked for has not been written yet, or
#: what was written is kept already
_NOTHING_IN_HAND = marks.STEPS | {
    proposals.PROPOSING,
    VIEWS_ASKED,
    "",
    officer_desk.ASIDE,
    filing.JOINED,
    filing.ADDING,
    filing.ANSWERING,
    COMPLAINING,
}


@flow.tapped("hat-client", Action.CHANGE_HAT)
async def as_client(scene: Scene) -> Turn:
    """From now on they are heard as a citizen."""
    return await _change(scene, CLIENT)


@flow.tapped("hat-work", Action.CHANGE_HAT)
async def at_work(scene: Scene) -> Turn:
    """Back at work."""
    return await _change(scene, "")


async def _change(scene: Scene, hat: str) -> Turn:
    if scene.house.employee(scene.chat.employee) is None:
        raise Refused("foreign")
    if scene.chat.hat != hat and (waiting := await _in_hand(scene)):
        return scene.stay(waiting)
    scene.chat.hat = hat
    told = say("hat-is-client" if hat else "hat-is-work")
    then = ":".join(scene.args)
    if hat and not then:
        return Turn((told, client_desk.menu(scene)))
    return Turn((told,), then=then or "menu")  # heard anew: work may want a PIN first


async def _in_hand(scene: Scene) -> Reply | None:
    """What to say before a half-written thing would be left behind; None when there is none."""
    if unfinished := await draft.unfinished(scene):
        return unfinished
    step = scene.chat.step
    if step in _NOTHING_IN_HAND or step in FORMS or draft.is_open(scene):
        return None  # a form or a reply in which nothing is written yet
    if step == asking.ASKED and not (scene.chat.draft["text"] or scene.chat.draft["files"]):
        return None
    drop = button("cancel", "drop-asked") if step == asking.ASKED else button("menu", "menu")
    return say("hat-unfinished", drop)


@flow.tapped("answer-as-client", Action.CHANGE_HAT)
async def answer_as_client(scene: Scene) -> Turn:
    """What was said aside answers a question about their appeal as a citizen, and nothing else;
    from now on they are heard as a citizen."""
    chat = scene.chat
    if chat.step != officer_desk.ASIDE or scene.actor.employee is None:
        raise Refused("stale-button")
    citizen = Actor(chat.id, behind=chat.employee)
    found = await scene.unit.appeals.get(scene.number(0)) if scene.number(0) else None
    if found is None or not allowed(citizen, Action.ADD_TO, found):
        raise Refused("foreign")
    appeal = replace(scene, actor=citizen).allowed(found, Action.ADD_TO)
    what = "answered_question" if appeal.asked else "added"
    settled = await questions.settle(scene.unit, scene.house, appeal, "client", scene.now)
    entry = officer_desk.keep_aside(scene, settled)
    scene.unit.appeals.record(settled, what, "client", scene.now, entry=entry)
    filing.tell_officer(scene, settled, entry, what)
    chat.hat = CLIENT
    back = button("hat-work", "hat-work")
    return Turn((say("added", number=appeal.number), say("hat-is-client", back)))
