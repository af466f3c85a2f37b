"""Troubles one can order from the Telegram stand-in: refusals, broken answers, cut connections."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call.

    `kind`: "refuse" (a JSON error with `code`), "page" (an HTML page with `code`), "drop" (the
    connection is cut before anything happened), "lose" (the call takes effect, then the connection
    is cut), "garble" (it takes effect, the answer is broken JSON), "slow" (it works after
    `seconds`), "hold" (it works after `free` is set).
    """

    kind: str
    code: int = 0
    text: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    free: asyncio.Event | None = None


def too_many(retry_after: int | None = 1) -> Fault:
    """429; None leaves `retry_after` out, as proxies do."""
    tail = "" if retry_after is None else f": retry after {retry_after}"
    return Fault("refuse", 429, f"Too Many Requests{tail}", retry_after)


def broken() -> Fault:
    return Fault("refuse", 500, "Internal Server Error")


def bad_gateway() -> Fault:
    return Fault("page", 502)


def unauthorized() -> Fault:
    return Fault("refuse", 401, "Unauthorized")


def refused(code: int, text: str) -> Fault:
    """Any other error of the Bot API, in its own words."""
    return Fault("refuse", code, text)


def dropped() -> Fault:
    return Fault("drop")


def answer_lost() -> Fault:
    return Fault("lose")


def malformed() -> Fault:
    return Fault("garble")


def slow(seconds: float) -> Fault:
    return Fault("slow", seconds=seconds)


def held(free: asyncio.Event) -> Fault:
    return Fault("hold", free=free)


class Faults:
    """The orders not yet carried out, oldest first for each method."""

    def __init__(self) -> None:
        self._orders: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls of `method` go wrong; "*" stands for any method."""
        self._orders[method.lower()].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        for name in (method.lower(), EVERY):
            if self._orders and self._orders.get(name):
                return self._orders[name].popleft()
        return None

    def clear(self) -> None:
        self._orders.clear()
