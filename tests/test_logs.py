"""Logs: nothing of what people write, of who they are, or of what opens a door, at any level."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.logs import OUR_OWN, configure, told
from handlers.flow import Scene, Turn
from sandbox.people import Person, Sent
from tests.conversations.talk import sends
from tests.kit import Kit
from tests.town import Town

#: not spelt where it is used: a traceback shows the lines of the code
CANARY = "канарейка"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Everything logged at DEBUG, libraries included as far as they are let through."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, {n: logging.getLogger(n).level for n in OUR_OWN}
    stream = io.StringIO()
    configure("DEBUG", ["42:TEST", "vk-test-token"], stream)
    yield stream
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, of_it in levels.items():
        logging.getLogger(name).setLevel(of_it)


async def test_a_day_in_town_leaves_no_trace_of_anybody(town: Town, stream: io.StringIO) -> None:
    petrov = await town.employee("petrov", "vk")
    client = Person(town.telegram, 987_654_321)  # no moment or port has these digits by chance
    town.telegram.names(client.id, "Канарейкина Роза")
    scan = Sent("document", "секретная-справка.pdf", b"%PDF-1.4 canary", "application/pdf")
    await client.says("Пособие на ребёнка: мой СНИЛС 112-233-445 95", scan)
    await client.hears("2026-000001")
    notice = await petrov.hears("Новое обращение")
    await petrov.taps("Ответить", notice)
    await petrov.hears("Напишите ответ")
    await petrov.says("Отвечаем тайным словом.")
    preview = await petrov.hears("тайным словом")
    await sends(petrov, preview)
    await client.hears("тайным словом")
    await town.stop()
    said = stream.getvalue()
    assert "stopped" in said  # the house does speak
    for canary in (
        *("СНИЛС", "112-233", "тайным", "Канарейкина", "секретная", "42:TEST", "vk-test-token"),
        *("\\u0421\\u041d\\u0418\\u041b\\u0421", "join-", str(client.id)),
    ):
        assert canary not in said, canary


async def test_a_broken_conversation_is_told_without_its_words(
    town: Town, stream: io.StringIO
) -> None:
    def broken(text: str) -> int:
        return int(text)

    async def breaks(scene: Scene) -> Turn:
        broken(scene.event.text)
        return scene.stay()

    at_rest = town.service.intake.flow.at_rest
    at_rest["client"] = (at_rest["client"][0], breaks)
    client = town.person("telegram", "Канарейкина Роза")
    await client.says("моя тайна")
    await client.hears("случилась ошибка")
    said = stream.getvalue()
    assert "ValueError" in said
    assert "return int(text)" in said
    assert "тайна" not in said
    assert "Канарейкина" not in said


async def test_a_database_that_quotes_a_row_is_not_quoted(
    engine: AsyncEngine, stream: io.StringIO
) -> None:
    kit = Kit(engine)
    for _ in range(2):
        try:
            async with kit.units.begin() as unit:
                unit.invites.write("code", CANARY, kit.watch(), kit.watch())
            async with engine.connect() as connection:
                values = {"word": CANARY}
                await connection.execute(text("INSERT INTO nowhere VALUES (:word)"), values)
        except Exception:
            logging.getLogger("storage.x").exception("refused")
    said = stream.getvalue()
    assert "refused" in said
    assert CANARY not in said


def test_libraries_are_heard_from_warnings_on(stream: io.StringIO) -> None:
    for name in ("aiosqlite", "aiogram.event", "urllib3.connectionpool", "anybody"):
        logging.getLogger(name).info("canary")
        logging.getLogger(name).warning("a warning")
    logging.getLogger("bot.sender").debug("our own")
    assert "canary" not in stream.getvalue()
    assert stream.getvalue().count("a warning") == 4
    assert "our own" in stream.getvalue()


def _raised() -> Exception:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as inner:
            raise ExceptionGroup(CANARY, [OSError(2, "No such file")]) from inner
    except ExceptionGroup as group:
        return group


def test_a_failure_is_told_with_its_causes_and_parts() -> None:
    said = told(_raised())
    assert said.index("KeyError") < said.index("ExceptionGroup") < said.index("OSError")
    assert "No such file" in said
    assert "in _raised" in said
    assert CANARY not in said


def test_a_failure_in_a_loop_of_causes_comes_to_an_end() -> None:
    error = ValueError("a")
    other = TypeError("b")
    error.__cause__, other.__cause__ = other, None
    assert told(error).endswith("ValueError")


def test_json_lines_carry_the_failure(stream: io.StringIO, tmp_path: Path) -> None:
    try:
        (tmp_path / "missing").read_bytes()
    except OSError:
        logging.getLogger("bot.x").exception("failed")
    record = json.loads(stream.getvalue())
    assert record["message"] == "failed"
    assert "FileNotFoundError" in record["exception"]
