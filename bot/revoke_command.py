"""python -m bot revoke: an employee's access ends at once, whoever is at hand."""

from __future__ import annotations

from datetime import datetime

from bot.service import CannotStart, Service
from handlers.employee import access
from handlers.standing import heed_staff
from storage.migrate import newest, revision
from texts import say

#: who did it, in the history of the staff
CONSOLE = "console"


async def revoked(service: Service, employee: str, now: datetime) -> list[str]:
    """What is printed. CannotStart when the database is not at this program's tables, or knows
    nobody of this id."""
    try:
        stands = await revision(service.settings.database_url)
        if stands != newest():
            raise CannotStart(
                f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"
            )
        async with service.units.begin() as unit:
            await heed_staff(unit, service.house, await unit.staff.version())
            person = service.house.employee(employee)
            joined = await unit.chats.held(employee)
            if person is None and joined is None:
                raise CannotStart(f"no employee {employee}: look the id up in the staff list")
            told = say("access-given-up")
            await unit.pins.forget(employee)
            await access.ended(unit, employee, CONSOLE, "revoked", now, told=told)
    finally:
        await service.close()
    name = person.name if person else employee
    if joined is None:
        return [f"{name} had no access; unused invitations are void."]
    return [f"{name}: access ended ({joined.channel}), unused invitations are void."]
