"""The clock itself: periodic ticks and nothing else; every date lives in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[object]]


class Clock:
    """Calls ticks every so many seconds. A tick that fails is logged and called again next time.

    `ticked` hears the name of every tick that went through; `went_round` is set once each was
    called: what came due while nobody ran is noted then."""

    def __init__(self, ticked: Callable[[str], None]) -> None:
        self._ticked = ticked
        self._ticks: dict[str, tuple[float, Tick]] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        self.went_round = asyncio.Event()

    def every(self, seconds: float, tick: Tick, name: str) -> None:
        self._ticks[name] = (seconds, tick)

    async def run(self) -> None:
        """Every tick once, in the order they were given, then each in its rhythm; until cancelled.

        Leaves no tick half done behind: what was under way is cancelled and waited for."""
        for name in self._ticks:
            await self.tick(name)
        self.went_round.set()
        scheduler = self._scheduler()
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)
            if self._under_way:
                await asyncio.wait(self._under_way)

    async def tick(self, name: str) -> None:
        """One tick, now."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            await self._ticks[name][1]()
        except Exception:
            log.exception("the tick %s failed", name)
        else:
            self._ticked(name)
        finally:
            self._under_way.discard(task)

    def _scheduler(self) -> AsyncIOScheduler:
        # A tick tells its own failures; all APScheduler could add is that a stop cancelled one.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        scheduler = AsyncIOScheduler(timezone=UTC)
        for name, (seconds, _) in self._ticks.items():
            scheduler.add_job(
                self.tick,
                "interval",
                args=[name],
                seconds=seconds,
                id=name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        return scheduler
