"""An employee's access to their account: moved, given up, taken away. It ends all at once (E1).

Access is the dialogue's row and nothing else, so whatever happens next in that dialogue, in
whichever process, is a client's.
"""

from __future__ import annotations

from datetime import datetime

from domain.access import Action
from domain.people import Chat
from domain.refusal import Refused
from domain.talk import Reply
from handlers.flow import Flow, Scene, Turn
from handlers.standing import CLIENT
from storage.unit import Unit
from texts import button, say

flow = Flow()


async def ended(
    unit: Unit, employee: str, by: str, why: str, now: datetime, *, told: Reply | None = None
) -> Chat | None:
    """Nobody speaks as this employee any more: their account is a client's, what was begun at work
    and what waits to be told there are gone, and no invitation or joining of theirs, nor one by
    their word, is good any longer. What they asked of colleagues waits for them (D-139 §4.3).

    `why`: "revoked" | "lost_phone" | "silent" | "dismissed" | "moved". Returns the account that
    had access, which is `told`; None when there was none."""
    chat = await unit.chats.held(employee)
    unit.invites.void(employee, now)
    unit.joinings.void(employee, by, now)
    await invite_nobody(unit, employee, by, now)
    unit.appeals.follow(employee, None)
    channel = str(chat.channel) if chat else ""
    unit.staff.record("access_ended", "employee", employee, by, now, why=why, channel=channel)
    if chat:
        _emptied(chat)
        await unit.outbox.withdraw(chat, now)
        await unit.invitations.withdraw_employee(chat.id, now)
        if told:
            unit.outbox.post(chat, told, now)
    return chat


async def invite_nobody(unit: Unit, employee: str, by: str, now: datetime) -> int:
    """Whom they invited is invited by nobody any more; whoever waits to be let in is told so.
    Returns how many codes were good until now."""
    void = await unit.invites.void_by(employee, now)
    for row in await unit.joinings.waiting():
        if row["invited_by"] != employee:
            continue
        if await unit.joinings.settle(row["id"], "void", by, now):
            chat = await unit.chats.get(row["chat"])
            unit.outbox.post(chat, say("joining-refused"), now)
    return void


def _emptied(chat: Chat) -> None:
    """What was begun at work is gone; what a citizen has begun here is theirs still."""
    if chat.hat != CLIENT:
        chat.step, chat.draft = "", {}
    chat.employee, chat.hat = "", ""
    chat.seen_at = chat.proved_at = None


async def moves(
    unit: Unit, chat: Chat, employee: str, now: datetime, *, invited_by: str = "none"
) -> int:
    """This dialogue is the employee's from now on, and no other; whoever it was before has left
    it. What they asked of colleagues goes with them. The earlier account may be in other hands: it
    hears who, by name, has invited, and nobody joins by a code it made. Returns how many of those
    were good until now."""
    if chat.employee and chat.employee != employee:
        await ended(unit, chat.employee, employee, "moved", now)
    earlier, void = await unit.chats.held(employee), 0
    if earlier and earlier.id != chat.id:
        void = await invite_nobody(unit, employee, employee, now)
        _emptied(earlier)
        await unit.outbox.withdraw(earlier, now)
        await unit.invitations.withdraw_employee(earlier.id, now)
        unit.outbox.post(earlier, say("access-moved", who=invited_by), now)
    _emptied(chat)
    chat.step, chat.draft = "", {}
    chat.employee, chat.seen_at = employee, now
    unit.appeals.follow(employee, chat)
    return void


@flow.command("lost-phone", Action.LOSE_PHONE)
async def lost(scene: Scene) -> Turn:
    """Whoever has lost a phone says so from wherever they still can."""
    if not scene.chat.employee:
        raise Refused("no-access-here")
    rows = (button("lost-yes", "lost-yes"), button("lost-no", "menu"))
    return scene.stay(say("lost-phone-sure", rows))


@flow.tapped("lost-phone", Action.LOSE_PHONE)
async def lost_pressed(scene: Scene) -> Turn:
    return await lost(scene)


@flow.tapped("lost-yes", Action.LOSE_PHONE)
async def give_up(scene: Scene) -> Turn:
    """The account is a client's from now on, and goes on where a client was."""
    employee = scene.chat.employee
    if not employee:
        raise Refused("no-access-here")
    await ended(scene.unit, employee, employee, "lost_phone", scene.now)
    return scene.stay(say("access-given-up"))
