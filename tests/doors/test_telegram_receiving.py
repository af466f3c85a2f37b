"""Telegram's door receives: nothing lost, nothing confirmed too early, nothing stops the others."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channel import Door
from domain.talk import Channel, FileKind, What
from sandbox import telegram_faults as fault
from sandbox.people import Messenger, Sent
from sandbox.telegram import TelegramStandIn
from tests.doors.telegram_tools import House, Watch, door, listening, telegram, until

PHOTO = Sent("photo", "yard.jpg", b"jpeg", "image/jpeg")


async def test_the_stand_in_is_a_messenger_and_the_door_a_door() -> None:
    messenger: Messenger = TelegramStandIn(Watch())
    assert messenger.name == "Telegram"
    async with door() as opened:
        entrance: Door = opened
        assert (entrance.channel, entrance.account) == (Channel.TELEGRAM, "42")


async def test_words_arrive_once_and_are_confirmed() -> None:
    house = House()
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        standin.names(7, "Анна Петрова")
        await standin.says(7, "Во дворе нет света")
        (heard,) = await house.heard(1)
        assert (heard.text, heard.what, heard.key) == ("Во дворе нет света", What.SAID, "m:7:1")
        assert (heard.chat, heard.sender, heard.name) == ("7", "7", "Анна Петрова")
        assert heard.account == "42"
        await until(lambda: standin.pending == 0)


async def test_what_was_written_while_the_house_was_closed_is_heard() -> None:
    house = House()
    async with telegram() as standin:
        for number in range(130):
            await standin.says(7, f"слово {number}")
        async with door(standin) as opened, listening(opened, house):
            heard = await house.heard(130)
        assert [inbound.text for inbound in heard] == [f"слово {n}" for n in range(130)]
        assert len(house.batches) == 2


async def test_a_batch_not_taken_is_fetched_again_and_not_confirmed() -> None:
    house = House()
    house.refusals = 2
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "раз")
        await standin.says(8, "два")
        async with listening(opened, house):
            await until(lambda: house.seen == 2)
            assert standin.pending == 2
            heard = await house.heard(2)
        assert [inbound.text for inbound in heard] == ["раз", "два"]


async def test_a_batch_taken_but_not_confirmed_comes_again_after_a_restart() -> None:
    class Killed(House):
        async def take(self, batch: Any) -> None:
            await super().take(batch)
            await asyncio.Event().wait()

    first, second = Killed(), House()
    async with telegram() as standin:
        await standin.says(7, "не потеряйте")
        async with door(standin) as opened, listening(opened, first):
            await first.heard(1)
        async with door(standin) as opened, listening(opened, second):
            await second.heard(1)
        assert first.raws[0].key == second.raws[0].key
        assert first.inbounds == second.inbounds


POISON: dict[str, dict[str, Any]] = {
    "no chat": {"message": {"message_id": 1, "date": 1, "from": {"id": 9, "is_bot": False}}},
    "date is a word": {
        "message": {
            "message_id": 1,
            "date": "вчера",
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "Я"},
            "text": "да",
        }
    },
    "date beyond time": {
        "message": {
            "message_id": 1,
            "date": 10**20,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "Я"},
            "text": "да",
        }
    },
    "text is a number": {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "Я"},
            "text": 5,
        }
    },
    "message is a list": {"message": []},
    "message is null": {"message": None},
    "photo without sizes": {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "Я"},
            "photo": [{}],
        }
    },
    "press without an id": {
        "callback_query": {
            "from": {"id": 9, "is_bot": False, "first_name": "Я"},
            "message": {"message_id": 1, "date": 1, "chat": {"id": 9, "type": "private"}},
            "data": "x",
        }
    },
}


@pytest.mark.parametrize("shape", POISON)
async def test_poison_goes_to_quarantine_alone(shape: str) -> None:
    house = House()
    async with telegram() as standin:
        await standin.says(7, "до")
        standin.emit_raw(POISON[shape])
        await standin.says(7, "после")
        async with door(standin) as opened, listening(opened, house):
            heard = await house.heard(2)
            await until(lambda: standin.pending == 0)
    assert [inbound.text for inbound in heard] == ["до", "после"]
    (odd,) = (raw for raw in house.raws if raw.trouble)
    assert odd.body.items() >= POISON[shape].items()
    assert odd.chat == ("9" if "9" in str(POISON[shape]) else "")


async def test_what_telegram_may_add_tomorrow_is_still_heard() -> None:
    """Unknown origins, entities without offsets and new kinds do not hide the words."""
    house = House()
    base = {
        "date": 1,
        "chat": {"id": 9, "type": "private"},
        "from": {"id": 9, "is_bot": False, "first_name": "Я"},
    }
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        standin.emit_raw({"message": {**base, "message_id": 1, "text": "раз", "entities": [{}]}})
        origin = {"type": "from_the_future"}
        standin.emit_raw(
            {"message": {**base, "message_id": 2, "text": "два", "forward_origin": origin}}
        )
        standin.emit_raw({"message": {**base, "message_id": 3, "hologram": {"size": 1}}})
        standin.emit_raw({"telepathy": {"text": "три"}})
        await standin.says(7, "конец")
        heard = await house.heard(4)
    assert [(h.what, h.text, h.odd) for h in heard] == [
        (What.SAID, "раз", ""),
        (What.SAID, "два", ""),
        (What.ODD, "", "unknown"),
        (What.SAID, "конец", ""),
    ]
    assert not any(raw.trouble for raw in house.raws)


@pytest.mark.parametrize(
    "trouble",
    [
        fault.bad_gateway(),
        fault.broken(),
        fault.too_many(0),
        fault.malformed(),
        fault.dropped(),
        fault.answer_lost(),
        fault.refused(409, "Conflict: terminated by other getUpdates request"),
        fault.unauthorized(),
    ],
    ids=lambda one: f"{one.kind}-{one.code}",
)
async def test_trouble_on_the_line_is_waited_out(trouble: fault.Fault) -> None:
    house = House()
    async with telegram() as standin:
        await standin.says(7, "слышно?")
        for method in ("getMe", "deleteWebhook", "getUpdates", "getUpdates"):
            standin.faults.add(method, trouble)
        async with door(standin) as opened, listening(opened, house):
            await house.heard(1)
    assert [inbound.text for inbound in house.inbounds] == ["слышно?"]


async def test_presses_are_acknowledged_and_a_late_acknowledgement_harms_nothing() -> None:
    house, watch = House(), Watch()
    async with telegram(watch) as standin, door(standin, watch) as opened:
        await standin.says(7, "/start")
        standin.faults.add("answerCallbackQuery", fault.dropped())
        async with listening(opened, house):
            await standin.taps(7, 1, "a:1")
            await standin.taps(7, 1, "a:2")
            heard = await house.heard(3)
            await until(lambda: len(standin.answers) == 1)
    taps = [inbound for inbound in heard if inbound.what is What.TAPPED]
    assert [(tap.tap, tap.message, tap.at) for tap in taps] == [
        ("a:1", "1", watch()),
        ("a:2", "1", watch()),
    ]
    assert len({tap.key for tap in taps}) == 2
    assert taps[1].tap_id in standin.answers


async def test_a_press_is_not_acknowledged_before_it_is_taken() -> None:
    house = House()
    house.refusals = 3
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        await standin.taps(7, 1, "a")
        await until(lambda: house.seen == 3)
        assert standin.answers == {}
        await until(lambda: len(standin.answers) == 1)


async def test_an_album_is_several_messages_with_one_name() -> None:
    house = House()
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        await standin.says(7, "Яма на дороге", [PHOTO, PHOTO, PHOTO])
        heard = await house.heard(3)
    assert {h.album for h in heard} == {heard[0].album} != {""}
    assert [h.text for h in heard] == ["Яма на дороге", "", ""]
    assert [h.files[0].kind for h in heard] == [FileKind.PHOTO] * 3


async def test_an_edit_is_heard_as_an_edit() -> None:
    house, watch = House(), Watch()
    async with telegram(watch) as standin, door(standin) as opened, listening(opened, house):
        message = await standin.says(7, "Лужв")
        watch.pass_(seconds=5)
        await standin.edits(7, message, "Лужа")
        first, second = await house.heard(2)
    assert (second.what, second.text, second.message) == (What.EDITED, "Лужа", first.message)
    assert second.key == f"e:7:1:{int(watch().timestamp())}"
    assert second.at == watch()


async def test_blocking_and_coming_back_are_heard() -> None:
    house = House()
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        await standin.blocks(7)
        await standin.unblocks(7)
        heard = await house.heard(2)
    assert [h.what for h in heard] == [What.LEFT, What.CAME_BACK]


async def test_in_a_group_only_what_is_meant_for_the_bot_is_heard() -> None:
    house = House()
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        standin.privacy = False
        standin.adds(7, -100)
        standin.says_in(-100, 7, "между собой")
        standin.says_in(-100, 7, "/help@other_bot")
        standin.says_in(-100, 7, "/help")
        standin.says_in(-100, 7, "@Priyomnaya_Demo_Bot, когда починят?")
        heard = await house.heard(3)
        await until(lambda: standin.pending == 0)
    assert {h.what for h in house.inbounds} == {What.IN_GROUP}
    assert [h.text for h in heard] == ["", "/help", "@Priyomnaya_Demo_Bot, когда починят?"]
    assert {(h.chat, h.sender) for h in heard} == {("-100", "7")}


async def test_what_people_wrote_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not even when the database complains and quotes it."""

    class Leaky(House):
        async def take(self, batch: Any) -> None:
            await super().take(batch)
            if len(self.batches) == 1:
                raise RuntimeError(f"[parameters: {batch.events[0].body}]")

    house = Leaky()
    async with telegram() as standin, door(standin) as opened, listening(opened, house):
        await standin.says(7, "тайна")
        await house.heard(2)
    assert "RuntimeError" in caplog.text
    assert "тайна" not in caplog.text


async def test_two_listeners_disturb_each_other_and_lose_nothing() -> None:
    first, second = House(), House()
    async with (
        telegram() as standin,
        door(standin, patience=1) as one,
        door(standin, patience=1) as two,
        listening(one, first),
        listening(two, second),
    ):
        for number in range(5):
            await standin.says(7, f"слово {number}")
        await until(lambda: standin.pending == 0)
    keys = {inbound.key for inbound in first.inbounds + second.inbounds}
    assert keys == {f"m:7:{n}" for n in range(1, 6)}


async def test_starting_sets_the_menu_and_removes_a_webhook() -> None:
    house = House()
    menu = (("start", "Начать"), ("help", "Помощь"))
    async with telegram(wrong=True) as standin, door(standin, commands=menu) as opened:
        async with listening(opened, house):
            await until(lambda: any(c.method == "getUpdates" for c in standin.requests))
        calls = {call.method: call for call in standin.requests}
        assert list(calls) == ["getMe", "deleteWebhook", "setMyCommands", "getUpdates"]
        assert calls["setMyCommands"].tree("commands") == [
            {"command": "start", "description": "Начать"},
            {"command": "help", "description": "Помощь"},
        ]
        assert not calls["deleteWebhook"].params.get("drop_pending_updates")
        assert set(calls["getUpdates"].tree("allowed_updates")) == {
            "message",
            "edited_message",
            "callback_query",
            "my_chat_member",
        }


async def test_a_menu_that_is_refused_does_not_keep_the_door_shut() -> None:
    house = House()
    async with telegram(wrong=True) as standin:
        await standin.says(7, "слышно?")
        async with door(standin, commands=(("Старт", ""),)) as opened, listening(opened, house):
            await house.heard(1)
