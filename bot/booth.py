"""The polling booth: hears whoever answers a survey, before anything of it is written anywhere.

What belongs to a survey is taken out of a batch before the intake journals it. The booth reads the
database without locks, writes only in the one transaction that spends a ballot, and answers
straight by the door. Where it is broken, its person is told; nothing is ever set aside.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.channel import Clock, Raw
from bot.direct import Direct
from bot.remembered import Memory, Remembered, Where
from domain.appeals import is_blank
from domain.refusal import Refused
from domain.surveys.questionnaire import Kind
from domain.surveys.sitting import Sitting, held, opened
from domain.surveys.taps import VERB, Press, is_of_survey, read_tap
from domain.talk import Channel, Inbound, Reply, What
from handlers.house import House
from handlers.survey import asking
from handlers.survey.voting import Voter, vote, voter
from storage.errors import passes
from storage.unit import Units
from texts import say, words

log = logging.getLogger(__name__)

#: said in place of the question: there is nothing left to press
_ENDS = frozenset({"survey-closed", "survey-called-off", "survey-spent", "survey-left"})

#: how the messengers call the press of a button
_PRESSES = frozenset({"callback_query", "message_event"})


def carries_mark(raw: Raw) -> bool:
    """Whether a survey's button is anywhere in the event, as in a message somebody replies to."""
    return f'"{VERB}:' in json.dumps(raw.body)


class Booth:
    """`orders` tells what is a command and no answer. `answered` is who has answered which wave,
    as far as this process knows: dialogues by wave."""

    def __init__(
        self,
        units: Units,
        house: House,
        direct: Direct,
        clock: Clock,
        orders: Callable[[str], bool],
    ) -> None:
        self._units, self._house, self.direct = units, house, direct
        self._clock, self._orders = clock, orders
        self._memory = Memory()
        self._turns: WeakValueDictionary[Where, asyncio.Lock] = WeakValueDictionary()
        self.answered: dict[int, set[int]] = {}

    async def hear(self, raw: Raw, channel: Channel) -> bool:
        """Whether this belongs to a survey; it is answered then, and nobody else may see it.

        Raises only when the database is away: then nothing was done, and it may come again."""
        event = raw.inbound
        if event is None:
            return self._is_broken(raw, channel)
        where = (event.channel, event.account, event.chat)
        async with self._turns.setdefault(where, asyncio.Lock()):
            now = self._clock()
            if not self._may_be_its(event, where, now):
                return False
            try:
                reply = await self._answer(event, where, now)
            except Exception as trouble:
                if passes(trouble):
                    raise
                # Its class alone: neither who it was nor what was pressed or said.
                log.error("the polling booth broke: %s", type(trouble).__name__)
                reply = say("survey-sorry", contacts=self._house.contacts())
        if reply and reply.text:
            self.direct.say(event.channel, event.chat, reply)
        return reply is not None

    async def leave(self, patience: float) -> None:
        """Before the memory goes: whoever may be writing an answer is told to press first, as
        words that nobody waits for are a message to the ministry, name and all."""
        for (channel, _, peer), known in self._memory.writing(self._clock()):
            self.direct.say(channel, peer, asking.pause(known.tap))
        await self.direct.stop(patience)

    def _is_broken(self, raw: Raw, channel: Channel) -> bool:
        """A press that could not be understood goes to no quarantine either."""
        kinds = {*raw.body, str(raw.body.get("type"))}
        if not raw.trouble or not kinds & _PRESSES:
            return False
        if not carries_mark(raw):
            return False
        if raw.chat:
            self.direct.say(channel, raw.chat, say("survey-strange"))
        return True

    def _may_be_its(self, event: Inbound, where: Where, now: datetime) -> bool:
        if is_of_survey(event.tap):
            return True
        known = self._memory.of(where, now)
        if known is None:
            return False
        if event.what is What.EDITED:
            return event.message in known.said or event.message in known.late
        spoken = event.what in (What.SAID, What.ODD)
        if spoken and event.message in known.heard:
            return True
        if not spoken or not known.listens or self._orders(event.text):
            self._memory.turned_away(where)
            return False
        return True

    async def _answer(self, event: Inbound, where: Where, now: datetime) -> Reply | None:
        """What to say; one without words for nothing, None when it is for others after all."""
        if event.what is What.IN_GROUP:
            return Reply("")
        known = self._memory.of(where, now)
        if event.what is What.EDITED and known:
            return self._mended(event, known)
        if known and event.what is not What.TAPPED and event.message in known.heard:
            return Reply("")  # the batch has come again: its answer is known, and was replied to
        try:
            return await self._heard(event, known, where, now)
        except Refused as no:
            self._memory.turned_away(where)
            reply = say(no.text, **no.values)
            in_place = event.what is What.TAPPED and no.text in _ENDS
            return replace(reply, instead_of=event.message) if in_place else reply

    async def _heard(
        self, event: Inbound, known: Remembered | None, where: Where, now: datetime
    ) -> Reply | None:
        pressed = event.what is What.TAPPED
        tap = read_tap(event.tap) if pressed or known is None else known.tap
        done = False
        async with self._units.begin() as unit:
            who = await voter(unit, self._house, event, tap, now)
            assert tap is not None
            kept = self._memory.words(where, who.wave.id, now)
            sitting = opened(who.wave, tap, kept)
            if sitting is None:
                raise Refused("survey-strange")
            if who.spent and not self._again(who, sitting):
                raise Refused("survey-spent")
            if pressed and sitting.press is Press.SEND and sitting.item is None and not who.spent:
                if not await vote(unit, who, sitting):
                    raise Refused("survey-spent")
                done = True
        if done or who.spent:
            return self._thanked(event, who, sitting, where, now)
        if not pressed:
            return self._said(event, sitting, where, now)
        self._memory.shown(where, sitting, now)
        if sitting.press is Press.LATER:
            return asking.later(sitting, self._house, now, event.message)
        return asking.page(sitting, self._house, event.message)

    def _again(self, who: Voter, sitting: Sitting) -> bool:
        """The same press of the same person once more, as when two were quick."""
        return sitting.press is Press.SEND and who.chat.id in self.answered.get(who.wave.id, ())

    def _thanked(
        self, event: Inbound, who: Voter, sitting: Sitting, where: Where, now: datetime
    ) -> Reply:
        self.answered.setdefault(who.wave.id, set()).add(who.chat.id)
        self._memory.voted(where, now)
        return asking.thanks(sitting, self._house, now, event.message)

    def _said(self, event: Inbound, sitting: Sitting, where: Where, now: datetime) -> Reply | None:
        """Words, or an answer typed instead of pressed."""
        item = sitting.item
        if item is None or item.kind is not Kind.TEXT:
            typed = None if event.files else sitting.typed(event.text, _unsure())
            if typed is None:
                self._memory.turned_away(where)
                return None
            self._memory.shown(where, typed, now)
            self._memory.answered(where, event.message)
            return asking.page(typed, self._house)
        if no := _unfit(event):
            return no
        sitting = held(sitting, event.text.strip())
        self._memory.shown(where, sitting, now, {event.message: item.key})
        self._memory.answered(where, event.message)
        shown = asking.page(sitting, self._house)
        return replace(shown, text="\n\n".join((words("survey-words-noted"), shown.text)))

    @staticmethod
    def _mended(event: Inbound, known: Remembered) -> Reply:
        """Words changed before they were sent, or after it."""
        if event.message not in known.said:
            return say("survey-words-late")
        if no := _unfit(event):
            return no
        known.words[known.said[event.message]] = event.text.strip()
        return say("survey-words-mended")


def _unfit(event: Inbound) -> Reply | None:
    """Why this is no answer in words."""
    if event.files or is_blank(event.text):
        return say("survey-words-wanted")
    if len(event.text.strip()) > asking.LONGEST_WORDS:
        return say("survey-words-too-long", longest=asking.LONGEST_WORDS)
    return None


def _unsure() -> str:
    return words("button-survey-unsure")
