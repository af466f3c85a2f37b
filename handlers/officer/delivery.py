"""What became of a reply: delivered and closed, or back to the officer with what to do."""

from __future__ import annotations

from datetime import datetime

from domain.appeals import Appeal, State
from domain.talk import Reply
from storage.unit import Unit
from texts import button, say


async def delivered(unit: Unit, entry: int, now: datetime) -> None:
    """The client has it: the appeal is answered and its windows are met, unless the client wrote
    more while the reply was on its way."""
    found = await _sending(unit, entry)
    if found is None:
        return
    appeal, officer = found
    said = await unit.exchange.of_appeal(appeal.id)
    if any(one.id > entry and not one.author for one in said):
        await _goes_on(unit, appeal, officer, entry, now)
        return
    answered = await unit.appeals.change(appeal, state=State.ANSWERED, closed_at=now)
    if answered is None:
        return
    unit.windows.close(answered, now)
    unit.appeals.record(answered, "answered", officer, now, entry=entry)
    await _tell(unit, officer, say("reply-delivered", number=appeal.number), now)


async def _goes_on(unit: Unit, appeal: Appeal, officer: str, entry: int, now: datetime) -> None:
    """What was written after the reply had left is not answered by it."""
    back = await unit.appeals.change(appeal, state=State.TAKEN)
    if back is None:
        return
    unit.appeals.record(back, "delivered", officer, now, entry=entry)
    rows = (button("reply", f"reply:{appeal.id}"), button("open", f"card:{appeal.id}"))
    await _tell(unit, officer, say("reply-delivered-more", rows, number=appeal.number), now)


async def not_delivered(unit: Unit, entry: int, why: str, now: datetime) -> None:
    """It cannot be delivered: the appeal stays open with its officer, who hears what to do.

    `why` is "unreachable" or "refused"."""
    found = await _sending(unit, entry)
    if found is None:
        return
    appeal, officer = found
    back = await unit.appeals.change(appeal, state=State.TAKEN)
    if back is None:
        return
    unit.appeals.record(back, "not_delivered", officer, now, entry=entry, why=why)
    rows = (button("again", f"again:{appeal.id}:{entry}"), button("open", f"card:{appeal.id}"))
    await _tell(unit, officer, say("reply-not-delivered", rows, number=appeal.number, why=why), now)


async def _tell(unit: Unit, officer: str, reply: Reply, now: datetime) -> None:
    chats = await unit.chats.of_employees([officer])
    if officer in chats:
        unit.outbox.post(chats[officer], reply, now)


async def _sending(unit: Unit, entry: int) -> tuple[Appeal, str] | None:
    """The appeal whose reply this entry is, while it is on its way, and the reply's officer."""
    said = await unit.exchange.entry(entry)
    appeal = await unit.appeals.get(said.appeal) if said else None
    if said is None or appeal is None or appeal.state is not State.SENDING:
        return None
    return appeal, said.author
