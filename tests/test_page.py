"""The demo as a newcomer meets it: the whole main job, clicked through in a real browser."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import struct
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData

from bot.commands import Stop
from bot.demo import opened
from tests.browser import Tab, chromium, tab

ROOT = Path(__file__).resolve().parent.parent
LAPTOP, PHONE = (1440, 900), (390, 844)
#: a demo of its own process sets its stage in some seconds; on a loaded machine in far more
PATIENCE = 180


def png(width: int = 64, height: int = 48) -> bytes:
    """A small picture that a browser can show."""
    rows = b"".join(b"\0" + b"\x3e\x64\xa8" * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@dataclass(slots=True)
class Visitor:
    """Somebody who clicks through the page. On a phone they first turn to the right window."""

    page: Tab
    phone: bool

    def window(self, seat: str) -> str:
        return f"document.querySelector('[data-seat={json.dumps(seat)}]')"

    async def turns_to(self, seat: str) -> None:
        if self.phone:
            place = f"[...document.querySelectorAll('.window')].indexOf({self.window(seat)})"
            await self.page.clicks(f"document.querySelectorAll('#tabs button')[{place}]")

    async def writes(self, seat: str, text: str, *files: Path) -> None:
        await self.turns_to(seat)
        if files:
            await self.page.attaches(
                f"{self.window(seat)}.querySelector('input[type=file]')", *files
            )
            await self.page.sees(f"{self.window(seat)}.querySelector('.attached button')")
        await self.page.clicks(f"{self.window(seat)}.querySelector('textarea')")
        await self.page.types(text)
        await self.page.presses("Enter")

    async def picks(self, seat: str, example: int) -> None:
        """A ready message, sent with the button."""
        await self.turns_to(seat)
        examples = f"{self.window(seat)}.querySelectorAll('.examples button')"
        await self.page.clicks(f"{examples}[{example}]")
        await self.page.sees(f"{self.window(seat)}.querySelector('textarea').value")
        await self.page.clicks(f"{self.window(seat)}.querySelector('.send')")

    async def presses(self, seat: str, label: str) -> None:
        """The newest button with these words."""
        await self.turns_to(seat)
        keys = f"[...{self.window(seat)}.querySelectorAll('.keys button')]"
        await self.page.clicks(f"{keys}.findLast(key => key.textContent.includes('{label}'))")

    async def reads(self, seat: str, words: str) -> None:
        """It is there and, once turned to, can be seen."""
        await self.turns_to(seat)
        messages = f"[...{self.window(seat)}.querySelectorAll('.message:not(.mine)')]"
        await self.page.sees(
            f"{messages}.some(one => one.innerText.includes('{words}') && one.offsetHeight)"
        )

    async def moves_clock(self, to: str) -> None:
        await self.page.clicks(f"document.querySelector('[data-to={to}]')")
        await self.page.sees("!document.querySelector('.moves.busy')")


@asynccontextmanager
async def visit(folder: Path, size: tuple[int, int]) -> AsyncIterator[Visitor]:
    database = f"sqlite+aiosqlite:///{folder}/demo.db"
    async with opened(database, 0, folder) as address, tab(folder / "profile") as page:
        phone = size == PHONE
        await page.opens(address, *size, mobile=phone)
        await page.sees("document.querySelectorAll('.window').length === 10")
        yield Visitor(page, phone)
        assert page.troubles == []
        assert [url for url in page.asked if not url.startswith((address, "data:"))] == []


@pytest.mark.requirement("A1")
@pytest.mark.requirement("W1")
@pytest.mark.requirement("W2")
@pytest.mark.requirement("R2")
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_a_newcomer_clicks_through_the_main_job(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    chromium()
    scan, letter = tmp_path / "справка.png", tmp_path / "график.pdf"
    scan.write_bytes(png())
    letter.write_bytes(b"%PDF-1.4 not much of a document")
    async with visit(tmp_path, size) as visitor:
        await visitor.writes("client-telegram", "Хватит ли справки для детского пособия?", scan)
        await visitor.reads("client-telegram", "2026-000001")

        await visitor.reads("petrov", "Хватит ли справки")
        await visitor.presses("petrov", "Взять")
        await visitor.presses("petrov", "Вложения")
        await sees_picture(visitor, "petrov")
        await visitor.presses("petrov", "Ответить")
        await visitor.reads("petrov", "Напишите ответ")
        await visitor.writes("petrov", "Справки достаточно, приезжать не нужно.", letter)
        await visitor.presses("petrov", "Отправить")
        await visitor.presses("petrov", "Вопрос решён")
        await visitor.reads("petrov", "доставлен клиенту")
        await visitor.reads("client-telegram", "приезжать не нужно")
        await visitor.page.sees(
            f"{visitor.window('client-telegram')}.querySelector('.message:not(.mine) a[download]')"
        )

        await visitor.picks("client-vk", 0)
        await visitor.reads("client-vk", "2026-000002")
        await visitor.moves_clock("hour")
        await visitor.moves_clock("due")
        for seat in ("sidorova", "ivanova"):
            await visitor.reads(seat, "2026-000002 истёк")
        await visitor.reads("petrov", "Ответить нужно")
        assert await visitor.page.run("document.querySelectorAll('#guide li.done').length") == 6
        await fits(visitor)


async def sees_picture(visitor: Visitor, seat: str) -> None:
    pictures = f"[...{visitor.window(seat)}.querySelectorAll('.message:not(.mine) img')]"
    await visitor.page.sees(f"{pictures}.some(one => one.complete && one.naturalWidth === 64)")


async def fits(visitor: Visitor) -> None:
    """Nothing sticks out sideways, neither of the page nor of a bubble."""
    assert await visitor.page.run("document.documentElement.scrollWidth <= innerWidth")
    wide = "[...document.querySelectorAll('.log')].filter(log => log.scrollWidth > log.clientWidth)"
    assert await visitor.page.run(f"{wide}.length") == 0


@pytest.mark.requirement("S1", "S5")
async def test_a_survey_is_answered_and_another_is_read(tmp_path: Path) -> None:
    chromium()
    async with visit(tmp_path, LAPTOP) as visitor:
        await visitor.reads("petrov", "Опрос анонимный")
        for label in ("Начать", "Ни разу", "От 6 до 10", "9", "Пропустить", "Отправить"):
            await visitor.presses("petrov", label)
        await visitor.reads("petrov", "Спасибо")

        await visitor.presses("ivanova", "Ещё")
        await visitor.presses("ivanova", "Опросы")
        keys = f"[...{visitor.window('ivanova')}.querySelectorAll('.keys button')]"
        await visitor.page.clicks(f"{keys}.find(key => key.textContent.includes('Как нам'))")
        await visitor.presses("ivanova", "Итоги")
        await visitor.reads("ivanova", "Что сделали с прошлого раза")
        await visitor.presses("ivanova", "Картинки")
        pictures = f"[...{visitor.window('ivanova')}.querySelectorAll('.message:not(.mine) img')]"
        shown = f"{pictures}.filter(one => one.complete && one.naturalWidth > 500)"
        await visitor.page.sees(f"{shown}.length > 3")
        await fits(visitor)


async def test_unread_words_are_marked_until_they_are_read(tmp_path: Path) -> None:
    chromium()
    async with visit(tmp_path, PHONE) as visitor:
        await visitor.picks("client-vk", 0)
        mark = "[...document.querySelectorAll('#tabs button')][2].querySelector('.badge')"
        await visitor.page.sees(f"{mark} && {mark}.textContent === '1'")
        await visitor.turns_to("petrov")
        await visitor.page.sees(f"!{mark}")


async def test_what_others_send_does_no_harm(tmp_path: Path) -> None:
    """A page that somebody attached is never run; a foreign page cannot act here."""
    async with playing(tmp_path) as http:
        form = said("")
        form.add_field("file", b"<script>1</script>", filename="x.html", content_type="text/html")
        assert (await http.post("/say/client-vk", data=form)).status == 200
        async with http.get("/file/client-vk/1/0") as answer:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.content_type == "application/octet-stream"
        foreign = {"Origin": "https://example.org"}
        assert (await http.post("/clock/hour", headers=foreign)).status == 403
        assert (await http.get("/", headers={"Host": "example.org"})).status == 403
        async with http.get("/") as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as http:
        for path in ("/file/client-vk/9/0", "/file/client-vk/x/y", "/file/nobody/1/0"):
            assert (await http.get(path)).status == 404
        assert (await http.post("/say/nobody", data=said("x"))).status == 404
        assert (await http.post("/say/client-vk", data=said("  "))).status == 400
        assert (await http.post("/say/client-vk", data={"text": "x"})).status == 400
        assert (await http.post("/tap/client-vk", data=b"{}")).status == 400
        assert (await http.post("/tap/client-vk", data=b"?")).status == 400
        assert (await http.post("/clock/yesterday")).status == 404


async def test_a_taken_port_is_passed_over(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, opened(f"sqlite+aiosqlite:///{tmp_path}/d.db", port, tmp_path) as address:
        assert address.startswith("http://127.0.0.1:")
        assert not address.endswith(f":{port}")


async def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for database, port, word in (
        (f"sqlite+aiosqlite:///{tmp_path}/d.db", 70_000, "--port"),
        (f"sqlite+aiosqlite:///{tmp_path}/d.db", -1, "--port"),
        (f"sqlite+aiosqlite:///{tmp_path}", 0, "--database"),
        ("mysql://nobody", 0, "DATABASE_URL"),
    ):
        with pytest.raises(Stop, match=word):
            async with opened(database, port, tmp_path):
                pass


async def test_a_kept_database_goes_on(tmp_path: Path) -> None:
    """The people are new, the numbers go on, and the clock does not go back."""
    moments = []
    for number in ("000001", "000002"):
        async with playing(tmp_path) as http:
            form = said("Когда придёт детское пособие?")
            assert (await http.post("/say/client-telegram", data=form)).status == 200
            assert f"-{number}" in await told(http, number)
            async with http.post("/clock/due") as answer:
                moments.append((await answer.json())["now"])
    assert moments == sorted(moments)


@asynccontextmanager
async def playing(folder: Path) -> AsyncIterator[ClientSession]:
    """The demo without a browser."""
    async with (
        opened(f"sqlite+aiosqlite:///{folder}/demo.db", 0, folder) as address,
        ClientSession(address) as http,
    ):
        yield http


def said(text: str) -> FormData:
    return FormData({"text": text}, default_to_multipart=True)


async def told(http: ClientSession, words: str) -> str:
    """What the page is told until `words` are in it."""
    heard = ""
    async with http.get("/events") as events, asyncio.timeout(60):
        async for line in events.content:
            heard += line.decode()
            if words in heard:
                break
    return heard


async def test_ctrl_c_ends_the_demo_cleanly() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0",
        cwd=ROOT, env=os.environ | {"PYTHONWARNINGS": "error"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            line = await process.stdout.readline()
            address = next(word for word in line.decode().split() if word.startswith("http://"))
            async with ClientSession() as http, http.get(f"{address}/events") as events:
                await events.content.readline()
                process.send_signal(signal.SIGINT)
                _, trouble = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    assert b"Traceback" not in trouble
