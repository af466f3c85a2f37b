"""How somebody becomes an employee here: a one-time code, and for some a second person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.access import Action
from domain.joining import A_CODE, codes_in, may_confirm, needs_second
from domain.ministry import Employee, Role
from domain.people import Chat
from domain.refusal import Refused
from domain.talk import Reply
from handlers.employee import access
from handlers.employee.before import keep_apart
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.officer import desk as officer_desk
from storage.unit import Unit
from texts import button, say, words

flow = Flow()

#: An invitation by a link, by hand, or with the words it came in; a mistyped one, too, so that
#: it is no appeal.
CODE = (
    r"(?:(?i:/start\s+)?(?=join-\S{0,100}\Z)"
    rf"|(?s:.*?)(?<![A-Za-z0-9_-])(?={A_CODE}))"
    rf"({A_CODE}|join-\S{{0,100}})(?s:.*)"
)
WRONG_CODES_AN_HOUR = 5
JOINED = "joined"


@flow.spelt(CODE, Action.JOIN_AS_EMPLOYEE)
async def join(scene: Scene) -> Turn:
    """The code's first sender becomes the employee, or asks to; every other code is answered
    alike, whatever it was."""
    chat, now = scene.chat, scene.now
    if chat.wrong_since and now - chat.wrong_since > timedelta(hours=1):
        chat.wrong_codes, chat.wrong_since = 0, None
    if chat.wrong_codes >= WRONG_CODES_AN_HOUR:
        raise Refused("too-many-codes")
    code = scene.arg(0)
    found = await scene.unit.invites.use(code, chat, now)
    employee = scene.house.employee(found) if found else None
    invitation = await scene.unit.invites.find(code) if employee else None
    by = str(invitation["invited_by"]) if invitation else ""
    # what somebody invited who works here no longer is nobody's invitation
    if employee is None or invitation is None or (by and not scene.house.employee(by)):
        chat.wrong_codes, chat.wrong_since = chat.wrong_codes + 1, chat.wrong_since or now
        raise Refused("wrong-code")
    chat.wrong_codes, chat.wrong_since = 0, None
    if invitation["needs_second"] or await _needs_second_now(scene, employee, by):
        return await _wait(scene, employee, by)
    scene.unit.joinings.void(employee.id, employee.id, now)
    return Turn(await let_in(scene, employee, chat, by, employee.id))


async def _needs_second_now(scene: Scene, employee: Employee, by: str) -> bool:
    """Whether it does by now: duties may have grown since the invitation, or the inviter's may
    have been taken away. The operator's word stands as it was given."""
    inviter = scene.house.employee(by)
    if inviter is None:
        return False
    before = await joined_before(scene.unit, employee)
    return needs_second(employee, joined_before=before, inviter=inviter.roles)


def void_codes(scene: Scene) -> None:
    """Codes that everybody in a group chat has seen let nobody in any more."""
    for code in codes_in(scene.event.text)[:5]:
        scene.unit.invites.void_code(code, scene.now)


async def joined_before(unit: Unit, employee: Employee) -> bool:
    """Whether this employee has worked here with any account before."""
    if await unit.chats.of_employees([employee.id]):
        return True
    return await unit.staff.happened(JOINED, "employee", employee.id)


async def let_in(
    scene: Scene, employee: Employee, chat: Chat, invited_by: str, by: str
) -> tuple[Reply, ...]:
    """The dialogue is the employee's from now on, by the word of `by`; what to say in it. One
    employee, one account: an earlier one is a client's from now on."""
    unit, now = scene.unit, scene.now
    who = scene.house.who(invited_by) if invited_by else "none"
    void = await access.moves(unit, chat, employee.id, now, invited_by=who)
    await keep_apart(scene, employee.id, chat)
    facts = {"channel": str(chat.channel), "invited_by": invited_by}
    unit.staff.record(JOINED, "employee", employee.id, by, now, **facts)
    await _tell_inviter(scene, employee, chat, invited_by)
    joined = say(
        "joined-as",
        name=" ".join(employee.name.split()[1:]),
        post=employee.post,
        unit=scene.house.unit_name(employee.unit),
    )
    more = (say("codes-void", total=void),) if void else ()
    return joined, *more, await officer_desk.menu(scene, scene.house.actor(chat, now))


async def _tell_inviter(scene: Scene, employee: Employee, chat: Chat, invited_by: str) -> None:
    """Whoever sent the code hears that it was used: another may have used it."""
    inviter = (await scene.unit.chats.of_employees([invited_by])).get(invited_by)
    if inviter and inviter.id not in {chat.id, scene.chat.id}:
        told = say(
            "invitation-used",
            button("open-person", f"person:{employee.id}"),
            name=employee.name,
            account=chat.name or "none",
            channel=str(chat.channel),
        )
        scene.unit.outbox.post(inviter, told, scene.now, kind="notice")


async def _wait(scene: Scene, employee: Employee, invited_by: str) -> Turn:
    """They stay what they were until a second person says that it is them."""
    unit, now = scene.unit, scene.now
    joining = unit.joinings.ask(employee.id, scene.chat, invited_by, now)
    unit.staff.record("asked", "employee", employee.id, employee.id, now, invited_by=invited_by)
    asked = asks(scene, joining, employee, scene.chat, invited_by)
    for chat in await confirmers(unit, scene.house, employee, invited_by, now):
        if chat.id != scene.chat.id:
            unit.outbox.post(chat, asked, now, kind="notice")
    return scene.stay(say("joining-waits", name=" ".join(employee.name.split()[1:])))


def asks(scene: Scene, joining: int, employee: Employee, chat: Chat, invited_by: str) -> Reply:
    """Who asks to be let in as whom, and how to make sure that it is them."""
    house = scene.house
    shown = employee.roles - {Role.EMPLOYEE} or employee.roles
    roles = [words(f"role-{role}") for role in Role if role in shown]
    return say(
        "joining-asked",
        (
            button("join-yes", f"join-yes:{joining}"),
            button("join-no", f"join-no:{joining}"),
        ),
        name=employee.name,
        post=employee.post,
        unit=house.unit_name(employee.unit),
        roles=", ".join(roles),
        account=chat.name or "none",
        channel=str(chat.channel),
        who=house.who(invited_by) if invited_by else "none",
        phone=employee.phone or "none",
    )


async def confirmers(
    unit: Unit, house: House, employee: Employee, invited_by: str, now: datetime
) -> list[Chat]:
    """The dialogues of everybody who may give the second word and has joined."""
    ministry = house.ministry
    known = {one.id for one in (*ministry.administrators, *ministry.controllers)}
    at, seen = ministry.units.get(employee.unit), set[str]()
    while at and at.id not in seen:
        seen.add(at.id)
        known.add(at.head)
        at = ministry.units.get(at.parent)
    known |= {house.acting(one, now) for one in known}
    chats = await unit.chats.of_employees(known)
    # Whatever hat they wear: it is work that waits for them.
    return [
        chat
        for chat in chats.values()
        if may_confirm(house.actor(replace(chat, hat=""), now), employee, invited_by)
    ]
