"""The rules of the house as checks over a tree of files: each gives its findings, none is well."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests import source

#: what a room may look into, besides itself and the standard library
ROOMS: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"holidays", "pymorphy3"}),
    "texts": frozenset({"domain", "fluent"}),
    "handlers": frozenset({"domain", "texts", "storage.unit"}),
    "storage": frozenset({"domain", "sqlalchemy", "alembic", "aiosqlite", "asyncpg"}),
    "scheduler": frozenset({"domain", "texts", "handlers", "storage", "apscheduler"}),
    "sandbox": frozenset({"aiohttp"}),
}
ALL_ROOMS = (*ROOMS, "bot")
#: who alone may look into a library
ALONE: Mapping[str, tuple[str, ...]] = {
    "aiogram": ("bot/telegram/",),
    "vk_api": ("bot/vk/",),
    "aiohttp": ("bot/", "sandbox/"),
    "pydantic_settings": ("bot/",),
    "alembic": ("storage/migrat",),
    "docx": ("bot/documents/",),
    "segno": ("bot/documents/",),
    "xlsxwriter": ("bot/documents/",),
    "resvg_py": ("bot/documents/",),
}
#: a rule is a value of its arguments: what would let it wait, look at the clock or at the world
NOT_IN_DOMAIN = {"asyncio", "http", "os", "random", "socket", "sqlite3", "subprocess", "time"}

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
#: a revision is a list of tables as they once were, and is never touched again
REVISIONS = "storage/migrations/versions/"

MESSENGERS = re.compile(r"telegram|(?<![a-z])vk(?![a-z])", re.IGNORECASE)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: registries' hosts and paths of somebody's machine; written so as not to find themselves
FOREIGN = re.compile(
    r"py[p]i\.(?:org|io)|python[h]osted\.org|registry\.[n]pmjs|registry\.[y]arnpkg|deb\.[d]ebian\.org"
    r"|proxy\.[g]olang\.org|(?<![\w.$}])/(?:[w]ork|[r]oot|[h]ome|[U]sers)/[\w.]"
)
SKIPPED = {"__pycache__", "node_modules", "var"}
SHOWN = {".ci", ".env.example", ".gitignore", ".github"}
TEXT = {".cfg", ".ftl", ".html", ".ini", ".js", ".json", ".lock", ".mako", ".md", ".py", ".sh"}
TEXT |= {".sql", ".toml", ".txt", ".yaml", ".yml", ".service", ".conf", ".css", ""}


def looks_only_where_it_may(root: Path) -> list[str]:
    """The import table of the rooms."""
    findings = []
    for path in _code(root, *ALL_ROOMS):
        place = _place(root, path)
        room = place.split("/")[0]
        for line, name in _imports(path):
            top = name.partition(".")[0]
            if any(not place.startswith(ALONE[lib]) for lib in ALONE if _within(name, lib)):
                findings.append(f"{place}:{line}: {top} is for {' and '.join(ALONE[top])} alone")
            elif room in ROOMS and not _open_to(room, name) and not _value(root, room, name):
                findings.append(f"{place}:{line}: {room} may not look into {name}")
    return findings


def answers_without_waiting(root: Path) -> list[str]:
    """Rules neither wait nor look at the world."""
    findings = []
    for path in _code(root, "domain"):
        place = _place(root, path)
        for line, name in _imports(path):
            if (top := name.partition(".")[0]) in NOT_IN_DOMAIN:
                findings.append(f"{place}:{line}: a rule has no use for {top}")
        for node in ast.walk(_tree(path)):
            if isinstance(node, (ast.AsyncFunctionDef, ast.Await)):
                findings.append(f"{place}:{node.lineno}: a rule does not wait")
    return findings


def speaks_russian_only_in_texts(root: Path) -> list[str]:
    """No Cyrillic letter in a name or a string of code; a comment may quote what it is about."""
    rooms = [room for room in ALL_ROOMS if room not in {"texts", "sandbox"}]
    return [
        f"{_place(root, path)}:{line}: words belong in texts/: {text[:40]!r}"
        for path in _code(root, *rooms)
        for line, text in _written(_tree(path))
        if CYRILLIC.search(text)
    ]


def conversations_name_no_messenger(root: Path) -> list[str]:
    return [
        f"{_place(root, path)}:{number}: a conversation knows no messenger: {found[0]!r}"
        for path in _code(root, "handlers")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := MESSENGERS.search(line))
    ]


def belongs_to_no_machine(root: Path) -> list[str]:
    """No registry's host and no path of somebody's machine in any file."""
    return [
        f"{_place(root, path)}:{number}: {found[0]!r}"
        for path in _files(root)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if (found := FOREIGN.search(line))
    ]


def fits_the_room(root: Path, excepted: Mapping[str, str]) -> list[str]:
    """Hard stops for lengths; `excepted` says which file, or file:function, is longer and why."""
    findings, unneeded = [], set(excepted)
    for path in _code(root, *ALL_ROOMS):
        if _place(root, path).startswith(REVISIONS):
            continue
        for name, length, longest in _lengths(_place(root, path), path):
            if length <= longest:
                continue
            unneeded.discard(name)
            if name not in excepted:
                findings.append(f"{name} has {length} lines, at most {longest} are allowed")
    return findings + [f"{name} needs no exception any more" for name in sorted(unneeded)]


def says_who_it_is(root: Path) -> list[str]:
    """The first line of a module is its docstring."""
    return [
        f"{_place(root, path)}:1: begin with a docstring that says what this is"
        for path in _code(root, *ALL_ROOMS, "tests", "benchmarks")
        if not (ast.get_docstring(_tree(path)) and _tree(path).body[0].lineno == 1)
    ]


def commits_in_one_place(root: Path, committers: Mapping[str, str]) -> list[str]:
    """Only the unit of work ends a transaction; `committers` says which files it is made of."""
    return [
        f"{_place(root, path)}:{node.lineno}: only storage/unit.py commits"
        for path in _code(root, *(room for room in ALL_ROOMS if room != "sandbox"))
        if _place(root, path) not in committers
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.Call, ast.Constant)) and _commits(node)
    ]


def _commits(node: ast.Call | ast.Constant) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value.strip(" ;\n").upper() == "COMMIT"
    asked = any(keyword.arg == "commit" for keyword in node.keywords)
    return asked or (isinstance(node.func, ast.Attribute) and node.func.attr == "commit")


def _code(root: Path, *rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((root / room).rglob("*.py"))


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.name in SKIPPED or (path.name.startswith(".") and path.name not in SHOWN):
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix in TEXT:
            yield path


def _place(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return source.tree(path)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """What the module imports, with the line: `from storage import unit` is storage.unit."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _within(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def _open_to(room: str, name: str) -> bool:
    if name.split(".", maxsplit=1)[0] in sys.stdlib_module_names:
        return True
    return any(_within(name, module) for module in (room, *ROOMS[room]))


def _value(root: Path, room: str, name: str) -> bool:
    """Conversations may name the values that storage hands out: its frozen dataclasses."""
    module, _, wanted = name.rpartition(".")
    path = root / f"{module.replace('.', '/')}.py"
    if room != "handlers" or not module.startswith("storage.") or not path.is_file():
        return False
    return any(
        isinstance(node, ast.ClassDef)
        and node.name == wanted
        and any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
        for node in _tree(path).body
    )


def _written(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names and strings of code, docstrings left out."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.lineno, node.name


def _lengths(place: str, path: Path) -> Iterator[tuple[str, int, int]]:
    yield place, len(path.read_text("utf-8").splitlines()), LONGEST_FILE
    for node in ast.walk(_tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield f"{place}:{node.name}", length, LONGEST_FUNCTION
