"""The processes of a measurement: a messenger, and the bot it is served by, with what they cost."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import psutil

ROOT = Path(__file__).parent.parent
#: four bots start at once, perhaps on a machine that has other things to do
START_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Run:
    """How a load was borne: waits from arrival to receipt in ms, processor time in seconds."""

    sent: int
    seconds: float
    waits: list[float]
    cpu: float

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds if self.seconds > 0 else 0.0

    @property
    def cpu_each(self) -> float:
        """Milliseconds of processor time for each message answered."""
        return self.cpu * 1000 / max(1, len(self.waits))

    def wait(self, share: float) -> float:
        """The wait that this share of the messages did not exceed."""
        place = min(len(self.waits) - 1, int(len(self.waits) * share))
        return self.waits[place] if self.waits else float("nan")

    def __add__(self, other: Run) -> Run:
        return Run(
            self.sent + other.sent,
            self.seconds + other.seconds,
            sorted(self.waits + other.waits),
            self.cpu + other.cpu,
        )


class Messenger:
    """`benchmarks.messenger` as a child process; orders go in, results come back."""

    def __init__(self, kind: str, letters: Path | None = None) -> None:
        self.kind = kind
        command = [sys.executable, "-m", "benchmarks.messenger", kind]
        self._process = subprocess.Popen(
            [*command, *([str(letters)] if letters else [])],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.address: str = self._heard()["address"]

    @property
    def cpu(self) -> float:
        """Seconds of processor time it has used."""
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def order(self, do: str, **how: Any) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **how}) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the stand-in messenger is gone")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        _ended(self._process, 5)


class Bot:
    """A bot as a child process serving one messenger, from its start to its end."""

    def __init__(
        self, messenger: Messenger, command: list[str], environment: Mapping[str, str], log: Path
    ) -> None:
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "VK_"))}
        started = time.perf_counter()
        self._messenger = messenger
        self._process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**plain, **environment},
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self._ps = psutil.Process(self._process.pid)
        kept = log.open("ab")
        self._until_ready(kept)
        #: seconds from the start of the process to its ready line
        self.ready_after = time.perf_counter() - started
        threading.Thread(target=self._drain, args=(kept,), daemon=True).start()

    @property
    def cpu(self) -> float:
        """Seconds of processor time the process has used, user and system, all threads."""
        times = self._ps.cpu_times()
        return float(times.user + times.system)

    @property
    def peak(self) -> float:
        """The most memory it ever held, in MB."""
        status = Path(f"/proc/{self._process.pid}/status")
        if status.exists():
            line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
            return int(line.split()[1]) / 1024
        return float(self._ps.memory_info().rss) / 2**20

    def bears(self, do: str, **how: Any) -> Run:
        """Have the messenger's people do something, and see how the bot bears it."""
        before = self.cpu
        told = self._messenger.order(do, **how)
        return Run(told["sent"], told["seconds"], told["waits"], self.cpu - before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        _ended(self._process, 15)

    def _until_ready(self, kept: IO[bytes]) -> None:
        assert self._process.stderr
        reading = selectors.DefaultSelector()
        reading.register(self._process.stderr, selectors.EVENT_READ)
        said, deadline = b"", time.perf_counter() + START_PATIENCE
        while b"ready" not in said:
            late = not reading.select(max(0.0, deadline - time.perf_counter()))
            piece = b"" if late else os.read(self._process.stderr.fileno(), 65536)
            if not piece:
                self._process.kill()
                raise RuntimeError(f"the bot was never ready; it said: {said.decode()[-2000:]}")
            said += piece
            kept.write(piece)

    def _drain(self, kept: IO[bytes]) -> None:
        """Read on what it says: a full pipe would stop it."""
        assert self._process.stderr
        with kept:
            while piece := os.read(self._process.stderr.fileno(), 65536):
                kept.write(piece)


def service(messenger: Messenger, database: str, folder: Path) -> Bot:
    """Ours, as `python -m bot run` starts it, with pacing off."""
    doors = {
        "telegram": {
            "TELEGRAM_TOKEN": "42:TEST",
            "TELEGRAM_API_URL": messenger.address,
            "TELEGRAM_SENDS_PER_SECOND": "0",
        },
        "vk": {
            "VK_TOKEN": "vk-test-token",
            "VK_GROUP_ID": "1",
            "VK_API_URL": messenger.address,
            "VK_CALLS_PER_SECOND": "0",
        },
    }
    environment = {
        "DATABASE_URL": database,
        "ORGANISATION_FILE": str(ROOT / "organisation.yaml"),
        "FILES_DIR": str(folder / "files"),
        "HTTP_PORT": "0",
        "LOG_LEVEL": "INFO",
        **doors[messenger.kind],
    }
    command = ["-m", "bot", "--env", os.devnull, "run"]
    return Bot(messenger, command, environment, folder / "service.log")


def naive(messenger: Messenger, folder: Path) -> Bot:
    environment = {
        "NAIVE_API_URL": messenger.address,
        "NAIVE_DATABASE": str(folder / "naive.db"),
    }
    return Bot(messenger, ["-m", "benchmarks.naive_bot"], environment, folder / "naive.log")


def _ended(process: subprocess.Popen[Any], patience: float) -> None:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
