"""The stand-in of Telegram behaves as the real server does, also where it says no."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from sandbox import telegram_faults as fault
from sandbox.people import Sent
from sandbox.telegram import TelegramStandIn
from tests.doors.telegram_tools import ROOT, TOKEN, Watch, telegram, until

Answer = tuple[int, dict[str, Any]]


class Api:
    """A bare client of the Bot API."""

    def __init__(self, session: aiohttp.ClientSession, standin: TelegramStandIn) -> None:
        self.session = session
        self.url = f"{standin.base_url}/bot{TOKEN}"

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, answer = await self.raw(method, json=params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        status, answer = await self.raw(method, json=params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return f"{status} {answer['description']}"

    async def raw(self, method: str, **how: Any) -> Answer:
        async with self.session.post(f"{self.url}/{method}", **how) as answer:
            return answer.status, await answer.json()

    async def ids(self, **params: Any) -> list[int]:
        return [update["update_id"] for update in await self("getUpdates", **params)]


@asynccontextmanager
async def api(now: Any = None, **how: Any) -> AsyncIterator[tuple[TelegramStandIn, Api]]:
    async with (
        telegram(now, **{"wrong": True, **how}) as standin,
        aiohttp.ClientSession() as session,
    ):
        yield standin, Api(session, standin)


async def test_an_offset_confirms_everything_below_it() -> None:
    async with api() as (standin, call):
        standin.preload((7, str(n)) for n in range(5))
        ids = await call.ids()
        assert ids == list(range(ids[0], ids[0] + 5))
        assert await call.ids() == ids
        assert await call.ids(offset=ids[2]) == ids[2:]
        assert await call.ids() == ids[2:]
        assert await call.ids(offset=-1) == ids[4:]
        assert await call.ids(offset=ids[4] + 1) == []


async def test_at_most_a_hundred_come_at_once() -> None:
    async with api() as (standin, call):
        standin.preload((7, str(n)) for n in range(150))
        assert len(await call.ids()) == 100
        assert len(await call.ids(limit=3)) == 3
        assert len(await call.ids(limit=1000)) == 100


async def test_a_long_poll_ends_with_the_first_update() -> None:
    async with api() as (standin, call), asyncio.TaskGroup() as group:
        poll = group.create_task(call.ids(timeout=50))
        await until(lambda: standin.requests)
        assert not poll.done()
        await standin.says(7, "эй")
        assert len(await poll) == 1


async def test_a_second_poller_throws_the_first_one_out() -> None:
    async with api() as (standin, call), asyncio.TaskGroup() as group:
        first = group.create_task(call.refused("getUpdates", timeout=50))
        await until(lambda: standin.requests)
        second = group.create_task(call.ids(timeout=50))
        assert (await first).startswith("409 Conflict: terminated by other getUpdates request")
        await standin.says(7, "эй")
        assert len(await second) == 1


async def test_polling_and_a_webhook_exclude_each_other() -> None:
    hook = {"url": "http://127.0.0.1:9/", "secret_token": "s"}
    async with api() as (standin, call), asyncio.TaskGroup() as group:
        poll = group.create_task(call.refused("getUpdates", timeout=50))
        await until(lambda: standin.requests)
        assert await call("setWebhook", **hook)
        assert "terminated by setWebhook" in await poll
        assert "webhook is active" in await call.refused("getUpdates")
        assert await call("deleteWebhook")
        assert await call.ids() == []


async def test_a_hasty_poller_is_slowed_down() -> None:
    async with api(limits=True) as (standin, call):
        standin.preload((7, str(n)) for n in range(5))
        counts = [len(await call.ids(offset=1)) for _ in range(5)]
        assert counts[0] == 5
        assert min(counts) == 1


async def test_unwanted_kinds_of_updates_never_come_into_being() -> None:
    async with api() as (standin, call):
        assert await call.ids(allowed_updates=["callback_query"]) == []
        await standin.says(7, "не услышат")
        await standin.taps(7, 1, "x")
        (tap,) = await call("getUpdates")
        assert "callback_query" in tap
        info = await call("getWebhookInfo")
        assert info["allowed_updates"] == ["callback_query"]
        assert await call.ids(offset=tap["update_id"] + 1, allowed_updates=[]) == []
        await standin.says(7, "услышат")
        assert len(await call.ids()) == 1


async def test_an_update_lives_for_a_day() -> None:
    watch = Watch()
    async with api(watch) as (standin, call):
        await standin.says(7, "старое")
        watch.pass_(hours=23)
        await standin.says(7, "новое")
        assert len(await call.ids()) == 2
        watch.pass_(hours=1)
        (update,) = await call("getUpdates")
        assert update["message"]["text"] == "новое"


async def test_every_kind_of_body_is_understood() -> None:
    async with api() as (standin, call):
        await standin.says(7, "эй")
        said = {"chat_id": "7", "text": "Ответ & привет"}
        form = aiohttp.FormData()
        for name, value in said.items():
            form.add_field(name, value, content_type="text/plain; charset=utf-8")
        for how in ({"json": said}, {"data": said}, {"params": said}, {"data": form}):
            status, answer = await call.raw("sendMessage", **how)
            assert (status, answer["result"]["text"]) == (200, "Ответ & привет")
        assert (await call.raw("sendMessage", data=b"{", headers=JSON))[0] == 400
        assert [m.text for m in standin.shown(7)][1:] == ["Ответ & привет"] * 4


JSON = {"Content-Type": "application/json"}
BIG = "я" * 4097


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "400 Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 99, "text": "x"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 7, "text": " \n"}, "400 Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 7, "text": BIG}, "400 Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 7, "text": "😀" * 2049}, "400 Bad Request: message is too long"),
    (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 77}},
        "400 Bad Request: message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_markup": keyboard({"text": "a"})},
        "400 Bad Request: can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {
            "chat_id": 7,
            "text": "x",
            "reply_markup": keyboard({"text": "a", "callback_data": "я" * 33}),
        },
        "400 Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {
            "chat_id": 7,
            "text": "x",
            "reply_markup": keyboard({"text": "a", "callback_data": "b", "url": "https://a.ru"}),
        },
        "400 Bad Request: can't parse inline keyboard button: "
        "exactly one of the optional fields must be used",
    ),
    (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_markup": keyboard({"text": "a", "url": "портал"})},
        "400 Bad Request: inline keyboard button URL 'портал' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_markup": "{"},
        "400 Bad Request: can't parse reply_markup: JSON object is expected",
    ),
    (
        "sendPhoto",
        {"chat_id": 7, "photo": "https://a.ru/b.jpg"},
        "400 Bad Request: wrong file identifier/HTTP URL specified",
    ),
    ("sendDocument", {"chat_id": 7}, "400 Bad Request: there is no document in the request"),
    (
        "sendMediaGroup",
        {"chat_id": 7, "media": [{}]},
        "400 Bad Request: media group must include 2-10 items",
    ),
    (
        "editMessageText",
        {"chat_id": 7, "message_id": 50, "text": "x"},
        "400 Bad Request: message to edit not found",
    ),
    (
        "editMessageText",
        {"chat_id": 7, "message_id": 1, "text": "x"},
        "400 Bad Request: message can't be edited",
    ),
    (
        "deleteMessage",
        {"chat_id": 7, "message_id": 50},
        "400 Bad Request: message to delete not found",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "Старт", "description": "x"}]},
        "400 Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "setWebhook",
        {"url": "http://example.org/"},
        "400 Bad Request: bad webhook: HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        {"url": "https://example.org/", "secret_token": "секрет"},
        "400 Bad Request: secret token contains unallowed characters",
    ),
    ("getUpdates", {"limit": "сто"}, "400 Bad Request: parameter limit must be an integer"),
    ("leaveChat", {"chat_id": 7}, "400 Bad Request: chat member status can't be changed"),
    ("sendRocket", {}, "404 Not Found"),
]


@pytest.mark.parametrize(("method", "params", "refusal"), WRONG)
async def test_wrong_calls_are_refused(method: str, params: dict[str, Any], refusal: str) -> None:
    async with api() as (standin, call):
        await standin.says(7, "эй")
        assert (await call.refused(method, **params)).startswith(refusal)


async def test_a_foreign_token_is_refused() -> None:
    async with api() as (standin, call):
        call.url = f"{standin.base_url}/bot42:OTHER"
        assert await call.refused("getMe") == "401 Unauthorized"
        url = f"{standin.base_url}/file/bot42:OTHER/photos/file_1.jpg"
        async with call.session.get(url) as answer:
            assert answer.status == 401


async def test_who_may_be_written_to() -> None:
    async with api() as (standin, call):
        standin.adds(5, -100)
        assert "can't initiate conversation" in await call.refused(
            "sendMessage", chat_id=5, text="x"
        )
        await standin.says(7, "эй")
        await standin.blocks(7)
        blocked = "403 Forbidden: bot was blocked by the user"
        assert await call.refused("sendMessage", chat_id=7, text="x") == blocked
        await standin.says(7, "передумал")
        assert await call("sendMessage", chat_id=7, text="x")
        assert await call("sendMessage", chat_id=-100, text="x")
        standin.removes(5, -100)
        kicked = "403 Forbidden: bot was kicked from the group chat"
        assert await call.refused("sendMessage", chat_id=-100, text="x") == kicked
        changes = [u["my_chat_member"] for u in standin.updates if "my_chat_member" in u]
        assert [change["new_chat_member"]["status"] for change in changes] == [
            "member",
            "kicked",
            "member",
            "kicked",
        ]


async def test_messages_change_and_say_when_they_did_not() -> None:
    async with api() as (standin, call):
        await standin.says(7, "эй")
        markup = keyboard({"text": "a", "callback_data": "b"})
        sent = await call("sendMessage", chat_id=7, text="раз", reply_markup=markup)
        place = {"chat_id": 7, "message_id": sent["message_id"]}
        changed = await call("editMessageText", **place, text="два")
        assert changed["text"] == "два"
        assert "reply_markup" not in changed
        assert "not modified" in await call.refused("editMessageText", **place, text="два")
        assert await call("editMessageReplyMarkup", **place, reply_markup=markup)
        assert standin.shown(7)[-1].rows[0][0].data == "b"
        assert await call("deleteMessage", **place) is True
        assert [shown.text for shown in standin.shown(7)] == ["эй"]


async def test_a_press_must_be_answered_soon() -> None:
    watch = Watch()
    async with api(watch) as (standin, call):
        await standin.says(7, "эй")
        await standin.taps(7, 1, "d")
        query = standin.updates[-1]["callback_query"]
        assert query["message"]["date"] == int(watch().timestamp())
        assert await call("answerCallbackQuery", callback_query_id=query["id"], text="Готово")
        assert standin.answers == {query["id"]: "Готово"}
        watch.pass_(minutes=5)
        late = await call.refused("answerCallbackQuery", callback_query_id=query["id"])
        assert "query is too old" in late


async def test_files_go_in_and_out() -> None:
    async with api() as (standin, call):
        await standin.says(7, "", [Sent("document", "отчёт.pdf", b"%PDF" * 9, "application/pdf")])
        told = standin.updates[-1]["message"]["document"]
        info = await call("getFile", file_id=told["file_id"])
        url = f"{standin.base_url}/file/bot{TOKEN}/{info['file_path']}"
        async with call.session.get(url) as answer:
            assert (await answer.read(), answer.content_type) == (b"%PDF" * 9, "application/pdf")
        again = await call("sendDocument", chat_id=7, document=told["file_id"])
        assert again["document"] == told
        shown = standin.shown(7)[0].files[0]
        async with call.session.get(shown.url) as answer:
            assert len(await answer.read()) == shown.size == 36
        await standin.says(7, "", [Sent("video", "b.mp4", b"\0" * ((20 << 20) + 1))])
        huge = standin.updates[-1]["message"]["video"]["file_id"]
        assert await call.refused("getFile", file_id=huge) == "400 Bad Request: file is too big"


async def test_what_cannot_be_uploaded() -> None:
    async with api() as (standin, call):
        await standin.says(7, "эй")
        for kind, size, status in (
            ("photo", 11, 400),
            ("document", 51, 413),
            ("document", 65, 413),
        ):
            form = aiohttp.FormData({"chat_id": "7"})
            form.add_field(kind, io.BytesIO(b"\0" * (size << 20)), filename="a")
            assert (await call.raw(f"send{kind.title()}", data=form))[0] == status
        form = aiohttp.FormData({"chat_id": "7"})
        form.add_field("document", b"", filename="a")
        assert (await call.raw("sendDocument", data=form))[1]["description"].endswith("non-empty")


async def test_an_album_is_one_thing_for_people_and_several_for_bots() -> None:
    photo = Sent("photo", "a.jpg", b"x", "image/jpeg")
    paper = Sent("document", "b.pdf", b"y", "application/pdf")
    async with api() as (standin, call):
        assert await standin.says(7, "подпись", [*[photo] * 11, paper]) == 1
        messages = [update["message"] for update in await call("getUpdates")]
        groups = [message.get("media_group_id") for message in messages]
        assert len(set(groups[:10])) == 1
        assert groups[10:] == [None, None]
        assert [message.get("caption") for message in messages] == ["подпись"] + [None] * 11


async def test_people_write_more_than_fits_into_one_message() -> None:
    photo = Sent("photo", "a.jpg", b"x", "image/jpeg")
    async with api() as (standin, _):
        await standin.says(7, "😀" * 2048 + "я" * 5000)
        assert [len(m.text) for m in standin.shown(7)] == [2048, 4096, 904]
        await standin.says(8, "я" * 1500, [photo])
        assert [len(m.text) for m in standin.shown(8)] == [1024, 476]
        with pytest.raises(ValueError, match="empty"):
            await standin.says(9)


@pytest.mark.parametrize(("chat", "most"), [(7, 10), (-100, 20)])
async def test_flood_in_one_chat(chat: int, most: int) -> None:
    async with api(limits=True) as (standin, call):
        await standin.says(7, "эй")
        standin.adds(7, -100)
        sent = -1
        status = 200
        while status == 200:
            sent += 1
            status, answer = await call.raw("sendMessage", json={"chat_id": chat, "text": "x"})
        assert status == 429
        assert sent >= most
        assert answer["parameters"]["retry_after"] >= 1
        assert answer["description"].startswith("Too Many Requests: retry after ")


async def test_flood_in_all() -> None:
    async with api(limits=True) as (standin, call):
        standin.preload((person, "эй") for person in range(1, 101))
        free = asyncio.Event()
        standin.faults.add("sendMessage", fault.held(free), times=100)
        said = [{"chat_id": person, "text": "x"} for person in range(1, 101)]
        async with asyncio.TaskGroup() as group:
            sends = [group.create_task(call.raw("sendMessage", json=one)) for one in said]
            await until(lambda: len(standin.requests) == 100)
            free.set()
        statuses = [send.result()[0] for send in sends]
        assert 30 <= statuses.count(200) < 100
        assert set(statuses) == {200, 429}


async def test_faults_come_in_their_order_and_only_so_often() -> None:
    async with api() as (standin, call):
        await standin.says(7, "эй")
        standin.faults.add("sendMessage", fault.broken(), times=2)
        standin.faults.add("*", fault.bad_gateway())
        said = {"chat_id": 7, "text": "x"}
        for _ in range(2):
            assert (await call.refused("sendMessage", **said)).startswith("500")
        async with call.session.post(f"{call.url}/sendMessage", json=said) as answer:
            assert (answer.status, answer.content_type) == (502, "text/html")
        standin.faults.add("sendMessage", fault.dropped())
        standin.faults.add("sendMessage", fault.answer_lost())
        for _ in range(2):
            with pytest.raises(aiohttp.ClientError):
                await call("sendMessage", **said)
        standin.faults.add("sendMessage", fault.malformed())
        with pytest.raises(json.JSONDecodeError):
            await call("sendMessage", **said)
        standin.faults.add("sendMessage", fault.slow(0.01))
        await call("sendMessage", **said)
        assert len(standin.shown(7)) == 4


ODDITIES = "sticker poll dice location venue contact story forward pinned".split()


async def test_everything_a_person_can_do_is_told_as_the_spec_says() -> None:
    """The spec is asked when the stand-in closes."""
    kinds = ("photo", "document", "voice", "audio", "video", "video_note", "animation")
    async with telegram() as standin:
        standin.names(7, "Анна Петрова-Водкина")
        for kind in kinds:
            await standin.says(7, "", [Sent(kind, "файл.bin", b"x", "video/mp4")])
        for odd in ODDITIES:
            await standin.says(7, "вопрос?", odd=odd)
        with pytest.raises(ValueError, match="rocket"):
            await standin.says(7, odd="rocket")
        message = await standin.says(7, "/start@bot и @priyomnaya_demo_bot")
        await standin.edits(7, message, "/help")
        foreign = standin.world.write(standin.world.chats[7], standin.world.bot, {"text": "x"})
        with pytest.raises(ValueError, match="themselves"):
            await standin.edits(7, foreign["message_id"], "y")
        await standin.taps(7, message, "d")
        await standin.taps(7, 999, "d")
        await standin.blocks(7)
        await standin.unblocks(7)
        standin.adds(7, -100)
        standin.adds(7, -1_000_000_000_001)
        standin.says_in(-100, 7, "/hi")
        standin.says_in(-100, 7, "этого бот не слышит")
        ours = standin.world.write(standin.world.chats[-100], standin.world.bot, {"text": "мы"})
        standin.says_in(-100, 7, "а ответ слышит", reply_to=ours["message_id"])
        standin.removes(7, -100)
        words = [u["message"].get("text") for u in standin.updates if "message" in u]
        assert "этого бот не слышит" not in words
        assert "а ответ слышит" in words
        assert len(standin.updates) == 29


async def test_onlookers_are_told_of_every_change() -> None:
    seen: list[int] = []
    async with api() as (standin, call):
        standin.watch(seen.append)
        await standin.says(7, "эй")
        sent = await call("sendMessage", chat_id=7, text="раз")
        await call("editMessageText", chat_id=7, message_id=sent["message_id"], text="два")
        assert seen == [7, 7, 7]


async def test_a_long_run_keeps_no_journal() -> None:
    async with api(journal=False) as (standin, call):
        assert standin.preload((person, "эй") for person in range(1, 301)) == 300
        assert standin.pending == 300
        await call("sendMessage", chat_id=7, text="x")
        assert (standin.requests, standin.updates) == ([], [])
        assert [shown.text for shown in standin.shown(7)] == ["эй", "x"]


LIGHT = """
import sys
import bot.telegram, bot.telegram.heard, bot.telegram.config, bot.telegram.webhook
assert "aiogram" not in sys.modules, "hearing needs no aiogram"
{first}
from pydantic import BaseModel
rebuild, config = BaseModel.__dict__["model_rebuild"], dict(BaseModel.model_config)
from bot.telegram.client import Text
assert BaseModel.__dict__["model_rebuild"] is rebuild
assert dict(BaseModel.model_config) == config
said = Text(chat_id=7, text="x", reply_markup={{"inline_keyboard": []}})
assert said.model_dump()["reply_markup"] == {{"inline_keyboard": []}}
"""


@pytest.mark.parametrize("first", ["", "import aiogram"])
def test_aiogram_is_loaded_lightly_and_leaves_pydantic_as_it_was(first: str) -> None:
    script = LIGHT.format(first=first)
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
