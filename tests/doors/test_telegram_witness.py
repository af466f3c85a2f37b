"""The same scenario through our door and through a client nobody here wrote: one dialogue."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.channel import Batch, Outgoing
from bot.telegram.door import TelegramDoor
from domain.talk import Attached, Button, FileKind, Inbound, Reply, What
from sandbox.people import Person, Sent, Shown
from sandbox.telegram import TelegramStandIn
from tests.doors.telegram_tools import (
    SPEC,
    TOKEN,
    Watch,
    against_spec,
    door,
    needs_spec,
    no_cursor,
    telegram,
)

HOME = Path(__file__).parent / "witness_telegram"
ROWS = ((Button("Ещё", tap="more"), Button("Портал", link="https://gosuslugi.ru")),)
PHOTO = Sent("photo", "yard.jpg", b"jpeg" * 5, "image/jpeg")
PAPER = Sent("document", "a.pdf", b"pdf", "application/pdf")


def scene(standin: TelegramStandIn) -> list[tuple[Any, ...]]:
    """The dialogue with person 7 as a list of what is on the screen."""

    def line(message: Shown) -> tuple[Any, ...]:
        rows = [[(b.label, b.data, b.link) for b in row] for row in message.rows]
        files = [(file.kind, file.name, file.size) for file in message.files]
        return (message.id, message.ours, message.text, rows, files, message.edited)

    return [line(message) for message in standin.shown(7)]


async def play(standin: TelegramStandIn) -> list[tuple[Any, ...]]:
    """What the person does; each step waits for the bot's answer."""
    person = Person(standin, 7)
    first = await person.says("привет")
    await person.hears("эхо: привет")
    await person.taps("Ещё")
    while not any(shown.text == "нажато: more" for shown in person.heard):
        await asyncio.sleep(0.01)
    await person.says("двор", PHOTO)
    await person.hears("фото: 20")
    assert (await person.hears()).files[0].size == 20
    await person.says("", PAPER)
    await person.hears("два файла")
    await person.hears()
    await person.hears()
    await person.says(odd="sticker")
    await person.hears("не понимаю")
    await standin.edits(7, first, "пока")
    await person.hears("исправлено: пока")
    await standin.blocks(7)
    await standin.unblocks(7)
    await person.hears("с возвращением")
    return scene(standin)


class Echo:
    """The scenario's bot on our door."""

    def __init__(self, door: TelegramDoor, store: Path) -> None:
        self._door = door
        self._store = store
        self._row = 0

    async def take(self, batch: Batch) -> None:
        for raw in batch.events:
            assert raw.trouble == ""
            if raw.inbound is not None:
                for reply in await self._replies(raw.inbound):
                    self._row += 1
                    said = Outgoing(self._row, raw.inbound.chat, reply)
                    (outcome,) = await self._door.send([said])
                    assert isinstance(outcome, str), outcome

    async def _replies(self, heard: Inbound) -> list[Reply]:
        match heard.what:
            case What.TAPPED:
                return [Reply(f"нажато: {heard.tap}", instead_of=heard.message)]
            case What.EDITED:
                return [Reply(f"исправлено: {heard.text}")]
            case What.ODD:
                return [Reply(f"не понимаю: {heard.odd}")]
            case What.CAME_BACK:
                return [Reply("с возвращением")]
            case What.SAID if heard.files:
                return await self._files(heard)
            case What.SAID:
                return [Reply(f"эхо: {heard.text}", ROWS)]
        return []

    async def _files(self, heard: Inbound) -> list[Reply]:
        if heard.files[0].kind is FileKind.DOCUMENT:
            await asyncio.to_thread((self._store / "pdf").write_bytes, b"pdf")
            names = ("1.pdf", "2.pdf")
            papers = [Attached(1, FileKind.DOCUMENT, "pdf", name) for name in names]
            return [Reply("два файла", files=tuple(papers))]
        await self._door.download(heard.files[0], self._store / "photo")
        size = (self._store / "photo").stat().st_size
        photo = Attached(2, FileKind.PHOTO, "photo", "ответ.jpg")
        return [Reply(f"фото: {size}", files=(photo,))]


async def by_our_door(store: Path) -> list[tuple[Any, ...]]:
    async with telegram(Watch()) as standin, door(standin, files_dir=store) as opened:
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(opened.listen(Echo(opened, store).take, no_cursor))
            dialogue = await play(standin)
            listening.cancel()
        return dialogue


def missing(what: str) -> None:
    """Without the witness the test is skipped, in CI it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs the independent witness: {what}")
    pytest.skip(what)


@pytest.fixture(scope="module")
def grammy() -> Path:
    """A folder where grammY is installed, kept between runs."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        missing("no node and npm on this machine")
        raise AssertionError
    package = (HOME / "package.json").read_bytes()
    mark = hashlib.sha256(package).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"priyomnaya-witness-telegram-{mark}-whole"
    if not folder.is_dir():
        # Aside and then moved: another worker may do the same, and sees all of it or nothing.
        fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}-"))
        (fresh / "package.json").write_bytes(package)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
        done = subprocess.run(
            [npm, "install", *quiet], cwd=fresh, capture_output=True, text=True, check=False
        )
        if done.returncode:
            missing(f"npm could not install grammY: {done.stderr[-300:]}")
        with suppress(OSError):
            fresh.rename(folder)
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


@asynccontextmanager
async def witness(mode: str, standin: TelegramStandIn, grammy: Path) -> AsyncIterator[list[Any]]:
    """The other bot, running; what it saw stands in the list afterwards."""
    script = HOME / "witness.js"
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        mode,
        standin.base_url,
        TOKEN,
        env={**os.environ, "NODE_PATH": str(grammy / "node_modules")},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    saw: list[Any] = []
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        yield saw
        process.stdin.close()
        saw.append(json.loads(await asyncio.wait_for(process.stdout.readline(), 60)))
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_an_independent_client_sees_the_same_world(
    mode: str, grammy: Path, tmp_path: Path
) -> None:
    async with telegram(Watch(), wrong=True) as standin:
        standin.world.dialogue(7)
        async with witness(mode, standin, grammy) as saw:
            dialogue = await play(standin)
        theirs = saw[0]
        expected = list(standin.updates)
        requests = [call for call in standin.requests if len(str(call.params.get("text"))) < 4097]
        standin.requests[:] = requests
        assert against_spec(standin) == []
    assert theirs["me"] == "priyomnaya_demo_bot"
    assert theirs["errors"] == []
    assert theirs["refusals"] == [
        "400 Bad Request: chat not found",
        "400 Bad Request: message is too long",
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
        "400 Bad Request: wrong file_id or the file is temporarily unavailable",
    ]
    assert theirs["seen"] == [next(k for k in update if k != "update_id") for update in expected]
    assert bool(theirs["hook"]["url"]) is (mode == "webhook")
    assert dialogue == await by_our_door(tmp_path)


@needs_spec
async def test_the_official_spec_is_really_asked() -> None:
    """The check that closes every test here would notice a wrong request and a wrong update."""
    async with telegram(wrong=True) as standin, door(standin) as opened:
        await standin.says(7, "эй")
        await opened.send([Outgoing(1, "7", Reply("ответ"))])
        assert against_spec(standin) == []
        standin.updates[0]["message"]["date"] = "вчера"
        del standin.requests[0].params["text"]
        assert SPEC is not None
        assert len(against_spec(standin)) == 2
