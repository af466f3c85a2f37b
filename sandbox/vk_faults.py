"""What can be made to go wrong at the stand-in of VK: scripted per method, so many times."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Ways in which an answer goes wrong on the wire."""

    HTTP_500 = "http 500 with JSON nobody asked for"
    HTML_502 = "a gateway's HTML page"
    DROP = "the connection breaks before anything happened"
    LOST = "the call takes effect, then the connection breaks"
    MALFORMED = "half of the JSON"


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer takes so many seconds longer."""

    seconds: float


def slow(seconds: float) -> Slow:
    return Slow(seconds)


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing is answered, nor done, before somebody sets `free`."""

    free: asyncio.Event


def held(free: asyncio.Event) -> Held:
    return Held(free)


AnyFault = int | Fault | Slow | Held


class Faults:
    """A queue of faults per method name; besides methods there are `longpoll`, `upload`, `file`.

    A number is an error code of VK's, and befalls calls inside `execute` as well.
    """

    def __init__(self) -> None:
        self._queues: defaultdict[str, deque[AnyFault]] = defaultdict(deque)

    def add(self, method: str, fault: AnyFault, times: int = 1) -> None:
        """The next `times` calls of `method` go wrong in this way."""
        self._queues[method].extend([fault] * times)

    def clear(self) -> None:
        self._queues.clear()

    def error(self, method: str) -> int | None:
        """The error code due now, if one is."""
        queue = self._queues.get(method)
        if queue and isinstance(queue[0], int):
            fault = queue.popleft()
            return int(fault) if isinstance(fault, int) else None
        return None

    def wire(self, method: str) -> Fault | Slow | Held | None:
        """The break on the wire due now, if one is."""
        queue = self._queues.get(method)
        if queue and not isinstance(queue[0], int):
            fault = queue.popleft()
            return None if isinstance(fault, int) else fault
        return None
