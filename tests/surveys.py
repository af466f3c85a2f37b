"""Waves for tests: a questionnaire with every kind of question, open now, and marks handed out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from domain.people import Chat
from domain.surveys.answering import part_of
from domain.surveys.marks import hashed, spelt
from domain.surveys.questionnaire import (
    Audience,
    Kind,
    Option,
    Question,
    Questionnaire,
    When,
)
from domain.surveys.waves import Chosen, Wave, WaveState
from domain.talk import Channel, Reply
from handlers.survey.asking import invitation
from sandbox.people import Person, Shown
from sandbox.vk import VkStandIn
from storage import tables as t
from tests.conversations.talk import rows, until
from tests.town import Town

TITLE = "Как мы работаем вместе"

#: one question of every kind, one skipped after "no", one needed only after a low mark
EVERY_KIND = Questionnaire(
    "every_kind",
    TITLE,
    "Расскажите, как вам работается с соседними отделами.",
    Audience.EMPLOYEES,
    (
        Question(
            "asked",
            Kind.ONE,
            "Обращались ли вы в отдел за квартал?",
            (Option("yes", "Да"), Option("no", "Нет")),
            unsure=True,
            block="first",
        ),
        Question(
            "pace",
            Kind.SCALE,
            "Устраивает ли вас, как быстро отвечают?",
            unsure=True,
            low="совсем нет",
            high="полностью",
            block="first",
            when=When("asked", ("yes",)),
        ),
        Question(
            "what",
            Kind.MANY,
            "Что мешает работе?",
            (
                Option("pace", "Долго ждать ответа"),
                Option("words", "Непонятные ответы"),
                Option("nobody", "Не знаю, к кому идти"),
                Option("forms", "Слишком много бумаг, которые приходится заполнять заново"),
            ),
            required=False,
            most=3,
        ),
        Question("advise", Kind.NPS, "Посоветуете ли вы коллеге этот отдел?"),
        Question(
            "units",
            Kind.MATRIX,
            "Оцените работу отделов.",
            rows=(Option("legal", "Юридический отдел"), Option("accounts", "Бухгалтерия")),
            unsure=True,
        ),
        Question("words", Kind.TEXT, "Что изменить в первую очередь?", required=False),
    ),
    blocks={"first": "Ответы"},
    version="v1",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A wave that is open, with the marks that nobody has been given yet; none in a plain one."""

    wave: Wave
    marks: list[str]


def for_clients(questionnaire: Questionnaire = EVERY_KIND, *, anonymous: bool) -> Questionnaire:
    return replace(questionnaire, audience=Audience.CLIENTS, anonymous=anonymous)


async def opened(
    town: Town,
    questionnaire: Questionnaire = EVERY_KIND,
    ballots: int = 5,
    groups: Mapping[str, str] | None = None,
    **facts: Any,
) -> Opened:
    """A wave open since now for ten days; where it is anonymous, with so many ballots drawn.
    `facts` are other facts of the wave."""
    now = town.watch()
    wave = Wave(
        0,
        questionnaire,
        Chosen(questionnaire.audience),
        "boss",
        "",
        WaveState.OPEN,
        now,
        now + timedelta(days=10),
        "2026-Q4",
        now,
        remind_at=now + timedelta(days=5),
        opened_at=now,
        groups=groups or {},
        key="" if questionnaire.anonymous else secrets.token_hex(16),
        invited=ballots,
    )
    marks = [spelt(secrets.token_bytes(16)) for _ in range(ballots if wave.anonymous else 0)]
    async with town.service.units.begin() as unit:
        made = unit.waves.make(replace(wave, **facts))
        unit.ballots.draw(made.id, (hashed(made.id, mark) for mark in marks))
    return Opened(made, marks)


async def moved(town: Town, wave: Wave, **facts: Any) -> None:
    """The wave as another conversation, or the clock, would have left it."""
    async with town.service.units.begin() as unit:
        assert await unit.waves.move(wave, wave.state, **facts)


def channel_of(person: Person) -> Channel:
    return Channel.VK if isinstance(person.messenger, VkStandIn) else Channel.TELEGRAM


async def chat_of(town: Town, person: Person) -> Chat:
    """The dialogue of somebody who has written before."""
    channel = channel_of(person)
    account = next(d.account for d in town.service.doors if d.channel is channel)
    async with town.service.units.begin() as unit:
        chat = await unit.chats.peek(channel, account, str(person.id))
    assert chat
    return chat


async def invites(town: Town, open_: Opened, *people: Person) -> list[Shown]:
    """Each of them gets the invitation, in an anonymous wave with a mark of their own, straight by
    the door; returns the messages as they see them. They have to have written before."""
    found = []
    for person in people:
        chat = await chat_of(town, person)
        async with town.service.engine.begin() as connection:
            employee = town.service.house.employee(chat.employee) if chat.employee else None
            part = part_of(open_.wave.groups, employee.unit if employee else "")
            row = {"wave": open_.wave.id, "chat": chat.id, "part": part}
            row |= {"state": "sent", "message": ""}
            row |= {"answered": False, "reminded": False}
            await connection.execute(t.invitations.insert().values(row))
        mark = open_.marks.pop() if open_.wave.anonymous else None
        house = town.service.house
        shown_to(town, person, invitation(open_.wave, mark, house, town.watch()))
        found.append(await person.hears(open_.wave.questionnaire.title))
    return found


def shown_to(town: Town, person: Person, reply: Reply) -> None:
    """Say something to somebody, past the outbox."""
    town.service.booth.direct.say(channel_of(person), str(person.id), reply)


async def sheets(town: Town, wave: Wave) -> list[tuple[str, Any]]:
    """What was answered so far: group and answers."""
    query = select(t.sheets.c.part, t.sheets.c.answers).where(t.sheets.c.wave == wave.id)
    return [(row["part"], row["answers"]) for row in await rows(town, query)]


async def said(town: Town, wave: Wave) -> list[tuple[str, str]]:
    """What was answered in words: question and text."""
    query = select(t.survey_texts.c.question, t.survey_texts.c.text)
    found = await rows(town, query.where(t.survey_texts.c.wave == wave.id))
    return sorted((row["question"], row["text"]) for row in found)


async def spent(town: Town, wave: Wave) -> int:
    """How many ballots are spent."""
    query = select(t.ballots.c.hash).where(t.ballots.c.wave == wave.id, t.ballots.c.spent.is_(True))
    return len(await rows(town, query))


async def goes_on(person: Person, shown: Shown, label: str, words: str = "") -> Shown:
    """Press a button under the survey's message, which changes in place; returns it as it is
    then, with these words."""
    before = shown.text, shown.rows
    await person.taps(label, shown)
    return await becomes(person, shown, words, before)


async def becomes(
    person: Person, shown: Shown, words: str = "", before: tuple[Any, ...] = ()
) -> Shown:
    """The message once it has been changed in place to say this."""

    def now() -> Shown:
        return next(one for one in person.heard if one.id == shown.id)

    async def changed() -> bool:
        return (now().text, now().rows) != before and words in now().text

    await until(changed, person.patience)
    return replace(now())


async def answers_all(person: Person, shown: Shown, labels: Iterable[str]) -> Shown:
    """Press one label after another under the invitation or a question."""
    for label in labels:
        shown = await goes_on(person, shown, label)
    return shown


#: presses that answer EVERY_KIND, from the invitation to the end, without words
QUICKLY = (
    *("Начать", "Да", "4", "1", "3", "Готово", "От 6 до 10", "9", "5"),
    *("Затрудняюсь ответить", "Пропустить", "Отправить"),
)
#: the sheet that comes of it
QUICK_SHEET: Mapping[str, Any] = {
    "asked": "yes",
    "pace": 4,
    "what": ["pace", "nobody"],
    "advise": 9,
    "units.legal": 5,
    "units.accounts": "unsure",
}


async def votes(person: Person, invited: Shown) -> Shown:
    """Answer EVERY_KIND quickly and send; the sheet is QUICK_SHEET."""
    return await answers_all(person, invited, QUICKLY)
