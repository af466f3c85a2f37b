"""The way out: in order, once, again when a messenger stumbles, and back when nobody is there."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from bot.build import build
from bot.checking import people
from bot.sender import GIVE_UP_AFTER_TRIES, TRIES_IN_AN_OUTAGE
from bot.service import Service
from domain.people import Chat
from domain.talk import Attached, Channel, FileKind, Reply
from sandbox import telegram_faults
from sandbox.people import Person, Sent
from sandbox.vk_faults import Fault
from storage import tables as t
from storage.engine import make_engine
from storage.outbox import LEASE
from tests.conversations.talk import sends, until
from tests.faults import commits_held, is_held
from tests.kit import rows
from tests.town import Town

BOTH = pytest.mark.parametrize("at", ["telegram", "vk"])


async def _met(town: Town, at: str) -> tuple[Person, Chat]:
    """Somebody who has written, and their dialogue."""
    person = town.person(at)
    await person.says("меню")
    await person.hears("Здравствуйте")
    async with town.service.units.begin() as unit:
        account = next(d.account for d in town.service.doors if d.channel == at)
        arrived = await unit.arrivals.hear(
            (Channel(at), account), [], [str(person.id)], town.watch()
        )
    return person, arrived.chats[str(person.id)]


async def _post(town: Town, chat: Chat, *texts: str, **how: Any) -> None:
    async with town.service.units.begin() as unit:
        for words in texts:
            unit.outbox.post(chat, Reply(words), town.watch(), **how)


async def _settled(town: Town, state: str, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many messages stand so; all of them."""
    async with asyncio.timeout(60):
        while True:
            found = [r for r in await rows(town.service.engine, t.outbox) if r["state"] == state]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.02)


def _fails(town: Town, at: str, how: str, times: int = 1) -> None:
    """The next sends go wrong."""
    telegram = {
        "broken": telegram_faults.broken(),
        "page": telegram_faults.bad_gateway(),
        "lost": telegram_faults.answer_lost(),
        "dropped": telegram_faults.dropped(),
    }
    vk = {
        "broken": Fault.HTTP_500,
        "page": Fault.HTML_502,
        "lost": Fault.LOST,
        "dropped": Fault.DROP,
    }
    if at == "telegram":
        town.telegram.faults.add("sendMessage", telegram[how], times)
    else:
        for method in ("messages.send", "execute"):
            town.vk.faults.add(method, vk[how], times)


@BOTH
async def test_a_dialogue_reads_in_the_order_it_was_written(town: Town, at: str) -> None:
    people = [await _met(town, at) for _ in range(3)]
    before = {person.id: len(person.heard) for person, _ in people}
    for number in range(10):
        for _, chat in people:
            await _post(town, chat, f"{number}")
    for person, _ in people:
        await person.hears("9")
        assert [m.text for m in person.heard[before[person.id] :]] == [str(n) for n in range(10)]


@BOTH
@pytest.mark.parametrize("how", ["broken", "page", "dropped"])
async def test_a_messenger_that_stumbles_is_tried_again(town: Town, at: str, how: str) -> None:
    person, chat = await _met(town, at)
    _fails(town, at, how)
    await _post(town, chat, "важное", "за ним")
    async with asyncio.timeout(60):
        while not any("важное" in message.text for message in person.heard):
            town.watch.passes(minutes=1)
            await asyncio.sleep(0.05)
    await person.hears("за ним")
    heard = [message.text for message in person.heard]
    assert heard.count("важное") == 1
    assert heard.index("важное") < heard.index("за ним")


async def test_an_answer_that_was_lost_doubles_nothing_on_vk(town: Town) -> None:
    person, chat = await _met(town, "vk")
    _fails(town, "vk", "lost")
    await _post(town, chat, "важное")
    async with asyncio.timeout(60):
        while (row := (await rows(town.service.engine, t.outbox))[-1])["state"] != "sent":
            # No longer than it waits: VK knows a repeat for an hour.
            town.watch.at = max(town.watch(), row["due_at"])
            await asyncio.sleep(0.05)
    assert [message.text for message in person.heard].count("важное") == 1


@BOTH
async def test_who_has_left_is_not_tried_for_ever(town: Town, at: str) -> None:
    person, chat = await _met(town, at)
    messenger = town.telegram if at == "telegram" else town.vk
    await messenger.blocks(person.id)
    async with asyncio.timeout(60):
        while (await rows(town.service.engine, t.chats))[0]["reachable"]:
            await asyncio.sleep(0.02)
    await _post(town, chat, "важное")
    (dead,) = await _settled(town, "dead")
    assert dead["trouble"] == "unreachable"
    assert not any("важное" in message.text for message in person.heard)


@pytest.mark.requirement("R15")
@BOTH
async def test_a_reply_that_cannot_be_delivered_comes_back(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram" if at == "vk" else "vk")
    client = town.person(at)
    await client.says("Когда придёт пособие на ребёнка?")
    await client.hears("2026-000001")
    notice = await petrov.hears("Новое обращение")
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await petrov.says("Завтра.")
    preview = await petrov.hears("Завтра.")
    await (town.telegram if at == "telegram" else town.vk).blocks(client.id)
    await sends(petrov, preview)
    back = await petrov.hears("не доставлен")
    assert "осталось у вас" in back.text
    (appeal,) = await rows(town.service.engine, t.appeals)
    assert (appeal["officer"], appeal["state"], appeal["closed_at"]) == ("petrov", "taken", None)


async def test_what_is_refused_for_good_is_given_up(town: Town) -> None:
    _, chat = await _met(town, "telegram")
    town.telegram.faults.add(
        "sendMessage", telegram_faults.refused(400, "Bad Request: message text is odd")
    )
    await _post(town, chat, "странное", "обычное")
    (dead,) = await _settled(town, "dead")
    assert dead["trouble"] == "refused"
    await _settled(town, "sent", 2)  # the greeting and what came after


async def test_a_token_that_was_taken_away_halts_the_channel_and_loses_nothing(town: Town) -> None:
    person, chat = await _met(town, "telegram")
    town.telegram.faults.add("sendMessage", telegram_faults.unauthorized())
    await _post(town, chat, "важное")
    (waits,) = await _settled(town, "retry")
    assert waits["due_at"] > town.watch()
    _, other = await _met(town, "vk")  # the other channel goes on
    sent = len(_sends(town))
    async with town.service.units.begin() as unit:
        neighbour = unit.chats.meet(Channel.TELEGRAM, "42", "77", town.watch())
        unit.outbox.post(neighbour, Reply("подождёт"), town.watch())
    await _post(town, other, "не ждёт")
    await _settled(town, "sent", 3)
    assert len(_sends(town)) == sent
    town.watch.passes(minutes=2)
    await person.hears("важное")


def _sends(town: Town) -> list[Any]:
    return [call for call in town.telegram.requests if call.method.lower() == "sendmessage"]


async def _tried(town: Town, words: str, tries: int) -> None:
    """As if a message had been tried so often already."""
    async with town.service.engine.begin() as connection:
        mine = t.outbox.c.reply["text"].as_string() == words
        await connection.execute(update(t.outbox).where(mine).values(tries=tries))


async def test_what_does_not_leave_while_others_do_is_given_up(town: Town) -> None:
    _, chat = await _met(town, "telegram")
    town.telegram.faults.add("sendMessage", telegram_faults.broken(), 1000)
    await _post(town, chat, "важное")
    await _settled(town, "retry")
    await _tried(town, "важное", GIVE_UP_AFTER_TRIES)
    town.watch.passes(minutes=11)
    await _settled(town, "dead")


async def test_an_outage_of_days_buries_nothing(town: Town) -> None:
    person, chat = await _met(town, "telegram")
    town.telegram.faults.add("sendMessage", telegram_faults.broken(), 2)
    await _post(town, chat, "важное")
    await _settled(town, "retry")
    await _tried(town, "важное", GIVE_UP_AFTER_TRIES)
    town.watch.passes(days=3)
    async with asyncio.timeout(60):
        while (await rows(town.service.engine, t.outbox))[-1]["tries"] > TRIES_IN_AN_OUTAGE:
            await asyncio.sleep(0.02)
    town.watch.passes(minutes=11)
    await person.hears("важное")


@pytest.mark.parametrize(
    "fault", [telegram_faults.unauthorized(), telegram_faults.too_many()], ids=["halted", "429"]
)
async def test_a_channel_that_stands_is_no_fault_of_the_message(
    town: Town, fault: telegram_faults.Fault
) -> None:
    person, chat = await _met(town, "telegram")
    town.telegram.faults.add("sendMessage", fault, 2)
    await _post(town, chat, "важное")
    (first,) = await _settled(town, "retry")
    assert first["tries"] == 0
    await _tried(town, "важное", GIVE_UP_AFTER_TRIES)
    town.watch.passes(minutes=2)
    async with asyncio.timeout(60):
        while (await rows(town.service.engine, t.outbox))[-1]["due_at"] <= town.watch():
            await asyncio.sleep(0.02)
    town.watch.passes(minutes=2)
    await person.hears("важное")


async def _file(town: Town) -> Attached:
    """A file that an officer has just sent in Telegram, as it stands in a reply."""
    officer = town.person("telegram")
    await officer.says("Прошу помощи", Sent("document", "справка.txt", b"x"))
    await officer.hears("2026-0000")
    (row,) = await rows(town.service.engine, t.files)
    return Attached(row["id"], FileKind.DOCUMENT, "", row["name"], row["mime"])


@BOTH
async def test_a_file_that_is_still_fetched_holds_up_nothing(town: Town, at: str) -> None:
    person, chat = await _met(town, at)
    released = asyncio.Event()
    town.telegram.faults.add("getFile", telegram_faults.held(released))
    file = await _file(town)
    async with town.service.units.begin() as unit:
        unit.outbox.post(chat, Reply("с файлом", files=(file,)), town.watch())
    await _post(town, chat, "за ним", "и ещё")
    await person.hears("и ещё")
    (waits,) = await _settled(town, "filing")
    assert waits["tries"] == 0
    assert waits["due_at"] > town.watch()
    released.set()  # the clock stands: it is the file that wakes the reply
    await person.hears("с файлом")


@BOTH
async def test_a_reply_whose_file_is_lost_comes_back_at_once(town: Town, at: str) -> None:
    person, chat = await _met(town, at)
    town.telegram.faults.add("getFile", telegram_faults.refused(400, "Bad Request: wrong file_id"))
    file = await _file(town)
    async with town.service.units.begin() as unit:
        unit.outbox.post(chat, Reply("с файлом", files=(file,)), town.watch())
    await _post(town, chat, "за ним")
    await person.hears("за ним")
    (dead,) = await _settled(town, "dead")
    assert dead["trouble"] == "file"


async def test_a_long_upload_stays_with_who_began_it(town: Town) -> None:
    person, chat = await _met(town, "telegram")
    released = asyncio.Event()
    town.telegram.faults.add("sendMessage", telegram_faults.held(released))
    on_postgres = town.service.engine.dialect.name == "postgresql"
    beside = await _beside(town) if on_postgres else None
    await _post(town, chat, "долгое")
    await _settled(town, "sending")
    for _ in range(4):  # two minutes, where a lease lasts one
        town.watch.passes(seconds=LEASE.total_seconds() / 2)
        async with asyncio.timeout(60):
            while True:
                row = (await rows(town.service.engine, t.outbox))[-1]
                if row["lease_until"] == town.watch() + LEASE:
                    break
                await asyncio.sleep(0.02)
        assert (row["state"], row["tries"]) == ("sending", 1)
    released.set()
    await person.hears("долгое")
    assert [message.text for message in person.heard].count("долгое") == 1
    if beside:
        running, stop = beside
        stop.set()
        await running


@pytest.mark.postgres
async def test_what_is_just_being_noted_is_not_taken_up_anew(
    postgres_database: str, tmp_path: Any
) -> None:
    """Its lease has run out, as when the database was away; a batch that is being committed has
    claimed it, and the note waits for the batch."""
    town = Town(postgres_database, tmp_path / "files")
    await town.open()
    try:
        person, chat = await _met(town, "telegram")
        released = asyncio.Event()
        town.telegram.faults.add("sendMessage", telegram_faults.held(released))
        await _post(town, chat, "однажды")
        await _settled(town, "sending")
        other = town.person("telegram")
        async with commits_held(postgres_database):
            town.watch.passes(seconds=2 * LEASE.total_seconds())
            await other.says("меню")
            await until(lambda: is_held(postgres_database))
            released.set()
            await person.hears("однажды")
            await until(lambda: _is_noted_or_waits(postgres_database))
        await other.hears("Здравствуйте")
        await _settled(town, "sent", 3)
        assert [message.text for message in person.heard].count("однажды") == 1
    finally:
        await town.close()


async def _is_noted_or_waits(database: str) -> bool:
    """Whether the note waits for what another transaction has changed. Where the lease was renewed
    in time, there is nothing to wait for."""
    engine = make_engine(database)
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
    sending = "SELECT count(*) FROM outbox WHERE state = 'sending'"
    try:
        async with engine.connect() as connection:
            waiting = (await connection.exec_driver_sql(waits)).scalar_one()
            return bool(waiting) or not (await connection.exec_driver_sql(sending)).scalar_one()
    finally:
        await engine.dispose()


async def test_check_names_what_waits_for_a_channel_that_is_off(town: Town) -> None:
    _, chat = await _met(town, "telegram")
    await town.stop()
    town.settings_more = {"TELEGRAM_TOKEN": ""}
    service = build(town.settings(), town.ministry, town.watch)
    async with service.units.begin() as unit:
        unit.outbox.post(chat, Reply("важное"), town.watch())
    try:
        said = [line for line in await people(service) if line.startswith("outbox:")]
    finally:
        await service.close()
    assert len(said) == 1
    assert "1 messages wait for telegram 42" in said[0]


@pytest.mark.postgres
async def test_two_processes_send_each_message_once(postgres_database: str, tmp_path: Any) -> None:
    """One house beside another on the same database; the second takes over when the first stops."""
    town = Town(postgres_database, tmp_path / "files")
    await town.open()
    people = [await _met(town, at) for at in ("telegram", "vk") for _ in range(3)]
    beside, stop = await _beside(town)
    for number in range(20):
        for _, chat in people:
            await _post(town, chat, f"слово {number}")
    for person, _ in people:
        await person.hears("слово 19")
        said = [m.text for m in person.heard if m.text.startswith("слово")]
        assert said == [f"слово {number}" for number in range(20)]
    await town.stop()
    last = town.person("telegram")
    await last.says("Кто теперь слушает?")
    await last.hears("2026-000001")  # the other has taken over within its next look
    stop.set()
    await beside
    await town.close()


async def _beside(town: Town) -> tuple[asyncio.Future[None], asyncio.Event]:
    service: Service = build(town.settings(), town.ministry, town.watch)
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.ensure_future(  # noqa: TID251 - awaited by the test
        service.run(stop, lambda _: ready.set())
    )
    await ready.wait()
    return running, stop
