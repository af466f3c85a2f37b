"""Ballots and what was answered with them. Nothing here says who: no person, no time, no order."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import Boolean, Text, bindparam, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.surveys.questionnaire import Sheet
from storage import tables as t
from storage.closing import rewrite
from storage.pending import Pending
from storage.trip import Query, among, as_list
from storage.types import Id

_SPEND = Query(
    update(t.ballots)
    .where(
        t.ballots.c.hash == bindparam("b_hash"),
        t.ballots.c.wave == bindparam("b_wave"),
        t.ballots.c.spent.is_(False),
    )
    .values(spent=True)
    .returning(t.ballots.c.hash)
)
#: The wave is held until the vote is kept: its closing waits for it, or it finds the wave closed.
#: Not so in an anonymous wave, as a lock leaves a trace: there the ballot that is spent is held.
_open_wave = (
    select(bindparam("b_hash", type_=Text()), t.waves.c.id, literal(True, Boolean()))
    .where(t.waves.c.id == bindparam("b_wave", type_=Id), text("waves.state = 'open'"))
    .with_for_update(read=True)
)
_CAST = Query(
    insert(t.ballots)
    .from_select(["hash", "wave", "spent"], _open_wave, include_defaults=False)
    .on_conflict_do_nothing(index_elements=["hash"])
    .returning(t.ballots.c.hash)
)
_COUNT = Query(
    select(func.count().label("n")).where(
        t.ballots.c.wave == bindparam("wave"), t.ballots.c.spent.is_(True)
    )
)
_KEPT = Query(
    select(func.count().label("n"))
    .select_from(t.sheets)
    .where(t.sheets.c.wave == bindparam("wave"))
)
_KNOWN = Query(
    select(t.ballots.c.spent).where(
        t.ballots.c.hash == bindparam("hash"), t.ballots.c.wave == bindparam("wave")
    )
)
_SPENT = Query(
    select(t.ballots.c.hash).where(
        among(t.ballots.c.hash, "hashes"),
        t.ballots.c.wave == bindparam("wave"),
        t.ballots.c.spent.is_(True),
    )
)
_SHEETS = Query(
    select(t.sheets.c.part, t.sheets.c.answers).where(t.sheets.c.wave == bindparam("wave"))
)
_TEXTS = Query(
    select(t.survey_texts.c.question, t.survey_texts.c.text)
    .where(t.survey_texts.c.wave == bindparam("wave"))
    .order_by(text("id"))
)


class Ballots:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def draw(self, wave: int, hashes: Iterable[str]) -> None:
        """New ballots, all together and in the order of their hashes, which is no order."""
        for hash_ in sorted(hashes):
            self._pending.add(t.ballots, hash=hash_, wave=wave, spent=False)

    async def state(self, wave: int, hash_: str) -> bool | None:
        """Whether this ballot was spent; None when there is none."""
        row = await self._pending.row(_KNOWN, hash=hash_, wave=wave)
        return bool(row["spent"]) if row else None

    async def spend(
        self, wave: int, hash_: str, part: str, sheet: Sheet, texts: Mapping[str, str]
    ) -> bool:
        """Answer with a ballot that was drawn; False, and nothing is kept, when it is spent or
        was never drawn. `part` is the group the survey breaks answers down by."""
        if not await self._pending.row(_SPEND, b_hash=hash_, b_wave=wave):
            return False
        self._keep(wave, part, sheet, texts)
        return True

    async def cast(
        self, wave: int, hash_: str, part: str, sheet: Sheet, texts: Mapping[str, str]
    ) -> bool:
        """The same where marks are made from the wave's key, and no ballot was drawn before; False
        as well when the wave is not open, or was closed at this very moment."""
        if not await self._pending.row(_CAST, b_hash=hash_, b_wave=wave):
            return False
        self._keep(wave, part, sheet, texts)
        return True

    async def spent(self, wave: int, hashes: Iterable[str]) -> set[str]:
        """Those of these ballots that were spent: who answered, where that is no secret."""
        rows = await self._pending.rows(_SPENT, wave=wave, hashes=as_list(hashes))
        return {row["hash"] for row in rows}

    async def close(self, wave: int, groups: Mapping[str, str]) -> None:
        """Nobody answers any more: the ballots are deleted, the answers kept in another order,
        each group's under the name that `groups` gives it."""
        await rewrite(self._pending, wave, groups)

    async def count(self, wave: int) -> int:
        """How many have answered."""
        return int((await self._pending.rows(_COUNT, wave=wave))[0]["n"])

    async def kept(self, wave: int) -> int:
        """How many answers are kept; the ballots of a closed wave are gone."""
        return int((await self._pending.rows(_KEPT, wave=wave))[0]["n"])

    async def sheets(self, wave: int) -> list[tuple[str, Sheet]]:
        """What was answered: each group and sheet, in an order that means nothing."""
        return [
            (row["part"], row["answers"]) for row in await self._pending.rows(_SHEETS, wave=wave)
        ]

    async def texts(self, wave: int) -> list[tuple[str, str]]:
        """The words of answers: each question and text, ordered by lot."""
        rows = await self._pending.rows(_TEXTS, wave=wave)
        return [(row["question"], row["text"]) for row in rows]

    def _keep(self, wave: int, part: str, sheet: Sheet, texts: Mapping[str, str]) -> None:
        lot = secrets.token_hex(16)
        self._pending.add(t.sheets, wave=wave, id=lot, part=part, answers=dict(sheet))
        for question, words in texts.items():
            lot = secrets.token_hex(16)
            self._pending.add(t.survey_texts, wave=wave, id=lot, question=question, text=words)
