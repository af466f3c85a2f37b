"""Fetching: whatever people send lies in the store under a name of ours, or they are told."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from sandbox import telegram_faults
from sandbox.people import Person, Sent
from sandbox.vk_faults import Fault
from storage import tables as t
from tests.kit import rows
from tests.town import Town

BOTH = pytest.mark.parametrize("at", ["telegram", "vk"])
HOSTILE = (
    "../../../etc/passwd",
    "/etc/cron.d/evil.sh",
    "..\\..\\boot.ini",
    "a\0b.pdf",
    "имя\nсо строками.docx",
    "x" * 300 + ".jpeg",
    ".htaccess",
    "справка.pdf/../../x",
    "con.",
)


async def _sent(town: Town, at: str, *files: Sent) -> Person:
    person = town.person(at)
    await person.says("Прошу помощи", *files)
    await person.hears("2026-0000")
    return person


async def _settled(town: Town, count: int) -> list[dict[str, Any]]:
    """Wait until no file is wanted any more."""
    async with asyncio.timeout(60):
        while True:
            found = await rows(town.service.engine, t.files)
            if len(found) == count and all(row["state"] != "wanted" for row in found):
                return found
            await asyncio.sleep(0.02)


def _inside(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.requirement("A4")
@BOTH
async def test_bytes_are_kept_as_they_came(town: Town, at: str) -> None:
    content = bytes(range(256)) * 400
    await _sent(town, at, Sent("document", "Справка.PDF", content, "application/pdf"))
    (file,) = await _settled(town, 1)
    assert (file["state"], file["size"], file["name"]) == ("stored", len(content), "Справка.PDF")
    assert file["path"].endswith(f"/{file['id']}.pdf")
    assert _inside(town.files) == {file["path"]: content}
    assert stat.S_IMODE(town.files.stat().st_mode) == 0o700


@BOTH
async def test_an_empty_file_is_a_file(town: Town, at: str) -> None:
    await _sent(town, at, Sent("document", "пусто.txt", b"", "text/plain"))
    (file,) = await _settled(town, 1)
    assert (file["state"], file["size"]) == ("stored", 0)
    assert _inside(town.files) == {file["path"]: b""}


@BOTH
async def test_no_name_is_a_path(town: Town, at: str) -> None:
    for name in HOSTILE:
        await _sent(town, at, Sent("document", name, b"evil"))
    found = await _settled(town, len(HOSTILE))
    assert [(row["name"], row["trouble"]) for row in found if row["state"] == "lost"] == []
    outside = {p for p in town.files.parent.iterdir() if "priyomnaya.db" not in p.name}
    assert outside == {town.files}
    assert set(_inside(town.files)) == {row["path"] for row in found}
    for row in found:
        _, _, last = row["path"].split("/")  # year, month, ours
        assert last.partition(".")[0] == str(row["id"])
        assert set(last) <= set("0123456789.abcdefghijklmnopqrstuvwxyz")


async def test_a_file_too_big_is_told_at_once_and_the_appeal_stays(town: Town) -> None:
    big = Sent("document", "видео.mp4", b"\0" * (25 << 20), "video/mp4")
    person = await _sent(town, "telegram", big)
    told = await person.hears("больше 20 МБ")
    assert "видео.mp4" in told.text
    assert "priemnaya@example.org" in told.text
    (file,) = await _settled(town, 1)
    assert file["state"] == "lost"
    assert _inside(town.files) == {}
    assert len(await rows(town.service.engine, t.appeals)) == 1


@BOTH
async def test_a_download_that_breaks_is_begun_anew(town: Town, at: str) -> None:
    if at == "telegram":
        town.telegram.faults.add("getFile", telegram_faults.broken(), 2)
    else:
        town.vk.faults.add("file", Fault.DROP, 2)
    await _sent(town, at, Sent("document", "a.txt", b"words"))
    async with asyncio.timeout(60):
        while (await rows(town.service.engine, t.files))[0]["state"] == "wanted":
            town.watch.passes(minutes=1)
            await asyncio.sleep(0.05)
    (file,) = await rows(town.service.engine, t.files)
    assert file["state"] == "stored"
    assert file["tries"] in {1, 2}  # aiohttp asks once more by itself
    assert _inside(town.files) == {file["path"]: b"words"}


async def test_a_file_that_is_gone_is_told(town: Town) -> None:
    town.telegram.faults.add(
        "getFile", telegram_faults.refused(400, "Bad Request: wrong file_id or the file is gone")
    )
    person = await _sent(town, "telegram", Sent("document", "справка.pdf", b"x"))
    told = await person.hears("Не смогли забрать файл «справка.pdf»")
    assert "ещё раз" in told.text
    (file,) = await rows(town.service.engine, t.files)
    assert file["state"] == "lost"


async def test_a_crash_between_download_and_commit_costs_nothing(
    town: Town, engine: AsyncEngine
) -> None:
    """What lies there half written is written over; nothing is left that no row names."""
    released = asyncio.Event()
    town.telegram.faults.add("getFile", telegram_faults.held(released))
    await _sent(town, "telegram", Sent("document", "a.txt", b"the whole of it"))
    await town.stop()
    released.set()
    (row,) = await rows(engine, t.files)
    assert row["state"] == "wanted"
    await town.start()
    (file,) = await _settled(town, 1)
    (town.files / file["path"]).write_bytes(b"half")
    async with town.service.engine.connect() as connection:
        await connection.execute(
            t.files.update().values(state="wanted", path="", due_at=town.watch())
        )
    town.service.fetcher.wake()
    (again,) = await _settled(town, 1)
    assert again["path"] == file["path"]
    assert _inside(town.files) == {file["path"]: b"the whole of it"}


async def test_a_slow_file_holds_up_no_other(town: Town) -> None:
    released = asyncio.Event()
    town.telegram.faults.add("getFile", telegram_faults.held(released))
    await _sent(town, "telegram", Sent("document", "slow.txt", b"slow"))
    for number in range(3):
        await _sent(town, "telegram", Sent("document", f"{number}.txt", b"quick"))
    async with asyncio.timeout(60):
        while sum(r["state"] == "stored" for r in await rows(town.service.engine, t.files)) < 3:
            await asyncio.sleep(0.02)
    asked = [call for call in town.telegram.requests if call.method.lower() == "getfile"]
    assert len(asked) == 4  # nor is it asked for a second time meanwhile
    released.set()
    assert {row["state"] for row in await _settled(town, 4)} == {"stored"}


async def test_files_of_a_channel_that_was_switched_off_are_given_up(town: Town) -> None:
    released = asyncio.Event()
    town.telegram.faults.add("getFile", telegram_faults.held(released))
    await _sent(town, "telegram", Sent("document", "a.txt", b"words"))
    await town.stop()
    released.set()
    town.settings_more = {"TELEGRAM_TOKEN": ""}
    await town.start()
    (file,) = await _settled(town, 1)
    assert (file["state"], file["trouble"]) == ("lost", "its channel is off")
