"""What became of an officer's reply: delivered and closed, or back to the officer with what to do."""

from __future__ import annotations

from datetime import datetime

from domain.appeals import Appeal, State
from storage.unit import Unit
from texts import button, say


async def delivered(unit: Unit, entry: int, now: datetime) -> None:
    """The client has it: the appeal is answered and its windows are met."""
    found = await _sending(unit, entry)
    if found is None:
        return
    appeal, officer = found
    answered = await unit.appeals.change(appeal, state=State.ANSWERED, closed_at=now)
    if answered is None:
        return
    unit.windows.close(answered, now)
    unit.appeals.record(answered, "answered", officer, now, entry=entry)
    chats = await unit.chats.of_employees([officer])
    if officer in chats:
        unit.outbox.post(chats[officer], say("reply-delivered", number=appeal.number), now)


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
    chats = await unit.chats.of_employees([officer])
    if officer in chats:
        again = button("reply", f"reply:{appeal.id}")
        told = say("reply-not-delivered", again, number=appeal.number, why=why)
        unit.outbox.post(chats[officer], told, now)


async def _sending(unit: Unit, entry: int) -> tuple[Appeal, str] | None:
    """The appeal whose reply this entry is, while it is on its way, and the reply's officer."""
    said = await unit.exchange.entry(entry)
    appeal = await unit.appeals.get(said.appeal) if said else None
    if said is None or appeal is None or appeal.state is not State.SENDING:
        return None
    return appeal, said.author
