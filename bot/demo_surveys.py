"""The demo's surveys: one that everybody has just been invited to, two of a head's to read."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from domain.ministry import Employee, Ministry
from domain.surveys.answering import HELD, SKIPPED, Given, answered, in_words, next_item, sheet_of
from domain.surveys.deeds import Deed, DeedState
from domain.surveys.marks import hashed, spelt
from domain.surveys.questionnaire import Item, Kind, Questionnaire
from domain.surveys.waves import OTHERS, Chosen, Wave, WaveState, quarter_of
from handlers.house import House
from sandbox.said_in_surveys import DEED, DONE, WORDS
from storage.unit import Unit

OPEN_FOR = timedelta(days=10)
#: the surveys one can read about: how long ago each began, how well the unit is thought of (from 0
#: to 1), and how many of each group have answered
READ = ((timedelta(days=122), 0.66, 7), (timedelta(days=31), 0.82, 8))
#: of a group so many were invited
INVITED = 10
#: of those who may say something in words so many do
TALKS = 0.4


@dataclass(frozen=True, slots=True)
class Surveys:
    """`head` has held the surveys one can read about; the open one is the `controller`'s."""

    house: House
    head: Employee
    controller: Employee

    @property
    def questionnaire(self) -> Questionnaire | None:
        """The one of the quarter."""
        ministry = self.house.ministry
        held = ministry.quarterly
        return ministry.questionnaires.get(held.questionnaire) if held else None

    async def hold(self, unit: Unit, now: datetime) -> bool:
        """Everything as if it had been held; the clock opens the new one, and asks whoever has
        joined by then. False where the ministry asks nothing quarterly."""
        asked = self.questionnaire
        if asked is None:
            return False
        for old in await unit.waves.under_way():
            # A database that was kept: its people are not here any more.
            await unit.waves.move(old, old.state, closes_at=now)
        if not await unit.waves.series(asked.id, self.head.unit):
            await self._past(unit, asked, now)
        unit.waves.make(self._wave(asked, self.controller.id, "", now))
        return True

    async def _past(self, unit: Unit, asked: Questionnaire, now: datetime) -> None:
        lot, made = random.Random(asked.id), []
        groups = _groups(self.house.ministry, self.head.unit)
        for ago, liked, count in READ:
            wave = self._wave(asked, self.head.id, self.head.unit, now - ago, groups)
            made.append(wave := unit.waves.make(wave))
            said = [_given(asked, liked, lot) for _ in range(count * len({*groups.values()}))]
            await _answer(unit, wave, said, lot)
        before = made[0]
        assert before.closed_at
        unit.deeds.give(self._deed(before, before.closed_at))

    def _wave(
        self,
        asked: Questionnaire,
        owner: str,
        of: str,
        opens: datetime,
        groups: Mapping[str, str] | None = None,
    ) -> Wave:
        """One to be opened by the clock; with groups one that was closed long ago."""
        closes = opens + OPEN_FOR
        past = (opens, closes) if groups else (None, None)
        return Wave(
            0,
            asked,
            Chosen(asked.audience),
            owner,
            of,
            WaveState.CLOSED if groups else WaveState.PLANNED,
            opens,
            closes,
            quarter_of(opens),
            opens,
            remind_at=opens + OPEN_FOR / 2,
            reminded_at=opens + OPEN_FOR / 2 if groups else None,
            opened_at=past[0],
            closed_at=past[1],
            groups=groups or {},
            invited=INVITED * len({*groups.values()}) if groups else 0,
        )

    def _deed(self, wave: Wave, at: datetime) -> Deed:
        due = at + timedelta(days=30)
        done = due - timedelta(days=3)
        return Deed(
            0,
            wave.id,
            wave.quarter,
            wave.unit,
            DEED,
            self.head.id,
            self.controller.id,
            at,
            due,
            DeedState.ACCEPTED,
            DONE,
            done,
            None,
            0,
        )


def _groups(ministry: Ministry, but: str) -> dict[str, str]:
    """Three units that stand alone, and the rest of them together."""
    units = [unit for unit in ministry.units if unit != but]
    return {unit: unit if place < 3 else OTHERS for place, unit in enumerate(units)}


async def _answer(unit: Unit, wave: Wave, said: Sequence[Given], lot: random.Random) -> None:
    """As many of each group answer, with ballots as everybody has, and the survey is closed."""
    groups = sorted({*wave.groups.values()})
    ballots = [hashed(wave.id, spelt(secrets.token_bytes(16))) for _ in said]
    unit.ballots.draw(wave.id, ballots)
    for ballot, given, group in zip(ballots, said, cycle(groups), strict=False):
        texts = {
            one.key: lot.choice(WORDS[one.question.id])
            for one in in_words(wave.questionnaire, given)
        }
        sheet = sheet_of(wave.questionnaire, given)
        assert await unit.ballots.spend(wave.id, ballot, group, sheet, texts)
    await unit.ballots.close(wave.id, {})


def _given(asked: Questionnaire, liked: float, lot: random.Random) -> Given:
    given: Given = {}
    while item := next_item(asked, given):
        given = answered(asked, given, _said(item, liked, lot))
    return given


def _said(item: Item, liked: float, lot: random.Random) -> str | int | list[str]:
    options = [one.id for one in item.question.options]
    match item.kind:
        case Kind.TEXT:
            talks = item.question.id in WORDS and lot.random() < TALKS
            return HELD if talks else SKIPPED
        case Kind.ONE:
            # What is named first is said the most often.
            return options[min(int(lot.expovariate(0.9)), len(options) - 1)]
        case Kind.MANY:
            return [one for one in options if lot.random() < 2 / len(options)] or options[:1]
        case _:
            low, high = (0, 10) if item.kind is Kind.NPS else (1, 5)
            value = round(lot.gauss(low + (high - low) * liked, (high - low) / 5))
            return max(low, min(high, value))
