"""Who may answer a wave, and the one act of answering it (D-139 §5.2).

Everything before the vote is only read, without a lock: a lock leaves a trace. The vote spends the
ballot and keeps the sheet, and writes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.people import Chat
from domain.refusal import Refused
from domain.surveys.answering import in_words, part_of, sheet_of
from domain.surveys.marks import hashed, mark_of
from domain.surveys.questionnaire import Audience
from domain.surveys.sitting import Sitting
from domain.surveys.taps import Tap
from domain.surveys.waves import Wave, WaveState
from domain.talk import Inbound
from handlers.house import House
from handlers.standing import heed_staff
from handlers.survey.entering import not_open
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Voter:
    """A dialogue that may answer a wave once, with the ballot of this hash; `part` is the group
    its answers are kept under."""

    wave: Wave
    chat: Chat
    ballot: str
    part: str
    spent: bool


async def voter(unit: Unit, house: House, event: Inbound, tap: Tap | None, now: datetime) -> Voter:
    """Whoever holds this button, or why they cannot answer with it."""
    wave = await unit.waves.get(tap.wave) if tap else None
    if tap is None or wave is None or bool(tap.mark) is not wave.anonymous:
        raise Refused("survey-strange")
    if no := not_open(wave, house, now):
        raise no
    chat = await unit.chats.peek(event.channel, event.account, event.chat)
    if chat is None:
        raise Refused("survey-not-invited")
    part = await _part(unit, house, wave, chat)
    if wave.anonymous:
        ballot = hashed(wave.id, tap.mark)
        spent = await unit.ballots.state(wave.id, ballot)
        if spent is None:
            raise Refused("survey-strange")
        return Voter(wave, chat, ballot, part, spent)
    if not wave.chosen.public and not await unit.invitations.is_invited(wave.id, chat.id):
        raise Refused("survey-not-invited")
    ballot = hashed(wave.id, mark_of(wave.key, chat.id))
    return Voter(wave, chat, ballot, part, bool(await unit.ballots.state(wave.id, ballot)))


async def vote(unit: Unit, who: Voter, sitting: Sitting) -> bool:
    """The ballot is spent and the sheet kept, both or neither; False when it was spent before.
    Refuses where the wave was closed meanwhile."""
    survey, given = sitting.questionnaire, sitting.given
    texts = {item.key: sitting.words[item.key] for item in in_words(survey, given)}
    answer = unit.ballots.spend if who.wave.anonymous else unit.ballots.cast
    if await answer(who.wave.id, who.ballot, who.part, sheet_of(survey, given), texts):
        return True
    wave = await unit.waves.get(who.wave.id)
    if wave is None or wave.state is not WaveState.OPEN:
        raise Refused("survey-closed", title=survey.title)
    return False


async def _part(unit: Unit, house: House, wave: Wave, chat: Chat) -> str:
    """That of the invitation. Of the unit somebody works in today it must not be: whoever was moved
    alone to a unit that has answered already would be known by the one answer more."""
    if wave.chosen.audience is Audience.CLIENTS:
        return part_of(wave.groups, "")
    await heed_staff(unit, house, await unit.staff.version())
    if not chat.employee or house.employee(chat.employee) is None:
        raise Refused("survey-left")
    part = await unit.invitations.part(wave.id, chat.id)
    if part is None:
        raise Refused("survey-not-invited")
    return part
