"""The unit of work: everything one batch of events or one tick changes, together or not at all."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Set
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.talk import Channel
from storage import closing
from storage.appeals import Appeals
from storage.arrivals import Arrivals
from storage.articles import ArticleUses
from storage.ballots import Ballots
from storage.chats import Chats
from storage.claims import Lane
from storage.consents import Consents
from storage.counting import Counting
from storage.deeds import Decisions, Deeds
from storage.exchange import Exchange
from storage.invitations import Invitations
from storage.invites import Invites
from storage.joinings import Joinings
from storage.notes import Notes
from storage.notices import Notices
from storage.offers import Offers
from storage.outbox import Outbox, Waiting
from storage.particulars import AllParticulars
from storage.parts import Parts
from storage.pending import Pending
from storage.pins import Pins
from storage.proposals import Proposals
from storage.questions import Questions
from storage.ratings import Ratings
from storage.receipts import Receipts
from storage.replies import Replies
from storage.routing import Corrections
from storage.secrets import Secrets
from storage.staff import Staff
from storage.templates import TemplateUses
from storage.trip import Trips
from storage.upkeep import Upkeep
from storage.uploads import Uploads
from storage.views import Views
from storage.waves import Waves
from storage.windows import Windows

log = logging.getLogger(__name__)


class Unit:
    """What may be read and written within one transaction, in the domain's verbs."""

    def __init__(self, trips: Trips) -> None:
        pending = Pending(trips)
        self._pending = pending
        self.chats = Chats(pending)
        self.staff = Staff(pending)
        self.appeals = Appeals(pending, self.staff)
        self.exchange = Exchange(pending)
        self.windows = Windows(pending)
        self.outbox = Outbox(pending)
        self.receipts = Receipts(pending)
        self.notices = Notices(pending)
        self.invites = Invites(pending)
        self.joinings = Joinings(pending)
        self.secrets = Secrets(pending)
        self.corrections = Corrections(pending)
        self.replies = Replies(pending)
        self.templates = TemplateUses(pending)
        self.particulars = AllParticulars(pending)
        self.notes = Notes(pending)
        self.parts = Parts(pending)
        self.questions = Questions(pending)
        self.ratings = Ratings(pending)
        self.pins = Pins(pending)
        self.views = Views(pending)
        self.counting = Counting(pending)
        self.proposals = Proposals(pending)
        self.articles = ArticleUses(pending)
        self.waves = Waves(pending)
        self.ballots = Ballots(pending)
        self.consents = Consents(pending)
        self.deeds = Deeds(pending)
        self.decisions = Decisions(pending)
        self.invitations = Invitations(pending)
        self.offers = Offers(pending)
        self.uploads = Uploads(pending)
        self.upkeep = Upkeep(pending, self.staff)
        self.arrivals = Arrivals(pending, self.chats, self.appeals)

    async def claim(
        self,
        channel: Channel,
        account: str,
        now: datetime,
        limit: int,
        lane: Lane = Lane.DIALOGUE,
    ) -> list[Waiting]:
        """Commit, and in the same trip take up what may leave by this channel."""
        self._write_changes()
        return await self.outbox.claim(channel, account, now, limit, lane)

    async def finish(self) -> None:
        self._write_changes()
        await self._pending.finish()

    def _write_changes(self) -> None:
        self.chats.write_changes()
        self.appeals.write_counts()
        self.staff.write_changes()


class Units:
    """Opens units of work. Nothing else in the house commits.

    `posted` hears after the commit for which channels there is something new to send."""

    def __init__(
        self, engine: AsyncEngine, posted: Callable[[Set[Channel]], None] = lambda _: None
    ) -> None:
        self._engine, self._posted = engine, posted

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
        if unit.outbox.posted:
            self._posted(unit.outbox.posted)

    async def sweep(self) -> None:
        """What was deleted of surveys is in no file of their tables any more."""
        await closing.sweep(self._engine, closing.SURVEYS)

    async def sweep_outbox(self) -> None:
        """Nor what was deleted of the outbox, which nobody can write to meanwhile. On SQLite
        that went with the surveys."""
        if self._engine.dialect.name != "sqlite":
            await closing.sweep(self._engine, closing.OUTBOX)

    async def _give_up(self, trips: Trips, connection: AsyncConnection) -> None:
        """Nothing of it happened; a connection that cannot be rolled back is thrown away."""
        try:
            await trips.roll_back()
        except BaseException as trouble:
            # In the pool it would carry what is half done into the next unit of work.
            if connection.sync_connection is not None:
                connection.sync_connection.invalidate()
            if not isinstance(trouble, Exception):
                raise
            log.warning("the database connection is lost: %s", type(trouble).__name__)
            if not trips.on_sqlite:
                # Whatever took this one, a restart or a failover, took the idle ones as well.
                await self._engine.dispose()
