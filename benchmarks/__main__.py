"""The bench: one run, figures beside what is wanted, ratios to a naive bot on the same machine."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import crowd, large, limit, mailing, reply_check, talk
from benchmarks.report import Report
from benchmarks.talk import Place
from tests import postgres

PARTS = ("talk", "burst", "crowd", "check", "staff", "mailing")


def main() -> int:
    asked = _parser().parse_args()
    report, started = Report(), time.perf_counter()
    size = talk.QUICK if asked.quick else talk.FULL
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _postgres(report) as server:
        _machine(report, Path(folder))
        parts = asked.only or PARTS
        place = Place(Path(folder), _database(server), asked.letters)
        if "talk" in parts:
            reached = talk.measure(place, size, report)
            with place.messenger() as messenger:
                limit.measure(messenger, place.folder / "service.db", reached, report)
        if "burst" in parts:
            talk.burst(place, size, report)
        if "crowd" in parts:
            windows = 100_000 if asked.quick else 1_000_000
            crowd.measure(f"sqlite+aiosqlite:///{folder}/crowd.db", windows, report)
            if server:
                crowd.measure(_database(server), windows, report)
        if "check" in parts:
            reply_check.measure(report)
        if "staff" in parts:
            large.measure(Path(folder), report, 30 if asked.quick else 200)
        if "mailing" in parts:
            people = 5_000 if asked.quick else 100_000
            mailing.measure(Path(folder), people, report, _database(server))
    report.summary()
    print(f"It took {time.perf_counter() - started:.0f} s.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look of a minute, less exact")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts")
    parser.add_argument(
        "--letters", type=Path, metavar="FILE", help="what people write, a sentence a line"
    )
    return parser


@contextmanager
def _postgres(report: Report) -> Iterator[str]:
    """A server that keeps what it commits; "" where none can be had."""
    try:
        with postgres.server(durable=True) as server:
            yield server
    except postgres.NoPostgres as reason:
        report.note(f"without PostgreSQL: {reason}")
        yield ""


def _database(server: str) -> str:
    return postgres.new_database(server) if server else ""


def _machine(report: Report, folder: Path) -> None:
    report.heading(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    report.note(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    report.note(f"one write to disk that is waited for: {_sync(folder):.2f} ms")
    report.note("The bot, the stand-in it talks to and the database share the cores.")


def _sync(folder: Path) -> float:
    handle = os.open(folder / "sync", os.O_CREAT | os.O_WRONLY)
    started = time.perf_counter()
    for _ in range(100):
        os.write(handle, b"x" * 4096)
        os.fsync(handle)
    os.close(handle)
    return (time.perf_counter() - started) * 10


if __name__ == "__main__":
    sys.exit(main())
