"""The house holds its rules, and each rule bites where it is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests import house, house_texts

ROOT = Path(__file__).resolve().parent.parent

#: `file` or `file:function` that is longer than the hard stop, and why
LONGER: Mapping[str, str] = {}
#: what the unit of work is made of, and who else may end a transaction, and why
COMMITTERS = {
    "storage/unit.py": "the unit of work itself",
    "storage/pending.py": "the unit's own: what it has gathered, and the commit, in one trip",
    "storage/trip.py": "the unit's own: says COMMIT in the driver's words",
    "storage/migrate.py": "brings the tables up to date before there is any unit",
}

CHECKS: dict[str, Callable[[Path], list[str]]] = {
    "import table": house.looks_only_where_it_may,
    "rules do not wait": house.answers_without_waiting,
    "russian only in texts": house.speaks_russian_only_in_texts,
    "no messenger in conversations": house.conversations_name_no_messenger,
    "no machine": house.belongs_to_no_machine,
    "lengths": lambda root: house.fits_the_room(root, LONGER if root == ROOT else {}),
    "first line": house.says_who_it_is,
    "one commit": lambda root: house.commits_in_one_place(root, COMMITTERS),
    "texts exist": lambda root: house_texts.every_text_said_exists(house_texts.gather(root)),
    "texts complete": lambda root: house_texts.every_text_has_its_values(house_texts.gather(root)),
    "texts used": lambda root: house_texts.every_text_is_used(house_texts.gather(root)),
    "labels fit": lambda root: house_texts.every_label_fits(house_texts.gather(root)),
}

DOC = '"""Somebody."""\n'
LONG = DOC + "def f():\n" + "    g()\n" * 40
COMMIT = DOC + "async def f(s):\n    await s.commit()\n"

#: which check, the file that breaks it, its text, and a part of the finding
BROKEN = [
    ("import table", "domain/a.py", "import sqlalchemy\n", "domain/a.py:1"),
    ("import table", "domain/a.py", "from storage.unit import Unit\n", "storage.unit"),
    ("import table", "texts/a.py", "import storage\n", "storage"),
    ("import table", "handlers/a.py", "from storage.tables import appeals\n", "storage.tables"),
    ("import table", "handlers/a.py", "def f():\n    from bot import sender\n", "bot.sender"),
    ("import table", "storage/a.py", "from texts import say\n", "texts.say"),
    ("import table", "storage/unit.py", "import alembic\n", "storage/migrat"),
    ("import table", "scheduler/a.py", "import bot.sender\n", "bot.sender"),
    ("import table", "sandbox/a.py", "from domain.talk import Channel\n", "domain.talk"),
    ("import table", "bot/a.py", "import aiogram.types\n", "bot/telegram/"),
    ("import table", "bot/telegram/a.py", "import vk_api\n", "bot/vk/"),
    ("import table", "scheduler/a.py", "import aiohttp\n", "aiohttp"),
    ("import table", "bot/a.py", "from docx import Document\n", "bot/documents/"),
    ("import table", "handlers/a.py", "import pydantic_settings\n", "bot/"),
    ("rules do not wait", "domain/a.py", "async def f(): ...\n", "does not wait"),
    ("rules do not wait", "domain/a.py", "import time\n", "time"),
    ("rules do not wait", "domain/a.py", "from os import path\n", "os"),
    ("russian only in texts", "handlers/a.py", 'x = "Да"\n', "Да"),
    ("russian only in texts", "bot/a.py", 'x = f"{1} ч"\n', "ч"),
    ("russian only in texts", "domain/a.py", "ключ = 1\n", "ключ"),
    ("no messenger in conversations", "handlers/a.py", "x = Channel.VK\n", "VK"),
    ("no messenger in conversations", "handlers/a.py", "# as Telegram does\n", "Telegram"),
    ("no machine", "docs/a.md", "see https://py" + "pi.org/x\n", "docs/a.md:1"),
    ("no machine", "Makefile", "cd /ro" + "ot/x\n", "Makefile:1"),
    ("no machine", ".ci/run", "ls /ho" + "me/me\n", ".ci/run:1"),
    ("lengths", "bot/a.py", DOC + "x = 1\n" * 300, "301 lines"),
    ("lengths", "bot/a.py", LONG, "bot/a.py:f has 41 lines"),
    ("first line", "bot/a.py", "x = 1\n", "bot/a.py:1"),
    ("first line", "tests/a.py", "# a comment\n" + DOC, "tests/a.py:1"),
    ("one commit", "storage/appeals.py", COMMIT, "storage/appeals.py:3"),
    ("one commit", "bot/a.py", 'x = "commit;"\n', "bot/a.py:1"),
    ("one commit", "scheduler/a.py", "run([], commit=True)\n", "scheduler/a.py:1"),
    ("texts exist", "handlers/a.py", 'say("nobody")\n', "no text nobody"),
    ("texts exist", "handlers/a.py", 'button("nobody", "tap")\n', "no text button-nobody"),
    ("texts exist", "domain/a.py", 'raise Refused("a" if x else "b")\n', "no text b"),
    ("texts exist", "handlers/a.py", 'say(f"state-{x}")\n', "no text state-*"),
    ("texts exist", "handlers/a.py", '@flow.command("menu")\ndef f(): ...\n', "no text heard-menu"),
    ("texts exist", "texts/b.ftl", "b: no\n", "not Fluent"),
    ("texts exist", "texts/b.ftl", "a = again\n", "stands elsewhere"),
    ("texts complete", "handlers/a.py", 'say("whole", files=())\n', "whole wants name, number"),
    ("texts used", "texts/b.ftl", "b = never said\n", "nobody says b"),
    ("labels fit", "texts/b.ftl", f"button-b = {'x' * 41}\n", "41 letters"),
]


@pytest.mark.parametrize("name", CHECKS)
def test_the_house_holds_its_rules(name: str) -> None:
    findings = CHECKS[name](ROOT)
    assert not findings, "\n" + "\n".join(findings)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small house in which everything is right."""
    _write(tmp_path, "texts/a.ftl", "a = A\nwhole = { a } { $number } { part }\npart = { $name }\n")
    _write(tmp_path, "texts/c.ftl", "button-c = C\nstatus-new = New\nheard-help = help\n")
    _write(
        tmp_path,
        "handlers/right.py",
        DOC + "from domain.talk import Reply\nfrom storage.unit import Unit\n"
        "from storage.values import Value\nfrom texts import say\n"
        'say("whole", number=1, name="", files=())\nsay("whole", **values)\n'
        'button("c", "tap")\nwords(f"status-{x}")\nheard_as("help")\n',
    )
    _write(
        tmp_path, "storage/values.py", DOC + "@dataclass(frozen=True)\nclass Value:\n    x: int\n"
    )
    _write(tmp_path, "storage/unit.py", COMMIT)
    _write(tmp_path, "bot/telegram/door.py", DOC + "import aiogram\n# как есть\n")
    _write(tmp_path, "sandbox/server.py", DOC + 'import aiohttp\nx = "Привет"\n')
    _write(tmp_path, "domain/rule.py", '"""Правило."""\nimport holidays\n')
    return tmp_path


def _write(root: Path, place: str, text: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("name", CHECKS)
def test_a_house_in_order_has_no_finding(name: str, tree: Path) -> None:
    assert CHECKS[name](tree) == []


@pytest.mark.parametrize(("name", "place", "text", "finding"), BROKEN)
def test_each_rule_bites(name: str, place: str, text: str, finding: str, tree: Path) -> None:
    _write(tree, place, text)
    findings = CHECKS[name](tree)
    assert any(finding in found for found in findings), findings


def test_an_exception_nobody_needs_is_found(tree: Path) -> None:
    assert house.fits_the_room(tree, {"bot/gone.py": "was long"}) == [
        "bot/gone.py needs no exception any more"
    ]
