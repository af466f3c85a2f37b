"""A door to VK before the stand-in, and a ledger in the place of the house."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.channel import Batch, Outgoing, Raw
from bot.vk.config import VkConfig
from bot.vk.door import VkDoor
from domain.talk import Button, Inbound, Reply
from sandbox.vk import VkStandIn

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "тайна-door-secret"
PATIENCE = 60.0


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@dataclass
class Ledger:
    """Takes batches as the house does: each key once, the cursor in the same step.

    `breaks` fails that many times before anything is kept."""

    cursor: str = ""
    events: list[Raw] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    breaks: int = 0
    keys: set[str] = field(default_factory=set)
    repeats: int = 0

    async def take(self, batch: Batch) -> None:
        if self.breaks:
            self.breaks -= 1
            raise OSError("the database is down")
        self.batches.append(batch)
        for raw in batch.events:
            key = raw.inbound.key if raw.inbound else raw.key
            self.repeats += key in self.keys
            if key not in self.keys:
                self.keys.add(key)
                self.events.append(raw)
        self.cursor = batch.cursor or self.cursor

    async def read_cursor(self) -> str:
        return self.cursor

    @property
    def heard(self) -> list[Inbound]:
        return [raw.inbound for raw in self.events if raw.inbound]

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.heard]

    @property
    def troubles(self) -> list[Raw]:
        return [raw for raw in self.events if raw.trouble]


async def until(true: Callable[[], Any]) -> None:
    """Wait until it holds; fails loudly when it never does."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            pytest.fail(f"never came true: {true.__code__.co_consts}")
        await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def listening(door: VkDoor, ledger: Ledger) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(door.listen(ledger.take, ledger.read_cursor))
        try:
            yield
        finally:
            task.cancel()


@contextlib.asynccontextmanager
async def standing(vk: VkStandIn) -> AsyncIterator[VkStandIn]:
    await vk.start()
    try:
        yield vk
    finally:
        await vk.stop()


@contextlib.asynccontextmanager
async def opened(vk: VkStandIn, files: Path, **changes: Any) -> AsyncIterator[VkDoor]:
    config = VkConfig(
        vk.token, vk.group_id, files, vk.base_url, callback_secret=SECRET, calls_per_second=0
    )
    door = VkDoor(replace(config, **changes), vk.world.now)
    try:
        yield door
    finally:
        await door.close()


def out(number: int, to: int, text: str = "Здравствуйте", **more: Any) -> Outgoing:
    return Outgoing(number, str(to), Reply(text, **more))


def rows(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, tap=f"do:{place}"),) for place, label in enumerate(labels))


class Official:
    """VK's own published schema, from the shared folder; its known holes are filled in here."""

    HOLES: ClassVar[set[str]] = {"'message_event' is not one of"}
    #: The shared part of the schema leaves these attachments undescribed.
    UNDESCRIBED: ClassVar[set[str]] = {"audio", "gift", "market", "story", "call"}

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder / "specs"))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # it leaves its files open
                self.checker: Any = import_module("vk_validate")
        finally:
            sys.path.pop(0)

    def request(self, method: str, params: Mapping[str, str]) -> Any:
        """None, or how VK would refuse the call."""
        return self.checker.validate_request(method, dict(params))

    def event(self, event: dict[str, Any]) -> list[str]:
        """What is wrong with an event. Schema: no `message_event` among the types, its payload a
        string though VK delivers an object; a message's edit and reply have no wrapper."""
        kind, thing = event["type"], self._described(event["object"])
        event = event | {"object": thing}
        if kind == "message_event":
            event = event | {"object": thing | {"payload": "{}"}}
        elif kind in {"message_edit", "message_reply"}:
            event = event | {"type": "message_new", "object": {"message": thing}}
        found = self.checker.validate_event(event)
        return [words for words in found if not words.startswith(tuple(self.HOLES))]

    def answer(self, reference: str, answer: dict[str, Any]) -> list[str]:
        """What is wrong with a method's answer, `reference` naming its definition."""
        checker = self.checker.v(reference)
        return [error.message for error in checker.iter_errors(self._described(answer))]

    def _described(self, thing: Any) -> Any:
        """The same without attachments the schema at hand cannot judge."""
        if isinstance(thing, list):
            return [self._described(item) for item in thing if not self._undescribed(item)]
        if isinstance(thing, dict):
            return {name: self._described(value) for name, value in thing.items()}
        return thing

    def _undescribed(self, thing: Any) -> bool:
        return isinstance(thing, dict) and thing.get("type") in self.UNDESCRIBED


def official() -> Official:
    """Skips without the shared folder; in CI it must be there."""
    beside = Path(__file__).parents[3] / "shared"
    folder = Path(os.environ.get("PRIYOMNAYA_SHARED", beside))
    if not (folder / "specs" / "vk_validate.py").exists():
        absent = "VK's official schema is not here: set PRIYOMNAYA_SHARED to the shared folder"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(absent)
    return Official(folder)
