"""The way in: every event is answered or kept, whatever the others of its batch do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bot import intake
from bot.channel import Batch, Raw
from domain.talk import Channel, Inbound, What
from handlers.employee.away_form import STEP
from handlers.flow import Scene, Turn
from storage import tables as t
from storage.engine import make_engine
from storage.errors import Overtaken
from tests.conversations.talk import presses, until
from tests.kit import rows
from tests.town import Town

POISON = "ЯД"


@pytest.fixture
def broken(town: Town) -> Town:
    """A town whose conversation breaks at one word, after it has written a good deal."""
    at_rest = town.service.intake.flow.at_rest
    action, hear = at_rest["client"]

    async def breaks(scene: Scene) -> Turn:
        turn = await hear(scene)
        if POISON in scene.event.text:
            raise ValueError(scene.event.text)
        return turn

    at_rest["client"] = (action, breaks)
    return town


def _raw(town: Town, number: int, words: str, person: int | None = None) -> Raw:
    """A message as the door hands it over."""
    peer = str(person or 5000 + number)
    inbound = Inbound(
        Channel.TELEGRAM, "42", f"m:{number}", peer, peer, town.watch(), text=words, message="1"
    )
    return Raw(str(number), _update(number, words, int(peer)), inbound)


def _update(number: int, words: str, person: int) -> dict[str, Any]:
    chat = {"id": person, "type": "private", "first_name": "Роза"}
    message = {"message_id": number, "date": 1_795_000_000, "chat": chat, "text": words}
    return {"update_id": number, "message": message | {"from": chat | {"is_bot": False}}}


async def _take(town: Town, *raws: Raw, cursor: str = "") -> None:
    await town.service.intake.take(Batch(Channel.TELEGRAM, "42", raws, cursor))


async def _texts(town: Town) -> list[str]:
    """What clients said and was kept, in the order it was heard."""
    return [row["text"] for row in await rows(town.service.engine, t.entries)]


@pytest.mark.parametrize("poisoned", [{0}, {3}, {7}, {0, 1}, {2, 6, 7}, set(range(8))])
async def test_poison_stops_nothing_beside_it(broken: Town, poisoned: set[int]) -> None:
    words = [f"{POISON} {n}" if n in poisoned else f"вопрос {n}" for n in range(8)]
    await _take(broken, *(_raw(broken, n, said) for n, said in enumerate(words)), cursor="8")
    good = [said for n, said in enumerate(words) if n not in poisoned]
    assert await _texts(broken) == good
    aside = await rows(broken.service.engine, t.quarantine)
    assert [row["key"] for row in aside] == [f"m:{n}" for n in sorted(poisoned)]
    numbers = sorted(row["number"] for row in await rows(broken.service.engine, t.appeals))
    assert numbers == [f"2026-{n:06}" for n in range(1, len(good) + 1)]
    assert await broken.service.intake.cursor(Channel.TELEGRAM, "42") == "8"


async def test_one_dialogue_keeps_its_order_around_poison(broken: Town) -> None:
    said = ["первое", "второе", POISON, "третье", "четвёртое"]
    await _take(broken, *(_raw(broken, n, words, 7000) for n, words in enumerate(said)))
    assert await _texts(broken) == ["первое", "второе", "третье", "четвёртое"]
    assert len(await rows(broken.service.engine, t.appeals)) == 1


async def test_the_cursor_is_stored_with_the_last_part_only(broken: Town) -> None:
    """The database goes away in the middle of a batch that poison had split."""
    intake = broken.service.intake
    flow = intake.flow.at_rest
    action, hear = flow["client"]

    async def goes_away(scene: Scene) -> Turn:
        if "последнее" in scene.event.text:
            raise ConnectionResetError
        return await hear(scene)

    flow["client"] = (action, goes_away)
    batch = [_raw(broken, n, words) for n, words in enumerate(["раз", POISON, "два", "последнее"])]
    with pytest.raises(ConnectionResetError):
        await _take(broken, *batch, cursor="4")
    assert await intake.cursor(Channel.TELEGRAM, "42") == ""
    flow["client"] = (action, hear)
    await _take(broken, *batch, cursor="4")  # the messenger delivers all of it again
    assert sorted(await _texts(broken)) == ["два", "последнее", "раз"]
    assert len(await rows(broken.service.engine, t.quarantine)) == 1
    assert await intake.cursor(Channel.TELEGRAM, "42") == "4"


async def test_a_broken_event_is_kept_whole_its_person_told_and_replayed(broken: Town) -> None:
    client = broken.person("telegram", "Роза")
    await client.says(f"{POISON} и пособие на ребёнка")
    apology = await client.hears("случилась ошибка")
    assert "8-800-000-00-00" in apology.text
    async with broken.service.units.begin() as unit:
        (event,) = await unit.arrivals.set_aside_events()
    assert event["body"]["message"]["text"] == f"{POISON} и пособие на ребёнка"
    assert event["reason"] == "ValueError"

    door = next(d for d in broken.service.doors if d.channel is Channel.TELEGRAM)
    inbound = door.understand(event["body"])
    with pytest.raises(ValueError, match=POISON):
        await broken.service.intake.replay(event["id"], inbound)
    async with broken.service.units.begin() as unit:
        assert len(await unit.arrivals.set_aside_events()) == 1

    await broken.stop()  # mended
    await broken.start()
    await asyncio.gather(*(broken.service.intake.replay(event["id"], inbound) for _ in range(2)))
    receipt = await client.hears("2026-000001")
    assert POISON not in receipt.text
    assert await _texts(broken) == [f"{POISON} и пособие на ребёнка"]
    (row,) = await rows(broken.service.engine, t.quarantine)
    assert row["body"] is None


async def test_what_was_not_understood_and_came_again_is_not_taken_twice(town: Town) -> None:
    """Set aside under its delivery number; a mended program hears it under its natural key."""
    later = _raw(town, 5, "вопрос")
    await _take(town, Raw("delivery-1", later.body, trouble="KeyError", chat="5005"))
    async with town.service.units.begin() as unit:
        (event,) = await unit.arrivals.set_aside_events()
    await _take(town, later)
    await town.service.intake.replay(event["id"], later.inbound)
    assert await _texts(town) == ["вопрос"]
    async with town.service.units.begin() as unit:
        assert await unit.arrivals.set_aside_events() == []


@pytest.mark.requirement("E1", "E6")
async def test_a_changed_staff_list_holds_at_the_next_event_of_the_same_batch(town: Town) -> None:
    """Whoever was dismissed does not come back with the deputy chosen for them in that moment."""
    who = {"1": ("admin", {}), "2": ("ivanova", {"who": "petrov", "at": "deputy"})}
    async with town.service.units.begin() as unit:
        for peer, (employee, draft) in who.items():
            chat = unit.chats.meet(Channel.TELEGRAM, "42", peer, town.watch())
            chat.employee, chat.seen_at, chat.proved_at = employee, town.watch(), town.watch()
            chat.step, chat.draft = (
                (STEP, draft | {"since": "", "until": ""}) if draft else ("", {})
            )
    taps = {"1": "dismiss-yes:petrov", "2": "away-deputy:gromova"}
    batch = [
        Raw(
            peer,
            {},
            Inbound(
                Channel.TELEGRAM, "42", f"t:{peer}", peer, peer, town.watch(), What.TAPPED, tap=tap
            ),
        )
        for peer, tap in taps.items()
    ]
    await _take(town, *batch, batch[0], _raw(town, 3, "вопрос"), cursor="4")
    changed = {
        (r["kind"], r["id"]): r["value"] for r in await rows(town.service.engine, t.amendments)
    }
    assert changed["employee", "petrov"] == {"gone": True}
    assert await _texts(town) == ["вопрос"]
    assert await rows(town.service.engine, t.quarantine) == []
    assert await town.service.intake.cursor(Channel.TELEGRAM, "42") == "4"
    await _take(town, *batch, _raw(town, 3, "вопрос"))  # nothing is taken twice
    assert await _texts(town) == ["вопрос"]
    assert len(await rows(town.service.engine, t.events)) == 3


async def test_what_came_from_nobody_is_set_aside_and_nobody_is_written_to(town: Town) -> None:
    await _take(town, Raw("x", {"odd": True}, trouble="no such thing"), _raw(town, 1, "вопрос"))
    assert [row["key"] for row in await rows(town.service.engine, t.quarantine)] == ["x"]
    assert [row["peer"] for row in await rows(town.service.engine, t.chats)] == ["5001"]


async def test_the_same_happening_is_taken_once_however_it_is_numbered(town: Town) -> None:
    first = _raw(town, 1, "вопрос")
    again = Raw("777", first.body, first.inbound)
    await _take(town, first, again)
    await _take(town, again)
    assert await _texts(town) == ["вопрос"]


async def test_what_is_none_of_our_business_only_moves_the_cursor(town: Town) -> None:
    await _take(town, Raw("1", {"like": 1}), cursor="9")
    assert await town.service.intake.cursor(Channel.TELEGRAM, "42") == "9"
    for table in (t.events, t.chats, t.quarantine):
        assert await rows(town.service.engine, table) == []


async def test_a_long_batch_of_everything_at_once(broken: Town) -> None:
    """Two hundred events of forty people, poison among them: order, numbers and keys hold."""
    raws = [
        _raw(broken, n, f"{POISON}" if n % 50 == 49 else f"слово {n}", 6000 + n % 40)
        for n in range(200)
    ]
    await _take(broken, *raws, *raws[:10], cursor="200")
    said = await _texts(broken)
    assert said == [f"слово {n}" for n in range(200) if n % 50 != 49]
    assert len(await rows(broken.service.engine, t.quarantine)) == 4


@pytest.mark.postgres
async def test_a_database_that_is_away_confirms_nothing(
    postgres_database: str, tmp_path: Any
) -> None:
    town = Town(postgres_database, tmp_path / "files")
    await town.open()
    client = town.person("telegram")
    await client.says("первое")
    await client.hears("2026-000001")
    admin = make_engine(postgres_database.rpartition("/")[0] + "/postgres")
    name = postgres_database.rpartition("/")[2]
    async with admin.connect() as connection:
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        await connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
        other = town.person("vk")
        await other.says("второе")
        town.watch.passes(minutes=5)
        await client.says("третье")

        async def asked_for_once_more() -> bool:
            return town.telegram.pending == 1

        await until(asked_for_once_more)
        await asyncio.sleep(0.5)
        assert town.telegram.pending == 1, "it is not confirmed"
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    await admin.dispose()
    await other.hears("2026-000002")
    await client.hears("2026-000001")
    await town.close()


@pytest.mark.requirement("E8")
async def test_a_proposal_that_breaks_leaves_no_words_beside_its_person(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    await presses(petrov, "unnamed")
    await petrov.hears("без имени, времени и порядка")
    steps = town.service.intake.flow.steps

    async def breaks(scene: Scene) -> Turn:
        raise ValueError

    steps["employee-proposal"] = (steps["employee-proposal"][0], breaks)
    await petrov.says("Поставьте кулер в коридоре.")
    await petrov.hears("Сообщение не сохранили")
    (row,) = await rows(town.service.engine, t.quarantine)
    assert row["body"] is None
    async with town.service.units.begin() as unit:
        assert await unit.arrivals.set_aside_events() == []


async def test_an_event_overtaken_again_and_again_is_heard_in_the_end(broken: Town) -> None:
    """Others change the staff list each time it is decided over: one of them always gets on."""
    action, hear = broken.service.intake.flow.at_rest["client"]
    left = [1, 2, 3]

    async def overtaken(scene: Scene) -> Turn:
        turn = await hear(scene)
        if left:
            raise Overtaken(f"the staff list, time {left.pop()}")
        return turn

    broken.service.intake.flow.at_rest["client"] = (action, overtaken)
    await _take(broken, _raw(broken, 1, "вопрос"))
    assert await _texts(broken) == ["вопрос"]
    assert await rows(broken.service.engine, t.quarantine) == []


async def test_an_event_overtaken_for_ever_is_set_aside(
    broken: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else is wrong then, those behind it are heard."""
    monkeypatch.setattr(intake, "HOLDS_BACK", 0)
    action, hear = broken.service.intake.flow.at_rest["client"]

    async def overtaken(scene: Scene) -> Turn:
        await hear(scene)
        raise Overtaken("the staff list, always")

    broken.service.intake.flow.at_rest["client"] = (action, overtaken)
    await _take(broken, _raw(broken, 1, "вопрос"))
    (row,) = await rows(broken.service.engine, t.quarantine)
    assert row["reason"] == "Overtaken"
