"""Who may still have a document that was asked for: it takes a while to be made, and rights end.

The right was asked for at the press; here it is asked for again, at the moment the document leaves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.access import Action, allowed, allowed_in
from domain.people import Actor, Chat
from handlers.house import House
from handlers.standing import CLIENT, heed_staff
from storage.unit import Unit


async def may_have(unit: Unit, house: House, chat: Chat, ref: str, now: datetime) -> bool:
    """Whether whoever speaks in this dialogue may have the document of this ref now, under either
    hat: what was asked for under one comes whichever is worn meanwhile."""
    await heed_staff(unit, house, await unit.staff.version())
    at_work = house.actor(replace(chat, hat=""), now)
    match ref.split(":"):
        case ["card", appeal, *_]:
            return await _of_appeal(unit, (at_work,), Action.EXPORT, int(appeal))
        case ["letter", reply]:
            found = await unit.replies.get(int(reply))
            citizen = house.actor(replace(chat, hat=CLIENT), now)
            return found is not None and (
                await _of_appeal(unit, (at_work,), Action.LETTER, found.appeal)
                or await _of_appeal(unit, (at_work, citizen), Action.SEE_OWN, found.appeal)
            )
        case ["questionnaire", _]:
            return allowed(at_work, Action.EDIT_QUESTIONNAIRES)
        case ["sheet", _, unit_id, _] if unit_id:
            return allowed_in(at_work, Action.INVITE, unit_id)
        case ["sheet", *_]:
            return allowed(at_work, Action.INVITE)
        case [_, wave, *_]:
            of = await unit.waves.get(int(wave))
            return of is not None and allowed_in(at_work, Action.SEE_RESULTS, of.unit)
    return False


async def _of_appeal(unit: Unit, hats: tuple[Actor, ...], action: Action, appeal: int) -> bool:
    found = await unit.appeals.get(appeal)
    return found is not None and any(allowed(actor, action, found) for actor in hats)
