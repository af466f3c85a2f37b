"""Particulars: who files an appeal and for whom, how they want the reply, register numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query


@dataclass(frozen=True, slots=True)
class Particulars:
    """What only some appeals have, each "" where it is not known.

    `category`: proposal | statement | complaint | request; `applicant`: natural | legal;
    `representative`: on whose behalf; `name`: whom the reply is addressed to; `reply_by`: chat |
    email | post | portal, with `reply_to` the address; `register_number` and `registered_on`
    (ISO date) are the document system's."""

    appeal: int
    category: str = ""
    applicant: str = ""
    representative: str = ""
    name: str = ""
    reply_by: str = ""
    reply_to: str = ""
    register_number: str = ""
    registered_on: str = ""


_NAMES = list(Particulars.__slots__)
_COLUMNS = tuple(t.particulars.c[name] for name in _NAMES)
_GET = Query(select(*_COLUMNS).where(t.particulars.c.appeal == bindparam("appeal")))
_put = insert(t.particulars)
_PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["appeal"], set_={n: _put.excluded[n] for n in _NAMES[1:]}
    ),
    _NAMES,
)


class AllParticulars:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def get(self, appeal: int) -> Particulars:
        """An appeal's particulars; empty ones when nothing has been noted."""
        row = await self._pending.row(_GET, appeal=appeal)
        return Particulars(**row) if row else Particulars(appeal)

    async def note(self, appeal: int, **values: Any) -> Particulars:
        """Note some of them; what was noted of others stays."""
        changed = replace(await self.get(appeal), **values)
        self._pending.change(_PUT, **{name: getattr(changed, name) for name in _NAMES})
        return changed
