"""python -m bot windows recount: which windows today's calendar and rules move, and moving them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.service import CannotStart, Service
from domain.recounting import Move
from storage.migrate import newest, revision


async def recounted(service: Service, now: datetime, only_look: bool) -> list[str]:
    """Every waiting window reckoned anew, as it is printed: number, rule, from when to when.
    `only_look` changes nothing. CannotStart when the database is not at this program's tables."""
    try:
        stands = await revision(service.settings.database_url)
        if stands != newest():
            raise CannotStart(
                f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"
            )
        moves = await service.jobs.reckoning.recount(service.units, now, only_look=only_look)
    finally:
        await service.close()
    if not moves:
        return ["No window moves."]
    end = (
        f"Would move: {len(moves)}. Nothing was changed." if only_look else f"Moved: {len(moves)}."
    )
    zone = ZoneInfo(service.house.zone)
    return [*(_line(move, zone) for move in moves), end]


def _line(move: Move, zone: ZoneInfo) -> str:
    before, after = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (move.came_from, move.to))
    what = f"{before} -> {after}" if move.came_from != move.to else f"{before}, as before"
    changed = f" ({', '.join(move.changed)} changed)" if move.changed else ""
    return f"{move.number} {move.rule}: {what}{changed}"
