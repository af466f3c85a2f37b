"""What clients said to mailings: the last word of each, and everything that was ever said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert

from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row
from storage.types import Moment

#: asked and not answered; agreed; said no; agreed once, and no more
ASKED, GIVEN, REFUSED, WITHDRAWN = "asked", "given", "refused", "withdrawn"

_said = {
    "version": bindparam("b_version"),
    "state": bindparam("b_state"),
    "at": bindparam("b_at", type_=Moment()),
}
_SAY = Query(
    insert(t.consents)
    .values(chat=bindparam("b_chat"), **_said)
    .on_conflict_do_update(index_elements=["chat"], set_=_said)
)
_OF = Query(
    select(t.consents.c.version, t.consents.c.state, t.consents.c.at).where(
        t.consents.c.chat == bindparam("chat")
    )
)
_COUNT = Query(
    select(func.count().label("n")).where(
        text("consents.state = 'given'"), t.consents.c.version == bindparam("version")
    )
)
_HISTORY = Query(
    select(t.consent_history)
    .where(t.consent_history.c.chat == bindparam("chat"))
    .order_by(t.consent_history.c.id)
)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a client said last: `version` is that of the words they were asked with."""

    version: str
    state: str
    at: datetime


class Consents:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def of(self, chat: int) -> Consent | None:
        """None for whoever was never asked."""
        row = await self._pending.row(_OF, chat=chat)
        return Consent(**row) if row else None

    def say(self, chat: int, state: str, version: str, how: str, now: datetime) -> None:
        """From now on it stands so; `how` is where it was said: "question", "menu", "mailing",
        "words"."""
        self._pending.add(
            t.consent_history,
            id=new_id(),
            chat=chat,
            version=version,
            state=state,
            how=how,
            at=now,
        )
        self._pending.change(_SAY, b_chat=chat, b_version=version, b_state=state, b_at=now)

    async def given(self, version: str) -> int:
        """How many agree to these words."""
        return int((await self._pending.rows(_COUNT, version=version))[0]["n"])

    async def history(self, chat: int) -> list[Row]:
        """Everything a client said, the oldest first: version, state, how, at."""
        return await self._pending.rows(_HISTORY, chat=chat)
