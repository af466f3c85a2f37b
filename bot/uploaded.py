"""Questionnaires people sent: read as soon as their bytes are here, and answered in the chat."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.channel import Clock
from bot.organisation.questionnaires import BadQuestionnaire, questionnaire, read_file
from domain.access import Action, allowed
from domain.refusal import Refused
from domain.surveys.questionnaire import Questionnaire, as_document
from domain.surveys.written import Finding
from domain.talk import Button, Reply
from handlers.house import House
from handlers.standing import heed_staff
from handlers.survey import telling
from handlers.survey.uploading import offered
from storage.unit import Unit, Units
from storage.uploads import Unread
from texts import button, say, words

log = logging.getLogger(__name__)

#: so many are read at a look
A_FEW = 5
#: what nobody has accepted for so long is forgotten
KEPT = timedelta(days=7)

Read = Questionnaire | tuple[Finding, ...] | None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Looked after by one process of all. One that was read twice after a crash is answered twice,
    and accepted once."""

    units: Units
    house: House
    store: Path
    clock: Clock

    async def look(self) -> None:
        """Read what was sent, and tell whoever sent it what is wrong with it or what it asks."""
        async with self.units.begin() as unit:
            unread = await unit.uploads.unread(A_FEW)
        for upload in unread:
            read = None if upload.lost else await asyncio.to_thread(self._read, upload)
            async with self.units.begin() as unit:
                await heed_staff(unit, self.house, await unit.staff.version())
                await self._answer(unit, upload, read)

    async def forget(self) -> None:
        """What was sent long ago."""
        async with self.units.begin() as unit:
            unit.uploads.forget(self.clock() - KEPT)

    def _read(self, upload: Unread) -> Read:
        name = Path(upload.name or words("quest-your-text"))
        try:
            if upload.path:
                return read_file(self.store / upload.path, name)
            return questionnaire(name, upload.text)
        except BadQuestionnaire as bad:
            return bad.findings
        except Exception:
            log.exception("a questionnaire that was sent cannot be read")
            return None

    async def _answer(self, unit: Unit, upload: Unread, read: Read) -> None:
        chat, now = await unit.chats.get(upload.chat), self.clock()
        # they may have put on the client's hat meanwhile
        actor = self.house.actor(replace(chat, hat=""), now)
        if upload.lost or not allowed(actor, Action.EDIT_QUESTIONNAIRES):
            await unit.uploads.drop(upload.id)  # of a lost file the fetcher has told
            return
        if isinstance(read, Questionnaire):
            told, taken = await self._understood(unit, upload, read)
        else:
            told, taken = _misunderstood(upload, read), await unit.uploads.drop(upload.id)
        if taken:
            unit.outbox.post(chat, told, now, kind="answer")

    async def _understood(
        self, unit: Unit, upload: Unread, found: Questionnaire
    ) -> tuple[Reply, bool]:
        ministry = self.house.ministry
        try:
            told = offered(ministry, upload.id, found)
        except Refused as no:
            return say(no.text, _rows(), **no.values), await unit.uploads.drop(upload.id)
        known = ministry.questionnaires.get(found.id)
        over = known.version if known else ""
        return told, await unit.uploads.read(upload.id, as_document(found), over)


def _misunderstood(upload: Unread, findings: tuple[Finding, ...] | None) -> Reply:
    if findings is None:
        return say("quest-broke", _rows())
    return telling.wrong(upload.name or words("quest-your-text"), findings, _rows())


def _rows() -> tuple[Button, ...]:
    return (button("cancel", "quests"),)
