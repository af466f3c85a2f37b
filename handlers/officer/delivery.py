"""What became of a reply: delivered and closed, or back to the officer with what to do."""

from __future__ import annotations

from datetime import datetime

from domain.appeals import Appeal, State, first_lines
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
    seen = await _seen(unit, appeal, entry)
    said = await unit.exchange.of_appeal(appeal.id)
    if any(one.id not in seen and not one.author for one in said):
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

    `why` is "unreachable", "refused", or "file" when one the officer sent was never received."""
    found = await _sending(unit, entry)
    if found is None:
        return
    appeal, officer = found
    back = await unit.appeals.change(appeal, state=State.TAKEN)
    if back is None:
        return
    unit.appeals.record(back, "not_delivered", officer, now, entry=entry, why=why)
    rows = (button("again", f"again:{appeal.id}:{entry}"), button("open", f"card:{appeal.id}"))
    stored = await unit.exchange.files_of(appeal.id)
    lost = [file for file in stored if file.entry == entry and file.state == "lost"]
    if why == "file" and lost:
        names = ", ".join(f"«{first_lines(file.name, 80)}»" for file in lost)
        told = say("reply-file-lost", rows, number=appeal.number, names=names, count=len(lost))
    else:
        told = say("reply-not-delivered", rows, number=appeal.number, why=why)
    await _tell(unit, officer, told, now)


async def _tell(unit: Unit, officer: str, reply: Reply, now: datetime) -> None:
    chats = await unit.chats.of_employees([officer])
    if officer in chats:
        unit.outbox.post(chats[officer], reply, now)


async def _sending(unit: Unit, entry: int) -> tuple[Appeal, str] | None:
    """The appeal whose reply this entry is, while it is on its way, and the reply's officer.

    Its client's dialogue is held: what they wrote is here by now, or finds the appeal settled."""
    said = await unit.exchange.entry(entry)
    if said is None:
        return None
    await unit.chats.lock(said.chat)
    unit.appeals.forget(said.appeal)
    appeal = await unit.appeals.get(said.appeal)
    if appeal is None or appeal.state is not State.SENDING:
        return None
    return appeal, said.author


async def _seen(unit: Unit, appeal: Appeal, entry: int) -> set[int]:
    """What of the client's the officer had been shown when this reply left. Not all that is older:
    an entry may come here from another appeal, and processes count by clocks of their own."""
    for line in await unit.appeals.history(appeal):
        if line["what"] == "reply_sent" and line["details"]["entry"] == entry:
            return set(line["details"].get("seen", ()))
    return set()
