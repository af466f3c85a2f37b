"""What a door must do, and the ways in which sending fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from domain.talk import Channel, File, Inbound, Reply

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Raw:
    """One event as it was fetched: the delivery's own key, the body whole, and what was understood.

    `inbound` is None when the event is none of our business (`trouble` empty) or when it could not
    be understood (`trouble` says why: it goes to quarantine). `chat` is the best guess where an
    apology could be sent, "" when there is none.
    """

    key: str
    body: dict[str, Any]
    inbound: Inbound | None = None
    trouble: str = ""
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that came together. `cursor` is stored in their transaction ("" for none)."""

    channel: Channel
    account: str
    events: tuple[Raw, ...]
    cursor: str = ""


#: Returns when the batch is committed; raises when it is not, and then nothing may be confirmed.
Take = Callable[[Batch], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send. `id` is the outbox row: VK's `random_id` derives from it.

    `again` says that an earlier attempt may have reached the person. A press is acknowledged by the
    door itself, right after `Take`, and never comes this way. `alike` names a mailing: what is said
    to many in the same words under the same name may leave as one call, if the messenger has one.
    """

    id: int
    to: str
    reply: Reply
    again: bool = False
    alike: str = ""


class NotSent(Exception):
    """The message did not leave, or nobody knows whether it did."""


class TryLater(NotSent):
    """The messenger is down or asks to slow down. `whole` pauses the channel, not one chat."""

    def __init__(
        self, reason: str, after: timedelta = timedelta(seconds=5), *, whole: bool = False
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.whole = whole


class Unreachable(NotSent):
    """The person blocked the bot, left, or forbade messages: stop writing to them."""


class Rejected(NotSent):
    """The messenger refused the message itself; no retry mends it."""


class Unknown(NotSent):
    """The connection broke after the message may have left: a resend may double it."""


class Halted(NotSent):
    """The channel's token, rights or captcha: the whole channel stands until somebody mends it."""


Outcome = str | NotSent


class Door(Protocol):
    """A channel of the house. Every method may be called concurrently with the others."""

    channel: Channel
    account: str
    #: how many messages are best given to `send` at once
    together: int
    #: the same for messages of a mailing
    mailing: int
    #: whether a message sent again under the same id is still one message
    repeats: bool

    @property
    def at_once(self) -> int:
        """How many messages may be on their way, or back and not yet noted as sent."""
        ...

    async def listen(self, take: Take, cursor: Callable[[], Awaitable[str]]) -> None:
        """Receive for ever: fetch → take → confirm. `cursor` reads the cursor stored last."""
        ...

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Send the messages, each to another chat. One outcome each, in order: the messenger's id
        of the (last) message sent, or the way it failed. Never raises for a single message."""
        ...

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """Called by the messenger where it delivers events itself; answers while `listen` runs."""
        ...

    async def download(self, file: File, to: Path) -> None:
        """Write the file's bytes to `to`. Raises TryLater, or Rejected when it cannot be had."""
        ...

    async def check(self) -> list[str]:
        """Ask the messenger about token and rights: a sentence per finding, [] when all is well."""
        ...

    def understand(self, body: dict[str, Any]) -> Inbound | None:
        """One event as it was delivered, understood; raises when nothing can be made of it."""
        ...

    async def names(self, peers: Sequence[str]) -> dict[str, str]:
        """What these people call themselves in the messenger, at most a thousand of them; those
        nobody knows are left out. {} where events tell names anyway. Raises NotSent."""
        ...

    async def invitation(self, code: str) -> str:
        """A link that opens the dialogue and hands over the code; asks the messenger where it
        must, and says so in words when there is none."""
        ...

    def link(self, code: str) -> str:
        """The same without asking anybody; "" while it is not known."""
        ...

    async def close(self) -> None:
        """Let go of connections; safe to call twice."""
        ...
