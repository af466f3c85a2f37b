"""The quarterly survey is offered to heads a week before its day, once, and again on it (D-139
§5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.requests import serving
from domain.surveys.quarterly import AHEAD, Offer, OfferState, quarter, quarterly_day
from domain.surveys.waves import Quarterly
from domain.talk import Reply
from handlers.house import House
from handlers.survey.offering import held_in, offered
from storage.outbox import Priority
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Quarterlies:
    """Offers each unit's survey once a quarter: what was offered is a row of its own."""

    house: House

    async def offer(self, unit: Unit, now: datetime) -> int:
        """Offer what is due now, in the working hours of each unit. Returns how many heads, or
        whoever acts for them, were told. Whoever has not joined hears of it once they have."""
        held = self.house.ministry.quarterly
        if held is None or held.questionnaire not in self.house.ministry.questionnaires:
            return 0
        today = self.house.today(now)
        day = quarterly_day(held, today)
        if today < day - AHEAD:
            return 0
        known = await unit.offers.of_quarter(quarter(self.house.calendar, now))
        told = 0
        for one in serving(self.house.ministry):
            offer = known.get(one.id)
            late = (
                offer
                and offer.state is OfferState.OFFERED
                and today >= day
                and not self._new(offer, now)
            )
            if (offer is None or late) and not self.house.is_quiet(now, one.id):
                told += await self._tell(unit, one.id, held, now, offer)
        return told

    async def _tell(
        self, unit: Unit, of: str, held: Quarterly, now: datetime, offer: Offer | None
    ) -> bool:
        """Told once; nobody is told whose survey of the quarter is under way or over."""
        head = self.house.acting(self.house.ministry.units[of].head, now)
        chat = (await unit.chats.of_employees([head])).get(head)
        quarter_ = quarter(self.house.calendar, now)
        if chat is None or not chat.reachable or await self._held(unit, of, held, quarter_):
            return False
        if offer is None:
            first = await unit.offers.make(of, quarter_, held.questionnaire, now)
        else:
            first = await unit.offers.remind(of, quarter_)
        if first:
            told: Reply = offered(self.house, of, held, now, again=offer is not None)
            unit.outbox.post(chat, told, now, kind="notice", priority=Priority.NOTICE)
        return first

    async def _held(self, unit: Unit, of: str, held: Quarterly, quarter_: str) -> bool:
        series = await unit.waves.series(held.questionnaire, of)
        waves = [*await unit.waves.under_way(), *series]
        return of in held_in(waves, held.questionnaire, quarter_)

    def _new(self, offer: Offer, now: datetime) -> bool:
        """Whether it was offered only today."""
        return self.house.today(offer.at) == self.house.today(now)
