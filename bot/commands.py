"""What each command of the command line does."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot import inviting, logs, organisation
from bot.audit_command import NoWave, audited
from bot.build import build, utc_now
from bot.channel import Clock
from bot.checking import findings, old_articles, old_templates
from bot.organisation import BadOrganisation
from bot.organisation.questionnaires import BadQuestionnaire
from bot.replaying import replay_all
from bot.revoke_command import revoked
from bot.service import CannotStart, Service, too_new, unreachable
from bot.settings import BadSettings, Settings, load
from bot.staff_command import CannotImport, imported, shown
from bot.survey_command import looked_over
from bot.windows_command import recounted
from domain.leaving import without_signatory
from domain.ministry import Ministry
from storage.errors import passes
from storage.migrate import TooNew, newest
from storage.migrate import migrate as migrate_database

log = logging.getLogger(__name__)

T = TypeVar("T")


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


def _with_channels(args: argparse.Namespace) -> Settings:
    settings = _settings(args)
    if not settings.channels:
        raise Stop(
            [
                f"{args.env}: no channel is on: set TELEGRAM_TOKEN, or VK_TOKEN with VK_GROUP_ID;"
                " README.md says where to get them. To look around first: python -m bot demo"
            ]
        )
    return settings


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C. 1 when it cannot start, 2 when it broke while serving."""
    settings = _with_channels(args)
    try:
        asyncio.run(_serve(build(settings, _ministry(settings))))
    except CannotStart as reason:
        raise Stop([str(reason)]) from None
    except Exception:
        log.critical("the service broke and has stopped; it has to be started anew", exc_info=True)
        return 2
    return 0


async def _serve(service: Service) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await service.run(stop, _settled_in)


def _settled_in(_: str) -> None:
    """What the start has built stays for good: the garbage collector, which looked through all of
    it every few hundred messages (a seventh of a backlog's time), need not do so again."""
    gc.collect()
    gc.freeze()


def demo(args: argparse.Namespace) -> int:
    from bot.demo import serve

    return serve(args)


def migrate(args: argparse.Namespace) -> int:
    settings = _settings(args)
    _with_database(migrate_database(settings.database_url))
    print(f"The database stands at revision {newest()}.")
    return 0


def invite(args: argparse.Namespace) -> int:
    """A code of 128 bits, kept as a hash: shown once, used once, good for a day; or a sheet."""
    settings = _with_channels(args)
    service = build(settings, _ministry(settings))
    if args.sheet is None:
        if args.employee is None or args.unit or args.all:
            raise Stop(["invite: name an employee, or a FILE for --sheet with --unit or --all"])
        return _printed(service, inviting.invite(service, args.employee))
    if args.employee is not None or bool(args.unit) is args.all:
        raise Stop(["invite --sheet: add either --unit UNIT or --all"])
    return _printed(service, inviting.write_sheet(service, args.sheet, args.unit))


def confirm(args: argparse.Namespace) -> int:
    """The second person's word from the command line, while nobody else could give it."""
    settings = _with_channels(args)
    service = build(settings, _ministry(settings))
    return _printed(service, inviting.confirm(service, args.employee))


def _printed(service: Service, work: Coroutine[Any, Any, list[str]]) -> int:
    async def done() -> list[str]:
        try:
            await migrate_database(service.settings.database_url)
        except BaseException:
            work.close()
            raise
        try:
            return await work
        finally:
            await service.close()

    try:
        lines = _with_database(done())
    except inviting.NotSo as no:
        raise Stop([str(no)]) from None
    print("\n".join(lines))
    return 0


def replay(args: argparse.Namespace) -> int:
    """Handle again what was set aside; 1 while something is left."""
    settings = _settings(args)
    played, left = _with_database(_replay(build(settings, _ministry(settings))))
    print(f"Handled again: {played}. Still in quarantine: {left}.")
    return 1 if left else 0


async def _replay(service: Service) -> tuple[int, int]:
    try:
        await migrate_database(service.settings.database_url)
        replayed = await replay_all(service.units, service.doors, service.intake)
    finally:
        await service.close()
    for line in replayed.left:
        print(line)
    return replayed.played, len(replayed.left)


def revoke(args: argparse.Namespace) -> int:
    """An employee's access ends at once."""
    service = build(settings := _settings(args), _ministry(settings))
    print("\n".join(_with_database(revoked(service, args.employee, utc_now()))))
    return 0


def windows(args: argparse.Namespace) -> int:
    """Today's calendar and rules for the deadlines that run already."""
    service = build(settings := _settings(args), _ministry(settings))
    print("\n".join(_with_database(recounted(service, utc_now(), args.dry_run))))
    return 0


def staff(args: argparse.Namespace) -> int:
    """The staff list from a file, its differences listed; or as it stands."""
    service = build(settings := _settings(args), _ministry(settings))
    try:
        if args.what == "show":
            work = shown(service, args.id)
        else:
            look = {"only_look": args.dry_run, "whole": args.whole}
            work = imported(service, args.file, utc_now(), **look)
        print("\n".join(_with_database(work)))
    except CannotImport as reason:
        raise Stop([*reason.findings, "Nothing was written."]) from None
    return 0


def survey(args: argparse.Namespace) -> int:
    """A questionnaire file, looked over; or a wave: 1 when an answer is tied to somebody."""
    if args.what == "audit":
        service = build(settings := _settings(args), _ministry(settings))
        try:
            lines, kept = _with_database(audited(service, args.wave, utc_now()))
        except NoWave as no:
            raise Stop([str(no)]) from None
        print("\n".join(lines))
        return 0 if kept else 1
    try:
        print("\n".join(looked_over(args.file)))
    except BadQuestionnaire as bad:
        raise Stop(bad.sentences()) from None
    return 0


def check(args: argparse.Namespace, now: Clock = utc_now) -> int:
    """Everything that must be so before citizens write: 0 when all is well."""
    settings = _settings(args)
    ministry = _ministry(settings)
    service = build(settings, ministry, now)
    print(f"settings: {args.env}: ok")
    print(f"organisation: {settings.organisation_file}: {ministry.name}: ok")
    old_templates(service)
    old_articles(service)
    found = asyncio.run(findings(service))
    found += [
        f"{settings.organisation_file}: unit {unit}: nobody could sign a reply of {author}'s to an"
        " official appeal: name a signatory for the unit who is somebody else"
        for unit, author in without_signatory(ministry)
    ]
    if not settings.channels:
        found.append(f"{args.env}: no channel is on: set TELEGRAM_TOKEN or VK_TOKEN")
    for finding in found:
        print(finding)
    print("all is well" if not found else f"to mend: {len(found)}")
    return 1 if found else 0


def _with_database(work: Coroutine[Any, Any, T]) -> T:
    """What the work returns; a sentence instead of a traceback when the database is away."""
    try:
        return asyncio.run(work)
    except CannotStart as reason:
        raise Stop([str(reason)]) from None
    except TooNew as stands:
        raise Stop([too_new(stands)]) from None
    except Exception as trouble:
        if not passes(trouble):
            raise
        raise Stop([unreachable(trouble)]) from None
