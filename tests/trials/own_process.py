"""The house as the operator runs it, `python -m bot run`: a process that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.town import ROOT

#: A start takes a second or two; a loaded machine may need far more.
PATIENCE = 90.0


class OwnProcess:
    """`start`, `ready`, then `end` by a signal; started again it goes on with what it left."""

    def __init__(self, settings: Mapping[str, str], folder: Path) -> None:
        self.store = folder / "files"
        self._log = folder / "house.log"
        self._log.touch()
        nothing = str(folder / "no.env")
        self._command = [sys.executable, "-m", "bot", "--env", nothing, "run"]
        self._settings = {
            "FILES_DIR": str(self.store),
            "ORGANISATION_FILE": str(ROOT / "organisation.yaml"),
            "LOG_LEVEL": "INFO",
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._begun_at = 0

    async def start(self) -> None:
        """Start it and return at once: it is not ready yet."""
        self._begun_at = self._log.stat().st_size
        known = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")
        environ = {name: os.environ[name] for name in known if name in os.environ}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=environ | self._settings,
                stdout=log,
                stderr=log,
            )

    async def ready(self) -> None:
        """Wait until it serves. Raises AssertionError with its last words when it never does."""
        assert self._process is not None
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while "ready at http" not in (said := self.said()):
            late = asyncio.get_running_loop().time() > deadline
            assert not late, f"never ready: {said[-2000:]}"
            assert self._process.returncode is None, f"it ended by itself: {said[-2000:]}"
            await asyncio.sleep(0.02)

    def send(self, name: signal.Signals) -> None:
        assert self._process is not None
        assert self._process.returncode is None, f"it ended by itself: {self.said()[-2000:]}"
        self._process.send_signal(name)

    async def ended(self) -> int:
        """Its exit code, negative when a signal ended it."""
        assert self._process is not None
        code = await self._process.wait()
        self._process = None
        return code

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self._process = None

    def said(self) -> str:
        """What it has logged since it was last started."""
        with self._log.open("rb") as log:
            log.seek(self._begun_at)
            return log.read().decode(errors="replace")
