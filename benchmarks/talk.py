"""The whole path under load: ours on both databases, ours on VK, and the naive bot beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Bot, Messenger, Run, naive, service
from benchmarks.report import Report


@dataclass(frozen=True, slots=True)
class Size:
    """How long to look: messages and seconds of each load."""

    one: int
    rounds: int
    steady: float
    brisk: float
    backlog: int
    burst: int


FULL = Size(one=8, rounds=3, steady=12, brisk=8, backlog=3000, burst=10_000)
QUICK = Size(one=4, rounds=1, steady=3, brisk=3, backlog=1000, burst=2_000)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to measure: a folder of one's own, a PostgreSQL database if there is one, letters."""

    folder: Path
    postgres: str
    letters: Path | None

    @property
    def sqlite(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/service.db"

    def messenger(self, kind: str = "telegram") -> Messenger:
        return Messenger(kind, self.letters)


@contextmanager
def _bots(place: Place) -> Iterator[dict[str, Bot]]:
    """All at once, each with its own messenger: who is not spoken to does next to nothing."""
    with ExitStack() as stack:
        enter = stack.enter_context
        bots = {"naive": enter(naive(enter(place.messenger()), place.folder))}
        bots["SQLite"] = enter(service(enter(place.messenger()), place.sqlite, place.folder))
        if place.postgres:
            ours = service(enter(place.messenger()), place.postgres, place.folder)
            bots["PostgreSQL"] = enter(ours)
        vk = f"sqlite+aiosqlite:///{place.folder}/vk.db"
        bots["VK, SQLite"] = enter(service(enter(place.messenger("vk")), vk, place.folder))
        yield bots


def measure(place: Place, size: Size, report: Report) -> float:
    """Everything but the burst. Returns the appeals a second of a backlog on SQLite."""
    with _bots(place) as bots:
        _starts(place, bots, report)
        for bot in bots.values():  # the dictionary of Russian words is read with the first message
            bot.bears("backlog", count=200)
        report.heading("Waits from arrival to receipt, ms, and processor time of the bot, ms each")
        report.line("", *bots)
        ones = _by_turns(bots, size.rounds, "one_by_one", count=size.one, pause=0.5)
        _waits(report, "one at a time", ones)
        steady = _by_turns(bots, 1, "pace", rate=30, seconds=size.steady)
        _waits(report, "30 a second", steady)
        brisk = _by_turns(bots, 1, "pace", rate=200, seconds=size.brisk)
        _waits(report, "200 a second", brisk)
        report.heading(f"A backlog of {size.backlog}, answered to the last receipt")
        report.line("", *bots)
        backlog = _by_turns(bots, size.rounds, "backlog", count=size.backlog)
        _backlogs(report, backlog)
        report.line("memory, most, MB", *(f"{bot.peak:.0f}" for bot in bots.values()))
        for name, bot in bots.items():
            if name != "naive":
                report.most(f"memory after a backlog, {name}", bot.peak, 220, "MB")
    _targets(report, ones, steady, brisk, backlog)
    return backlog["SQLite"].rate


def _starts(place: Place, first: dict[str, Bot], report: Report) -> None:
    """The bots that run were started with new databases; here is how long an old one takes."""
    report.heading("From the start of the process to its ready line, s")
    report.line("new database", *(f"{name} {bot.ready_after:.2f}" for name, bot in first.items()))
    with ExitStack() as stack:
        enter = stack.enter_context
        again = Place(place.folder / "again", place.postgres, place.letters)
        again.folder.mkdir()
        for _ in range(2):  # the first time makes the database
            with place.messenger() as at, service(at, again.sqlite, again.folder) as bot:
                ready = bot.ready_after
        other = enter(naive(enter(place.messenger()), place.folder)).ready_after
    report.line("database as it was", f"naive {other:.2f}", f"SQLite {ready:.2f}")
    new = max(bot.ready_after for name, bot in first.items() if name != "naive")
    report.most("ready after the start, the slowest, new database", new, 4, "s")
    report.most("ready after the start, database as it was", ready, 4, "s")


def _by_turns(bots: dict[str, Bot], rounds: int, do: str, **how: float) -> dict[str, Run]:
    """Each in its turn, so that whatever else the machine does strikes all alike."""
    runs: dict[str, Run] = {}
    for _ in range(rounds):
        for name, bot in bots.items():
            run = bot.bears(do, **how)
            runs[name] = runs[name] + run if name in runs else run
    return runs


def _waits(report: Report, what: str, runs: dict[str, Run]) -> None:
    for title, share in (("p50", 0.5), ("p99", 0.99)):
        report.line(f"{what}, {title}", *(f"{run.wait(share):.1f}" for run in runs.values()))
    report.line("  processor", *(f"{run.cpu_each:.2f}" for run in runs.values()))
    lost = {name: run.sent - len(run.waits) for name, run in runs.items()}
    if any(lost.values()):
        report.line("  never answered", *map(str, lost.values()))


def _backlogs(report: Report, runs: dict[str, Run]) -> None:
    base = runs["naive"]
    report.line("appeals a second", *(f"{run.rate:.0f}" for run in runs.values()))
    report.line("  times the naive bot's", *(f"{r.rate / base.rate:.2f}" for r in runs.values()))
    report.line("processor ms an appeal", *(f"{run.cpu_each:.2f}" for run in runs.values()))
    shares = (f"{run.cpu_each / base.cpu_each:.2f}" for run in runs.values())
    report.line("  share of the naive bot's", *shares)


def _targets(report: Report, *loads: dict[str, Run]) -> None:
    ones, steady, brisk, backlog = loads
    for name in (name for name in ones if name != "naive"):
        ours, theirs = backlog[name], backlog["naive"]
        ratio, cpu = ours.rate / theirs.rate, ours.cpu_each / theirs.cpu_each
        report.target(
            f"backlog: appeals a second to the naive bot's, {name}",
            f"{ratio:.2f}", ">= 3", ratio >= 3,
        )  # fmt: skip
        report.most(f"backlog: processor time to the naive bot's, {name}", cpu, 0.5, "")
        slower = ones[name].wait(0.5) / ones["naive"].wait(0.5)
        report.most(f"one at a time: p50 to the naive bot's, {name}", slower, 1, "")
        report.most(f"30 a second: p99, {name}", steady[name].wait(0.99), 100, "ms")
        report.most(f"200 a second: p99, {name}", brisk[name].wait(0.99), 500, "ms")


def burst(place: Place, size: Size, report: Report) -> None:
    """Everything at once, into bots just started."""
    report.heading(f"A burst of {size.burst} at once")
    report.line("", "acknowledged", "stored", "seconds", "memory MB")
    folder = place.folder / "burst"
    folder.mkdir()
    with place.messenger() as messenger, naive(messenger, folder) as bot:
        _burst(report, "naive", bot, size, folder / "naive.db")
    ours = Place(folder, "", place.letters)
    with place.messenger() as messenger, service(messenger, ours.sqlite, folder) as bot:
        run = _burst(report, "SQLite", bot, size, folder / "service.db")
        stored = _stored(folder / "service.db")
        whole = run.sent == len(run.waits) == stored
        report.target(
            f"burst of {size.burst}: stored and acknowledged",
            f"{stored}, {len(run.waits)}", "all", whole,
        )  # fmt: skip
        report.most(f"burst of {size.burst}: memory", bot.peak, 300, "MB")


def _burst(report: Report, name: str, bot: Bot, size: Size, database: Path) -> Run:
    run = bot.bears("backlog", count=size.burst)
    stored, peak = str(_stored(database)), f"{bot.peak:.0f}"
    report.line(name, str(len(run.waits)), stored, f"{run.seconds:.1f}", peak)
    return run


def _stored(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM appeals").fetchone()[0])
    finally:
        connection.close()
