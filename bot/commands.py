"""What each command of the command line does."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import signal
from datetime import timedelta

from bot import logs, organisation
from bot.build import Service, build, utc_now
from bot.channel import Door
from bot.organisation import BadOrganisation
from bot.settings import BadSettings, Settings, load
from domain.ministry import Ministry
from storage.migrate import migrate as migrate_database
from storage.migrate import newest, revision

CODE_LASTS = timedelta(hours=24)


class Stop(Exception):
    """The command cannot go on; each finding says where, what, and how to mend it."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


def _settings(args: argparse.Namespace) -> Settings:
    try:
        settings = load(args.env, os.environ)
    except BadSettings as bad:
        raise Stop(bad.findings) from None
    logs.configure(settings.log_level, settings.secrets)
    return settings


def _ministry(settings: Settings) -> Ministry:
    try:
        return organisation.load(settings.organisation_file)
    except BadOrganisation as bad:
        raise Stop(bad.findings) from None


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    settings = _settings(args)
    if not settings.channels:
        raise Stop(
            [
                f"{args.env}: no channel is on: set TELEGRAM_TOKEN, or VK_TOKEN with VK_GROUP_ID;"
                " README.md says where to get them. To look around first: python -m bot demo"
            ]
        )
    asyncio.run(_serve(build(settings, _ministry(settings))))
    return 0


async def _serve(service: Service) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await service.run(stop)


def demo(args: argparse.Namespace) -> int:
    from bot.demo import serve

    return serve(args)


def migrate(args: argparse.Namespace) -> int:
    settings = _settings(args)
    asyncio.run(migrate_database(settings.database_url))
    print(f"The database stands at revision {newest()}.")
    return 0


def invite(args: argparse.Namespace) -> int:
    """A code of 128 bits, kept as a hash: shown once, used once, good for a day."""
    settings = _settings(args)
    ministry = _ministry(settings)
    employee = ministry.employees.get(args.employee)
    if employee is None:
        known = ", ".join(sorted(ministry.employees))
        raise Stop([f"{settings.organisation_file}: no employee {args.employee}; known: {known}"])
    code = new_code()
    service = build(settings, ministry)
    links = asyncio.run(_invite(service, employee.id, code))
    print(f"{employee.name}, {employee.post}")
    print(f"One-time code, good for 24 hours: {code}")
    for link in links:
        print(link)
    print("Open a link and press Start, or send the code to the bot or the community as a message.")
    return 0


def new_code() -> str:
    return f"join-{secrets.token_urlsafe(16)}"


async def _invite(service: Service, employee: str, code: str) -> list[str]:
    try:
        await migrate_database(service.settings.database_url)
        now = utc_now()
        async with service.units.begin() as unit:
            unit.invites.write(code, employee, now, now + CODE_LASTS)
        return [f"{door.channel}: {await door.invitation(code)}" for door in service.doors]
    finally:
        await _close(service)


def replay(args: argparse.Namespace) -> int:
    settings = _settings(args)
    service = build(settings, _ministry(settings))
    played, left = asyncio.run(_replay(service))
    print(f"Handled again: {played}. Still in quarantine: {left}.")
    return 1 if left else 0


async def _replay(service: Service) -> tuple[int, int]:
    doors = {(str(door.channel), door.account): door for door in service.doors}
    played = left = 0
    try:
        await migrate_database(service.settings.database_url)
        async with service.units.begin() as unit:
            events = await unit.arrivals.set_aside_events()
        for event in events:
            door = doors.get((event["channel"], event["account"]))
            if door and await _replay_one(service, door, event):
                played += 1
            else:
                left += 1
    finally:
        await _close(service)
    return played, left


async def _replay_one(service: Service, door: Door, event: dict[str, object]) -> bool:
    """True when the event could be handled; it stays in quarantine otherwise."""
    try:
        inbound = door.understand(event["body"])
        await service.intake.replay(int(str(event["id"])), inbound)
    except Exception as trouble:
        print(f"{event['channel']} {event['key']}: {type(trouble).__name__}: {trouble}")
        return False
    return True


def check(args: argparse.Namespace) -> int:
    """Everything that must be so before citizens write: 0 when all is well."""
    settings = _settings(args)
    ministry = _ministry(settings)
    service = build(settings, ministry)
    print(f"settings: {args.env}: ok")
    print(f"organisation: {settings.organisation_file}: {ministry.name}: ok")
    findings = asyncio.run(_findings(service))
    if not settings.channels:
        findings.append(f"{args.env}: no channel is on: set TELEGRAM_TOKEN or VK_TOKEN")
    for finding in findings:
        print(finding)
    print("all is well" if not findings else f"to mend: {len(findings)}")
    return 1 if findings else 0


async def _findings(service: Service) -> list[str]:
    try:
        found = _calendar(service)
        found += await _database(service)
        for door in service.doors:
            said = await door.check()
            print(f"{door.channel}: {'ok' if not said else 'see below'}")
            found += [f"{door.channel}: {sentence}" for sentence in said]
        return found
    finally:
        await _close(service)


def _calendar(service: Service) -> list[str]:
    for gap in service.house.calendar.gaps:
        print(f"calendar: a gap that nobody has decreed yet: {gap}")
    return [
        f"calendar: no production calendar for {year}: update Priyomnaya; until then windows that"
        " reach into it are not reckoned"
        for year in service.jobs.missing_years(service.jobs.clock())
    ]


async def _database(service: Service) -> list[str]:
    url = service.settings.database_url
    try:
        stands = await revision(url)
    except Exception as trouble:
        return [f"DATABASE_URL: cannot be opened ({type(trouble).__name__}): is the server up?"]
    if stands != newest():
        return [f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"]
    print("database: ok")
    everyone = service.house.ministry.employees
    async with service.units.begin() as unit:
        joined = await unit.chats.of_employees(everyone)
        waiting = await unit.arrivals.set_aside_events()
    print(f"employees joined: {len(joined)} of {len(everyone)}")
    found = []
    for unit_ in service.house.ministry.units.values():
        officers = service.house.ministry.officers_of(unit_.id)
        if unit_.serves != "employees" and not any(o.id in joined for o in officers):
            found.append(
                f"unit {unit_.id}: none of its officers has joined, so nobody hears of its appeals:"
                " python -m bot invite ID"
            )
    if waiting:
        found.append(f"quarantine: {len(waiting)} events wait: python -m bot replay")
    return found


async def _close(service: Service) -> None:
    for door in service.doors:
        await door.close()
    await service.engine.dispose()
