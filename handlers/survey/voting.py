"""Who may answer a wave, and the one act of answering it (D-139 §5.2).

Everything before the vote is only read, without a lock: a lock leaves a trace. So does reading, on
PostgreSQL: whoever reads a row first since it was changed leaves a bit in it. The vote spends the
ballot and keeps the sheet, and writes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.people import Chat
from domain.refusal import Refused
from domain.surveys.answering import in_words, sheet_of
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

#: so many clients' rows are read for one press; of more clients, only their own
MOST_CLIENTS = 500


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
    chat, part = await _asked(unit, wave, event)
    if chat is None:
        raise Refused("survey-not-invited")
    employees = wave.chosen.audience is Audience.EMPLOYEES
    if employees:
        await _works_here(unit, house, chat)
    if wave.anonymous:
        ballot = hashed(wave.id, tap.mark)
        spent = await unit.ballots.state(wave.id, ballot)
        if spent is None:
            raise Refused("survey-strange")
        if employees and part is None:
            raise Refused("survey-not-invited")
        return Voter(wave, chat, ballot, part or "", spent)
    if not wave.chosen.public and not await unit.invitations.is_invited(wave.id, chat.id):
        raise Refused("survey-not-invited")
    ballot = hashed(wave.id, mark_of(wave.key, chat.id))
    return Voter(wave, chat, ballot, part or "", bool(await unit.ballots.state(wave.id, ballot)))


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


async def _asked(unit: Unit, wave: Wave, event: Inbound) -> tuple[Chat | None, str | None]:
    """Whose dialogue it is, and the group of their invitation; None for what there is not. Found
    among all who were asked, so that everybody's rows are read alike.

    The group is never that of the unit somebody works in today: whoever was moved alone to a unit
    that has answered already would be known by the one answer more."""
    employees = wave.chosen.audience is Audience.EMPLOYEES
    if wave.anonymous and (employees or wave.invited <= MOST_CLIENTS):
        asked = await unit.invitations.among(wave.id, event.channel, event.account, event.chat)
        if asked:
            return asked
    chat = await unit.chats.peek(event.channel, event.account, event.chat)
    return chat, await unit.invitations.part(wave.id, chat.id) if chat else None


async def _works_here(unit: Unit, house: House, chat: Chat) -> None:
    await heed_staff(unit, house, await unit.staff.version())
    if not chat.employee or house.employee(chat.employee) is None:
        raise Refused("survey-left")
