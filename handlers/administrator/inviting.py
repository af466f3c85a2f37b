"""Inviting: a one-time code for a colleague, or a printed sheet of codes for many."""

from __future__ import annotations

from domain.access import Action, allowed_about
from domain.joining import CODE_LASTS, SHEET_LASTS, needs_second
from domain.ministry import Employee
from domain.refusal import Refused
from domain.talk import Attached, FileKind, Reply
from handlers.administrator.people import in_charge_of, pressed
from handlers.flow import Flow, Scene, Turn
from handlers.joining import joined_before
from texts import button, moments, say, words

flow = Flow()

#: What is posted so leaves no trace of its words in the house (`storage/secrets.py`).
SECRET = "secret"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@flow.tapped("invite", Action.INVITE)
async def invite(scene: Scene) -> Turn:
    """A new code, shown this once; it takes the place of an earlier one."""
    person, unit, now = pressed(scene), scene.unit, scene.now
    before = await joined_before(unit, person)
    second = needs_second(person, joined_before=before, inviter=scene.actor.own_roles)
    until = now + CODE_LASTS
    code = unit.invites.make(person.id, now, until, by=scene.actor.id, needs_second=second)
    unit.joinings.void(person.id, scene.actor.id, now)
    facts = {"until": until.isoformat(), "needs_second": second}
    unit.staff.record("invited", "employee", person.id, scene.actor.id, now, **facts)
    joined = person.id in await unit.chats.of_employees([person.id])
    told = _told(scene, person, code, second=second, joined=joined)
    unit.outbox.post(scene.chat, told, now, kind=SECRET)
    return scene.stay()


def _told(scene: Scene, person: Employee, code: str, *, second: bool, joined: bool) -> Reply:
    """What the code is, ready to be passed on, and how it is used."""
    house = scene.house
    links = [
        words("invitation-link", channel=str(channel), link=link)
        for channel, link in house.ways_in(code).items()
    ]
    return say(
        "invitation",
        button("open-person", f"person:{person.id}"),
        name=person.name,
        code=code,
        links="\n".join(links) or "none",
        until=moments.until(scene.now + CODE_LASTS, house.zone, scene.now),
        second="yes" if second else "no",
        joined="yes" if joined else "no",
    )


@flow.tapped("sheet", Action.INVITE)
async def sheet(scene: Scene) -> Turn:
    """Whose codes are wanted on paper: a card for everybody who has not joined."""
    people = await _not_joined(scene, scene.arg(0))
    if not people:
        raise Refused("sheet-nobody")
    go = button("make-sheet", f"make-sheet:{scene.arg(0)}")
    asked = say(
        "sheet-asked",
        (go, button("staff", "staff")),
        total=len(people),
        unit=scene.house.unit_name(scene.arg(0)) or "none",
        days=SHEET_LASTS.days,
    )
    return scene.stay(asked)


@flow.tapped("make-sheet", Action.INVITE)
async def make(scene: Scene) -> Turn:
    """The codes are made with the file, and nothing of it is kept once it has been sent."""
    chat, now, at = scene.chat, scene.now, scene.arg(0)
    if not await _not_joined(scene, at):
        raise Refused("sheet-nobody")
    name = words("sheet-file") + ".docx"
    ref = f"sheet:{chat.id}:{at}:{int(now.timestamp() * 1000)}"
    file = scene.unit.exchange.house_file(chat, ref, name, DOCX, now)
    attached = Attached(file, FileKind.DOCUMENT, "", name, DOCX)
    told = say("sheet-made", files=[attached], days=SHEET_LASTS.days)
    scene.unit.outbox.post(chat, told, now, kind=SECRET)
    return scene.stay()


async def _not_joined(scene: Scene, unit: str) -> list[Employee]:
    """Whom this person may invite and who does not work here yet: of a unit, or of all theirs."""
    units = [one for one in in_charge_of(scene, Action.INVITE) if unit in {"", one.id}]
    if not units:
        raise Refused("no-such-person")
    people = [
        person
        for one in units
        for person in scene.house.ministry.people_of(one.id)
        if allowed_about(scene.actor, Action.INVITE, person)
    ]
    joined = await scene.unit.chats.of_employees([p.id for p in people])
    return [p for p in people if p.id not in joined]
