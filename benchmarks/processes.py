"""The processes of a measurement: a messenger, and the bot it is served by, with what they cost."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

ROOT = Path(__file__).parent.parent
START_PATIENCE = 60.0


class Messenger:
    """`benchmarks.messenger` as a child process; orders go in, results come back."""

    def __init__(self, kind: str, letters: Path | None = None) -> None:
        command = [sys.executable, "-m", "benchmarks.messenger", kind]
        self._process = subprocess.Popen(
            [*command, *([str(letters)] if letters else [])],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.address: str = self._heard()["address"]

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
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Bot:
    """A bot as a child process, from its start to its ready line and on to its end."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "VK_"))}
        started = time.perf_counter()
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**plain, **environment},
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self._ps = psutil.Process(self._process.pid)
        with log.open("ab") as kept:
            self._until_ready(kept)
            #: seconds from the start of the process to its ready line
            self.ready_after = time.perf_counter() - started
            # Whatever is said later goes on being read by nobody: a pipe would fill up.
        self._drain()

    def _until_ready(self, kept: Any) -> None:
        assert self._process.stderr
        reading = selectors.DefaultSelector()
        reading.register(self._process.stderr, selectors.EVENT_READ)
        said = b""
        deadline = time.perf_counter() + START_PATIENCE
        while b"ready" not in said:
            if not reading.select(deadline - time.perf_counter()):
                raise RuntimeError(f"never ready; it said: {said.decode()[-2000:]}")
            piece = os.read(self._process.stderr.fileno(), 65536)
            if not piece:
                raise RuntimeError(f"it ended; it said: {said.decode()[-2000:]}")
            said += piece
            kept.write(piece)

    def _drain(self) -> None:
        import threading

        def drain() -> None:
            assert self._process.stderr
            with self._log.open("ab") as kept:
                while piece := os.read(self._process.stderr.fileno(), 65536):
                    kept.write(piece)

        threading.Thread(target=drain, daemon=True).start()

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def service(messenger: Messenger, kind: str, database: str, folder: Path) -> Bot:
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
        **doors[kind],
    }
    return Bot(["-m", "bot", "--env", os.devnull, "run"], environment, folder / "service.log")


def naive(messenger: Messenger, folder: Path) -> Bot:
    environment = {
        "NAIVE_API_URL": messenger.address,
        "NAIVE_DATABASE": str(folder / "naive.db"),
    }
    return Bot(["-m", "benchmarks.naive_bot"], environment, folder / "naive.log")
