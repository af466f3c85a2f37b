"""What people do in a stand-in messenger and what they see there: one interface for both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Protocol

from aiohttp import web

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file a person sends. `kind`: photo, document, voice, audio, video."""

    kind: str
    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button as the person sees it: `data` goes back when pressed, `link` opens."""

    label: str
    data: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file in a dialogue. `url` serves its bytes from the stand-in's own server."""

    kind: str
    name: str
    size: int
    url: str


@dataclass(slots=True)
class Shown:
    """One message of a dialogue as its person sees it. `ours` is True for the bot's messages."""

    id: int
    at: datetime
    ours: bool
    text: str
    rows: tuple[tuple[ShownButton, ...], ...] = ()
    files: tuple[ShownFile, ...] = ()
    edited: bool = False
    #: the id of the message it is shown as a reply to; 0 for none
    answers: int = 0


class Messenger(Protocol):
    """A stand-in as people use it. Every method acts as the real client would and returns at once;
    what the bot answers appears in `shown` when the bot has sent it."""

    name: str

    @property
    def connections(self) -> int:
        """How many connections the product has to this messenger, but for those that only wait
        for events: aiohttp does not see before it answers them that nobody is there any more."""
        ...

    async def says(
        self, person: int, text: str = "", files: Sequence[Sent] = (), *, odd: str = ""
    ) -> int:
        """Write; several files make an album with `text` as its caption. `odd` sends something
        unusual instead: sticker, poll, dice, location, contact. Returns the first message's id."""
        ...

    async def taps(self, person: int, message: int, data: str) -> None:
        """Press a button with `data` under a message (also one the person was never shown)."""
        ...

    async def edits(self, person: int, message: int, text: str) -> None: ...

    async def blocks(self, person: int) -> None: ...

    async def unblocks(self, person: int) -> None: ...

    def names(self, person: int, name: str) -> None:
        """The name the person goes by in the messenger."""
        ...

    def shown(self, person: int) -> list[Shown]:
        """The whole dialogue, oldest first, both sides."""
        ...

    def watch(self, callback: Callable[[int], None]) -> None:
        """Call back with the person's id whenever their dialogue changes."""
        ...


def connections(runner: web.AppRunner | None) -> int:
    """How many connections are open to what `runner` serves."""
    server = runner.server if runner else None
    return len(server.connections) if server else 0


@dataclass(slots=True)
class Person:
    """One person at one messenger: `await p.says(…)`, then `await p.hears(…)`."""

    messenger: Messenger
    id: int
    patience: float = 60.0
    _read: int = field(default=0)
    _last: int | None = field(default=None)

    async def says(self, text: str = "", *files: Sent, odd: str = "") -> int:
        return await self.messenger.says(self.id, text, files, odd=odd)

    @property
    def heard(self) -> list[Shown]:
        """What the bot said to this person so far."""
        return [message for message in self.messenger.shown(self.id) if message.ours]

    @property
    def last(self) -> Shown:
        """The message this person heard last of all, as it stands now; what came since, such as
        a notice from the clock, is not it."""
        return next(message for message in self.heard if message.id == self._last)

    async def hears(self, words: str = "", *, button: str = "") -> Shown:
        """Wait for the next message of the bot not yet read that contains `words`, and under which
        a button stands whose label contains `button`; skips others.

        Raises AssertionError with the unread messages when `patience` seconds bring none."""
        deadline = asyncio.get_running_loop().time() + self.patience
        while True:
            for place, message in enumerate(self.heard[self._read :]):
                if words in message.text and (not button or _found(message, button)):
                    self._read += place + 1
                    self._last = message.id
                    return message
            if asyncio.get_running_loop().time() > deadline:
                unread = [message.text for message in self.heard[self._read :]]
                raise AssertionError(f"never heard {words!r}; unread: {unread}")
            await asyncio.sleep(0.01)

    async def taps(self, label: str, message: Shown | None = None) -> None:
        """Press the newest button whose label contains `label` (or the one under `message`);
        waits for it to be there.

        Raises AssertionError when `patience` seconds bring none."""
        deadline = asyncio.get_running_loop().time() + self.patience
        while asyncio.get_running_loop().time() <= deadline:
            for shown in [message] if message else reversed(self.heard):
                if button := _found(shown, label):
                    await self.messenger.taps(self.id, shown.id, button.data)
                    return
            if message:
                break  # a message once read does not change in the hand
            await asyncio.sleep(0.01)
        raise AssertionError(f"no button {label!r} before {self.id}")


def _found(shown: Shown, label: str) -> ShownButton | None:
    """The first button under the message whose label contains this."""
    buttons = chain.from_iterable(shown.rows)
    return next((button for button in buttons if label in button.label), None)
