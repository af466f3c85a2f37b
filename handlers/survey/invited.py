"""A wave opens: who is invited, who cannot be, and in which groups they answer (D-139 §5.3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from domain.ministry import Policy
from domain.surveys.answering import part_of
from domain.surveys.audience import employees_chosen
from domain.surveys.groups import grouped
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import Wave
from domain.talk import Channel
from handlers.client.mailings import version
from handlers.house import House
from storage.invitations import Asked
from storage.unit import Unit


def channels(house: House, audience: Audience) -> list[Channel]:
    """The channels in which these people may be written to."""
    found = house.ministry.channels
    return [one for one in found if house.use_of(one, str(audience)) is Policy.DIALOGUE]


async def missed(unit: Unit, house: House, wave: Wave) -> int:
    """How many employees were chosen and could not be invited: they have not joined, or cannot be
    written to. Of clients only those are known who can."""
    if wave.chosen.audience is Audience.CLIENTS:
        return 0
    return max(0, len(await _employees(unit, house, wave)) - wave.invited)


async def would_be(unit: Unit, house: House, wave: Wave, now: datetime) -> int:
    """How many would be invited now."""
    if wave.chosen.audience is Audience.CLIENTS:
        ways = channels(house, wave.chosen.audience)
        return await unit.invitations.count_clients(wave.chosen, version(), ways, now)
    return len(await employees_reached(unit, house, wave))


async def employees_reached(unit: Unit, house: House, wave: Wave) -> frozenset[str]:
    """The employees who would be invited now."""
    people = await _employees(unit, house, wave)
    return frozenset(await unit.invitations.reachable(people, channels(house, Audience.EMPLOYEES)))


async def invite(unit: Unit, house: House, wave: Wave, now: datetime) -> tuple[int, dict[str, str]]:
    """Invite everybody chosen who can be written to: how many, and the groups of the answers."""
    chosen = wave.chosen
    ways = channels(house, chosen.audience)
    if chosen.public:
        return 0, {}
    if chosen.audience is Audience.CLIENTS:
        found = await unit.invitations.invite_clients(wave.id, chosen, version(), ways, now)
        return found, {}
    there = await employees_reached(unit, house, wave)
    employees, groups = house.ministry.employees, dict[str, str]()
    if "unit" in wave.questionnaire.breakdown:
        groups = grouped(Counter(employees[one].unit for one in there))
    parts: dict[str, set[str]] = defaultdict(set)
    for one in there:
        parts[part_of(groups, employees[one].unit)].add(one)
    return await unit.invitations.invite_employees(wave.id, parts, ways), groups


def by_group(house: House, wave: Wave, people: Mapping[int, Asked]) -> dict[str, set[int]]:
    """Dialogues by the group they answer in. Whoever works here no longer is in none, where there
    are groups."""
    found: dict[str, set[int]] = defaultdict(set)
    for chat, asked in people.items():
        if not wave.groups or (asked.employee and house.employee(asked.employee)):
            found[asked.part].add(chat)
    return found


async def arrived(unit: Unit, house: House, wave: Wave) -> dict[str, str]:
    """For each group of a wave the one it is kept under at the end, by how many of it were really
    sent an invitation."""
    sent = by_group(house, wave, await unit.invitations.sent(wave.id))
    return grouped({group: len(sent.get(group, ())) for group in wave.groups.values()})


async def _employees(unit: Unit, house: House, wave: Wave) -> frozenset[str]:
    chosen, used = wave.chosen, frozenset[str]()
    if chosen.process:
        used = await unit.invitations.used(chosen.process, chosen.since)
    return employees_chosen(house.ministry, chosen, wave.unit, used)
