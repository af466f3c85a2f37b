"""What became of a reply: delivered and closed, or back to the officer with what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.appeals import Appeal, State, first_lines
from domain.leaving import controls
from domain.talk import Reply
from domain.windows import promised_window
from domain.worktime import CalendarUnknown
from handlers import clocks, questions
from handlers.client import marks
from handlers.clocks import rule_of
from handlers.house import House
from handlers.officer import telling
from handlers.officer.parts import release
from storage.replies import KeptReply
from storage.unit import Unit
from texts import button, say, words


async def delivered(unit: Unit, house: House, entry: int, now: datetime) -> None:
    """The client has it: the appeal is answered, unless the client wrote more while the reply was
    on its way."""
    found = await _sending(unit, entry)
    if found is None:
        return
    await arrived(unit, house, *found, now)


async def arrived(
    unit: Unit, house: House, appeal: Appeal, reply: KeptReply, now: datetime
) -> Appeal | None:
    """The reply is with the client, by whatever way; None when somebody was first."""
    said = await unit.exchange.of_appeal(appeal.id)
    if any(one.id not in reply.seen and not one.author for one in said):
        return await _goes_on(unit, house, (appeal, reply), now)
    return await answered(unit, house, appeal, reply, now)


async def answered(
    unit: Unit, house: House, appeal: Appeal, reply: KeptReply, now: datetime
) -> Appeal | None:
    """A reply has reached the client. The appeal is executed and its windows are met, unless it is
    under control or something is promised in it: then whoever controls it decides (N-1052 §28),
    and till then nothing is executed (§29). `settled_at` of the reply is when it reached them,
    now where it is None. None when somebody was first."""
    at = reply.settled_at or now
    holder = appeal.control
    if not holder and reply.outcome == "will_be":
        holder = _controls(house, appeal)
    values: dict[str, Any] = {"state": State.ANSWERED, "closed_at": now}
    if holder:
        values = {"state": State.CONTROL, "control": holder}
    changed = await unit.appeals.change(appeal, asked=False, **values)
    if changed is None:
        return None
    await unit.replies.change(reply, state="sent", settled_at=at)
    await release(unit, house, changed, reply.author, now)
    facts = {"entry": reply.entry, "reply": reply.id, "outcome": reply.outcome}
    unit.appeals.record(changed, "answered", reply.author, now, **facts)
    if holder:
        changed = await _controlled(unit, house, changed, reply, now)
    else:
        unit.windows.close(changed, at)
    name = "reply-delivered-controlled" if holder else "reply-delivered"
    told = say(name, number=appeal.number, way=reply.way, who=house.who(holder))
    if reply.way != "oral":  # whoever has answered orally waits for no delivery
        await tell(unit, house, reply.author, told, now)
    await marks.ask(unit, house, changed, reply, now)
    return changed


async def _controlled(
    unit: Unit, house: House, appeal: Appeal, reply: KeptReply, now: datetime
) -> Appeal:
    """Whoever controls it hears of the reply; what was promised before is kept by it, and what is
    promised in it gets a window."""
    appeal = await clocks.resume(unit, house, appeal, reply.author, now)
    # Whoever wanted documents has answered without them.
    unit.windows.drop_rule(appeal, "incomplete", now)
    appeal = await clocks.meet(unit, appeal, "promise", now)
    unit.notices.note(appeal, "to_take_off", now, employee=appeal.control)
    if reply.outcome != "will_be":
        return appeal
    # The client has the answer in time; what is still to be done has its own day from here on.
    unit.windows.close_rule(appeal, rule_of(house, appeal), reply.settled_at or now)
    day = date.fromisoformat(reply.promised_on)
    calendar = house.calendar_of(appeal.unit)
    try:
        window = promised_window(house.ministry.windows["promise"], now, day, calendar)
    except CalendarUnknown:  # a calendar that has changed meanwhile holds up no delivery
        return await clocks.heed(unit, appeal)
    return await clocks.add(unit, appeal, window)


async def _goes_on(
    unit: Unit, house: House, left: tuple[Appeal, KeptReply], now: datetime
) -> Appeal | None:
    """What was written after the reply had left is not answered by it."""
    appeal, reply = left
    back = await unit.appeals.change(appeal, state=State.TAKEN)
    if back is None:
        return None
    at = reply.settled_at or now
    await unit.replies.change(reply, state="sent", settled_at=at)
    unit.appeals.record(back, "delivered", reply.author, now, entry=reply.entry, reply=reply.id)
    rows = (button("reply", f"reply:{appeal.id}"), button("open", f"card:{appeal.id}"))
    told = say("reply-delivered-more", rows, number=appeal.number, way=reply.way)
    await tell(unit, house, reply.author, told, now)
    return back


async def not_sent(
    unit: Unit, house: House, kind: str, about: int, why: str, now: datetime
) -> None:
    """A message that can never be delivered: whoever wrote it hears of it. `kind` and `about` are
    the outbox's; `why` is "unreachable", "refused", or "file" when a file was never received."""
    if kind == "reply":
        await not_delivered(unit, house, about, why, now)
    elif kind == "word":
        await _word_not_delivered(unit, house, about, why, now)
    elif kind == "status" and (appeal := await unit.appeals.get(about)):
        telling.unheard(unit, appeal, now)


async def not_delivered(unit: Unit, house: House, entry: int, why: str, now: datetime) -> None:
    """A reply cannot be delivered: the appeal stays open with its officer, who hears what to do."""
    found = await _sending(unit, entry)
    if found is None:
        return
    appeal, reply = found
    back = await unit.appeals.change(appeal, state=State.TAKEN)
    if back is None:
        return
    await unit.replies.change(reply, state="failed", settled_at=now)
    unit.appeals.record(back, "not_delivered", reply.author, now, entry=entry, why=why)
    rows = (button("again", f"again:{appeal.id}:{entry}"), button("open", f"card:{appeal.id}"))
    stored = await unit.exchange.files_of(appeal.id)
    lost = [file for file in stored if file.entry == entry and file.state == "lost"]
    if why == "file" and lost:
        names = ", ".join(f"«{first_lines(file.name, 80)}»" for file in lost)
        told = say("reply-file-lost", rows, number=appeal.number, names=names, count=len(lost))
    else:
        told = say("reply-not-delivered", rows, number=appeal.number, why=why)
    await tell(unit, house, reply.author, told, now)


async def _word_not_delivered(
    unit: Unit, house: House, entry: int, why: str, now: datetime
) -> None:
    said = await unit.exchange.entry(entry)
    appeal = await unit.appeals.get(said.appeal) if said else None
    if said is None or appeal is None:
        return
    last = await unit.exchange.last_question([appeal.id]) if appeal.asked else None
    if last and last.id == entry:  # nobody can answer what nobody has read
        appeal = await questions.settle(unit, house, appeal, "clock", now)
    appeal, void = await _nothing_promised(unit, appeal, entry, now)
    facts: dict[str, Any] = {"entry": entry, "why": why, "kind": said.kind}
    unit.appeals.record(appeal, "word_not_delivered", said.author, now, **facts)
    told = say(
        "word-not-delivered",
        button("open", f"card:{appeal.id}"),
        number=appeal.number,
        text=first_lines(said.text, 200),
        why=why,
        promise="void" if void else "none",
    )
    await tell(unit, house, said.author, told, now)


async def _nothing_promised(
    unit: Unit, appeal: Appeal, entry: int, now: datetime
) -> tuple[Appeal, bool]:
    """What was promised in these words binds nobody: the client has never heard of it. The reply
    is due as before. Whether anything was."""
    promised = [
        (row["at"], datetime.fromisoformat(row["details"]["until"]))
        for row in await unit.appeals.history(appeal)
        if row["what"] == "promised" and row["details"].get("entry") == entry
    ]
    if not promised:
        return appeal, False
    kept = [
        one
        for one in await unit.windows.of_appeal(appeal)
        if one.window.rule == "promise"
        and (one.window.starts_at, one.window.due_at) in promised
        and one.window.state.waits
    ]
    for one in kept:
        appeal = await clocks.drop_one(unit, appeal, one, now)
    return appeal, bool(kept)


async def tell(unit: Unit, house: House, employee: str, reply: Reply, now: datetime) -> None:
    """Told at once to an employee who has joined, or to who acts for them: they wait for it."""
    acts = house.acting(employee, now)
    chats = await unit.chats.of_employees([acts])
    if acts != employee:
        heading = words("for-whom-now", for_whom=house.for_whom(employee))
        reply = replace(reply, text=f"{heading}\n{reply.text}")
    if acts in chats:
        unit.outbox.post(chats[acts], reply, now)


async def _sending(unit: Unit, entry: int) -> tuple[Appeal, KeptReply] | None:
    """The appeal whose reply this entry is, while it is on its way, and the reply.

    Its client's dialogue is held: what they wrote is here by now, or finds the appeal settled."""
    said = await unit.exchange.entry(entry)
    if said is None:
        return None
    await unit.chats.lock(said.chat)
    unit.appeals.forget(said.appeal)
    appeal = await unit.appeals.get(said.appeal)
    reply = await unit.replies.by_entry(entry)
    if appeal is None or reply is None or appeal.state is not State.SENDING:
        return None
    return appeal, reply


def _controls(house: House, appeal: Appeal) -> str:
    """Who controls what is promised: nobody the appeal goes past."""
    return controls(house.ministry, appeal.unit, house.past(appeal))
