"""python -m bot survey audit: what a database administrator could learn of a wave, in plain words.

It is written for those who speak for the employees, and so in their language; see
docs/anonymity.md. It changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.service import CannotStart, Service
from domain.surveys.traces import Traces, ties
from domain.surveys.waves import OTHERS, Wave, WaveState
from handlers.house import House
from handlers.standing import heed_staff
from storage.audit import Found, look
from storage.migrate import newest, revision
from texts import moments, words

LISTED = 20


class NoWave(Exception):
    """There is no such wave; says which there are."""


async def audited(service: Service, number: str, now: datetime) -> tuple[list[str], bool]:
    """What is found, as it is printed, and whether it keeps what the invitation promised."""
    try:
        stands = await revision(service.settings.database_url)
        if stands != newest():
            raise CannotStart(
                f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"
            )
        wave = await _wave(service, number)
        found = await look(service.engine, wave.id)
    finally:
        await service.close()
    traces = _by_group(found)
    bad = ties(wave, traces) if wave.anonymous else []
    return [*_report(service.house, wave, replace(found, traces=traces), now, bad)], not bad


async def _wave(service: Service, number: str) -> Wave:
    async with service.units.begin() as unit:
        await heed_staff(unit, service.house, await unit.staff.version())
        wave = await unit.waves.get(int(number)) if number.isascii() and number.isdigit() else None
        latest = await unit.waves.all(LISTED)
    if wave is None:
        known = ", ".join(f"{one.id} ({one.questionnaire.id}, {one.state})" for one in latest)
        raise NoWave(f"there is no wave {number}; the latest are: {known or 'none yet'}")
    return wave


def _by_group(found: Found) -> Traces:
    """How many were invited, by the group their answers go under."""
    invited, flagged = Counter[str](), Counter[str]()
    for part, answered in found.invited:
        invited[part] += 1
        flagged[part] += answered
    return replace(found.traces, invited=dict(invited), flagged=dict(flagged))


def _report(
    house: House, wave: Wave, found: Found, now: datetime, bad: list[tuple[str, str]]
) -> Iterator[str]:
    traces = found.traces
    yield words(
        "audit-title", title=wave.questionnaire.title, when=moments.full_stamp(now, house.zone)
    )
    known = wave.state in (WaveState.OPEN, WaveState.CLOSED)
    yield words("audit-state", state=str(wave.state) if known else "other")
    yield words("audit-holds")
    yield words("audit-invited", count=sum(traces.invited.values()))
    yield words("audit-flagged", count=sum(traces.flagged.values()))
    yield words("audit-ballots", count=traces.ballots, spent=traces.spent)
    yield words("audit-sheets", count=sum(traces.sheets.values()))
    yield words("audit-texts", count=traces.texts)
    for part in sorted({*traces.invited, *traces.sheets}):
        counts = {"invited": traces.invited.get(part, 0), "sheets": traces.sheets.get(part, 0)}
        yield words("audit-group", group=_group(house, part), **counts)
    yield words("audit-looked", count=found.tables, files=found.files)
    for what, where in bad:
        named = _group(house, where) if what in ("small", "flags") else where
        yield words(f"audit-tie-{what}", where=named)
    if not wave.anonymous:
        yield words("audit-plain")
    else:
        yield words("audit-ties") if bad else words("audit-fine")
    yield words("audit-beyond")


def _group(house: House, part: str) -> str:
    if part == OTHERS:
        return words("audit-others")
    unit = house.ministry.units.get(part)
    return unit.name if unit else part or words("audit-whole")
