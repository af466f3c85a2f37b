"""The maker: where the Fetcher gets the documents that are made here and not downloaded."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from bot.channel import Rejected
from bot.documents import card, charts, letter, questionnaire, report, workbook
from bot.documents.gathering import card_of
from bot.documents.replies import letter_of
from bot.inviting import sheet_for
from domain.refusal import Refused
from domain.talk import File
from handlers.house import House
from handlers.standing import heed_staff
from handlers.survey import pictures
from handlers.survey.report import Report, report_of
from storage.errors import passes
from storage.unit import Units

log = logging.getLogger(__name__)


class Maker:
    """Makes documents by name: "letter:<reply id>", "card:<appeal id>:docx",
    "card:<appeal id>:json", "sheet:<chat id>:<unit, or none>:<when asked, ms>",
    "questionnaire:<id>", and of a survey's results "survey-xlsx:<wave id>",
    "survey-docx:<wave id>", "survey-png:<wave id>:<picture>"."""

    account = ""

    def __init__(self, units: Units, house: House) -> None:
        self._units, self._house = units, house

    async def download(self, file: File, target: Path) -> None:
        """Write the document of this ref as it would be made now. Raises Rejected when there is
        none, and when it cannot be made, which no other attempt would mend."""
        try:
            content = await self.make(file.ref)
        except LookupError:
            raise Rejected("no such document") from None
        except Exception as trouble:
            if passes(trouble):
                raise
            log.exception("a document cannot be made: %s", file.ref)
            raise Rejected(type(trouble).__name__) from None
        await asyncio.to_thread(target.write_bytes, content)

    async def make(self, ref: str) -> bytes:
        """The document of this name. Raises LookupError when there is none."""
        match ref.split(":"):
            case ["letter", reply]:
                return await self._letter(_id(reply))
            case ["card", appeal, ("docx" | "json") as form]:
                return await self._card(_id(appeal), form)
            case ["sheet", chat, unit, asked]:
                return await self._sheet(_id(chat), unit, _id(asked))
            case ["questionnaire", id_]:
                return await self._questionnaire(id_)
            case ["survey-xlsx", wave]:
                return await asyncio.to_thread(workbook.xlsx, await self._report(_id(wave)))
            case ["survey-docx", wave]:
                return await asyncio.to_thread(report.docx, await self._report(_id(wave)))
            case ["survey-png", wave, which]:
                picture = pictures.named(await self._report(_id(wave)), which)
                if picture:
                    return await asyncio.to_thread(charts.png, picture)
        raise LookupError(ref)

    async def _letter(self, reply: int) -> bytes:
        async with self._units.begin() as unit:
            found = await unit.replies.get(reply)
            if found is None:
                raise LookupError(reply)
            content = await letter_of(unit, self._house, found)
        return await asyncio.to_thread(letter.docx, content)

    async def _sheet(self, chat: int, at: str, asked: int) -> bytes:
        """Its codes are made with it: they stand nowhere but on the sheet."""
        async with self._units.begin() as unit:
            await heed_staff(unit, self._house, await unit.staff.version())
            found = await unit.chats.get(chat)
            when = datetime.fromtimestamp(asked / 1000, UTC)
            return await sheet_for(unit, self._house, found, at, when)

    async def _card(self, appeal: int, form: str) -> bytes:
        async with self._units.begin() as unit:
            found = await unit.appeals.get(appeal)
            if found is None:
                raise LookupError(appeal)
            content = await card_of(unit, self._house, found)
        zone, ministry = self._house.zone, self._house.ministry.name
        if form == "json":
            return await asyncio.to_thread(card.data, content, zone)
        elsewhere = self._house.zone_of(found.unit) != zone
        return await asyncio.to_thread(card.docx, content, ministry, zone, elsewhere=elsewhere)

    async def _questionnaire(self, id_: str) -> bytes:
        async with self._units.begin() as unit:
            await heed_staff(unit, self._house, await unit.staff.version())
        return questionnaire.document(self._house.ministry.questionnaires[id_])

    async def _report(self, wave: int) -> Report:
        """What a closed wave has found; there is none of any other, and of too few answers."""
        async with self._units.begin() as unit:
            found = await unit.waves.get(wave)
            if found is None:
                raise LookupError(wave)
            try:
                content = await report_of(unit, self._house, found)
            except Refused as no:
                raise LookupError(wave) from no
        if not content.found.enough:
            raise LookupError(wave)
        return content


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63):
        raise LookupError(text)
    return int(text)
