"""What `check` looks at beside the settings and the organisation file."""

from __future__ import annotations

from bot.service import Service, unreachable
from bot.staff_command import sentence
from domain import knowledge
from domain.staff import unsound
from domain.templates import overdue
from handlers.standing import heed_staff
from storage.errors import passes
from storage.migrate import newest, revision
from storage.trip import Row

#: so many people are named, however many there are
LISTED = 30


async def findings(service: Service) -> list[str]:
    try:
        found = _calendar(service)
        found += await _database(service)
        for door in service.doors:
            said = await door.check()
            print(f"{door.channel}: {'ok' if not said else 'see below'}")
            found += [f"{door.channel}: {sentence}" for sentence in said]
        return found
    finally:
        await service.close()


def old_templates(service: Service) -> None:
    """Old words are no reason not to start, but somebody should hear of them."""
    ministry, today = service.house.ministry, service.house.calendar.local_day(service.jobs.clock())
    for old in overdue(ministry.templates.values(), today):
        print(
            f"template {old.id}: its review was due on {old.review}: let {old.owner} look it over,"
            " then write a new version and day"
        )


def old_articles(service: Service) -> None:
    """The same for the knowledge base."""
    ministry, today = service.house.ministry, service.house.calendar.local_day(service.jobs.clock())
    for old in knowledge.overdue(ministry.articles.values(), today):
        print(
            f"article {old.id}: its review was due on {old.review}: let {old.owner} look it over,"
            " then write a new day"
        )


async def _articles(service: Service) -> None:
    """How many there are, and of what use they were."""
    async with service.units.begin() as unit:
        uses = await unit.articles.all()
    hidden = len(service.house.whole) - len(service.house.public)
    told = ", ".join(f"{how.replace('_', ' ')} {count}" for how, count in uses.items())
    print(f"knowledge: {len(service.house.public)} for all, {hidden} for employees; {told}")


def _calendar(service: Service) -> list[str]:
    for gap in service.house.calendar.gaps:
        print(f"calendar: a gap that nobody has decreed yet: {gap}")
    return [
        f"calendar: no production calendar for {year}: update Priyomnaya; until then windows that"
        " reach into it are not reckoned"
        for year in service.jobs.missing_years(service.jobs.clock())
    ]


async def _database(service: Service) -> list[str]:
    try:
        stands = await revision(service.settings.database_url)
    except Exception as trouble:
        if not passes(trouble):
            raise
        return [unreachable(trouble)]
    if stands != newest():
        return [f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"]
    print("database: ok")
    await _articles(service)
    return await people(service)


async def people(service: Service) -> list[str]:
    """Who would hear of an appeal, and what waits for an administrator."""
    async with service.units.begin() as unit:
        await heed_staff(unit, service.house, await unit.staff.version())
        ministry = service.house.ministry
        joined = await unit.chats.of_employees(ministry.employees)
        waiting = await unit.arrivals.set_aside_events()
        places = await unit.outbox.waiting_places()
        asking = [row["employee"] for row in await unit.joinings.waiting()]
    asked = ", ".join(ministry.questionnaires) or "none"
    print(f"questionnaires: {len(ministry.questionnaires)}: {asked}")
    print(f"employees joined: {len(joined)} of {len(ministry.employees)}")
    if absent := [one for one in ministry.employees if one not in joined]:
        more = f" and {len(absent) - LISTED} more" if len(absent) > LISTED else ""
        print(f"not joined yet: {', '.join(absent[:LISTED])}{more}")
    found = [
        f"unit {unit_.id}: none of its officers has joined, so nobody hears of its appeals:"
        " python -m bot invite ID"
        for unit_ in ministry.units.values()
        if unit_.serves != "employees"
        and not any(officer.id in joined for officer in ministry.officers_of(unit_.id))
    ]
    quarterly = ministry.quarterly.questionnaire if ministry.quarterly else ""
    if quarterly and quarterly not in ministry.questionnaires:
        found.append(
            f"surveys.quarterly: {quarterly!r} was taken out in the chat: name another one, or send"
            " it to the bot again"
        )
    found += [
        f"staff list: {sentence(one)}: python -m bot staff import" for one in unsound(ministry)
    ]
    found += [
        f"employee {who}: has sent their code and waits for a second person's word, given in the"
        f" chat; while nobody who could give it has joined: python -m bot confirm {who}"
        for who in asking
        if who in ministry.employees
    ]
    if waiting:
        found.append(f"quarantine: {len(waiting)} events wait: python -m bot replay")
    return found + _doorless(service, places)


def _doorless(service: Service, places: list[Row]) -> list[str]:
    """What waits for channels that are off, or for bots that were replaced."""
    served = {(str(door.channel), door.account) for door in service.doors}
    return [
        f"outbox: {row['n']} messages wait for {row['channel']} {row['account']}, which is not on:"
        " switch it on again; a service that runs an hour without it gives them up"
        for row in places
        if (row["channel"], row["account"]) not in served
    ]
