"""What tests of Telegram's door share: a clock, the stand-in, a listener, and the official spec."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.channel import Batch, Outgoing, Raw
from bot.telegram.config import TelegramConfig
from bot.telegram.door import TelegramDoor
from domain.talk import Inbound, Reply
from sandbox.telegram import TelegramStandIn

TOKEN = "42:TEST"
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PRIYOMNAYA_SHARED", ROOT.parent / "shared"))


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)


def spec() -> ModuleType | None:
    """The checker of the official Bot API spec; None where the shared folder is absent."""
    path = SHARED / "specs" / "tg_validate.py"
    if not path.exists():
        assert os.environ.get("CI") != "true", "CI must check against the official spec"
        return None
    found = importlib.util.spec_from_file_location("tg_validate", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to the collector
        found.loader.exec_module(module)
    return module


SPEC = spec()
ABSENT = f"no official spec in {SHARED}"
IN_CI = os.environ.get("CI") == "true"
#: skipped where the shared folder is not at hand; in CI it has to be
needs_spec = pytest.mark.skipif(SPEC is None and not IN_CI, reason=ABSENT)


def against_spec(standin: TelegramStandIn) -> list[str]:
    """Every way in which a request or an update of this stand-in breaks the official spec."""
    if SPEC is None and IN_CI:
        pytest.fail(f"CI needs it: {ABSENT}")
    if SPEC is None:
        return []
    broken: list[str] = []
    for call in standin.requests:
        broken += SPEC.validate(call.method, dict(call.params), call.files)
    for update in standin.updates:
        if update["update_id"] not in standin.raw:
            SPEC.check("Update", update, "update", broken)
    return broken


@asynccontextmanager
async def telegram(now: Any = None, *, wrong: bool = False, **how: Any) -> AsyncIterator[Any]:
    """A stand-in that serves; what went over the wire is held against the spec afterwards,
    unless the test sends `wrong` requests on purpose."""
    standin = TelegramStandIn(now or Watch(), TOKEN, **{"limits": False, **how})
    standin.delivery.first_delay = 0.02
    await standin.start()
    try:
        yield standin
    finally:
        await standin.stop()
    assert wrong or against_spec(standin) == []


def config(standin: TelegramStandIn | None = None, **what: Any) -> TelegramConfig:
    url = standin.base_url if standin else "http://127.0.0.1:9"
    usual = {"files_dir": Path("nowhere"), "per_second": 0, "patience": 2, "pause": 0.02}
    return TelegramConfig(token=TOKEN, api_url=url, **{**usual, **what})


@asynccontextmanager
async def door(
    standin: TelegramStandIn | None = None, now: Any = None, **what: Any
) -> AsyncIterator[TelegramDoor]:
    opened = TelegramDoor(config(standin, **what), now or Watch())
    try:
        yield opened
    finally:
        await opened.close()


class House:
    """Takes batches, or refuses the next ones."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.refusals = 0
        self.seen = 0

    async def take(self, batch: Batch) -> None:
        self.seen += 1
        if self.refusals:
            self.refusals -= 1
            raise RuntimeError("the database is away")
        self.batches.append(batch)

    @property
    def raws(self) -> list[Raw]:
        return [raw for batch in self.batches for raw in batch.events]

    @property
    def inbounds(self) -> list[Inbound]:
        return [raw.inbound for raw in self.raws if raw.inbound is not None]

    async def heard(self, count: int) -> list[Inbound]:
        """Wait for so many inbounds."""
        await until(lambda: len(self.inbounds) >= count)
        return self.inbounds


async def until(true: Any) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.005)


async def no_cursor() -> str:
    return ""


@asynccontextmanager
async def listening(door: TelegramDoor, house: House) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(door.listen(house.take, no_cursor))
        try:
            yield
        finally:
            task.cancel()


async def say(door: TelegramDoor, to: int, *replies: Reply | str) -> list[Any]:
    """Send replies to one person one after the other; their outcomes."""
    outcomes: list[Any] = []
    for number, reply in enumerate(replies, 1):
        said = Reply(reply) if isinstance(reply, str) else reply
        outcomes += await door.send([Outgoing(number, str(to), said)])
    return outcomes


def texts(standin: TelegramStandIn, person: int) -> Sequence[str]:
    """What the bot has said to the person."""
    return [message.text for message in standin.shown(person) if message.ours]
