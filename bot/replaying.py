"""Handling again what was set aside, event by event; what still breaks stays in quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.channel import Door
from bot.intake import Intake
from storage.errors import passes
from storage.trip import Row
from storage.unit import Units


@dataclass(slots=True)
class Replayed:
    """How many were handled, and for each of the others a line that says why not."""

    played: int = 0
    left: list[str] = field(default_factory=list)


async def replay_all(units: Units, doors: Iterable[Door], intake: Intake) -> Replayed:
    """Every event of the quarantine once. Raises when the database is away."""
    known = {(str(door.channel), door.account): door for door in doors}
    replayed = Replayed()
    async with units.begin() as unit:
        events = await unit.arrivals.set_aside_events()
    for event in events:
        if why := await _replay_one(intake, known, event):
            replayed.left.append(f"{event['channel']} {event['key']}: {why}")
        else:
            replayed.played += 1
    return replayed


async def _replay_one(intake: Intake, doors: Mapping[tuple[str, str], Door], event: Row) -> str:
    """Why it could not be handled; "" when it could."""
    door = doors.get((event["channel"], event["account"]))
    if door is None:
        return f"{event['channel']} {event['account']} is not on"
    try:
        await intake.replay(int(event["id"]), door.understand(event["body"]))
    except Exception as trouble:
        if passes(trouble):
            raise
        # Its kind alone: what it says may hold what the person wrote.
        return f"still breaks ({type(trouble).__name__})"
    return ""
