"""The command line: what it says, what it returns, what it imports, and what it leaves alone."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import commands
from bot.__main__ import parser
from bot.build import utc_now
from bot.channel import Batch, Raw
from domain.talk import Channel
from storage import tables as t
from storage.migrate import differences, newest, revision
from tests.kit import rows
from tests.ports import kept
from tests.town import ROOT, Town

#: a command starts in a second or two; on a loaded machine, several at once, in far more
PATIENCE = 180
COMMANDS = ("run", "demo", "check", "invite", "confirm", "replay", "migrate", "windows")
HELP = """
import sys
from bot.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    heavy = {"aiogram", "sqlalchemy", "pydantic", "vk_api", "aiohttp", "alembic", "holidays"}
    print("imported:", sorted(heavy & sys.modules.keys()))
    sys.exit(end.code)
"""
BREAKS = """
import sys
from bot.__main__ import main
from bot.fetcher import Fetcher
async def run(self):
    raise ValueError("what somebody wrote")
Fetcher.run = run
sys.exit(main(["run"]))
"""


@dataclass(slots=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Shell:
    """Runs commands as an operator does, with settings in the environment alone."""

    settings: dict[str, str]
    folder: Path
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, *args: str, code: str = "") -> asyncio.subprocess.Process:
        how = ["-c", code] if code else ["-m", "bot"]
        clean = {n: v for n, v in os.environ.items() if n in {"PATH", "HOME", "LANG", "TMPDIR"}}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *how,
            *args,
            cwd=self.folder,
            env=clean | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | self.settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self.running.append(process)
        return process

    async def __call__(self, *args: str, code: str = "") -> Ended:
        return await self.end(await self.start(*args, code=code))

    async def end(self, process: asyncio.subprocess.Process) -> Ended:
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())

    async def ready(self, process: asyncio.subprocess.Process) -> str:
        """Wait until it says that it is ready; the address it tells."""
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await process.stderr.readline()).decode():
                if found := re.search(r"ready at (http://[\w.:]+)", line):
                    return found[1]
        raise AssertionError("it ended before it was ready")


@pytest.fixture
def shell(tmp_path: Path) -> Any:
    """A shell in an empty folder, with the sample ministry and no channel."""
    shell = Shell({"ORGANISATION_FILE": str(ROOT / "organisation.yaml")}, tmp_path)
    yield shell
    for process in shell.running:
        if process.returncode is None:
            process.kill()


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
async def test_help_imports_nothing_heavy(shell: Shell, command: tuple[str, ...]) -> None:
    ended = await shell(*command, "--help", code=HELP)
    assert ended.code == 0
    assert "usage: python -m bot" in ended.out
    assert "imported: []" in ended.out


def test_every_command_is_there() -> None:
    shown = parser().format_help()
    assert all(name in shown for name in COMMANDS)
    assert all(callable(getattr(commands, name)) for name in COMMANDS)


async def test_bad_settings_are_named_with_their_cure(shell: Shell) -> None:
    shell.settings["HTTP_PORT"] = "many"
    for ended in await asyncio.gather(shell("run"), shell("check")):
        assert (ended.code, ended.out) == (1, "")
        assert (
            ended.err
            == "environment: HTTP_PORT will not do: expected a port number, 0 for any free one\n"
        )


async def test_run_without_a_channel_says_what_to_do(shell: Shell) -> None:
    ended = await shell("run")
    assert ended.code == 1
    assert "TELEGRAM_TOKEN" in ended.err
    assert "python -m bot demo" in ended.err
    assert not (shell.folder / "var").exists()


async def test_invite_knows_its_people(town: Town, shell: Shell, engine: AsyncEngine) -> None:
    shell.settings |= town.environment()
    ended = await shell("invite", "nobody")
    assert ended.code == 1
    assert "no employee nobody; known: admin, belov" in ended.err
    assert await rows(engine, t.invites) == []


@pytest.mark.requirement("E1")
async def test_an_invitation_works_while_the_house_runs(town: Town, shell: Shell) -> None:
    town.watch.at = utc_now()  # the command lives by the real clock
    shell.settings |= town.environment()
    ended = await shell("invite", "petrov")
    assert ended.code == 0, ended.err
    code = re.search(r"join-[\w-]{22}", ended.out)
    assert code
    assert "Петров Андрей Николаевич" in ended.out
    assert f"https://t.me/priyomnaya_demo_bot?start={code[0]}" in ended.out
    assert f"https://vk.me/club1?ref={code[0]}" in ended.out
    petrov = town.person("vk")
    await petrov.says(code[0])
    await petrov.hears("Теперь вы работаете")


@pytest.mark.requirement("E1")
async def test_the_operator_gives_the_second_word_while_nobody_else_can(
    town: Town, shell: Shell
) -> None:
    town.watch.at = utc_now()
    shell.settings |= town.environment()
    first = await shell("invite", "admin")
    assert "nobody who could has joined yet, so the word is yours" in first.out
    admin = town.person("vk")
    await admin.says(re.findall(r"join-[\w-]{22}", first.out)[0])
    await admin.hears("Осталось, чтобы доступ подтвердил второй человек")
    assert "employee admin: has sent their code and waits" in (await shell("check")).out
    confirmed = await shell("confirm", "admin")
    assert confirmed.code == 0, confirmed.err
    assert "Крылов Егор Станиславович" in confirmed.out
    town.watch.at = utc_now()
    await admin.hears("Теперь вы работаете")
    second = await shell("invite", "ivanova")
    assert "Крылов Е. С. will be asked in the chat" in second.out
    head = town.person("telegram")
    await head.says(re.findall(r"join-[\w-]{22}", second.out)[0])
    await admin.hears("Иванова Ольга Дмитриевна просит доступ")
    refused = await shell("confirm", "ivanova")
    assert (refused.code, "Крылов Е. С. can confirm it" in refused.err) == (1, True)


@pytest.mark.requirement("E1")
async def test_a_sheet_of_codes_is_written_for_its_owner_alone(town: Town, shell: Shell) -> None:
    shell.settings |= town.environment()
    file = shell.folder / "sheet.docx"
    for wrong in (("--sheet", file), ("petrov", "--all"), ("--sheet", file, "--unit", "nowhere")):
        assert (await shell("invite", *map(str, wrong))).code == 1
        assert not file.exists()
    ended = await shell("invite", "--sheet", str(file), "--unit", "benefits")
    assert ended.code == 0, ended.err
    assert "3 cards, good for 7 days" in ended.out
    assert file.stat().st_mode & 0o777 == 0o600


async def test_check_is_content_when_all_is_well(town: Town, shell: Shell) -> None:
    for employee in ("sidorova", "petrov", "orlova", "zaitsev"):
        await town.employee(employee, "telegram")
    shell.settings |= town.environment()
    ended = await shell("check")
    assert (ended.code, ended.err) == (0, ""), ended.out
    assert ended.out.splitlines()[-1] == "all is well"
    asked = "questionnaires: 4: conditions, interaction, reply_quality, service_quality"
    for line in ("database: ok", "telegram: ok", "vk: ok", asked, "employees joined: 4 of 19"):
        assert line in ended.out


async def test_check_names_what_is_missing(town: Town, shell: Shell) -> None:
    await town.service.intake.take(
        Batch(Channel.TELEGRAM, "42", (Raw("x", {"update_id": 1}, trouble="odd"),))
    )
    shell.settings |= town.environment() | {"TELEGRAM_TOKEN": "43:WRONG", "VK_TOKEN": "wrong"}
    ended = await shell("check")
    assert ended.code == 1
    assert "telegram: Telegram refuses the token" in ended.out
    assert re.search(r"^vk: .*token", ended.out, re.MULTILINE)
    assert "unit benefits: none of its officers has joined" in ended.out
    assert "unit it:" not in ended.out  # it serves employees only
    assert "quarantine: 1 events wait: python -m bot replay" in ended.out
    assert "to mend: 7" in ended.out
    assert "WRONG" not in ended.out + ended.err


async def test_check_creates_nothing(shell: Shell) -> None:
    ended = await shell("check")
    assert ended.code == 1
    assert "DATABASE_URL: stands at revision none: run python -m bot migrate" in ended.out
    assert "no channel is on" in ended.out
    assert list(shell.folder.iterdir()) == []


async def test_commands_say_so_when_the_database_is_away(shell: Shell) -> None:
    every = (("run",), ("check",), ("migrate",), ("invite", "petrov"), ("windows", "recount"))
    with kept() as port:
        shell.settings |= {
            "DATABASE_URL": f"postgresql+asyncpg://user:secret-word@127.0.0.1:{port}/d",
            "VK_TOKEN": "vk-test-token",
            "VK_GROUP_ID": "1",
            "VK_API_URL": f"http://127.0.0.1:{port}",
            "HTTP_PORT": "0",
        }
        all_ended = await asyncio.gather(shell("replay"), *(shell(*command) for command in every))
    for ended in all_ended:
        said = ended.out + ended.err
        assert ended.code == 1
        assert "DATABASE_URL: the database cannot be opened (ConnectionRefusedError)" in said
        assert "Traceback" not in said
        assert "secret-word" not in said


async def test_a_database_of_a_newer_program_is_left_alone(
    database: str, engine: AsyncEngine, shell: Shell
) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    shell.settings |= {"DATABASE_URL": database}
    ended = await shell("migrate")
    assert ended.code == 1
    assert "stands at revision 9999, which this program does not know" in ended.err
    ended = await shell("check")
    assert "9999" in ended.out
    assert ended.code == 1


def test_check_misses_a_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env = tmp_path / ".env"
    env.write_text(
        f"ORGANISATION_FILE={ROOT / 'organisation.yaml'}\n"
        f"DATABASE_URL=sqlite+aiosqlite:///{tmp_path}/a.db\n"
    )
    args = argparse.Namespace(env=env)
    assert commands.check(args, lambda: datetime(2031, 3, 4, tzinfo=UTC)) == 1
    assert "calendar: no production calendar for 2031" in capsys.readouterr().out
    commands.check(args, lambda: datetime(2026, 3, 4, tzinfo=UTC))
    assert "no production calendar" not in capsys.readouterr().out


@pytest.mark.requirement("R8")
def test_check_names_a_unit_where_nobody_could_sign(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The only head writes replies, too, and nobody else could approve them."""
    file = tmp_path / "organisation.yaml"
    file.write_text(
        "name: Министерство\nshort_name: Минтруд\ntimezone: Europe/Moscow\n"
        "hours: {mon-fri: 09:00-18:00}\n"
        "units:\n  - {id: desk, name: Приёмная, head: ann, default: true}\n"
        "employees:\n"
        "  - {id: ann, name: Белова Анна, post: начальник, unit: desk, roles: [head, officer]}\n"
        "  - {id: bob, name: Серов Борис, post: консультант, unit: desk, roles: [officer]}\n"
        "topics:\n  - {id: other, title: Другое, unit: desk}\n"
    )
    env = tmp_path / ".env"
    env.write_text(f"ORGANISATION_FILE={file}\nDATABASE_URL=sqlite+aiosqlite:///{tmp_path}/a.db\n")
    args, now = argparse.Namespace(env=env), datetime(2026, 3, 4, tzinfo=UTC)
    assert commands.check(args, lambda: now) == 1
    said = capsys.readouterr().out
    assert "unit desk: nobody could sign a reply of ann's to an official appeal" in said
    file.write_text(file.read_text().replace("[officer]", "[officer, signatory]"))
    commands.check(args, lambda: now)
    assert "nobody could sign" not in capsys.readouterr().out


@pytest.mark.requirement("T9")
def test_check_names_templates_past_their_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the ministry's own day: the last hour of the day of review is in time."""
    env = tmp_path / ".env"
    env.write_text(
        f"ORGANISATION_FILE={ROOT / 'organisation.yaml'}\n"
        f"DATABASE_URL=sqlite+aiosqlite:///{tmp_path}/a.db\n"
    )
    args = argparse.Namespace(env=env)
    commands.check(args, lambda: datetime(2027, 3, 1, 20, 59, tzinfo=UTC))
    assert "its review" not in capsys.readouterr().out
    commands.check(args, lambda: datetime(2027, 3, 1, 21, 0, tzinfo=UTC))
    out = capsys.readouterr().out
    assert "template utilities_changed: its review was due on 2027-03-01: let gromova" in out
    assert "typical_court" not in out


async def test_migrate_may_be_repeated_and_meet_itself(empty_database: str, shell: Shell) -> None:
    shell.settings |= {"DATABASE_URL": empty_database}
    both = await asyncio.gather(shell("migrate"), shell("migrate"))
    again = await shell("migrate")
    for ended in (*both, again):
        assert (ended.code, ended.out) == (0, f"The database stands at revision {newest()}.\n")
    assert await revision(empty_database) == newest()
    assert await differences(empty_database) == []


async def test_replay_brings_back_what_can_be_understood(
    town: Town, shell: Shell, engine: AsyncEngine
) -> None:
    client = town.person("telegram")
    await client.says("меню")
    await client.hears("Здравствуйте")
    chat = {"id": client.id, "type": "private", "first_name": "Роза"}
    message = {"message_id": 7, "date": 1_795_000_000, "chat": chat, "text": "Где моё пособие?"}
    body = {"update_id": 900, "message": message | {"from": chat | {"is_bot": False}}}
    nonsense = {"update_id": 901, "message": {"text": "тайна"}}
    await town.service.intake.take(
        Batch(
            Channel.TELEGRAM,
            "42",
            (
                Raw("900", body, trouble="KeyError: as it was broken then"),
                Raw("901", nonsense, trouble="KeyError"),
            ),
        )
    )
    shell.settings |= town.environment()
    ended = await shell("replay")
    town.watch.at = utc_now()  # the command lives by the real clock
    assert ended.code == 1
    assert "Handled again: 1. Still in quarantine: 1." in ended.out
    assert "telegram 901: still breaks" in ended.out
    assert "тайна" not in ended.out + ended.err
    await client.hears("-000001")  # sent by the house that runs; of the year it is
    ended = await shell("replay")
    assert "Handled again: 0. Still in quarantine: 1." in ended.out
    assert len(await rows(engine, t.appeals)) == 1


async def test_run_serves_until_sigterm(town: Town, shell: Shell, engine: AsyncEngine) -> None:
    await town.employee("petrov", "telegram")  # else nobody hears of it, and that is an error
    await town.stop()
    shell.settings |= town.environment()
    process = await shell.start("run")
    address = await shell.ready(process)
    client = town.person("vk")
    await client.says("Когда придёт пособие на ребёнка?")
    await client.hears("-000001")
    async with ClientSession() as http, http.get(f"{address}/health") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    ended = await shell.end(process)
    assert ended.code == 0
    assert "stopped" in ended.err
    assert [line for line in ended.err.splitlines() if json.loads(line)["level"] == "ERROR"] == []
    left = [(row["kind"], row["state"]) for row in await rows(engine, t.outbox)]
    # By the real clock it may be the hour to tell petrov, and that very moment.
    assert {state for kind, state in left if kind != "notice"} == {"sent"}
    assert {state for _, state in left} <= {"sent", "new"}


async def test_a_second_run_on_the_same_file_is_refused(town: Town, shell: Shell) -> None:
    shell.settings |= town.environment()
    if town.database.startswith("sqlite"):
        ended = await shell("run")
        assert ended.code == 1
        assert "another process serves" in ended.err
        assert "PostgreSQL" in ended.err
    else:
        process = await shell.start("run")
        await shell.ready(process)
        process.send_signal(signal.SIGTERM)
        assert (await shell.end(process)).code == 0


async def test_a_service_that_breaks_ends_loudly(town: Town, shell: Shell) -> None:
    await town.stop()
    shell.settings |= town.environment()
    ended = await shell(code=BREAKS)
    assert ended.code == 2
    last = json.loads(ended.err.splitlines()[-1])
    assert last["level"] == "CRITICAL"
    assert "ValueError" in last["exception"]
    assert "somebody wrote" not in ended.err
