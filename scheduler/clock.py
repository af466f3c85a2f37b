"""The clock itself: periodic ticks and nothing else; every date lives in the database."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[object]]


class Clock:
    """Calls ticks every so many seconds. A tick that fails is logged and called again next time."""

    def __init__(self, ticked: Callable[[str], None]) -> None:
        self._ticked = ticked
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def every(self, seconds: float, tick: Tick, name: str) -> None:
        self._scheduler.add_job(
            self._guarded(tick, name),
            "interval",
            seconds=seconds,
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _guarded(self, tick: Tick, name: str) -> Callable[[], Awaitable[None]]:
        async def guarded() -> None:
            try:
                await tick()
            except Exception:
                log.exception("the tick %s failed", name)
            else:
                self._ticked(name)

        return guarded
