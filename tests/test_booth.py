"""The polling booth beside the intake: on its way an answer is not written, logged, set aside or
lost, whatever breaks."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Table, select, update

from bot import direct
from bot.channel import Batch, Outcome, Outgoing, Raw, Rejected, TryLater, Unknown
from bot.direct import Direct
from bot.remembered import LASTS, MOST, Memory
from domain.surveys.marks import MARK_LENGTH
from domain.surveys.questionnaire import as_document
from domain.surveys.sitting import Sitting
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Chosen, Wave, WaveState
from domain.talk import Channel, Inbound, Reply, What
from sandbox import telegram_faults
from sandbox.people import Person
from storage import tables as t
from storage.tables import metadata
from tests.conversations.talk import appeals, data_of, rows, until
from tests.faults import away
from tests.surveys import (
    EVERY_KIND,
    QUICK_SHEET,
    QUICKLY,
    Opened,
    answers_all,
    becomes,
    goes_on,
    invites,
    opened,
    said,
    sheets,
    spent,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("S4")

VK_GROUP = "1"


def press(town: Town, person: Person, tap: str, number: int = 1) -> Raw:
    """A press at Telegram as the door hands it over."""
    peer = str(person.id)
    inbound = Inbound(
        Channel.TELEGRAM, "42", f"c:{number}", peer, peer, town.watch(), What.TAPPED, tap=tap,
        tap_id=str(number), message=str(person.last.id),
    )  # fmt: skip
    return Raw(str(number), {"callback_query": {"data": tap}}, inbound)


def words(town: Town, person: Person, text: str, number: int) -> Raw:
    peer = str(person.id)
    inbound = Inbound(
        Channel.TELEGRAM, "42", f"m:{number}", peer, peer, town.watch(), text=text, message="9"
    )
    return Raw(f"w{number}", {"message": {"text": text}}, inbound)


async def everything(town: Town, *but: Table) -> dict[str, list[dict[str, Any]]]:
    """The whole database, without these tables and what the clock notes of its own ticks."""
    return {
        table.name: await rows(town, select(table))
        for table in metadata.sorted_tables
        if table not in {*but, t.tellings}
    }


async def asked(town: Town) -> tuple[Person, Opened]:
    """Petrov is invited; whatever was said to him before is noted as sent."""
    petrov = await town.employee("petrov", "telegram")

    async def noted() -> bool:
        return not await rows(town, select(t.outbox.c.id).where(t.outbox.c.settled_at.is_(None)))

    await until(noted)
    open_ = await opened(town)
    await invites(town, open_, petrov)
    return petrov, open_


async def test_answering_writes_a_ballot_a_sheet_and_nothing_else(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    petrov, open_ = await asked(town)
    changes = (t.ballots, t.sheets, t.survey_texts)

    async def settled() -> dict[str, list[dict[str, Any]]]:
        return await everything(town, *changes)

    before = await settled()
    caplog.clear()
    shown = await answers_all(petrov, petrov.last, QUICKLY[:-2])
    await petrov.says("Секретные слова")
    shown = await petrov.hears("Готово")
    assert await rows(town, select(t.sheets)) == await rows(town, select(t.survey_texts)) == []
    await goes_on(petrov, shown, "Отправить", "Спасибо")
    assert await settled() == before, "neither journal, dialogue, outbox nor anything else"
    assert await said(town, open_.wave) == [("words", "Секретные слова")]
    house = [r for r in caplog.records if r.name.split(".")[0] in {"bot", "handlers", "storage"}]
    assert [r.getMessage() for r in house] == []


async def test_events_of_surveys_move_the_cursor_and_leave_others_alone(town: Town) -> None:
    petrov, open_ = await asked(town)
    take, cursor = town.service.intake.take, town.service.intake.cursor
    first = press(town, petrov, data_of(petrov.last, "Начать"))
    await take(Batch(Channel.VK, VK_GROUP, (), "4 0"))
    await take(Batch(Channel.VK, VK_GROUP, (first,), "5 0"))
    await becomes(petrov, petrov.last, "Вопрос 1")
    assert await cursor(Channel.VK, VK_GROUP) == "5 0"
    client = town.person("telegram")
    both = (press(town, petrov, first.inbound.tap if first.inbound else "", 2),
            words(town, client, "Когда придёт пособие?", 3))  # fmt: skip
    await take(Batch(Channel.TELEGRAM, "42", both, "6"))
    assert len(await appeals(town)) == 1
    await take(Batch(Channel.TELEGRAM, "42", both[::-1], "7"))
    assert await cursor(Channel.TELEGRAM, "42") == "7"
    keys = {row["key"] for row in await rows(town, select(t.events.c.key))}
    assert "m:3" in keys
    assert not keys & {"c:1", "c:2"}
    assert await spent(town, open_.wave) == 0


async def test_the_same_press_delivered_to_two_processes_counts_once(town: Town) -> None:
    """Whichever commits first; the other finds the ballot spent."""
    petrov, open_ = await asked(town)
    shown = await answers_all(petrov, petrov.last, QUICKLY[:-1])
    send = press(town, petrov, data_of(shown, "Отправить"))
    batch = Batch(Channel.TELEGRAM, "42", (send,))
    other = replace_booth(town)
    await asyncio.gather(town.service.intake.take(batch), other.hear(send, Channel.TELEGRAM))
    await town.service.intake.take(batch)
    assert await spent(town, open_.wave) == 1
    assert await sheets(town, open_.wave) == [("", QUICK_SHEET)]
    known = town.service.booth.answered | other.answered
    assert {wave: len(chats) for wave, chats in known.items()} == {open_.wave.id: 1}


def replace_booth(town: Town) -> Any:
    """The booth of another process over the same database."""
    service = town.service
    return type(service.booth)(
        service.units, service.house, service.booth.direct, town.watch, service.intake.flow.orders
    )


async def test_while_the_database_is_away_nothing_is_confirmed_or_lost(town: Town) -> None:
    petrov, open_ = await asked(town)
    shown = await answers_all(petrov, petrov.last, QUICKLY[:-1])
    batch = Batch(Channel.TELEGRAM, "42", (press(town, petrov, data_of(shown, "Отправить")),))
    async with away(town):
        with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresError)):
            await town.service.intake.take(batch)
    assert await spent(town, open_.wave) == 0
    await town.service.intake.take(batch)
    assert await sheets(town, open_.wave) == [("", QUICK_SHEET)]


async def test_what_is_delivered_once_more_answers_nothing_else(town: Town) -> None:
    """A batch that was not confirmed comes again: neither does a mark go to the next question too,
    nor do words whose ballot is spent go to the ministry, name and all."""
    petrov, open_ = await asked(town)
    take = town.service.intake.take
    await answers_all(petrov, petrov.last, QUICKLY[:-4])
    typed = Batch(Channel.TELEGRAM, "42", (words(town, petrov, "5", 21),))
    await take(typed)
    await petrov.hears("Бухгалтерия")
    await take(typed)
    shown = await goes_on(petrov, petrov.last, QUICKLY[-3], "Что изменить")
    spoken = words(town, petrov, "Секретные слова", 22)
    assert spoken.inbound
    spoken = replace(spoken, inbound=replace(spoken.inbound, message="10"))
    await take(Batch(Channel.TELEGRAM, "42", (spoken,)))
    shown = await petrov.hears("Готово")
    await goes_on(petrov, shown, "Отправить", "Спасибо")
    await take(Batch(Channel.TELEGRAM, "42", (spoken,)))
    ((_, sheet),) = await sheets(town, open_.wave)
    assert (sheet["units.legal"], "units.accounts" in sheet) == (5, True)
    assert await rows(town, select(t.entries)) == []


async def test_a_fault_of_ours_is_told_and_leaves_nothing_behind(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """The survey stands in the database as nobody can read it: what breaks would name the words."""
    petrov, open_ = await asked(town)
    first = press(town, petrov, data_of(petrov.last, "Начать"))
    document = as_document(EVERY_KIND)
    document["questions"][0]["kind"] = "Секретные слова"
    async with town.service.engine.begin() as connection:
        broken = update(t.waves).where(t.waves.c.id == open_.wave.id)
        await connection.execute(broken.values(document=document))
    before = await everything(town)
    await town.service.intake.take(Batch(Channel.TELEGRAM, "42", (first,)))
    told = await petrov.hears("Что-то сломалось у нас")
    assert "8-800-000-00-00" in told.text
    odd = replace(first, inbound=None, trouble="KeyError", chat=str(petrov.id))
    await town.service.intake.take(Batch(Channel.TELEGRAM, "42", (odd,)))
    await petrov.hears("Эта кнопка не от того опроса")
    assert await everything(town) == before
    # the clock says more of it: it knows of no answer
    (logged,) = [one for one in caplog.records if one.name == "bot.booth"]
    assert caplog.handler.format(logged).endswith("the polling booth broke: ValueError")


async def test_a_message_that_quotes_the_button_is_set_aside_without_it(town: Town) -> None:
    """Whoever replies to the survey's message sends its buttons along, the mark with them."""
    petrov, _ = await asked(town)
    quoted = {"message": {"reply_markup": {"data": data_of(petrov.last, "Начать")}}}
    raw = Raw("u1", quoted, trouble="KeyError", chat=str(petrov.id))
    await town.service.intake.take(Batch(Channel.TELEGRAM, "42", (raw,)))
    await petrov.hears("случилась ошибка")
    ((reason, body),) = [
        (row["reason"], row["body"]) for row in await rows(town, select(t.quarantine))
    ]
    assert (reason, body) == ("KeyError", None)


async def test_two_quick_presses_are_heard_one_after_another(town: Town) -> None:
    petrov, open_ = await asked(town)
    first = petrov.last
    shown = await goes_on(petrov, first, "Начать")
    for label in ("Да", "Да", "Нет"):
        await petrov.taps(label, shown)
    town.telegram.faults.add("editMessageText", telegram_faults.dropped(), 1)
    shown = await becomes(petrov, first, "Что мешает работе?")
    assert "Вопрос 2 из 6" in shown.text
    assert await spent(town, open_.wave) == 0


class Moody:
    """A door that answers as it is told to, and remembers what it was given."""

    channel = Channel.TELEGRAM

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.outcomes = list(outcomes)
        self.given: list[Outgoing] = []

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        self.given += batch
        outcome = self.outcomes.pop(0) if self.outcomes else "1"
        if isinstance(outcome, RuntimeError):
            raise outcome
        return [outcome]  # type: ignore[list-item]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(direct, "LONGEST_WAIT", 0.01)


async def sent(door: Moody, *texts: str) -> list[tuple[str, bool]]:
    way = Direct({Channel.TELEGRAM: door})  # type: ignore[dict-item]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(way.run())
        await asyncio.sleep(0)
        for text in texts:
            way.say(Channel.TELEGRAM, "5", Reply(text))
        await way.stop(5)
        running.cancel()
    assert len({out.id for out in door.given}) == len(texts)
    return [(out.reply.text, out.again) for out in door.given]


@pytest.mark.parametrize(
    ("outcomes", "tries"),
    [
        ([], 1),
        ([TryLater("slow", timedelta(hours=1))], 2),
        ([Unknown("cut"), RuntimeError("a fault of the door")], 3),
        ([Rejected("no")], 1),
        ([Unknown("cut")] * 9, direct.TRIES),
    ],
)
async def test_what_a_messenger_does_not_take_is_tried_again(
    hasty: None, outcomes: list[Any], tries: int, caplog: pytest.LogCaptureFixture
) -> None:
    given = await sent(Moody(*outcomes), "one", "two")
    assert [text for text, _ in given if text == "one"] == ["one"] * tries
    assert [again for text, again in given if text == "one"] == [False] + [True] * (tries - 1)
    assert given.index(("two", False)) == tries, "in the order it was said"
    assert "one" not in caplog.text


NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WAVE = Wave(
    7, EVERY_KIND, Chosen(EVERY_KIND.audience), "boss", "", WaveState.OPEN, NOW, NOW, "", NOW
)


def test_memory_is_bounded_and_lasts_a_day() -> None:
    memory, sitting = Memory(), Sitting(WAVE, "m" * MARK_LENGTH, words={"words": "слова"})
    for number in range(MOST + 5):
        memory.shown((Channel.VK, "1", str(number)), sitting, NOW)
    assert memory.of((Channel.VK, "1", "4"), NOW) is None
    known = memory.of((Channel.VK, "1", "5"), NOW)
    assert known
    assert known.tap == Tap(Press.SHOW, 7, "m" * MARK_LENGTH)
    assert memory.words((Channel.VK, "1", "5"), 7, NOW) == {"words": "слова"}
    assert memory.words((Channel.VK, "1", "5"), 8, NOW) == {}
    assert memory.of((Channel.VK, "1", "5"), NOW + LASTS) is None
    memory.shown((Channel.VK, "1", "new"), sitting, NOW + LASTS)
    assert len(memory._known) == 1
