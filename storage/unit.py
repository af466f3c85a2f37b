"""The unit of work: everything one batch of events or one tick changes, together or not at all."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.appeals import Appeals
from storage.arrivals import Arrivals
from storage.chats import Chats
from storage.exchange import Exchange
from storage.invites import Invites
from storage.notices import Notices
from storage.outbox import Outbox
from storage.pending import Pending
from storage.routing import Corrections
from storage.trip import Trips
from storage.windows import Windows

log = logging.getLogger(__name__)


class Unit:
    """What may be read and written within one transaction, in the domain's verbs."""

    def __init__(self, trips: Trips) -> None:
        pending = Pending(trips)
        self._pending = pending
        self.chats = Chats(pending)
        self.appeals = Appeals(pending)
        self.exchange = Exchange(pending)
        self.windows = Windows(pending)
        self.outbox = Outbox(pending)
        self.notices = Notices(pending)
        self.invites = Invites(pending)
        self.corrections = Corrections(pending)
        self.arrivals = Arrivals(pending, self.chats, self.appeals)

    async def finish(self) -> None:
        self.chats.write_changes()
        await self._pending.finish()


class Units:
    """Opens units of work. Nothing else in the house commits."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        """A unit that is committed at the end, or rolled back whole when anything raises."""
        async with self._engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            trips = Trips(connection, raw)
            unit = Unit(trips)
            try:
                yield unit
                await unit.finish()
            except BaseException:
                await self._give_up(trips, connection)
                raise

    async def _give_up(self, trips: Trips, connection: Any) -> None:
        try:
            await trips.roll_back()
        except Exception:
            log.warning("the database connection is lost; starting with new ones")
            await connection.invalidate()
            await self._engine.dispose()
