"""The questions an appeal is split into; each wants its answer before the appeal is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an appeal; `place` counts from 1."""

    id: int
    appeal: int
    place: int
    text: str


_OF_APPEAL = Query(
    select(*(t.questions.c[name] for name in Question.__slots__))
    .where(t.questions.c.appeal == bindparam("appeal"))
    .order_by(t.questions.c.place)
)
_CLEAR = Query(
    delete(t.questions)
    .where(t.questions.c.appeal == bindparam("appeal"))
    .returning(t.questions.c.id)
)


class Questions:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def replace(self, appeal: Appeal, texts: Sequence[str], now: datetime) -> list[Question]:
        """These are the appeal's questions from now on. One whose words stay keeps its id, and so
        the answers marked for it."""
        known = {question.text: question.id for question in await self.of_appeal(appeal.id)}
        await self._pending.rows(_CLEAR, appeal=appeal.id)
        kept = [
            Question(known.get(text) or new_id(), appeal.id, place, text)
            for place, text in enumerate(texts, 1)
        ]
        for one in kept:
            row = {name: getattr(one, name) for name in Question.__slots__}
            self._pending.add(t.questions, **row, at=now)
        return kept

    async def of_appeal(self, appeal: int) -> list[Question]:
        """In their order."""
        return [Question(**row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]
