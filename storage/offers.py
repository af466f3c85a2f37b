"""What heads were offered for a quarter: their survey of internal clients, once (D-139 §5.3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.surveys.quarterly import Offer, OfferState
from storage import tables as t
from storage.pending import Pending
from storage.trip import Query, Row

_MAKE = Query(
    insert(t.survey_offers)
    .values({name: bindparam(f"b_{name}") for name in ("unit", "quarter", "questionnaire", "at")})
    .values(state=str(OfferState.OFFERED))
    .on_conflict_do_nothing(index_elements=["unit", "quarter"])
    .returning(t.survey_offers.c.unit)
)
_OF_QUARTER = Query(
    select(t.survey_offers)
    .where(t.survey_offers.c.quarter == bindparam("quarter"))
    .order_by(t.survey_offers.c.unit)
)
_HERE = (
    t.survey_offers.c.unit == bindparam("b_unit"),
    t.survey_offers.c.quarter == bindparam("b_quarter"),
)
_SETTLE = Query(
    update(t.survey_offers)
    .where(*_HERE, text("state <> 'held'"))
    .values(state=bindparam("b_state"), wave=bindparam("b_wave"))
    .returning(t.survey_offers.c.unit)
)
_REMIND = Query(
    update(t.survey_offers)
    .where(*_HERE, t.survey_offers.c.state == str(OfferState.OFFERED))
    .values(state=str(OfferState.REMINDED))
    .returning(t.survey_offers.c.unit)
)
_REOPEN = Query(
    update(t.survey_offers)
    .where(t.survey_offers.c.wave == bindparam("b_wave"))
    .values(state=str(OfferState.REMINDED), wave=None)
)


class Offers:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def make(self, unit: str, quarter: str, questionnaire: str, now: datetime) -> bool:
        """Offer it; False when it was offered before, by this process or another."""
        given = {"b_unit": unit, "b_quarter": quarter, "b_questionnaire": questionnaire}
        return bool(await self._pending.row(_MAKE, **given, b_at=now))

    async def of_quarter(self, quarter: str) -> dict[str, Offer]:
        """What was offered for a quarter, by unit."""
        rows = await self._pending.rows(_OF_QUARTER, quarter=quarter)
        return {row["unit"]: _offer(row) for row in rows}

    async def remind(self, unit: str, quarter: str) -> bool:
        """Once: False when they were reminded before, or have said something."""
        return bool(await self._pending.row(_REMIND, b_unit=unit, b_quarter=quarter))

    async def settle(
        self, unit: str, quarter: str, state: OfferState, wave: int | None = None
    ) -> bool:
        """What was said to it; False when a survey was started from it before."""
        given = {"b_unit": unit, "b_quarter": quarter, "b_state": str(state), "b_wave": wave}
        return bool(await self._pending.row(_SETTLE, **given))

    async def reopen(self, wave: int) -> None:
        """The survey that was started from it was called off: it waits again, and nobody is asked
        a third time."""
        await self._pending.rows(_REOPEN, b_wave=wave)


def _offer(row: Row) -> Offer:
    return Offer(**(row | {"state": OfferState(row["state"])}))
