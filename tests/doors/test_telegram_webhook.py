"""Telegram's webhook: only Telegram is let in, and 200 is said only after what came is safe."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.telegram.config import TelegramConfig
from bot.telegram.door import TelegramDoor
from bot.telegram.webhook import LARGEST, SECRET, Webhook
from sandbox.people import Sent
from sandbox.telegram import TelegramStandIn
from tests.doors.telegram_tools import House, Watch, config, listening, say, telegram, until

PASSWORD = "s3cret_-"


@asynccontextmanager
async def serving(handler: Any, path: str = "/telegram") -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post(path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def webhook(deliver: Any) -> AsyncIterator[tuple[Webhook, str]]:
    """A webhook that is listened to, and its address."""
    hook = Webhook(PASSWORD)
    async with serving(hook.handle) as url, asyncio.TaskGroup() as group:
        listens = group.create_task(hook.listen(deliver))
        await asyncio.sleep(0)
        yield hook, url
        listens.cancel()


@asynccontextmanager
async def hooked(
    standin: TelegramStandIn, house: House, now: Any = None
) -> AsyncIterator[TelegramDoor]:
    """A door that receives by webhook and whose webhook is set."""
    doors: list[TelegramDoor] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        return await doors[0].hook(request)

    async with serving(handler) as url:
        settings = config(standin, receive="webhook", webhook_url=url, webhook_secret=PASSWORD)
        doors.append(TelegramDoor(settings, now or Watch()))
        async with listening(doors[0], house):
            await until(lambda: standin.delivery.hook.url)
            yield doors[0]
        await doors[0].close()


async def test_updates_come_by_webhook_and_answers_go_back() -> None:
    house = House()
    async with telegram() as standin:
        await standin.says(7, "ещё до webhook")
        async with hooked(standin, house) as opened:
            await standin.says(7, "и после")
            await standin.says(8, "фото", [Sent("photo", "a.jpg", b"x", "image/jpeg")])
            await standin.taps(7, 1, "t")
            heard = await house.heard(4)
            assert await say(opened, 7, "ответ") == ["3"]
            await until(lambda: standin.pending == 0)
            await until(lambda: len(standin.answers) == 1)
            assert await opened.check() == []
        words = [inbound.text for inbound in heard if inbound.chat == "7"]
        assert words == ["ещё до webhook", "и после", ""]


async def test_what_is_not_taken_is_sent_again_in_order() -> None:
    house = House()
    house.refusals = 3
    async with telegram() as standin, hooked(standin, house) as opened:
        for number in range(5):
            await standin.says(7, f"слово {number}")
        heard = await house.heard(5)
        assert [inbound.text for inbound in heard] == [f"слово {n}" for n in range(5)]
        await until(lambda: standin.pending == 0)
        (finding,) = await opened.check()
        assert "503" in finding


async def test_updates_of_many_people_are_taken_together() -> None:
    class Slow(House):
        async def take(self, batch: Any) -> None:
            await asyncio.sleep(0.2)
            await super().take(batch)

    house = Slow()
    async with telegram() as standin, hooked(standin, house):
        for person in range(1, 31):
            await standin.says(person, "эй")
        await house.heard(30)
        assert len(house.batches) < 10
    assert len({raw.key for raw in house.raws}) == 30


SAFE: dict[str, tuple[dict[str, Any], int]] = {
    "no secret": ({"json": {}}, 401),
    "wrong secret": ({"json": {}, "headers": {SECRET: "s3cret_"}}, 401),
    "empty secret": ({"json": {}, "headers": {SECRET: ""}}, 401),
    "secret in Russian": ({"json": {}, "headers": {SECRET: "секрет"}}, 401),
    "spoofed address": ({"json": {}, "headers": {"X-Forwarded-For": "149.154.167.220"}}, 401),
    "not JSON": ({"data": b"{", "headers": {SECRET: PASSWORD}}, 400),
    "not an object": ({"json": [1], "headers": {SECRET: PASSWORD}}, 400),
    "no body": ({"headers": {SECRET: PASSWORD}}, 400),
    "not UTF-8": ({"data": b'{"a":"\xff"}', "headers": {SECRET: PASSWORD}}, 400),
    "too deep": ({"data": b"[" * 100_000, "headers": {SECRET: PASSWORD}}, 400),
    "too large": ({"data": io.BytesIO(b" " * (LARGEST + 1)), "headers": {SECRET: PASSWORD}}, 400),
    "an update": ({"json": {"update_id": 1}, "headers": {SECRET: PASSWORD}}, 200),
}


@pytest.mark.parametrize("name", SAFE)
async def test_who_is_let_in(name: str) -> None:
    request, status = SAFE[name]
    taken: list[Any] = []

    async def deliver(updates: list[Any]) -> None:
        taken.extend(updates)

    async with (
        webhook(deliver) as (_, url),
        aiohttp.ClientSession() as session,
        session.post(url, **request) as answer,
    ):
        assert answer.status == status
    assert taken == ([{"update_id": 1}] if status == 200 else [])


async def test_nothing_is_confirmed_while_nobody_listens() -> None:
    settings = config(receive="webhook", webhook_url="https://x.ru/t", webhook_secret=PASSWORD)
    door = TelegramDoor(settings, Watch())
    async with (
        serving(door.hook) as url,
        aiohttp.ClientSession(headers={SECRET: PASSWORD}) as session,
        session.post(url, json={"update_id": 1}) as answer,
    ):
        assert answer.status == 503
    await door.close()


async def test_one_that_fails_fails_for_all_that_came_with_it() -> None:
    turns: list[int] = []
    free = asyncio.Event()

    async def deliver(updates: list[Any]) -> None:
        turns.append(len(updates))
        await free.wait()
        if len(turns) == 2:
            raise RuntimeError("the database is away")

    async def post(session: aiohttp.ClientSession, url: str) -> int:
        async with session.post(url, json={"update_id": 1}) as answer:
            return answer.status

    async with (
        webhook(deliver) as (hook, url),
        aiohttp.ClientSession(headers={SECRET: PASSWORD}) as session,
        asyncio.TaskGroup() as group,
    ):
        first = group.create_task(post(session, url))
        await until(lambda: turns == [1])
        others = [group.create_task(post(session, url)) for _ in range(4)]
        await until(lambda: len(hook._waiting) == 4)
        free.set()
        assert await first == 200
        assert [await other for other in others] == [503] * 4
    assert turns == [1, 4]


async def test_whoever_stops_listening_waits_for_what_is_being_delivered() -> None:
    """Afterwards nobody would note what is said in answer to it."""
    events: list[str] = []

    async def deliver(_: list[Any]) -> None:
        events.append("begins")
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)
            events.append("ends")

    async def post(url: str) -> int:
        headers = {SECRET: PASSWORD}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(url, json={"update_id": 1}) as answer,
        ):
            return answer.status

    hook = Webhook(PASSWORD)
    async with serving(hook.handle) as url, asyncio.TaskGroup() as group:
        listens = group.create_task(hook.listen(deliver))
        await asyncio.sleep(0)
        first = group.create_task(post(url))
        await until(lambda: events == ["begins"])
        waits = group.create_task(post(url))
        await until(lambda: len(hook._waiting) == 1)
        listens.cancel()
        await asyncio.wait([listens])
        assert events == ["begins", "ends"]
        assert [await first, await waits, await post(url)] == [503] * 3


def test_a_webhook_without_a_secret_does_not_start() -> None:
    with pytest.raises(ValueError, match="secret"):
        config(receive="webhook", webhook_url="https://example.org/telegram")
    with pytest.raises(ValueError, match="webhook"):
        config(receive="carrier pigeon")
    with pytest.raises(ValueError, match="address"):
        config(receive="webhook", webhook_secret="x")
    assert isinstance(config(), TelegramConfig)


async def test_check_tells_of_a_foreign_webhook() -> None:
    async with telegram() as standin:
        polls = TelegramDoor(config(standin), Watch())
        url = "http://127.0.0.1:9/elsewhere"
        hook = config(standin, receive="webhook", webhook_url=url, webhook_secret="x")
        hooks = TelegramDoor(hook, Watch())
        (unset,) = await hooks.check()
        assert "not set" in unset
        async with listening(hooks, House()):
            await until(lambda: standin.delivery.hook.url)
        assert await hooks.check() == []
        (foreign,) = await polls.check()
        assert url in foreign
        await polls.close()
        await hooks.close()
