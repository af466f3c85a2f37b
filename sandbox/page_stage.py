"""What the demo page plays: whose windows there are, and what moves the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sandbox.people import Clock, Messenger, Shown

Json = dict[str, Any]

#: who writes to the ministry, by messenger
CLIENTS = {"telegram": "Марина Кузнецова", "vk": "Ильдар Сафин"}


@dataclass(frozen=True, slots=True)
class Seat:
    """One window of the page: whose it is, and where that person reads and writes.

    `role`: client, officer, head, signatory, controller, employee, administrator; `at`: telegram
    or vk."""

    id: str
    role: str
    name: str
    post: str
    at: str
    messenger: Messenger
    person: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the page shows and moves. `jump` takes "hour", "due" or "morning", moves the
    clock and yields at every stop on the way; `next_due` is where "due" leads, None for nowhere."""

    ministry: str
    zone: str
    seats: tuple[Seat, ...]
    now: Clock
    is_open: Callable[[], bool]
    next_due: Callable[[], Awaitable[datetime | None]]
    jump: Callable[[str], AsyncIterator[None]]


def as_json(seat: Seat, message: Shown) -> Json:
    """A message of this window as the page gets it."""
    return {
        "id": message.id,
        "at": message.at.isoformat(),
        "ours": message.ours,
        "text": message.text,
        "edited": message.edited,
        "answers": message.answers,
        "rows": [
            [{"label": b.label, "data": b.data, "link": b.link} for b in row]
            for row in message.rows
        ],
        "files": [
            {
                "name": file.name,
                "size": file.size,
                "picture": file.kind == "photo",
                "url": f"/file/{quote(seat.id)}/{message.id}/{place}",
            }
            for place, file in enumerate(message.files)
        ],
    }
