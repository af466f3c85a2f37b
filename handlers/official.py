"""What makes an appeal official: who asks, how they want the reply, and its windows (59-FZ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.appeals import Appeal, Kind, first_lines, straight
from domain.refusal import Refused
from domain.register import ADDRESSED, APPLICANTS, WAYS, typed_address, typed_email, typed_line
from domain.register import typed_name as name_of
from handlers import clocks
from handlers.flow import Scene
from handlers.form import DIALOGUE, Field, Filled, Option, Values
from handlers.house import House
from storage.exchange import Entry
from storage.unit import Unit
from texts import moments, words


def _applicants(_: Scene, __: Values) -> list[Option]:
    return [(one, words(f"applicant-{one}")) for one in APPLICANTS]


def _ways(scene: Scene, values: Values) -> list[Option]:
    """A portal only where the organisation has one, a chat only where there is a dialogue."""
    ways = set(WAYS) - ({"chat"} if not values.get(DIALOGUE) else set())
    if not scene.house.ministry.contacts.state_portal:
        ways.discard("portal")
    return [(way, words(f"reply-by-{way}")) for way in WAYS if way in ways]


def address_for(way: str, text: str) -> str:
    """The address typed for a way of reply; Refused when it can be none."""
    return typed_email(text) if way == "email" else typed_address(text)


#: who asks and how they want the reply, in the order it is asked for
FIELDS = (
    Field("name", heard=lambda _, text: name_of(text)),
    Field("applicant", options=_applicants),
    Field(
        "organisation",
        heard=lambda _, text: typed_line(text),
        wanted=lambda values: values.get("applicant") == "legal",
    ),
    Field(
        "representative",
        heard=lambda _, text: typed_line(text),
        wanted=lambda values: values.get("applicant") != "legal",
    ),
    Field("reply_by", options=_ways),
    Field(
        "reply_to",
        heard=lambda values, text: address_for(values.get("reply_by", ""), text),
        wanted=lambda values: values.get("reply_by") in ADDRESSED,
    ),
)


def particulars(values: Values) -> Values:
    """What is noted of an appeal; where no address is given, a dialogue is the way."""
    way, address = values.get("reply_by", ""), values.get("reply_to", "")
    if values.get(DIALOGUE) and (not way or (way in ADDRESSED and not address)):
        way = "chat"
    noted = {
        "name": values.get("name", ""),
        "applicant": values.get("applicant", "natural"),
        "representative": values.get("organisation", "") or values.get("representative", ""),
        "reply_by": way,
        "reply_to": address,
    }
    return {name: value for name, value in noted.items() if value}


def lines(_: Scene, filled: Filled) -> list[str]:
    """What was filled in, as the summary shows it."""
    noted = particulars(filled.values)
    shown = [
        words("line-name", name=noted.get("name") or words("line-name-messenger")),
        words("line-applicant", applicant=words(f"applicant-{noted['applicant']}")),
    ]
    if "representative" in noted:
        shown.append(words("line-representative", name=noted["representative"]))
    way = words(f"reply-by-{noted['reply_by']}") if "reply_by" in noted else words("line-way-none")
    address = noted.get("reply_to", "none")
    shown.append(words("line-way", way=way, address=address))
    return shown


async def make(scene: Scene, appeal: Appeal, filled: Filled) -> Appeal:
    """The message is an official appeal from now on: registered at this moment, its eight hours
    called off, thirty days begun."""
    unit, now = scene.unit, scene.now
    changed = await unit.appeals.change(appeal, kind=Kind.OFFICIAL, due_at=None)
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    changed = await clocks.drop(unit, changed, "message_reply", now)
    changed = await open_windows(unit, scene.house, changed, now)
    noted = await unit.particulars.note(appeal.id, **particulars(filled.values))
    unit.appeals.record(
        changed, "made_official", scene.actor.id, now, applicant=noted.applicant, way=noted.reply_by
    )
    if not changed.officer:
        unit.notices.note(changed, "made_official", now, unit=changed.unit)
    elif changed.officer not in scene.actor.ids:
        unit.notices.note(changed, "made_official", now, employee=changed.officer)
    return changed


async def open_windows(unit: Unit, house: House, appeal: Appeal, registered: datetime) -> Appeal:
    """The windows of an official appeal: the reply, sending it to another body, asking for more
    time. The appeal with what is due; without a calendar the clock opens the first one later."""
    reply = house.window("official_reply", registered, unit=appeal.unit)
    if reply is None:
        return appeal
    appeal = await clocks.add(unit, appeal, reply)
    appeal = await clocks.begin(unit, house, appeal, "redirect", registered)
    return await clocks.begin(unit, house, appeal, "extension", registered, reply.due_at)


async def found_ours(scene: Scene, appeal: Appeal) -> Appeal:
    """Whoever begins to answer has found that it is no other body's business (N-1052 §25)."""
    if appeal.kind is not Kind.OFFICIAL:
        return appeal
    return await clocks.drop(scene.unit, appeal, "redirect", scene.now)


def told(house: House, appeal: Appeal, way: str, now: datetime) -> str:
    """What the client reads once it is official."""
    return words(
        "official-made",
        number=appeal.number,
        day=moments.day_of(now, house.zone),
        promise=house.promise(appeal, now),
        way=words(f"reply-goes-{way or 'chat'}"),
    )


def handed_over(house: House, appeal: Appeal, entries: Sequence[Entry], now: datetime) -> str:
    """What to file on the state portal, in the client's own words, and why there."""
    changed = {entry.revises for entry in entries}
    said = [e.text.strip() for e in entries if not e.author and e.id not in changed]
    return words(
        "official-handed-over",
        portal=house.ministry.contacts.state_portal or words("official-any-portal"),
        number=appeal.number,
        day=moments.date_name(house.calendar.local_day(appeal.written_at)),
        ministry=house.ministry.name,
        promise=house.promise(appeal, now),
        text=straight("\n".join(text for text in said if text)) or words("no-words"),
    )


def is_handed_over(house: House) -> bool:
    """Whether the ministry takes official appeals through the state portal only."""
    return house.ministry.appeals.get("official") == "hand_over"


def short(text: str) -> str:
    """The beginning of a text, for a summary."""
    return first_lines(text, 300) or words("no-words")
