"""The command line: python -m bot COMMAND."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ENV_FILE = Path(".env")


def parser() -> argparse.ArgumentParser:
    """Every command with its help. Nothing heavy is imported to print it."""
    whole = argparse.ArgumentParser(
        prog="python -m bot",
        description="Priyomnaya: a ministry hears its citizens and employees in Telegram and VK.",
    )
    whole.add_argument(
        "--env", type=Path, default=ENV_FILE, metavar="FILE", help="settings file (default: .env)"
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="serve until stopped; brings the database up to date first")
    demo = commands.add_parser("demo", help="try it out: stand-ins of both messengers and a page")
    demo.add_argument("--port", type=int, default=8800, help="port of the page (default: 8800)")
    demo.add_argument("--database", default="", metavar="URL", help="keep the demo's data there")
    commands.add_parser(
        "check", help="look over settings, organisation file, database and the messengers' tokens"
    )
    _inviting(commands)
    revoke = commands.add_parser("revoke", help="end an employee's access at once")
    revoke.add_argument("employee", metavar="ID", help="the employee's id")
    commands.add_parser("replay", help="handle the events in quarantine again")
    commands.add_parser("migrate", help="bring the database up to date")
    windows = commands.add_parser("windows", help="deadlines: reckon the open ones anew")
    recount = windows.add_subparsers(dest="what", required=True, metavar="WHAT").add_parser(
        "recount",
        help="move open deadlines to today's calendar and rules, and say which",
        description="List the open deadlines that today's calendar and rules of the organisation"
        " file move, move them, and write it into the history of each appeal.",
    )
    recount.add_argument("--dry-run", action="store_true", help="only list them: change nothing")
    _staff(commands.add_parser("staff", help="the staff list: take one from a file, or look at it"))
    _survey(commands.add_parser("survey", help="questionnaires and waves: look them over"))
    return whole


def _survey(survey: argparse.ArgumentParser) -> None:
    doing = survey.add_subparsers(dest="what", required=True, metavar="WHAT")
    check = doing.add_parser(
        "check",
        help="print what a questionnaire file would ask, or what is wrong with it",
        description="Reads the file alone: needs no settings and no database, changes nothing.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="the questionnaire, .yaml")
    audit = doing.add_parser(
        "audit",
        help="say what a database administrator could learn of a wave; 1 if answers are tied",
        description="Looks through every table and, on SQLite, every page of the file, and says in"
        " plain Russian, for those who speak for the employees, what is kept of the wave and"
        " whether anything ties an answer to a person. Changes nothing. See docs/anonymity.md.",
    )
    audit.add_argument("wave", metavar="WAVE", help="the wave's number")


def _staff(staff: argparse.ArgumentParser) -> None:
    doing = staff.add_subparsers(dest="what", required=True, metavar="WHAT")
    take = doing.add_parser(
        "import",
        help="take units and people from an .xlsx or .csv file",
        description="Lists what the file changes and changes it, all or nothing: one wrong row, and"
        " nothing is written. A running service adopts it with its next event.",
    )
    take.add_argument("file", type=Path, metavar="FILE", help="the list, .xlsx or .csv")
    take.add_argument("--dry-run", action="store_true", help="only list: change nothing")
    take.add_argument(
        "--whole", action="store_true", help="whoever is not in the file has left the ministry"
    )
    show = doing.add_parser("show", help="who works here; with an ID that row and its history")
    show.add_argument("id", nargs="?", default="", metavar="ID", help="a unit or an employee")


def _inviting(commands: Any) -> None:
    invite = commands.add_parser(
        "invite", help="print a one-time code for an employee to join, or a sheet of them"
    )
    known = "the employee's id in the organisation file"
    invite.add_argument("employee", metavar="ID", nargs="?", help=known)
    invite.add_argument(
        "--sheet", type=Path, metavar="FILE", help="write cards to print for many (DOCX)"
    )
    invite.add_argument("--unit", metavar="UNIT", help="for everybody of a unit not yet joined")
    invite.add_argument("--all", action="store_true", help="for everybody not yet joined")
    confirm = commands.add_parser(
        "confirm", help="say that whoever waits to join is who they say, while nobody else can"
    )
    confirm.add_argument("employee", metavar="ID", help=known)


def main(argv: Sequence[str] | None = None) -> int:
    args = parser().parse_args(argv)
    from bot import commands

    try:
        return int(getattr(commands, args.command)(args))
    except commands.Stop as reason:
        for finding in reason.findings:
            print(finding, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
